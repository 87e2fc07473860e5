//! Which trained network reads? The one inside the program, or a file's.

use std::fs;
use std::path::Path;

use anyhow::Context;
use sayso_engine::{Judge, Model};

/// The weights of this version, part of the program: nothing has to be installed beside it. See the model card in
/// `models/`.
static EMBEDDED: &[u8] = include_bytes!("../../../models/reader.safetensors");

/// The weights of the judge, likewise.
static JUDGE: &[u8] = include_bytes!("../../../models/judge.safetensors");

/// Opens the judge inside the program, which reads with the words of `model`.
///
/// # Errors
/// When it does not fit the model, which then was given with `--model`.
pub(crate) fn judge(model: &Model) -> anyhow::Result<Judge> {
    Judge::open(JUDGE, model)
        .context("the judge inside this program does not fit the model; leave out --model")
}

/// Opens the model in `file`, or the one inside the program.
///
/// # Errors
/// When the file cannot be read, is damaged, or is no model of this version; the message names it.
pub(crate) fn open(file: Option<&Path>) -> anyhow::Result<Model> {
    let Some(path) = file else {
        return Model::open(EMBEDDED).context("the model inside this program is unusable; install it anew");
    };
    let advice = || {
        let name = path.display();
        format!(
            "{name}: no usable model; give --model another file, or leave it out to use the model inside the program"
        )
    };
    let bytes = fs::read(path).with_context(advice)?;
    Model::open(&bytes).with_context(advice)
}
