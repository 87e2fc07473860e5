//! What was found, for a person.

use anstyle::Style;
use sayso_library::{Found, Hit};

use super::Config;
use crate::flow::{Look, Page, Run};
use crate::pretty::counted;

/// Each statement with who says it, where and when; what was searched for stands out.
pub(super) fn page(found: &Found, config: &Config, look: Look) -> String {
    let mut page = Page::new(look);
    for hit in &found.hits {
        statement(&mut page, hit, look);
        page.blank();
    }
    if !config.quiet {
        page.raw(&closing(found, config));
    }
    page.into_string()
}

fn statement(page: &mut Page, hit: &Hit, look: Look) {
    let mut who = match &hit.speaker {
        Some((_, name)) => name.clone(),
        None if !hit.source.is_empty() => hit.source.clone(),
        None => "somebody".to_owned(),
    };
    if let Some((_, principal)) = &hit.speaks_for {
        who += &format!(" for {principal}");
    }
    let mut origin = vec![hit.day.clone().unwrap_or_else(|| "no day".to_owned())];
    origin.extend(hit.outlet.clone());
    origin.push(format!("{} {}", hit.article, hit.statement));
    origin.extend(hit.likeness.map(|likeness| format!("{:.0} % alike", 100.0 * likeness.max(0.0))));
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    page.paragraph(0, &[Run::new(bold, who), Run::new(dim, origin.join(", ")).apart()]);
    page.block(2, &marked(hit, look));
}

/// The quote, with what was searched for underlined, or between asterisks where there is no colour.
fn marked(hit: &Hit, look: Look) -> Vec<Run> {
    let mut out = String::new();
    let mut at = 0;
    for &(start, end) in &hit.marks {
        // Words of phrases that overlap are marked once.
        if start < at {
            continue;
        }
        out.push_str(&hit.quote[at..start]);
        out.push_str(&format!("{ON}{}{ON}", &hit.quote[start..end]));
        at = end;
    }
    out.push_str(&hit.quote[at..]);
    let (plain, strong) = (Style::new(), Style::new().underline().bold());
    out.split_whitespace()
        .map(|word| match (word.contains(ON), look.colour) {
            (true, true) => Run::new(strong, word.replace(ON, "")),
            (_, _) => Run::new(plain, word.replace(ON, "*")),
        })
        .collect()
}

/// Stands on both sides of what was searched for, until it is known how that is shown.
const ON: char = '\u{1}';

fn closing(found: &Found, config: &Config) -> String {
    let (total, shown) = (found.total as usize, found.hits.len());
    if total == 0 {
        return format!("no statement was found in {}", config.library);
    }
    let what = if config.like.is_some() { "compared" } else { "found" };
    let more = if found.is_at_least { "more than " } else { "" };
    let mut line = format!("{more}{} {what}", counted(total, "statement", "statements"));
    if shown < total {
        line += &format!("; {shown} shown (--limit, --skip)");
    }
    line
}
