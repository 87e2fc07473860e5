//! Which copies are found. The corpora under `data/shared` are invented and tiny; where the project's shared data is at hand,
//! its half for choosing thresholds by is looked at, too.

use std::path::{Path, PathBuf};

use sayso_eval::compare_duplicates;
use sayso_eval::corpora::{MadeArticle, MadeLibraries, Making, Part, duplicates};

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = folder.join("data/articles/wikinews.jsonl").exists();
    if !found {
        eprintln!("skipped, since {} has no articles", folder.display());
    }
    found.then_some(folder)
}

/// Forty words that no other text has.
fn own(name: &str) -> String {
    (0..40).map(|number| format!("{name}{number} ")).collect()
}

fn made(family: &str, making: Making, text: String) -> MadeArticle {
    MadeArticle { family: family.to_owned(), making, text }
}

#[test]
fn copies_and_stories_are_counted_and_errors_named() {
    let families = vec![
        made("a", Making::Original, own("a")),
        made("a", Making::Cut, own("a")),
        made("b", Making::Original, own("b")),
        made("b", Making::Edited, own("other")),
    ];
    let host = own("host") + &own("rest") + &own("a");
    let wires = vec![made("a", Making::Wire, own("a")), made("a", Making::Host, host)];
    let report = compare_duplicates(&MadeLibraries { families, wires });
    assert_eq!((report.articles, report.compared), (6, 2));
    assert_eq!((report.pairs.right, report.pairs.predicted, report.pairs.gold), (1, 1, 2));
    assert_eq!((report.contained.right, report.contained.predicted, report.contained.gold), (1, 1, 1));
    let missed: Vec<_> = report.copies.iter().filter(|(_, share)| share.part < share.of).collect();
    assert_eq!(missed[0].0, Making::Edited);
    assert_eq!(report.errors, ["same missed: b Original, b Edited"]);
    assert_eq!(compare_duplicates(&MadeLibraries::default()).articles, 0);
}

#[test]
fn nearly_all_copies_are_found_and_nothing_else() {
    let Some(shared) = shared() else { return };
    let report = compare_duplicates(&duplicates(&shared, Part::Dev).unwrap());
    let (pairs, contained) = (report.pairs.prf(), report.contained.prf());
    let errors = report.errors.join("\n");
    assert!(pairs.precision >= 0.98 && pairs.recall >= 0.95, "{:?}\n{errors}", report.pairs);
    assert!(contained.precision >= 0.95 && contained.recall >= 0.95, "{:?}\n{errors}", report.contained);
    // What is compared in vain is little: the small print that a fifth of these pages have in common.
    assert!(report.compared < 10 * report.articles, "{}", report.compared);
}
