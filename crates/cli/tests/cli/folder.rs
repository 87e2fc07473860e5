//! A fresh folder, and `sayso` run in it.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A sentence in which every model finds who speaks.
pub(crate) const SAID: &str = "\"We will sign,\" Mayor Ada Ott said.";

/// A folder that ends with the test.
pub(crate) struct Folder {
    root: TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder { root: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The program, in the folder, with nothing of this process's environment that it looks at.
    pub(crate) fn sayso(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.current_dir(self.root.path()).args(args);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SAYSO_SHARED", "SAYSO_LIBRARY"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        self.run_with(args, "")
    }

    pub(crate) fn run_with(&self, args: &[&str], stdin: &str) -> Outcome {
        let output = self.sayso(args).write_stdin(stdin).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Outcome { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Outcome {
    /// The readings of a jsonl output.
    pub(crate) fn readings(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The ids of its articles.
    pub(crate) fn ids(&self) -> Vec<String> {
        let id = |reading: &Value| reading["article"]["id"].as_str().unwrap().to_owned();
        self.readings().iter().map(id).collect()
    }
}

/// The words at the places `spans` of a reading's text.
pub(crate) fn words(reading: &Value, spans: &Value) -> String {
    let text: Vec<char> = reading["article"]["text"].as_str().unwrap().chars().collect();
    let piece = |span: &Value| -> String {
        let place = |end: usize| span[end].as_u64().unwrap() as usize;
        text[place(0)..place(1)].iter().collect()
    };
    spans.as_array().unwrap().iter().map(piece).collect::<Vec<_>>().join(" … ")
}
