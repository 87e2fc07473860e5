//! Names that the tagger missed, by the list of what is known and by what is true of names in general.
//!
//! A mention of a person, organisation or place that ends in capitals ends in a name; so does a source; capitals behind a
//! form of address are somebody's name; and who was named once in full may stand anywhere by the surname.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use sayso_gazetteer::{Branch, FoundBy, Known, Office, Represents, StandsBy};
use sayso_text::{Span, Text};

use crate::chunk::{Class, folded_words, is_definite, is_indefinite, pronoun};
use crate::describe::{best_standing, is_capital};
use crate::entities::is_party;
use crate::mentions::{Chunk, ChunkKind, Name, NameKind};
use crate::resolve::{Page, is_plural, without_possessive};
use crate::words::{Word, WordKind, place, words};

/// Adds what is missing and drops what names nobody; `names` are in text order before and after. Gives the states among them that no list knows.
pub(crate) fn complete(
    page: Page<'_>,
    names: &mut Vec<Name>,
    chunks: &[Chunk],
    sources: &[Span],
) -> HashSet<String> {
    *names = names.iter().filter_map(|name| whole(page, *name)).collect();
    names.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
    let mut more = abbreviated(page);
    names.retain(|name| !more.iter().any(|defined| defined.span.overlaps(name.span)));
    add(names, more);
    more = listed(page);
    add(names, more);
    widen_bodies(page, names);
    more = chunks.iter().filter_map(|chunk| of_chunk(page, chunk)).collect();
    add(names, more);
    more = sources.iter().filter_map(|source| of_source(page, *source)).collect();
    add(names, more);
    more = addressed(page);
    add(names, more);
    names.retain(|name| is_somebody(page, name.span));
    more = repeated(page, names);
    add(names, more);
    settle_surnames(page, names);
    settle_states(page, names)
}

/// A word that nobody knows is a place, whatever the tagger took it for, where the text gives it a minister: "Veldmark's
/// Foreign Minister", "Corranian Foreign Minister" for Corrane, or "its foreign minister". Not where the text names somebody of that surname.
fn settle_states(page: Page<'_>, names: &mut [Name]) -> HashSet<String> {
    let Page { text, known, .. } = page;
    let unknown = |word: &str| {
        !word.contains(' ')
            && known.standing_for(word).is_empty()
            && known.organisations(word).is_empty()
            && known.people(word).is_empty()
    };
    let bare = |name: &Name| without_possessive(text.slice(name.span));
    let people = names.iter().filter(|name| name.kind == NameKind::Person);
    let surnames: HashSet<&str> = people.filter_map(|name| Some(bare(name).rsplit_once(' ')?.1)).collect();
    let words: HashSet<&str> =
        names.iter().map(bare).filter(|word| unknown(word) && !surnames.contains(word)).collect();
    if words.is_empty() {
        return HashSet::new();
    }
    let governed = governed(page, names);
    let states: HashSet<&str> = words
        .into_iter()
        .filter(|word| governed.iter().any(|owner| owner == word || is_adjective_of(owner, word)))
        .collect();
    for name in names.iter_mut().filter(|name| states.contains(without_possessive(text.slice(name.span)))) {
        name.kind = NameKind::Place;
    }
    states.into_iter().map(str::to_owned).collect()
}

/// The words to which the text gives an office of state: possessives, what may be adjectives that nobody knows, and what
/// begins a sentence that has "its" minister.
fn governed<'t>(page: Page<'t>, names: &[Name]) -> HashSet<&'t str> {
    let Page { text, known, .. } = page;
    let mut found = HashSet::new();
    for sentence in &page.segments.sentences {
        let words = words(text, sentence.span);
        // "Veldmark could live with it, its transport minister said."
        let theirs =
            |k: usize| text.slice(words[k].span) == "its" && has_office(text, known, names, &words[k + 1..]);
        // A sentence begins behind its dateline: "NORTHPORT — Veldmark could".
        let begins =
            |k: usize| k == 0 || matches!(text.slice(words[k - 1].span), "\u{2014}" | "\u{2013}" | "--");
        let stands_alone = |k: &usize| {
            begins(*k)
                && is_capital(text, &words[*k])
                && words.get(k + 1).is_some_and(|next| !is_capital(text, next))
        };
        if let Some(at) = (0..words.len()).find(|k| theirs(*k))
            && let Some(first) = (0..at).rfind(stands_alone)
            && best_standing(text.slice(words[first].span), known).is_none()
        {
            found.insert(text.slice(words[first].span));
        }
        for (k, word) in words.iter().enumerate().filter(|(_, word)| is_capital(text, word)) {
            let written = text.slice(word.span);
            let owns = words.get(k + 1).is_some_and(|next| next.kind == WordKind::Possessive);
            if !owns && !is_adjective(written) || found.contains(written) {
                continue;
            }
            let behind = &words[k + 1 + usize::from(owns)..];
            if has_office(text, known, names, behind) && best_standing(written, known).is_none() {
                found.insert(written);
            }
        }
    }
    found
}

/// Whether words begin with an office of state, up to the name of its holder.
fn has_office(text: &Text, known: &Known, names: &[Name], words: &[Word]) -> bool {
    let is_named = |word: &Word| {
        let at = names.partition_point(|name| name.span.end() <= word.span.start());
        names.get(at).is_some_and(|name| name.kind == NameKind::Person && name.span.overlaps(word.span))
    };
    let plain = |word: &&Word| word.kind == WordKind::Plain && !is_named(word);
    let length = words.iter().take(OFFICE).take_while(plain).count();
    (1..=length).any(|length| {
        let office = text.slice(words[0].span.join(words[length - 1].span));
        known.office(office).is_some_and(|office| is_of_state(&office))
    })
}

/// An office has so many words at most: "Minister of State for Trade".
const OFFICE: usize = 5;

/// Whether the holder of an office governs a state, or speaks for it abroad.
pub(crate) fn is_of_state(office: &Office) -> bool {
    office.represents == Represents::State && office.branch == Branch::Government
}

/// Whether a word ends as adjectives of places do, and places do not.
pub(crate) fn is_adjective(word: &str) -> bool {
    ["ian", "ean", "ish", "ese"].iter().any(|ending| word.ends_with(ending))
}

/// Whether a word is the adjective of a place: its stem, less two letters at most, and an ending.
pub(crate) fn is_adjective_of(word: &str, place: &str) -> bool {
    ["ian", "ean", "an", "ish", "ese"].iter().filter_map(|ending| word.strip_suffix(ending)).any(|stem| {
        let rest = place.strip_prefix(stem).map(|rest| rest.chars().count());
        stem.chars().count() >= STEM && rest.is_some_and(|rest| rest <= 2)
    })
}

/// The stem of an adjective has so many letters at least.
const STEM: usize = 4;

/// A word that the tagger took for an organisation or a place is the person whose surname it is, where the text names
/// that person in full and the list knows no state, city or organisation of that name.
fn settle_surnames(page: Page<'_>, names: &mut [Name]) {
    let Page { text, known, .. } = page;
    let surname = |name: &Name| {
        let (_, last) = text.slice(name.span).rsplit_once(' ').filter(|_| name.kind == NameKind::Person)?;
        Some(last)
    };
    let surnames: HashSet<&str> = names.iter().filter_map(surname).collect();
    for name in names.iter_mut().filter(|name| name.kind != NameKind::Person) {
        let word = text.slice(name.span);
        if surnames.contains(word)
            && known.standing_for(word).is_empty()
            && known.organisations(word).is_empty()
        {
            name.kind = NameKind::Person;
        }
    }
}

/// Words of the calendar.
const DAYS: [&str; 19] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words that begin sentences.
const NO_NAMES: [&str; 33] = [
    "What", "When", "Where", "Why", "How", "If", "As", "At", "By", "For", "From", "With", "Yes", "No", "Not",
    "Now", "Then", "There", "Here", "Also", "However", "After", "Before", "While", "Since", "Some", "All",
    "Many", "Most", "Other", "Please", "Thanks", "Ever",
];

/// A tagged name as whole words from its first capital to its last, without an article; none where no capital is in it.
fn whole(page: Page<'_>, name: Name) -> Option<Name> {
    let Page { text, segments, .. } = page;
    let tokens = segments.tokens_in(name.span);
    let (first, last) =
        segments.tokens[tokens].split_first().map(|(first, rest)| (first, rest.last().unwrap_or(first)))?;
    let all = words(text, first.span.join(last.span));
    let inside = |word: &&Word| {
        word.span.overlaps(name.span) && word.kind == WordKind::Plain && is_capital(text, word)
    };
    let of_name = |word: &&Word| {
        inside(word)
            && !matches!(
                text.slice(word.span),
                "The" | "A" | "An" | "This" | "That" | "In" | "On" | "But" | "And"
            )
    };
    let (first, last) = (all.iter().find(of_name)?, all.iter().rfind(inside)?);
    let tagged: Vec<Word> = all
        .iter()
        .filter(|w| w.span.start() >= first.span.start() && w.span.end() <= last.span.end())
        .copied()
        .collect();
    let first = match name.kind {
        NameKind::Person => {
            behind_office(page, &tagged).first().copied().filter(|w| is_capital(text, w)).unwrap_or(*first)
        }
        _ => *first,
    };
    let first = &first;
    let particle =
        all.iter().take_while(|word| word.span.start() < first.span.start()).last().filter(|word| {
            word.span.overlaps(name.span)
                && matches!(
                    text.slice(word.span),
                    "al" | "bin" | "de" | "del" | "der" | "di" | "el" | "van" | "von"
                )
        });
    let span = particle.unwrap_or(first).span.join(last.span);
    let only = first.span == last.span && particle.is_none();
    let written = text.slice(span);
    if only && (pronoun(written).is_some() || NO_NAMES.contains(&written) || DAYS.contains(&written)) {
        return None;
    }
    let standing = if only { best_standing(written, page.known) } else { None };
    let kind = match standing {
        Some(standing) if standing.by == StandsBy::Nationality => NameKind::Other,
        _ => name.kind,
    };
    Some(Name { span, kind })
}

/// Whether a place in the text may mean somebody: not a day or month, and not in the page's furniture.
pub(crate) fn is_somebody(page: Page<'_>, span: Span) -> bool {
    !DAYS.contains(&page.text.slice(span)) && !page.is_furniture(span)
}

/// "Union" of "the Harbour Workers' Union" and "Department" of "the Department of Revenue Services" are not what these are called:
/// a body's noun takes the capitals before it and, behind "of" or "for", those after it.
fn widen_bodies(page: Page<'_>, names: &mut Vec<Name>) {
    let text = page.text;
    let is_body = |name: &Name| {
        let written = text.slice(name.span).to_lowercase();
        name.kind != NameKind::Person && BODY_NOUNS.contains(&written.rsplit(' ').next().unwrap_or_default())
    };
    let people: Vec<Span> =
        names.iter().filter(|name| name.kind == NameKind::Person).map(|name| name.span).collect();
    let is_person = |word: &Word| {
        let at = people.partition_point(|person| person.end() <= word.span.start());
        people.get(at).is_some_and(|person| person.overlaps(word.span))
    };
    let mut taken: Option<Span> = None;
    for name in names.iter_mut().filter(|name| is_body(name)) {
        let span = widened(page, name.span, &is_person);
        if taken.is_none_or(|taken| !taken.overlaps(span)) {
            (name.span, name.kind) = (span, NameKind::Organisation);
            taken = Some(span);
        }
    }
    // The widest of those that overlap stays.
    names.sort_by_key(|name| (name.span.start(), Reverse(name.span.end())));
    names.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
}

/// What bodies are, and are called.
const BODY_NOUNS: [&str; 19] = [
    "agency",
    "association",
    "bank",
    "board",
    "bureau",
    "commission",
    "committee",
    "council",
    "court",
    "department",
    "federation",
    "foundation",
    "institute",
    "ministry",
    "office",
    "organisation",
    "organization",
    "union",
    "university",
];

/// So far before and behind a body's noun the rest of its name is looked for, in bytes.
const BODY: u32 = 80;

fn widened(page: Page<'_>, span: Span, is_person: &impl Fn(&Word) -> bool) -> Span {
    let Page { text, segments, .. } = page;
    let Some(sentence) = segments.sentences_in(span).next().map(|at| segments.sentences[at].span) else {
        return span;
    };
    let first = place(text, span.start().saturating_sub(BODY).max(sentence.start()), span.start());
    let before = words(text, first);
    let begins = |word: &Word| word.span.start() == sentence.start();
    let is_name = |word: &Word| {
        word.kind == WordKind::Plain
            && is_capital(text, word)
            && !is_person(word)
            && !NO_NAMES.contains(&text.slice(word.span))
            && !DAYS.contains(&text.slice(word.span))
            && !is_definite(&text.slice(word.span).to_lowercase())
            && !is_indefinite(&text.slice(word.span).to_lowercase())
    };
    let (mut start, mut rest) = (span.start(), before.as_slice());
    loop {
        rest = match rest {
            // "the Workers' Union", but not "Russia's Union".
            [head @ .., owner, mark]
                if mark.kind == WordKind::Possessive
                    && text.slice(mark.span).chars().count() == 1
                    && is_name(owner)
                    && joined(text, mark.span.end(), start) =>
            {
                start = owner.span.start();
                head
            }
            [head @ .., word] if is_name(word) && !begins(word) && joined(text, word.span.end(), start) => {
                start = word.span.start();
                head
            }
            _ => break,
        };
    }
    let last = place(text, span.end(), span.end().saturating_add(BODY).min(sentence.end()));
    let (mut end, mut rest) = (span.end(), words(text, last));
    while let Some(capital) = rest.iter().position(is_name) {
        let between = rest[..capital].iter().map(|word| text.slice(word.span)).collect::<Vec<_>>();
        let leads = match end == span.end() {
            true => matches!(between[..], ["of" | "for" | "on"] | ["of" | "for", "the"]),
            false => matches!(between[..], [] | ["of" | "and" | "for"] | ["of" | "for", "the"]),
        };
        if !leads {
            break;
        }
        end = rest[capital].span.end();
        rest.drain(..=capital);
    }
    Span::new(start, end)
}

/// Whether nothing but a blank stands between two words.
fn joined(text: &Text, end: u32, start: u32) -> bool {
    end <= start && matches!(text.slice(Span::new(end, start)), " " | "")
}

/// Adds those that overlap no other; of two that overlap each other the first stays.
fn add(names: &mut Vec<Name>, mut more: Vec<Name>) {
    more.sort_by_key(|name| name.span);
    let mut last: Option<Span> = None;
    more.retain(|name| {
        let at = names.partition_point(|other| other.span.end() <= name.span.start());
        let free = names.get(at).is_none_or(|other| !other.span.overlaps(name.span))
            && last.is_none_or(|last| !last.overlaps(name.span));
        if free {
            last = Some(name.span);
        }
        free
    });
    if !more.is_empty() {
        names.extend(more);
        names.sort_by_key(|name| name.span);
    }
}

/// "North Stocks Council (NSC)": capitals whose first letters stand behind them in brackets, and those letters.
fn abbreviated(page: Page<'_>) -> Vec<Name> {
    let Page { text, segments, .. } = page;
    let mut found = Vec::new();
    for (k, token) in segments.tokens.iter().enumerate() {
        let Some([letters, close]) = segments.tokens.get(k + 1..k + 3) else { break };
        let short = text.slice(letters.span);
        let count = short.chars().count();
        let is_short = (2..=8).contains(&count) && short.chars().all(char::is_uppercase);
        if text.slice(token.span) != "(" || text.slice(close.span) != ")" || !is_short {
            continue;
        }
        let (mut rest, mut first) = (short.chars().rev().peekable(), k);
        for at in (k.saturating_sub(2 * count)..k).rev() {
            let word = text.slice(segments.tokens[at].span);
            match rest.peek() {
                Some(letter) if word.starts_with(*letter) => {
                    rest.next();
                    first = at;
                }
                Some(_) if matches!(word, "of" | "the" | "for" | "and" | "on" | "in") => {}
                Some(_) if matches!(word, "'" | "\u{2019}" | "'s" | "\u{2019}s") => {}
                _ => break,
            }
        }
        if rest.peek().is_none() && first < k {
            let whole = segments.tokens[first].span.join(segments.tokens[k - 1].span);
            found.extend([whole, letters.span].map(|span| Name { span, kind: NameKind::Organisation }));
        }
    }
    found
}

/// Capitals that the list of states, places, organisations and people has as they stand, the longest run first.
fn listed(page: Page<'_>) -> Vec<Name> {
    let Page { text, segments, .. } = page;
    let mut found = Vec::new();
    for sentence in &segments.sentences {
        let all: Vec<Word> =
            segments.tokens_of(sentence).iter().flat_map(|token| words(text, token.span)).collect();
        let mut k = 0;
        while k < all.len() {
            let run = all[k..].iter().take(6).take_while(|w| w.kind == WordKind::Plain).count();
            let listed = (1..=run).rev().find_map(|length| {
                let run = &all[k..k + length];
                let capitals = is_capital(text, &run[0]) && is_capital(text, &run[length - 1]);
                let span = run[0].span.join(run[length - 1].span);
                let kind = capitals.then(|| kind_of(page, text.slice(span), k == 0)).flatten()?;
                Some((length, Name { span, kind }))
            });
            match listed {
                Some((length, name)) => {
                    found.push(name);
                    k += length;
                }
                None => k += 1,
            }
        }
    }
    found
}

/// What a listed name names. A single word has to be an acronym or a place; one that begins a sentence, a state.
fn kind_of(page: Page<'_>, written: &str, begins: bool) -> Option<NameKind> {
    let Page { known, .. } = page;
    let several = written.contains(' ');
    let upper = written.chars().filter(|c| c.is_uppercase()).count();
    if !several && written.chars().count() < 2 {
        return None;
    }
    let standing = known.standing_for(written).into_iter().map(|standing| standing.by).min();
    match standing {
        Some(StandsBy::Name) if several || upper > 1 || written.chars().count() > 3 => {
            return Some(NameKind::Place);
        }
        Some(StandsBy::Nationality) => return None,
        Some(StandsBy::Institution) if several => return Some(NameKind::Organisation),
        Some(StandsBy::Capital | StandsBy::City | StandsBy::Region) if !begins || several => {
            return Some(NameKind::Place);
        }
        _ => {}
    }
    let acronym = !several && upper >= 2 && upper == written.chars().filter(|c| c.is_alphabetic()).count();
    if (several || acronym && written.chars().count() >= 3) && !known.organisations(written).is_empty() {
        return Some(NameKind::Organisation);
    }
    let person = several && known.people(written).iter().any(|person| person.found_by != FoundBy::Surname);
    person.then_some(NameKind::Person)
}

fn of_chunk(page: Page<'_>, chunk: &Chunk) -> Option<Name> {
    let kind = match chunk.kind {
        ChunkKind::Person => NameKind::Person,
        ChunkKind::Organisation => NameKind::Organisation,
        ChunkKind::Place => NameKind::Place,
        ChunkKind::Other => return None,
    };
    if chunk.class != Class::Name || is_plural(&chunk.words) && kind == NameKind::Person {
        return None;
    }
    named(page, &words(page.text, chunk.span), kind)
}

/// "White House spokesman Ben Roe": what ends a source in capitals behind an office, or is nothing but two capitals.
fn of_source(page: Page<'_>, source: Span) -> Option<Name> {
    let all = words(page.text, source);
    let core: Vec<Word> = all.into_iter().take_while(|w| w.kind != WordKind::Mark).collect();
    let capitals =
        core.iter().rev().take_while(|w| w.kind == WordKind::Plain && is_capital(page.text, w)).count();
    let before = core.len() - capitals;
    let behind_office =
        before.checked_sub(1).is_some_and(|k| page.known.office(page.text.slice(core[k].span)).is_some());
    (behind_office && capitals > 0 || before == 0 && capitals == 2)
        .then(|| named(page, &core, NameKind::Person))
        .flatten()
}

/// The run of capitals that ends `words`, unless it is a title or an office.
fn named(page: Page<'_>, words: &[Word], kind: NameKind) -> Option<Name> {
    let Page { text, known, .. } = page;
    let capitals =
        words.iter().rev().take_while(|w| w.kind == WordKind::Plain && is_capital(text, w)).count();
    let run = &words[words.len() - capitals..];
    let run = if kind == NameKind::Person { behind_office(page, run) } else { run };
    let run = &run[run.iter().take_while(|w| is_title(text.slice(w.span))).count()..];
    let span = run.first()?.span.join(run.last()?.span);
    let written = text.slice(span);
    let is_office = known.office(written).is_some();
    if precedes_name(text, span.end())
        || is_office
        || written.chars().count() < 2
        || pronoun(written).is_some()
    {
        return None;
    }
    let kind = match best_standing(written, known) {
        Some(standing) if standing.by == StandsBy::Institution => NameKind::Organisation,
        Some(standing) if standing.by == StandsBy::Name => NameKind::Place,
        _ => kind,
    };
    Some(Name { span, kind })
}

/// "Marek Dovale" of "Corranian Foreign Minister Marek Dovale": what stands behind the last word of an office.
fn behind_office<'w>(page: Page<'_>, run: &'w [Word]) -> &'w [Word] {
    let before_last = run.len().saturating_sub(1);
    let office =
        run[..before_last].iter().rposition(|word| page.known.office(page.text.slice(word.span)).is_some());
    office.map_or(run, |k| &run[k + 1..])
}

/// Capitals behind "Mr.", "Sen." and the like.
fn addressed(page: Page<'_>) -> Vec<Name> {
    let Page { text, segments, .. } = page;
    let mut found = Vec::new();
    for pair in segments.tokens.windows(2) {
        let title = text.slice(pair[0].span);
        if !title.ends_with('.') || !is_title(title) {
            continue;
        }
        let sentence =
            segments.sentence_at(pair[1].span.start()).map_or(pair[1].span, |s| segments.sentences[s].span);
        let start = pair[1].span.start();
        let rest = words(text, place(text, start, sentence.end().min(start + 64)));
        let length =
            rest.iter().take(4).take_while(|w| w.kind == WordKind::Plain && is_capital(text, w)).count();
        if let Some((first, last)) = rest[..length].first().zip(rest[..length].last()) {
            found.push(Name { span: first.span.join(last.span), kind: NameKind::Person });
        }
    }
    found
}

/// Surnames of people and full names of organisations that stand elsewhere in the text.
fn repeated(page: Page<'_>, names: &[Name]) -> Vec<Name> {
    let Page { text, segments, .. } = page;
    let mut kinds: HashMap<&str, NameKind> = HashMap::new();
    let mut several: HashSet<&str> = HashSet::new();
    for name in names {
        let written = text.slice(name.span);
        let last = match name.kind {
            NameKind::Person => written.rsplit(' ').next().unwrap_or(written),
            NameKind::Organisation if !written.contains(' ') => written,
            _ => continue,
        };
        if last.chars().count() < 3 || !last.starts_with(char::is_uppercase) || folded_words(last).len() != 1
        {
            continue;
        }
        if kinds.insert(last, name.kind).is_some_and(|other| other != name.kind) {
            several.insert(last);
        }
    }
    let of_token = |token: &sayso_text::Token| {
        let bare = words(text, token.span).first().copied()?;
        let written = text.slice(bare.span);
        let kind = *kinds.get(written).filter(|_| !several.contains(written))?;
        let span = if kind == NameKind::Person { with_first_name(page, bare.span) } else { bare.span };
        Some(Name { span, kind })
    };
    segments
        .tokens
        .iter()
        .filter(|token| text.slice(token.span).starts_with(char::is_uppercase))
        .filter_map(of_token)
        .collect()
}

/// A surname with the name in capitals before it, where that is neither a title nor the sentence's first word.
fn with_first_name(page: Page<'_>, surname: Span) -> Span {
    let Page { text, segments, known, .. } = page;
    let at = segments.tokens_in(surname).start;
    let sentence = segments.sentence_at(surname.start()).map(|s| segments.sentences[s].tokens.start as usize);
    let Some(before) = at.checked_sub(1).filter(|&k| Some(at) != sentence && Some(k) != sentence) else {
        return surname;
    };
    let first = segments.tokens[before].span;
    let written = text.slice(first);
    let is_name = written.starts_with(char::is_uppercase)
        && written.chars().all(char::is_alphabetic)
        && !is_title(written)
        && known.office(written).is_none()
        && best_standing(written, known).is_none_or(|s| s.by > StandsBy::Institution)
        && !is_party(written)
        && first.end() + 1 == surname.start();
    if is_name { first.join(surname) } else { surname }
}

/// Whether another word in capitals follows, a space or an abbreviation's full stop away.
fn precedes_name(text: &Text, end: u32) -> bool {
    let rest = &text.as_str()[end as usize..];
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Whether a word is a form of address or a short title that a name may begin with.
pub(crate) fn is_title(word: &str) -> bool {
    const TITLES: [&str; 26] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "capt",
        "sgt",
        "adm",
        "prof",
        "rev",
        "judge",
        "justice",
        "senator",
        "president",
        "secretary",
        "chancellor",
        "minister",
        "governor",
        "sir",
        "lord",
    ];
    TITLES.contains(&word.trim_end_matches('.').to_ascii_lowercase().as_str())
}
