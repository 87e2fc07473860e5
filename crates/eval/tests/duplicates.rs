//! Copies of the project's shared articles, where they are at hand.

use std::path::Path;

use sayso_eval::compare_duplicates;
use sayso_eval::corpora::{Part, duplicates};

#[test]
fn tune() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let part = if std::env::var_os("HELD").is_some() { Part::Held } else { Part::Dev };
    let libraries = duplicates(&shared, part).unwrap();
    let report = compare_duplicates(&libraries);
    println!("{} articles, compared {}", report.articles, report.compared);
    println!("pairs {:?} {:?}", report.pairs, report.pairs.prf());
    println!("contained {:?} {:?}", report.contained, report.contained.prf());
    for (making, share) in &report.copies {
        println!("{making:?} {share} {:.4}", share.value());
    }
    for error in report.errors.iter().take(60) {
        println!("{error}");
    }
}
