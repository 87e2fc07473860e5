//! How far is it? A line on standard error while the work goes on.

use std::fmt;
use std::io::{self, IsTerminal};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar, or a spinner where nobody knows the total; nothing where standard error is no terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// `total` is the number of articles, where that is known before they are read.
    pub(crate) fn new(wanted: bool, total: Option<u64>) -> Progress {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{bar:30} {human_pos}/{human_len} articles, {mean} a second, {eta} left",
            None => "{spinner} {human_pos} articles, {mean} a second",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("mean", mean));
        }
        if wanted && io::stderr().is_terminal() {
            show_later(bar.clone());
        }
        Progress { bar }
    }

    /// One more article is done.
    pub(crate) fn advance(&self) {
        self.bar.inc(1);
    }

    /// Does what writes to the terminal, with the line out of its way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Articles a second from the start on: articles differ too much in length for shorter times to tell anything.
fn mean(state: &ProgressState, out: &mut dyn fmt::Write) {
    let seconds = state.elapsed().as_secs_f64().max(0.001);
    // A line that cannot be written is not shown.
    let _ = write!(out, "{:.1}", state.pos() as f64 / seconds);
}

/// A progress line is no reason to fail: without a thread there is none.
fn show_later(bar: ProgressBar) {
    let show = move || {
        thread::sleep(PATIENCE);
        if !bar.is_finished() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(120));
        }
    };
    let _ = thread::Builder::new().name("progress".to_owned()).spawn(show);
}
