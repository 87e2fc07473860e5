//! What do we know of a site's `robots.txt`, and for how long?

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::moment::later;
use crate::robots::Robots;

/// A file is read again after a day, as the RFC asks.
const KNOWN: Duration = Duration::from_secs(24 * 3600);

/// A site that could not say is asked again soon.
const UNSURE: Duration = Duration::from_secs(600);

/// So many sites are remembered before those that are out of date are forgotten.
const MANY: usize = 4096;

/// What a site says to robots.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rules {
    /// What stands in its file.
    Read(Arc<Robots>),
    /// It answered with this status, which means that it cannot say now: nothing may be read.
    Unsure(u16),
}

impl Rules {
    /// What a status other than success means: 4xx that there is no file, and so no wish; 429 and 5xx that the
    /// site cannot say. A redirect that leads nowhere is no file either.
    pub(crate) fn of_status(status: u16) -> Rules {
        match status {
            429 | 500.. => Rules::Unsure(status),
            _ => Rules::Read(Arc::new(Robots::everything())),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Sites {
    sites: HashMap<String, (Rules, Timestamp)>,
}

impl Sites {
    /// What is known of `site` and not out of date.
    pub(crate) fn get(&self, site: &str, now: Timestamp) -> Option<Rules> {
        let (rules, end) = self.sites.get(site)?;
        (*end > now).then(|| rules.clone())
    }

    pub(crate) fn keep(&mut self, site: String, rules: Rules, now: Timestamp) {
        let time = if matches!(rules, Rules::Unsure(_)) { UNSURE } else { KNOWN };
        if self.sites.len() >= MANY {
            self.sites.retain(|_, (_, end)| *end > now);
        }
        // All of them fresh: forgetting costs a question, remembering without end costs memory.
        if self.sites.len() >= MANY {
            self.sites.clear();
        }
        self.sites.insert(site, (rules, later(now, time)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn files_are_kept_for_a_day_and_doubts_for_minutes() {
        let mut sites = Sites::default();
        assert_eq!(sites.get("https://a.example", at(0)), None);
        sites.keep("https://a.example".to_owned(), Rules::of_status(404), at(0));
        sites.keep("https://b.example".to_owned(), Rules::of_status(503), at(0));
        assert_eq!(sites.get("https://a.example", at(86_399)), Some(Rules::of_status(404)));
        assert_eq!(sites.get("https://a.example", at(86_400)), None);
        assert_eq!(sites.get("https://b.example", at(599)), Some(Rules::Unsure(503)));
        assert_eq!(sites.get("https://b.example", at(600)), None);
    }

    #[test]
    fn no_more_than_so_many_sites_are_kept() {
        let mut sites = Sites::default();
        for n in 0..2 * MANY + 1 {
            sites.keep(n.to_string(), Rules::of_status(404), at(0));
        }
        assert!(sites.sites.len() <= MANY);
    }
}
