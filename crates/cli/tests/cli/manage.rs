use serde_json::Value;

use crate::folder::Folder;
use crate::library::refused;
use crate::stored;

/// A list of a library as JSON.
fn listed(folder: &Folder, args: &[&str], name: &str) -> Vec<Value> {
    let outcome = folder.run(&[args, &["--format", "json"]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let document: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(document["schema"], format!("sayso.{name}/1"));
    document[name].as_array().unwrap().clone()
}

fn issues(folder: &Folder) -> Vec<Value> {
    listed(folder, &["issues"], "issues")
}

fn defined(folder: &Folder) -> Vec<String> {
    let issues = issues(folder).into_iter().filter(|issue| issue["origin"] == "defined");
    issues.map(|issue| issue["label"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn told(folder: &Folder, args: &[&str], want: &str) {
    let outcome = folder.run(args);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{args:?}");
    assert!(outcome.out.starts_with(want), "{args:?}: {}", outcome.out);
}

#[test]
fn issues_are_found_and_listed() {
    let folder = stored::library();
    let found = issues(&folder);
    let toll = &found[0];
    assert_eq!((&toll["label"], &toll["origin"]), (&"bridge toll".into(), &"found".into()));
    assert_eq!((&toll["positions"], &toll["favor"], &toll["against"]), (&2.into(), &1.into(), &1.into()));
    let csv = folder.run(&["issues", "--limit", "1", "--format", "csv"]).out;
    assert_eq!(
        csv,
        "label,origin,positions,favor,against,parent,examples,definition\nbridge toll,found,2,1,1,,,\n"
    );
    let table = folder.run(&["issues"]).out;
    let rule = "0 defined issues and 2 of those that were found; positions, and actors for and against\n";
    assert!(table.ends_with(rule), "{table}");
}

#[test]
fn issues_are_defined_renamed_merged_split_and_removed() {
    let folder = stored::library();
    told(&folder, &["issues", "define", "the ferries"], "`the ferries` is defined; ");
    let define = ["issues", "define", "tolls", "--definition", "What drivers pay"];
    let more = ["--example", "bridge toll", "--example", "road toll", "--parent", "the ferries"];
    told(&folder, &[&define[..], &more[..]].concat(), "`tolls` is defined; ");
    assert_eq!(defined(&folder), ["the ferries", "tolls"]);
    let tolls = issues(&folder)[1].clone();
    assert_eq!(tolls["examples"], "bridge toll; road toll");
    assert_eq!((&tolls["parent"], &tolls["definition"]), (&"the ferries".into(), &"What drivers pay".into()));
    let (favor, against) = (tolls["favor"].as_u64().unwrap(), tolls["against"].as_u64().unwrap());
    assert!(tolls["positions"].as_u64().unwrap() > 0 && favor + against > 0, "{tolls}");

    told(
        &folder,
        &["issues", "rename", "the ferries", "ferries at sea"],
        "`the ferries` is called `ferries at sea` now",
    );
    assert_eq!(
        issues(&folder).iter().find(|issue| issue["label"] == "tolls").unwrap()["parent"],
        "ferries at sea"
    );
    told(
        &folder,
        &["issues", "split", "tolls", "roads", "--example", "Road toll"],
        "`roads` is an issue of its own",
    );
    told(&folder, &["issues", "merge", "roads", "ferries at sea"], "`roads` is part of `ferries at sea` now");
    told(&folder, &["issues", "remove", "ferries at sea"], "`ferries at sea` is gone");
    assert_eq!(defined(&folder), ["tolls"]);
    assert_eq!(issues(&folder)[0]["parent"], Value::Null, "what it was part of is gone");
    let found = folder.run(&["search", "--issue", "TOLLS", "--format", "jsonl"]);
    assert_eq!(found.code, 0, "{}", found.err);
}

#[test]
fn what_no_issue_can_be_is_told() {
    let folder = stored::library();
    told(&folder, &["issues", "define", "tolls", "--example", "road toll"], "`tolls`");
    told(&folder, &["issues", "define", "roads", "--parent", "tolls"], "`roads`");
    let wrong: [(&[&str], i32, &str); 11] = [
        (&["define"], 2, "<LABEL>"),
        (&["define", ",,"], 1, "it holds no word"),
        (&["define", "rails", "--parent", "money"], 1, "`money` is no defined issue"),
        (&["define", "tolls", "--parent", "roads"], 1, "cannot be wider than `tolls`"),
        (&["rename", "rails", "tracks"], 1, "there is no issue `rails`"),
        (&["rename", "roads", "Tolls"], 1, "sayso issues merge puts two together"),
        (&["merge", "tolls", "TOLLS"], 1, "cannot be made part of itself"),
        (&["merge", "tolls", "rails"], 1, "there is no issue `rails`"),
        (&["split", "tolls", "x", "--example", "canal"], 1, "none of these phrases"),
        (&["remove", "rails"], 1, "there is no issue `rails`"),
        (&["paint"], 2, "paint"),
    ];
    for (args, code, why) in wrong {
        refused(&folder, &[&["issues"], args].concat(), code, why);
    }
    assert_eq!(defined(&folder), ["tolls", "roads"]);
}

#[test]
fn a_codebook_goes_in_and_comes_out() {
    let folder = stored::library();
    let codebook = "label,definition,examples,parent\n\
                    Transport,How people cross,,\n\
                    Bridge toll,,toll; road toll,Transport\n";
    folder.write("issues.csv", codebook);
    told(&folder, &["issues", "import", "issues.csv"], "2 issues defined\n");
    assert_eq!(folder.run(&["issues", "export"]).out, codebook);
    folder.write("other.csv", "label,parent\nRail,Sea\n");
    refused(
        &folder,
        &["issues", "import", "other.csv"],
        2,
        "other.csv, line 2: the parent `Sea` is no label",
    );
    refused(&folder, &["issues", "import", "gone.csv"], 2, "gone.csv: no usable codebook; check the name");
    folder.write("empty.csv", "");
    refused(&folder, &["issues", "import", "empty.csv"], 2, "there is no issue in it");
    assert_eq!(folder.run(&["issues", "export"]).out, codebook);
}

fn actors(folder: &Folder) -> Vec<(String, String, u64)> {
    let actors = listed(folder, &["actors"], "actors").into_iter();
    let text = |actor: &Value, field: &str| actor[field].as_str().unwrap().to_owned();
    let three = actors.map(|a| (text(&a, "key"), text(&a, "name"), a["statements"].as_u64().unwrap()));
    three.collect()
}

fn of(key: &str, name: &str, statements: u64) -> (String, String, u64) {
    (key.to_owned(), name.to_owned(), statements)
}

#[test]
fn actors_are_listed() {
    let folder = stored::library();
    let want = [
        of("person:ada-ott", "Ada Ott", 3),
        of("SWE", "Sweden", 0),
        of("person:bo-ekberg", "Bo Ekberg", 1),
        of("person:cy-dahl", "Cy Dahl", 1),
    ];
    assert_eq!(actors(&folder), want);
    let table = folder.run(&["actors", "--limit", "2"]).out;
    assert!(
        table.starts_with("name ") && table.ends_with("\n2 actors shown; --limit shows more\n"),
        "{table}"
    );
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    let named = folder.run(&["actors", "--named", "ada ott", "--format", "csv"]).out;
    assert_eq!(
        named,
        "name,key,kind,state,role,statements,statements_for,positions,articles\nAda Ott,person:ada-ott,person,,,3,0,2,2\n"
    );
    assert_eq!(folder.run(&["actors", "--named", "Xyzzy"]).out, "0 actors\n");
    refused(&folder, &["actors", "--limit", "0"], 2, "--limit");
}

/// However long names and offices are.
#[test]
fn the_table_of_actors_fits_100_columns() {
    let folder = Folder::new();
    let long = "Secretary-General of the Union of Harbours and Straits and their Ferries";
    let role = format!("\"role\":\"{long}\"");
    folder.write("r.jsonl", stored::readings().replace("Ada Ott", long).replace("\"role\":null", &role));
    folder.run(&["ingest", "--readings", "r.jsonl"]);
    let table = folder.run(&["actors"]).out;
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    assert!(
        table.contains("Secretary-General") && table.contains("... ") && table.contains("  for it  "),
        "{table}"
    );
}

#[test]
fn actors_are_renamed_merged_and_split_and_all_of_it_is_a_correction() {
    let folder = stored::library();
    told(
        &folder,
        &["actors", "rename", "Ada Ott", "Ada of Ott", "--by", "Ed"],
        "done, as correction 1 (sayso correct --undo 1",
    );
    told(
        &folder,
        &["actors", "merge", "cy dahl", "person:bo-ekberg", "--by", "Ed"],
        "done, as correction 2 ",
    );
    let split = ["actors", "split", "Ada of Ott", "--article", "ferry-1", "person:ada-ott-the-younger"];
    told(&folder, &split, "done, as correction 3 ");
    let merged = [
        of("person:ada-ott", "Ada of Ott", 2),
        of("person:bo-ekberg", "Bo Ekberg", 2),
        of("SWE", "Sweden", 0),
    ];
    let now = actors(&folder);
    for actor in &merged {
        assert!(now.contains(actor), "{actor:?}: {now:?}");
    }
    assert!(now.iter().any(|(key, ..)| key == "person:ada-ott-the-younger"), "{now:?}");
    let who = folder.run(&["who", "--library", "sayso.db"]).out;
    assert!(who.contains("Ada of Ott") && !who.contains("Cy Dahl"), "{who}");
    assert_eq!(folder.run(&["correct", "--list"]).out.lines().count(), 4);
    for number in ["1", "2", "3"] {
        assert_eq!(folder.run(&["correct", "--undo", number]).code, 0);
    }
    assert_eq!(actors(&folder).len(), 4);
    assert!(actors(&folder).contains(&of("person:cy-dahl", "Cy Dahl", 1)));
}

#[test]
fn who_is_nobody_is_told() {
    let folder = stored::library();
    let wrong: [(&[&str], &str); 5] = [
        (
            &["rename", "Ada Otter", "X"],
            "nobody in these articles is called `Ada Otter`; did you mean Ada Ott?",
        ),
        (&["merge", "Ada Ott", "Xyzzy"], "nobody in these articles is called `Xyzzy`"),
        (&["merge", "person:nobody", "Ada Ott"], "nobody in this library has the key `person:nobody`"),
        (&["split", "Ada Ott", "--article", "none", "X"], "there is no article `none`"),
        (&["split", "Ada Ott", "--article", "toll-2", "X"], "names nobody of the key `person:ada-ott`"),
    ];
    for (args, why) in wrong {
        refused(&folder, &[&["actors"], args].concat(), 1, why);
    }
    assert_eq!(folder.run(&["correct", "--list"]).out.lines().count(), 1);
}

#[test]
fn actors_come_out_as_a_list_and_go_in_as_names() {
    let folder = stored::library();
    let list = folder.run(&["actors", "export"]).out;
    assert!(list.starts_with("name,kind,state,role,key\nAda Ott,person,,,person:ada-ott\n"), "{list}");
    assert!(list.contains("\nSweden,state,SWE,,SWE\n"), "{list}");
    folder.write("list.csv", &list);
    folder.write("a.txt", "\"No,\" Cy Dahl said.");
    let read = folder.run(&["read", "--actors", "list.csv", "a.txt"]);
    assert_eq!(read.code, 0, "{}", read.err);

    folder.write(
        "names.csv",
        "key,name,merge_into\nperson:ada-ott,Ada of Ott,\nperson:cy-dahl,,person:bo-ekberg\nperson:nobody,X,\n,Y,\n",
    );
    let outcome = folder.run(&["actors", "import", "names.csv", "--by", "Ed"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (1, "2 corrections made by Ed, 2 refused\n"));
    assert!(outcome.err.contains("names.csv, line 4: nobody in this library has the key"), "{}", outcome.err);
    assert!(outcome.err.contains("names.csv, line 5: the key is missing"), "{}", outcome.err);
    assert_eq!(actors(&folder)[0], of("person:ada-ott", "Ada of Ott", 3));
    folder.write("empty.csv", "");
    refused(&folder, &["actors", "import", "empty.csv"], 1, "empty.csv: it is empty; its columns are key");
    folder.write("keys.csv", "key\nSWE\n");
    refused(&folder, &["actors", "import", "keys.csv"], 1, "the columns are key and name or merge_into");
    refused(&folder, &["actors", "import", "gone.csv"], 1, "gone.csv: cannot be read");
}

/// Whoever has a token is let in, and no longer when the user is taken away.
#[test]
fn users_are_added_listed_and_taken_away() {
    let folder = Folder::new();
    folder.write("news.txt", "Ada Ott said: \u{201c}We want the bridge.\u{201d}");
    assert_eq!(folder.run(&["ingest", "news.txt", "--no-reading"]).code, 0);
    assert!(folder.run(&["users"]).out.contains("has no users"));
    let added = folder.run(&["users", "add", "Ada Ott", "--role", "review"]);
    let token = added.out.trim_end();
    assert!(token.starts_with("sayso_") && token.len() == 70 && added.out.lines().count() == 1, "{added:?}");
    assert!(added.err.contains("Ada Ott may look and correct"), "{}", added.err);
    let listed = folder.run(&["users", "list", "--format", "json"]).out;
    assert!(listed.contains("\"name\": \"Ada Ott\"") && listed.contains("\"role\": \"review\""), "{listed}");
    assert!(!listed.contains(&token[6..]));
    let again = folder.run(&["users", "add", "Ada Ott", "--role", "admin"]);
    assert!(again.out != added.out && again.err.contains("no longer"), "{again:?}");
    assert_eq!(folder.run(&["users", "remove", "Ada Ott"]).code, 0);
    let gone = folder.run(&["users", "remove", "Ada Ott"]);
    assert!(gone.code == 2 && gone.err.contains("has no user Ada Ott"), "{gone:?}");
    assert_eq!(folder.run(&["users", "add", "Bob", "--role", "king"]).code, 2);
}

#[test]
fn a_library_without_users_is_not_put_on_the_network() {
    let folder = Folder::new();
    folder.write("news.txt", "Nothing was said.");
    assert_eq!(folder.run(&["ingest", "news.txt", "--no-reading"]).code, 0);
    for args in [&["--bind", "0.0.0.0:0"][..], &["--host", "sayso.example.org"]] {
        let refused = folder.run(&[&["serve"], args].concat());
        assert!(refused.code == 1 && refused.err.contains("sayso users add"), "{refused:?}");
    }
}
