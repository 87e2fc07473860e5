//! Which files of a folder are articles, and in what order?

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Format, SourceError, SourceErrorKind};

/// The files below a folder that [`open`](crate::open) would read of it, in the same order, as they are found.
///
/// A folder without any gives one error of kind [`EmptyFolder`](SourceErrorKind::EmptyFolder).
///
/// ```no_run
/// for file in sayso_sources::files_below("news") {
///     match file {
///         Ok(path) => println!("{}", path.display()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// ```
pub fn files_below(folder: impl Into<PathBuf>) -> impl Iterator<Item = Result<PathBuf, SourceError>> {
    Walk::new(folder.into())
}

/// The files of a folder and its subfolders with a known extension, sorted by name folder by folder, found
/// as they are asked for. Hidden files and folders are skipped. Only the names along one path down are in
/// memory.
#[derive(Debug)]
pub(crate) struct Walk {
    root: PathBuf,
    /// What is still to be visited, the next one last.
    todo: Vec<PathBuf>,
    /// Folders by their real path: each is read once, so that links cannot lead in circles.
    seen: HashSet<PathBuf>,
    found: bool,
    done: bool,
}

impl Walk {
    pub(crate) fn new(root: PathBuf) -> Walk {
        Walk { todo: vec![root.clone()], root, seen: HashSet::new(), found: false, done: false }
    }

    /// The folder the walk started in.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    fn enter(&mut self, folder: &Path) -> std::io::Result<()> {
        if !self.seen.insert(fs::canonicalize(folder)?) {
            return Ok(());
        }
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                paths.push(entry.path());
            }
        }
        paths.sort_by(|a, b| b.file_name().cmp(&a.file_name()));
        self.todo.append(&mut paths);
        Ok(())
    }

    /// The file at `path` if it is one to be read; a folder is entered instead.
    fn visit(&mut self, path: PathBuf) -> std::io::Result<Option<PathBuf>> {
        let kind = fs::metadata(&path);
        if kind.as_ref().is_ok_and(fs::Metadata::is_dir) {
            self.enter(&path)?;
            return Ok(None);
        }
        if Format::of_name(&path).is_none() && !Format::is_xml(&path) {
            return Ok(None);
        }
        // Pipes and devices in a folder could block for ever.
        Ok(kind?.is_file().then_some(path))
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(path) = self.todo.pop() {
            let place = path.display().to_string();
            match self.visit(path) {
                Ok(None) => (),
                Ok(Some(file)) => {
                    self.found = true;
                    return Some(Ok(file));
                }
                Err(error) => {
                    // The folder is told of already.
                    self.found = true;
                    return Some(Err(SourceError::io(error).within(&place)));
                }
            }
        }
        if self.done || self.found {
            return None;
        }
        self.done = true;
        let message = "the folder holds no articles; they are files that end in .txt, .html, .jsonl, .warc, .arc, \
             .rss, .atom, .xml, .csv, .tsv or .parquet, or in one of these and .gz";
        let error = SourceError::new(SourceErrorKind::EmptyFolder, message);
        Some(Err(error.within(&self.root.display().to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path) -> Vec<String> {
        let name = |path: PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        Walk::new(root.to_owned()).map(|item| item.map_or_else(|error| error.to_string(), name)).collect()
    }

    #[test]
    fn known_files_sorted_hidden_ones_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/.git")).unwrap();
        for name in
            ["c.TXT", "a.html", "b/z.jsonl", "b/y.ndjson", "b/.git/x.txt", ".hidden.txt", "d.pdf", "b10.htm"]
        {
            fs::write(root.join(name), "x").unwrap();
        }
        assert_eq!(names(root), ["a.html", "b/y.ndjson", "b/z.jsonl", "b10.htm", "c.TXT"]);
    }

    #[test]
    fn a_folder_without_articles_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), "x").unwrap();
        let items: Vec<_> = Walk::new(folder.path().to_owned()).collect();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].as_ref().unwrap_err().kind(), SourceErrorKind::EmptyFolder);
    }

    #[cfg(unix)]
    #[test]
    fn links_cannot_lead_in_circles() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/x.txt"), "x").unwrap();
        symlink(root, root.join("a/up")).unwrap();
        symlink(root.join("a"), root.join("b")).unwrap();
        symlink(root.join("nowhere"), root.join("gone.txt")).unwrap();
        let names = names(root);
        assert_eq!(names.len(), 2);
        assert_eq!(names[0], "a/x.txt");
        assert!(names[1].contains("gone.txt: no such file"), "{names:?}");
    }
}
