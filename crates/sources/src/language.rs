//! Which language is it in?
//!
//! What the source states is kept, unless a long text is unmistakably in another language: templates often
//! carry `lang="en"` around a page in Korean. Short texts are not guessed at.

use whatlang::Lang;

/// Letters to look at: more changes nothing.
const WINDOW: usize = 4_000;

/// Letters below which nothing is guessed.
const MIN_LETTERS: usize = 60;

/// Letters above which the text may contradict its source.
const MIN_CONTRADICT: usize = 300;

/// ISO 639-1 code of the language of `text`, of which the source may have stated one.
pub(crate) fn of(text: &str, stated: Option<String>) -> Option<String> {
    let end = text.char_indices().nth(WINDOW).map_or(text.len(), |(at, _)| at);
    let window = &text[..end];
    let letters = window.chars().filter(|c| c.is_alphabetic()).count();
    // One character of these scripts says about as much as three Latin letters.
    let weight = if window.chars().any(|c| ('\u{2e80}'..='\u{d7ff}').contains(&c)) { 3 } else { 1 };
    let too_few = |least: usize| letters * weight < least;
    match stated {
        None if too_few(MIN_LETTERS) => None,
        None if is_english(window) => Some("en".to_owned()),
        None => whatlang::detect(window)
            .filter(whatlang::Info::is_reliable)
            .map(|info| code(info.lang()).to_owned()),
        Some(stated) if too_few(MIN_CONTRADICT) => Some(stated),
        Some(stated) => Some(contradiction(window, &stated).unwrap_or(stated)),
    }
}

fn contradiction(window: &str, stated: &str) -> Option<String> {
    if is_english(window) {
        return Some("en".to_owned());
    }
    let info = whatlang::detect(window)?;
    let other = code(info.lang());
    (info.confidence() >= 0.99 && other != "en" && !alike(other, stated)).then(|| other.to_owned())
}

/// Whether a fifth of the words are those that hold English sentences together. The detector is unsure of
/// English below some 300 letters, since letter triples are shared with its relatives; whole words are not.
fn is_english(window: &str) -> bool {
    let (mut all, mut english, mut the) = (0usize, 0usize, false);
    for word in window.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        english += usize::from(ENGLISH_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)));
        the |= word.eq_ignore_ascii_case("the");
    }
    the && english * 5 >= all
}

/// None of them is frequent in another language that the detector knows.
const ENGLISH_WORDS: [&str; 20] = [
    "and", "are", "been", "by", "from", "had", "has", "he", "his", "it", "not", "of", "said", "she", "that",
    "the", "they", "this", "to", "with",
];

/// The primary part of a language tag ("en-GB", "pt_BR", "eng"), in lower case; `None` for no tag.
pub(crate) fn primary(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ';', ' ']).next().unwrap_or_default().to_ascii_lowercase();
    let letters = primary.bytes().all(|b| b.is_ascii_alphabetic());
    match primary.len() {
        2 if letters => Some(primary),
        3 if letters && primary != "und" => {
            Some(Lang::from_code(&primary).map_or(primary, |lang| code(lang).to_owned()))
        }
        _ => None,
    }
}

/// Pairs that the detector cannot tell apart, or that name one language in two ways.
fn alike(a: &str, b: &str) -> bool {
    const GROUPS: [&[&str]; 5] = [
        &["no", "nb", "nn", "da"],
        &["hr", "sr", "bs", "sh", "sl"],
        &["id", "ms"],
        &["he", "iw", "yi"],
        &["pt", "gl"],
    ];
    a == b || GROUPS.iter().any(|group| group.contains(&a) && group.contains(&b))
}

/// The ISO 639-1 code of a language that is known by its ISO 639-3 code.
fn code(lang: Lang) -> &'static str {
    let three = lang.code();
    CODES.iter().find(|(known, _)| *known == three).map_or(three, |(_, two)| two)
}

const CODES: [(&str, &str); 70] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The minister told reporters on Monday that the government had no plans to raise the \
        tax, and that he expected the talks with the unions to go on through the week without any result.";

    #[test]
    fn a_text_of_some_length_is_recognised() {
        assert_eq!(of(ENGLISH, None).as_deref(), Some("en"));
        let german = "Der Minister sagte am Montag vor der Presse, die Regierung habe nicht vor, die Steuer zu \
            erhöhen, und die Gespräche mit den Gewerkschaften würden die ganze Woche dauern.";
        assert_eq!(of(german, None).as_deref(), Some("de"));
    }

    #[test]
    fn a_short_text_is_not_guessed_at() {
        assert_eq!(of("He said no.", None), None);
        assert_eq!(of("", None), None);
        assert_eq!(of("Non, a-t-il dit.", Some("fr".into())).as_deref(), Some("fr"));
    }

    #[test]
    fn a_long_text_may_contradict_its_source() {
        assert_eq!(of(&ENGLISH.repeat(3), Some("pt".into())).as_deref(), Some("en"));
        assert_eq!(of(&ENGLISH.repeat(3), Some("en".into())).as_deref(), Some("en"));
    }

    #[test]
    fn tags_are_cut_to_their_language() {
        let cases =
            [("en-GB", Some("en")), ("pt_BR", Some("pt")), ("deu", Some("de")), ("und", None), ("", None)];
        for (tag, expected) in cases {
            assert_eq!(primary(tag).as_deref(), expected, "{tag}");
        }
    }

    #[test]
    fn every_language_of_the_detector_has_a_code() {
        let missing: Vec<&str> =
            Lang::all().iter().map(|lang| code(*lang)).filter(|c| c.len() != 2).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
