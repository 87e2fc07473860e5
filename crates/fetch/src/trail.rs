//! Where may a redirect lead?
//!
//! Every hop passes the same door as the first address. Besides, https is never left for http, no address is
//! visited twice, and the way is short. Nobody outside may lead us inside: a redirect from the public internet
//! to a private address is refused even where private addresses are open, since only the user may name those.

use url::Url;

use crate::door::Door;
use crate::error::{FetchError, FetchErrorKind};

#[derive(Debug)]
pub(crate) struct Trail {
    seen: Vec<Url>,
    max: usize,
    /// Whether one of the machines on the way is of the public internet.
    outside: bool,
}

impl Trail {
    pub(crate) fn new(start: Url, max: usize) -> Trail {
        Trail { seen: vec![start], max, outside: false }
    }

    pub(crate) fn here(&self) -> &Url {
        self.seen.last().expect("a trail has a start")
    }

    /// Notes that the machine here is inside or out.
    ///
    /// # Errors
    /// `Refused` when it is inside and somebody outside led us here.
    pub(crate) fn arrive(&mut self, inside: bool) -> Result<(), FetchError> {
        if inside && self.outside {
            let message =
                "a public site redirects into a private network; fetch it by its own address if you mean it";
            return Err(FetchError::new(FetchErrorKind::Refused, message).at(self.here()));
        }
        self.outside |= !inside;
        Ok(())
    }

    /// Goes on to where `location` leads, seen from here.
    ///
    /// # Errors
    /// `Redirect` when it leads nowhere, in a circle, too far or out of https; `Url` and `Refused` as for any
    /// address.
    pub(crate) fn follow(&mut self, location: Option<&str>, door: &Door) -> Result<(), FetchError> {
        let here = self.here();
        let refuse = |why: String| Err(FetchError::new(FetchErrorKind::Redirect, why).at(here));
        let Some(next) = location.and_then(|location| here.join(location.trim()).ok()) else {
            return refuse("it redirects to nowhere; the site has to mend that".to_owned());
        };
        let next = door.admit(next)?;
        if here.scheme() == "https" && next.scheme() == "http" {
            return refuse(format!("it redirects from https to {next}, which anybody on the way can alter"));
        }
        if self.seen.contains(&next) {
            return refuse(format!("it redirects in a circle, back to {next}"));
        }
        if self.seen.len() > self.max {
            return refuse(format!("more than {} redirects; the next would be {next}", self.max));
        }
        self.seen.push(next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn follow(start: &str, locations: &[&str]) -> Result<String, FetchErrorKind> {
        let door = Door::new(&Policy::default());
        let mut trail = Trail::new(door.url(start).unwrap(), 3);
        for location in locations {
            trail.follow(Some(location), &door).map_err(|error| error.kind())?;
        }
        Ok(trail.here().to_string())
    }

    #[test]
    fn leads_on() {
        let to = |locations: &[&str]| follow("http://news.example/a/b?c", locations);
        assert_eq!(to(&["d"]), Ok("http://news.example/a/d".to_owned()));
        assert_eq!(to(&["?e#f"]), Ok("http://news.example/a/b?e".to_owned()));
        assert_eq!(to(&["//other.example/"]), Ok("http://other.example/".to_owned()));
        assert_eq!(to(&["https://news.example/a/b?c", "/x", "/y"]), Ok("https://news.example/y".to_owned()));
    }

    #[test]
    fn circles_long_ways_and_downgrades_are_refused() {
        let from = |start, locations: &[&str]| follow(start, locations).unwrap_err();
        let redirect = FetchErrorKind::Redirect;
        assert_eq!(from("http://news.example/", &["/"]), redirect);
        assert_eq!(from("http://news.example/", &["/#top"]), redirect);
        assert_eq!(from("http://news.example/", &["/a", "/"]), redirect);
        assert_eq!(from("http://news.example/", &["/a", "/b", "/c", "/d"]), redirect);
        assert_eq!(from("https://news.example/", &["http://news.example/"]), redirect);
        assert_eq!(
            from("http://news.example/", &["https://news.example/", "http://news.example/b"]),
            redirect
        );
        assert_eq!(from("http://news.example/", &["http://"]), redirect);
        let door = Door::new(&Policy::default());
        let mut trail = Trail::new(door.url("http://news.example/").unwrap(), 3);
        assert_eq!(trail.follow(None, &door).unwrap_err().kind(), redirect);
    }

    #[test]
    fn each_hop_passes_the_door() {
        for location in
            ["http://127.0.0.1/", "//0x7f.1/", "http://[::1]/", "//localhost", "//news.example:22/"]
        {
            assert_eq!(
                follow("http://news.example/", &[location]),
                Err(FetchErrorKind::Refused),
                "{location}"
            );
        }
        for location in ["file:///etc/passwd", "http://ann:b@news.example/", "gopher://news.example/"] {
            assert_eq!(follow("http://news.example/", &[location]), Err(FetchErrorKind::Url), "{location}");
        }
    }

    #[test]
    fn nobody_outside_leads_us_inside() {
        let url = Url::parse("http://news.example/").unwrap();
        let mut trail = Trail::new(url.clone(), 3);
        trail.arrive(false).unwrap();
        assert_eq!(trail.arrive(true).unwrap_err().kind(), FetchErrorKind::Refused);

        let mut trail = Trail::new(url, 3);
        trail.arrive(true).unwrap();
        trail.arrive(true).unwrap();
        trail.arrive(false).unwrap();
        assert!(trail.arrive(true).is_err());
    }
}
