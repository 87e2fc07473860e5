//! Models of a few kilobytes: real weight files, untrained, made anew for every input.
//!
//! They reach what a trained network hardly ever does: cues everywhere, contents that cross, paths of any labels.

use sayso_encoder::{Level, Model};

/// Numbers in a piece's vector: one head of attention.
const WIDTH: usize = 32;
/// Numbers in the role head's hidden row.
const HIDDEN: usize = 16;
/// Rows of the embedding of case, quotation and place.
const MARKS: usize = 36;
/// Score of a label after another that it may not follow.
pub const IMPOSSIBLE: f32 = -1e4;

/// What to make; the weights it does not name are drawn from `seed`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "named as in the weight file")]
pub struct Plan {
    pub seed: u64,
    pub layers: usize,
    /// Linear maps in bytes, as in the program's own weights, or in floats.
    pub as_bytes: bool,
    /// Times the role head's last layer.
    pub label_scale: f32,
    pub labels: usize,
    /// labels × labels
    pub transitions: Vec<f32>,
    pub start: Vec<f32>,
    /// Added to the classes of the cue head.
    pub cue_bias: [f32; 3],
    pub calibration: Vec<f32>,
    pub longest: usize,
    pub left: usize,
    pub right: usize,
}

impl Plan {
    /// The labels of statements, with the transitions that the training code allows.
    pub fn of_statements(seed: u64) -> Plan {
        let mut transitions = vec![0.0; 49];
        for inside in [2, 4, 6] {
            for before in (0..7).filter(|&b| b != inside && b != inside - 1) {
                transitions[before * 7 + inside] = IMPOSSIBLE;
            }
        }
        Plan {
            seed,
            layers: 1,
            as_bytes: true,
            label_scale: 1.0,
            labels: 7,
            transitions,
            start: vec![1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0],
            cue_bias: [0.0; 3],
            calibration: vec![0.3, 0.3, 0.0, 0.4, 1.0],
            longest: 64,
            left: 8,
            right: 4,
        }
    }

    /// The weight file, in parts.
    pub fn parts(&self) -> Parts {
        let mut parts = Parts::default();
        let mut noise = Noise(self.seed);
        let words = vocabulary();
        let count = words.lines().count();
        parts.set("format", "sayso-reader/3");
        parts.set("name", "tiny");
        parts.set("layers", &self.layers.to_string());
        parts.set("branch.layers", "1");
        parts.set("branch.after", &(self.layers.max(1) - 1).to_string());
        for (name, number) in [("longest", self.longest), ("left", self.left), ("right", self.right)] {
            parts.set(&format!("window.{name}"), &number.to_string());
        }
        parts.add("vocabulary", "U8", &[words.len()], words.into_bytes());
        parts.table("word", count, WIDTH, self.as_bytes, &mut noise);
        parts.floats("position.weight", &[self.longest, WIDTH], noise.some(self.longest * WIDTH));
        parts.floats("feature.weight", &[MARKS, WIDTH], noise.some(MARKS * WIDTH));
        parts.norm("norm", &mut noise);
        for layer in 0..self.layers {
            parts.layer(&format!("layer.{layer}"), self.as_bytes, &mut noise);
        }
        parts.layer("branch.0", self.as_bytes, &mut noise);
        parts.floats("cue.weight", &[3, WIDTH], noise.some(3 * WIDTH));
        parts.floats("cue.bias", &[3], self.cue_bias.to_vec());
        parts.linear("roles.chosen", HIDDEN, WIDTH, false, &mut noise);
        parts.linear("roles.piece", HIDDEN, WIDTH, self.as_bytes, &mut noise);
        parts.floats("roles.distance.weight", &[27, HIDDEN], noise.some(27 * HIDDEN));
        parts.floats("roles.paragraph.weight", &[3, HIDDEN], noise.some(3 * HIDDEN));
        let label = noise.some(self.labels * HIDDEN).into_iter().map(|w| w * self.label_scale).collect();
        parts.floats("roles.label.weight", &[self.labels, HIDDEN], label);
        parts.floats("roles.label.bias", &[self.labels], noise.some(self.labels));
        for name in ["name", "mention"] {
            parts.linear(name, 9, WIDTH, false, &mut noise);
        }
        for name in ["anaphor", "antecedent", "left", "right"] {
            parts.linear(&format!("link.{name}"), HIDDEN, WIDTH, false, &mut noise);
        }
        for (name, rows) in [("match", 6), ("classes", 144), ("distance", 9), ("step", 3), ("quoting", 4)] {
            parts.floats(&format!("link.{name}.weight"), &[rows, HIDDEN], noise.some(rows * HIDDEN));
        }
        parts.linear("link.score", 1, HIDDEN, false, &mut noise);
        parts.floats("roles.transition", &[self.labels, self.labels], self.transitions.clone());
        parts.floats("roles.start", &[self.labels], self.start.clone());
        parts.linear("anchor", 2, WIDTH, false, &mut noise);
        parts.linear("event", 17, WIDTH, false, &mut noise);
        parts.linear("judged", HIDDEN, 2 * WIDTH, false, &mut noise);
        parts.linear("stance", 3, HIDDEN, false, &mut noise);
        parts.linear("act", 10, HIDDEN, false, &mut noise);
        parts.linear("evidence.chosen", HIDDEN, WIDTH, false, &mut noise);
        parts.linear("evidence.piece", HIDDEN, WIDTH, self.as_bytes, &mut noise);
        parts.linear("evidence.label", 4, HIDDEN, false, &mut noise);
        parts.floats("evidence.distance.weight", &[27, HIDDEN], noise.some(27 * HIDDEN));
        parts.floats("evidence.paragraph.weight", &[3, HIDDEN], noise.some(3 * HIDDEN));
        parts.floats("evidence.transition", &[4, 4], noise.some(16));
        parts.floats("evidence.start", &[4], vec![1.0, 1.0, 1.0, 0.0]);
        parts.floats("position.calibration", &[3], vec![0.2, 0.0, 1.0]);
        parts.floats("calibration", &[self.calibration.len()], self.calibration.clone());
        parts
    }

    /// The model, with the instructions of `level`.
    pub fn open_at(&self, level: Level) -> Model {
        Model::open_at(&self.parts().file(), level).expect("a whole model")
    }
}

/// Every ASCII character as a piece of its own, within a word and at its start, and some words.
fn vocabulary() -> String {
    let mut lines = String::from("[PAD]\n[UNK]\n[CLS]\n[SEP]\n\u{201c}\n\u{201d}\n\u{2018}\n\u{2019}\n");
    for c in ('!'..='~').filter(|c| !c.is_ascii_uppercase()) {
        lines.push(c);
        lines.push('\n');
    }
    for c in ('a'..='z').chain('0'..='9') {
        lines.extend(['#', '#', c, '\n']);
    }
    lines.push_str("said\nasked\nnot\nif\nwill\nhe\nshe\nthe\nno\nthat\nminister\n##ed\n##s\n");
    lines
}

/// A weight file's settings and tensors, to be changed before it is put together.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Metadata of the file, but for the checksum.
    pub settings: Vec<(String, String)>,
    /// In the order of their bytes.
    pub tensors: Vec<Tensor>,
}

/// One tensor of a weight file.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "named as in the format")]
pub struct Tensor {
    pub name: String,
    pub dtype: &'static str,
    pub shape: Vec<usize>,
    pub data: Vec<u8>,
}

impl Parts {
    fn set(&mut self, key: &str, value: &str) {
        self.settings.push((key.into(), value.into()));
    }

    fn add(&mut self, name: &str, dtype: &'static str, shape: &[usize], data: Vec<u8>) {
        self.tensors.push(Tensor { name: name.into(), dtype, shape: shape.to_vec(), data });
    }

    fn floats(&mut self, name: &str, shape: &[usize], values: Vec<f32>) {
        self.add(name, "F32", shape, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    fn norm(&mut self, name: &str, noise: &mut Noise) {
        let gain = noise.some(WIDTH).into_iter().map(|g| 1.0 + 0.5 * g).collect();
        self.floats(&format!("{name}.weight"), &[WIDTH], gain);
        self.floats(&format!("{name}.bias"), &[WIDTH], noise.some(WIDTH));
    }

    fn layer(&mut self, name: &str, as_bytes: bool, noise: &mut Noise) {
        let of = |part: &str| format!("{name}.{part}");
        self.linear(&of("mixed"), 3 * WIDTH, WIDTH, as_bytes, noise);
        self.linear(&of("output"), WIDTH, WIDTH, as_bytes, noise);
        self.norm(&of("norm1"), noise);
        self.linear(&of("up"), 2 * WIDTH, WIDTH, as_bytes, noise);
        self.linear(&of("down"), WIDTH, 2 * WIDTH, as_bytes, noise);
        self.norm(&of("norm2"), noise);
    }

    fn linear(&mut self, name: &str, outputs: usize, inputs: usize, as_bytes: bool, noise: &mut Noise) {
        self.table(name, outputs, inputs, as_bytes, noise);
        self.floats(&format!("{name}.bias"), &[outputs], noise.some(outputs));
    }

    fn table(&mut self, name: &str, rows: usize, width: usize, as_bytes: bool, noise: &mut Noise) {
        let values = noise.some(rows * width);
        let weight = format!("{name}.weight");
        if as_bytes {
            self.add(&weight, "I8", &[rows, width], values.iter().map(|v| (v * 127.0) as i8 as u8).collect());
            self.floats(&format!("{name}.scale"), &[rows], vec![1.0 / 127.0; rows]);
        } else {
            self.floats(&weight, &[rows, width], values);
        }
    }

    /// The file: safetensors with the checksum of its tensors.
    pub fn file(&self) -> Vec<u8> {
        let data: Vec<u8> = self.tensors.iter().flat_map(|t| t.data.iter().copied()).collect();
        let mut header = serde_json::Map::new();
        let mut settings: serde_json::Map<_, _> =
            self.settings.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        settings.insert("crc32".into(), format!("{:08x}", crc32fast::hash(&data)).into());
        header.insert("__metadata__".into(), settings.into());
        let mut at = 0;
        for t in &self.tensors {
            let end = at + t.data.len();
            header.insert(
                t.name.clone(),
                serde_json::json!({ "dtype": t.dtype, "shape": t.shape, "data_offsets": [at, end] }),
            );
            at = end;
        }
        let header = serde_json::Value::from(header).to_string();
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(header.as_bytes());
        file.extend_from_slice(&data);
        file
    }
}

/// SplitMix64.
struct Noise(u64);

impl Noise {
    /// Numbers from -1 to 1.
    fn some(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.next()).collect()
    }

    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1 << 23) as f32 - 1.0
    }
}
