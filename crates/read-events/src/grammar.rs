//! What sort of word is this? Closed classes of English and the look of verbs, without a parser.

use crate::words::Words;

const AUXILIARIES: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "am",
    "has",
    "have",
    "had",
    "having",
    "do",
    "does",
    "did",
    "don't",
    "doesn't",
    "didn't",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "hasn't",
    "haven't",
    "hadn't",
    "don’t",
    "doesn’t",
    "didn’t",
    "isn’t",
    "aren’t",
    "wasn’t",
    "weren’t",
    "hasn’t",
    "haven’t",
    "hadn’t",
    "i've",
    "i’ve",
    "we've",
    "we’ve",
    "they've",
    "they’ve",
];

const MODALS: &[&str] = &[
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "shall",
    "should",
    "must",
    "cannot",
    "won't",
    "won’t",
    "can't",
    "can’t",
    "wouldn't",
    "wouldn’t",
    "couldn't",
    "couldn’t",
    "he'll",
    "he’ll",
    "she'll",
    "she’ll",
    "we'll",
    "we’ll",
    "they'll",
    "they’ll",
    "i'll",
    "i’ll",
    "it'll",
    "it’ll",
];

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your",
    "'s", "'", "no", "any", "some", "several", "many", "more", "each", "every", "another", "two", "three",
    "four", "five", "six", "such",
];

const PREPOSITIONS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "by",
    "for",
    "with",
    "from",
    "to",
    "into",
    "over",
    "under",
    "against",
    "between",
    "about",
    "during",
    "through",
    "across",
    "toward",
    "towards",
    "near",
    "within",
    "without",
    "around",
    "among",
    "amid",
    "behind",
    "following",
    "via",
    "upon",
    "inside",
    "outside",
    "including",
    "regarding",
    "onto",
    "than",
    "like",
];

const SUBORDINATORS: &[&str] = &[
    "that", "if", "when", "while", "because", "although", "though", "as", "since", "after", "before",
    "until", "till", "unless", "whether", "where", "whereas", "despite", "what", "how", "why", "so",
    "whenever", "once", "but",
];

const RELATIVES: &[&str] = &["who", "which", "that", "whom", "whose"];

const ADVERBS: &[&str] = &[
    "not",
    "never",
    "also",
    "now",
    "then",
    "still",
    "again",
    "already",
    "often",
    "soon",
    "just",
    "even",
    "ever",
    "once",
    "both",
    "all",
    "today",
    "yesterday",
    "reportedly",
    "far",
    "not",
    "always",
    "later",
    "earlier",
    "n't",
    "yet",
    "first",
    "back",
    "tonight",
];

/// Verbs in the present tense that events and their reports are told with.
const PRESENT: &[&str] = &[
    "accuses",
    "condemns",
    "calls",
    "urges",
    "demands",
    "warns",
    "threatens",
    "says",
    "wants",
    "plans",
    "agrees",
    "rejects",
    "refuses",
    "visits",
    "meets",
    "leaves",
    "arrives",
    "supports",
    "backs",
    "opposes",
    "denies",
    "vows",
    "asks",
    "seeks",
    "faces",
    "sends",
    "holds",
    "tells",
    "believes",
    "thinks",
    "endorses",
    "blames",
    "criticizes",
    "criticises",
    "slams",
    "blasts",
    "attacks",
    "joins",
    "remains",
    "means",
    "makes",
    "takes",
    "gives",
    "comes",
    "goes",
    "continues",
    "hopes",
    "expects",
    "intends",
    "requires",
    "requests",
    "hosts",
    "travels",
    "speaks",
    "signs",
    "announces",
    "claims",
    "adds",
    "argues",
    "insists",
    "call",
    "urge",
    "demand",
    "accuse",
    "condemn",
    "want",
    "say",
    "support",
    "oppose",
    "plan",
    "believe",
    "reject",
    "agree",
    "face",
    "think",
    "know",
    "need",
    "hope",
    "expect",
    "meet",
    "sees",
    "appears",
    "seems",
    "charge",
    "charges",
    "files",
    "sues",
    "kills",
    "kill",
];

/// Past forms and participles that do not end in "ed".
const IRREGULAR: &[&str] = &[
    "met",
    "held",
    "told",
    "made",
    "left",
    "won",
    "lost",
    "sent",
    "found",
    "brought",
    "built",
    "bought",
    "caught",
    "fought",
    "got",
    "heard",
    "kept",
    "laid",
    "led",
    "paid",
    "sat",
    "shot",
    "sold",
    "stood",
    "struck",
    "taught",
    "thought",
    "hit",
    "hung",
    "dealt",
    "felt",
    "fled",
    "known",
    "seen",
    "taken",
    "given",
    "gone",
    "done",
    "begun",
    "spent",
    "sought",
    "swept",
    "went",
    "came",
    "took",
    "gave",
    "began",
    "saw",
    "spoke",
    "wrote",
    "broke",
    "chose",
    "fell",
    "knew",
    "flew",
    "rose",
    "drove",
    "threw",
    "became",
    "grew",
    "drew",
    "ran",
    "withdrew",
    "said",
    "spoken",
    "written",
    "broken",
    "chosen",
    "fallen",
    "thrown",
    "withdrawn",
    "driven",
    "forbade",
    "forbidden",
    "swore",
    "sworn",
    "overthrew",
    "blew",
    "rode",
    "tore",
    "beat",
    "beaten",
    "stole",
    "stolen",
    "shook",
    "slew",
    "slain",
    "dug",
    "forgave",
    "put",
    "set",
    "cut",
    "shut",
    "quit",
    "bid",
    "burst",
    "cast",
    "let",
    "spread",
    "lifted",
    "upheld",
    "withheld",
    "lent",
];

/// Nouns and adjectives that only look like participles.
const NO_PARTICIPLES: &[&str] = &[
    "forthcoming",
    "upcoming",
    "ongoing",
    "coming",
    "morning",
    "evening",
    "meeting",
    "building",
    "thing",
    "something",
    "nothing",
    "anything",
    "everything",
    "bombing",
    "shooting",
    "hearing",
    "briefing",
    "king",
    "spring",
    "wing",
    "right-wing",
    "left-wing",
    "during",
    "following",
    "regarding",
    "including",
    "ruling",
    "beijing",
    "funding",
    "lightning",
    "outgoing",
    "leading",
    "existing",
    "pending",
];

/// Verbs that leave the telling to their object: "held talks", "issued an ultimatum".
const LIGHT: &[&str] = &[
    "hold",
    "holds",
    "held",
    "holding",
    "pay",
    "pays",
    "paid",
    "payed",
    "paying",
    "make",
    "makes",
    "made",
    "making",
    "launch",
    "launches",
    "launched",
    "launching",
    "issue",
    "issues",
    "issued",
    "issuing",
    "impose",
    "imposes",
    "imposed",
    "imposing",
    "stage",
    "stages",
    "staged",
    "staging",
    "sign",
    "signs",
    "signed",
    "signing",
    "reach",
    "reached",
    "reaches",
    "reaching",
    "have",
    "has",
    "had",
    "conduct",
    "conducts",
    "conducted",
    "conducting",
    "begin",
    "begins",
    "began",
    "begun",
    "start",
    "started",
    "starts",
    "resume",
    "resumed",
    "resumes",
    "file",
    "files",
    "filed",
    "filing",
    "give",
    "gives",
    "gave",
    "given",
    "secured",
    "take",
    "takes",
    "took",
    "taken",
    "receive",
    "received",
    "send",
    "sends",
    "sent",
    "provide",
    "provides",
    "provided",
    "providing",
    "attend",
    "attends",
    "attended",
    "attending",
    "open",
    "opened",
    "join",
    "joined",
    "lead",
    "led",
    "leading",
    "enter",
    "entered",
    "complete",
    "completed",
    "announce",
    "announced",
    "offer",
    "offers",
    "offered",
    "organized",
    "organised",
    "host",
    "hosted",
    "mounted",
    "tightened",
    "tighten",
    "lifted",
    "lift",
    "withdrew",
    "deliver",
    "delivered",
    "co-signed",
    "concluded",
    "broker",
    "brokered",
    "demand",
    "ordered",
    "order",
    "carried",
    "sealed",
    "wrote",
    "won",
    "passed",
    "approved",
    "thrown",
    "struck",
    "strike",
    "maintain",
    "pledged",
    "pledge",
    "rejected",
    "dropped",
    "voiced",
    "lodged",
    "declared",
    "declare",
    "threw",
    "throw",
];

/// Verbs that say no more of their subject than that it takes place: "fighting resumed".
const OCCUR: &[&str] = &[
    "took",
    "take",
    "takes",
    "taken",
    "place",
    "resumed",
    "erupted",
    "broke",
    "began",
    "begin",
    "begins",
    "started",
    "ended",
    "exploded",
    "killed",
    "kill",
    "continued",
    "continues",
    "lasted",
    "left",
    "scheduled",
    "held",
    "signed",
    "imposed",
    "reached",
    "planned",
    "came",
    "followed",
    "wounded",
    "injured",
    "hit",
    "occurred",
    "happened",
    "opened",
    "concluded",
    "collapsed",
    "targeted",
    "struck",
    "set",
    "due",
    "expected",
    "lifted",
    "claimed",
    "failed",
];

pub(crate) fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.contains(&word)
}

pub(crate) fn is_modal(word: &str) -> bool {
    MODALS.contains(&word)
}

pub(crate) fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(&word)
}

pub(crate) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

pub(crate) fn is_subordinator(word: &str) -> bool {
    SUBORDINATORS.contains(&word)
}

pub(crate) fn is_relative(word: &str) -> bool {
    RELATIVES.contains(&word)
}

pub(crate) fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "or" | "but" | "nor" | "&")
}

pub(crate) fn is_adverb(word: &str) -> bool {
    ADVERBS.contains(&word) || word.len() > 4 && word.ends_with("ly") && !matches!(word, "family" | "july")
}

pub(crate) fn is_light(word: &str) -> bool {
    LIGHT.contains(&word)
}

pub(crate) fn is_occurrence(word: &str) -> bool {
    OCCUR.contains(&word)
}

pub(crate) fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "it" | "they" | "we" | "i" | "you" | "him" | "them" | "us" | "me")
}

/// Whether the word is a past form or participle by its look.
pub(crate) fn is_past(word: &str) -> bool {
    const NOT: [&str; 10] =
        ["need", "speed", "seed", "hundred", "indeed", "exceed", "proceed", "succeed", "united", "naked"];
    word.len() > 3 && word.ends_with("ed") && !NOT.contains(&word) || IRREGULAR.contains(&word)
}

/// Whether the word can be a noun or adjective: it is no word of a closed class.
pub(crate) fn is_open(words: &Words, at: usize) -> bool {
    let word = words.low(at);
    words.raw(at).starts_with(char::is_alphabetic)
        && !(is_auxiliary(word)
            || is_modal(word)
            || is_determiner(word)
            || is_preposition(word)
            || is_subordinator(word)
            || is_relative(word)
            || is_conjunction(word)
            || is_adverb(word)
            || is_pronoun(word)
            || is_particle(word))
}

/// What belongs to the verb before it: "stepped **up** airstrikes".
pub(crate) fn is_particle(word: &str) -> bool {
    matches!(word, "up" | "out" | "off" | "down" | "away" | "forward")
}

/// Whether the word is a verb other than an auxiliary, finite or not.
pub(crate) fn is_verb(words: &Words, at: usize) -> bool {
    let word = words.low(at);
    if !words.is_small(at) || !is_open(words, at) {
        return false;
    }
    let mut before = at;
    while before > 0 && is_adverb(words.before(before)) {
        before -= 1;
    }
    let lead = words.before(before);
    if lead == "to" || is_modal(lead) {
        return true;
    }
    if is_determiner(lead) && lead != "that" {
        return false;
    }
    if is_preposition(lead) {
        let gerund =
            is_participle(word) && matches!(lead, "by" | "for" | "from" | "of" | "without" | "in" | "to");
        return gerund
            && !(words.is_small(at + 1) && is_open(words, at + 1) && !is_adverb(words.low(at + 1)));
    }
    if matches!(lead, "do" | "does" | "did" | "didn't" | "didn’t") {
        return true;
    }
    if is_participle(word) {
        let joined = lead == "and" && before > 1 && (2..12).any(|by| is_stop(words, before, by));
        return is_auxiliary(lead) || lead == "," || joined;
    }
    if word.ends_with("ing") {
        return is_auxiliary(lead) && lead != "had" && lead != "have" && lead != "has";
    }
    is_past(word) && !modifies(words, at) || PRESENT.contains(&word) && can_be_present(words, at)
}

fn is_participle(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ing") && !NO_PARTICIPLES.contains(&word)
}

/// Whether a finite auxiliary or past form stands so far before the word.
fn is_stop(words: &Words, at: usize, by: usize) -> bool {
    at.checked_sub(by)
        .is_some_and(|at| is_auxiliary(words.low(at)) || words.is_small(at) && is_past(words.low(at)))
}

/// "visiting officials", "a proposed law": a participle before its noun, behind a name's adjective.
fn modifies(words: &Words, at: usize) -> bool {
    let next = words.low(at + 1);
    let noun = words.is_small(at + 1) && is_open(words, at + 1) && !is_past(next) && !next.ends_with("ing");
    noun && at > 0 && is_determiner(words.before(at)) && words.before(at) != "that"
}

/// Whether a form that may also be a noun stands as a verb: "accuses Washington", but "talks between".
fn can_be_present(words: &Words, at: usize) -> bool {
    !matches!(
        words.low(at + 1),
        "of" | "between" | "were" | "was" | "have" | "has" | "had" | "are" | "is" | "," | "will" | "'s"
    ) && !matches!(words.before(at), "" | ",")
}

/// Whether the word is a verb that makes a clause: an auxiliary or modal that is finite, or a past or present form.
pub(crate) fn is_finite(words: &Words, at: usize) -> bool {
    let word = words.low(at);
    let bare = matches!(word, "be" | "been" | "being" | "having" | "have" | "do") && is_led(words, at);
    (is_auxiliary(word) || is_modal(word)) && !bare
        || is_verb(words, at) && !word.ends_with("ing") && words.before(at) != "to"
}

fn is_led(words: &Words, at: usize) -> bool {
    let lead = words.before(at);
    is_modal(lead) || is_auxiliary(lead) || lead == "to"
}

/// Whether the word ends a clause on either side of it.
pub(crate) fn is_border(words: &Words, at: usize) -> bool {
    matches!(
        words.low(at),
        "." | "!"
            | "?"
            | ";"
            | ":"
            | "-"
            | "--"
            | "—"
            | "–"
            | "---"
            | "("
            | ")"
            | "["
            | "]"
            | "..."
            | "…"
            | ""
    )
}
