//! Runs the program as a whole process: wall time, and the most memory it ever held.

use std::{
    error::Error,
    fs,
    io::Read as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{corpus::AT, table::median};

const PROGRAM: &str = env!("CARGO_BIN_EXE_remedy-policy");

/// What one run of the program cost.
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// The peak of its resident memory in KiB; nothing where the system does not say.
    pub(crate) peak: Option<u64>,
}

/// A run of the program whose exit code is known beforehand: one that fails early would look fast.
pub(crate) struct Run<'a> {
    arguments: Vec<&'a str>,
    folder: &'a Path,
    exit: i32,
}

impl<'a> Run<'a> {
    /// The program in a folder.
    pub(crate) fn new(folder: &'a Path, arguments: &[&'a str], exit: i32) -> Self {
        Self { arguments: arguments.to_vec(), folder, exit }
    }

    /// `check` at the evaluation time of the corpus.
    pub(crate) fn check(folder: &'a Path, arguments: &[&'a str], exit: i32) -> Self {
        Self::new(folder, &[&["check", "--at", AT], arguments].concat(), exit)
    }

    /// The median of several runs; the peak is the highest of all.
    pub(crate) fn measure(&self, times: usize) -> Result<Cost, Box<dyn Error>> {
        let mut walls = Vec::with_capacity(times);
        let mut peak = None;
        for _ in 0..times {
            let cost = self.once()?;
            walls.push(cost.wall);
            peak = peak.max(cost.peak);
        }
        Ok(Cost { wall: median(walls), peak })
    }

    fn once(&self) -> Result<Cost, Box<dyn Error>> {
        let start = Instant::now();
        let mut child = Command::new(PROGRAM)
            .args(&self.arguments)
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let peak = drain(&mut child)?;
        let status = child.wait()?;
        let wall = start.elapsed();
        if status.code() != Some(self.exit) {
            return Err(format!("`{}` ended with {status}, not {}", self.arguments.join(" "), self.exit).into());
        }
        Ok(Cost { wall, peak })
    }
}

/// Reads what the program prints, and after each piece how much memory it has had at most. It prints when all is done, and
/// a report that is larger than the pipe keeps it waiting for this reader, so that the last reading is its true peak.
fn drain(child: &mut Child) -> Result<Option<u64>, Box<dyn Error>> {
    let status = format!("/proc/{}/status", child.id());
    let mut piece = vec![0; 1 << 16];
    let mut peak = None;
    let Some(mut stdout) = child.stdout.take() else { return Ok(None) };
    while stdout.read(&mut piece)? > 0 {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok()));
    }
    Ok(peak)
}
