//! How do the articles that a command line names get read?
//!
//! The path that all commands share which take articles: [`each`] opens the inputs, has many threads read them, and
//! hands what they make of each reading to the command, in input order. [`each_with`] does so with what [`open`] gave.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use sayso_answers::Opened;
use sayso_domain::{Reading, Statement};
use sayso_engine::{Knowledge, Scratch};
use sayso_library::Library;
use sayso_sources::{Input, Options, Sourced};

use crate::exit::complain;
use crate::pipeline::{self, Unread};
use crate::progress::Progress;
use crate::{actors, weights};

/// Which articles are to be read, and how.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where the articles are, in the order in which what is made of them comes out.
    pub(crate) inputs: Vec<Input>,
    /// How the inputs are to be understood.
    pub(crate) options: Options,
    /// A library whose readings stand in place of inputs.
    pub(crate) library: Option<String>,
    /// Of that library, the articles of these names alone; all where there are none.
    pub(crate) only: Vec<String>,
    /// A weight file to be used instead of the weights inside the program.
    pub(crate) model: Option<PathBuf>,
    /// A list of actors that wins over what the program knows.
    pub(crate) actors: Option<PathBuf>,
    /// Threads that read, at least one.
    pub(crate) jobs: usize,
    /// Statements of a lower confidence are left out.
    pub(crate) min_confidence: f32,
    /// Without progress and without a closing line.
    pub(crate) quiet: bool,
    /// The number of articles, where the inputs alone tell it.
    pub(crate) total: Option<u64>,
}

impl Config {
    /// With the readings of a library, and everything else as it is when nothing is said.
    pub(crate) fn of_library(place: &str) -> Config {
        Config {
            inputs: Vec::new(),
            options: Options::default(),
            library: Some(place.to_owned()),
            only: Vec::new(),
            model: None,
            actors: None,
            jobs: 1,
            min_confidence: 0.0,
            quiet: true,
            total: None,
        }
    }
}

/// Opens what `config` names, for [`each_with`] and whatever a command does after it.
///
/// # Errors
/// When there is no usable model or list of actors.
pub(crate) fn open(config: &Config) -> anyhow::Result<Arc<Opened>> {
    let known = actors::open(config.actors.as_deref())?;
    let model = weights::open(config.model.as_deref())?;
    let judge = weights::judge(&model)?;
    Ok(Arc::new(Opened { model, judge, known }))
}

/// [`each_with`] for those who need nothing of what it opens; with a library, its readings.
///
/// # Errors
/// Those of [`open`] and of [`each_with`].
pub(crate) fn each<T: Send + 'static>(
    config: &Config,
    make: impl Fn(Reading) -> T + Send + Sync + 'static,
    take: impl FnMut(T, &Progress) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let Some(library) = &config.library else { return each_with(&open(config)?, config, make, take) };
    if config.model.is_some() || config.actors.is_some() {
        // Nothing is read with them, but a name that leads nowhere is told of all the same.
        open(config)?;
    }
    stored(library, config, make, take)
}

/// Reads all inputs: `make` is called on any thread, `take` on this one, in input order. Gives the number of inputs that
/// could not be read, which are complained about as they come.
///
/// # Errors
/// When there is no thread; and those of `take`, which end the reading.
pub(crate) fn each_with<T: Send + 'static>(
    opened: &Arc<Opened>,
    config: &Config,
    make: impl Fn(Reading) -> T + Send + Sync + 'static,
    take: impl FnMut(T, &Progress) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let shared = (Arc::clone(opened), Arc::new(make));
    let min_confidence = config.min_confidence;
    let reader = move || {
        let ((opened, make), mut scratch) = (shared.clone(), Scratch::default());
        move |Sourced { article, notes }| {
            let Opened { model, judge, known } = &*opened;
            let knowledge = Knowledge { model, judge: Some(judge), known };
            let mut reading = sayso_engine::read(article, notes, knowledge, &mut scratch);
            leave_out_unsure(&mut reading, min_confidence);
            make(reading)
        }
    };
    through(config, sayso_sources::open(&config.inputs, &config.options), reader, take)
}

/// Has many threads make something of articles, and takes that in their order; complains of those that cannot be read, and
/// counts them.
///
/// # Errors
/// When there is no thread; and those of `take`, which end it.
pub(crate) fn through<T: Send + 'static, E: Into<Unread>, R: FnMut(Sourced) -> T>(
    config: &Config,
    articles: impl Iterator<Item = Result<Sourced, E>> + Send + 'static,
    reader: impl Fn() -> R + Send + Sync + 'static,
    mut take: impl FnMut(T, &Progress) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let results =
        pipeline::start(articles, config.jobs, reader).context("cannot start threads; try --jobs 1")?;
    let progress = Progress::new(!config.quiet, config.total);
    let mut unread = 0;
    for result in results {
        match result {
            Ok(result) => take(result, &progress)?,
            Err(why) => {
                progress.aside(|| complain(why));
                unread += 1;
            }
        }
        progress.advance();
    }
    Ok(unread)
}

/// The readings of a library in place of those of inputs, corrections included, in the order in which they were stored.
fn stored<T>(
    place: &str,
    config: &Config,
    make: impl Fn(Reading) -> T,
    mut take: impl FnMut(T, &Progress) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let mut library = Library::open(place)?;
    let total = if config.only.is_empty() { library.article_count()? } else { config.only.len() as u64 };
    let progress = Progress::new(!config.quiet, Some(total));
    let mut give = |mut reading: Reading| {
        leave_out_unsure(&mut reading, config.min_confidence);
        take(make(reading), &progress)?;
        progress.advance();
        anyhow::Ok(())
    };
    if config.only.is_empty() {
        library.readings::<anyhow::Error>(&mut give)?;
    }
    for name in &config.only {
        give(library.reading(name)?)?;
    }
    Ok(0)
}

fn leave_out_unsure(reading: &mut Reading, min_confidence: f32) {
    keep_sure(&mut reading.statements, min_confidence);
    let statements = &reading.statements;
    reading.positions.retain(|p| statements.binary_search_by_key(&p.statement, |s| s.id).is_ok());
}

/// Leaves out what is less sure. What stood within such a statement then stands within the nearest one around it
/// that is kept; numbers stay, so that a statement has the same id under every bound.
fn keep_sure(statements: &mut Vec<Statement>, min_confidence: f32) {
    // As it is written: in four decimals, and 0 for what is no number.
    let sure = |statement: &Statement| (statement.confidence * 1e4).round().max(0.0) / 1e4 >= min_confidence;
    let kept: Vec<bool> = statements.iter().map(sure).collect();
    for number in 0..statements.len() {
        // An outer statement stands first, so that its own link leads to a kept one already.
        let outer = statements[number].within.map(|id| id.0 as usize).filter(|&outer| outer < number);
        if let Some(outer) = outer.filter(|&outer| !kept[outer]) {
            statements[number].within = statements[outer].within;
        }
    }
    let mut kept = kept.into_iter();
    statements.retain(|_| kept.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Kind, Modality, StatementId};

    use super::*;

    fn statement(id: u32, within: Option<u32>, confidence: f32) -> Statement {
        Statement {
            id: StatementId(id),
            kind: Kind::Indirect,
            source: vec![],
            cue: vec![],
            content: vec![],
            within: within.map(StatementId),
            speaker: None,
            speaks_for: None,
            said_on: None,
            modality: Modality::default(),
            confidence,
        }
    }

    #[test]
    fn what_stood_within_an_unsure_statement_moves_to_the_next_one_around_it() {
        let mut statements = vec![
            statement(0, None, 0.9),
            statement(1, Some(0), 0.2),
            statement(2, Some(1), 0.3),
            statement(3, Some(2), 0.8),
            statement(4, None, 0.1),
            statement(5, Some(4), 0.499_97),
        ];
        keep_sure(&mut statements, 0.5);
        let left: Vec<_> = statements.iter().map(|s| (s.id.0, s.within.map(|id| id.0))).collect();
        assert_eq!(left, [(0, None), (3, Some(0)), (5, None)]);
    }
}
