use crate::folder::{Folder, Outcome};
use crate::library::refused;
use crate::stored;

fn verify(folder: &Folder, args: &[&str]) -> Outcome {
    folder.run(&[&["verify"], args].concat())
}

fn damage(folder: &Folder, sql: &str) {
    let connection = rusqlite::Connection::open(folder.path("sayso.db")).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn a_sound_library_has_no_fault() {
    let folder = stored::library();
    let outcome = verify(&folder, &[]);
    let want = "3 articles and 8 places checked: everything stands where it should\n";
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (0, want, ""));
}

#[test]
fn every_fault_of_a_library_is_named() {
    let folder = stored::library();
    damage(
        &folder,
        "UPDATE articles SET text = replace(text, 'oppose', 'approve') WHERE name = 'toll-1';
         UPDATE statements SET quote = 'nothing of it' WHERE speaker = 'person:bo-ekberg';
         UPDATE readings SET reading = '{' WHERE article = 3;",
    );
    let outcome = verify(&folder, &[]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.starts_with("3 articles and 8 places checked: "), "{}", outcome.out);
    for why in [
        "article `toll-1`: its words are not those that were stored: the checksum differs",
        "article `toll-1`, statement s1: what stands at [[21,48]] is not “",
        "article `toll-2`, statement s1: what stands at [[23,60]] is not “nothing of it”",
        "what is stored of article `ferry-1` cannot be read",
    ] {
        assert!(outcome.err.contains(why), "{why}: {}", outcome.err);
    }
}

#[test]
fn a_file_that_breaks_off_is_damaged() {
    let folder = stored::library();
    damage(&folder, "PRAGMA wal_checkpoint(TRUNCATE)");
    let bytes = std::fs::read(folder.path("sayso.db")).unwrap();
    folder.write("cut.db", &bytes[..bytes.len() / 3]);
    refused(&folder, &["verify", "--library", "cut.db"], 1, "cut.db: ");
}

#[test]
fn what_was_exported_is_checked_against_its_words() {
    let folder = stored::library();
    for (name, args) in [
        ("search.json", &["search", "--format", "json"][..]),
        ("search.jsonl", &["search", "--format", "jsonl"]),
        ("compare.json", &["compare", "--library", "sayso.db", "--format", "json"]),
        ("differ.json", &["differ", "--library", "sayso.db", "--format", "json"]),
        ("readings.json", &["read", "--library", "sayso.db", "--format", "json"]),
    ] {
        let out = folder.run(args).out;
        folder.write(name, &out);
        let outcome = verify(&folder, &[name]);
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{name}");
        let sound =
            [" places checked: everything stands where it should\n", ": there was nothing to compare\n"];
        assert!(sound.iter().any(|end| outcome.out.ends_with(end)), "{name}: {}", outcome.out);
        if name.starts_with("search") {
            folder.write(name, out.replace("pay enough", "paid enough"));
            let why = format!("{name}, line");
            let why = if name.ends_with('l') { why.as_str() } else { "search.json: “commuters" };
            refused(&folder, &["verify", name], 1, why);
            refused(
                &folder,
                &["verify", name],
                1,
                "“commuters paid enough” in article `toll-1`: something else",
            );
        }
    }
    let both = verify(&folder, &["compare.json", "readings.jsonl"]);
    assert!(both.out.starts_with("3 articles and "), "{}", both.out);
}

#[test]
fn readings_carry_their_words_along() {
    let folder = Folder::new();
    folder.write("r.jsonl", stored::readings());
    assert_eq!(verify(&folder, &["r.jsonl"]).code, 0, "no library is needed");
    folder.write("r.jsonl", stored::readings().replace("\"content\":[[23,60]]", "\"content\":[[22,60]]"));
    refused(&folder, &["verify", "r.jsonl"], 1, "r.jsonl, line 2: a place begins or ends with a blank");
    folder.write("r.jsonl", stored::readings().replace("\"content\":[[23,60]]", "\"content\":[[23,6000]]"));
    refused(&folder, &["verify", "r.jsonl"], 1, "r.jsonl, line 2: ");
}

#[test]
fn what_sayso_did_not_write_is_a_fault_and_told_once() {
    let folder = stored::library();
    folder.write("text.txt", "No JSON.\n".repeat(50));
    folder.write("other.json", "{\"a\": 1}\n");
    folder.write(
        "cut.jsonl",
        "{\"schema\":\"sayso.search/1\"}\n{\"schema\":\n{\"schema\":\"sayso.search/1\"}\n",
    );
    folder.write("moved.jsonl", folder.run(&["search", "--format", "jsonl"]).out.replace("toll-2", "toll-9"));
    let outcome = verify(&folder, &["text.txt", "other.json", "gone.json", "cut.jsonl", "moved.jsonl"]);
    assert_eq!(outcome.code, 1);
    let told: Vec<&str> = outcome.err.lines().collect();
    for (line, why) in told.iter().zip([
        "text.txt, line 1: this is not JSON",
        "other.json, line 1: it has no \"schema\"",
        "gone.json: cannot be read",
        "cut.jsonl, line 2: this is not JSON",
        "moved.jsonl, line 3: “the bridge toll would pay for ferries” in article `toll-9`: there is no such article in sayso.db",
    ]) {
        assert!(line.contains(why), "{line}");
    }
    assert_eq!(told.len(), 5, "{}", outcome.err);
    folder.write("empty.jsonl", "");
    let outcome = verify(&folder, &["empty.jsonl"]);
    let want = "0 articles and 0 places checked: there was nothing to compare\n";
    assert_eq!((outcome.code, outcome.out.as_str()), (0, want));
}
