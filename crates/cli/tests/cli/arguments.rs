use crate::folder::Folder;

#[test]
fn help_mentions_every_flag() {
    let folder = Folder::new();
    let flags = [
        ("read", &["--format", "pretty"][..]),
        ("who", &["--format", "table", "csv", "--kind", "organisation", "--all"][..]),
        ("ingest", &["--allow-private", "--allow-host", "--user-agent", "https://"][..]),
        (
            "watch",
            &["--every", "--once", "--now", "--list", "--forget", "--allow-private", "--jobs", "jsonl"][..],
        ),
        ("eval", &["--shared", "--scores", "--check", "--predictions", "--model", "SAYSO_SHARED"][..]),
        (
            "ingest",
            &["--library", "SAYSO_LIBRARY", "--readings", "--no-reading", "--again", "--actor-list"][..],
        ),
        ("ingest", &["--from", "--columns", "--format", "jsonl", "--jobs", "--model", "--quiet"][..]),
        (
            "search",
            &["--library", "--like", "--speaker", "--speaks-for", "--issue", "--stance", "--outlet"][..],
        ),
        ("search", &["--from", "--to", "--kind", "--min-confidence", "--limit", "--skip", "parquet"][..]),
        ("verify", &["--library", "--quiet", "[FILE]"][..]),
        ("correct", &["--library", "--by", "--list", "--undo", "[FILE]", "speaks_for"][..]),
        ("agreement", &["--library", "--format", "json", "[FILE]"][..]),
        ("issues", &["--library", "--limit", "define", "rename", "merge", "split", "import", "export"][..]),
        ("actors", &["--library", "--named", "rename", "merge", "split", "import", "export"][..]),
        ("serve", &["--bind", "--host", "--secure-cookies", "--log", "--library", "[INPUT]"][..]),
        ("users", &["--library", "--format", "add", "remove", "--role", "review", "admin"][..]),
        ("completions", &["<SHELL>", "bash", "zsh", "fish"][..]),
        ("man", &["[COMMAND]"][..]),
    ];
    for (command, flags) in flags {
        let help = folder.run(&[command, "--help"]);
        assert_eq!(help.code, 0);
        for flag in flags {
            assert!(help.out.contains(flag), "{command} --help says nothing of {flag}");
        }
    }
    let shared = ["--from", "--min-confidence", "--jobs", "--model", "--actors", "--color", "--quiet"];
    for command in ["read", "who"] {
        let help = folder.run(&[command, "--help"]).out;
        shared
            .iter()
            .for_each(|flag| assert!(help.contains(flag), "{command} --help says nothing of {flag}"));
    }
    assert!(folder.run(&["--help"]).out.contains("Exit codes:"));
    assert!(folder.run(&["--version"]).out.starts_with("sayso "));
}

#[test]
fn help_fits_a_terminal() {
    let folder = Folder::new();
    let commands = [
        "read",
        "who",
        "eval",
        "ingest",
        "search",
        "verify",
        "correct",
        "agreement",
        "issues",
        "actors",
        "watch",
        "copies",
        "serve",
        "users",
    ];
    for args in [&[][..]].into_iter().chain(commands.iter().map(std::slice::from_ref)) {
        let help = folder.run(&[args, &["--help"]].concat()).out;
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        assert!(help.contains("\nExit codes:\n"), "{args:?}: {help}");
    }
    for args in [["issues", "define"], ["issues", "split"], ["actors", "merge"], ["actors", "import"]] {
        let help = folder.run(&[&args[..], &["--help"]].concat());
        assert_eq!(help.code, 0);
        assert!(help.out.contains("--library"), "{}", help.out);
        assert!(help.out.lines().all(|line| line.chars().count() <= 100), "{}", help.out);
    }
}

#[test]
fn wrong_usage_is_2_and_writes_nothing_to_standard_output() {
    let folder = Folder::new();
    folder.write("a.txt", "x");
    let wrong: [&[&str]; 34] = [
        &[],
        &["write"],
        &["read", "--formatt", "json", "a.txt"],
        &["read", "--format", "xml", "a.txt"],
        &["read", "--from", "pdf", "a.txt"],
        &["read", "--jobs", "0", "a.txt"],
        &["read", "--jobs", "many", "a.txt"],
        &["read", "--min-confidence", "1.5", "a.txt"],
        &["read", "--color", "blue", "a.txt"],
        &["read", "-", "-"],
        &["who", "--format", "pretty", "a.txt"],
        &["who", "--kind", "people", "a.txt"],
        &["who", "--kind", "person,", "a.txt"],
        &["who", "--jobs", "0", "a.txt"],
        &["who", "-", "-"],
        &["who", "--actors"],
        &["ingest"],
        &["ingest", "--readings", "--no-reading", "a.txt"],
        &["ingest", "--again", "--no-reading"],
        &["ingest", "--format", "csv", "a.txt"],
        &["search", "--format", "pretty"],
        &["search", "--stance", "pro"],
        &["search", "--kind", "spoken"],
        &["search", "--from", "March"],
        &["correct"],
        &["agreement", "a.txt"],
        &["issues", "--format", "jsonl"],
        &["actors", "split", "Ada", "Bo"],
        &["watch", "--every", "5", "https://a.example/rss"],
        &["watch", "--list", "https://a.example/rss"],
        &["watch", "--forget"],
        &["ingest", "--readings", "https://a.example/rss"],
        &["completions", "cmd"],
        &["man", "write"],
    ];
    for args in wrong {
        let outcome = folder.run(args);
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{args:?}");
        assert!(
            outcome.err.contains("--help") || outcome.err.contains("Usage: sayso"),
            "{args:?}: {}",
            outcome.err
        );
    }
}

#[test]
fn completions_know_the_flags() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.out.contains("min-confidence") && script.out.contains("who"), "{shell}");
    }
}

#[test]
fn manual_pages_are_roff_about_their_command() {
    let folder = Folder::new();
    let program = folder.run(&["man"]);
    assert!(program.out.contains(".TH SAYSO 1"), "{}", program.out);
    assert!(program.out.contains("sayso\\-read(1)") && program.out.contains("sayso\\-who(1)"));
    let read = folder.run(&["man", "read"]);
    assert!(read.out.contains(".TH SAYSO-READ 1"), "{}", read.out);
    assert!(read.out.contains("min\\-confidence"));
    assert!(read.out.contains(".SH THE PRETTY FORMAT\n.PP\n.nf\n"), "{}", read.out);
    let who = folder.run(&["man", "who"]);
    assert!(who.out.contains(".TH SAYSO-WHO 1") && who.out.contains(".SH THE TABLE\n"), "{}", who.out);
    let search = folder.run(&["man", "search"]);
    assert!(
        search.out.contains(".TH SAYSO-SEARCH 1") && search.out.contains(".SH EXIT CODES\n"),
        "{}",
        search.out
    );
    assert_eq!((program.code, read.code, who.code, search.code), (0, 0, 0, 0));
}
