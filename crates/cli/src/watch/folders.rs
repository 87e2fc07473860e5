//! Which files in the folders are new or have changed?
//!
//! Folders are looked into again and again: that works on every system and for folders on other machines, which tell of no
//! changes. A file that is still being written is left alone until it looks the same twice.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sayso_sources::{SourceErrorKind, files_below};

/// What tells that a file has changed: its length and when it was written to.
pub(crate) type Stamp = (u64, Option<SystemTime>);

/// The folders that are looked into.
pub(crate) struct Folders {
    roots: Vec<PathBuf>,
    seen: Seen,
    /// What is wrong with each place, as it was told last.
    complaints: HashMap<String, String>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// Files to be read, in the order of the folders.
    pub(crate) files: Vec<PathBuf>,
    /// What is wrong now and was not before.
    pub(crate) complaints: Vec<String>,
}

impl Folders {
    /// Nothing of them is known yet.
    pub(crate) fn new(roots: &[PathBuf]) -> Folders {
        Folders { roots: roots.to_vec(), seen: Seen::default(), complaints: HashMap::new() }
    }

    /// Whether there are any.
    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Looks into all of them. With `at_once`, files that may still be written to are taken too.
    pub(crate) fn look(&mut self, at_once: bool) -> Looked {
        let (found, complaints) = self.found();
        let mut new: Vec<String> = complaints
            .iter()
            .filter(|(place, complaint)| self.complaints.get(*place) != Some(complaint))
            .map(|(_, complaint)| complaint.clone())
            .collect();
        new.sort();
        self.complaints = complaints;
        Looked { files: self.seen.changed(found, at_once), complaints: new }
    }

    /// All files as they are, and what is wrong with which place.
    fn found(&self) -> (Vec<(PathBuf, Stamp)>, HashMap<String, String>) {
        let (mut found, mut complaints) = (Vec::new(), HashMap::new());
        for root in &self.roots {
            let place = root.display().to_string();
            match fs::metadata(root) {
                Ok(about) if about.is_dir() => below(root, &mut found, &mut complaints),
                Ok(_) => found.extend(stamp(root).map(|stamp| (root.clone(), stamp))),
                Err(error) => {
                    let complaint = format!("{place}: cannot be looked into ({error}); check the name");
                    complaints.insert(place, complaint);
                }
            }
        }
        (found, complaints)
    }
}

/// The files below a folder, and what of it cannot be read.
fn below(root: &Path, found: &mut Vec<(PathBuf, Stamp)>, complaints: &mut HashMap<String, String>) {
    for file in files_below(root) {
        match file {
            Ok(path) => found.extend(stamp(&path).map(|stamp| (path, stamp))),
            // It may be filled yet.
            Err(error) if error.kind() == SourceErrorKind::EmptyFolder => (),
            Err(error) => {
                let place = error.place().unwrap_or_default().to_owned();
                complaints.insert(place, error.to_string());
            }
        }
    }
}

/// `None` for a file that went away in the meantime.
fn stamp(path: &Path) -> Option<Stamp> {
    let about = fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()))
}

/// The files as they were when they were taken, and those that have changed since.
#[derive(Debug, Default)]
struct Seen {
    taken: HashMap<PathBuf, Stamp>,
    waiting: HashMap<PathBuf, Stamp>,
}

impl Seen {
    fn changed(&mut self, found: Vec<(PathBuf, Stamp)>, at_once: bool) -> Vec<PathBuf> {
        let before = std::mem::take(&mut self.waiting);
        let mut files = Vec::new();
        for (path, stamp) in found {
            if self.taken.get(&path) == Some(&stamp) {
                continue;
            }
            if at_once || before.get(&path) == Some(&stamp) {
                files.push(path.clone());
                self.taken.insert(path, stamp);
            } else {
                self.waiting.insert(path, stamp);
            }
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, u64)]) -> Vec<(PathBuf, Stamp)> {
        files.iter().map(|(name, length)| (PathBuf::from(name), (*length, None))).collect()
    }

    #[test]
    fn a_file_is_taken_when_it_looks_the_same_twice_and_again_when_it_has_changed() {
        let mut seen = Seen::default();
        assert!(seen.changed(found(&[("a", 1)]), false).is_empty());
        assert!(seen.changed(found(&[("a", 2)]), false).is_empty());
        assert_eq!(seen.changed(found(&[("a", 2), ("b", 1)]), false), [PathBuf::from("a")]);
        assert_eq!(seen.changed(found(&[("a", 2), ("b", 1)]), false), [PathBuf::from("b")]);
        assert!(seen.changed(found(&[("a", 2), ("b", 1)]), false).is_empty());
        assert!(seen.changed(found(&[("a", 3)]), false).is_empty());
        assert_eq!(seen.changed(found(&[("a", 3)]), false), [PathBuf::from("a")]);
    }

    #[test]
    fn a_file_that_came_and_went_is_waited_for_anew() {
        let mut seen = Seen::default();
        seen.changed(found(&[("a", 1)]), false);
        seen.changed(found(&[]), false);
        assert!(seen.changed(found(&[("a", 1)]), false).is_empty());
        assert_eq!(seen.changed(found(&[("a", 1)]), true).len(), 1);
        assert!(seen.changed(found(&[("a", 1)]), true).is_empty());
    }

    #[test]
    fn an_empty_folder_is_no_trouble_and_a_missing_one_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        let mut folders = Folders::new(&[folder.path().to_owned(), missing]);
        assert_eq!(folders.look(true).complaints.len(), 1);
        assert!(folders.look(true).complaints.is_empty());
        fs::write(folder.path().join("a.txt"), "x").unwrap();
        let looked = folders.look(true);
        assert_eq!((looked.files.len(), looked.complaints.len()), (1, 0));
        // A file that was named counts whatever its name.
        fs::write(folder.path().join("missing"), "x").unwrap();
        assert_eq!(folders.look(true).files, [folder.path().join("missing")]);
    }
}
