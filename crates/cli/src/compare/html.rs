//! What does a browser show of the comparison? One page that needs nothing else: no script, no picture, no other file. Each
//! cell of the grid leads to its words.

use sayso_compare::{Cell, Held, Row, Stand};

use sayso_answers::markup::{escape, shortened};
use sayso_answers::{Comparison, in_words, own_words, sign};

/// The grid has no more rows.
const MOST_ACTORS: usize = 60;

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1b1b;background:#fff}\
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:bottom}\
td{text-align:center}td a{color:inherit;text-decoration:none;display:block}td a:focus,td a:hover{outline:2px solid #1b1b1b}\
.favor{background:#cfe3f5}.against{background:#fbdcae}.mixed{background:#e3d3ee}.neutral{background:#eee}.silent{color:#666}\
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:4px solid #bbb}.origin{color:#555;font-size:.9rem}\
section{border-top:2px solid #1b1b1b;margin-top:2rem}.scroll{overflow-x:auto}article:target{outline:2px solid #1b1b1b}";

/// The whole page.
pub(super) fn page(comparison: &Comparison<'_>) -> String {
    let actors = comparison.actors();
    let shown = &actors[..actors.len().min(MOST_ACTORS)];
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>Where they stand</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Where they stand</h1>\n\
         <p>{}</p>\n",
        escape(&comparison.closing())
    );
    if !actors.is_empty() {
        page += &grid(comparison, shown);
    }
    if actors.len() > shown.len() {
        page += &format!("<p>{} more actors are in the words below.</p>\n", actors.len() - shown.len());
    }
    for (number, row) in comparison.rows().iter().enumerate() {
        page += &section(comparison, number + 1, row);
    }
    page + "</body>\n</html>\n"
}

fn grid(comparison: &Comparison<'_>, actors: &[usize]) -> String {
    let mut grid = "<div class=\"scroll\">\n<table>\n<caption>+ for, − against, ± mixed, o neutral, . silent; \
                    ? on a condition; * told by others. The numbers count independent utterances.</caption>\n<thead><tr><td></td>"
        .to_owned();
    for (number, row) in comparison.rows().iter().enumerate() {
        let label = escape(&shortened(&comparison.issue(row).label, 60));
        grid += &format!("<th scope=\"col\"><a href=\"#i{}\">{label}</a></th>", number + 1);
    }
    grid += "</tr></thead>\n<tbody>\n";
    for &actor in actors {
        grid += &format!("<tr><th scope=\"row\">{}</th>", escape(&comparison.matrix.actors[actor].name));
        for (number, row) in comparison.rows().iter().enumerate() {
            grid += &cell(number + 1, actor, row.cell(actor));
        }
        grid += "</tr>\n";
    }
    grid + "</tbody>\n</table>\n</div>\n"
}

fn cell(issue: usize, actor: usize, cell: Option<&Cell<'_>>) -> String {
    let Some(cell) = cell else {
        return "<td class=\"silent\" title=\"silent: nothing was found\">.</td>".to_owned();
    };
    format!(
        "<td class=\"{}\" title=\"{}\"><a href=\"#i{issue}a{actor}\">{}</a></td>",
        cell.stance.as_str(),
        title(cell),
        short(cell)
    )
}

/// "±2?".
fn short(cell: &Cell<'_>) -> String {
    let sign = sign(cell.stance, true).replace('-', "−");
    let marks = [(cell.conditional, "?"), (cell.alleged, "*")];
    let marks: String = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| *mark).collect();
    format!("{sign}{}{marks}", cell.independent)
}

fn title(cell: &Cell<'_>) -> String {
    let mut title = in_words(cell.stance).to_owned();
    title += if cell.conditional { ", on a condition" } else { "" };
    title += if cell.alleged { ", told by others" } else { "" };
    title
}

fn section(comparison: &Comparison<'_>, number: usize, row: &Row<'_>) -> String {
    let issue = comparison.issue(row);
    let mut section = format!("<section id=\"i{number}\">\n<h2>{}</h2>\n", escape(&issue.label));
    if let Some(definition) = &issue.definition {
        section += &format!("<p>{}</p>\n", escape(definition));
    }
    if row.cells.is_empty() {
        section += "<p>Nothing was found in these articles.</p>\n";
    }
    for cell in &row.cells {
        let name = escape(&comparison.matrix.actors[cell.actor].name);
        section += &format!(
            "<article id=\"i{number}a{}\">\n<h3>{name}: {} <span class=\"{}\">{}</span></h3>\n",
            cell.actor,
            title(cell),
            cell.stance.as_str(),
            short(cell)
        );
        cell.positions.iter().for_each(|held| section += &words(cell, held));
        if !cell.told.is_empty() {
            section += "<p>Told by others:</p>\n";
            cell.told.iter().for_each(|stand| section += &quote(stand, ""));
        }
        section += "</article>\n";
    }
    section + "</section>\n"
}

fn words(cell: &Cell<'_>, held: &Held<'_>) -> String {
    // What is carried again is said once, by whom it was carried first.
    let place = cell.positions.iter().position(|other| other.utterance == held.utterance);
    let is_first = place.is_some_and(|place| std::ptr::eq(cell.positions[place].stand, held.stand));
    quote(held.stand, if is_first { "" } else { " · carried again" })
}

fn quote(stand: &Stand, remark: &str) -> String {
    let class = stand.stance.as_str();
    let condition =
        stand.condition.as_ref().map(|condition| format!(" · on a condition: {}", escape(condition)));
    let day = stand.date.map(|day| format!("{day} · ")).unwrap_or_default();
    let speaker = stand.speaker.as_ref().map(|speaker| format!("{} · ", escape(speaker))).unwrap_or_default();
    let outlet = stand.outlet.as_ref().map(|outlet| format!("{}, ", escape(outlet))).unwrap_or_default();
    let own = own_words(stand).map(|words| format!("<q>{}</q>", escape(words)));
    let words = own.unwrap_or_else(|| escape(&stand.quote));
    format!(
        "<blockquote class=\"{class}\"><p>{words}</p>\n<p class=\"origin\">{} · {} · {speaker}{day}{outlet}{}{}{remark}</p></blockquote>\n",
        if class == "favor" { "for" } else { class },
        stand.act,
        escape(&stand.article),
        condition.unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_answers::samples::{contested, with_comparison, with_silence};

    #[test]
    fn every_cell_leads_to_its_words() {
        let page = with_comparison(contested(), 10, page);
        let ids = |before: &str| {
            let mut ids: Vec<String> = page
                .split(before)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .filter(|id| id.starts_with('i'))
                .collect();
            ids.sort();
            ids
        };
        assert_eq!(ids("id=\""), ids("href=\"#"));
        assert_eq!(ids("id=\"").len(), 2 + 5);
        assert!(page.contains(">±2</a>") && page.contains(">+1?</a>") && page.contains(">o1*</a>"), "{page}");
    }

    #[test]
    fn foreign_words_are_words_and_nothing_else_is_loaded() {
        let page = with_comparison(contested(), 10, page);
        assert!(page.contains("&lt;b&gt;ban&lt;/b&gt; &amp; &quot;more&quot;"), "{page}");
        assert!(page.contains("We \u{fffd}want &lt;it&gt; &amp;"), "{page}");
        for foreign in ["<b>", "<it>", "<script", "http", "\u{1b}", "src="] {
            assert!(!page.contains(foreign), "{foreign} in {page}");
        }
    }

    #[test]
    fn tags_are_closed() {
        for page in
            [with_comparison(contested(), 10, page), with_comparison(vec![], 10, page), with_silence(page)]
        {
            for tag in ["table", "tr", "th", "td", "section", "article", "blockquote", "a", "div", "p", "h3"]
            {
                let opened =
                    page.matches(&format!("<{tag} ")).count() + page.matches(&format!("<{tag}>")).count();
                assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
            }
            assert!(page.ends_with("</html>\n"));
        }
    }
}
