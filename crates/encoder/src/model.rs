//! A weight file in memory.

use std::fmt;
use std::sync::Arc;

use crate::error::{ModelError, ModelErrorKind};
use crate::kernel::Level;
use crate::linear::Room;
use crate::links::Links;
use crate::pieces::MARKS;
use crate::points::Points;
use crate::roles::Roles;
use crate::tags::Tags;
use crate::transformer::{Buffers, Transformer, Words};
use crate::verdict::Verdict;
use crate::weights::{Weights, unexpected};
use crate::windows::{Window, WindowShape};
use crate::wordpiece::Vocabulary;
use crate::{Pieces, windows};

/// The format this version reads; stands in the file's metadata under `format`.
const FORMAT: &str = "sayso-reader/3";

/// Rows that the number heads have in that format: cue, anchor of a position, event.
const CLASSES: [(&str, usize); 3] = [("cue", 3), ("anchor", 2), ("event", 17)];

/// A trained network: encoder, vocabulary and heads. Read-only; share it between threads.
pub struct Model {
    vocabulary: Vocabulary,
    transformer: Transformer,
    cues: Points,
    roles: Roles,
    names: Tags,
    mentions: Tags,
    links: Links,
    anchors: Points,
    evidence: Roles,
    verdict: Verdict,
    events: Points,
    shape: WindowShape,
    calibration: Vec<f32>,
    position_calibration: Vec<f32>,
    name: String,
    level: Level,
}

/// One window's vectors: a row for `[CLS]`, for each piece, and for `[SEP]`.
#[derive(Default)]
pub struct Vectors {
    rows: Vec<f32>,
    width: usize,
}

impl Vectors {
    /// The vector of a piece, counted in the window with `[CLS]` as 0.
    pub fn row(&self, piece: usize) -> &[f32] {
        &self.rows[piece * self.width..(piece + 1) * self.width]
    }

    /// Rows.
    pub fn count(&self) -> usize {
        self.rows.len().checked_div(self.width).unwrap_or(0)
    }

    /// `with` fills the rows.
    pub(crate) fn fill(&mut self, width: usize, with: impl FnOnce(&mut Vec<f32>)) {
        self.width = width;
        with(&mut self.rows);
    }

    pub(crate) fn all(&self) -> &[f32] {
        &self.rows
    }

    pub(crate) fn rows(&self, rows: std::ops::Range<usize>) -> &[f32] {
        &self.rows[rows.start * self.width..rows.end * self.width]
    }
}

/// Buffers for one thread, kept from window to window.
#[derive(Default)]
pub struct Scratch {
    ids: Vec<u32>,
    marks: Vec<u8>,
    buffers: Buffers,
    pub(crate) room: Room,
}

/// Buffers of a pass over a text, kept from text to text.
#[derive(Default)]
pub struct Pass {
    scratch: Scratch,
    vectors: Vectors,
    branched: Vectors,
}

/// A window as the encoder sees it: what every head reads.
#[derive(Clone, Copy)]
pub struct Encoded<'a> {
    /// The network.
    pub model: &'a Model,
    /// The whole text's pieces.
    pub pieces: &'a Pieces,
    /// Which of them.
    pub window: Window,
    /// A row for `[CLS]`, for each piece of the window, and for `[SEP]`: what cues and roles read.
    pub vectors: &'a Vectors,
    /// The same rows as the branch has them: what all other heads read.
    pub branched: &'a Vectors,
}

impl Encoded<'_> {
    /// The row of one of the text's pieces.
    pub fn row_of(&self, piece: usize) -> usize {
        piece - self.window.first + 1
    }

    /// The piece of a row, which must not be that of `[CLS]` or `[SEP]`.
    pub fn piece_of(&self, row: usize) -> usize {
        self.window.first + row - 1
    }

    /// The paragraph of every row; the boundary pieces are in their neighbours'.
    pub fn paragraphs(&self, out: &mut Vec<u32>) {
        let all = self.pieces.paragraphs();
        out.clear();
        out.push(all[self.window.first]);
        out.extend_from_slice(&all[self.window.first..self.window.last]);
        out.push(all[self.window.last - 1]);
    }

    /// The rows that this window answers for.
    pub fn core(&self) -> std::ops::Range<usize> {
        self.row_of(self.window.core_first)..self.row_of(self.window.core_last)
    }
}

impl Model {
    /// Reads a weight file, with the fastest instructions of this processor.
    ///
    /// # Errors
    /// [`ModelErrorKind::Damaged`] when the file is cut off or its checksum does not fit;
    /// [`ModelErrorKind::OtherFormat`] when it is no sayso model, or one for another version.
    pub fn open(file: &[u8]) -> Result<Model, ModelError> {
        Model::open_at(file, Level::detect())
    }

    /// As [`Model::open`], with the instructions of `level`: for tests that the level makes no difference.
    ///
    /// # Panics
    /// When this processor lacks `level`.
    ///
    /// # Errors
    /// As [`Model::open`].
    pub fn open_at(file: &[u8], level: Level) -> Result<Model, ModelError> {
        assert!(Level::available().contains(&level), "this processor lacks {level:?}");
        let weights = Weights::open(file)?;
        let format = weights.setting("format")?;
        if format != FORMAT {
            return Err(ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("the model's format is `{format}`, this version reads `{FORMAT}`"),
            ));
        }
        let words = std::str::from_utf8(weights.raw("vocabulary")?)
            .map_err(|_| ModelError::new(ModelErrorKind::Damaged, "the vocabulary is not UTF-8".into()))?;
        let transformer = Transformer::load(&weights, MARKS)?;
        let width = transformer.width();
        let model = Model {
            vocabulary: Vocabulary::new(words)?,
            cues: Points::load(&weights, "cue", width)?,
            roles: Roles::load(&weights, "roles", width)?,
            names: Tags::load(&weights, "name", width)?,
            mentions: Tags::load(&weights, "mention", width)?,
            links: Links::load(&weights, width)?,
            anchors: Points::load(&weights, "anchor", width)?,
            evidence: Roles::load(&weights, "evidence", width)?,
            verdict: Verdict::load(&weights, "judged", &["stance", "act"], width)?,
            events: Points::load(&weights, "event", width)?,
            transformer,
            shape: WindowShape {
                longest: weights.number("window.longest")?,
                left: weights.number("window.left")?,
                right: weights.number("window.right")?,
            },
            calibration: weights.floats("calibration", &weights.shape::<1>("calibration")?)?,
            position_calibration: weights
                .floats("position.calibration", &weights.shape::<1>("position.calibration")?)?,
            name: weights.setting("name")?.to_string(),
            level,
        };
        model.checked()
    }

    fn checked(self) -> Result<Model, ModelError> {
        let (lines, rows) = (self.vocabulary.len(), self.transformer.vocabulary());
        if lines > rows {
            return Err(ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("a vocabulary of {lines} pieces of which {rows} have vectors"),
            ));
        }
        for ((name, want), head) in CLASSES.into_iter().zip([&self.cues, &self.anchors, &self.events]) {
            if head.classes() != want {
                return Err(unexpected(
                    &format!("{name}.weight"),
                    &format!("{} rows, not {want}", head.classes()),
                ));
            }
        }
        if !self.transformer.has_branch() {
            return Err(ModelError::new(ModelErrorKind::OtherFormat, "a reader without a branch".into()));
        }
        if self.shape.longest > self.transformer.longest() || !self.shape.is_sound() {
            return Err(ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("windows of {:?} do not fit", self.shape),
            ));
        }
        Ok(self)
    }

    /// The model's name and version, as stored with each reading.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Parameters of the readers' calibration, whose meaning is theirs.
    pub fn calibration(&self) -> &[f32] {
        &self.calibration
    }

    /// Parameters of the calibration of positions, whose meaning is their reader's.
    pub fn position_calibration(&self) -> &[f32] {
        &self.position_calibration
    }

    /// The cue head: no cue, that of an outer statement, that of an inner one.
    pub fn cues(&self) -> &Points {
        &self.cues
    }

    /// The role head: a labelling relative to a cue.
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// The head for flat names.
    pub fn names(&self) -> &Tags {
        &self.names
    }

    /// The head for mentions: phrases and pronouns that stand for somebody or something.
    pub fn mentions(&self) -> &Tags {
        &self.mentions
    }

    /// The head for links between mentions.
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// The head for the first pieces of words that show a position: no, yes.
    pub fn anchors(&self) -> &Points {
        &self.anchors
    }

    /// The head for a position's evidence and target: a labelling relative to an anchor.
    pub fn evidence(&self) -> &Roles {
        &self.evidence
    }

    /// The head for a position's stance and act, from its anchor and its evidence.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The head for events: none, or of which type.
    pub fn events(&self) -> &Points {
        &self.events
    }

    /// Cuts a text into wordpieces. `quoting` says of a byte offset how it stands to quotation marks.
    pub fn pieces(&self, text: &str, quoting: impl FnMut(u32) -> crate::Quoting) -> Pieces {
        Pieces::new(text, &self.vocabulary, quoting)
    }

    /// Divides pieces into windows.
    pub fn windows(&self, pieces: &Pieces) -> Vec<Window> {
        windows::divide(pieces, &self.shape, &self.vocabulary)
    }

    /// One pass over a text, window by window: each is given to `each` with what the encoder makes of it.
    pub fn read(&self, pieces: &Pieces, pass: &mut Pass, mut each: impl FnMut(&Encoded<'_>, &mut Scratch)) {
        for window in self.windows(pieces) {
            let Pass { scratch, vectors, branched } = pass;
            self.encode(pieces, window, scratch, vectors, branched);
            each(&Encoded { model: self, pieces, window, vectors, branched }, scratch);
        }
    }

    /// One pass over a window: the vectors of the last layer, and those of the branch.
    pub fn encode(
        &self,
        pieces: &Pieces,
        window: Window,
        scratch: &mut Scratch,
        out: &mut Vectors,
        branched: &mut Vectors,
    ) {
        let range = window.first..window.last;
        scratch.ids.clear();
        scratch.ids.push(self.vocabulary.cls);
        scratch.ids.extend_from_slice(&pieces.ids()[range.clone()]);
        scratch.ids.push(self.vocabulary.sep);
        scratch.marks.clear();
        scratch.marks.push(0);
        scratch.marks.extend(pieces.marks()[range].iter().map(|mark| mark.code()));
        scratch.marks.push(0);
        (out.width, branched.width) = (self.transformer.width(), self.transformer.width());
        let Scratch { ids, marks, buffers, .. } = scratch;
        self.transformer.run(self.level, ids, marks, buffers, &mut out.rows, &mut branched.rows);
    }

    pub(crate) fn width(&self) -> usize {
        self.transformer.width()
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(crate) fn words(&self) -> &Arc<Words> {
        self.transformer.words()
    }

    pub(crate) fn level(&self) -> Level {
        self.level
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("name", &self.name).field("level", &self.level).finish_non_exhaustive()
    }
}
