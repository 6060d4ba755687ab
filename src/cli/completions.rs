//! Arguments of `completions`.

use clap::{Args, ValueEnum};

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy completions bash > ~/.local/share/bash-completion/completions/remedy-policy
  remedy-policy completions zsh > ~/.zfunc/_remedy-policy          with ~/.zfunc in $fpath, before compinit
  remedy-policy completions fish > ~/.config/fish/completions/remedy-policy.fish
  remedy-policy completions powershell >> $PROFILE
  remedy-policy completions elvish > ~/.config/elvish/lib/remedy-policy.elv
                                                                   and `use remedy-policy` in rc.elv
  remedy-policy completions nushell > remedy-policy.nu             and `use remedy-policy.nu *` in config.nu

Open a new shell afterwards.

Exit codes:
  0  it was printed
  2  no such shell";

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell to complete in
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// The shells that completions are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish
    Elvish,
    /// Nushell
    Nushell,
}
