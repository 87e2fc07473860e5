//! Which state?

use std::fmt;
use std::str::FromStr;

/// A state or territory, by its ISO 3166-1 alpha-3 code: three upper-case letters.
///
/// The code is checked for its form, not for being assigned: `XKX` (Kosovo) and codes of states that are
/// no more (`SUN`, `YUG`) are codes too.
///
/// ```
/// use sayso_domain::Country;
///
/// let country: Country = "GBR".parse().unwrap();
/// assert_eq!(country.as_str(), "GBR");
/// assert_eq!(Country::new(*b"GBR"), Some(country));
/// assert!("gbr".parse::<Country>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// The country of a code; `None` unless it is three letters from `A` to `Z`.
    pub const fn new(code: [u8; 3]) -> Option<Country> {
        let [a, b, c] = code;
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_uppercase() {
            Some(Country(code))
        } else {
            None
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is no country code: anything but three letters from `A` to `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCountry;

impl fmt::Display for NoCountry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no ISO 3166-1 alpha-3 code: three upper-case letters, such as GBR")
    }
}

impl std::error::Error for NoCountry {}

impl FromStr for Country {
    type Err = NoCountry;

    fn from_str(code: &str) -> Result<Country, NoCountry> {
        code.as_bytes().try_into().ok().and_then(Country::new).ok_or(NoCountry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_capital_letters_are_a_code() {
        for code in ["", "GB", "GBRR", "gbr", "G1R", "Ü1"] {
            assert_eq!(code.parse::<Country>(), Err(NoCountry), "{code}");
        }
        assert_eq!("XKX".parse::<Country>().unwrap().to_string(), "XKX");
    }
}
