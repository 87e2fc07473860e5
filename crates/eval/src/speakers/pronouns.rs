//! Which words stand for a name?

/// Whether a source is one pronoun and nothing else.
pub(super) fn is_pronoun(source: &str) -> bool {
    const PRONOUNS: &str = " he she it they we i you who whom which that him her them us me his its their our my your \
                            hers theirs ours mine yours whose himself herself itself themselves ourselves myself ";
    let word = source.trim().to_lowercase();
    word.chars().all(char::is_alphabetic) && !word.is_empty() && PRONOUNS.contains(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pronouns_stand_alone() {
        assert!(["He", "they", " I ", "who"].iter().all(|source| is_pronoun(source)));
        assert!(
            !["", " ", "he … she", "he who", "Critics", "they we"].iter().any(|source| is_pronoun(source))
        );
    }
}
