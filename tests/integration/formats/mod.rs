//! The formats of a report, each read back by a reader of its kind: nothing is lost, and no text becomes part of the format.

use serde_json::Value;

use crate::common::{Folder, Outcome};

/// The evaluation time of these runs.
pub(crate) const AT: &str = "2026-11-20";

/// Texts that mean something to one format or another, each with a name that fits an id.
pub(crate) const HOSTILE: &[(&str, &str)] = &[
    ("quotes", r#"it's "quoted" \ and \" escaped \n, C:\temp"#),
    ("lines", "two\nlines\r\nand a\rthird\n\n"),
    ("tabs", "\ta tab\tand  two blanks "),
    ("emoji", "👩‍👩‍👧 🔑 é e\u{301} 日本語 \u{10ffff}"),
    ("percent", "100% %0A %25 %s {0} {id} ${HOME} $(id) `id`"),
    ("cdata", "]]> <![CDATA[ x ]]> &amp; &#10; <!-- -->"),
    ("commands", "::error file=a.yaml,line=1::owned\n::stop-commands::x"),
    ("vso", "##vso[task.complete result=Succeeded;]done ##[error]x"),
    ("script", "<script>alert(1)</script><img src=x onerror=alert(1)></style></textarea>"),
    (
        "markdown",
        "a | b `c` **d** _e_ @here @acme/team #1 GH-1 [x](http://evil.example) ![y](z) \n# h\n- l\n```\nf\n---",
    ),
    ("control", "bell \u{7} one \u{1} escape \u{1b}[31mred\u{1b}[0m delete \u{7f} next line \u{85} separator \u{2028}"),
    ("direction", "abc \u{202e}fed\u{202c} \u{200f}mark \u{2066}isolate\u{2069} \u{feff}bom"),
    ("tap", "not ok 1 - x # SKIP # TODO \\# \\\\ \nBail out!\n1..0"),
    ("yaml", "- a: {b: [c]}\n--- \n...\n& * ! | > ' \" # ?"),
    ("nonchars", "\u{fffe} \u{ffff} \u{fdd0} \u{e000}"),
];

/// Names of files that mean something to one format or another.
const FILES: [&str; 4] = [
    "findings/100% a,b;c [d] #1 é?x=y&z.yaml",
    "findings/a\n::error::b.yaml",
    "findings/<b>'\".yaml",
    "findings/z.yaml",
];

const POLICY: &str = r#"package acme.hostile

# METADATA
# title: "Hostile <b>title</b> | `x` ]]> %0A # \\"
# description: "Hostile <i>description</i>\nof two lines"
# custom:
#   id: HOS-01
#   solution: "Hostile ::solution:: <script>"
deny contains {
	"rule": "HOS-01",
	"path": ["labels", "text"],
	"message": concat("", ["message ", text]),
	"unblock": concat("", ["unblock ", text]),
	"who": [concat("", ["who ", text])],
	"earliest": "2026-12-24",
	"found": text,
	"related": [{"path": ["title"], "message": concat("", ["related ", text])}],
} if {
	text := input.finding.labels.text
}

# METADATA
# title: A missing part
# description: The part must be there.
# custom:
#   id: HOS-02
#   solution: Add it.
deny contains {
	"rule": "HOS-02",
	"path": ["labels", "a \"b\" ::c"],
	"message": "`labels` lacks a part",
	"expected": "x::y",
} if {
	not input.finding.labels["a \"b\" ::c"]
}

# METADATA
# title: Something to know
# description: It blocks nothing.
# custom:
#   id: HOS-03
#   solution: Read it.
warn contains {"rule": "HOS-03", "path": ["title"], "message": concat("", ["warning ", input.finding.title])} if {
	true
}
"#;

const CONFIG: &str = "apiVersion: remedy-policy/v1\nkind: Config\n";

const ORG: &str = "apiVersion: remedy-policy/v1\nkind: Organization\npeople:\n  alice: {name: Alice, active: true}\n";

/// A folder with a finding for each hostile text: it is in the title and in `labels.text`, and an own rule repeats it in all
/// that a rule can say. The names of the files are hostile, too. One file cannot be read.
pub(crate) fn hostile() -> Folder {
    let mut texts = vec![Vec::new(); FILES.len()];
    for (at, (name, text)) in HOSTILE.iter().enumerate() {
        // Three files hold five findings each; what comes after a marker lies in the next one.
        texts[at / 5].push(finding(name, text));
    }
    let mut folder = Folder::new()
        .with("policies/hostile.rego", POLICY)
        .with("remedy-policy.yaml", CONFIG)
        .with("org/people.yaml", ORG);
    for (file, documents) in FILES.iter().zip(&texts).filter(|(_, documents)| !documents.is_empty()) {
        folder = folder.with(file, documents.join("---\n"));
    }
    folder.with(FILES[3], "apiVersion: remedy-policy/v1\nkind: Finding\nid: \"<b>::\\u0001\"\n")
}

/// A finding; JSON is YAML, and every character that YAML forbids is escaped.
fn finding(id: &str, text: &str) -> String {
    let quoted = |text: &str| {
        let json = Value::from(text).to_string();
        let is_plain = |c: &char| matches!(c, ' '..='~') || (c.is_alphanumeric() && (*c as u32) < 0x1_0000);
        json.chars()
            .map(|c| if is_plain(&c) { c.to_string() } else { format!("\\U{:08x}", c as u32) })
            .collect::<String>()
    };
    format!(
        "apiVersion: remedy-policy/v1\nkind: Finding\nid: {id}\ntitle: {title}\ntype: vulnerability\nseverity: low\n\
         state: open\nsource: {{kind: scanner, detected_at: 2026-11-19}}\nlabels:\n  text: {title}\n",
        title = quoted(text)
    )
}

/// Runs `check` in a folder with a format.
pub(crate) fn check(folder: &Folder, format: &str) -> Outcome {
    folder.run(&["check", "--at", AT, "--format", format])
}

/// A denial that a report must show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shown {
    pub(crate) rule: String,
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) message: String,
}

/// What blocks, in the order of the run, as the JSON report has it.
pub(crate) fn denials(document: &Value) -> Vec<Shown> {
    listed(document, "denials")
}

/// What stands in a list of each decision: `denials`, `warnings` or `suppressed`.
pub(crate) fn listed(document: &Value, list: &str) -> Vec<Shown> {
    let decisions =
        ["findings", "reviews", "organization"].iter().filter_map(|key| document[*key].as_array()).flatten();
    decisions
        .flat_map(|decision| {
            decision[list].as_array().into_iter().flatten().map(|denial| Shown {
                rule: denial["rule"].as_str().unwrap().to_owned(),
                id: decision["id"].as_str().unwrap().to_owned(),
                file: denial["file"].as_str().unwrap().to_owned(),
                line: denial["line"].as_u64().unwrap(),
                message: denial["message"].as_str().unwrap().to_owned(),
            })
        })
        .collect()
}

#[test]
fn every_hostile_text_reaches_the_json_report() {
    let folder = hostile();
    let outcome = check(&folder, "json");
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    let document = outcome.json();
    let shown = denials(&document);
    for (name, text) in HOSTILE {
        let finding = document["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == *name);
        assert_eq!(finding.map(|finding| &finding["title"]), Some(&Value::from(*text)));
        let message = format!("message {text}");
        assert!(shown.iter().any(|shown| shown.id == *name && shown.message == message), "{name}");
    }
    assert!(document["problems"].as_array().unwrap().iter().any(|problem| problem["file"] == FILES[3]));
}
