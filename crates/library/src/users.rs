//! Who may ask the pages, and what may each do?
//!
//! A user is known by a token that he sends along. The library never sees it: it keeps the SHA-256 of it. A token is 256 bits
//! of chance, made by the program and not thought up by a person, so that nobody finds it by trying, with or without the
//! hash: a salt and a slow hash, which protect short passwords, would protect nothing here.

use std::fmt;

use crate::database::{Row, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::library::Library;

/// What a user may do; each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Look.
    Read,
    /// Put right what the machine got wrong.
    Review,
    /// Say who may do what.
    Admin,
}

impl Role {
    /// All of them, from the one that may least.
    pub const ALL: [Role; 3] = [Role::Read, Role::Review, Role::Admin];

    /// As it is written: `read`, `review`, `admin`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Read => "read",
            Role::Review => "review",
            Role::Admin => "admin",
        }
    }

    /// The role that is written so.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A user of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name, which stands beside each correction that he makes.
    pub name: String,
    /// What he may do.
    pub role: Role,
    /// SHA-256 of his token.
    pub hash: [u8; 32],
}

impl Library {
    /// Makes a user, or gives one of that name another role and token, as of `now` in seconds since 1970.
    ///
    /// # Errors
    /// When the name is empty, or the token is another user's, or the library cannot be written to.
    pub fn set_user(&mut self, user: &User, now: i64) -> Result<()> {
        let name = user.name.trim();
        if name.is_empty() {
            return Err(wrong("a user needs a name".to_owned()));
        }
        self.whole(|library| {
            if library.user_of(&user.hash)?.is_some_and(|other| other.name != name) {
                return Err(wrong(format!("the token of `{name}` is another user's; make a new one")));
            }
            let values = values![name, user.role.as_str(), user.hash.to_vec(), now];
            library
                .database
                .run(
                    "INSERT INTO users (name, role, hash, made_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (name) DO UPDATE SET role = excluded.role, hash = excluded.hash, made_at = excluded.made_at",
                    values,
                )
                .map(|_| ())
        })
    }

    /// All users by name, each with when he was made, in seconds since 1970.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn users(&mut self) -> Result<Vec<(User, i64)>> {
        let rows = self.ask("SELECT name, role, hash, made_at FROM users ORDER BY name", &[])?;
        rows.iter().map(|row| Ok((user(row)?, row.int(3)?))).collect()
    }

    /// Whose token has this SHA-256; nobody's where none has.
    ///
    /// The index is asked for a hash, never for a token: how long it takes tells nothing of any token.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn user_of(&mut self, hash: &[u8]) -> Result<Option<User>> {
        let rows = self.ask("SELECT name, role, hash FROM users WHERE hash = $1", values![hash.to_vec()])?;
        rows.first().map(user).transpose()
    }

    /// Takes a user away; corrections keep the name. Whether there was one of that name.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn remove_user(&mut self, name: &str) -> Result<bool> {
        Ok(self.database.run("DELETE FROM users WHERE name = $1", values![name.trim()])? > 0)
    }
}

fn wrong(message: String) -> LibraryError {
    LibraryError::new(LibraryErrorKind::Wrong, message)
}

fn user(row: &Row) -> Result<User> {
    let damaged = |what: &str| {
        let name = row.text(0).unwrap_or("?");
        let message = format!("the {what} of user `{name}` makes no sense; make the user anew");
        LibraryError::new(LibraryErrorKind::Damaged, message)
    };
    Ok(User {
        name: row.string(0)?,
        role: Role::named(row.text(1)?).ok_or_else(|| damaged("role"))?,
        hash: row.blob(2)?.try_into().map_err(|_| damaged("token"))?,
    })
}
