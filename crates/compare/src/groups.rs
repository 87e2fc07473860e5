//! Which stands count for an actor on an issue?

use std::collections::{BTreeMap, HashMap};

use sayso_domain::Date;

use crate::stand::{IssueId, Stand, Who};

/// Which stands are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// These actors, in this order; all of them where it is empty.
    pub actors: Vec<Who>,
    /// From this day on. With a bound, stands whose day is not known are left out.
    pub from: Option<Date>,
    /// Up to this day, included.
    pub to: Option<Date>,
}

impl Selection {
    /// Whether the days allow for the stand.
    pub fn is_in_time(&self, stand: &Stand) -> bool {
        match stand.date {
            Some(date) => self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to),
            None => self.from.is_none() && self.to.is_none(),
        }
    }

    /// Whether the stand would count if its day were known.
    pub fn misses_a_day(&self, stand: &Stand) -> bool {
        stand.date.is_none() && !self.is_in_time(stand)
    }
}

/// What one actor says on one issue, in [`Stand::order`].
pub(crate) struct Group<'a> {
    pub(crate) issue: IssueId,
    pub(crate) actor: &'a str,
    /// What counts: its own words; where it has none, what others tell of it.
    pub(crate) counted: Vec<&'a Stand>,
    /// What others tell of it although it has words of its own.
    pub(crate) told: Vec<&'a Stand>,
}

impl Group<'_> {
    /// Whether all that is known is told by others.
    pub(crate) fn is_alleged(&self) -> bool {
        self.counted.iter().all(|stand| stand.alleged)
    }
}

/// The stands that `selection` asks for and that are about an issue: by issue, then by the actor's key.
pub(crate) fn groups<'a>(stands: &'a [Stand], selection: &Selection) -> Vec<Group<'a>> {
    let wanted: Vec<&str> = selection.actors.iter().map(|who| who.key.as_str()).collect();
    let is_wanted = |stand: &Stand| wanted.is_empty() || wanted.contains(&stand.actor.key.as_str());
    let mut by_place: BTreeMap<(IssueId, &str), Vec<&Stand>> = BTreeMap::new();
    for stand in stands.iter().filter(|stand| selection.is_in_time(stand) && is_wanted(stand)) {
        if let Some(issue) = stand.issue {
            by_place.entry((issue, &stand.actor.key)).or_default().push(stand);
        }
    }
    by_place.into_iter().map(|((issue, actor), stands)| group(issue, actor, stands)).collect()
}

fn group<'a>(issue: IssueId, actor: &'a str, mut stands: Vec<&'a Stand>) -> Group<'a> {
    stands.sort_by(|a, b| a.order(b));
    let (told, own): (Vec<&Stand>, Vec<&Stand>) = stands.into_iter().partition(|stand| stand.alleged);
    match own.is_empty() {
        true => Group { issue, actor, counted: told, told: own },
        false => Group { issue, actor, counted: own, told },
    }
}

/// The name of each actor by its key: the one that most stands give it.
pub(crate) fn names(stands: &[Stand]) -> HashMap<&str, &str> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for stand in stands {
        *counts.entry((&stand.actor.key, &stand.actor.name)).or_default() += 1;
    }
    let mut best: HashMap<&str, (usize, &str)> = HashMap::new();
    for ((key, name), count) in counts {
        let known = best.entry(key).or_insert((count, name));
        if count > known.0 || count == known.0 && name < known.1 {
            *known = (count, name);
        }
    }
    best.into_iter().map(|(key, (_, name))| (key, name)).collect()
}

/// How many statements the stands are taken from.
pub(crate) fn statements<'a>(stands: impl IntoIterator<Item = &'a Stand>) -> usize {
    let mut places: Vec<(&str, &str)> =
        stands.into_iter().map(|stand| (stand.article.as_str(), stand.statement.as_str())).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, stand, who};

    #[test]
    fn what_others_tell_counts_only_where_there_are_no_own_words() {
        let told = Stand { alleged: true, ..stand("RUS") };
        let alone = [told.clone()];
        let alone = groups(&alone, &Selection::default());
        assert!(alone[0].is_alleged() && alone[0].counted.len() == 1 && alone[0].told.is_empty());
        let both = [told, stand("RUS")];
        let both = groups(&both, &Selection::default());
        assert!(!both[0].is_alleged() && both[0].counted.len() == 1 && both[0].told.len() == 1);
    }

    #[test]
    fn days_and_actors_are_selected() {
        let stands = [
            stand("USA"),
            Stand { date: None, ..stand("USA") },
            stand("GBR"),
            Stand { issue: None, ..stand("USA") },
        ];
        let selection = Selection { actors: vec![who("USA")], from: Some(day(9, 1)), to: Some(day(9, 1)) };
        let found = groups(&stands, &selection);
        assert_eq!((found.len(), found[0].actor, found[0].counted.len()), (1, "USA", 1));
        assert!(selection.misses_a_day(&stands[1]) && !selection.misses_a_day(&stands[0]));
        let later = Selection { from: Some(day(9, 2)), ..Selection::default() };
        assert!(groups(&stands, &later).is_empty());
    }

    #[test]
    fn the_most_frequent_name_is_shown() {
        let mut stands = vec![stand("USA"), stand("USA"), stand("USA")];
        stands[0].actor.name = "America".to_owned();
        assert_eq!(names(&stands)["USA"], "usa");
        assert!(names(&[]).is_empty());
    }
}
