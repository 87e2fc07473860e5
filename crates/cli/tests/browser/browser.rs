//! A browser with one window: how it is lit and sized, where it is sent, and what it tells of the page.
//!
//! Everything panics, with the address of the page, where the browser refuses: a test has nothing better to do.

use std::env;
use std::fmt;
use std::path::Path;
use std::rc::Rc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::element::Element;
use crate::keys;
use crate::webdriver::{Refusal, WebDriver};

/// How long is waited for an element that a script may still be making, in milliseconds.
const PATIENCE: u32 = 5_000;

/// The longest page that is photographed whole, in CSS pixels.
const TALLEST: f64 = 8_000.0;

/// What a person's browser is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) width: u32,
    pub(crate) scheme: Scheme,
    /// Whether pages may run scripts.
    pub(crate) scripts: bool,
    /// Whether it is asked that nothing moves.
    pub(crate) still: bool,
}

/// Light or dark, as the person set it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

/// A wide, light window in which pages may do everything.
impl Default for Setting {
    fn default() -> Setting {
        Setting { width: 1280, scheme: Scheme::Light, scripts: true, still: true }
    }
}

/// A window. It is closed with the value.
pub(crate) struct Browser {
    session: Rc<Session>,
}

/// What the driver knows a window by.
pub(crate) struct Session {
    driver: WebDriver,
    path: String,
}

/// A line of the console.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Entry {
    /// As the browser names it: `SEVERE`, `WARNING`, `INFO`.
    pub(crate) level: String,
    pub(crate) message: String,
}

impl Browser {
    /// A new window, or nothing where there is no browser: then it is said that the test is skipped.
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    pub(crate) fn open(setting: Setting) -> Option<Browser> {
        let Ok(address) = env::var("SAYSO_WEBDRIVER") else {
            eprintln!("skipped: SAYSO_WEBDRIVER is not set (see .ci/browser)");
            return None;
        };
        let driver = WebDriver::at(&address);
        let id = driver.open(&capabilities(setting)).unwrap_or_else(|refusal| {
            panic!("no browser at SAYSO_WEBDRIVER={address}: {refusal}");
        });
        let browser = Browser { session: Rc::new(Session { driver, path: format!("/session/{id}") }) };
        browser.resize(setting.width);
        browser.light(setting.scheme, setting.still);
        Some(browser)
    }

    /// Goes to an address, and waits until the page is loaded.
    pub(crate) fn go(&self, url: &str) {
        self.session.post("/url", &json!({ "url": url }));
    }

    /// Where the window is.
    pub(crate) fn address(&self) -> String {
        self.session.address()
    }

    /// The first element that a CSS selector picks; waits for it a little.
    pub(crate) fn find(&self, css: &str) -> Element {
        let found = self.session.ask("/element", &json!({ "using": "css selector", "value": css }));
        let found = found.unwrap_or_else(|refusal| self.session.fail(&format!("“{css}”"), &refusal));
        Element::new(Rc::clone(&self.session), css, &found)
    }

    /// How many elements a CSS selector picks just now.
    pub(crate) fn count(&self, css: &str) -> usize {
        let count = self.run("return document.querySelectorAll(arguments[0]).length", &json!([css]));
        usize::try_from(count.as_u64().unwrap()).unwrap()
    }

    /// Has the page's own language say something. A promise is waited for. Works where pages may run no scripts, too.
    pub(crate) fn run(&self, script: &str, arguments: &Value) -> Value {
        self.session.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Presses these keys, one after the other, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) {
        self.act(keys.chars().flat_map(|key| [("keyDown", key), ("keyUp", key)]));
    }

    /// As `press`, with a key held down meanwhile.
    pub(crate) fn press_holding(&self, held: char, keys: &str) {
        let pressed = keys.chars().flat_map(|key| [("keyDown", key), ("keyUp", key)]);
        self.act([("keyDown", held)].into_iter().chain(pressed).chain([("keyUp", held)]));
    }

    fn act(&self, moves: impl Iterator<Item = (&'static str, char)>) {
        let moves: Vec<Value> = moves.map(|(kind, key)| json!({ "type": kind, "value": key })).collect();
        self.session
            .post("/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": moves }] }));
    }

    /// Moves the focus on by the tab key until it is on an element that a CSS selector picks: who has no mouse gets there so.
    pub(crate) fn tab_to(&self, css: &str) -> Element {
        let focused = "return document.activeElement.matches(arguments[0])";
        for _ in 0..300 {
            self.press(keys::TAB);
            if self.run(focused, &json!([css])) == json!(true) {
                return self.find_focused(css);
            }
        }
        panic!("the tab key does not reach “{css}” on {}", self.address());
    }

    fn find_focused(&self, css: &str) -> Element {
        let focused = self.session.look("/element/active");
        let focused = focused.unwrap_or_else(|refusal| self.session.fail(&format!("“{css}”"), &refusal));
        Element::new(Rc::clone(&self.session), css, &focused)
    }

    /// Makes the window this many CSS pixels wide.
    pub(crate) fn resize(&self, width: u32) {
        // A window cannot be as narrow as a phone; what the page sees can. Phones' scrollbars take no room.
        self.session.tool("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.session.tool("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Sets light or dark, and whether it is asked that nothing moves.
    pub(crate) fn light(&self, scheme: Scheme, still: bool) {
        let motion = if still { "reduce" } else { "no-preference" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.to_string() },
            { "name": "prefers-reduced-motion", "value": motion },
        ]);
        self.session.tool("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Writes a picture of the page as wide as the window and as long as it is, as PNG; of a very long one its head.
    pub(crate) fn photograph(&self, path: &Path) {
        let metrics = self.session.tool("Page.getLayoutMetrics", &json!({}));
        let height = metrics["cssContentSize"]["height"].as_f64().unwrap().min(TALLEST);
        let width = &metrics["cssLayoutViewport"]["clientWidth"];
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let options = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.session.tool("Page.captureScreenshot", &options);
        let png = BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        std::fs::write(path, png).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// What the console said since this was asked last.
    pub(crate) fn console(&self) -> Vec<Entry> {
        let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let lines = self.session.log("browser");
        lines
            .iter()
            .map(|line| Entry { level: text(line, "level"), message: text(line, "message") })
            .collect()
    }

    /// The addresses that were asked for since this was asked last, the page's own included.
    pub(crate) fn requests(&self) -> Vec<String> {
        let lines = self.session.log("performance");
        lines.iter().filter_map(|line| requested(line["message"].as_str()?)).collect()
    }
}

/// The address that an event of the network tells of, if it tells of a request.
fn requested(event: &str) -> Option<String> {
    let event: Value = serde_json::from_str(event).ok()?;
    let (event, params) = (&event["message"], &event["message"]["params"]);
    let url = match event["method"].as_str()? {
        "Network.requestWillBeSent" => &params["request"]["url"],
        "Network.webSocketCreated" | "Network.webTransportCreated" => &params["url"],
        _ => return None,
    };
    url.as_str().map(str::to_owned)
}

impl Session {
    /// # Errors
    /// When the driver refuses; of a command that must not fail, `post` makes a failed test.
    pub(crate) fn look(&self, path: &str) -> Result<Value, Refusal> {
        self.driver.get(&format!("{}{path}", self.path))
    }

    /// # Errors
    /// As for [`Session::look`].
    pub(crate) fn ask(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        self.driver.post(&format!("{}{path}", self.path), body)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask(path, body).unwrap_or_else(|refusal| self.fail(path, &refusal))
    }

    /// A command of the browser's own tools, for what the protocol has no word for.
    fn tool(&self, command: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// The lines of a log since it was read last.
    fn log(&self, kind: &str) -> Vec<Value> {
        self.post("/se/log", &json!({ "type": kind })).as_array().unwrap().clone()
    }

    fn address(&self) -> String {
        self.look("/url")
            .map_or_else(|refusal| format!("nowhere ({refusal})"), |url| url.as_str().unwrap().to_owned())
    }

    /// Ends the test: `what` was refused on the page.
    pub(crate) fn fail(&self, what: &str, refusal: &Refusal) -> ! {
        panic!("{what} on {}: {refusal}", self.address());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A browser that is gone already needs no closing.
        let _ = self.driver.delete(&self.path);
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        })
    }
}

fn capabilities(setting: Setting) -> Value {
    // 2 is "blocked" among the settings of a site.
    let scripts = if setting.scripts { 1 } else { 2 };
    let arguments = [
        "--headless=new",
        // It does not run as root otherwise, and where `.ci/run` runs /dev/shm may be small.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        // Whatever a page asks of the world, a test asks nothing of it.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--no-proxy-server",
        "--disable-background-networking",
        "--disable-component-update",
        "--lang=en-GB",
    ];
    json!({
        "browserName": "chrome",
        "timeouts": { "implicit": PATIENCE, "pageLoad": 60_000, "script": 60_000 },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": {
            "args": arguments,
            "prefs": { "profile.managed_default_content_settings.javascript": scripts },
        },
    })
}
