//! The exit codes. They are a contract: scripts and CI read them, and they do not depend on the output format.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// 0: every finding was judged by at least one rule, and none is blocked.
    Passed = 0,
    /// 1: at least one finding is blocked, or something is wrong with what was checked; everything could be judged.
    Blocked = 1,
    /// 2: something could not be judged: usage, input or output, an invalid manifest or data, a policy error, a limit.
    Error = 2,
    /// 3: nothing to judge: no finding, or no rule that applies to any.
    Nothing = 3,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
