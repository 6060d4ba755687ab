//! Runs the program as a whole process: wall time, computing time, and the most memory it ever held.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    corpus::AT,
    table::{median, progress},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_remedy-policy");

/// In which steps Linux counts computing time.
const TICK: Duration = Duration::from_millis(10);

/// What one run of the program cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// What all its threads computed, in the steps in which the system counts; zero where it does not say.
    pub(crate) computing: Duration,
    /// The peak of its resident memory in KiB; nothing where the system does not say.
    pub(crate) peak: Option<u64>,
}

impl Cost {
    /// The peak in MiB, for a table.
    pub(crate) fn peak_mib(&self) -> String {
        self.peak.map_or_else(|| "unknown".to_owned(), |peak| format!("{:.0}", peak as f64 / 1024.0))
    }
}

/// A run of the program whose exit code is known beforehand: one that fails early would look fast.
pub(crate) struct Run<'a> {
    arguments: Vec<&'a str>,
    folder: &'a Path,
    stdin: Option<&'a Path>,
    exit: i32,
}

impl<'a> Run<'a> {
    /// The program in a folder.
    pub(crate) fn new(folder: &'a Path, arguments: &[&'a str], exit: i32) -> Self {
        Self { arguments: arguments.to_vec(), folder, stdin: None, exit }
    }

    /// `check` at the evaluation time of the corpus.
    pub(crate) fn check(folder: &'a Path, arguments: &[&'a str], exit: i32) -> Self {
        Self::new(folder, &[&["check", "--at", AT], arguments].concat(), exit)
    }

    /// The same with a file on standard input.
    pub(crate) fn reading(self, file: &'a Path) -> Self {
        Self { stdin: Some(file), ..self }
    }

    /// The command line, for people.
    pub(crate) fn command(&self) -> String {
        format!("remedy-policy {}{}", self.arguments.join(" "), self.redirection())
    }

    /// What of a `check` is not the same in every run, for a cell of a table.
    pub(crate) fn options(&self) -> String {
        let options: Vec<&str> = self.arguments.iter().copied().skip_while(|word| *word != AT).skip(1).collect();
        format!("`{}{}`", options.join(" "), self.redirection())
    }

    fn redirection(&self) -> String {
        let file = self.stdin.and_then(Path::file_name);
        file.map(|file| format!(" < {}", file.to_string_lossy())).unwrap_or_default()
    }

    /// The medians of several runs; the peak is the highest of all.
    pub(crate) fn measure(&self, times: usize) -> Result<Cost, Box<dyn Error>> {
        progress(&format!("{times} × {}", self.command()));
        let (mut walls, mut computed, mut peak) = (Vec::new(), Vec::new(), None);
        for _ in 0..times {
            let cost = self.once()?;
            walls.push(cost.wall);
            computed.push(cost.computing);
            peak = peak.max(cost.peak);
        }
        Ok(Cost { wall: median(walls), computing: median(computed), peak })
    }

    /// Runs it once.
    pub(crate) fn once(&self) -> Result<Cost, Box<dyn Error>> {
        let stdin = self.stdin.map(File::open).transpose()?.map_or_else(Stdio::null, Stdio::from);
        let before = computed_by_children();
        let start = Instant::now();
        let mut child = Command::new(PROGRAM)
            .args(&self.arguments)
            .current_dir(self.folder)
            // With it the engine takes a backtrace for each error while it parses.
            .env_remove("RUST_BACKTRACE")
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let process = child.id();
        let is_over = AtomicBool::new(false);
        let (status, peak) = thread::scope(|scope| {
            let watching = scope.spawn(|| watch(process, &is_over));
            let status = drain(&mut child).and_then(|()| child.wait());
            is_over.store(true, Ordering::Relaxed);
            (status, watching.join().ok().flatten())
        });
        let status = status?;
        let wall = start.elapsed();
        if status.code() != Some(self.exit) {
            return Err(format!("`{}` ended with {status}, not {}", self.command(), self.exit).into());
        }
        Ok(Cost { wall, computing: computed_by_children().saturating_sub(before), peak })
    }
}

/// Reads what the program prints, so that it never waits.
fn drain(child: &mut Child) -> io::Result<()> {
    let Some(mut stdout) = child.stdout.take() else { return Ok(()) };
    let mut piece = vec![0; 1 << 16];
    while stdout.read(&mut piece)? > 0 {}
    Ok(())
}

/// Looks every millisecond how much memory a process has had at most so far, until it is over.
fn watch(process: u32, is_over: &AtomicBool) -> Option<u64> {
    let status = format!("/proc/{process}/status");
    let mut peak = None;
    while !is_over.load(Ordering::Relaxed) {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok()));
        thread::sleep(Duration::from_millis(1));
    }
    peak
}

/// What all processes that this one has waited for have computed, in user mode and in the system.
fn computed_by_children() -> Duration {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in parentheses and may hold anything; `cutime` and `cstime` are the 14th and 15th after it.
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u32 = after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
    TICK * ticks
}
