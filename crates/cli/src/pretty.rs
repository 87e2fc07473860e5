//! What does a person see of a reading?
//!
//! An article is a heading and a list of statements; a statement is a line that tells who speaks, through whom,
//! how, and how sure that is, and under it what is attributed, in the article's own words. Behind an arrow stands what
//! the words alone do not tell: who that is, for whom and on which day. What stands within a statement is indented
//! beneath it. [`read`](crate::read) makes one such page an article, on any thread.

use anstyle::{AnsiColor, Style};
pub(crate) use sayso_answers::counted;
use sayso_domain::{Actor, ActorId, Event, Position, Reading, Span, Stance, Statement};

use crate::flow::{Look, Page, Run};

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const SOURCE: Style = AnsiColor::Cyan.on_default().bold();
const CARRIER: Style = AnsiColor::Cyan.on_default();
const BADGE: Style = AnsiColor::Yellow.on_default();
const FAVOR: Style = AnsiColor::Green.on_default();
const DENIAL: Style = AnsiColor::Red.on_default();

/// Deeper statements are not indented further, so that lines stay long enough to read.
const DEEPEST: usize = 8;

/// What the closing line counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Articles that were read.
    pub(crate) articles: usize,
    /// Statements shown.
    pub(crate) statements: usize,
    /// Those of them that stand within another.
    pub(crate) nested: usize,
    /// Notes shown.
    pub(crate) notes: usize,
    /// Inputs and lines that could not be read.
    pub(crate) unread: usize,
}

/// One article's page, with an empty line at its end.
pub(crate) fn article(reading: &Reading, look: Look) -> String {
    let mut page = Page::new(look);
    heading(&mut page, reading);
    for (depth, number) in in_tree_order(&reading.statements) {
        statement(&mut page, reading, number, depth);
    }
    if reading.statements.is_empty() {
        page.block(2, &[Run::new(DIM, "no statements")]);
    }
    for told in &reading.events {
        page.paragraph(2, &event(reading, told, page.look()));
    }
    for note in &reading.notes {
        page.paragraph(2, &[Run::new(DIM, format!("note: {} ({})", note.message, note.code))]);
    }
    page.blank();
    page.into_string()
}

/// The closing line.
pub(crate) fn closing(counts: &Counts, look: Look) -> String {
    let mut line = format!(
        "{} in {}",
        counted(counts.statements, "statement", "statements"),
        counted(counts.articles, "article", "articles")
    );
    if counts.nested > 0 {
        line += &format!(", {} within another", counts.nested);
    }
    if counts.notes > 0 {
        line += &format!("; {}", counted(counts.notes, "note", "notes"));
    }
    if counts.unread > 0 {
        line += &format!("; {} could not be read", counted(counts.unread, "input", "inputs"));
    }
    let mut page = Page::new(look);
    page.block(0, &[Run::new(DIM, line)]);
    page.into_string()
}

fn heading(page: &mut Page, reading: &Reading) {
    let article = &reading.article;
    let published = article.published.map(|day| day.to_string());
    let id = article.title.is_some().then_some(article.id.as_str());
    let known: Vec<&str> =
        [article.outlet.as_deref(), published.as_deref(), id].into_iter().flatten().collect();
    let between = if page.look().unicode { " · " } else { " | " };
    page.block(0, &[Run::new(BOLD, article.title.as_deref().unwrap_or(&article.id))]);
    page.block(0, &[Run::new(DIM, known.join(between))]);
}

/// Numbers and depths: every statement after the one it stands within, otherwise in text order.
fn in_tree_order(statements: &[Statement]) -> Vec<(usize, usize)> {
    let mut within: Vec<Vec<usize>> = vec![Vec::new(); statements.len()];
    let mut todo = Vec::new();
    for number in 0..statements.len() {
        match carrier(statements, number) {
            Some(carrier) => within[carrier].push(number),
            None => todo.push((0, number)),
        }
    }
    todo.reverse();
    let mut order = Vec::with_capacity(statements.len());
    while let Some((depth, number)) = todo.pop() {
        order.push((depth, number));
        todo.extend(within[number].iter().rev().map(|&inner| (depth + 1, inner)));
    }
    order
}

/// The place in the list of the statement that `number` stands within. It is always an earlier one.
fn carrier(statements: &[Statement], number: usize) -> Option<usize> {
    let id = statements[number].within?;
    statements[..number].binary_search_by_key(&id, |statement| statement.id).ok()
}

fn statement(page: &mut Page, reading: &Reading, number: usize, depth: usize) {
    let indent = 2 + 2 * depth.min(DEEPEST);
    let mut runs = carriers(page, reading, number);
    let statement = &reading.statements[number];
    let words = |spans: &[Span]| in_pieces(reading, spans, page.look());
    runs.extend(sayer(statement, SOURCE, DIM, &words));
    if let Some(identity) = identity(reading, statement, &words(&statement.source)) {
        runs.push(Run::new(DIM, if page.look().unicode { "→" } else { "->" }).apart());
        runs.push(Run::new(CARRIER, identity));
    }
    runs.push(Run::new(DIM, facts(statement)).apart());
    runs.extend(badges(statement, &words));
    let content = [Run::new(PLAIN, words(&statement.content))];
    page.paragraph(indent, &runs);
    page.block(indent + 2, &content);
    for position in reading.positions.iter().filter(|position| position.statement == statement.id) {
        page.paragraph(indent + 2, &stand(reading, position, page.look()));
    }
}

/// A position: "- Veldmark against: harbour tax  (evaluate, 0.71)".
fn stand(reading: &Reading, position: &Position, look: Look) -> Vec<Run> {
    let holder = actor(reading, position.holder).map_or("somebody", |actor| actor.name.as_str());
    let (sign, towards, style) = match position.stance {
        Stance::Favor => ("+", "for", FAVOR),
        Stance::Against => ("-", "against", DENIAL),
        Stance::Neutral => ("o", "neutral on", PLAIN),
    };
    let mut runs = vec![
        Run::new(style, format!("{sign} {holder} {towards}:")),
        Run::new(PLAIN, position.target.label.as_str()),
        Run::new(DIM, format!("({}, {:.2})", position.act, position.confidence)).apart(),
    ];
    if !position.condition.is_empty() {
        runs.push(Run::new(BADGE, format!("[if: {}]", in_pieces(reading, &position.condition, look))));
    }
    if position.alleged {
        runs.push(Run::new(BADGE, "[alleged]"));
    }
    runs
}

/// An event: "* CONSULT meet, happened, 2015-09-19, London: Philip Hammond, John Kerry".
fn event(reading: &Reading, event: &Event, look: Look) -> Vec<Run> {
    let names = |ids: &[ActorId]| -> Vec<&str> {
        ids.iter().filter_map(|&id| actor(reading, id)).map(|actor| actor.name.as_str()).collect()
    };
    let mode = event.mode.map(|mode| format!(" {}", mode.as_str())).unwrap_or_default();
    let mut facts = vec![format!("{}{mode}", event.kind), event.status.as_str().to_owned()];
    facts.extend(event.date.map(|day| day.to_string()));
    facts.extend(event.place.clone());
    let (by, on) = (names(&event.actors).join(", "), names(&event.recipients).join(", "));
    let arrow = if look.unicode { "→" } else { "->" };
    let sides = match (by.is_empty(), on.is_empty()) {
        (true, true) => String::new(),
        (false, true) => by,
        (by_nobody, false) => format!("{}{arrow} {on}", if by_nobody { String::new() } else { by + " " }),
    };
    let mut runs = vec![Run::new(BADGE, format!("* {}", facts.join(", ")))];
    if !sides.is_empty() {
        runs.push(Run::new(CARRIER, sides).apart());
    }
    runs.push(Run::new(DIM, in_pieces(reading, &event.evidence, look)).apart());
    runs
}

/// Those through whom the words come, the outermost first: "local media reports ▸".
fn carriers(page: &Page, reading: &Reading, number: usize) -> Vec<Run> {
    let words = |spans: &[Span]| in_pieces(reading, spans, page.look());
    let mut chain = Vec::new();
    let mut at = number;
    while let Some(outer) = carrier(&reading.statements, at) {
        chain.push(outer);
        at = outer;
    }
    let arrow = if page.look().unicode { "▸" } else { ">" };
    let mut runs = Vec::new();
    for outer in chain.into_iter().rev() {
        runs.extend(sayer(&reading.statements[outer], CARRIER, DIM, &words));
        runs.push(Run::new(DIM, arrow));
    }
    runs
}

/// Source and cue as they follow one another in the text: "Kerry said", "according to Kerry".
fn sayer(
    statement: &Statement,
    source_style: Style,
    cue_style: Style,
    words: &dyn Fn(&[Span]) -> String,
) -> Vec<Run> {
    let source = match statement.source.is_empty() {
        true => Run::new(source_style, "(no source)"),
        false => Run::new(source_style, words(&statement.source)),
    };
    let cue = Run::new(cue_style, words(&statement.cue));
    let cue_first = match (statement.cue.first(), statement.source.first()) {
        (Some(cue), Some(source)) => cue.start() < source.start(),
        _ => false,
    };
    if cue_first { vec![cue, source] } else { vec![source, cue] }
}

/// What is known beyond the source's own words: "John Kerry for United States, 2015-09-19".
fn identity(reading: &Reading, statement: &Statement, source: &str) -> Option<String> {
    let speaker = statement.speaker.and_then(|id| actor(reading, id)).filter(|a| !says(source, &a.name));
    let other = statement.speaks_for.filter(|_| statement.speaks_for != statement.speaker);
    let principal = other.and_then(|id| actor(reading, id)).map(|actor| format!("for {}", actor.name));
    let who: Vec<String> = speaker.map(|actor| actor.name.clone()).into_iter().chain(principal).collect();
    let who = Some(who.join(" ")).filter(|who| !who.is_empty());
    let known: Vec<String> = who.into_iter().chain(statement.said_on.map(|day| day.to_string())).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

fn actor(reading: &Reading, id: ActorId) -> Option<&Actor> {
    let number = reading.actors.binary_search_by_key(&id, |actor| actor.id).ok()?;
    reading.actors.get(number)
}

/// Whether `words` hold all of `name`, in whatever case: then there is no need to say it again.
fn says(words: &str, name: &str) -> bool {
    let split = |words: &str| -> Vec<String> {
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (words, name) = (split(words), split(name));
    name.is_empty() || words.windows(name.len()).any(|words| words == name)
}

fn facts(statement: &Statement) -> String {
    format!("({}, {:.2})", statement.kind, statement.confidence)
}

fn badges(statement: &Statement, words: &dyn Fn(&[Span]) -> String) -> Vec<Run> {
    let modality = &statement.modality;
    let mut badges = Vec::new();
    if !modality.negated.is_empty() {
        badges.push(Run::new(DENIAL, "[negated]"));
    }
    if !modality.conditional.is_empty() {
        badges.push(Run::new(BADGE, format!("[conditional: {}]", words(&modality.conditional))));
    }
    if !modality.future.is_empty() {
        badges.push(Run::new(BADGE, "[future]"));
    }
    if !modality.question.is_empty() {
        badges.push(Run::new(BADGE, "[question]"));
    }
    badges
}

fn in_pieces(reading: &Reading, spans: &[Span], look: Look) -> String {
    let pieces: Vec<&str> = spans.iter().map(|&span| reading.article.text.slice(span)).collect();
    pieces.join(if look.unicode { " … " } else { " ... " })
}

#[cfg(test)]
mod tests {
    use sayso_domain::{ActorKind, Article, Date, Kind, Modality, Note, NoteCode, StatementId};
    use sayso_text::Text;

    use super::*;

    const LOOK: Look = Look { width: 60, colour: false, unicode: true };
    const TEXT: &str = "Local media reports Kerry said he \"would not go\", according to Hammond, if asked.";

    fn place(words: &str) -> Vec<Span> {
        let start = TEXT.find(words).unwrap();
        vec![Span::new(start as u32, (start + words.len()) as u32)]
    }

    fn said(id: u32, within: Option<u32>, parts: [&str; 3]) -> Statement {
        let [source, cue, content] = parts.map(|words| if words.is_empty() { vec![] } else { place(words) });
        Statement {
            id: StatementId(id),
            kind: Kind::Indirect,
            source,
            cue,
            content,
            within: within.map(StatementId),
            speaker: None,
            speaks_for: None,
            said_on: None,
            modality: Modality::default(),
            confidence: 0.934,
        }
    }

    fn reading(statements: Vec<Statement>) -> Reading {
        let article = Article {
            id: "wire-1".to_owned(),
            outlet: Some("Xinhua".to_owned()),
            title: Some("A call".to_owned()),
            published: Some(Date::constant(2015, 9, 20)),
            url: None,
            language: None,
            text: Text::new(TEXT),
            boilerplate: vec![],
        };
        Reading { article, statements, positions: vec![], events: vec![], actors: vec![], notes: vec![] }
    }

    #[test]
    fn a_statement_within_another_stands_beneath_it_with_its_carriers() {
        let mut outer = said(0, None, ["Local media", "reports", "Kerry said he \"would not go\""]);
        outer.content.extend(place("if asked"));
        let mut other = said(1, None, ["Hammond", "according to", "he"]);
        other.modality.negated = place("not");
        other.modality.conditional = place("if asked");
        let inner = said(2, Some(0), ["Kerry", "said", "he \"would not go\""]);
        assert_eq!(
            article(&reading(vec![outer, other, inner]), LOOK),
            "A call\nXinhua · 2015-09-20 · wire-1\n\
             \x20 Local media reports  (indirect, 0.93)\n    Kerry said he \"would not go\" … if asked\n\
             \x20   Local media reports ▸ Kerry said  (indirect, 0.93)\n      he \"would not go\"\n\
             \x20 according to Hammond  (indirect, 0.93) [negated]\n    [conditional: if asked]\n    he\n\n"
        );
    }

    /// The first line of the one statement whose source is `source`, with Kerry, the United States and two officials
    /// as actors 0, 1 and 2.
    fn first_line(source: &str, speaker: Option<u32>, speaks_for: Option<u32>, day: Option<Date>) -> String {
        let mut statement = said(0, None, [source, "said", "if asked"]);
        statement.speaker = speaker.map(ActorId);
        statement.speaks_for = speaks_for.map(ActorId);
        statement.said_on = day;
        let mut reading = reading(vec![statement]);
        for (number, name) in ["John Kerry", "United States", "two officials"].into_iter().enumerate() {
            reading.actors.push(Actor {
                id: ActorId(number as u32),
                key: None,
                name: name.to_owned(),
                kind: ActorKind::Unknown,
                state: None,
                role: None,
                mentions: vec![],
            });
        }
        let page = article(&reading, Look { width: 100, ..LOOK });
        page.lines().nth(2).unwrap().trim().replace("  (indirect, 0.93)", "")
    }

    #[test]
    fn behind_the_arrow_stands_what_the_words_do_not_tell() {
        let day = Some(Date::constant(2015, 9, 19));
        assert_eq!(
            first_line("he", Some(0), Some(1), day),
            "said he  → John Kerry for United States, 2015-09-19"
        );
        assert_eq!(first_line("he", Some(0), None, None), "said he  → John Kerry");
        assert_eq!(first_line("Kerry", None, Some(1), None), "Kerry said  → for United States");
        assert_eq!(first_line("Kerry", None, None, day), "Kerry said  → 2015-09-19");
        assert_eq!(first_line("", Some(2), None, None), "(no source) said  → two officials");
        assert_eq!(first_line("Kerry", None, None, None), "Kerry said");
        assert_eq!(first_line("Kerry", Some(1), Some(1), None), "Kerry said  → United States");
        assert_eq!(first_line("Kerry", Some(7), Some(8), None), "Kerry said", "no such actors");
    }

    #[test]
    fn what_the_source_says_itself_is_not_said_again() {
        assert!(says("U.S. Secretary of State John Kerry", "John Kerry"));
        assert!(says("the two  officials", "Two officials"));
        assert!(!says("Kerry", "John Kerry"));
        assert!(!says("Johnny Kerry", "John Kerry"));
        assert!(!says("he", "John Kerry"));
        assert!(!says("", "John Kerry"));
    }

    #[test]
    fn ornaments_are_ascii_where_asked_for() {
        let mut statement = said(0, None, ["", "", "Kerry said"]);
        statement.content.extend(place("if asked"));
        statement.said_on = Some(Date::constant(2015, 9, 19));
        let page = article(&reading(vec![statement]), Look { unicode: false, ..LOOK });
        assert!(page.is_ascii(), "{page}");
        let lines = "(no source)  -> 2015-09-19  (indirect, 0.93)\n    Kerry said ... if asked\n";
        assert!(page.contains(lines), "{page}");
    }

    #[test]
    fn notes_are_shown_and_nothing_found_is_said() {
        let mut reading = reading(vec![]);
        reading.article.title = None;
        reading.article.outlet = None;
        reading.article.published = None;
        reading.notes.push(Note::new(NoteCode::OtherLanguage, "not English"));
        assert_eq!(
            article(&reading, LOOK),
            "wire-1\n  no statements\n  note: not English (other-language)\n\n"
        );
    }

    #[test]
    fn the_closing_line_counts() {
        let counts = Counts { articles: 1, statements: 17, nested: 6, notes: 1, unread: 2 };
        assert_eq!(
            closing(&counts, Look { width: 100, ..LOOK }),
            "17 statements in 1 article, 6 within another; 1 note; 2 inputs could not be read\n"
        );
        let counts = Counts { articles: 2, statements: 1, ..Counts::default() };
        assert_eq!(closing(&counts, LOOK), "1 statement in 2 articles\n");
    }

    #[test]
    fn colours_come_only_with_their_escapes() {
        let reading = reading(vec![said(0, None, ["Kerry", "said", "he"])]);
        let page = article(&reading, Look { colour: true, ..LOOK });
        assert!(page.contains("\u{1b}[1m\u{1b}[36mKerry\u{1b}[0m \u{1b}[2msaid"), "{page:?}");
        assert!(!article(&reading, LOOK).contains('\u{1b}'));
    }
}
