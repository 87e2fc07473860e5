//! Marked sentences, and the day on which each of their statements was said.

use sayso_read_dates::{StatementView, read_dates, said_on};
use sayso_text::{Segments, Span, Text};

/// Marks: `[source]`, `{cue}`, `<content>`; each cue makes a statement with the sources and contents marked with
/// its number, as in `1[Kerry] 1{said} 1<no>`. `who` holds for each statement the speaker's letter, small for a
/// person, large for another; behind a dot the number of the statement that holds it, behind "!" it was not said.
/// Published on Sunday, 20 September 2015. Gives the days, "-" for none.
#[track_caller]
fn check(marked: &str, who: &[&str], expected: &[&str]) {
    let (mut words, mut open) = (String::new(), Vec::new());
    let mut spans: Vec<[Vec<Span>; 3]> = vec![Default::default(); who.len()];
    let mut chars = marked.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_ascii_digit() && chars.peek().is_some_and(|next| "[{<".contains(*next)) => {
                let kind = chars.next().and_then(|next| "[{<".find(next)).unwrap();
                open.push((c.to_digit(10).unwrap() as usize - 1, kind, words.len() as u32));
            }
            ']' | '}' | '>' => {
                let (at, kind, start) = open.pop().unwrap();
                spans[at][kind].push(Span::new(start, words.len() as u32));
            }
            _ => words.push(c),
        }
    }
    let text = Text::new(words);
    let segments = Segments::of(&text);
    let expressions = read_dates(&text, &segments, "2015-09-20".parse().ok());
    let views: Vec<StatementView> = spans
        .iter()
        .zip(who)
        .map(|([source, cue, content], who)| StatementView {
            source,
            cue,
            content,
            within: who.split_once('.').map(|(_, outer)| outer.parse::<usize>().unwrap() - 1),
            speaker: who.bytes().next().map(u32::from),
            is_person: who.starts_with(char::is_lowercase),
            was_said: !who.contains('!'),
        })
        .collect();
    let days: Vec<String> = said_on(&text, &segments, &expressions, &views)
        .iter()
        .map(|day| day.map_or("-".to_owned(), |day| day.to_string()))
        .collect();
    assert_eq!(days, expected, "{}", text.as_str());
}

#[test]
fn its_own_words() {
    check("1[Ott] 1{said} on Friday 1<that they leave>.", &["o"], &["2015-09-18"]);
    check("On Friday 1[Ott] 1{said} 1<that they leave>.", &["o"], &["2015-09-18"]);
    check("1<\"They leave,\"> 1[Ott] 1{told} reporters Friday.", &["o"], &["2015-09-18"]);
    check("Speaking in Oslo on Friday, 1[Ott] 1{said} 1<no>.", &["o"], &["2015-09-18"]);
    check("1<They leave>, 1[Ott] 1{said} in a statement on Friday.", &["o"], &["2015-09-18"]);
    check("1[The state] 1{said} on Friday 1<that they leave>.", &["S"], &["2015-09-18"]);
    check("1[Ott] on Friday 1{said} 1<no>.", &["o"], &["2015-09-18"]);
}

#[test]
fn words_that_date_something_else() {
    check("1[Ott] 1{said} 1<they left on Friday>.", &["o"], &["-"]);
    check("1[Ott], who came on Friday, 1{said} 1<no>.", &["o"], &["-"]);
    check("1[Ott] 1{said} after the fire on Friday 1<that they leave>.", &["o"], &["-"]);
    check("1<No>, 1[Ott] 1{said} ahead of Friday's vote.", &["o"], &["-"]);
    check("On Friday Ruiz shrugged at 1[Ott]'s 1{claim} 1<that they leave>.", &["o"], &["-"]);
    check("Since Friday, 1[Ott] 1{said} 1<no>.", &["o"], &["-"]);
    check("1[Ott] 1{said} 1<no> in an interview published on Friday.", &["o"], &["-"]);
    check("1[Ott] 1{said} last week 1<that they leave>.", &["o"], &["-"]);
    check("1[Ott] will 1{say} on Friday 1<that they leave>.", &["o!"], &["-"]);
}

#[test]
fn a_run_of_quotations() {
    check(
        "1[Ott] 1{said} on Friday 1<that they leave>. 2<\"We must,\"> 2[she] 2{added}.",
        &["o", "o"],
        &["2015-09-18", "2015-09-18"],
    );
    check(
        "1[Ott] 1{said} on Friday 1<that they leave>. 2<\"Never,\"> 2[Ruiz] 2{replied}. 3<\"We must,\"> 3[Ott] 3{said}.",
        &["o", "r", "o"],
        &["2015-09-18", "-", "-"],
    );
    check(
        "1[Ott] 1{said} on Friday 1<that they leave>. Rain fell. 2[She] 2{said} 2<no>.",
        &["o", "o"],
        &["2015-09-18", "-"],
    );
}

#[test]
fn at_the_event_of_the_article() {
    let met = "Ms. Ott and Mr. Ruiz held talks on Saturday in Oslo. It rained. ";
    let with = |rest: &str, who: &[&str], days: &[&str]| check(&format!("{met}{rest}"), who, days);
    with("After the meeting, 1[Ott] 1{said} 1<no>.", &["o"], &["2015-09-19"]);
    with("1<No>, 1[Ruiz] 1{said}. Rain. 2[He] 2{said} 2<yes>.", &["r", "r"], &["2015-09-19", "2015-09-19"]);
    // A carrier did not speak there; whom it carries did.
    with("1[The Post] 1{reported} 1<2[Ott] 2{said} 2<no>>.", &["P", "o.1"], &["-", "2015-09-19"]);
    // Nor did a state, somebody who was not there, or who spoke or thought at other times.
    with("1[Oslo] 1{said} 1<no>.", &["S"], &["-"]);
    with("1[Berg] 1{said} 1<no>.", &["b"], &["-"]);
    with("1[Ott] has 1{said} 1<no>.", &["o"], &["-"]);
    with("1[Ott] 1{believes} 1<so>.", &["o"], &["-"]);
    with("It was 1[Ott]'s 1{claim} 1<that it works>.", &["o"], &["-"]);
    with("1[Ott] 1{said} 1<no> in an interview.", &["o"], &["-"]);
    with("1[Ott] earlier 1{said} 1<no>.", &["o"], &["-"]);
    with("1[Ott] 1{said} last year 1<no>.", &["o"], &["-"]);
    with("1[Ott] 1{said} 1<2[Ruiz] 2{said} 2<no>>.", &["o", "r.1"], &["2015-09-19", "-"]);
}

#[test]
fn an_article_of_more_than_its_event() {
    check(
        "Ott and Ruiz held talks on Saturday. 1[Ott] 1{said} 1<no>. 2[Ruiz] 2{said} on Friday 2<that he left>.",
        &["o", "r"],
        &["-", "2015-09-18"],
    );
}

#[test]
fn no_event_or_two_of_them() {
    check("Ott will meet Ruiz for talks on Monday. 1[Ott] 1{said} 1<no>.", &["o"], &["-"]);
    check("Ott said talks on Friday failed. 1[Ott] 1{said} 1<no>.", &["o"], &["-"]);
    check(
        "Ott held talks on Friday. Ott held talks in Rome on Saturday. 1[Ott] 1{said} 1<no>.",
        &["o"],
        &["-"],
    );
    check("1[Ott] 1{said} 1<no>. Rain fell. Ott held talks on Friday.", &["o"], &["-"]);
}

#[test]
fn nothing_to_go_by() {
    check("1[Ott] 1{said} 1<no>. 2<\"No.\">", &["o", "o"], &["-", "-"]);
}
