//! What is typed behind `sayso users`.

use clap::error::ErrorKind;
use clap::{Args, Subcommand, ValueEnum};
use sayso_library::Role;

use super::library::{TypedLibrary, TypedTable};
use super::{phrase, wrong};
use crate::manage;

/// List the users of a library, add them and take them away.
///
/// Each has a token, which sayso serve asks for. It is shown once; the library keeps a hash of it alone.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/users.txt"))]
pub(super) struct TypedUsers {
    #[command(subcommand)]
    task: Option<TypedUsersTask>,

    #[command(flatten)]
    library: TypedLibrary,

    #[command(flatten)]
    list: TypedUsersList,
}

#[derive(Debug, Args)]
struct TypedUsersList {
    /// The shape of the output [default: table].
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<TypedTable>,
}

#[derive(Debug, Subcommand)]
enum TypedUsersTask {
    /// Add a user, and print the token; one who is there already gets a new token, and the old one ends.
    Add {
        /// The name, which stands beside the user's corrections.
        #[arg(value_parser = phrase)]
        name: String,
        /// What the user may do: look; put right what the machine got wrong, too; manage issues and actors, too.
        #[arg(long, value_name = "ROLE", value_enum)]
        role: TypedRole,
    },
    /// List the users, as without a subcommand.
    List(TypedUsersList),
    /// Take a user away: the token ends within seconds, corrections keep the name.
    Remove {
        /// The name.
        #[arg(value_parser = phrase)]
        name: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedRole {
    Read,
    Review,
    Admin,
}

impl TypedUsers {
    pub(super) fn meaning(self) -> Result<manage::users::Config, clap::Error> {
        use manage::users::Task;
        let format = self.list.format;
        let list = |typed: Option<TypedTable>| Task::List(typed.unwrap_or(TypedTable::Table).meaning());
        let task = match self.task {
            None => list(format),
            Some(TypedUsersTask::List(typed)) => list(typed.format.or(format)),
            Some(_) if format.is_some() => {
                return Err(wrong("users", ErrorKind::ArgumentConflict, "--format is for the list alone"));
            }
            Some(TypedUsersTask::Add { name, role }) => {
                let role = match role {
                    TypedRole::Read => Role::Read,
                    TypedRole::Review => Role::Review,
                    TypedRole::Admin => Role::Admin,
                };
                Task::Add { name, role }
            }
            Some(TypedUsersTask::Remove { name }) => Task::Remove { name },
        };
        Ok(manage::users::Config { library: self.library.name(), task })
    }
}
