//! The labels of the role head, and which sequences of them make a statement.

use sayso_encoder::Automaton;

pub(crate) const OUTSIDE: usize = 0;
pub(crate) const BEGIN_SOURCE: usize = 1;
pub(crate) const BEGIN_CUE: usize = 3;
pub(crate) const BEGIN_CONTENT: usize = 5;

/// A statement read off one cue piece: exactly one cue, which begins there; at most one source; some content.
pub(crate) struct OneStatement {
    /// The cue's first piece, counted in the window.
    pub(crate) cue: usize,
    /// The window's last row, a boundary piece.
    pub(crate) last: usize,
}

const SOURCE_SEEN: usize = 1;
const CONTENT_SEEN: usize = 2;

impl Automaton for OneStatement {
    fn allows(&self, label: usize, piece: usize) -> bool {
        if piece == self.cue {
            return label == BEGIN_CUE;
        }
        if piece == 0 || piece == self.last {
            return label == OUTSIDE;
        }
        label != BEGIN_CUE
    }

    fn step(&self, state: usize, label: usize) -> Option<usize> {
        match label {
            BEGIN_SOURCE if state & SOURCE_SEEN != 0 => None,
            BEGIN_SOURCE => Some(state | SOURCE_SEEN),
            BEGIN_CONTENT => Some(state | CONTENT_SEEN),
            _ => Some(state),
        }
    }

    fn accepts(&self, state: usize) -> bool {
        state & CONTENT_SEEN != 0
    }
}
