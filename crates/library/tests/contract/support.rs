//! Stores to be tested, and articles to be put into them.

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use sayso_domain::{
    Act, Actor, ActorId, ActorKind, Article, Date, Kind, Modality, Position, PositionId, Reading, Span,
    Stance, Statement, StatementId, Target,
};
use sayso_library::{Entry, Library};
use sayso_text::Text;
use tempfile::TempDir;

/// A place where a library can be made.
pub(crate) struct Store {
    pub(crate) place: String,
    _folder: TempDir,
    server: Option<(String, String)>,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Store {
    fn sqlite() -> Store {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("sayso.db").to_str().unwrap().to_owned();
        Store { place, _folder: folder, server: None }
    }

    fn postgres(server: &str) -> Store {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("sayso_{}_{number}", std::process::id());
        let mut client = Client::connect(server, NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let place = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        Store { place, _folder: tempfile::tempdir().unwrap(), server: Some((server.to_owned(), name)) }
    }

    pub(crate) fn is_server(&self) -> bool {
        self.server.is_some()
    }

    pub(crate) fn create(&self) -> Library {
        Library::create(&self.place).unwrap()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server
            && let Ok(mut client) = Client::connect(server, NoTls)
        {
            let _ = client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Runs a test on every store there is.
pub(crate) fn on_each(test: impl Fn(&Store)) {
    test(&Store::sqlite());
    match env::var("SAYSO_POSTGRES") {
        Ok(server) => test(&Store::postgres(&server)),
        Err(_) => say_once("skipped on PostgreSQL: SAYSO_POSTGRES is not set (see .ci/postgres)"),
    }
}

#[allow(clippy::print_stderr, reason = "what was skipped must not go unseen")]
fn say_once(what: &str) {
    static SAID: std::sync::Once = std::sync::Once::new();
    SAID.call_once(|| eprintln!("{what}"));
}

/// A phrase names its words.
pub(crate) fn terms(phrase: &str) -> Vec<String> {
    phrase.split_whitespace().map(str::to_lowercase).collect()
}

/// Who says what in an article, for or against what.
pub(crate) struct Said {
    pub(crate) who: &'static str,
    pub(crate) what: &'static str,
    pub(crate) stance: Option<(Stance, &'static str)>,
}

pub(crate) fn said(who: &'static str, what: &'static str) -> Said {
    Said { who, what, stance: None }
}

pub(crate) fn holds(who: &'static str, what: &'static str, stance: Stance, target: &'static str) -> Said {
    Said { who, what, stance: Some((stance, target)) }
}

/// A reading of an article that consists of these statements: `Ada said: no tax.`
pub(crate) fn reading(id: &str, day: i8, said: &[Said]) -> Reading {
    let mut text = String::from("É. ");
    let (mut statements, mut positions, mut actors) = (Vec::new(), Vec::new(), Vec::<Actor>::new());
    for said in said {
        let source = span(&mut text, said.who);
        text.push(' ');
        let cue = span(&mut text, "said");
        text.push_str(": ");
        let content = span(&mut text, said.what);
        text.push_str(".\n");
        let speaker = match actors.iter().position(|actor| actor.name == said.who) {
            Some(at) => ActorId(at as u32),
            None => {
                let id = ActorId(actors.len() as u32);
                actors.push(actor(id, said.who));
                id
            }
        };
        actors[speaker.0 as usize].mentions.push(source);
        let id = StatementId(statements.len() as u32);
        statements.push(Statement {
            id,
            kind: Kind::Indirect,
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            within: None,
            speaker: Some(speaker),
            speaks_for: None,
            said_on: None,
            modality: Modality::default(),
            confidence: 0.75,
        });
        if let Some((stance, target)) = said.stance {
            positions.push(Position {
                id: PositionId(positions.len() as u32),
                statement: id,
                holder: speaker,
                alleged: false,
                target: Target { label: target.to_owned(), actor: None, spans: vec![] },
                stance,
                act: Act::Evaluate,
                condition: vec![],
                evidence: vec![content],
                confidence: 0.5,
            });
        }
    }
    let article = Article {
        id: id.to_owned(),
        outlet: Some("Wire".to_owned()),
        title: Some(format!("Title of {id}")),
        published: Some(Date::constant(2024, 3, day)),
        url: Some(format!("https://wire.example/{id}")),
        language: Some("en".to_owned()),
        text: Text::new(text),
        boilerplate: vec![Span::new(0, 3)],
    };
    Reading { article, statements, positions, events: vec![], actors, notes: vec![] }
}

fn span(text: &mut String, words: &str) -> Span {
    let start = text.len() as u32;
    text.push_str(words);
    Span::new(start, text.len() as u32)
}

fn actor(id: ActorId, name: &str) -> Actor {
    let is_state = name.len() == 3 && name.chars().all(char::is_uppercase);
    Actor {
        id,
        key: Some(if is_state {
            name.to_owned()
        } else {
            format!("person:{}", name.to_lowercase().replace(' ', "-"))
        }),
        name: name.to_owned(),
        kind: if is_state { ActorKind::State } else { ActorKind::Person },
        state: is_state.then(|| name.parse().unwrap()),
        role: None,
        mentions: vec![],
    }
}

pub(crate) fn entry(reading: Reading) -> Entry {
    Entry { reading, model: Some("model-1".to_owned()) }
}

/// Stores readings, as of a day in 1970.
pub(crate) fn add(library: &mut Library, readings: Vec<Reading>) {
    let entries: Vec<Entry> = readings.into_iter().map(entry).collect();
    library.add(&entries, 1000, &terms).unwrap();
}

/// As other programs see it.
pub(crate) fn json(reading: &Reading) -> String {
    let mut line = Vec::new();
    sayso_wire::write_reading(reading, &mut line).unwrap();
    String::from_utf8(line).unwrap()
}

/// The place of `words` in an article, in code points.
pub(crate) fn place(library: &mut Library, article: &str, words: &str) -> (u32, u32) {
    let text = library.reading(article).unwrap().article.text.as_str().to_owned();
    let start = text[..text.find(words).unwrap()].chars().count() as u32;
    (start, start + words.chars().count() as u32)
}
