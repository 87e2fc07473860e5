//! Does the full stop belong to the word? The abbreviations of English news, in classes by whether a
//! sentence may end with them.
//!
//! The list is short on purpose: what it lacks costs a wrong division only before a capital letter.
//! A word that is an abbreviation *and* common by itself ("art", "fig", "no") stands in the class
//! [`Abbreviation::Numbered`], whose full stop counts only before a number.

/// Why the full stop belongs to the word, and what may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Stands before a name, so that a sentence never ends here: "Gen.", "Sen.".
    Title,
    /// Stands in the middle of a thought, so that a sentence never ends here: "vs.", "e.g.".
    Inner,
    /// Stands before a number, and is an abbreviation only there: "No. 5", "p. 12".
    Numbered,
    /// Months and days: a number goes on, a capital letter begins a sentence.
    Date,
    /// "a.m." and "p.m.": days, months and zones go on, any other capital letter begins a sentence.
    Time,
    /// Ends a list; a capital letter begins a sentence: "etc.".
    Last,
    /// States, companies, streets, degrees, letters with stops ("U.S."): part of a name that may go on in
    /// capitals, so that only a word that no name holds begins a sentence.
    Name,
}

use Abbreviation::{Date, Inner, Last, Name, Numbered, Time, Title};

/// As written in running text, without the last stop; sorted by bytes.
const ABBREVIATIONS: &[(&str, Abbreviation)] = &[
    ("Adm", Title),
    ("Ala", Name),
    ("Ald", Title),
    ("Amb", Title),
    ("Apr", Date),
    ("Ariz", Name),
    ("Ark", Name),
    ("Art", Numbered),
    ("Asst", Title),
    ("Atty", Title),
    ("Aug", Date),
    ("Ave", Name),
    ("Blvd", Name),
    ("Brig", Title),
    ("Bros", Name),
    ("Calif", Name),
    ("Capt", Title),
    ("Cmdr", Title),
    ("Co", Name),
    ("Col", Title),
    ("Colo", Name),
    ("Conn", Name),
    ("Corp", Name),
    ("Cos", Name),
    ("Cpl", Title),
    ("Dec", Date),
    ("Del", Name),
    ("Dep", Title),
    ("Dept", Name),
    ("Det", Title),
    ("Dr", Title),
    ("Feb", Date),
    ("Fla", Name),
    ("Fr", Title),
    ("Fri", Date),
    ("Ft", Name),
    ("Ga", Name),
    ("Gen", Title),
    ("Gov", Title),
    ("Govs", Title),
    ("Hon", Title),
    ("Ill", Name),
    ("Inc", Name),
    ("Ind", Name),
    ("Insp", Title),
    ("Intl", Name),
    ("Jan", Date),
    ("Jr", Name),
    ("Jul", Date),
    ("Jun", Date),
    ("Kan", Name),
    ("Ky", Name),
    ("La", Name),
    ("Lt", Title),
    ("Ltd", Name),
    ("Maj", Title),
    ("Mar", Date),
    ("Mass", Name),
    ("Md", Name),
    ("Messrs", Title),
    ("Mich", Name),
    ("Minn", Name),
    ("Miss", Name),
    ("Mlle", Title),
    ("Mme", Title),
    ("Mo", Name),
    ("Mon", Date),
    ("Mont", Name),
    ("Mr", Title),
    ("Mrs", Title),
    ("Ms", Title),
    ("Msgr", Title),
    ("Mt", Name),
    ("Neb", Name),
    ("Nev", Name),
    ("No", Numbered),
    ("Nos", Numbered),
    ("Nov", Date),
    ("Oct", Date),
    ("Okla", Name),
    ("Ont", Name),
    ("Op", Numbered),
    ("Ore", Name),
    ("Pa", Name),
    ("Pfc", Title),
    ("Ph.D", Name),
    ("Pres", Title),
    ("Prof", Title),
    ("Pte", Title),
    ("Pvt", Title),
    ("Que", Name),
    ("Rd", Name),
    ("Rep", Title),
    ("Reps", Title),
    ("Rev", Title),
    ("Sat", Numbered),
    ("Sec", Title),
    ("Sen", Title),
    ("Sens", Title),
    ("Sep", Date),
    ("Sept", Date),
    ("Sgt", Title),
    ("Spc", Title),
    ("Sr", Name),
    ("St", Name),
    ("Sun", Numbered),
    ("Supt", Title),
    ("Tenn", Name),
    ("Tex", Name),
    ("Thu", Date),
    ("Thurs", Date),
    ("Tue", Date),
    ("Tues", Date),
    ("Univ", Name),
    ("Va", Name),
    ("Vt", Name),
    ("Wash", Name),
    ("Wed", Date),
    ("Wis", Name),
    ("Wyo", Name),
    ("a.m", Time),
    ("al", Name),
    ("approx", Inner),
    ("art", Numbered),
    ("c", Numbered),
    ("ca", Numbered),
    ("cf", Inner),
    ("ch", Numbered),
    ("dept", Name),
    ("e.g", Inner),
    ("etc", Last),
    ("fig", Numbered),
    ("i.e", Inner),
    ("no", Numbered),
    ("nos", Numbered),
    ("p", Numbered),
    ("p.m", Time),
    ("par", Numbered),
    ("para", Numbered),
    ("pp", Numbered),
    ("v", Inner),
    ("viz", Inner),
    ("vol", Numbered),
    ("vs", Inner),
];

impl Abbreviation {
    /// What `word`, written before a full stop, abbreviates as; of a hyphenated word the last part counts
    /// ("D-Va"), and single letters with stops between them are always a [`Name`].
    ///
    /// A single letter alone is none of these: whether it is an initial depends on what follows.
    pub(crate) fn of(word: &str) -> Option<Abbreviation> {
        let part = word.rsplit(['-', '‐', '‑']).next().unwrap_or(word);
        listed(part).or_else(|| has_letters_with_stops(part).then_some(Name))
    }
}

/// `word` as listed, or in the capitals of a headline ("GEN"), or with the capital letter of a sentence's
/// first word ("Vol").
fn listed(word: &str) -> Option<Abbreviation> {
    const LONGEST: usize = 6;
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut forms = [[0; LONGEST]; 2];
    for form in &mut forms {
        form[..word.len()].copy_from_slice(word.as_bytes());
    }
    forms[0][1.min(word.len())..].make_ascii_lowercase();
    forms[1].make_ascii_lowercase();
    let [title, small] = forms.each_ref().map(|form| &form[..word.len()]);
    let capitals = word.len() > 1 && word.bytes().all(|byte| !byte.is_ascii_lowercase());
    let first_capital = word.len() > 1 && word.as_bytes()[0].is_ascii_uppercase();
    let find = |form: &[u8]| {
        let index = ABBREVIATIONS.binary_search_by(|(entry, _)| entry.as_bytes().cmp(form)).ok()?;
        Some(ABBREVIATIONS[index].1)
    };
    find(word.as_bytes())
        .or_else(|| find(title).filter(|_| capitals))
        .or_else(|| find(small).filter(|_| capitals || first_capital))
}

fn has_letters_with_stops(word: &str) -> bool {
    let is_letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    word.contains('.') && word.split('.').all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(ABBREVIATIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ABBREVIATIONS.iter().all(|(word, _)| word.is_ascii() && word.len() <= 6));
    }

    #[test]
    fn classes() {
        for (word, class) in [
            ("Gen", Some(Title)),
            ("GEN", Some(Title)),
            ("D-Va", Some(Name)),
            ("R-N.C", Some(Name)),
            ("U.S", Some(Name)),
            ("É.U", Some(Name)),
            ("P.M", Some(Time)),
            ("No", Some(Numbered)),
            ("v", Some(Inner)),
            ("Etc", Some(Last)),
            ("gen", None),
            ("V", None),
            ("example.com", None),
            ("3.5", None),
            ("", None),
            ("-", None),
            (".", None),
            ("sept", None),
        ] {
            assert_eq!(Abbreviation::of(word), class, "{word}");
        }
    }
}
