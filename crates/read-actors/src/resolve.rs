//! Whom does each name, description and pronoun mean?
//!
//! One pass in text order. Names are matched by their words (several bearers of one surname are told apart by what
//! stands before it and by the learned link); descriptions and pronouns follow the learned link to the likeliest
//! earlier mention that agrees in kind, number and, where the text tells it, gender.

use std::collections::HashSet;

use sayso_domain::{ActorKind, Date};
use sayso_gazetteer::{Known, Office, Represents, StandsBy, fold};
use sayso_text::{Segments, Span, Text};

use crate::chunk::Class;
use crate::describe::{Gender, best_standing, describe, is_capital};
use crate::entities::{Entities, Id, is_party};
use crate::mentions::{Chunk, ChunkKind, Mentions, Name, NameKind, is_relative};
use crate::names::{self, is_adjective, is_adjective_of, is_title};
use crate::speakers::Speaker;
use crate::words::{Word, WordKind, place, words};

/// Everybody in the article, and which mention means whom.
pub struct Cast<'k> {
    pub(crate) page: Page<'k>,
    pub(crate) entities: Entities<'k>,
    pub(crate) names: Vec<Name>,
    pub(crate) chunks: Vec<Chunk>,
    /// States that no list knows, by the names that the article gives them.
    states: HashSet<String>,
    /// Whom each name means.
    pub(crate) of_name: Vec<Option<Id>>,
    /// Whom each chunk means.
    pub(crate) of_chunk: Vec<Option<Id>>,
    pub(crate) speakers: Vec<Speaker>,
}

/// What the pass reads.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) text: &'a Text,
    /// The article's day.
    pub(crate) day: Option<Date>,
    pub(crate) segments: &'a Segments,
    /// The page's, not the article's, in text order: nobody is there.
    pub(crate) furniture: &'a [Span],
    pub(crate) known: &'a Known,
}

impl Page<'_> {
    pub(crate) fn is_furniture(&self, span: Span) -> bool {
        let at = self.furniture.partition_point(|f| f.end() <= span.start());
        self.furniture.get(at).is_some_and(|f| f.overlaps(span))
    }
}

/// `sources` are the words that name who speaks.
pub(crate) fn resolve<'a>(page: Page<'a>, mentions: Mentions, sources: &[Span]) -> Cast<'a> {
    let Mentions { mut names, chunks, .. } = mentions;
    let states = names::complete(page, &mut names, &chunks, sources);
    let mut cast = Cast {
        page,
        entities: Entities::new(page.known),
        of_name: vec![None; names.len()],
        of_chunk: vec![None; chunks.len()],
        names,
        chunks,
        states,
        speakers: Vec::new(),
    };
    let mut order: Vec<(u32, bool, usize)> = Vec::with_capacity(cast.names.len() + cast.chunks.len());
    order.extend(cast.names.iter().enumerate().map(|(k, name)| (name.span.end(), false, k)));
    order.extend(cast.chunks.iter().enumerate().map(|(k, chunk)| (chunk.span.end(), true, k)));
    order.sort_unstable();
    for (turn, (_, is_chunk, k)) in order.into_iter().enumerate() {
        let who = match is_chunk {
            true if !names::is_somebody(page, cast.chunks[k].span) => None,
            false => cast.name(page, k),
            true => cast.chunk(page, k),
        };
        if let Some(id) = who {
            cast.entities.list[id].last = turn + 1;
        }
    }
    cast
}

impl Cast<'_> {
    fn name(&mut self, page: Page<'_>, k: usize) -> Option<Id> {
        let Name { span, kind } = self.names[k];
        let written = without_possessive(page.text.slice(span));
        let id = match kind {
            NameKind::Person => self.person(page, k, written),
            NameKind::Organisation => self.entities.organisation(written),
            NameKind::Place if self.states.contains(written) => {
                self.entities.described(written, true, ActorKind::Organisation)
            }
            NameKind::Place => {
                let standing = best_standing(written, page.known)?;
                match standing.by {
                    StandsBy::Name | StandsBy::Nationality => self.entities.state(standing.country),
                    StandsBy::Institution => self.entities.organisation(written),
                    _ => return None,
                }
            }
            NameKind::Other => {
                let standing = best_standing(written, page.known)?;
                match standing.by {
                    StandsBy::Name => self.entities.state(standing.country),
                    _ => return None,
                }
            }
        };
        self.of_name[k] = Some(id);
        self.entities.list[id].mentions.push(span);
        Some(id)
    }

    fn person(&mut self, page: Page<'_>, k: usize, written: &str) -> Id {
        let Page { text, segments, known, .. } = page;
        let span = self.names[k].span;
        let sentence = segments.sentence_at(span.start()).map_or(span, |s| segments.sentences[s].span);
        let own = words(text, span);
        let titles = own.iter().take_while(|w| is_title(text.slice(w.span))).count();
        let titles = if titles < own.len() { titles } else { 0 };
        let start = own.get(titles).map_or(span.start(), |w| w.span.start());
        let written =
            if titles == 0 { written } else { without_possessive(text.slice(Span::new(start, span.end()))) };
        let before =
            words(text, place(text, sentence.start().max(start.saturating_sub(REACH)).min(start), start));
        let before: Vec<Word> = before.into_iter().chain(own[..titles].iter().copied()).collect();
        let title = lead(text, &before, known);
        let description = describe(text, title, known);
        let folded: Vec<String> =
            fold(written).split(' ').filter(|word| !is_suffix(word)).map(str::to_owned).collect();
        let scores = self.link_scores(self.chunk_ending_at(span.end()));
        let id = self.entities.person(written, folded, description.gender, |id| score_of(&scores, id));
        self.entities.learn(id, &description);
        self.entities.recall(id, page.day);
        if let Some(office) = &description.office {
            self.tie(page, id, title, office, &description.institution);
        }
        self.apposition(page, id, span, sentence);
        // Its title is a mention of the same person.
        let first = title.first().map_or(span.start(), |word| word.span.start());
        let from = self.chunks.partition_point(|chunk| chunk.span.end() <= first);
        for k in (from..self.chunks.len()).take_while(|&k| self.chunks[k].span.end() < span.end()) {
            if self.of_chunk[k].is_none() && self.leads_to(page, k) == Some(span) {
                self.of_chunk[k] = Some(id);
            }
        }
        id
    }

    /// What stands between commas right after a name: "Hugh Hill, a doctor, said".
    fn apposition(&mut self, page: Page<'_>, id: Id, span: Span, sentence: Span) {
        let Page { text, known, .. } = page;
        if sentence.end() <= span.end() {
            return;
        }
        let after = words(text, place(text, span.end(), sentence.end().min(span.end() + REACH)));
        let Some((comma, rest)) = after.split_first() else { return };
        if text.slice(comma.span) != "," {
            return;
        }
        let length = rest.iter().take_while(|w| w.kind != WordKind::Mark).count();
        let phrase = &rest[..length];
        let Some((first, last)) = phrase.first().zip(phrase.last()) else { return };
        let whole = first.span.join(last.span);
        let from = self.names.partition_point(|name| name.span.end() <= whole.start());
        let mut inside = self.names[from..].iter().take_while(|name| name.span.start() < first.span.end());
        if length > 16
            || inside.any(|name| name.kind == NameKind::Person && !is_modifier(text, name.span, whole))
        {
            return;
        }
        let description = describe(text, phrase, known);
        if let Some(office) = &description.office {
            self.entities.learn(id, &description);
            self.tie(page, id, phrase, office, &description.institution);
        }
    }

    /// The organisation that an office belongs to: "State Department spokesman", "a spokeswoman for the campaign".
    fn tie(&mut self, page: Page<'_>, id: Id, phrase: &[Word], office: &Office, institution: &Option<Span>) {
        if self.entities.list[id].principal.is_some() {
            return;
        }
        let principal = match institution {
            Some(span) => Some(self.entities.organisation(page.text.slice(*span))),
            None => self
                .organisation_in(page, phrase, id)
                .or_else(|| self.capitals_before_office(page, id, phrase))
                .or_else(|| self.unlisted_state(page, id, phrase, office)),
        };
        self.entities.list[id].principal = principal.filter(|&principal| principal != id);
    }

    /// "Wells Fargo" of "Wells Fargo chief executive": capitals before an office that is one of an organisation.
    fn capitals_before_office(&mut self, page: Page<'_>, id: Id, phrase: &[Word]) -> Option<Id> {
        let text = page.text;
        if !matches!(
            self.entities.list[id].represents,
            Some(Represents::Organisation | Represents::Principal)
        ) {
            return None;
        }
        let phrase = &phrase[..phrase.len().checked_sub(1)?];
        let run: Vec<&Word> =
            phrase.iter().take_while(|w| w.kind == WordKind::Plain && is_capital(text, w)).collect();
        let (first, last) = run.first().zip(run.last())?;
        let written = text.slice(first.span.join(last.span));
        let is_office = page.known.office(written).is_some() || best_standing(written, page.known).is_some();
        (!is_office && !is_party(written)).then(|| self.entities.organisation(written))
    }

    /// "Veldmark" of "Veldmark's Transport Minister", "Corrane" of "Corranian Foreign Minister": the place of an office of
    /// state that no list knows, but the article names.
    fn unlisted_state(&mut self, page: Page<'_>, id: Id, phrase: &[Word], office: &Office) -> Option<Id> {
        if !names::is_of_state(office) || self.entities.list[id].state.is_some() {
            return None;
        }
        let k = self.place_of_adjective(page, phrase).or_else(|| self.unlisted_place_in(page, phrase))?;
        let name = without_possessive(page.text.slice(self.names[k].span)).to_owned();
        let state = self.entities.described(&name, true, ActorKind::Organisation);
        if self.of_name[k].is_none() {
            self.of_name[k] = Some(state);
            self.entities.list[state].mentions.push(self.names[k].span);
        }
        Some(state)
    }

    /// The only place in a phrase that no list knows, unless the phrase says that somebody is in it.
    fn unlisted_place_in(&self, page: Page<'_>, phrase: &[Word]) -> Option<usize> {
        let (first, last) = phrase.first().zip(phrase.last())?;
        let whole = first.span.join(last.span);
        let from = self.names.partition_point(|name| name.span.end() <= whole.start());
        let within = (from..self.names.len()).take_while(|&k| self.names[k].span.start() < whole.end());
        let mut places = within.filter(|&k| self.is_unlisted_place(page, k));
        let k = places.next().filter(|_| places.next().is_none())?;
        let before = phrase.iter().rfind(|word| word.span.end() <= self.names[k].span.start());
        let is_in =
            before.is_some_and(|word| matches!(page.text.slice(word.span), "in" | "at" | "from" | "to"));
        (!is_in).then_some(k)
    }

    /// The only place named near it that the phrase's first word is the adjective of: "Corrane" for "Corranian".
    fn place_of_adjective(&self, page: Page<'_>, phrase: &[Word]) -> Option<usize> {
        let word = phrase.iter().find(|word| word.kind == WordKind::Plain)?;
        let adjective = page.text.slice(word.span);
        if !is_capital(page.text, word) || best_standing(adjective, page.known).is_some() {
            return None;
        }
        let end = self.names.partition_point(|name| name.span.end() <= word.span.start());
        let named = |k: usize| without_possessive(page.text.slice(self.names[k].span));
        let near = end.saturating_sub(NAMED)..(end + NAMED).min(self.names.len());
        let mut places =
            near.filter(|&k| is_adjective_of(adjective, named(k)) && self.is_unlisted_place(page, k));
        let first = places.next()?;
        places.all(|k| named(k) == named(first)).then_some(first)
    }

    fn is_unlisted_place(&self, page: Page<'_>, k: usize) -> bool {
        let Name { span, kind } = self.names[k];
        let written = without_possessive(page.text.slice(span));
        kind == NameKind::Place && !is_adjective(written) && best_standing(written, page.known).is_none()
    }

    /// The first organisation that a phrase names or describes by a name: "Clinton campaign", "his company".
    pub(crate) fn organisation_in(&mut self, page: Page<'_>, phrase: &[Word], not: Id) -> Option<Id> {
        let (first, last) = phrase.first().zip(phrase.last())?;
        let whole = first.span.join(last.span);
        let from = self.names.partition_point(|n| n.span.end() <= whole.start());
        let mut found = None;
        for k in from..self.names.len() {
            let Name { span, kind } = self.names[k];
            if span.start() >= whole.end() {
                break;
            }
            if phrase
                .iter()
                .rfind(|w| w.span.end() <= span.start())
                .is_some_and(|w| page.text.slice(w.span) == "in")
            {
                continue;
            }
            match kind {
                NameKind::Organisation => {
                    return Some(self.entities.organisation(without_possessive(page.text.slice(span))));
                }
                NameKind::Person => {
                    if let Some(id) = self.body_of(page, span, phrase) {
                        return Some(id);
                    }
                    found = found.or(self.of_name[k]);
                }
                _ => {}
            }
        }
        found.filter(|&id| id != not)
    }

    /// "Clinton campaign", "Trump's transition team": the organisation around a person's name.
    pub(crate) fn body_of(&mut self, page: Page<'_>, name: Span, phrase: &[Word]) -> Option<Id> {
        let text = page.text;
        let mut behind =
            phrase.iter().filter(|w| w.span.start() >= name.end() && w.kind == WordKind::Plain).take(3);
        let noun = behind.find(|w| BODIES.contains(&text.slice(w.span).to_lowercase().as_str()))?;
        let who = without_possessive(text.slice(name));
        let who = who.rsplit(' ').next().unwrap_or(who);
        let noun = text.slice(noun.span).to_lowercase();
        Some(self.entities.described(&format!("{who} {noun}"), true, ActorKind::Organisation))
    }

    /// The first name that shares a byte with a place.
    pub(crate) fn name_at(&self, span: Span) -> Option<usize> {
        let at = self.names.partition_point(|name| name.span.end() <= span.start());
        self.names.get(at).filter(|name| name.span.overlaps(span)).map(|_| at)
    }

    /// The first chunk that shares a byte with a place.
    pub(crate) fn chunk_at(&self, span: Span) -> Option<usize> {
        let at = self.chunks.partition_point(|chunk| chunk.span.end() <= span.start());
        self.chunks.get(at).filter(|chunk| chunk.span.overlaps(span)).map(|_| at)
    }

    fn chunk_ending_at(&self, end: u32) -> Option<usize> {
        let at = self.chunks.partition_point(|chunk| chunk.span.end() < end);
        self.chunks.get(at).filter(|chunk| chunk.span.end() == end).map(|_| at)
    }

    /// Learned score of each entity as the antecedent of a chunk: that of its likeliest mention.
    fn link_scores(&self, chunk: Option<usize>) -> Vec<(Id, f32)> {
        let Some(chunk) = chunk else { return Vec::new() };
        let antecedents = self.chunks[chunk].antecedents.iter();
        antecedents.filter_map(|&(earlier, score)| Some((self.of_chunk[earlier as usize]?, score))).collect()
    }

    fn chunk(&mut self, page: Page<'_>, k: usize) -> Option<Id> {
        let span = self.chunks[k].span;
        let at = self.names.partition_point(|name| name.span.end() < span.end());
        if let Some(id) = self
            .names
            .get(at)
            .filter(|name| name.span.end() == span.end())
            .and(self.of_name.get(at).copied().flatten())
        {
            self.of_chunk[k] = Some(id);
            return Some(id);
        }
        if self.chunks[k].words.is_empty() || self.leads_to(page, k).is_some() {
            return None;
        }
        let id = self
            .appended(page, k)
            .or_else(|| self.body_chunk(page, k))
            .or_else(|| self.antecedent(page, k))?;
        self.of_chunk[k] = Some(id);
        self.entities.list[id].mentions.push(span);
        Some(id)
    }

    /// A description right before a name, "The Republican nominee, Donald Trump, said", or after it is the name's.
    fn appended(&self, page: Page<'_>, k: usize) -> Option<Id> {
        let chunk = &self.chunks[k];
        if chunk.kind != ChunkKind::Person || chunk.class < Class::Definite {
            return None;
        }
        let at = self.names.partition_point(|name| name.span.end() <= chunk.span.start());
        let before = at.checked_sub(1).filter(|&at| self.names[at].kind == NameKind::Person)?;
        let between = page.text.slice(Span::new(self.names[before].span.end(), chunk.span.start()));
        (between == ", ").then_some(self.of_name[before]).flatten()
    }

    /// "the Clinton campaign": an organisation by somebody's name.
    fn body_chunk(&mut self, page: Page<'_>, k: usize) -> Option<Id> {
        let span = self.chunks[k].span;
        if !BODIES.contains(&self.chunks[k].words.last()?.as_str()) {
            return None;
        }
        let at = self.names.partition_point(|name| name.span.end() <= span.start().saturating_sub(2));
        let name =
            self.names.get(at).filter(|n| n.kind == NameKind::Person && n.span.end() < span.end())?.span;
        let phrase = words(page.text, Span::new(name.start().min(span.start()), span.end()));
        self.body_of(page, name, &phrase)
    }

    /// The person's name that a description leads up to: "Italian Prime Minister" of "Italian Prime Minister Ada Ott".
    fn leads_to(&self, page: Page<'_>, k: usize) -> Option<Span> {
        let chunk = &self.chunks[k];
        if chunk.kind != ChunkKind::Person || chunk.class < Class::Name {
            return None;
        }
        let at = self.names.partition_point(|name| name.span.end() <= chunk.span.end());
        let name = self.names.get(at).filter(|name| name.kind == NameKind::Person)?;
        if name.span.contains(chunk.span) {
            return Some(name.span);
        }
        if name.span.start() < chunk.span.end() {
            return None;
        }
        let between = page.text.slice(Span::new(chunk.span.end(), name.span.start()));
        matches!(between, " " | ". ").then_some(name.span)
    }

    /// By the learned link.
    fn antecedent(&mut self, page: Page<'_>, k: usize) -> Option<Id> {
        let chunk = &self.chunks[k];
        let class = chunk.class;
        let plural = is_plural(&chunk.words);
        let is_body = chunk.words.last().is_some_and(|noun| ORGANISATIONS.contains(&noun.as_str()));
        let kind = if is_body { ChunkKind::Organisation } else { chunk.kind };
        if matches!(class, Class::Definite | Class::Bare)
            && !plural
            && let Some(id) = self.entities.described_before(&chunk.words, kind)
        {
            return Some(id);
        }
        if class == Class::OtherPronoun && !is_relative(&chunk.words[0]) {
            return None;
        }
        let office = class == Class::Definite
            && page.known.office(page.text.slice(chunk.span)).is_some_and(|office| is_held(&office));
        let may = |earlier: usize| match self.of_chunk[earlier] {
            Some(id) if class == Class::Definite => !self.entities.contradicts(id, &chunk.words, office),
            Some(_) => true,
            None => names::is_somebody(page, self.chunks[earlier].span),
        };
        let earlier = self.likeliest(k, plural, kind, may)?;
        let id = self.make(page, earlier);
        match class {
            Class::He => self.entities.list[id].votes -= 1,
            Class::She => self.entities.list[id].votes += 1,
            _ => {}
        }
        Some(id)
    }

    /// The earlier chunk, of those that `may` be meant, with the best link less what does not fit.
    fn likeliest(
        &self,
        k: usize,
        plural: bool,
        kind: ChunkKind,
        may: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let chunk = &self.chunks[k];
        // A pronoun has somebody to refer to; a description may well be the first to name somebody.
        let least = match chunk.class {
            Class::He | Class::She => -30.0,
            Class::They | Class::It | Class::OtherPronoun => -3.0,
            _ => 0.0,
        };
        let mut best: Option<(f32, usize)> = None;
        for (earlier, score) in chunk.antecedents.iter().map(|&(earlier, score)| (earlier as usize, score)) {
            let score = score - self.misfit(chunk.class, plural, kind, earlier);
            if may(earlier) && score > best.map_or(least, |(most, _)| most) {
                best = Some((score, earlier));
            }
        }
        best.map(|(_, earlier)| earlier)
    }

    /// Whom a pronoun of one person means, now that the whole article's pronouns tell who is "he" and who "she".
    pub(crate) fn reconsider(&mut self, k: usize) -> Option<Id> {
        let (class, own) = (self.chunks[k].class, self.of_chunk[k]);
        let vote = if class == Class::She { 1 } else { -1 };
        if let Some(id) = own {
            self.entities.list[id].votes -= vote;
        }
        let earlier = self.likeliest(k, false, ChunkKind::Person, |earlier| self.of_chunk[earlier].is_some());
        let id = earlier.and_then(|earlier| self.of_chunk[earlier]).or(own)?;
        self.entities.list[id].votes += vote;
        if own != Some(id) {
            let span = self.chunks[k].span;
            if let Some(other) = own {
                self.entities.list[other].mentions.retain(|mention| *mention != span);
            }
            self.entities.list[id].mentions.push(span);
            self.of_chunk[k] = Some(id);
        }
        Some(id)
    }

    /// How badly an earlier chunk fits as antecedent; added up against the link's score.
    fn misfit(&self, class: Class, plural: bool, kind: ChunkKind, earlier: usize) -> f32 {
        const NEVER: f32 = 1e6;
        let before = &self.chunks[earlier];
        let entity = self.of_chunk[earlier].map(|id| &self.entities.list[id]);
        let person = match entity {
            Some(entity) => entity.kind == ActorKind::Person,
            None => before.kind == ChunkKind::Person && !is_plural(&before.words),
        };
        let many = match entity {
            Some(entity) => entity.kind == ActorKind::Group,
            None => is_plural(&before.words),
        };
        match class {
            Class::He | Class::She => {
                let gender = if class == Class::He { Gender::Male } else { Gender::Female };
                let other = entity.and_then(|e| e.gender).is_some_and(|known| known != gender)
                    || matches!((class, before.class), (Class::He, Class::She) | (Class::She, Class::He));
                if !person
                    || other
                    || matches!(before.class, Class::I | Class::We | Class::You | Class::They | Class::It)
                {
                    return NEVER;
                }
                let votes = entity.map_or(0, |e| if class == Class::He { e.votes } else { -e.votes });
                votes.clamp(0, 3) as f32 * 1.5
            }
            Class::It => {
                if person || many {
                    NEVER
                } else {
                    0.0
                }
            }
            Class::They => {
                if person && entity.is_some_and(|e| e.is_named) {
                    3.0
                } else {
                    0.0
                }
            }
            Class::OtherPronoun | Class::We => 0.0,
            _ => {
                let same = match kind {
                    ChunkKind::Person => before.kind == ChunkKind::Person || person,
                    _ => !person,
                };
                if !same || plural != many && entity.is_some() && kind == ChunkKind::Person {
                    return NEVER;
                }
                if matches!(before.class, Class::I | Class::We | Class::You) { 2.0 } else { 0.0 }
            }
        }
    }

    /// The entity of a chunk, made when nobody has needed one before.
    pub(crate) fn make(&mut self, page: Page<'_>, k: usize) -> Id {
        if let Some(id) = self.of_chunk[k] {
            return id;
        }
        let chunk = &self.chunks[k];
        let (span, plural) = (chunk.span, is_plural(&chunk.words));
        let kind = match chunk.kind {
            ChunkKind::Person if plural => ActorKind::Group,
            ChunkKind::Person => ActorKind::Person,
            ChunkKind::Organisation => ActorKind::Organisation,
            _ => ActorKind::Unknown,
        };
        let id = self.entities.unnamed(page.text.slice(span), kind);
        self.of_chunk[k] = Some(id);
        self.entities.list[id].mentions.push(span);
        id
    }
}

/// Whether who has this office stands for a state or a body; a nominee or a former minister may be anything else besides.
pub(crate) fn is_held(office: &Office) -> bool {
    !office.former && matches!(office.represents, Represents::State | Represents::Organisation)
}

/// So many names before and after an adjective are compared with it: time stays linear.
const NAMED: usize = 200;

fn score_of(scores: &[(Id, f32)], id: Id) -> f32 {
    scores.iter().filter(|(of, _)| *of == id).map(|&(_, score)| score).fold(-9.0, f32::max)
}

/// Nouns of organisations that go by somebody's name.
pub(crate) const BODIES: [&str; 14] = [
    "campaign",
    "administration",
    "foundation",
    "organization",
    "organisation",
    "team",
    "camp",
    "government",
    "company",
    "ministry",
    "department",
    "party",
    "office",
    "committee",
];

/// Nouns that are bodies of people, whatever the tagger takes them for.
const ORGANISATIONS: [&str; 34] = [
    "administration",
    "agency",
    "airline",
    "army",
    "article",
    "association",
    "bank",
    "board",
    "bureau",
    "campaign",
    "cabinet",
    "church",
    "commission",
    "committee",
    "company",
    "council",
    "court",
    "department",
    "firm",
    "foundation",
    "government",
    "group",
    "institute",
    "magazine",
    "ministry",
    "movement",
    "network",
    "newspaper",
    "organisation",
    "organization",
    "paper",
    "party",
    "state",
    "union",
];

/// How far from a name its title and apposition are looked for, in bytes.
const REACH: u32 = 240;

/// The words of a title or office right before a name.
fn lead<'w>(text: &Text, before: &'w [Word], known: &Known) -> &'w [Word] {
    // "A spokeswoman for Ada Ott" is somebody else's title.
    if before.last().is_some_and(|w| w.kind == WordKind::Plain && JOINERS.contains(&text.slice(w.span))) {
        return &[];
    }
    let mut first = before.len();
    for (k, word) in before.iter().enumerate().rev().take(10) {
        let written = text.slice(word.span);
        let fits = match word.kind {
            WordKind::Possessive => true,
            WordKind::Mark => false,
            WordKind::Plain => {
                is_capital(text, word) && !(k == 0 && STARTERS.contains(&written))
                    || CONNECTIVES.contains(&written)
                    || known.office(written).is_some()
                    || BODIES.contains(&written)
            }
        };
        if !fits {
            break;
        }
        let joins = word.kind == WordKind::Possessive || JOINERS.contains(&written);
        if !joins {
            first = k;
        }
    }
    &before[first..]
}

/// Words that join the words of a title.
const JOINERS: [&str; 4] = ["of", "for", "the", "and"];

/// Lower-case words that stand within titles.
const CONNECTIVES: [&str; 22] = [
    "of",
    "for",
    "the",
    "and",
    "former",
    "then",
    "acting",
    "deputy",
    "senior",
    "top",
    "chief",
    "vice",
    "national",
    "foreign",
    "state",
    "general",
    "assistant",
    "associate",
    "retired",
    "campaign",
    "longtime",
    "presidential",
];

/// Words that begin a sentence in capitals before a name.
const STARTERS: [&str; 24] = [
    "But",
    "And",
    "When",
    "While",
    "As",
    "If",
    "After",
    "Before",
    "Though",
    "Although",
    "In",
    "On",
    "At",
    "For",
    "With",
    "Yet",
    "So",
    "Even",
    "Meanwhile",
    "Then",
    "Like",
    "Unlike",
    "By",
    "From",
];

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv" | "")
}

/// Whether a name in a phrase only tells more of the phrase's noun: "a Trump adviser".
fn is_modifier(text: &Text, name: Span, phrase: Span) -> bool {
    let behind = text.slice(Span::new(name.end(), phrase.end().max(name.end()))).trim_start();
    behind.starts_with(|c: char| c.is_lowercase()) || behind.starts_with(['\'', '\u{2019}'])
}

pub(crate) fn without_possessive(name: &str) -> &str {
    for ending in ["'s", "\u{2019}s", "'", "\u{2019}"] {
        if let Some(bare) = name.strip_suffix(ending) {
            return bare;
        }
    }
    name
}

/// Whether a description is of several.
pub(crate) fn is_plural(words: &[String]) -> bool {
    let Some(last) = words.last() else { return false };
    const PLURALS: [&str; 20] = [
        "people", "men", "women", "police", "many", "some", "others", "most", "critics", "they", "them",
        "we", "both", "few", "several", "children", "media", "those", "us", "all",
    ];
    PLURALS.contains(&last.as_str())
        || last.len() > 3
            && last.ends_with('s')
            && !["ss", "us", "is", "ics"].iter().any(|end| last.ends_with(end))
}
