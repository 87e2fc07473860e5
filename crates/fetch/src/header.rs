//! What do a server's headers say: when to come back, what kind of page it is?

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::moment::until;

/// How long a `Retry-After` asks for, from `now` on: seconds, or a date. A date that has passed asks for
/// nothing; what is neither is `None`.
///
/// ```
/// use std::time::Duration;
/// use sayso_fetch::retry_after;
/// let now = "2026-03-02T10:00:00Z".parse().unwrap();
/// assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
/// assert_eq!(retry_after("Mon, 02 Mar 2026 10:00:30 GMT", now), Some(Duration::from_secs(30)));
/// assert_eq!(retry_after("soon", now), None);
/// ```
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit mean a very long time, not none.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    http_date(value).map(|then| until(now, then))
}

/// A date as HTTP writes it, in today's form or one of the two old ones.
///
/// ```
/// use sayso_fetch::http_date;
/// let moment = http_date("Sun, 06 Nov 1994 08:49:37 GMT");
/// assert_eq!(moment, Some("1994-11-06T08:49:37Z".parse().unwrap()));
/// assert_eq!(http_date("Sunday, 06-Nov-94 08:49:37 GMT"), moment);
/// assert_eq!(http_date("Sun Nov  6 08:49:37 1994"), moment);
/// assert_eq!(http_date("1994-11-06"), None);
/// ```
pub fn http_date(value: &str) -> Option<Timestamp> {
    // The day of the week is not compared with the date: servers get it wrong and mean the date.
    let (_, date) = value.trim().split_once([',', ' '])?;
    let date = date.trim();
    let forms = ["%d %b %Y %H:%M:%S GMT", "%d-%b-%y %H:%M:%S GMT", "%b %e %H:%M:%S %Y"];
    let moment = forms.iter().find_map(|form| DateTime::strptime(form, date).ok())?;
    TimeZone::UTC.to_timestamp(moment).ok()
}

/// The kind of a page and its characters' encoding, both in lower case, out of a `Content-Type`.
pub(crate) fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';');
    let named = |text: &str| {
        let text = text.trim().trim_matches('"').to_ascii_lowercase();
        (!text.is_empty()).then_some(text)
    };
    let kind = parts.next().and_then(named).filter(|kind| kind.contains('/'));
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| named(value))?
    });
    (kind, charset)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_header_is_read(value in "[ -~é]{0,40}") {
            let now = "2026-03-02T10:00:00Z".parse().unwrap();
            retry_after(&value, now);
            content_type(&value);
        }

        #[test]
        fn dates_come_back(second in 0..4_102_444_800_i64) {
            let moment = Timestamp::from_second(second).unwrap();
            let written = moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            prop_assert_eq!(http_date(&written), Some(moment));
        }
    }

    #[test]
    fn odd_waits() {
        let now = "2026-03-02T10:00:00Z".parse().unwrap();
        assert_eq!(retry_after("0", now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999999", now), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("Mon, 02 Mar 2020 10:00:30 GMT", now), Some(Duration::ZERO));
        for value in ["", "-5", "1.5", "1h", "Mon, 32 Mar 2026 10:00:30 GMT", "Mon, 02 Mar 2026", "é"] {
            assert_eq!(retry_after(value, now), None, "{value}");
        }
    }

    #[test]
    fn kinds_and_encodings() {
        let of = |value| {
            let (kind, charset) = content_type(value);
            (kind.unwrap_or_default(), charset.unwrap_or_default())
        };
        let pair = |kind: &str, charset: &str| (kind.to_owned(), charset.to_owned());
        assert_eq!(of("text/html"), pair("text/html", ""));
        assert_eq!(of("Text/HTML; Charset=\"ISO-8859-1\""), pair("text/html", "iso-8859-1"));
        assert_eq!(of("application/xml;q=1; charset=utf-8 ;x"), pair("application/xml", "utf-8"));
        assert_eq!(of("; charset="), pair("", ""));
        assert_eq!(of("html"), pair("", ""));
    }
}
