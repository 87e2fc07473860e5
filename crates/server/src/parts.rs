//! Which pieces do pages share? Stances, words with their origin, days, filters, ways to go on.

use jiff::Timestamp;
use maud::{Markup, html};
use sayso_answers::own_words;
use sayso_compare::{CellStance, Mover, Stand};
use sayso_domain::{Kind, Stance};
use sayso_library::Hit;

use crate::address::{self, Address};

/// A stance as a sign and a word, so that no colour is needed.
pub(crate) fn stance(stance: CellStance) -> Markup {
    let sign = sayso_answers::sign(stance, true).replace('-', "−");
    html! { span class={ "stance " (stance.as_str()) } { span.sign aria-hidden="true" { (sign) } " " (sayso_answers::in_words(stance)) } }
}

/// The stance of one position.
pub(crate) fn one_stance(one: Stance) -> Markup {
    stance(of_cell(one))
}

/// The word for it: `for`, `against`, `neutral`.
pub(crate) fn stance_in_words(one: Stance) -> &'static str {
    sayso_answers::in_words(of_cell(one))
}

fn of_cell(one: Stance) -> CellStance {
    match one {
        Stance::Favor => CellStance::Favor,
        Stance::Against => CellStance::Against,
        Stance::Neutral => CellStance::Neutral,
    }
}

/// A day as it stands in the record, `2015-09-19`: days have no zone.
pub(crate) fn day(day: &str) -> Markup {
    html! { time datetime=(day) { (day) } }
}

/// A moment in seconds since 1970: in UTC, and in the reader's zone where scripts run.
pub(crate) fn moment(seconds: i64) -> Markup {
    let utc = in_utc(seconds);
    html! { time.moment datetime=(utc) { (utc.replace('T', " ").replace('Z', " UTC")) } }
}

/// The day of a moment, in UTC: `2015-09-19`.
pub(crate) fn day_of(seconds: i64) -> String {
    in_utc(seconds).split('T').next().unwrap_or_default().to_owned()
}

/// `2015-09-19T12:00:00Z`.
fn in_utc(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

/// The words of a position, which lead to their place in the article, with what is known of them.
pub(crate) fn words(stand: &Stand) -> Markup {
    let there = address::article(&stand.article, Some(&stand.statement));
    html! {
        figure.words {
            blockquote { a href=(there) { (stated(stand)) } }
            @if let Some(condition) = &stand.condition { p.condition { "on a condition: " (quoted(condition)) } }
            figcaption {
                @if let Some(speaker) = &stand.speaker { span.speaker { (speaker) } " · " }
                (act(stand)) " · " (stand.target_label)
                @if let Some(date) = stand.date {
                    " · " (day(&date.to_string()))
                    @if !stand.said_on_known { span.note { " (published)" } }
                }
                " · " (stand.outlet.as_deref().unwrap_or(&stand.article))
                @if stand.alleged { " · " span.note { "told by others" } }
                " · " (confidence(f64::from(stand.confidence)))
            }
        }
    }
}

fn act(stand: &Stand) -> Markup {
    html! { (one_stance(stand.stance)) " (" (stand.act.as_str()) ")" }
}

/// `73.6 %`.
pub(crate) fn per_cent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// How sure the machine is; what is less sure than a coin stands out.
pub(crate) fn confidence(confidence: f64) -> Markup {
    let per_cent = (confidence.clamp(0.0, 1.0) * 100.0).round();
    html! {
        span.confidence.unsure[confidence < 0.5] title="probability that it is right, as the machine reckons" {
            (per_cent) " % sure"
        }
    }
}

/// A number with thin spaces between thousands.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

/// `1 article`, `2 articles`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A field of a form of filters.
pub(crate) fn field(label: &str, name: &str, value: Option<&str>, kind: &str, hint: &str) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (label) }
            input id={ "f-" (name) } type=(kind) name=(name) value=[value] placeholder=[(!hint.is_empty()).then_some(hint)]
                maxlength=[(kind != "date").then_some("500")];
        }
    }
}

/// A choice of a least confidence.
pub(crate) fn sure(min_confidence: &Option<String>) -> Markup {
    let chosen = min_confidence.as_deref().map(str::trim).unwrap_or_default();
    let choices = [("", "any"), ("0.3", "at least 30 %"), ("0.5", "at least 50 %"), ("0.7", "at least 70 %")];
    choice("Confidence", "min_confidence", chosen, &choices)
}

/// Whether words begin with a quotation mark of their own: they get none around them.
fn has_own_marks(words: &str) -> bool {
    words.trim_start().starts_with(['"', '“', '„', '‘', '«'])
}

/// The class of a quotation that gets marks around it: the words are the speaker's own, and have none yet.
pub(crate) fn said(kind: &str, words: &str) -> Option<&'static str> {
    (kind == Kind::Direct.as_str() && !has_own_marks(words)).then_some("said")
}

/// The words of a position: in quotation marks where they are the speaker's own, as they stand where they are the article's.
pub(crate) fn stated(stand: &Stand) -> String {
    own_words(stand).map_or_else(|| stand.quote.clone(), |words| format!("“{words}”"))
}

/// In quotation marks, unless they begin with one of their own.
pub(crate) fn quoted(words: &str) -> String {
    if has_own_marks(words) { words.to_owned() } else { format!("“{words}”") }
}

/// For whom a statement is made, where that is somebody else.
pub(crate) fn principal(hit: &Hit) -> Option<&(String, String)> {
    let principal = hit.speaks_for.as_ref()?;
    let is_other = hit.speaker.as_ref().is_none_or(|speaker| speaker.0 != principal.0);
    is_other.then_some(principal)
}

/// Who moved.
pub(crate) fn mover(mover: Mover) -> &'static str {
    match mover {
        Mover::Actor => "the actor changed",
        Mover::OtherSpeaker => "another speaker",
        Mover::Unknown => "the speaker is not known",
    }
}

/// A choice of a form of filters: values and what they are called.
pub(crate) fn choice(label: &str, name: &str, value: &str, options: &[(&str, &str)]) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (label) }
            select id={ "f-" (name) } name=(name) {
                @for (option, shown) in options {
                    option value=(option) selected[*option == value] { (shown) }
                }
            }
        }
    }
}

/// The way to what follows.
pub(crate) fn more(next: Option<&Address>) -> Markup {
    html! {
        @if let Some(next) = next {
            nav.more aria-label="More" { a rel="next" href=(next) { "More" } }
        }
    }
}

/// That not all positions were looked at.
pub(crate) fn cut(issues: usize, most: Option<usize>) -> Markup {
    html! {
        @if let (true, Some(most)) = (issues > 0, most) {
            p.notice { "So much is said here that only the newest " (number(most as u64)) " positions of an issue are looked at; sayso compare takes all." }
        }
    }
}

/// Nothing is there, and what can be done.
pub(crate) fn nothing(what: &str, then: &str) -> Markup {
    html! { div.nothing { p { strong { (what) } } p { (then) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_utc() {
        assert_eq!(in_utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(in_utc(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(in_utc(-1), "1969-12-31T23:59:59Z");
        assert_eq!(in_utc(4_102_444_800), "2100-01-01T00:00:00Z");
    }

    #[test]
    fn words_with_marks_of_their_own_get_no_others() {
        assert_eq!(quoted("We want it"), "“We want it”");
        for words in ["\"We want it,\" she", "“Never”", "„Nie“", " “no"] {
            assert_eq!(quoted(words), words);
        }
        assert_eq!(quoted(""), "“”");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(number),
            ["0", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]
        );
    }
}
