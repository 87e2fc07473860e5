//! The protocol by which programs drive browsers: JSON over HTTP, <https://www.w3.org/TR/webdriver2/>.
//!
//! What is asked here is a dozen commands, one after the other, so a blocking client and no more than its words are enough; why
//! no crate does it stands in ARCHITECTURE.md.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

/// The longest that a command may take: a browser that hangs fails its test rather than all of them.
const LONGEST: Duration = Duration::from_secs(120);

/// A program that drives browsers, such as chromedriver.
pub(crate) struct WebDriver {
    agent: Agent,
    address: String,
}

/// Why a command was not carried out.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The driver says so: a code of the protocol (`no such element`), and what it adds.
    Driver { code: String, message: String },
    /// The driver could not be asked, or its answer is none.
    Wire(String),
}

impl WebDriver {
    /// The driver at an address like `http://127.0.0.1:9515`.
    pub(crate) fn at(address: &str) -> WebDriver {
        // Refusals are told in the body, and a driver on this machine is behind no proxy.
        let config =
            Agent::config_builder().http_status_as_error(false).proxy(None).timeout_global(Some(LONGEST));
        WebDriver { agent: config.build().into(), address: address.trim_end_matches('/').to_owned() }
    }

    /// Opens a session with these capabilities; gives its id.
    ///
    /// # Errors
    /// When no browser can be started so.
    pub(crate) fn open(&self, capabilities: &Value) -> Result<String, Refusal> {
        let session = self.post("/session", &json!({ "capabilities": { "alwaysMatch": capabilities } }))?;
        let id = session["sessionId"].as_str();
        id.map(str::to_owned).ok_or_else(|| Refusal::Wire(format!("a session without an id: {session}")))
    }

    /// Asks for what is there, such as `/session/…/url`.
    ///
    /// # Errors
    /// When the driver refuses or cannot be reached.
    pub(crate) fn get(&self, path: &str) -> Result<Value, Refusal> {
        taken(self.agent.get(self.url(path)).call())
    }

    /// Has something done.
    ///
    /// # Errors
    /// As for [`WebDriver::get`].
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        let request = self.agent.post(self.url(path)).header("Content-Type", "application/json");
        taken(request.send(body.to_string()))
    }

    /// Ends something.
    ///
    /// # Errors
    /// As for [`WebDriver::get`].
    pub(crate) fn delete(&self, path: &str) -> Result<Value, Refusal> {
        taken(self.agent.delete(self.url(path)).call())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

type Answered = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

/// What an answer holds.
fn taken(answered: Answered) -> Result<Value, Refusal> {
    let mut answer = answered.map_err(|error| Refusal::Wire(error.to_string()))?;
    // A screenshot of a long page or a log of requests may be long.
    let body = answer.body_mut().with_config().limit(256 << 20).read_to_string();
    let body = body.map_err(|error| Refusal::Wire(error.to_string()))?;
    let json: Value =
        serde_json::from_str(&body).map_err(|error| Refusal::Wire(format!("{error} in {body:?}")))?;
    match json["value"]["error"].as_str() {
        Some(code) if !answer.status().is_success() => Err(Refusal::Driver {
            code: code.to_owned(),
            message: json["value"]["message"].as_str().unwrap_or_default().to_owned(),
        }),
        _ => Ok(json["value"].clone()),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Driver { code, message } => write!(f, "{code}: {message}"),
            Refusal::Wire(what) => write!(f, "the driver gives no answer: {what}"),
        }
    }
}
