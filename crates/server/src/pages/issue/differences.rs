//! Who contradicts whom on an issue, who talks past whom, and what is carried in other words?

use maud::{Markup, html};
use sayso_answers::Differing;
use sayso_compare::{Carried, Contradiction, Differences, Past, Piece, Side};

use crate::address::{self, Address};
use crate::parts;

/// So many of each are shown at once, and so many when asked for more; the document has all.
const SHOWN: (usize, usize) = (5, 30);

/// The part of the page.
pub(super) fn section(differing: &Differing<'_>) -> Markup {
    html! {
        section {
            h2 { "Where they differ" }
            @match differing.issues.first() {
                None => p { "No contradiction was found, nobody talks past anybody, and nothing is carried in other words." },
                Some(differences) => (found(differences)),
            }
        }
    }
}

fn found(differences: &Differences<'_>) -> Markup {
    html! {
        (group("Contradictions", &differences.contradictions, contradiction))
        (group("Past each other", &differences.past, past))
        (group("Carried differently", &differences.carried, carried))
        @if differences.left_out > 0 {
            p.note { (parts::counted(differences.left_out as u64, "actor who says less was", "actors who say less were"))
                " not compared with the others." }
        }
    }
}

/// The first ones, the others behind a click.
fn group<T>(heading: &str, all: &[T], one: impl Fn(&T) -> Markup) -> Markup {
    let (first, rest) = all.split_at(all.len().min(SHOWN.0));
    let shown = &rest[..rest.len().min(SHOWN.1)];
    html! {
        @if !all.is_empty() {
            h3 { (heading) " " span.note { (parts::number(all.len() as u64)) } }
            @for each in first { (one(each)) }
            @if !shown.is_empty() {
                details {
                    summary { (parts::number(shown.len() as u64)) " more" }
                    @for each in shown { (one(each)) }
                    @if rest.len() > shown.len() {
                        p.note { "The JSON has " (parts::number((rest.len() - shown.len()) as u64)) " more." }
                    }
                }
            }
        }
    }
}

fn contradiction(pair: &Contradiction<'_>) -> Markup {
    html! {
        div.pair {
            (side(&pair.favor))
            (side(&pair.against))
            @if pair.conditional { p.note { "One of the two on a condition alone." } }
        }
    }
}

fn past(pair: &Past<'_>) -> Markup {
    html! { div.pair { (side(&pair.one)) (side(&pair.other)) } }
}

fn side(side: &Side<'_>) -> Markup {
    html! {
        div {
            p.side {
                a href=(address::actor(&side.actor.key)) { (side.actor.name) }
                " " span.note { (parts::counted(side.independent as u64, "utterance", "utterances")) }
            }
            (parts::words(side.stand))
        }
    }
}

/// The words of both, as one text: what only the one has struck out, what only the other has underlined.
fn carried(carried: &Carried<'_>) -> Markup {
    let there = |stand: &sayso_compare::Stand| -> Address {
        address::article(&stand.article, Some(&stand.statement))
    };
    let outlet = |stand: &sayso_compare::Stand| -> String {
        stand.outlet.clone().unwrap_or_else(|| stand.article.clone())
    };
    html! {
        figure.words {
            blockquote.difference {
                @for piece in &carried.pieces { @match piece {
                    Piece::Same(words) => { (words) " " },
                    Piece::First(words) => { del { (words) } " " },
                    Piece::Second(words) => { ins { (words) } " " },
                } }
            }
            figcaption {
                a href=(address::actor(&carried.actor.key)) { (carried.actor.name) } " · "
                del { a href=(there(carried.whole)) { (outlet(carried.whole)) } } " / "
                ins { a href=(there(carried.other)) { (outlet(carried.other)) } }
                @if carried.other_words { " · other words" }
                @if carried.cut_off { " · cut off" }
                @if carried.other_cue { " · “" (carried.whole.cue) "” and “" (carried.other.cue) "”" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn what_is_carried_in_other_words_is_shown_word_by_word() {
        let say = |words: &str| {
            format!("We want the new bridge over the {words} before the winter comes to the valley")
        };
        let sample = Sample::with(&[
            article("a", "The Wire", "2024-03-01", "Ada Ott", "favor", &say("river")),
            article("b", "Post & Mail", "2024-03-01", "Ada Ott", "favor", &say("stream")),
        ]);
        let page = sample.get("/issue?found=bridge").await.body;
        assert!(page.contains("Carried differently"), "{page}");
        assert!(page.contains("<del>") && page.contains("<ins>") && page.contains("stream"), "{page}");
    }

    #[tokio::test]
    async fn where_nobody_differs_that_is_said() {
        let sample =
            Sample::with(&[article("a", "The Wire", "2024-03-01", "Ada Ott", "favor", "We want it")]);
        let page = sample.get("/issue?found=bridge").await.body;
        assert!(page.contains("No contradiction was found"), "{page}");
    }
}
