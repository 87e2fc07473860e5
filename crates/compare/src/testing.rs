//! Stands for tests.

use sayso_domain::{Act, Date, Kind, Stance};

use crate::stand::{Issue, IssueId, Stand, Who};

/// A day of 2015.
pub(crate) fn day(month: i8, day: i8) -> Date {
    Date::constant(2015, month, day)
}

/// Somebody of that key is for the first issue, on 1 September 2015.
pub(crate) fn stand(actor: &str) -> Stand {
    Stand {
        actor: who(actor),
        speaker: Some(format!("{actor} speaker")),
        speaker_key: Some(format!("person:{actor}")),
        alleged: false,
        issue: Some(IssueId(0)),
        stance: Stance::Favor,
        act: Act::Assert,
        condition: None,
        date: Some(day(9, 1)),
        said_on_known: true,
        quote: "we want it".to_owned(),
        context: "They said: we want it.".to_owned(),
        spans: vec![(0, 10)],
        position: "p1".to_owned(),
        statement: "s1".to_owned(),
        kind: Kind::Direct,
        cue: "said".to_owned(),
        target_label: "the ban".to_owned(),
        article: "wire-1".to_owned(),
        outlet: Some("Wire".to_owned()),
        published: Some(day(9, 2)),
        content: "we want it and we say so".to_owned(),
        confidence: 0.9,
    }
}

/// The same, in these words, of that article, on that day.
pub(crate) fn said(actor: &str, stance: Stance, words: &str, article: &str, date: Date) -> Stand {
    Stand {
        stance,
        quote: words.to_owned(),
        content: words.to_owned(),
        article: article.to_owned(),
        outlet: Some(article.to_owned()),
        date: Some(date),
        published: Some(date),
        ..stand(actor)
    }
}

pub(crate) fn who(key: &str) -> Who {
    Who { key: key.to_owned(), name: key.to_lowercase() }
}

pub(crate) fn issue(label: &str) -> Issue {
    Issue { label: label.to_owned(), definition: None, parent: None }
}
