//! What happens by chance, and yet the same each time.

/// Numbers that depend on an id and a purpose alone (splitmix64).
pub(crate) struct Chance {
    state: u64,
}

impl Chance {
    pub(crate) fn of(id: &str, purpose: &str) -> Chance {
        let bytes = id.bytes().chain([0]).chain(purpose.bytes());
        let state = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Chance { state }
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to before `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    /// True in so many of 100 cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// From 0 to before `bound`, which is not 0, small numbers often and large ones seldom: each doubling of the number is
    /// as likely as the one before, as in Zipf's law.
    pub(crate) fn often_small(&mut self, bound: usize) -> usize {
        let octaves = (usize::BITS - bound.leading_zeros()) as usize;
        let first = 1_usize << self.below(octaves);
        (first - 1 + self.below(first)) % bound
    }

    /// One of `list`; the empty string of none.
    pub(crate) fn of_these<'a>(&mut self, list: &'a [String]) -> &'a str {
        if list.is_empty() { "" } else { &list[self.below(list.len())] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_often_drawn_and_large_ones_at_all() {
        let mut chance = Chance::of("test", "zipf");
        let mut counts = vec![0; 150];
        (0..20_000).for_each(|_| counts[chance.often_small(150)] += 1);
        assert!(counts[0] > 2000 && counts[0] > 10 * counts[60]);
        assert!(counts.iter().all(|count| *count > 0));
        assert_eq!(chance.often_small(1), 0);
    }

    #[test]
    fn another_purpose_is_another_chance() {
        assert_ne!(Chance::of("a", "b").number(), Chance::of("a", "c").number());
        assert_eq!(Chance::of("a", "b").number(), Chance::of("a", "b").number());
    }
}
