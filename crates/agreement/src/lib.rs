//! How far do two or more coders agree?
//!
//! A coder is whoever says of the same things what they are: a person, another person, the program. `sayso agreement`
//! compares what a person corrected with what the program said, and the files of two coders.
//!
//! | question | answered by |
//! |---|---|
//! | how much better than by chance do any number of coders agree, some values missing? | [`alpha`] |
//! | the same of two coders who coded everything, by the oldest measure | [`Confusion::kappa`] |
//! | what does one take for what? | [`Confusion`] |
//! | how much of what one found did the other find? | [`Confusion::prf`], [`matched`] |
//! | do they mark the same stretches of a text? | [`unitized`], [`matched`] |
//! | how sure is the figure? | [`interval`] |
//!
//! A figure that is not defined is `None`, never a number: where nothing was coded twice, or all is of one category, so that
//! nothing could have been told apart, there is neither agreement nor its absence. What may be relied on is for the reader to
//! say; .8 is the custom, and .667 the least from which tentative conclusions are drawn (Krippendorff 2004).
//!
//! Pure functions of values: no I/O, no clock, no chance but the fixed seed of [`interval`].

mod alpha;
mod confusion;
mod interval;
mod matching;
mod unitizing;

pub use alpha::{Level, alpha, numbered};
pub use confusion::{Confusion, Prf};
pub use interval::{Interval, interval};
pub use matching::{Matched, matched};
pub use unitizing::{Unitized, unitized};
