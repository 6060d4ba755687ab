//! `explain`: why a finding passes or fails a rule, condition by condition; or what a rule asks for.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Environment, load, output};
use crate::{
    cli::{CacheArgs, DataArgs, ExplainArgs, ExplainFormat, InputArgs, ReportArgs},
    diagnostic::{Code, Diagnostic, Severity},
    engine::explain::Depth,
    exit::Exit,
    gate::{Decision, DecisionExplainer, Documents, ExplainedRule, Gate},
    manifest::Manifest,
    org::Organization,
    policy::{Level, Reference, RuleEntry},
    report::{self, ExplainedDocument, Human, RuleList},
    suggest::nearest,
};

pub(super) fn run(
    args: &ExplainArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let target = Target::parse(&args.target, &environment.current_dir);
    let color = output::use_color(args.color, environment);
    if let Some(page) = rule_page(args, &target, color, environment) {
        stdout.write_all(page?.as_bytes())?;
        return Ok(Exit::Passed);
    }
    let inputs = InputArgs {
        paths: target.file.iter().cloned().collect(),
        policies: args.policies.clone(),
        data: args.data.clone(),
        cache: args.cache.clone(),
        jobs: None,
    };
    let loaded = load::load(&inputs, load::Reads::Everything, environment);
    let mut run = loaded.run;
    let style = Human { color, width: environment.width, quiet: false };
    let (Some(gate), Some(organization)) = (loaded.gate, loaded.organization) else {
        return complain(&mut run, args, environment, stdout);
    };
    let asked = Asked { gate: &gate, organization: &organization, documents: &loaded.documents, all: args.all };
    match asked.explain(&target) {
        Ok(explained) => {
            let text = match args.format {
                ExplainFormat::Human => report::explanation(&explained, &run.sources, style),
                ExplainFormat::Json => report::explanation_json(&explained, &run).map_err(io::Error::other)?,
            };
            stdout.write_all(text.as_bytes())?;
            // What could be explained is; what could not be read beside it is told, and is no success.
            let is_broken = run.problems.iter().any(|problem| problem.severity == Severity::Error);
            if is_broken { output::complain_of(&run, environment, stderr) } else { Ok(Exit::Passed) }
        }
        Err(problems) => {
            run.problems.extend(problems);
            complain(&mut run, args, environment, stdout)
        }
    }
}

/// The page of a rule, if the argument names one and nothing else. What is wrong with the policies is told by the run that
/// looks for a finding of that name.
fn rule_page(
    args: &ExplainArgs,
    target: &Target,
    color: bool,
    environment: &Environment,
) -> Option<io::Result<String>> {
    let id = target.alone()?;
    let inputs = InputArgs {
        paths: Vec::new(),
        policies: args.policies.clone(),
        data: DataArgs::default(),
        cache: CacheArgs::default(),
        jobs: None,
    };
    let loaded = load::load(&inputs, load::Reads::Policies, environment);
    let gate = loaded.gate?;
    let entry = gate.catalogue().get(id)?;
    let reference = Reference::shipped();
    Some(match args.format {
        ExplainFormat::Human => Ok(report::rule_page(entry, reference, environment.width, color)),
        ExplainFormat::Json => {
            let interpreted = gate.interpreted();
            report::rules_json(&RuleList { rules: vec![entry], run: &loaded.run, interpreted })
                .map_err(io::Error::other)
        }
    })
}

/// Reports what keeps anything from being explained.
fn complain(
    run: &mut report::Run,
    args: &ExplainArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
) -> io::Result<Exit> {
    let report = ReportArgs { format: args.format.into(), output: Vec::new(), quiet: true, color: args.color };
    output::write(&report, environment, run, stdout)?;
    Ok(Exit::Error)
}

/// What the argument names.
struct Target {
    /// A file of findings.
    file: Option<PathBuf>,
    /// What is no file: the id of a finding or a rule.
    id: Option<String>,
    /// What stands after the colon.
    rule: Option<String>,
}

impl Target {
    fn parse(text: &str, folder: &Path) -> Self {
        let is_file = |text: &str| folder.join(text).exists();
        let whole = |rule: Option<&str>, text: &str| {
            let rule = rule.map(str::to_owned);
            if is_file(text) {
                Self { file: Some(PathBuf::from(text)), id: None, rule }
            } else {
                Self { file: None, id: Some(text.to_owned()), rule }
            }
        };
        match text.rsplit_once(':') {
            Some((before, rule)) if !is_file(text) && !rule.contains('/') => whole(Some(rule), before),
            _ => whole(None, text),
        }
    }

    /// An id that stands alone, so that it may be one of a rule.
    fn alone(&self) -> Option<&str> {
        if self.rule.is_none() { self.id.as_deref() } else { None }
    }
}

/// Where explanations come from.
struct Asked<'a> {
    gate: &'a Gate,
    organization: &'a Organization,
    documents: &'a [Manifest],
    all: bool,
}

impl<'a> Asked<'a> {
    fn explain(&self, target: &Target) -> Result<Vec<ExplainedDocument<'a>>, Vec<Diagnostic>> {
        let rule = target.rule.as_deref().map(|id| self.rule(id)).transpose()?;
        let chosen: Vec<&Manifest> = match &target.id {
            Some(id) => self.documents.iter().filter(|document| document.id == *id).collect(),
            None => self.documents.iter().collect(),
        };
        if chosen.is_empty() {
            return Err(vec![self.nothing_named(target)]);
        }
        let mut explainer = self.gate.explainer()?;
        chosen.into_iter().map(|document| self.document(&mut explainer, document, rule)).collect()
    }

    fn rule(&self, id: &str) -> Result<&'a RuleEntry, Vec<Diagnostic>> {
        let catalogue = self.gate.catalogue();
        catalogue.get(id).ok_or_else(|| {
            let problem = Diagnostic::error(Code::Usage, format!("no rule is named `{id}`"));
            vec![match nearest(id, catalogue.iter().map(|rule| rule.id.as_str())) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("`remedy-policy rules` lists them"),
            }]
        })
    }

    fn nothing_named(&self, target: &Target) -> Diagnostic {
        match &target.id {
            Some(id) => {
                let problem =
                    Diagnostic::error(Code::Usage, format!("`{id}` is no file, no finding and no rule that was found"));
                let rules = self.gate.catalogue().iter().map(|rule| rule.id.as_str());
                let ids = self.documents.iter().map(|document| document.id.as_str());
                match nearest(id, rules.chain(ids)) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("name the file of a finding, its id, or the id of a rule"),
                }
            }
            None => Diagnostic::error(Code::Usage, "no finding was found there")
                .help("name a file that holds a finding or a review"),
        }
    }

    fn document(
        &self,
        explainer: &mut DecisionExplainer<'a>,
        document: &'a Manifest,
        rule: Option<&RuleEntry>,
    ) -> Result<ExplainedDocument<'a>, Vec<Diagnostic>> {
        let decision = self.gate.judge(document);
        let mut rules = Vec::new();
        for denial in decision.spoken().filter(|denial| rule.is_none_or(|rule| rule.id == denial.rule)) {
            let title = self.gate.catalogue().get(&denial.rule).map(|entry| entry.title.clone()).unwrap_or_default();
            let attempts = explainer.denial(document, denial, Depth::Values)?.into_iter().collect();
            rules.push(ExplainedRule {
                rule: denial.rule.clone(),
                title,
                level: denial.level,
                denial: Some(denial.clone()),
                attempts,
            });
        }
        let silent = self.silent(&decision, document, rule);
        for (entry, level) in &silent {
            let depth = if rule.is_some() { Depth::Values } else { Depth::Deciding };
            rules.push(ExplainedRule {
                rule: entry.id.clone(),
                title: entry.title.clone(),
                level: *level,
                denial: None,
                attempts: explainer.rule(document, entry, *level, depth)?,
            });
        }
        let documents = Documents { manifest: document, organization: self.organization };
        let is_outside = rule.is_some_and(|rule| !rule.scope.includes(document.subject()));
        Ok(ExplainedDocument { decision, documents, rules, is_outside, is_one_rule: rule.is_some() })
    }

    /// The rules that say nothing of a document and are to be explained: the one that is asked for, or all that apply, if
    /// that is wanted or nothing else can be said.
    fn silent(
        &self,
        decision: &Decision,
        document: &Manifest,
        rule: Option<&RuleEntry>,
    ) -> Vec<(&'a RuleEntry, Level)> {
        let speaks = |entry: &RuleEntry, level: Level| {
            decision.spoken().any(|denial| denial.rule == entry.id && denial.rule_set == level)
        };
        self.gate
            .catalogue()
            .iter()
            .filter(|entry| match rule {
                Some(rule) => rule.id == entry.id,
                None => self.all && entry.scope.includes(document.subject()),
            })
            .flat_map(|entry| entry.levels.iter().map(move |level| (entry, *level)))
            .filter(|(entry, level)| !speaks(entry, *level))
            .collect()
    }
}
