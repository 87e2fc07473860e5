//! Which outlets does somebody mean? Names as the library writes them: case and accents do not count.

use maud::{Markup, html};
use sayso_compare::nearest;
use sayso_gazetteer::fold;

/// The names in `known` that `typed` means; and what to say where it means none.
pub(crate) fn meant(typed: &str, known: &[String]) -> (Vec<String>, Option<String>) {
    let folded = fold(typed);
    let outlets: Vec<String> = known.iter().filter(|outlet| fold(outlet) == folded).cloned().collect();
    if !outlets.is_empty() {
        return (outlets, None);
    }
    let hint = match nearest(typed, known).join("`, `") {
        none if none.is_empty() => String::new(),
        nearest => format!("; the nearest: `{nearest}`"),
    };
    (vec![typed.to_owned()], Some(format!("no outlet here is called `{typed}`{hint}")))
}

/// So many are offered.
const OFFERED: usize = 200;

/// A field of a form of filters that offers them.
pub(crate) fn field(value: Option<&str>, known: &[String]) -> Markup {
    html! {
        div.field {
            label for="f-outlet" { "Outlet" }
            input #f-outlet type="text" name="outlet" value=[value] list="outlets" maxlength="500";
            datalist #outlets { @for outlet in known.iter().take(OFFERED) { option value=(outlet) {} } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_and_who_is_not_there_is_complained_about() {
        let known = ["The Wire".to_owned(), "Post".to_owned()];
        assert_eq!(meant("the wire", &known), (vec!["The Wire".to_owned()], None));
        let (outlets, complaint) = meant("The Wires", &known);
        assert_eq!(outlets, ["The Wires"]);
        assert!(complaint.unwrap().contains("nearest: `The Wire`"));
        assert!(meant("x", &[]).1.is_some());
    }
}
