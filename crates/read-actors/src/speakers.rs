//! Who speaks, and for whom?

use sayso_domain::{ActorKind, Date, Kind, Statement};
use sayso_gazetteer::{Represents, RoleOn, SpeaksFor, StandsBy};
use sayso_text::{Span, Text};

use crate::chunk::{Class, folded_words, is_definite, is_indefinite, pronoun};
use crate::describe::{Description, best_standing, describe, is_capital};
use crate::entities::Id;
use crate::mentions::{ChunkKind, NameKind, is_relative};
use crate::resolve::{BODIES, Cast, Page, is_held, is_plural, without_possessive};
use crate::words::{Word, WordKind, place, words};

/// Who speaks, as far as the text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    Is(Id),
    /// The source's words do not tell whom they mean: the place of those words.
    Nobody(Span),
    /// There is no source.
    Unnamed,
}

impl<'a> Cast<'a> {
    /// The speaker of each statement; an outer one stands before those within it.
    pub(crate) fn all_speakers(&mut self, statements: &[Statement]) -> Vec<Speaker> {
        let page = self.page;
        let mut speakers = Vec::with_capacity(statements.len());
        for (number, statement) in statements.iter().enumerate() {
            let speaker = match statement.source.as_slice() {
                [] => Speaker::Unnamed,
                [first, ..] => {
                    let around = self.around(number, statements, &speakers);
                    if is_nobody(page.text.slice(*first)) {
                        speakers.push(Speaker::Unnamed);
                        continue;
                    }
                    self.of_source(page, *first, around).map_or(Speaker::Nobody(*first), Speaker::Is)
                }
            };
            if let Speaker::Is(id) = speaker {
                self.entities.list[id].mentions.push(statement.source[0]);
            }
            speakers.push(speaker);
        }
        speakers
    }

    /// Who says the quoted words in which a statement's source stands.
    fn around(&self, number: usize, statements: &[Statement], speakers: &[Speaker]) -> Option<Id> {
        let mut outer = statements[number].within;
        while let Some(id) = outer {
            let parent = statements.get(id.0 as usize)?;
            if parent.kind != Kind::Indirect
                && let Some(Speaker::Is(who)) = speakers.get(id.0 as usize)
            {
                return Some(*who);
            }
            outer = parent.within.filter(|next| next.0 < id.0);
        }
        None
    }

    fn of_source(&mut self, page: Page<'_>, source: Span, around: Option<Id>) -> Option<Id> {
        let text = page.text;
        let all = words(text, source);
        let core = &all[..all
            .iter()
            .position(|w| w.kind == WordKind::Mark && text.slice(w.span) != ".")
            .unwrap_or(all.len())];
        let core = if core.is_empty() { &all[..] } else { core };
        if let Some(id) = self.apposed(page, core, &all[core.len()..]) {
            return Some(id);
        }
        let core = without_report(text, core);
        if let [only] = core
            && let Some(class) = pronoun(text.slice(only.span))
        {
            return match class {
                Class::I | Class::We => around,
                _ => self.of_pronoun(page, only.span, class),
            };
        }
        if let Some(id) = self.joint(page, core) {
            return Some(id);
        }
        if let Some(id) = self.head_name(page, core).or_else(|| self.known_words(page, core)) {
            return Some(id);
        }
        self.described(page, core)
    }

    fn of_pronoun(&mut self, page: Page<'_>, span: Span, class: Class) -> Option<Id> {
        if let Some(id) = self.relative(page, span) {
            return Some(id);
        }
        let one = matches!(class, Class::He | Class::She);
        let found = self.chunk_at(span).and_then(|k| if one { self.reconsider(k) } else { self.of_chunk[k] });
        if found.is_some() || !one {
            return found;
        }
        // "As he left, Kerry said": whoever is named next in the sentence.
        let sentence = page.segments.sentence_at(span.start()).map(|s| page.segments.sentences[s].span)?;
        let from = self.names.partition_point(|name| name.span.start() < span.end());
        let mut next = self.names[from..]
            .iter()
            .zip(&self.of_name[from..])
            .take_while(|(name, _)| name.span.end() <= sentence.end());
        next.find(|(name, _)| name.kind == NameKind::Person).and_then(|(_, id)| *id)
    }

    /// "Kerry, who said": whoever stands right before.
    fn relative(&mut self, page: Page<'_>, span: Span) -> Option<Id> {
        let text = page.text;
        if !is_relative(text.slice(span)) {
            return None;
        }
        let sentence = page.segments.sentence_at(span.start()).map(|s| page.segments.sentences[s].span)?;
        let before =
            words(text, place(text, sentence.start().max(span.start().saturating_sub(120)), span.start()));
        let before = match before.split_last() {
            Some((mark, rest)) if mark.kind == WordKind::Mark => rest,
            _ => &before[..],
        };
        let last = before.last().filter(|word| word.kind == WordKind::Plain)?;
        let at = self.chunks.partition_point(|chunk| chunk.span.end() < last.span.end());
        if self.chunks.get(at).is_some_and(|chunk| chunk.span.contains(last.span)) {
            return Some(self.make(page, at));
        }
        let name = self.names.partition_point(|name| name.span.end() < last.span.end());
        if self.names.get(name).is_some_and(|name| name.span.contains(last.span)) {
            return self.of_name[name];
        }
        // Nothing is tagged there: the phrase from its article or number on.
        let begins = |word: &&Word| {
            let written = text.slice(word.span).to_lowercase();
            is_definite(&written)
                || is_indefinite(&written)
                || written.starts_with(|c: char| c.is_ascii_digit())
        };
        let phrase = before.iter().rev().take(6).take_while(|w| w.kind == WordKind::Plain);
        let first = phrase.clone().find(begins).unwrap_or(last);
        let whole = first.span.join(last.span);
        let plural = is_plural(&folded_words(text.slice(whole)));
        let id = self
            .entities
            .unnamed(text.slice(whole), if plural { ActorKind::Group } else { ActorKind::Unknown });
        self.entities.list[id].mentions.push(whole);
        Some(id)
    }

    /// "A spokeswoman for the ministry, Ada Ott,": a description, and behind the comma nothing but whose it is.
    fn apposed(&mut self, page: Page<'_>, core: &[Word], behind: &[Word]) -> Option<Id> {
        let (comma, rest) = behind.split_first()?;
        let length = rest.iter().take_while(|word| word.kind == WordKind::Plain).count();
        let whole = rest.first()?.span.join(rest[..length].last()?.span);
        let at = self.names.partition_point(|name| name.span.end() <= whole.start());
        let name = self
            .names
            .get(at)
            .filter(|name| name.kind == NameKind::Person && whole.contains(name.span))?
            .span;
        let title = whole.start() == name.start()
            || describe(page.text, &rest[..length - 1], page.known).role.is_some();
        if page.text.slice(comma.span) != "," || name.end() != whole.end() || !title {
            return None;
        }
        let id = self.of_name[at]?;
        let description = describe(page.text, core, page.known);
        description.office.as_ref()?;
        self.known_of(page, id, core, &description);
        Some(id)
    }

    /// "Clinton and Kaine": two who speak together.
    fn joint(&mut self, page: Page<'_>, core: &[Word]) -> Option<Id> {
        let text = page.text;
        let and = core.iter().position(|w| text.slice(w.span) == "and")?;
        let inside_a_name = self.name_at(core[and].span).is_some();
        let (before, after) = (core[..and].last()?, core.get(and + 1)?);
        let side = |span: Span| self.name_at(span).is_some() || pronoun(text.slice(span)).is_some();
        if inside_a_name
            || !(side(before.span) && side(core.last()?.span))
            || !side(after.span) && !is_capital(text, after)
        {
            return None;
        }
        let whole = core[0].span.join(core[core.len() - 1].span);
        Some(self.entities.described(text.slice(whole), false, ActorKind::Group))
    }

    /// The name that the source is about, when its head is one: not "Clinton's campaign", not "a spokesman for Trump".
    fn head_name(&mut self, page: Page<'_>, core: &[Word]) -> Option<Id> {
        let text = page.text;
        let whole = core.first()?.span.join(core.last()?.span);
        let from = self.names.partition_point(|name| name.span.end() <= whole.start());
        for k in from..self.names.len() {
            let name = self.names[k];
            if name.span.start() >= whole.end() {
                break;
            }
            let before: Vec<&Word> = core.iter().filter(|w| w.span.end() <= name.span.start()).collect();
            let after = core.iter().find(|w| w.span.start() >= name.span.end());
            let ends = match after {
                None => true,
                Some(word) => word.kind == WordKind::Plain && PREPOSITIONS.contains(&text.slice(word.span)),
            };
            let possessed = text.slice(name.span).len() != without_possessive(text.slice(name.span)).len()
                && after.is_some();
            let behind_preposition = before
                .iter()
                .rev()
                .map(|w| text.slice(w.span))
                .find(|w| *w != "the")
                .is_some_and(|w| PREPOSITIONS.contains(&w));
            let belongs = before
                .iter()
                .any(|w| matches!(text.slice(w.span), "for" | "from" | "with" | "at" | "in" | "by"));
            if !ends || possessed || behind_preposition || belongs {
                continue;
            }
            if let Some(id) = self.of_name[k] {
                return Some(id);
            }
            return Some(self.of_place(page, name.span));
        }
        None
    }

    /// A source of nothing but capitals that somebody was called by elsewhere.
    fn known_words(&self, page: Page<'_>, core: &[Word]) -> Option<Id> {
        let text = page.text;
        let bare: Vec<&Word> =
            core.iter().skip_while(|w| matches!(text.slice(w.span), "the" | "The")).collect();
        let (first, last) = bare.first().zip(bare.last())?;
        if !bare.iter().all(|w| w.kind == WordKind::Plain && is_capital(text, w)) {
            return None;
        }
        self.entities.called(text.slice(first.span.join(last.span)))
    }

    /// A name that no entity was made for, now that it speaks: a capital or city, a people.
    fn of_place(&mut self, page: Page<'_>, span: Span) -> Id {
        let written = without_possessive(page.text.slice(span));
        match best_standing(written, page.known) {
            // A capital that speaks is the government that sits in it.
            Some(s) if s.by == StandsBy::Capital => self.entities.state(s.country),
            Some(s) if s.by == StandsBy::Nationality => {
                let id = self.entities.described(written, false, ActorKind::Group);
                self.entities.list[id].state = Some(s.country);
                id
            }
            _ => self.entities.described(written, true, ActorKind::Organisation),
        }
    }

    /// A source without a name for its head.
    fn described(&mut self, page: Page<'_>, core: &[Word]) -> Option<Id> {
        let text = page.text;
        let whole = core.first()?.span.join(core.last()?.span);
        let np = &core[..core
            .iter()
            .skip(1)
            .position(|w| w.kind == WordKind::Plain && PREPOSITIONS.contains(&text.slice(w.span)))
            .map_or(core.len(), |k| k + 1)];
        let head = np.iter().rev().find(|w| w.kind == WordKind::Plain)?;
        let noun = text.slice(head.span).to_lowercase();
        let description = describe(text, core, page.known);
        if let Some((country, _)) = description.state.filter(|_| {
            matches!(noun.as_str(), "government" | "administration" | "regime" | "cabinet" | "authorities")
        }) {
            return Some(self.entities.government(country));
        }
        // "Clinton's campaign", "the Obama administration", "his campaign".
        if BODIES.contains(&noun.as_str())
            && let Some(id) = self.body(page, np)
        {
            return Some(id);
        }
        let at = self.chunks.partition_point(|chunk| chunk.span.end() < head.span.end());
        let chunk = self.chunks.get(at).filter(|chunk| chunk.span.overlaps(head.span)).map(|_| at);
        let plural = is_plural(std::slice::from_ref(&noun));
        // Only "the", "this", "her" and the like point back to somebody with a name: "one official" stays unnamed.
        let points_back = folded_words(text.slice(np[0].span)).first().is_some_and(|word| is_definite(word))
            || np.iter().any(|word| word.kind == WordKind::Possessive);
        let folded = folded_words(text.slice(np[0].span.join(head.span)));
        let office = description.office.as_ref().is_some_and(is_held);
        let mut meant = chunk.and_then(|k| self.of_chunk[k]);
        if let Some(k) = chunk
            && let Some(id) = meant.filter(|&id| self.entities.contradicts(id, &folded, office))
        {
            let span = self.chunks[k].span;
            self.entities.list[id].mentions.retain(|mention| *mention != span);
            (self.of_chunk[k], meant) = (None, None);
        }
        if let Some(id) = meant.filter(|&id| points_back || !self.entities.list[id].is_named) {
            self.entities.learn(id, &description);
            return Some(id);
        }
        if !plural && folded.first().is_some_and(|word| is_definite(word)) {
            let kind = if description.office.is_some() { ChunkKind::Person } else { ChunkKind::Organisation };
            if let Some(id) = self.entities.described_before(&folded, kind) {
                return Some(id);
            }
        }
        let kind = match chunk.map(|k| self.chunks[k].kind) {
            _ if plural => ActorKind::Group,
            Some(ChunkKind::Person) => ActorKind::Person,
            Some(ChunkKind::Organisation) => ActorKind::Organisation,
            _ if description.office.is_some() => ActorKind::Person,
            _ => ActorKind::Unknown,
        };
        let id = match plural {
            true => self.entities.described(text.slice(whole), false, kind),
            false => self.entities.unnamed(text.slice(whole), kind),
        };
        self.known_of(page, id, core, &description);
        if let Some(k) = chunk {
            self.of_chunk[k] = Some(id);
        }
        Some(id)
    }

    /// What is known of somebody without a name: the state or organisation.
    fn known_of(&mut self, page: Page<'_>, id: Id, core: &[Word], description: &Description) {
        self.entities.learn(id, description);
        let principal = match description.institution {
            Some(span) => Some(self.entities.organisation(page.text.slice(span))),
            None => self.organisation_in(page, core, id),
        };
        let entity = &mut self.entities.list[id];
        entity.principal = entity.principal.or(principal);
    }

    /// The organisation of a possessive or a name before its noun.
    fn body(&mut self, page: Page<'_>, np: &[Word]) -> Option<Id> {
        let text = page.text;
        let whole = np.first()?.span.join(np.last()?.span);
        let from = self.names.partition_point(|name| name.span.end() <= whole.start());
        for k in from..self.names.len() {
            let name = self.names[k];
            if name.span.start() >= whole.end() {
                break;
            }
            if name.kind == NameKind::Person {
                return self.body_of(page, name.span, np);
            }
        }
        let owner =
            np.first().filter(|w| matches!(pronoun(text.slice(w.span)), Some(Class::He | Class::She)))?;
        let who = self.chunk_at(owner.span).and_then(|k| self.of_chunk[k])?;
        let surname = self.entities.list[who].name.rsplit(' ').next()?.to_owned();
        let noun = text.slice(np.last()?.span);
        Some(self.entities.described(&format!("{surname} {noun}"), true, ActorKind::Organisation))
    }

    /// The state or organisation that somebody speaks for on a day.
    pub(crate) fn speaks_for(&mut self, id: Id, day: Option<Date>) -> Option<Id> {
        if let Some(listed) = self.own_list(id, day) {
            return listed;
        }
        let entity = &self.entities.list[id];
        match entity.kind {
            ActorKind::State => return Some(id),
            ActorKind::Organisation if entity.state.is_some() && is_government(entity.key.as_deref()) => {
                return entity.state.map(|state| self.entities.state(state));
            }
            ActorKind::Organisation if entity.name.ends_with(" administration") => {
                let head = entity.name.trim_end_matches(" administration").to_owned();
                return self.entities.led_by(&head, day).map(|state| self.entities.state(state));
            }
            ActorKind::Outlet => return entity.state.map(|state| self.entities.state(state)),
            ActorKind::Organisation | ActorKind::Group | ActorKind::Unknown => return None,
            // Somebody without a name speaks for others only as their spokesperson.
            ActorKind::Person if !entity.is_named && entity.represents != Some(Represents::Principal) => {
                return None;
            }
            ActorKind::Person => {}
        }
        let (represents, principal, state) = (entity.represents, entity.principal, entity.state);
        match represents {
            Some(Represents::Nobody) => None,
            Some(Represents::Principal | Represents::Organisation) => {
                let principal = principal.and_then(|p| self.principal(p));
                principal.or_else(|| state.map(|state| self.entities.state(state)))
            }
            Some(Represents::State) => match state.or_else(|| self.office_state(id, day)) {
                Some(state) => Some(self.entities.state(state)),
                None => principal.and_then(|p| self.principal(p)),
            },
            None => self.office_state(id, day).map(|state| self.entities.state(state)),
        }
    }

    /// What a user's own list says of a person on a day; it comes before the article.
    fn own_list(&mut self, id: Id, day: Option<Date>) -> Option<Option<Id>> {
        let entity = &self.entities.list[id];
        if entity.kind != ActorKind::Person || !entity.is_named {
            return None;
        }
        let person = self.page.known.own_person_named(&entity.name)?;
        let RoleOn::Held(role) = person.role_on(day?) else { return None };
        Some(match &role.speaks_for {
            SpeaksFor::State(country) => Some(self.entities.state(*country)),
            SpeaksFor::Organisation(name) => Some(self.entities.organisation(name)),
            SpeaksFor::Nobody => None,
        })
    }

    /// A body of a state speaks for the state; whoever speaks for a person, for the campaign that the text knows of.
    fn principal(&mut self, id: Id) -> Option<Id> {
        let entity = &self.entities.list[id];
        match entity.kind {
            ActorKind::Organisation if is_government(entity.key.as_deref()) => {
                Some(entity.state.map_or(id, |state| self.entities.state(state)))
            }
            ActorKind::Person => self.entities.called(&format!("{} campaign", entity.words.last()?)),
            _ => Some(id),
        }
    }

    fn office_state(&self, id: Id, day: Option<Date>) -> Option<sayso_domain::Country> {
        let person = self.entities.known_person(id, day)?;
        match person.role_on(day?) {
            RoleOn::Held(role) => match role.speaks_for {
                SpeaksFor::State(country) => Some(country),
                _ => None,
            },
            _ => None,
        }
    }
}

/// "Local media" of "local media reports", "Bugle" of "the Bugle's report": who speaks is whose report it is.
fn without_report<'w>(text: &Text, core: &'w [Word]) -> &'w [Word] {
    let Some((last, rest)) = core.split_last() else { return core };
    let is_report =
        matches!(text.slice(last.span), "reports" | "report" | "accounts" | "statement" | "statements");
    let rest = match rest.split_last() {
        Some((mark, owner)) if mark.kind == WordKind::Possessive => owner,
        _ => rest,
    };
    let tells = rest.iter().any(|word| {
        let written = text.slice(word.span).to_lowercase();
        !is_definite(&written)
            && !is_indefinite(&written)
            && !matches!(written.as_str(), "recent" | "new" | "official" | "early")
    });
    if is_report && tells { rest } else { core }
}

/// "No one" says nothing.
fn is_nobody(source: &str) -> bool {
    ["no one", "nobody", "none"].iter().any(|nobody| nobody.eq_ignore_ascii_case(source))
}

/// Whether an organisation with a state is a body of it, not merely at home there.
fn is_government(key: Option<&str>) -> bool {
    key.is_some_and(|key| key.starts_with("org:"))
}

/// Words that end a noun phrase's core.
const PREPOSITIONS: [&str; 16] = [
    "of", "for", "from", "in", "at", "with", "on", "to", "by", "who", "which", "that", "like", "among",
    "near", "inside",
];
