//! How are things in a reading called? By a letter and their number, counted from 1: the first statement is `s1`.

use std::fmt;

use crate::{ActorId, EventId, PositionId, StatementId};

macro_rules! called {
    ($($id:ident $letter:literal),*) => {$(
        impl $id {
            /// The one that every output calls so.
            pub fn named(name: &str) -> Option<$id> {
                let number = name.strip_prefix($letter)?;
                let is_plain = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
                let number: u64 = number.parse().ok().filter(|_| is_plain)?;
                u32::try_from(number.checked_sub(1)?).ok().map($id)
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letter, u64::from(self.0) + 1)
            }
        }
    )*};
}

called!(ActorId 'a', EventId 'e', PositionId 'p', StatementId 's');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_from_one_and_come_back() {
        for number in [0, 8, 9, u32::MAX] {
            assert_eq!(StatementId::named(&StatementId(number).to_string()), Some(StatementId(number)));
        }
        assert_eq!((ActorId(0).to_string(), PositionId(9).to_string()), ("a1".to_owned(), "p10".to_owned()));
        assert_eq!(StatementId(u32::MAX).to_string(), "s4294967296");
    }

    #[test]
    fn other_names_are_none() {
        for name in
            ["", "s", "s0", "s01", "s+1", "s-1", "p1", "1", "s1 ", "s4294967297", "s99999999999999999999"]
        {
            assert_eq!(StatementId::named(name), None, "{name}");
        }
    }
}
