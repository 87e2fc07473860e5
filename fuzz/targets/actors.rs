//! Any bytes as a user's list of actors: an error that says where, or a list that answers for every row.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_gazetteer::{Gazetteer, Known, Overrides};

fuzz_target!(|input: &[u8]| {
    match Overrides::parse("actors", input.to_vec()) {
        Err(error) => assert!(error.to_string().starts_with("actors"), "{error}"),
        Ok(overrides) => {
            assert_eq!(overrides.is_empty(), overrides.len() == 0);
            let known = Known::with(overrides);
            for word in String::from_utf8_lossy(input).split(['\n', ',', ';', '"', ':']) {
                for person in known.people(word) {
                    assert!(!person.name.is_empty());
                    let _ = person.role_on("2015-09-20".parse().expect("a day"));
                }
                let _ = (known.organisations(word), known.standing_for(word), known.office(word));
            }
        }
    }
    // A compiled file is foreign input too.
    if let Ok(gazetteer) = Gazetteer::open(input) {
        let _ = (gazetteer.people("Kerry"), gazetteer.standing_for("London"));
    }
});
