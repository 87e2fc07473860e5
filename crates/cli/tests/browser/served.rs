//! The program as a server, over a library of the articles in `examples/`.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::TempDir;

/// A server that ends with the value, and its library with it.
pub(crate) struct Served {
    process: Child,
    /// Kept open: a program that nobody listens to may end.
    _said: BufReader<ChildStdout>,
    address: String,
    _folder: TempDir,
}

impl Served {
    /// Puts the examples into a library, and serves it at a free port of this machine.
    pub(crate) fn examples() -> Served {
        let folder = tempfile::tempdir().unwrap();
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        let stored =
            sayso(folder.path()).args(["ingest", "--quiet"]).arg(examples).stdout(Stdio::null()).status();
        assert!(stored.unwrap().success(), "the examples could not be stored");
        let serve = ["serve", "--library", "sayso.db", "--bind", "127.0.0.1:0"];
        let mut process = sayso(folder.path()).args(serve).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let address = said.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let address = line.strip_prefix("listening on ")?.trim_end_matches('/');
            Some(address.to_owned())
        });
        let address = address.expect("sayso serve ends without `listening on …` on its standard output");
        Served { process, _said: said, address, _folder: folder }
    }

    /// The whole address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended of itself, which the test has seen by then.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program in a folder, with nothing of this process's environment that it looks at.
fn sayso(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.current_dir(folder);
    for name in ["SAYSO_SHARED", "SAYSO_LIBRARY"] {
        command.env_remove(name);
    }
    command
}
