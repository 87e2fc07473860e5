//! Actors are listed and found by any of their names.

use crate::support::{add, on_each, reading, said};

#[test]
fn who_says_most_stands_first() {
    on_each(|store| {
        let mut library = store.create();
        add(
            &mut library,
            vec![
                reading("a", 1, &[said("Ada", "no"), said("Bo", "yes")]),
                reading("b", 2, &[said("Bo", "so")]),
            ],
        );
        let actors = library.actors(None, 10).unwrap();
        let told: Vec<_> = actors.iter().map(|a| (a.key.as_str(), a.statements, a.articles)).collect();
        assert_eq!(told, [("person:bo", 2, 2), ("person:ada", 1, 1)]);
        assert_eq!(library.actors(Some("ADA"), 10).unwrap().len(), 1);
        assert!(library.actors(Some("Zoe"), 10).unwrap().is_empty());
    });
}

#[test]
fn a_name_or_key_means_somebody() {
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("a", 1, &[said("Ada Thorne", "no"), said("GBR", "yes")])]);
        let mut keys = |typed: &str| -> Vec<String> {
            library.find_actor(typed).unwrap().into_iter().map(|who| who.key).collect()
        };
        assert_eq!(keys("ada thorne"), ["person:ada-thorne"]);
        assert_eq!(keys("gbr"), ["GBR"]);
        assert_eq!(keys("person:ada-thorne"), ["person:ada-thorne"]);
        assert!(keys("Zoe").is_empty());
        assert_eq!(library.names(10).unwrap(), ["Ada Thorne", "GBR"]);
    });
}
