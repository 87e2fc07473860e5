//! From when to when?

use sayso_domain::Date;

/// The first and the last of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// The earliest.
    pub first: Date,
    /// The latest; the same where there is only one.
    pub last: Date,
}

/// Adds a day to those known so far; without one nothing changes.
pub(crate) fn widen(days: &mut Option<Days>, day: Option<Date>) {
    if let Some(day) = day {
        let known = days.unwrap_or(Days { first: day, last: day });
        *days = Some(Days { first: known.first.min(day), last: known.last.max(day) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_widen_in_any_order_and_unknown_ones_count_for_nothing() {
        let day = |number| Some(Date::constant(2015, 9, number));
        let mut days = None;
        widen(&mut days, None);
        assert_eq!(days, None);
        [day(20), day(19), None, day(22)].into_iter().for_each(|day| widen(&mut days, day));
        assert_eq!(
            days,
            Some(Days { first: Date::constant(2015, 9, 19), last: Date::constant(2015, 9, 22) })
        );
    }
}
