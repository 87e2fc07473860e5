//! What is hard to use for people who see, hear or move otherwise, as axe-core finds it.

use std::env;
use std::fs;

use serde_json::{Value, json};

use crate::browser::Browser;

/// What is wrong, where, and how bad it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Violation {
    /// The name of the rule, such as `image-alt`.
    pub(crate) rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub(crate) impact: String,
    /// The elements, and what would mend them.
    pub(crate) places: Vec<String>,
}

impl Violation {
    /// Whether it keeps somebody from using the page.
    pub(crate) fn is_serious(&self) -> bool {
        matches!(self.impact.as_str(), "serious" | "critical")
    }
}

/// All that axe-core finds in the page as it is just now, or nothing where there is no axe-core: then it is said.
#[expect(clippy::print_stderr, reason = "what is not looked for is said")]
pub(crate) fn violations(browser: &Browser) -> Option<Vec<Violation>> {
    let Ok(path) = env::var("SAYSO_AXE") else {
        eprintln!("not looked for what is hard to use: SAYSO_AXE is not set (see .ci/browser)");
        return None;
    };
    let axe = fs::read_to_string(&path).unwrap_or_else(|error| panic!("SAYSO_AXE={path}: {error}"));
    browser.run(&axe, &json!([]));
    let found = browser.run("return axe.run(document, { resultTypes: ['violations'] })", &json!([]));
    Some(found["violations"].as_array().unwrap().iter().map(violation).collect())
}

fn violation(found: &Value) -> Violation {
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    let place =
        |node: &Value| format!("{}: {}", node["target"], node["failureSummary"].as_str().unwrap_or_default());
    let places = found["nodes"].as_array().unwrap().iter().map(place).collect();
    Violation { rule: text("id"), impact: text("impact"), places }
}
