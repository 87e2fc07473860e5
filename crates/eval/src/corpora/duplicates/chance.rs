//! What happens by chance, and yet the same each time.

/// Numbers that depend on an id and a purpose alone (splitmix64).
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    pub(super) fn of(id: &str, purpose: &str) -> Chance {
        let bytes = id.bytes().chain([0]).chain(purpose.bytes());
        let state = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Chance { state }
    }

    pub(super) fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to before `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    /// True in so many of 100 cases.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `list`; the empty string of none.
    pub(super) fn of_these<'a>(&mut self, list: &'a [String]) -> &'a str {
        if list.is_empty() { "" } else { &list[self.below(list.len())] }
    }
}
