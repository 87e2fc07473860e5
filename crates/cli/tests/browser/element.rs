//! What there is in a page: read, clicked on.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::browser::Session;
use crate::webdriver::Refusal;

/// The key under which the protocol names elements.
const NAME: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page that is open; of no use after the page is left.
pub(crate) struct Element {
    session: Rc<Session>,
    /// As it was found, for messages.
    css: String,
    id: String,
}

impl Element {
    pub(crate) fn new(session: Rc<Session>, css: &str, answer: &Value) -> Element {
        let id = answer[NAME].as_str().unwrap_or_else(|| panic!("“{css}” has no name: {answer}"));
        Element { session, css: css.to_owned(), id: id.to_owned() }
    }

    /// As a mouse does it: it fails where something lies over the element. Waits for a page that it leads to.
    pub(crate) fn click(&self) {
        let clicked = self.session.ask(&format!("/element/{}/click", self.id), &json!({}));
        clicked.unwrap_or_else(|refusal| self.fail(&refusal));
    }

    /// The words that are seen of it.
    pub(crate) fn text(&self) -> String {
        self.read("text").as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.read(&format!("attribute/{name}")).as_str().map(str::to_owned)
    }

    fn read(&self, what: &str) -> Value {
        let answer = self.session.look(&format!("/element/{}/{what}", self.id));
        answer.unwrap_or_else(|refusal| self.fail(&refusal))
    }

    fn fail(&self, refusal: &Refusal) -> ! {
        self.session.fail(&format!("“{}”", self.css), refusal)
    }
}
