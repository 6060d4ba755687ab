//! The rules by id: what each is for, when it can speak, and where it stands.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Level, Origin, PolicySource, Scope,
    metadata::{self, Block},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::{Node, Span, Value},
    engine::Clause,
    manifest::{Kind, Subject},
};

/// What is known of a rule.
#[derive(Clone, Debug)]
pub struct RuleEntry {
    /// Its one name: the id of the METADATA, else package and rule set.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// What it asks for and why.
    pub description: String,
    /// What unblocks.
    pub solution: String,
    /// The package.
    pub package: String,
    /// Which rule sets it contributes to.
    pub levels: BTreeSet<Level>,
    /// Of what it can speak.
    pub scope: Scope,
    /// The requirements that it enforces.
    pub requirements: Vec<String>,
    /// Controls of public frameworks.
    pub controls: Vec<String>,
    /// Whether nobody can waive it or lower its level.
    pub is_hard: bool,
    /// The day from which it blocks, `YYYY-MM-DD`; until then it warns.
    pub effective_on: Option<String>,
    /// Where to read on: the first of `related_resources`.
    pub link: Option<String>,
    /// Who wrote it.
    pub origin: Origin,
    /// The file it stands in.
    pub file: FileName,
    /// Where its id stands there, else its first clause.
    pub span: Span,
    /// Its clauses in that file.
    pub clauses: Vec<RuleClause>,
}

/// A clause of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleClause {
    /// To which rule set it contributes.
    pub level: Level,
    /// Its bytes.
    pub span: Span,
}

/// All rules of the loaded policies.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    rules: BTreeMap<String, RuleEntry>,
}

impl Catalogue {
    /// Builds the catalogue from the texts and the clauses that the engine found.
    ///
    /// # Errors
    ///
    /// METADATA that does not parse or does not fit its schema, an id that two files claim, a policy of the organisation
    /// in a package of the shipped library, or no rule at all.
    pub fn build(sources: &[PolicySource], clauses: &[Clause]) -> Result<Self, Vec<Diagnostic>> {
        let mut catalogue = Self::default();
        let mut problems = Vec::new();
        for source in sources {
            let (blocks, found) = metadata::read(&source.name, &source.text, source.origin == Origin::Own);
            problems.extend(found);
            let of_file: Vec<&Clause> = clauses.iter().filter(|clause| clause.file == source.name).collect();
            if let Some(clause) =
                of_file.first().filter(|clause| source.origin == Origin::Own && is_reserved(&clause.package))
            {
                problems.push(reserved(clause));
            }
            for clause in &of_file {
                let block = blocks.iter().rfind(|block| block.end <= clause.name.start);
                if let Err(problem) = catalogue.add(entry_of(source, clause, block), clause.level) {
                    problems.push(problem);
                }
            }
        }
        problems.extend(no_rules(sources, clauses));
        if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
    }

    fn add(&mut self, entry: RuleEntry, level: Level) -> Result<(), Diagnostic> {
        match self.rules.get_mut(&entry.id) {
            None => {
                self.rules.insert(entry.id.clone(), entry);
                Ok(())
            }
            Some(known) if known.file == entry.file || known.id == fallback_id(&known.package, level) => {
                known.levels.insert(level);
                if known.file == entry.file {
                    known.clauses.extend(entry.clauses);
                }
                Ok(())
            }
            Some(known) => Err(Diagnostic::error(
                Code::PolicyDuplicateRule,
                format!("the rule id `{}` is taken by `{}`", entry.id, known.file),
            )
            .in_file(&entry.file)
            .at(entry.span)
            .help("give each rule an id of its own")),
        }
    }

    /// A rule by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RuleEntry> {
        self.rules.get(id)
    }

    /// All rules, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &RuleEntry> {
        self.rules.values()
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// How many rules can speak of that.
    #[must_use]
    pub fn count_applying(&self, subject: Subject<'_>) -> usize {
        self.iter().filter(|rule| rule.scope.includes(subject)).count()
    }

    /// Of what each rule set can speak: as much as all its rules together.
    #[must_use]
    pub fn scopes(&self) -> BTreeMap<(String, Level), Scope> {
        let mut scopes: BTreeMap<(String, Level), Scope> = BTreeMap::new();
        for rule in self.iter() {
            for level in &rule.levels {
                scopes.entry((rule.package.clone(), *level)).or_default().widen(&rule.scope);
            }
        }
        scopes
    }
}

/// The id of a rule without METADATA: its package and rule set.
#[must_use]
pub(crate) fn fallback_id(package: &str, level: Level) -> String {
    format!("{package}.{}", level.as_str())
}

/// Policies of the organisation that judge nothing: a misspelt rule name would otherwise pass everything.
fn no_rules(sources: &[PolicySource], clauses: &[Clause]) -> Option<Diagnostic> {
    let own: Vec<&PolicySource> = sources.iter().filter(|source| source.origin == Origin::Own).collect();
    let first = own.first()?;
    let has_rule = own.iter().any(|source| clauses.iter().any(|clause| clause.file == source.name));
    (!has_rule).then(|| {
        let and_more = if own.len() > 1 { format!(" and {} more files", own.len() - 1) } else { String::new() };
        Diagnostic::error(
            Code::PolicyNoRules,
            format!("`{}`{and_more} hold no rule named `deny` or `warn`, so they judge nothing", first.name),
        )
        .in_file(&first.name)
        .help("write `deny contains result if { … }`; a rule of another name is only a helper")
    })
}

fn is_reserved(package: &str) -> bool {
    package == "remedy" || package.starts_with("remedy.")
}

fn reserved(clause: &Clause) -> Diagnostic {
    Diagnostic::error(
        Code::PolicyReservedPackage,
        format!("the package `{}` belongs to the shipped library", clause.package),
    )
    .in_file(&clause.file)
    .at(clause.name)
    .label("a rule of that package")
    .help("choose a package name of your own; to change a number of a shipped rule, write a profile that extends one")
}

fn entry_of(source: &PolicySource, clause: &Clause, block: Option<&Block>) -> RuleEntry {
    let root = block.map(|block| &block.root);
    let text = |keys: &[&str]| at(root, keys).and_then(Node::as_str).unwrap_or_default().trim().to_owned();
    let list = |key: &str| list_at(root, key);
    let id = at(root, &["custom", "id"]);
    RuleEntry {
        id: id.and_then(Node::as_str).map_or_else(|| fallback_id(&clause.package, clause.level), str::to_owned),
        title: text(&["title"]),
        description: text(&["description"]),
        solution: text(&["custom", "solution"]),
        package: clause.package.clone(),
        levels: BTreeSet::from([clause.level]),
        scope: Scope {
            kinds: kinds_of(id.is_some(), &list("kinds")),
            states: list("states").into_iter().collect(),
            types: list("types").into_iter().collect(),
        },
        requirements: list("requirements"),
        controls: list("controls"),
        is_hard: matches!(at(root, &["custom", "hard"]).map(|node| &node.value), Some(Value::Bool(true))),
        effective_on: at(root, &["custom", "effective_on"]).and_then(Node::as_str).map(str::to_owned),
        link: link_of(root),
        origin: source.origin,
        file: Arc::clone(&source.name),
        span: id.map_or(clause.span, |id| id.span),
        clauses: vec![RuleClause { level: clause.level, span: clause.span }],
    }
}

/// A rule whose METADATA names no kind speaks of findings. One without an id says nothing of itself, so it is asked about
/// everything that is brought before the gate.
pub(super) fn kinds_of(has_id: bool, named: &[String]) -> BTreeSet<Kind> {
    let kinds: BTreeSet<Kind> = named.iter().filter_map(|word| Kind::parse(word)).collect();
    match (kinds.is_empty(), has_id) {
        (false, _) => kinds,
        (true, true) => BTreeSet::from([Kind::Finding]),
        (true, false) => BTreeSet::from([Kind::Finding, Kind::AccessReview]),
    }
}

/// The first of `related_resources`: a URL, or an object with one as `ref`.
fn link_of(root: Option<&Node>) -> Option<String> {
    let first = at(root, &["related_resources"])?.as_list()?.first()?;
    let url = first.as_str().or_else(|| first.get("ref").and_then(Node::as_str))?;
    let is_plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>()\"".contains(c));
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    (is_web && is_plain).then(|| url.to_owned())
}

/// The texts of a list below `custom`.
pub(super) fn list_at(root: Option<&Node>, key: &str) -> Vec<String> {
    let items = at(root, &["custom", key]).and_then(Node::as_list).into_iter().flatten();
    items.filter_map(Node::as_str).map(str::to_owned).collect()
}

pub(super) fn at<'a>(root: Option<&'a Node>, keys: &[&str]) -> Option<&'a Node> {
    keys.iter().try_fold(root?, |node, key| node.get(key))
}
