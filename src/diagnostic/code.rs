//! The stable codes of diagnostics. A code is never reused; `docs/codes.md` has a heading for each.

use crate::document::ProblemCode;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The stable name of a kind of complaint.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            /// Something in the text of a YAML or JSON document, or against its schema.
            Document(ProblemCode),
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code of its own; those of documents are in [`ProblemCode`].
            pub const OWN: &'static [Self] = &[$(Self::$variant,)+];

            /// The kebab-case name, as it is printed and documented.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    Self::Document(code) => code.as_str(),
                    $(Self::$variant => $text,)+
                }
            }

            /// One line that says what it means.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self {
                    Self::Document(code) => code.description(),
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    /// The arguments do not fit together, or name something that does not exist.
    Usage = "usage",
    /// A file or folder could not be read or written.
    Io = "io",
    /// Git refused, or what is to be compared is not there.
    Git = "git",
    /// A branch changes what it is judged by.
    PolicyChanged = "policy-changed",
    /// A document has a `kind` that is not judged, or none.
    UnknownKind = "unknown-kind",
    /// A document is empty.
    EmptyDocument = "empty-document",
    /// A CSV file beside a review cannot be read, or has wrong content.
    InvalidTable = "invalid-table",
    /// Two findings or reviews have the same id.
    DuplicateFinding = "duplicate-finding",
    /// Organisation data defines the same id twice.
    DuplicateEntry = "duplicate-entry",
    /// A waiver, or a level of the configuration, names a rule that is not loaded, or has a glob that is none.
    InvalidWaiver = "invalid-waiver",
    /// A waiver holds and ends soon.
    WaiverExpiring = "waiver-expiring",
    /// A waiver covers nothing.
    WaiverUnused = "waiver-unused",
    /// Entries of the baseline deny no longer.
    BaselineShrinks = "baseline-shrinks",
    /// A profile extends one that does not exist, or extends itself.
    UnknownProfile = "unknown-profile",
    /// The time zone is not a name of the IANA database.
    UnknownTimeZone = "unknown-time-zone",
    /// A feed file is none of the published formats that are read.
    UnknownFeed = "unknown-feed",
    /// A feed file has the right format and wrong content.
    InvalidFeed = "invalid-feed",
    /// A policy does not parse or compile.
    PolicySyntax = "policy-syntax",
    /// A policy calls a function that would make decisions depend on clock, chance, network or environment.
    PolicyForbiddenCall = "policy-forbidden-call",
    /// A policy calls a function that neither the engine nor any loaded policy has.
    PolicyUnknownCall = "policy-unknown-call",
    /// A policy refers to a package as a whole instead of to a rule in it.
    PolicyPackageReference = "policy-package-reference",
    /// The METADATA of a rule does not parse or lacks a required field.
    PolicyMetadata = "policy-metadata",
    /// Two rules have the same id.
    PolicyDuplicateRule = "policy-duplicate-rule",
    /// A policy file claims a package that belongs to the shipped library.
    PolicyReservedPackage = "policy-reserved-package",
    /// The policies hold no rule named `deny` or `warn`.
    PolicyNoRules = "policy-no-rules",
    /// A rule failed while it was evaluated: a builtin error, a conflict of rules, a wrong type.
    PolicyEvaluation = "policy-evaluation",
    /// A rule returned something that is not a result.
    PolicyResult = "policy-result",
    /// A policy refers to something that no schema, document or loaded policy has.
    PolicyUnknownReference = "policy-unknown-reference",
    /// A policy looks up a key that the loaded profile does not have.
    PolicyUnknownTableKey = "policy-unknown-table-key",
    /// A table of the loaded profile has no entry for some of the values by which a policy looks it up.
    PolicyMissingTableEntry = "policy-missing-table-entry",
    /// A value has another kind than the place that it stands in, or than what it is compared with.
    PolicyTypeMismatch = "policy-type-mismatch",
    /// A date or moment is compared as text.
    PolicyDateAsText = "policy-date-as-text",
    /// A value is compared with one that it can never have.
    PolicyUnknownValue = "policy-unknown-value",
    /// A condition can never hold.
    PolicyNeverFires = "policy-never-fires",
    /// METADATA with an id stands above a rule that is neither `deny` nor `warn`.
    PolicyMisnamedRule = "policy-misnamed-rule",
    /// A rule does not fire when an optional field is absent that only its message needs.
    PolicySilentlyUndefined = "policy-silently-undefined",
    /// A result points at a path that no document can have.
    PolicyUnknownPath = "policy-unknown-path",
    /// A rule has no METADATA with an id.
    PolicyNoMetadata = "policy-no-metadata",
    /// A rule has no test.
    PolicyNoTest = "policy-no-test",
    /// The evaluation of a finding took longer than the limit.
    TimeLimit = "time-limit",
    /// The evaluation of a finding built more than the limit.
    MemoryLimit = "memory-limit",
    /// A rule needs an input that was not given.
    InputUnavailable = "input-unavailable",
    /// No finding was found, or no rule applied to any.
    NothingToJudge = "nothing-to-judge",
    /// A test does not hold.
    TestFailed = "test-failed",
    /// A case names a rule, a document or a path that does not exist, or says too little or too much.
    InvalidCase = "invalid-case",
    /// A comment that is to set a mutant aside names no kind of mutant, or gives no reason.
    MutationComment = "mutation-comment",
    /// No test was found, or nothing that a test could notice.
    NothingToTest = "nothing-to-test",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_kebab_case() {
        let mut names: Vec<&str> = Code::OWN.iter().map(|code| code.as_str()).collect();
        names.extend(ProblemCode::ALL.iter().map(|code| code.as_str()));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for name in names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
        }
    }
}
