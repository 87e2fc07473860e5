//! Whole articles through an untrained model that sees statements everywhere: whatever it believes, the reading
//! is well-formed and the same at every level of instructions.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_domain::{Article, Reading, Span};
use sayso_engine::{Level, Scratch, read};
use sayso_fuzz::tiny::Plan;
use sayso_fuzz::{Choices, checks, knowledge};
use sayso_text::Text;

/// What the readers look for, so that chance puts it side by side.
const WORDS: [&str; 72] = [
    " ", " ", " ", "\n", ". ", ", ", "? ", ": ", "\"", "\"", "\u{201c}", "\u{201d}", "\u{2018}", "\u{2019}", "'", "- ", "said ",
    "said ", "asked ", "told ", "according to ", "not ", "n't ", "will ", "'ll ", "expected ", "to ", "if ", "unless ",
    "provided that ", "whether ", "what ", "He ", "he ", "she ", "it ", "they ", "would ", "No ", "Nobody ", "neither ",
    "never ", "the ", "The ", "minister ", "Kerry ", "U.S. ", "Mr. ", "spokesman for ", "President ", "who ", "\u{2019}s ", "campaign ", "last week ", "May 5 ", "that ", "and ", "5.2 ", "é ", "Ö", "好", "👩‍🚀 ", "\u{ad}",
    "\u{200b}", "\u{301}", "\u{a0}", "\r\n", "\t", "(", ") ", "x", "Monday ",
];

fuzz_target!(|input: &[u8]| {
    let mut choices = Choices::new(input);
    let plan = plan(&mut choices);
    let article = article(&mut choices);
    let mut scratch = Scratch::default();
    let levels = Level::available();
    let fastest = levels[levels.len() - 1];
    let model = plan.open_at(fastest);
    let reading = read(article.clone(), vec![], knowledge(&model), &mut scratch);
    checks::reading(&reading);
    same(&reading, &read(article.clone(), vec![], knowledge(&model), &mut scratch), "a used scratch");
    for level in levels {
        let model = plan.open_at(level);
        let other = read(article.clone(), vec![], knowledge(&model), &mut Scratch::default());
        same(&reading, &other, &format!("{level:?}"));
    }
});

fn plan(choices: &mut Choices<'_>) -> Plan {
    Plan {
        layers: choices.below(3),
        as_bytes: choices.byte() % 2 == 0,
        label_scale: choices.of(&[0.3, 1.0, 3.0, 10.0]),
        cue_bias: [3.0, choices.score(), choices.score()],
        calibration: vec![choices.share(), choices.share(), choices.share() * 0.5, 0.5, 1.0],
        longest: choices.of(&[40, 64, 128]),
        left: choices.of(&[0, 4, 12]),
        right: choices.of(&[0, 3, 8]),
        ..Plan::of_statements(u64::from(choices.byte()) << 8 | u64::from(choices.byte()))
    }
}

/// Words by number, or the input as it stands; some of the text may be furniture.
fn article(choices: &mut Choices<'_>) -> Article {
    let raw = choices.byte() % 4 == 0;
    let mark = choices.bytes(2);
    let bytes = choices.bytes(48);
    let words = if raw {
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        bytes.iter().map(|b| WORDS[usize::from(*b) % WORDS.len()]).collect()
    };
    let text = Text::new(words);
    let boilerplate = furniture(&text, mark);
    Article { id: "a".into(), outlet: None, title: None, published: None, url: None, language: None, text, boilerplate }
}

fn furniture(text: &Text, mark: &[u8]) -> Vec<Span> {
    let &[start, length] = mark else { return Vec::new() };
    let place = |at: usize| (at..=text.as_str().len()).find(|&at| text.as_str().is_char_boundary(at));
    let start = place(usize::from(start) * 4);
    let span = start.and_then(|start| Some(Span::new(start as u32, place(start + usize::from(length))? as u32)));
    span.filter(|span| !span.is_empty()).into_iter().collect()
}

fn same(a: &Reading, b: &Reading, of: &str) {
    assert_eq!(a.statements, b.statements, "another reading with {of}");
}
