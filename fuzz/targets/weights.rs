//! Weight files with parts taken out, turned round and cut off: each is refused, or it reads.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_domain::Article;
use sayso_engine::{Model, Scratch, read};
use sayso_fuzz::tiny::{Parts, Plan};
use sayso_fuzz::{Choices, checks, knowledge};
use sayso_text::Text;

const WORDS: &str = "Mayor Ott said: \"We agree if it is paid.\"\nShe added that they had not said when, Ötzi's lawyer told us.";

fuzz_target!(|input: &[u8]| {
    let mut choices = Choices::new(input);
    match choices.byte() % 4 {
        0 => open(choices.rest()),
        1 => {
            let mut file = plan(&mut choices).parts().file();
            while !choices.is_empty() {
                let at = choices.below(file.len());
                file[at] = choices.byte();
            }
            open(&file);
        }
        _ => {
            let mut parts = plan(&mut choices).parts();
            while !choices.is_empty() {
                change(&mut parts, &mut choices);
            }
            open(&parts.file());
        }
    }
});

fn plan(choices: &mut Choices<'_>) -> Plan {
    Plan { as_bytes: choices.byte() % 2 == 0, cue_bias: [0.0, 2.0, 2.0], ..Plan::of_statements(choices.byte().into()) }
}

fn open(file: &[u8]) {
    match Model::open(file) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(model) => {
            let text = Text::new(WORDS);
            let article = Article {
                id: "a".into(),
                outlet: None,
                title: None,
                published: None,
                url: None,
                language: None,
                text,
                boilerplate: vec![],
            };
            let reading = read(article, vec![], knowledge(&model), &mut Scratch::default());
            assert!(reading.statements.len() <= WORDS.len());
            for statement in &reading.statements {
                checks::apart(&reading.article.text, &statement.content);
            }
        }
    }
}

/// One change, the data kept as long as the shape says; the checksum is made afterwards.
fn change(parts: &mut Parts, choices: &mut Choices<'_>) {
    let kind = choices.byte() % 8;
    if kind == 0 && !parts.settings.is_empty() {
        let at = choices.below(parts.settings.len());
        let values = ["", "0", "1", "3", "17", "64", "65", "511", "-1", "18446744073709551615", "x"];
        parts.settings[at].1 = choices.of(&values).into();
        return;
    }
    if parts.tensors.is_empty() {
        return;
    }
    let at = choices.below(parts.tensors.len());
    let tensor = &mut parts.tensors[at];
    match kind {
        1 => {
            parts.tensors.remove(at);
            return;
        }
        2 => tensor.dtype = choices.of(&["I8", "U8", "F32", "F16", "I64"]),
        3 => tensor.shape.reverse(),
        4 => tensor.shape.push(1),
        5 if !tensor.shape.is_empty() => {
            let axis = choices.below(tensor.shape.len());
            tensor.shape[axis] = choices.of(&[0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 48, 64, 96]);
        }
        _ => {
            let floats = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -1e4, 1e30, 1.0];
            let value = choices.of(&floats).to_le_bytes();
            let place = choices.below(tensor.data.len() / 4 + 1) * 4;
            if let Some(bytes) = tensor.data.get_mut(place..place + 4) {
                bytes.copy_from_slice(&value);
            }
        }
    }
    let size = match tensor.dtype {
        "I8" | "U8" => 1,
        "F16" => 2,
        "F32" => 4,
        _ => 8,
    };
    let length = size * tensor.shape.iter().product::<usize>();
    tensor.data.resize(length.min(1 << 20), 0);
}
