//! `sayso users`: who may ask the pages, and who no longer?

use jiff::Timestamp;
use sayso_library::{Library, Role, User};

use super::{Cell, Format, List};
use crate::exit::{Exit, Misuse, complain};
use crate::output::put;
use crate::pretty::counted;

/// What `sayso users` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where.
    pub(crate) library: String,
    /// What.
    pub(crate) task: Task,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// Show who they are.
    List(Format),
    /// Let somebody in, or give him another role and token.
    Add {
        /// Under which name.
        name: String,
        /// What he may do.
        role: Role,
    },
    /// Let somebody in no longer.
    Remove {
        /// Who.
        name: String,
    },
}

/// Lists users, adds one, or takes one away.
///
/// # Errors
/// When there is no such library, or no such user in it.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    match &config.task {
        Task::List(format) => list(&config.library, *format)?,
        Task::Add { name, role } => add(&config.library, name, *role)?,
        Task::Remove { name } => remove(&config.library, name)?,
    }
    Ok(Exit::Done)
}

fn list(library: &str, format: Format) -> anyhow::Result<()> {
    let mut library = Library::open(library)?;
    let users = library.users()?;
    let closing = match users.len() {
        0 => format!("{} has no users: whoever sits at this computer may ask it", library.place()),
        some => format!("{} has {}", library.place(), counted(some, "user", "users")),
    };
    let row = |(user, made_at): &(User, i64)| {
        let role = Cell::Text(user.role.to_string());
        let made_at = Timestamp::from_second(*made_at).map_or(Cell::Nothing, |at| Cell::Text(at.to_string()));
        vec![Cell::Text(user.name.clone()), role, made_at]
    };
    let columns: &[&str] = &["name", "role", "token_since"];
    let heads: &[&str] = &["name", "role", "token since"];
    let rows = users.iter().map(row).collect();
    put(List { schema: "sayso.users/1", name: "users", columns, heads, rows, closing }.in_format(format))
}

/// The token alone goes to standard output, so that it can be led somewhere.
fn add(library: &str, name: &str, role: Role) -> anyhow::Result<()> {
    let mut library = Library::open_to_write(library)?;
    let was_there = library.users()?.iter().any(|(user, _)| user.name == name.trim());
    let (token, hash) = sayso_server::new_token();
    let user = User { name: name.trim().to_owned(), role, hash };
    library.set_user(&user, Timestamp::now().as_second())?;
    let before = if was_there { "; the token from before holds no longer" } else { "" };
    complain(format!("{} may {}{before}. This token is shown once:", user.name, may(role)));
    put(format!("{token}\n"))
}

fn may(role: Role) -> &'static str {
    match role {
        Role::Read => "look",
        Role::Review => "look and correct",
        Role::Admin => "look, correct and manage",
    }
}

fn remove(library: &str, name: &str) -> anyhow::Result<()> {
    let mut library = Library::open_to_write(library)?;
    if !library.remove_user(name)? {
        let message = format!("{} has no user {name}; sayso users lists them", library.place());
        return Err(Misuse(message).into());
    }
    put(format!("{name} may ask no longer; corrections keep the name\n"))
}
