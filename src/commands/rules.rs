//! `rules`: lists the rules that are loaded.

use std::io::{self, Write};

use super::{Environment, load, output};
use crate::{
    cli::{CacheArgs, DataArgs, InputArgs, ListFormat, RulesArgs},
    diagnostic::{Code, Diagnostic, Severity},
    exit::Exit,
    manifest::{Kind, Subject},
    policy::{Catalogue, Origin, RuleEntry},
    report::{self, RuleList},
    schemas,
    suggest::nearest,
};

pub(super) fn run(
    args: &RulesArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let filters = match Filters::of(args) {
        Ok(filters) => filters,
        Err(problems) => return output::complain(problems, environment, stderr),
    };
    let inputs = InputArgs {
        paths: Vec::new(),
        data: DataArgs::default(),
        cache: CacheArgs::default(),
        jobs: None,
        policies: args.policies.clone(),
    };
    let mut loaded = load::load(&inputs, load::Reads::Policies, environment);
    let is_broken = loaded.run.problems.iter().any(|problem| problem.severity == Severity::Error);
    let Some(gate) = loaded.gate.filter(|_| !is_broken) else {
        return output::complain_of(&loaded.run, environment, stderr);
    };
    let unknown = unknown_words(&args.words, gate.catalogue());
    if !unknown.is_empty() {
        return output::complain(unknown, environment, stderr);
    }
    let rules: Vec<&RuleEntry> =
        gate.catalogue().iter().filter(|rule| filters.pass(rule) && filters.names(rule, gate.catalogue())).collect();
    if rules.is_empty() {
        loaded.run.problems.push(nothing(&filters, gate.catalogue()));
        output::complain_of(&loaded.run, environment, stderr)?;
        return Ok(Exit::Nothing);
    }
    let list = RuleList { rules, run: &loaded.run, interpreted: gate.interpreted() };
    let text = match args.format {
        ListFormat::Human => {
            let width = environment.stdout_is_terminal.then_some(environment.width);
            report::rules_human(&list, width, output::use_color(args.color, environment))
        }
        ListFormat::Json => report::rules_json(&list).map_err(io::Error::other)?,
    };
    stdout.write_all(text.as_bytes())?;
    Ok(Exit::Passed)
}

/// What the arguments ask for, known to exist.
struct Filters<'a> {
    words: &'a [String],
    state: Option<&'a str>,
    finding_type: Option<&'a str>,
    kind: Option<Kind>,
    own: bool,
}

impl<'a> Filters<'a> {
    fn of(args: &'a RulesArgs) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut check = |what: &str, word: &Option<String>, known: &[String]| {
            problems.extend(word.iter().filter(|word| !known.contains(word)).map(|word| unknown(what, word, known)));
        };
        let kinds: Vec<String> = Kind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let mut states: Vec<String> = Kind::ALL.into_iter().flat_map(schemas::states).collect();
        states.sort();
        states.dedup();
        check("state", &args.state, &states);
        check("type of finding", &args.finding_type, &schemas::finding_types());
        // Written as in METADATA, or in small letters.
        let kind = args.kind.as_ref().map(|word| {
            let known = kinds.iter().find(|kind| kind.eq_ignore_ascii_case(word));
            known.unwrap_or(word).clone()
        });
        check("kind", &kind, &kinds);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            words: &args.words,
            state: args.state.as_deref(),
            finding_type: args.finding_type.as_deref(),
            kind: kind.as_deref().and_then(Kind::parse),
            own: args.own,
        })
    }

    /// Whether a rule can speak of what the filters describe.
    fn pass(&self, rule: &RuleEntry) -> bool {
        (!self.own || rule.origin == Origin::Own) && Kind::ALL.into_iter().any(|kind| self.of_kind(rule, kind))
    }

    fn of_kind(&self, rule: &RuleEntry, kind: Kind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
            && self.state.is_none_or(|state| schemas::states(kind).iter().any(|known| known == state))
            && (self.finding_type.is_none() || kind == Kind::Finding)
            && rule.scope.includes(Subject { kind, state: self.state, finding_type: self.finding_type })
    }

    /// Whether one of the words names the rule.
    fn names(&self, rule: &RuleEntry, catalogue: &Catalogue) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| is_named(rule, word, catalogue))
    }
}

/// Whether a word names a rule. One that begins the id of any rule means ids, in any case; another one is looked for in the
/// texts.
fn is_named(rule: &RuleEntry, word: &str, catalogue: &Catalogue) -> bool {
    let word = word.to_lowercase();
    let begins = |rule: &RuleEntry| rule.id.to_lowercase().starts_with(&word);
    if catalogue.iter().any(begins) {
        return begins(rule);
    }
    [&rule.title, &rule.description, &rule.package].into_iter().any(|text| text.to_lowercase().contains(&word))
}

/// The words that name no rule at all.
fn unknown_words(words: &[String], catalogue: &Catalogue) -> Vec<Diagnostic> {
    let is_unknown = |word: &&String| !catalogue.iter().any(|rule| is_named(rule, word, catalogue));
    let ids = || catalogue.iter().map(|rule| rule.id.as_str());
    let complaint = |word: &String| {
        let help = match nearest(&word.to_uppercase(), ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`remedy-policy rules` without arguments lists all".to_owned(),
        };
        Diagnostic::error(Code::Usage, format!("no rule has an id that begins with `{word}`, or speaks of it"))
            .help(help)
    };
    words.iter().filter(is_unknown).map(complaint).collect()
}

fn unknown(what: &str, word: &str, known: &[String]) -> Diagnostic {
    let help = match nearest(&word.to_lowercase(), known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    Diagnostic::error(Code::Usage, format!("no {what} is named `{word}`")).help(help)
}

/// Says why the list is empty, for somebody who expected a rule.
fn nothing(filters: &Filters<'_>, catalogue: &Catalogue) -> Diagnostic {
    let has_own = catalogue.iter().any(|rule| rule.origin == Origin::Own);
    let help = if filters.own && !has_own {
        "no own policy is loaded: they stand below `policies/`, or where `policies` of the configuration says"
    } else {
        "take a filter away; each of them alone lists more"
    };
    Diagnostic::warning(Code::NothingToJudge, "no rule passes all filters").help(help)
}
