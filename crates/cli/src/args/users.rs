//! What is typed behind `sayso users`.

use clap::{Args, Subcommand, ValueEnum};
use sayso_library::Role;

use super::library::{TypedLibrary, TypedTable};
use super::phrase;
use crate::manage;

/// List the users of a library, add them and take them away.
///
/// Each has a token, which sayso serve asks for. It is shown once; the library keeps a hash of it alone.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, after_long_help = include_str!("../help/users.txt"))]
pub(super) struct TypedUsers {
    #[command(subcommand)]
    task: Option<TypedUsersTask>,

    #[command(flatten)]
    list: TypedUsersList,
}

#[derive(Debug, Args)]
struct TypedUsersList {
    #[command(flatten)]
    library: TypedLibrary,

    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedTable::Table)]
    format: TypedTable,
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
        #[command(flatten)]
        library: TypedLibrary,
    },
    /// List the users, as without a subcommand.
    List(TypedUsersList),
    /// Take a user away: the token ends within seconds, corrections keep the name.
    Remove {
        /// The name.
        #[arg(value_parser = phrase)]
        name: String,
        #[command(flatten)]
        library: TypedLibrary,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedRole {
    Read,
    Review,
    Admin,
}

impl TypedUsers {
    pub(super) fn meaning(self) -> manage::users::Config {
        use manage::users::Task;
        let (library, task) = match self.task.unwrap_or(TypedUsersTask::List(self.list)) {
            TypedUsersTask::List(TypedUsersList { library, format }) => {
                (library, Task::List(format.meaning()))
            }
            TypedUsersTask::Add { name, role, library } => {
                let role = match role {
                    TypedRole::Read => Role::Read,
                    TypedRole::Review => Role::Review,
                    TypedRole::Admin => Role::Admin,
                };
                (library, Task::Add { name, role })
            }
            TypedUsersTask::Remove { name, library } => (library, Task::Remove { name }),
        };
        manage::users::Config { library: library.name(), task }
    }
}
