//! How far a run is: counted by what works, drawn on a terminal by a thread of its own, and a way to write lines beside it.

use std::{
    io::{self, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run that is over sooner shows nothing.
const QUIET_FOR: Duration = Duration::from_secs(1);

/// How often the line is drawn anew.
const REDRAWN_EACH: Duration = Duration::from_millis(100);

/// What a run does at the moment, and how much of it is done. Counting is all that it costs where nothing is drawn.
#[derive(Debug, Default)]
pub struct Progress {
    stage: Mutex<&'static str>,
    done: AtomicUsize,
    all: AtomicUsize,
    drawn: Mutex<Option<ProgressBar>>,
}

impl Progress {
    /// Begins a stage, for example `judging`, of so many steps.
    pub fn begin(&self, stage: &'static str, all: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        *lock(&self.stage) = stage;
    }

    /// One step is done.
    pub fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes lines to standard error, above what is drawn there.
    pub fn say(&self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        match lock(&self.drawn).as_ref() {
            Some(bar) => bar.suspend(|| write(lines)),
            None => write(lines),
        }
    }

    /// Works, and draws meanwhile how far that is, from one second on; at the end nothing of it is left.
    pub fn shown_while<T>(&self, work: impl FnOnce() -> T) -> T {
        let (end, ended) = mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || self.draw_until(&ended));
            let result = work();
            drop(end);
            result
        })
    }

    fn draw_until(&self, ended: &mpsc::Receiver<()>) {
        let mut wait = QUIET_FOR;
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = REDRAWN_EACH;
            self.draw();
        }
        if let Some(bar) = lock(&self.drawn).take() {
            bar.finish_and_clear();
        }
    }

    fn draw(&self) {
        let stage = *lock(&self.stage);
        let all = self.all.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed).min(all);
        if stage.is_empty() {
            return;
        }
        let mut drawn = lock(&self.drawn);
        let bar = drawn.get_or_insert_with(bar);
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        bar.set_message(format!("{stage} {} of {}", grouped(done), grouped(all)));
        bar.tick();
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:24} {msg}") {
        Ok(style) => bar.with_style(style.progress_chars("━╸─")),
        Err(_) => bar,
    }
}

/// Lines that policies print. Nothing in them steers a terminal.
fn write(lines: &[String]) {
    let mut text = String::new();
    for line in lines {
        text.extend(line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }));
        text.push('\n');
    }
    // Nobody can be told that standard error cannot be written.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// A number with its thousands apart: `10,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What is locked here stays right if a thread ends while it holds it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let grouped: Vec<String> = [0, 999, 1_000, 1_234_567].into_iter().map(grouped).collect();
        assert_eq!(grouped, ["0", "999", "1,000", "1,234,567"]);
    }
}
