//! The same article and model give the same reading on any processor, in any thread, time after time.

use sayso_domain::{Article, NoteCode, Reading};
use sayso_engine::{Knowledge, Known, Level, Model, Scratch, read};
use sayso_text::{Span, Text};

const WORDS: &str = "Mayor faces council over pier\n\
    \"We will not close it,\" Mayor Ada Ott told the council on Monday. \"If the state pays, we can mend it.\"\n\
    The harbour master said the pier was safe, according to the Evening Lamp.\n";

fn weights() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/reader.safetensors");
    std::fs::read(path).expect("the weights are part of the repository")
}

fn article(words: &str, language: Option<&str>) -> Article {
    Article {
        id: "a".into(),
        outlet: None,
        title: None,
        published: None,
        url: None,
        language: language.map(str::to_string),
        text: Text::new(words),
        boilerplate: Vec::new(),
    }
}

fn statements(model: &Model, words: &str) -> Reading {
    let known = Known::built_in();
    read(
        article(words, None),
        Vec::new(),
        Knowledge { model, judge: None, known: &known },
        &mut Scratch::default(),
    )
}

#[test]
fn every_level_and_every_thread_reads_the_same() {
    let file = weights();
    let want = statements(&Model::open(&file).expect("sound"), WORDS).statements;
    assert!(want.len() >= 3, "{want:?}");
    for level in Level::available() {
        let model = Model::open_at(&file, level).expect("sound");
        assert_eq!(statements(&model, WORDS).statements, want, "{level:?}");
    }
    let model = Model::open(&file).expect("sound");
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| statements(&model, WORDS).statements)).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("it reads"), want);
        }
    });
}

#[test]
fn what_came_before_leaves_no_trace() {
    let model = Model::open(&weights()).expect("sound");
    let known = Known::built_in();
    let knowledge = Knowledge { model: &model, judge: None, known: &known };
    let mut scratch = Scratch::default();
    let want = statements(&model, WORDS);
    read(article(&"Another day, she said. ".repeat(200), None), Vec::new(), knowledge, &mut scratch);
    let again = read(article(WORDS, None), Vec::new(), knowledge, &mut scratch);
    assert_eq!((again.statements, again.actors), (want.statements, want.actors));
}

#[test]
fn statements_are_well_formed_on_odd_texts() {
    let model = Model::open(&weights()).expect("sound");
    let quotes = "\"".repeat(3000);
    let long = "said ".repeat(1500);
    for words in [
        WORDS,
        "",
        " \n\t ",
        "said",
        "\u{feff}\"",
        &quotes,
        &long,
        "e\u{301} \u{1f600} said \u{201c}na\u{ef}ve\u{201d}, he said.",
    ] {
        let reading = statements(&model, words);
        let text = &reading.article.text;
        for (number, actor) in reading.actors.iter().enumerate() {
            assert_eq!(actor.id.0 as usize, number);
            assert!(actor.mentions.iter().all(|span| !text.slice(*span).is_empty()));
        }
        for statement in &reading.statements {
            let ids = [statement.speaker, statement.speaks_for];
            assert!(ids.iter().flatten().all(|id| (id.0 as usize) < reading.actors.len()));
            assert!(!statement.content.is_empty());
            for span in statement.source.iter().chain(&statement.cue).chain(&statement.content) {
                assert_eq!(text.slice(*span).trim(), text.slice(*span));
                assert!(!span.is_empty());
            }
            if let Some(parent) = statement.within {
                assert!(parent < statement.id);
                let holder: &[Span] = &reading.statements[parent.0 as usize].content;
                assert!(statement.cue.iter().all(|cue| holder.iter().any(|h| h.contains(*cue))));
            }
            assert!((0.0..=1.0).contains(&statement.confidence));
        }
    }
}

#[test]
fn another_language_is_named_and_left_unread() {
    let model = Model::open(&weights()).expect("sound");
    let reading = read(
        article("Die Ministerin sagte, es sei zu sp\u{e4}t.", Some("de")),
        Vec::new(),
        Knowledge { model: &model, judge: None, known: &Known::built_in() },
        &mut Scratch::default(),
    );
    assert!(reading.statements.is_empty());
    assert_eq!(reading.notes[0].code, NoteCode::OtherLanguage);
}
