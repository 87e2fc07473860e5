//! A library of any size, for those who measure how fast one is searched.
//!
//! [`World::reading`] makes the reading of one article, [`write_library`] a file of them, a line each in the shape of
//! `sayso.reading/1`. Every name and word is invented. The measure is that of real news: some 400 words, ten statements, five
//! positions and an event or two an article; 2,000 persons of 150 states who take turns as unevenly as people do in the
//! news, 500 issues, days over five years, and one article in ten a copy of one before under another headline.
//!
//! The same number always gives the same reading, so that a library may be made piece by piece and in any order. What the
//! articles say is nonsense: no measure of quality can be taken from them.
//!
//! ```
//! use sayso_eval::synthetic::{World, write_library};
//!
//! let reading = World::new().reading(7);
//! let said = reading.article.text.slice(reading.statements[0].content[0]);
//! assert!(!said.is_empty());
//!
//! let mut lines = Vec::new();
//! write_library(0..3, &mut lines)?;
//! assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 3);
//! # Ok::<(), std::io::Error>(())
//! ```

mod draft;
mod world;

use std::io::{self, Write};
use std::ops::Range;

use sayso_wire::write_reading;

pub use world::World;

/// Writes the readings of these numbers, one a line.
///
/// # Errors
/// Those of `out`.
pub fn write_library(numbers: Range<u64>, out: &mut impl Write) -> io::Result<()> {
    let world = World::new();
    numbers.into_iter().try_for_each(|number| write_reading(&world.reading(number), out))
}
