//! What a comparison of speakers counts.

use std::fmt;
use std::ops::AddAssign;

use crate::miss::Miss;
use crate::share::Share;

/// How often the speaker is right; add up articles with `+=`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerReport {
    /// Words of the articles.
    pub words: usize,
    /// Gold attributions for which there is a statement.
    pub found: Share,
    /// Of those found: with the right speaker.
    pub right: Share,
    /// Of those found whose source is a pronoun.
    pub pronouns: Share,
    /// Of those found whose source holds a name (or description) of the speaker.
    pub names: Share,
    /// Of the rest of those found: titles and descriptions, no source, nobody.
    pub others: Share,
    /// Of those found where gold has a speaker: without one.
    pub silent: Share,
    /// Of those found where gold has nobody: with a speaker all the same.
    pub invented: Share,
    /// Of those with the right speaker: speaking for the right state or organisation, or rightly for none.
    pub speaks_for: Share,
    /// Of those with the right speaker, not nobody: of the right kind.
    pub kind: Share,
    /// Every wrong speaker, principal and kind, in the order of the articles.
    pub misses: Vec<Miss>,
}

impl AddAssign for SpeakerReport {
    fn add_assign(&mut self, other: SpeakerReport) {
        self.words += other.words;
        self.found += other.found;
        self.right += other.right;
        self.pronouns += other.pronouns;
        self.names += other.names;
        self.others += other.others;
        self.silent += other.silent;
        self.invented += other.invented;
        self.speaks_for += other.speaks_for;
        self.kind += other.kind;
        self.misses.extend(other.misses);
    }
}

/// How many wrong speakers are shown of a report.
const SHOWN: usize = 40;

/// The shares in words, and the first wrong speakers.
impl fmt::Display for SpeakerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SpeakerReport { right, pronouns, names, others, .. } = self;
        writeln!(f, "{right} right: {pronouns} pronouns, {names} names, {others} others")?;
        let wrong = self.misses.iter().filter(|miss| miss.part == SPEAKER);
        wrong.clone().take(SHOWN).try_for_each(|miss| writeln!(f, "wrong   {miss}"))?;
        match wrong.count().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => writeln!(f, "        and {more} more"),
        }
    }
}

/// What misses of the speaker call it.
pub(super) const SPEAKER: &str = "speaker";
