//! Which day was it? A dated expression of the clause, else of its sentence.

use std::ops::Range;

use sayso_domain::Date;

use crate::DateView;
use crate::clauses::Clause;
use crate::words::Words;

/// How many time expressions on each side are looked at.
const NEAR: usize = 4;

/// The single day that stands nearest to the event's word, in the clause before elsewhere in the sentence.
pub(crate) fn day(words: &Words, dates: &[DateView], clause: &Clause) -> Option<Date> {
    nearest(words, dates, &clause.words, clause.head)
        .or_else(|| nearest(words, dates, &clause.bounds, clause.head))
        .or_else(|| nearest(words, dates, &words.sentence(clause.head)?, clause.head))
}

fn nearest(words: &Words, dates: &[DateView], run: &Range<usize>, head: usize) -> Option<Date> {
    let span = words.span(run)?;
    let byte = words.place(head).start();
    let at = dates.partition_point(|date| date.span.start() < byte);
    let near = &dates[at.saturating_sub(NEAR)..dates.len().min(at + NEAR)];
    let here = near.iter().filter(|date| date.span.overlaps(span));
    let days = here.filter_map(|date| Some((date.span.start().abs_diff(byte), date.when?.day()?)));
    days.min_by_key(|(distance, _)| *distance).map(|(_, day)| day)
}
