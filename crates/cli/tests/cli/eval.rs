use crate::folder::Folder;

#[test]
fn a_folder_without_corpora_is_named() {
    let folder = Folder::new();
    let outcome = folder.run(&["eval", "--shared", "nowhere"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
    assert!(outcome.err.starts_with("sayso: cannot score; --shared names the folder"), "{}", outcome.err);
    assert!(outcome.err.contains("nowhere/data/"), "{}", outcome.err);
    assert!(!folder.path("scores.csv").exists());
}

#[test]
fn the_folder_may_come_from_the_environment() {
    let folder = Folder::new();
    let output = folder.sayso(&["eval"]).env("SAYSO_SHARED", "elsewhere").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("elsewhere/data/"));
}

#[test]
fn an_unusable_model_is_named() {
    let folder = Folder::new();
    let outcome = folder.run(&["eval", "--model", "gone", "--shared", "."]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.starts_with("sayso: gone: no usable model; "), "{}", outcome.err);
}
