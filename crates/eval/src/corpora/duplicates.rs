//! Articles with copies of them, made by rule, and wire stories within longer articles.
//!
//! The articles are Wikinews' and the development part of PolNeAR. What is made of each depends on its id and on nothing
//! else, so that it is the same on every machine. Half of the articles are for choosing thresholds by ([`Part::Dev`]), the
//! other half for what is reported ([`Part::Held`]). Each half makes two libraries:
//!
//! - *families*: each article and four copies of it, one edited (5 to 15 of 100 words replaced or left out, neighbouring
//!   sentences exchanged, one in ten left out), one cut to 50 to 90 of 100 words, one under another headline, one amid page
//!   furniture;
//! - *wires*: of two articles, the beginning of one, 60 words or more, stands by itself and somewhere within the other, which
//!   is its host and longer by far. In every other one up to 5 of 100 of its words are edited.

mod copies;

use std::path::Path;

use super::wikinews::wikinews;
use super::{Part, polnear_dev};
use crate::chance::Chance;
use crate::error::EvalError;
use copies::{cut, edited, furnished, hosted};

/// An article with fewer words is left out.
const LEAST_WORDS: usize = 60;

/// How a text was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// As it was published.
    Original,
    /// Words and sentences replaced, exchanged and left out.
    Edited,
    /// Only its beginning.
    Cut,
    /// Under another headline.
    Retitled,
    /// Amid page furniture.
    Furnished,
    /// A story that the host of the same family holds.
    Wire,
    /// A longer article with a wire story in it.
    Host,
}

/// An article of a library.
#[derive(Clone, Debug)]
pub struct MadeArticle {
    /// The id of the article that it was made of: what has the same one belongs together.
    pub family: String,
    /// How.
    pub making: Making,
    /// The words.
    pub text: String,
}

/// The two libraries of one half.
#[derive(Clone, Debug, Default)]
pub struct MadeLibraries {
    /// Articles and their copies.
    pub families: Vec<MadeArticle>,
    /// Wire stories and their hosts.
    pub wires: Vec<MadeArticle>,
}

/// Makes the libraries of one half.
///
/// # Errors
/// When a corpus is missing or not of its shape.
pub fn duplicates(shared: &Path, part: Part) -> Result<MadeLibraries, EvalError> {
    let originals = originals(shared)?;
    let stock = Stock::of(&originals);
    let half: Vec<&Original> = originals.iter().filter(|original| original.part() == part).collect();
    let wires = half.chunks_exact(2).filter_map(|pair| wire(pair[0], pair[1], &stock)).flatten();
    Ok(MadeLibraries {
        families: half.iter().flat_map(|original| family(original, &stock)).collect(),
        wires: wires.collect(),
    })
}

/// An article without its headline.
struct Original {
    id: String,
    title: String,
    body: String,
}

impl Original {
    fn new(id: String, title: String, text: &str) -> Original {
        let body = match text.split_once('\n') {
            Some((first, body)) if first.trim_end_matches('.') == title.trim_end_matches('.') => body,
            _ => text,
        };
        Original { id, title, body: body.trim().to_owned() }
    }

    fn chance(&self, purpose: &str) -> Chance {
        Chance::of(&self.id, purpose)
    }

    fn part(&self) -> Part {
        if self.chance("part").below(2) == 0 { Part::Dev } else { Part::Held }
    }
}

/// All articles, shuffled, so that neighbours are of different subjects.
fn originals(shared: &Path) -> Result<Vec<Original>, EvalError> {
    let wikinews = wikinews(shared)?.into_iter().map(|article| {
        let article = article.article();
        Original::new(article.id, article.title.unwrap_or_default(), article.text.as_str())
    });
    let polnear = polnear_dev(shared)?.into_iter().map(|a| Original::new(a.id, a.title, &a.text));
    let mut originals: Vec<Original> = wikinews.chain(polnear).filter(Original::is_long_enough).collect();
    originals.sort_by_cached_key(|original| (original.chance("order").number(), original.id.clone()));
    Ok(originals)
}

impl Original {
    fn is_long_enough(&self) -> bool {
        self.body.split_whitespace().count() >= LEAST_WORDS
    }
}

/// What replaces words and headlines: those of all articles.
struct Stock {
    words: Vec<String>,
    titles: Vec<String>,
}

impl Stock {
    fn of(originals: &[Original]) -> Stock {
        let words = originals.iter().flat_map(|original| original.body.split_whitespace());
        let plain = words.filter(|word| word.chars().all(char::is_alphanumeric)).map(str::to_owned);
        Stock { words: plain.collect(), titles: originals.iter().map(|o| o.title.clone()).collect() }
    }
}

fn family(original: &Original, stock: &Stock) -> Vec<MadeArticle> {
    let made = |making, text| MadeArticle { family: original.id.clone(), making, text };
    let body = original.body.as_str();
    let titled = |title: &str| format!("{title}\n\n{body}");
    let other = original.chance("title").of_these(&stock.titles);
    let rate = 5 + original.chance("rate").below(11);
    vec![
        made(Making::Original, titled(&original.title)),
        made(Making::Edited, edited(body, rate, &stock.words, &mut original.chance("edited"))),
        made(Making::Cut, cut(body, 50 + original.chance("cut").below(41))),
        made(Making::Retitled, titled(other)),
        made(Making::Furnished, furnished(body, &mut original.chance("furnished"))),
    ]
}

/// None where the host is too short for a story of 60 words to be much shorter.
fn wire(wire: &Original, host: &Original, stock: &Stock) -> Option<[MadeArticle; 2]> {
    let made = |making, text| MadeArticle { family: wire.id.clone(), making, text };
    let most = host.body.split_whitespace().count() / 2;
    let words = wire.body.split_whitespace().count();
    let story = cut(&wire.body, (most.max(LEAST_WORDS) * 100 / words).min(100));
    let printed = match wire.chance("print").below(2) {
        0 => story.clone(),
        _ => copies::replaced(&story, wire.chance("rate").below(6), &stock.words, &mut wire.chance("words")),
    };
    let long = hosted(&host.body, &printed, &mut wire.chance("place"));
    let fits = story.split_whitespace().count() >= LEAST_WORDS && most >= LEAST_WORDS;
    fits.then(|| [made(Making::Wire, story), made(Making::Host, long)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_of_a_text_is_no_part_of_its_body() {
        let original = Original::new("a".into(), "Ports shut".into(), "Ports shut.\n\nAll of them.");
        assert_eq!(original.body, "All of them.");
        let original = Original::new("a".into(), "Ports shut".into(), "All of them.\nAll.");
        assert_eq!(original.body, "All of them.\nAll.");
    }
}
