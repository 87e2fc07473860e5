//! What can be done with the statement that is looked at? A form for each way in which a machine errs.

use maud::{Markup, html};
use sayso_domain::{Position, Span, Stance};

use super::item::{Item, two};
use super::passage::marked;
use crate::address::{self, Address};
use crate::correcting::in_words;
use crate::guard::Visitor;
use crate::parts;

/// A statement and what can be done with it.
pub(crate) struct Forms<'a> {
    pub(crate) item: &'a Item,
    /// The filters of the queue.
    pub(crate) back: String,
    /// Whom fields suggest.
    pub(crate) names: &'a [String],
    pub(crate) visitor: &'a Visitor,
}

/// What a form is about: field, place, what stands there.
struct About<'a> {
    field: &'a str,
    place: &'a str,
    before: &'a str,
}

impl Forms<'_> {
    pub(crate) fn page(&self, last: Option<&Address>, next: Option<&Address>) -> Markup {
        let item = self.item;
        let statement = item.statement();
        html! {
            section.item aria-labelledby="what" {
                h2 #what { (self.heading()) }
                p.legend { (self.origin()) }
                (marked(&item.reading, statement, &item.code_points))
                p.legend #selected role="status" hidden {}
                (self.why())
                (self.main_buttons(last, next))
                (self.positions())
                @if self.visitor.may_review {
                    (self.who_and_when())
                    (self.wording())
                    (self.who_is_who())
                    (self.names())
                }
            }
        }
    }

    fn heading(&self) -> Markup {
        let statement = self.item.statement();
        html! {
            @match self.item.known(statement.speaker) {
                Some((key, name)) => a href=(address::actor(key)) { (name) },
                None if statement.speaker.is_some() => (self.item.name(statement.speaker)),
                None => "Nobody named",
            }
            @if statement.speaks_for.is_some() && statement.speaks_for != statement.speaker { " for " (self.item.name(statement.speaks_for)) }
        }
    }

    fn origin(&self) -> Markup {
        let (article, hit) = (&self.item.queued.article, &self.item.queued.statement);
        html! {
            @if let Some(day) = &hit.said_on { "said on " (parts::day(day)) " · " }
            a href=(address::article(&article.name, Some(&hit.statement))) {
                (article.title.as_deref().unwrap_or(&article.name))
            }
            " · " (article.outlet.as_deref().unwrap_or("outlet unknown"))
            @if let Some(day) = &article.published { " · " (parts::day(day)) }
        }
    }

    /// Why it is here, in numbers.
    fn why(&self) -> Markup {
        let (why, hit) = (&self.item.queued.why, &self.item.queued.statement);
        html! {
            p.legend {
                "The words: " (parts::confidence(hit.confidence)) " · "
                @if why.unsure > 0.0 {
                    "worth a look: " (two(why.score()))
                    ", which is how unsure the machine is (" (two(why.unsure)) ") times how far a mistake would reach ("
                    (two(why.reach())) ": its positions stand on issues " (parts::counted(why.on_issues, "time", "times"))
                    ", " (parts::counted(why.carriers, "article has", "articles have")) " these words, and who speaks makes "
                    (parts::counted(why.says, "statement", "statements")) " in all)"
                } @else { "a person has looked at all of it" }
            }
        }
    }

    fn main_buttons(&self, last: Option<&Address>, next: Option<&Address>) -> Markup {
        let place = self.item.place();
        let summary = self.item.summary();
        let places = self.item.places(&self.item.statement().content);
        html! {
            div.actions {
                @if self.visitor.may_review {
                    (self.form("accept", &About { field: "", place: &place, before: &summary }, &html! {
                        button type="submit" data-key="a" { "All of this is right" }
                    }))
                    (self.form("correct", &About { field: "statement", place: &place, before: &places }, &html! {
                        button.plain type="submit" name="value" value="" data-key="x" { "Nobody says this: remove" }
                    }))
                } @else { p.notice { "You may look, but not put anything right." } }
                @if let Some(last) = last { a.button.plain rel="prev" href=(last) data-key="k" { "Back" } }
                @if let Some(next) = next { a.button.plain rel="next" href=(next) data-key="j" { "Next" } }
            }
        }
    }

    fn positions(&self) -> Markup {
        let positions: Vec<&Position> = self.item.positions().collect();
        html! {
            h3 { "Positions" }
            @if positions.is_empty() { p.legend { "None: no stance was read in these words." } }
            ul.plain.positions {
                @for (number, position) in positions.iter().enumerate() { li { (self.position(position, number)) } }
            }
        }
    }

    fn position(&self, position: &Position, number: usize) -> Markup {
        let place = self.item.place_of(position);
        html! {
            p {
                strong { (self.item.name(Some(position.holder))) } " "
                (parts::one_stance(position.stance)) " " strong { (position.target.label) }
                span.note { " · " (position.act.as_str()) " · " } (parts::confidence(f64::from(position.confidence)))
            }
            p.legend { (parts::quoted(&in_words(&self.item.reading, &position.evidence))) }
            @if self.visitor.may_review {
                (self.stances(position, number, &place))
                details {
                    summary { "Holder, target" }
                    (self.name_form("Whose position it is", "holder", &place, Some(position.holder), &format!("holder-{number}")))
                    (self.text_form("What it is about", "target", &place, &position.target.label, &format!("target-{number}")))
                }
            }
        }
    }

    /// A button for each stance, and one for none.
    fn stances(&self, position: &Position, number: usize, place: &str) -> Markup {
        let stance = About { field: "stance", place, before: position.stance.as_str() };
        let places = self.item.places(&position.evidence);
        let all = [(Stance::Favor, "f"), (Stance::Against, "g"), (Stance::Neutral, "n")];
        html! {
            div.actions role="group" aria-label={ "Stance on " (position.target.label) } {
                (self.form("correct", &stance, &html! {
                    @for (one, key) in all {
                        button.choice type="submit" name="value" value=(one.as_str()) data-key=[(number == 0).then_some(key)]
                            aria-pressed=(if one == position.stance { "true" } else { "false" }) { (parts::stance_in_words(one)) }
                    }
                }))
                (self.form("correct", &About { field: "position", place, before: &places }, &html! {
                    button.plain type="submit" name="value" value=(places) { "It is right" }
                    button.plain type="submit" name="value" value="" { "No position" }
                }))
            }
        }
    }

    fn who_and_when(&self) -> Markup {
        let (item, statement) = (self.item, self.item.statement());
        let place = item.place();
        let day = statement.said_on.map(|day| day.to_string()).unwrap_or_default();
        html! {
            details {
                summary { "Who speaks, for whom, when" }
                (self.name_form("Who speaks", "speaker", &place, statement.speaker, "speaker"))
                (self.name_form("For whom", "speaks_for", &place, statement.speaks_for, "speaks-for"))
                (self.form("correct", &About { field: "said_on", place: &place, before: &day }, &html! {
                    div.field {
                        label for="said-on" { "On which day" }
                        input #said-on type="date" name="value" value=(day);
                    }
                    button.plain type="submit" { "Change" }
                }))
            }
        }
    }

    fn name_form(
        &self,
        label: &str,
        field: &str,
        place: &str,
        who: Option<sayso_domain::ActorId>,
        id: &str,
    ) -> Markup {
        let before = self.item.key(who);
        self.form("correct", &About { field, place, before: &before }, &html! {
            div.field {
                label for=(id) { (label) }
                input id=(id) name="value" value=(self.item.name(who)) list="names" autocomplete="off" maxlength="500"
                    data-key=[(id == "speaker").then_some("s")];
            }
            button.plain type="submit" { "Change" span.hidden { " " (label) } }
        })
    }

    fn text_form(&self, label: &str, field: &str, place: &str, value: &str, id: &str) -> Markup {
        self.form(
            "correct",
            &About { field, place, before: value },
            &html! {
                div.field {
                    label for=(id) { (label) }
                    input id=(id) name="value" value=(value) maxlength="500" required;
                }
                button.plain type="submit" { "Change" span.hidden { " " (label) } }
            },
        )
    }

    /// Which words are source, cue and content.
    fn wording(&self) -> Markup {
        let statement = self.item.statement();
        html! {
            details #wording {
                summary { "Which words" }
                p.hint { "Type the words as they stand in the passage; “…” stands between parts that lie apart." }
                (self.words_form("What is said", "statement", &statement.content))
                (self.words_form("Source: who is named", "source", &statement.source))
                (self.words_form("Cue: the words that attribute it", "cue", &statement.cue))
            }
        }
    }

    fn words_form(&self, label: &str, field: &str, spans: &[Span]) -> Markup {
        let (place, before) = (self.item.place(), self.item.places(spans));
        let id = format!("words-{field}");
        self.form("words", &About { field, place: &place, before: &before }, &html! {
            div.field.wide {
                label for=(id) { (label) }
                input id=(id) name="value" value=(in_words(&self.item.reading, spans)) maxlength="2000" autocomplete="off"
                    required[field == "statement"];
            }
            input type="hidden" name="selected" value="";
            button.plain type="button" hidden data-take=(id) { "Take the selected words" span.hidden { " as " (field) } }
            button.plain type="submit" { "Change" span.hidden { " " (label) } }
        })
    }

    /// Two records of one actor become one; an actor gets another name.
    fn who_is_who(&self) -> Markup {
        let statement = self.item.statement();
        let mut known: Vec<(&str, &str)> = [statement.speaker, statement.speaks_for]
            .into_iter()
            .filter_map(|id| self.item.known(id))
            .collect();
        known.extend(self.item.positions().filter_map(|position| self.item.known(Some(position.holder))));
        let mut seen = std::collections::BTreeSet::new();
        known.retain(|(key, _)| seen.insert(*key));
        html! {
            @if !known.is_empty() {
                details {
                    summary { "Who is who, everywhere" }
                    @for (number, (key, name)) in known.iter().enumerate() { (self.one_actor(key, name, number)) }
                }
            }
        }
    }

    fn one_actor(&self, key: &str, name: &str, number: usize) -> Markup {
        let (merge, rename) = (format!("merge-{number}"), format!("rename-{number}"));
        let subject = html! { input type="hidden" name="subject" value=(key); };
        html! {
            (self.form("merge", &About { field: "merge", place: "", before: key }, &html! {
                (subject)
                div.field {
                    label for=(merge) { (name) " is the same as" }
                    input id=(merge) name="value" list="names" autocomplete="off" maxlength="500" required placeholder="name or key";
                }
                button.plain type="submit" { "Merge" span.hidden { " " (name) } }
            }))
            (self.form("rename", &About { field: "rename", place: "", before: name }, &html! {
                (subject)
                div.field {
                    label for=(rename) { (name) " is to be called" }
                    input id=(rename) name="value" value=(name) maxlength="500" required;
                }
                button.plain type="submit" { "Rename" span.hidden { " " (name) } }
            }))
        }
    }

    /// A form that sends what stood there along with what it is to be.
    fn form(&self, task: &str, about: &About<'_>, body: &Markup) -> Markup {
        html! {
            form.inline method="post" action="/review" {
                input type="hidden" name="token" value=(self.visitor.form_token);
                input type="hidden" name="task" value=(task);
                input type="hidden" name="back" value=(self.back);
                input type="hidden" name="article" value=(self.item.queued.article.name);
                input type="hidden" name="field" value=(about.field);
                input type="hidden" name="place" value=(about.place);
                input type="hidden" name="before" value=(about.before);
                (body)
            }
        }
    }

    /// Whom fields suggest: those of the article, and those who say most.
    fn names(&self) -> Markup {
        let here = self.item.reading.actors.iter().map(|actor| &actor.name);
        let names: std::collections::BTreeSet<&String> = here.chain(self.names).collect();
        html! { datalist #names { @for name in names { option value=(name) {} } } }
    }
}
