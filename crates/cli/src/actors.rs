//! Who is known? What ships with the program, and a user's own list over it.

use std::fs;
use std::path::Path;

use anyhow::Context;
use sayso_engine::Known;
use sayso_gazetteer::Overrides;

use crate::exit::Misuse;

/// What is built in, under the list in `file` where there is one; `docs/actors.md` tells what stands in such a list.
///
/// # Errors
/// When the file cannot be read, or a row of it makes no sense; the message names file and line. It is a [`Misuse`].
pub(crate) fn open(file: Option<&Path>) -> anyhow::Result<Known> {
    let Some(path) = file else { return Ok(Known::built_in()) };
    let name = path.display().to_string();
    let advice =
        || Misuse(format!("{name}: no usable list of actors; give --actors another file, or leave it out"));
    let bytes = fs::read(path).with_context(advice)?;
    let overrides = Overrides::parse(&name, bytes).map_err(|error| Misuse(error.to_string()))?;
    Ok(Known::with(overrides))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_ones_own_wins_and_a_broken_one_is_misuse() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("actors.csv");
        fs::write(&path, "name,state,role\nAda Ott,NOR,mayor\n").unwrap();
        assert_eq!(open(Some(&path)).unwrap().people("Ada Ott")[0].roles[0].title, "mayor");
        assert!(open(None).unwrap().people("Ada Ott").is_empty());
        fs::write(&path, "name,state\nAda Ott,Norway\n").unwrap();
        for path in [&*path, folder.path(), &folder.path().join("gone.csv")] {
            let error = open(Some(path)).unwrap_err();
            assert!(error.downcast_ref::<Misuse>().is_some(), "{error:#}");
            assert!(error.to_string().starts_with(&path.display().to_string()), "{error:#}");
        }
        assert!(open(Some(&path)).unwrap_err().to_string().contains("actors.csv, line 2: "));
    }

    #[test]
    fn the_lists_in_the_document_on_them_are_sound() {
        let page = include_str!("../../../docs/actors.md");
        for (name, rows) in [("csv", 5), ("json", 1)] {
            let (_, list) = page.split_once(&format!("```{name}\n")).unwrap();
            let (list, _) = list.split_once("```").unwrap();
            assert_eq!(Overrides::parse(name, list.into()).unwrap().len(), rows);
        }
    }
}
