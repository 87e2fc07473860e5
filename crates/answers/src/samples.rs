//! Made-up stands, and what follows from them, for the tests of this crate and of those above it.

use sayso_compare::{
    Duplicates, Issue, IssueId, Mode, NetworkOptions, Normalisation, Selection, Stand, Who, differ, matrix,
    network, timeline,
};
use sayso_domain::{Act, Date, Kind, Stance};
use sayso_gazetteer::Known;

use crate::{Collected, Comparison, Differing, Graph, Way};

/// Somebody of that name is for or against that target, in these words.
pub fn stand(actor: &str, stance: Stance, target: &str, quote: &str) -> Stand {
    Stand {
        actor: Who { key: actor.to_uppercase(), name: actor.to_owned() },
        speaker: Some(format!("{actor}'s minister")),
        speaker_key: Some(format!("person:{actor}")),
        alleged: false,
        issue: None,
        stance,
        act: Act::Evaluate,
        condition: None,
        date: Some(Date::constant(2015, 9, 19)),
        said_on_known: true,
        quote: quote.to_owned(),
        context: quote.to_owned(),
        spans: vec![(3, 9), (12, 20)],
        position: "p1".to_owned(),
        statement: "s1".to_owned(),
        kind: Kind::Direct,
        cue: "said".to_owned(),
        target_label: target.to_owned(),
        article: "wire-1".to_owned(),
        outlet: Some("Wire".to_owned()),
        published: Some(Date::constant(2015, 9, 20)),
        content: quote.to_owned(),
        confidence: 0.8,
    }
}

/// These stands, on the issues that are found.
pub fn collected(stands: Vec<Stand>) -> Collected {
    let mut stands = stands;
    let issues = crate::stands::found(&mut stands, &std::collections::HashMap::new(), &Known::built_in());
    Collected { stands, issues, articles: 1, ..Collected::default() }
}

/// Two issues and three actors: one contested, with a condition, a mixed cell and words that have to be escaped.
pub fn contested() -> Vec<Stand> {
    let later = |stand: Stand| Stand {
        date: Some(Date::constant(2015, 10, 1)),
        article: "wire-2".to_owned(),
        ..stand
    };
    vec![
        stand("Ada", Stance::Favor, "<b>ban</b> & \"more\"", "We \u{1b}want <it> & \"more\""),
        later(stand("Bob", Stance::Against, "<b>ban</b> & \"more\"", "=never(1)")),
        stand("Cid", Stance::Favor, "<b>ban</b> & \"more\"", "Fine with us"),
        later(stand("Cid", Stance::Against, "<b>ban</b> & \"more\"", "That will not do")),
        Stand {
            condition: Some("if it's fair".to_owned()),
            act: Act::Offer,
            ..stand("Ada", Stance::Favor, "tax", "then we will pay it")
        },
        Stand { alleged: true, ..stand("Bob", Stance::Neutral, "tax", "has not decided") },
    ]
}

/// The comparison of stands, as `look` sees it.
pub fn with_comparison<T>(stands: Vec<Stand>, limit: usize, look: impl FnOnce(&Comparison<'_>) -> T) -> T {
    let collected = collected(stands);
    let matrix = matrix(&collected.stands, &collected.issues, &Selection::default());
    look(&Comparison { collected: &collected, matrix, is_asked: false, with_silence: false, limit })
}

/// Nothing is found on the issue, and two actors are asked for.
pub fn with_silence<T>(look: impl FnOnce(&Comparison<'_>) -> T) -> T {
    let mut collected = collected(contested().split_off(4));
    collected.issues.truncate(0);
    collected.issues.push(Issue { label: "war".to_owned(), definition: None, parent: None });
    collected.stands.clear();
    let who = |key: &str| Who { key: key.to_owned(), name: key.to_lowercase() };
    let selection = Selection { actors: vec![who("USA"), who("GBR")], ..Selection::default() };
    let matrix = matrix(&collected.stands, &collected.issues, &selection);
    look(&Comparison { collected: &collected, matrix, is_asked: true, with_silence: true, limit: 10 })
}

/// Ada is against it, then for it if it is fair; Bob tells something too; an old one has no day.
pub fn moving() -> Vec<Stand> {
    let on = |month, stand: Stand| {
        let date = Some(Date::constant(2015, month, 1));
        Stand { date, published: date, article: format!("wire-{month}"), ..stand }
    };
    vec![
        on(3, stand("Ada", Stance::Against, "ban", "No \"ban\" <here>, ever")),
        on(
            6,
            Stand {
                condition: Some("if it's fair".to_owned()),
                speaker: Some("Ada's new\u{1b} minister".to_owned()),
                speaker_key: Some("person:new".to_owned()),
                ..stand("Ada", Stance::Favor, "ban", "then we may well agree")
            },
        ),
        // The same words, told again on the article's day.
        on(
            7,
            Stand { said_on_known: false, ..stand("Ada", Stance::Against, "ban", "No \"ban\" <here>, ever") },
        ),
        Stand { date: None, ..stand("Ada", Stance::Favor, "ban", "some day perhaps") },
        Stand { alleged: true, ..stand("Ada", Stance::Favor, "ban", "they would like it") },
    ]
}

/// The way of Ada on what the stands are about.
pub fn with_way<T>(stands: Vec<Stand>, look: impl FnOnce(&Way<'_>) -> T) -> T {
    let mut collected = collected(stands);
    if collected.issues.is_empty() {
        collected.issues.push(Issue { label: "ban".to_owned(), definition: None, parent: None });
    }
    let timeline = timeline(&collected.stands, "ADA", IssueId(0), &Selection::default());
    let actor = Who { key: "ADA".to_owned(), name: "Ada".to_owned() };
    look(&Way { collected: &collected, actor, issue: "ban", timeline, undated: 0 })
}

/// Ada and Bob contradict each other, and another outlet cuts Ada's words and says that she claimed them.
pub fn differing() -> Vec<Stand> {
    let whole = "We want this \"ban\" now, and we want it everywhere";
    let cut = Stand {
        article: "yard-1".to_owned(),
        outlet: Some("Yard".to_owned()),
        cue: "claimed".to_owned(),
        ..stand("Ada", Stance::Favor, "ban", "We want this \"ban\" now")
    };
    let other = Stand {
        article: "world-1".to_owned(),
        outlet: Some("World".to_owned()),
        ..stand("Ada", Stance::Favor, "ban", "We want this <rule> now, and we want it everywhere")
    };
    vec![
        stand("Ada", Stance::Favor, "ban", whole),
        cut,
        other,
        Stand {
            condition: Some("as it stands".to_owned()),
            ..stand("Bob", Stance::Against, "ban", "Not\u{1b} this")
        },
    ]
}

/// The differences between stands.
pub fn with_differing<T>(stands: Vec<Stand>, look: impl FnOnce(&Differing<'_>) -> T) -> T {
    let collected = collected(stands);
    let issues = differ(&collected.stands, &collected.issues, &Selection::default());
    look(&Differing { collected: &collected, issues, limit: 10, undated: 0 })
}

/// Ada and Cid are for it, Bob is against it; names and label have to be escaped.
pub fn graph(mode: Mode) -> Graph {
    let collected = collected(vec![
        stand("Ada <A> & \"B\"", Stance::Favor, "=no \"ban\"\\n", "yes"),
        stand("Bob\u{1b}", Stance::Against, "=no \"ban\"\\n", "no"),
        stand("Cid", Stance::Favor, "=no \"ban\"\\n", "yes"),
    ]);
    let options = NetworkOptions {
        mode,
        duplicates: Duplicates::Include,
        normalisation: Normalisation::No,
        conditional: false,
        most_actors: 500,
        selection: Selection::default(),
    };
    Graph { network: network(&collected.stands, &collected.issues, &options), mode }
}
