//! Users are known by the hash of their token.

use sayso_library::{LibraryErrorKind, Role, User};

use crate::support::on_each;

fn user(name: &str, role: Role, byte: u8) -> User {
    User { name: name.to_owned(), role, hash: [byte; 32] }
}

#[test]
fn a_user_is_made_known_changed_and_removed() {
    on_each(|store| {
        let mut library = store.create();
        assert!(library.users().unwrap().is_empty());
        library.set_user(&user("flo", Role::Read, 1), 10).unwrap();
        library.set_user(&user("ed", Role::Admin, 2), 11).unwrap();
        assert_eq!(library.user_of(&[2; 32]).unwrap(), Some(user("ed", Role::Admin, 2)));
        assert_eq!(library.user_of(&[3; 32]).unwrap(), None);
        assert_eq!(library.user_of(b"").unwrap(), None);
        library.set_user(&user("flo", Role::Review, 3), 12).unwrap();
        assert_eq!(library.user_of(&[1; 32]).unwrap(), None);
        let all = library.users().unwrap();
        assert_eq!(all, [(user("ed", Role::Admin, 2), 11), (user("flo", Role::Review, 3), 12)]);
        assert!(library.remove_user("ed").unwrap());
        assert!(!library.remove_user("ed").unwrap());
        assert_eq!(library.user_of(&[2; 32]).unwrap(), None);
    });
}

#[test]
fn nobody_has_no_name_or_another_ones_token() {
    on_each(|store| {
        let mut library = store.create();
        library.set_user(&user("flo", Role::Read, 1), 10).unwrap();
        let wrong = [user(" ", Role::Read, 2), user("ed", Role::Read, 1)];
        for user in wrong {
            assert_eq!(library.set_user(&user, 11).unwrap_err().kind(), LibraryErrorKind::Wrong);
        }
        assert_eq!(library.users().unwrap().len(), 1);
    });
}

#[test]
fn roles_are_written_as_they_are_read_and_each_may_what_those_before_may() {
    assert!(Role::ALL.iter().all(|role| Role::named(role.as_str()) == Some(*role)));
    assert_eq!(Role::named("root"), None);
    assert!(Role::Read < Role::Review && Role::Review < Role::Admin);
}
