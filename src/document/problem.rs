//! What can be wrong with a file, as plain data.

use super::node::Span;

/// One thing that is wrong, with its place; it holds no text of the file but what the words quote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The kind of problem.
    pub code: ProblemCode,
    /// One line: what is wrong.
    pub message: String,
    /// The bytes to underline.
    pub span: Span,
    /// What is wrong at this spot, where that is more than the message.
    pub label: Option<String>,
    /// Other spots, each with what is there.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// Makes a problem without further advice.
    #[must_use]
    pub fn new(code: ProblemCode, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span, label: None, related: Vec::new(), help: None }
    }

    /// Adds what is wrong at this spot.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another spot.
    #[must_use]
    pub fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The kinds of problems; their names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl ProblemCode {
            /// Every code, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Gives the stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Describes the code in one sentence.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

impl ProblemCode {
    /// Whether reading of the file ended there.
    #[must_use]
    pub const fn is_limit(self) -> bool {
        matches!(
            self,
            Self::LimitSize
                | Self::LimitDepth
                | Self::LimitNodes
                | Self::LimitAliases
                | Self::LimitDocuments
                | Self::LimitProblems
        )
    }
}

codes! {
    /// The file is not text in UTF-8.
    InvalidUtf8 = "invalid-utf8",
    /// The file has a character that is invisible and not allowed in YAML or JSON.
    ControlCharacter = "control-character",
    /// The text is not YAML.
    YamlSyntax = "yaml-syntax",
    /// The text is not JSON.
    JsonSyntax = "json-syntax",
    /// A mapping has the same key twice.
    DuplicateKey = "duplicate-key",
    /// A key of a mapping is not plain text.
    InvalidKey = "invalid-key",
    /// A key has a meaning of its own to a library that could read the value.
    ReservedKey = "reserved-key",
    /// A merge key `<<` has something else than mappings.
    InvalidMerge = "invalid-merge",
    /// An alias names an anchor that the document does not have before it.
    UnknownAlias = "unknown-alias",
    /// An alias lies inside the value that it stands for.
    AliasCycle = "alias-cycle",
    /// A value has a tag that YAML's core schema does not know, or that does not fit.
    UnknownTag = "unknown-tag",
    /// A number is infinite, not a number, or needs more than 64 bits.
    NumberOutOfRange = "number-out-of-range",
    /// The file is too large.
    LimitSize = "limit-size",
    /// Lists and mappings are nested too deeply.
    LimitDepth = "limit-depth",
    /// The file has too many values.
    LimitNodes = "limit-nodes",
    /// Aliases and merge keys copy too much.
    LimitAliases = "limit-aliases",
    /// The file has too many documents.
    LimitDocuments = "limit-documents",
    /// The file has too many problems to go on.
    LimitProblems = "limit-problems",
    /// A value without quotes means something else to readers of YAML 1.1.
    Yaml11Scalar = "yaml-1-1-scalar",
    /// A mapping has a key that its schema does not know.
    SchemaUnknownKey = "schema-unknown-key",
    /// A mapping lacks a key that its schema asks for.
    SchemaMissingKey = "schema-missing-key",
    /// A value is of the wrong kind.
    SchemaType = "schema-type",
    /// A value is of the right kind, but not one that its schema allows.
    SchemaValue = "schema-value",
    /// A text is not written the way its schema asks for: a date, an address.
    SchemaFormat = "schema-format",
}
