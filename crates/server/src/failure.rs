//! Why is a request not answered? One shape for every address.

use axum::http::StatusCode;
use maud::{Markup, html};
use sayso_answers::AnswerError;
use sayso_library::{LibraryError, LibraryErrorKind};
use serde::Serialize;
use utoipa::ToSchema;

/// What was wrong with a request, or with us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The request makes no sense as it stands.
    Wrong,
    /// Who asks is not known.
    Unknown,
    /// Who asks may not do that.
    Forbidden,
    /// There is nothing there.
    Missing,
    /// Not by this method.
    Method,
    /// It took too long to come in.
    Slow,
    /// It clashes with what somebody else did.
    Clash,
    /// This server does not go by that name.
    Misdirected,
    /// It was tried too often.
    Often,
    /// More was sent than is taken.
    TooMuch,
    /// The body is of a kind that is not read here.
    Media,
    /// The library cannot be used now.
    Unavailable,
    /// Ours: the log has the reason.
    Internal,
}

impl FailureKind {
    /// The status that goes with it.
    pub fn status(self) -> StatusCode {
        match self {
            FailureKind::Wrong => StatusCode::BAD_REQUEST,
            FailureKind::Unknown => StatusCode::UNAUTHORIZED,
            FailureKind::Forbidden => StatusCode::FORBIDDEN,
            FailureKind::Missing => StatusCode::NOT_FOUND,
            FailureKind::Method => StatusCode::METHOD_NOT_ALLOWED,
            FailureKind::Slow => StatusCode::REQUEST_TIMEOUT,
            FailureKind::Clash => StatusCode::CONFLICT,
            FailureKind::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            FailureKind::Often => StatusCode::TOO_MANY_REQUESTS,
            FailureKind::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            FailureKind::Media => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            FailureKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            FailureKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A word for programs, which stays.
    pub fn code(self) -> &'static str {
        match self {
            FailureKind::Wrong => "wrong",
            FailureKind::Unknown => "unknown_user",
            FailureKind::Forbidden => "forbidden",
            FailureKind::Missing => "not_found",
            FailureKind::Method => "method",
            FailureKind::Slow => "slow",
            FailureKind::Clash => "clash",
            FailureKind::Misdirected => "host",
            FailureKind::Often => "too_often",
            FailureKind::TooMuch => "too_much",
            FailureKind::Media => "media_type",
            FailureKind::Unavailable => "unavailable",
            FailureKind::Internal => "internal",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            FailureKind::Wrong => "This cannot be answered",
            FailureKind::Unknown => "Who are you?",
            FailureKind::Forbidden => "You may not do this",
            FailureKind::Missing => "There is nothing here",
            FailureKind::Method => "Not this way",
            FailureKind::Slow => "That took too long",
            FailureKind::Clash => "Somebody was faster",
            FailureKind::Misdirected => "Not under this name",
            FailureKind::Often => "Too often",
            FailureKind::TooMuch => "That is too much",
            FailureKind::Media => "This cannot be read",
            FailureKind::Unavailable => "The library cannot be used now",
            FailureKind::Internal => "Something broke",
        }
    }
}

/// A request that is not answered: what the one who asks is told, and what only the log is.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: FailureKind,
    message: String,
    internal: Option<String>,
}

/// What programs see of a failure.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonFailure {
    /// What went wrong.
    error: JsonError,
}

/// What went wrong: the status again, a word that stays, and a sentence for people.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonError {
    /// The status of the response.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// A word for programs, which stays.
    code: &'static str,
    /// What is wrong and what can be done, for people.
    message: String,
    /// Under which number the request stands in the server's log.
    #[serde(skip_serializing_if = "String::is_empty")]
    request: String,
}

impl Failure {
    /// With a message for the one who asks.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), internal: None }
    }

    /// Ours: the one who asks is told nothing of the reason.
    pub fn internal(reason: impl Into<String>) -> Failure {
        let message =
            "The reason stands in the server's log. Try again; if it stays so, tell whoever runs it.";
        Failure { kind: FailureKind::Internal, message: message.to_owned(), internal: Some(reason.into()) }
    }

    /// What kind it is.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What the one who asks is told.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What only the log is told.
    pub fn reason(&self) -> Option<&str> {
        self.internal.as_deref()
    }

    /// For programs; with the number of the request.
    pub(crate) fn json(&self, request: &str) -> String {
        let error = JsonError {
            status: self.kind.status().as_u16(),
            code: self.kind.code(),
            message: self.message.clone(),
            request: request.to_owned(),
        };
        serde_json::to_string(&JsonFailure { error }).expect("strings are always JSON") + "\n"
    }

    /// For people: a heading and what is in the page below it; with the number of the request where the log has the reason.
    pub(crate) fn page(&self, request: &str) -> (&'static str, Markup) {
        let heading = self.kind.heading();
        let page = html! {
            h1 { (heading) }
            p { (self.message) }
            @if self.internal.is_some() && !request.is_empty() {
                p.note { "It stands there under " code { (request) } "." }
            }
            p { a href="/" { "To the overview" } }
        };
        (heading, page)
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Failure {
        match error.kind() {
            LibraryErrorKind::Wrong | LibraryErrorKind::Cursor => {
                Failure::new(FailureKind::Wrong, error.to_string())
            }
            LibraryErrorKind::ReadOnly => {
                let message = "The library may only be read: nothing can be changed here.";
                Failure { internal: Some(error.to_string()), ..Failure::new(FailureKind::Forbidden, message) }
            }
            LibraryErrorKind::Busy | LibraryErrorKind::Gone | LibraryErrorKind::Full => {
                let message = "The library cannot be reached or written to just now. Try again in a moment.";
                Failure {
                    internal: Some(error.to_string()),
                    ..Failure::new(FailureKind::Unavailable, message)
                }
            }
            _ => Failure::internal(error.to_string()),
        }
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Failure {
        match error {
            AnswerError::Library(error) => error.into(),
            AnswerError::Unasked { .. } | AnswerError::Correction(_) => {
                Failure::new(FailureKind::Wrong, error.to_string())
            }
            error => Failure::internal(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_has_one_shape_and_keeps_its_reason_to_itself() {
        let failure = Failure::internal("disk on fire at /secret");
        let shown: serde_json::Value = serde_json::from_str(&failure.json("9-1")).unwrap();
        assert_eq!((&shown["error"]["status"], &shown["error"]["code"]), (&500.into(), &"internal".into()));
        let page = failure.page("9-1").1.into_string();
        assert!(page.contains("9-1") && !page.contains("secret") && !failure.json("").contains("secret"));
        assert_eq!(failure.reason(), Some("disk on fire at /secret"));
    }

    #[test]
    fn foreign_words_stay_words() {
        let (_, page) = Failure::new(FailureKind::Missing, "<script>alert(1)</script>").page("");
        assert!(page.into_string().contains("&lt;script&gt;"));
    }
}
