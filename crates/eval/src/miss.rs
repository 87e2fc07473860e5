//! What was read wrongly, in words.

use std::fmt;

use crate::document::Place;

/// One thing that was read otherwise than gold has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What is wrong: `"speaker"`, `"speaks_for"`, `"kind"`, `"date"`, `"position_missed"`, `"event_extra"`, ….
    pub part: &'static str,
    /// The article's id.
    pub article: String,
    /// Gold's id of the attribution, or the reader's of the position or event, where there is one.
    pub id: Option<String>,
    /// Where the words stand, in code points.
    pub place: Place,
    /// The words that were to be understood.
    pub words: String,
    /// What gold makes of them; none: nothing.
    pub gold: Option<String>,
    /// What the reader made of them; none: nothing.
    pub predicted: Option<String>,
    /// The text around them.
    pub context: String,
}

/// A line a miss, eight fields apart by tabs: part, article, attribution, place, words, gold, predicted, context.
/// A dash stands for nothing; white space within a field is a single space.
pub fn write_misses(misses: &[Miss]) -> String {
    let mut lines = String::new();
    for miss in misses {
        let place = format!("{}-{}", miss.place[0], miss.place[1]);
        let or_dash = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
        let fields = [
            miss.part.to_owned(),
            miss.article.clone(),
            or_dash(&miss.id),
            place,
            miss.words.clone(),
            or_dash(&miss.gold),
            or_dash(&miss.predicted),
            miss.context.clone(),
        ];
        lines += &fields.map(|field| single_spaced(&field)).join("\t");
        lines.push('\n');
    }
    lines
}

fn single_spaced(field: &str) -> String {
    field.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As a person reads it: `herald-1 E5 [he]: Reed, not Oz`.
impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.article)?;
        if let Some(id) = &self.id {
            write!(f, " {id}")?;
        }
        let name = |name: &Option<String>| single_spaced(name.as_deref().unwrap_or("nothing"));
        write!(f, " [{}]: {}, not {}", single_spaced(&self.words), name(&self.gold), name(&self.predicted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_eight_fields_whatever_is_in_them() {
        let miss = Miss {
            part: "speaker",
            article: "a".into(),
            id: Some("E1".into()),
            place: [3, 5],
            words: "the\tmayor\n … said".into(),
            gold: Some("Mrs.\u{a0}Reed".into()),
            predicted: None,
            context: " Then the mayor".into(),
        };
        let other = Miss { id: None, gold: None, predicted: Some("Oz".into()), ..miss.clone() };
        assert_eq!(
            write_misses(&[miss.clone(), other.clone()]),
            "speaker\ta\tE1\t3-5\tthe mayor … said\tMrs. Reed\t-\tThen the mayor\n\
             speaker\ta\t-\t3-5\tthe mayor … said\t-\tOz\tThen the mayor\n"
        );
        assert_eq!(miss.to_string(), "a E1 [the mayor … said]: Mrs. Reed, not nothing");
        assert_eq!(other.to_string(), "a [the mayor … said]: nothing, not Oz");
        assert_eq!(write_misses(&[]), "");
    }
}
