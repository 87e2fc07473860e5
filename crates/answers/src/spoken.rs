//! What did somebody say whose words count for a state or organisation?
//!
//! John Kerry's words count for the United States. Who asks for him by name is told so, and is shown what he said.

use std::collections::BTreeMap;

use sayso_compare::{Stand, Who};

/// The stands in which `who` speaks for others, as stands of `who`; and whom they count for, in words. None where there
/// are no such stands.
pub(crate) fn spoken(stands: &[Stand], who: &Who) -> Option<(Vec<Stand>, String)> {
    let speaks =
        |stand: &&Stand| stand.speaker_key.as_deref() == Some(who.key.as_str()) && stand.actor.key != who.key;
    let theirs: Vec<&Stand> = stands.iter().filter(speaks).collect();
    let principals: BTreeMap<&str, &str> =
        theirs.iter().map(|stand| (stand.actor.key.as_str(), stand.actor.name.as_str())).collect();
    let named: Vec<String> = principals.iter().map(|(key, name)| format!("{name} ({key})")).collect();
    let (last, others) = named.split_last()?;
    let of = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    let notice = format!("the words of {0} count for {of}; here are those that {0} said", who.name);
    let own = theirs.into_iter().map(|stand| Stand { actor: who.clone(), ..stand.clone() });
    Some((own.collect(), notice))
}

#[cfg(test)]
mod tests {
    use sayso_domain::Stance;

    use super::*;
    use crate::samples::stand;

    fn who(key: &str, name: &str) -> Who {
        Who { key: key.to_owned(), name: name.to_owned() }
    }

    #[test]
    fn who_speaks_for_a_state_is_shown_with_those_words() {
        let stands = [stand("Ada", Stance::Favor, "ban", "yes"), stand("Bob", Stance::Favor, "ban", "no")];
        let (found, notice) = spoken(&stands, &who("person:Ada", "Ada Ott")).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].actor.name.as_str(), found[0].quote.as_str()), ("Ada Ott", "yes"));
        assert_eq!(notice, "the words of Ada Ott count for Ada (ADA); here are those that Ada Ott said");
    }

    #[test]
    fn who_speaks_for_nobody_else_has_nothing_more() {
        let own = Stand { speaker_key: Some("ADA".to_owned()), ..stand("Ada", Stance::Favor, "ban", "yes") };
        assert!(spoken(&[own], &who("ADA", "Ada")).is_none());
        assert!(spoken(&[], &who("ADA", "Ada")).is_none());
    }
}
