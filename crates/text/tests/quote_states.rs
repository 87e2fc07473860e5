//! The quote states are those of the training code: `data/make_quote_states.py` writes what it computes.

use sayso_text::{Quotes, Text};

#[test]
fn states_are_those_of_the_training_code() {
    let mut count = 0;
    for line in include_str!("data/quote_states.jsonl").lines() {
        let text = Text::new(field(line, "text"));
        let quotes = Quotes::of(&text);
        let mut cursor = quotes.cursor();
        let expected = decode(&field(line, "states"));
        let mut searched = Vec::new();
        for (at, _) in text.as_str().char_indices() {
            searched.push(quotes.state_at(at as u32) as u8);
            assert_eq!(cursor.state_at(at as u32) as u8, searched[searched.len() - 1]);
        }
        assert_eq!(searched, expected, "{line}");
        count += 1;
    }
    assert!(count >= 60, "only {count} strings");
}

/// "2:0 1:2" as 0, 0, 2.
fn decode(runs: &str) -> Vec<u8> {
    let run = |run: &str| {
        let (count, state) = run.split_once(':').expect("a count and a state");
        vec![state.parse().expect("a state"); count.parse().expect("a count")]
    };
    runs.split_whitespace().flat_map(run).collect()
}

/// The value of a string field, from JSON as Python writes it: all ASCII.
fn field(line: &str, name: &str) -> String {
    let key = format!("\"{name}\": \"");
    let start = line.find(&key).expect("the field") + key.len();
    let mut units: Vec<u16> = Vec::new();
    let mut chars = line[start..].chars();
    while let Some(c) = chars.next().filter(|&c| c != '"') {
        if c != '\\' {
            units.push(c as u16);
            continue;
        }
        units.push(match chars.next().expect("an escape") {
            'n' => 0x0a,
            'r' => 0x0d,
            't' => 0x09,
            'b' => 0x08,
            'f' => 0x0c,
            'u' => {
                let digits: String = chars.by_ref().take(4).collect();
                u16::from_str_radix(&digits, 16).expect("four digits")
            }
            plain => plain as u16,
        });
    }
    String::from_utf16(&units).expect("no half of a pair")
}
