use serde_json::Value;

use crate::folder::{Folder, Outcome};
use crate::library::{lines, refused};
use crate::stored;

/// Makes corrections of these lines of CSV.
fn correct(folder: &Folder, csv: &str) -> Outcome {
    folder.write("c.csv", csv);
    folder.run(&["correct", "--by", "Ed", "c.csv"])
}

/// An article as it stands now.
fn reading(folder: &Folder, id: &str) -> Value {
    let readings = folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).readings();
    readings.into_iter().find(|reading| reading["article"]["id"] == id).unwrap()
}

fn name(reading: &Value, id: &Value) -> String {
    let actors = reading["actors"].as_array().unwrap();
    actors.iter().find(|actor| &actor["id"] == id).unwrap()["name"].as_str().unwrap().to_owned()
}

#[test]
fn every_field_is_corrected() {
    let folder = stored::library();
    let outcome = correct(
        &folder,
        "article,at,field,value,actor,reason\n\
         toll-1,s2,speaker,Bo Ekberg,,he wrote it\n\
         toll-1,commuters pay enough,speaks_for,Harbour Council,,\n\
         toll-1,s2,said_on,2026-03-01,,\n\
         toll-1,s2,source,Ada,,\n\
         toll-1,s2,cue,,,\n\
         toll-1,p1,stance,neutral,,\n\
         toll-1,p1,holder,Harbour Council,,\n\
         toll-1,p1,target,the toll,,\n\
         toll-1,p1,issue,Traffic,,\n\
         toll-2,s1,statement,would pay for ferries,,\n\
         toll-2,p1,position,,,\n\
         ferry-1,s2,statement,,,not said\n\
         ferry-1,3-6,statement,3-6,,there was one more\n\
         ,,rename,Ada of Ott,person:ada-ott,\n\
         ,,merge,person:ada-ott,person:cy-dahl,\n\
         toll-2,,split,Bo the younger,person:bo-ekberg,\n",
    );
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "16 corrections made by Ed\n"));
    // Once: from then on the article knows it.
    let notice = "line 3: nobody in these articles is called `Harbour Council`. `Harbour Council` is taken as somebody new\n";
    assert!(outcome.err.ends_with(notice) && outcome.err.lines().count() == 1, "{}", outcome.err);

    let toll_1 = reading(&folder, "toll-1");
    let second = &toll_1["statements"][1];
    assert_eq!(name(&toll_1, &second["speaker"]), "Bo Ekberg");
    assert_eq!(name(&toll_1, &second["speaks_for"]), "Harbour Council");
    assert_eq!((&second["said_on"], &second["cue"]), (&"2026-03-01".into(), &serde_json::json!([])));
    assert_eq!(crate::folder::words(&toll_1, &second["source"]), "Ada");
    let position = &toll_1["positions"][0];
    assert_eq!((&position["stance"], &position["target"]["label"]), (&"neutral".into(), &"the toll".into()));
    assert_eq!(name(&toll_1, &position["holder"]), "Harbour Council");
    assert_eq!(name(&toll_1, &toll_1["statements"][0]["speaker"]), "Ada of Ott");

    let toll_2 = reading(&folder, "toll-2");
    let first = &toll_2["statements"][0];
    assert_eq!(crate::folder::words(&toll_2, &first["content"]), "would pay for ferries");
    assert_eq!(toll_2["positions"], serde_json::json!([]));
    assert_eq!(name(&toll_2, &first["speaker"]), "Bo the younger");

    let ferry = reading(&folder, "ferry-1");
    let contents: Vec<String> = ferry["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| crate::folder::words(&ferry, &s["content"]))
        .collect();
    assert_eq!(contents, ["Ada", "the ferries are “far too slow”"]);

    let found = lines(&folder.run(&["search", "--format", "jsonl", "commuters"]));
    assert_eq!(found[0]["speaker"]["name"], "Bo Ekberg");
    assert_eq!(folder.run(&["verify"]).code, 0);
}

#[test]
fn corrections_win_over_a_new_reading() {
    let folder = Folder::new();
    folder.write("news.jsonl", crate::library::news());
    folder.run(&["ingest", "news.jsonl"]);
    let words = lines(&folder.run(&["search", "--format", "jsonl", "engines"]))[0]["quote"].clone();
    let words = words.as_str().unwrap().trim_matches('"').to_owned();
    correct(&folder, &format!("article,at,field,value\nferry-1,\"{words}\",speaker,Cy Dahl\n"));
    let connection = rusqlite::Connection::open(folder.path("sayso.db")).unwrap();
    connection.execute_batch("UPDATE readings SET model = 'an older one'").unwrap();
    drop(connection);
    let again = folder.run(&["ingest", "--again"]);
    assert!(again.out.starts_with("0 articles stored, 4 read again\n"), "{}", again.out);
    let found = lines(&folder.run(&["search", "--format", "jsonl", "engines"]));
    assert_eq!(found[0]["speaker"]["name"], "Cy Dahl");
}

#[test]
fn a_list_of_corrections_can_be_given_to_another_library() {
    let folder = stored::library();
    correct(
        &folder,
        "article,at,field,value,reason\n\
         toll-1,s2,speaker,Cy Dahl,\"he, not she\"\n\
         toll-1,p1,stance,favor,\n\
         toll-2,s1,source,Bo; Ekberg,\n\
         ferry-1,s2,statement,,\n",
    );
    assert_eq!(
        folder.run(&["correct", "--undo", "2", "--by", "Flo"]).out,
        "correction 2 (stance) is undone\n"
    );
    let list = folder.run(&["correct", "--list"]).out;
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows[0], "id,made_at,article,at,field,value,actor,by,reason,before,undone_by");
    assert!(rows[1].ends_with(",speaker,person:cy-dahl,,Ed,\"he, not she\",person:ada-ott,"), "{list}");
    assert!(rows[2].ends_with(",stance,favor,,Ed,,against,Flo"), "{list}");
    assert!(rows[3].contains(",source,3-5; 6-12,,Ed,,3-12,"), "{list}");
    folder.write("list.csv", &list);
    let args = ["--library", "other.db"];
    folder.run(&[&["ingest", "--readings", "readings.jsonl"], &args[..]].concat());
    let outcome = folder.run(&[&["correct", "list.csv"], &args[..]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        outcome.out.starts_with("3 corrections made by "),
        "what was undone is left out: {}",
        outcome.out
    );
    let all = |library: &str| folder.run(&["read", "--library", library, "--format", "jsonl"]).out;
    assert_eq!(all("other.db"), all("sayso.db"));
    let by_ed = folder.run(&[&["correct", "--list"], &args[..]].concat()).out;
    assert_eq!(by_ed.lines().filter(|row| row.contains(",Ed,")).count(), 3, "{by_ed}");
}

#[test]
fn undoing_leads_back() {
    let folder = stored::library();
    let before = folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).out;
    correct(&folder, "article,at,field,value\ntoll-1,s1,statement,\ntoll-1,s1,speaker,Cy Dahl\n");
    assert_ne!(folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).out, before);
    for number in ["2", "1"] {
        assert_eq!(folder.run(&["correct", "--undo", number]).code, 0);
    }
    assert_eq!(folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).out, before);
    refused(&folder, &["correct", "--undo", "2"], 1, "correction 2 was undone before");
    refused(&folder, &["correct", "--undo", "77"], 1, "correction 77 does not exist");
    refused(&folder, &["correct", "--undo", "x"], 2, "--undo");
    refused(&folder, &["correct", "--undo", "1", "--list"], 2, "--list");
    refused(&folder, &["correct"], 2, "<FILE>");
}

/// Each line that makes no sense is named with what is wrong; those beside it are made.
#[test]
fn what_makes_no_sense_is_refused_line_by_line() {
    let folder = stored::library();
    let outcome = correct(
        &folder,
        "article,at,field,value,actor\n\
         toll-1,p1,stance,for,\n\
         toll-1,p9,stance,favor,\n\
         toll-1,s9,speaker,Cy,\n\
         toll-1,the moon,speaker,Cy,\n\
         none,s1,speaker,Cy,\n\
         toll-1,s1,colour,red,\n\
         toll-1,s1,,red,\n\
         toll-1,,speaker,Cy,\n\
         ,s1,speaker,Cy,\n\
         toll-1,5000-5001,speaker,Cy,\n\
         toll-1,0-2,speaker,Cy,\n\
         toll-1,s1,said_on,yesterday,\n\
         ,,merge,person:ada-ott,person:nobody\n\
         ,,merge,person:ada-ott,person:ada-ott\n\
         ,,rename,,person:ada-ott\n\
         toll-1,p1,stance,favor,\n",
    );
    assert_eq!((outcome.code, outcome.out.as_str()), (1, "1 correction made by Ed, 15 refused\n"));
    let told: Vec<&str> = outcome.err.lines().collect();
    for (number, why) in [
        (2, "a stance is favor, against or neutral"),
        (3, "article `toll-1` has no p9"),
        (4, "article `toll-1` has no s9"),
        (5, "the words `the moon` do not stand in article `toll-1`"),
        (6, "there is no article `none`"),
        (7, "`colour` is nothing that is corrected; it is one of statement, source, cue"),
        (8, "the field is empty"),
        (9, "a correction of speaker needs a place"),
        (10, "a correction of speaker needs the article's name"),
        (11, "is no place in article `toll-1`"),
        (12, "there is no statement at “É.” in article `toll-1`"),
        (13, "a day is written YYYY-MM-DD"),
        (14, "nobody in this library has the key `person:nobody`"),
        (15, "that is the same actor"),
        (16, "a value is missing"),
    ] {
        let line = told[number - 2];
        assert!(line.starts_with(&format!("sayso: c.csv, line {number}: ")) && line.contains(why), "{line}");
    }
}

#[test]
fn a_file_that_is_none_keeps_no_other_from_being_done() {
    let folder = stored::library();
    folder.write("empty.csv", "");
    folder.write("other.csv", "name,colour\nAda,red\n");
    folder.write("fieldless.csv", "article,at\ntoll-1,s1\n");
    folder.write("open.csv", "field\n\"stance\n");
    folder.write("header.csv", "article,at,field,value\n");
    folder.write("good.csv", "\u{feff}FIELD,value,at,article\nstance,favor,p1,toll-1\n");
    let files = ["empty.csv", "other.csv", "fieldless.csv", "open.csv", "gone.csv", "header.csv", "good.csv"];
    let outcome = folder.run(&[&["correct", "--by", "Ed"], &files[..]].concat());
    assert_eq!((outcome.code, outcome.out.as_str()), (1, "1 correction made by Ed, 5 refused\n"));
    for why in [
        "empty.csv: it is empty; its columns are article, at, field",
        "other.csv, line 1: no column is called `name`",
        "fieldless.csv, line 1: the column `field` is missing",
        "open.csv, line 2: a cell opens with a quotation mark",
        "gone.csv: cannot be read",
    ] {
        assert!(outcome.err.contains(why), "{why}: {}", outcome.err);
    }
    let piped =
        folder.run_with(&["correct", "-", "--by", "Ed"], "article,at,field,value\ntoll-1,p7,stance,favor\n");
    assert_eq!(piped.err, "sayso: standard input, line 2: article `toll-1` has no p7\n");
}
