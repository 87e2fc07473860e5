//! Marked text for the tests: what the encoder would have found stands in the text itself.
//!
//! `{p:Ada Ott}` is the name of a person, `{o:…}` of an organisation, `{l:…}` of a place; `<p:the minister>` is a
//! mention of a person, `<p=2:He>` one that the links tie to the third mention (counted from 0, names included);
//! `[…]` is the source of a statement, `[*…]` one within the statement before it; `#…#` is furniture of the page.

use sayso_domain::{Actor, Article, Kind, Modality, Note, Statement, StatementId};
use sayso_gazetteer::Known;
use sayso_text::{Segments, Span, Text};

use crate::Cast;
use crate::chunk::{class_of, folded_words};
use crate::mentions::{Chunk, ChunkKind, Mentions, Name, NameKind};

pub(crate) struct Told {
    pub(crate) actors: Vec<Actor>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) notes: Vec<Note>,
}

impl Told {
    /// Each statement's speaker and whom they speak for, by name.
    pub(crate) fn speakers(&self) -> Vec<(Option<&str>, Option<&str>)> {
        let name = |id: Option<sayso_domain::ActorId>| id.map(|id| self.actors[id.0 as usize].name.as_str());
        self.statements.iter().map(|s| (name(s.speaker), name(s.speaks_for))).collect()
    }

    pub(crate) fn actor(&self, name: &str) -> &Actor {
        self.actors
            .iter()
            .find(|a| a.name == name)
            .unwrap_or_else(|| panic!("no {name} in {:?}", self.actors))
    }
}

pub(crate) fn read(marked: &str, published: &str) -> Told {
    read_with(marked, published, &Known::built_in())
}

pub(crate) fn read_with(marked: &str, published: &str, known: &Known) -> Told {
    let (mut text, mut mentions, mut open, mut sources) =
        (String::new(), Mentions::default(), Vec::new(), Vec::new());
    let mut ties: Vec<Option<u32>> = Vec::new();
    let (mut furniture, mut begun) = (Vec::new(), None);
    let mut chars = marked.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '<' => {
                let mut head = String::new();
                for c in chars.by_ref().take_while(|&c| c != ':') {
                    head.push(c);
                }
                open.push((c, head, text.len() as u32));
            }
            '[' => {
                let nested = chars.next_if_eq(&'*').is_some();
                open.push((c, if nested { "*".to_owned() } else { String::new() }, text.len() as u32));
            }
            '}' | '>' | ']' => {
                let (mark, head, start) = open.pop().expect("an opening mark");
                let span = Span::new(start, text.len() as u32);
                let (kind, tie) =
                    head.split_once('=').map_or((head.as_str(), None), |(k, t)| (k, t.parse().ok()));
                match mark {
                    '[' => sources.push((span, kind == "*")),
                    _ => {
                        let (name, chunk) = match kind {
                            "p" => (NameKind::Person, ChunkKind::Person),
                            "o" => (NameKind::Organisation, ChunkKind::Organisation),
                            _ => (NameKind::Place, ChunkKind::Place),
                        };
                        if mark == '{' {
                            mentions.names.push(Name { span, kind: name });
                        }
                        let words = folded_words(&text[span.range()]);
                        let class = class_of(&text[span.range()], &words);
                        mentions.chunks.push(Chunk {
                            span,
                            kind: chunk,
                            class,
                            words,
                            antecedents: Vec::new(),
                        });
                        ties.push(tie);
                    }
                }
            }
            '#' => match begun.take() {
                Some(start) => furniture.push(Span::new(start, text.len() as u32)),
                None => begun = Some(text.len() as u32),
            },
            _ => text.push(c),
        }
    }
    for (chunk, tie) in mentions.chunks.iter_mut().zip(ties) {
        chunk.antecedents.extend(tie.map(|earlier| (earlier, 2.0)));
    }
    let text = Text::new(text);
    let segments = Segments::of(&text);
    let mut statements: Vec<Statement> = Vec::new();
    for (number, (span, nested)) in sources.into_iter().enumerate() {
        statements.push(Statement {
            id: StatementId(number as u32),
            kind: Kind::Direct,
            source: vec![span],
            cue: vec![],
            content: vec![],
            within: nested.then(|| StatementId(number as u32 - 1)),
            speaker: None,
            speaks_for: None,
            said_on: None,
            modality: Modality::default(),
            confidence: 1.0,
        });
    }
    let article = Article {
        id: "a".to_owned(),
        outlet: None,
        title: None,
        published: published.parse().ok(),
        url: None,
        language: None,
        text,
        boilerplate: furniture,
    };
    let mut notes = Vec::new();
    let cast = Cast::of(&article, &segments, known, mentions, &statements);
    let actors = cast.actors(&article, &mut statements, &mut notes);
    Told { actors, statements, notes }
}
