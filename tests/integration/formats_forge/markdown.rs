//! The comment in Markdown, read by a reader of GitHub's dialect.

use comrak::{Arena, Options, nodes::NodeValue, parse_document};
use remedy_policy::report::{self, Forge, Markdown, Run};

use super::{all_sorts, denial, many, run_of, shown, written};
use crate::{
    common::{root, run},
    formats::{AT, HOSTILE, check, denials, hostile},
};

fn markdown(run: &Run) -> String {
    written(|out| report::markdown(run, Markdown::COMMENT, &Forge::default(), out))
}

/// What a reader of GitHub's dialect makes of a comment.
#[derive(Debug, Default)]
struct Comment {
    headings: usize,
    /// What is read, without the invisible characters that keep a forge from looking names up.
    text: String,
    /// The same with them, without code: what a forge searches for mentions and references.
    prose: String,
    code: Vec<String>,
    html: Vec<String>,
    /// Nodes that no report has.
    foreign: Vec<String>,
}

fn read(markdown: &str) -> Comment {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.autolink = true;
    extension.table = true;
    extension.strikethrough = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.math_code = true;
    let arena = Arena::new();
    let mut comment = Comment::default();
    for node in parse_document(&arena, markdown, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(text) => {
                comment.text.push_str(text);
                comment.prose.push_str(text);
            }
            NodeValue::Code(code) => {
                comment.text.push_str(&code.literal);
                comment.prose.push(' ');
                comment.code.push(code.literal.clone());
            }
            NodeValue::CodeBlock(block) => {
                comment.text.push_str(&block.literal);
                comment.code.push(block.literal.clone());
            }
            NodeValue::HtmlBlock(html) => comment.html.extend(html.literal.lines().map(str::to_owned)),
            NodeValue::HtmlInline(html) => {
                comment.html.push(html.clone());
                comment.text.push('\n');
                comment.prose.push('\n');
            }
            NodeValue::Heading(_) => comment.headings += 1,
            NodeValue::SoftBreak | NodeValue::Paragraph | NodeValue::Item(_) | NodeValue::TableCell => {
                comment.text.push('\n');
                comment.prose.push('\n');
            }
            NodeValue::Document
            | NodeValue::List(_)
            | NodeValue::Strong
            | NodeValue::Emph
            | NodeValue::ThematicBreak
            | NodeValue::Table(_)
            | NodeValue::TableRow(_) => {}
            other => comment.foreign.push(format!("{other:?}")),
        }
    }
    comment.text = comment.text.replace('\u{200b}', "");
    comment
}

impl Comment {
    /// Nothing of a manifest became markup, a link, a mention or a reference.
    fn is_harmless(&self, name: &str) {
        assert_eq!(self.foreign, Vec::<String>::new(), "{name}");
        for html in &self.html {
            let known = ["<!-- remedy-policy -->", "</details>", "<br>"].contains(&html.as_str())
                || (html.starts_with("<details><summary>") || html.starts_with("<details open><summary>"))
                    && html.ends_with("</summary>")
                    && html.matches('<').count() == 3;
            assert!(known, "{name}: {html}");
        }
        let chars: Vec<char> = self.prose.chars().collect();
        for pair in chars.windows(2) {
            let is_reference = matches!(pair[0], '@' | '#' | '!') && pair[1].is_alphanumeric();
            assert!(!is_reference, "{name}: {pair:?} in {}", self.prose);
        }
        assert!(!self.prose.contains("://") && !self.prose.contains("GH-1"), "{name}: {}", self.prose);
    }
}

/// A text as it is read on one line.
fn line(text: &str) -> String {
    shown(text).replace(['\n', '\t', '\u{2028}', '\u{2029}'], " ")
}

/// Without blanks and backticks: a reader joins blanks, and backticks are what makes code.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '`').collect()
}

#[test]
fn the_comment_of_all_sorts() {
    insta::assert_snapshot!(markdown(&all_sorts()), @r"
    <!-- remedy-policy -->
    ## ⚠️ Not everything could be judged: 1 of 3 findings could not be judged, 2 are blocked

    | verdict | number | of these |
    |---|---:|---|
    | blocked | 2 | 1 late |
    | error | 1 |  |

    Denials that do not block: 1 waived, 1 in the baseline.

    ### Could not be judged

    - **input-unavailable** EXP-01 cannot be judged: `feeds.kev` is not available (`findings/c.yaml:1:5`)
      - give a snapshot with `--feeds`
      - concerns F-3

    ### Blocked

    #### `F-1` A key in a wiki

    <details open><summary>1 denial of this low leaked_secret, late</summary>

    **OWN-01**<br>no named accountable owner<br>`findings/a.yaml:1:1`

    - **waiver WVR-3 expired on 2026-10-01** (`waivers/2026.yaml:1`): renew it, or fix the finding
    - To unblock: set `ownership.owner` to one person
    - Who can: `alice`, `team/payments`
    - At the earliest: 2026-12-01

    To add:

    ```yaml
    ownership:
      owner: …
    ```

    </details>

    #### `F-2` A key in a repository

    <details open><summary>1 denial of this critical leaked_secret</summary>

    **RET-01**<br>never tested again<br>`findings/b.yaml:1:5`

    </details>

    <details><summary>1 waived denial</summary>

    - **OWN-01** `F-2`: no named accountable owner (`findings/b.yaml:1:5`) — waived by WVR-4 until 2027-01-31, approved by `carol` on 2026-11-01: the vendor ships the fix in January (SEC-7)

    </details>

    <details><summary>1 denial that blocks from a later day on</summary>

    - **blocks from 2027-01-01**: **EVD-09** `F-1`: no evidence of the last access (`findings/a.yaml:1:5`)

    </details>

    <details><summary>2 warnings</summary>

    - **SLA-02** `F-1`: due later than the table allows (`findings/a.yaml:1:5`) — level warn of SLA-02 until 2027-01-31
    - **usage** something to know

    </details>

    <details><summary>1 waiver to look at</summary>

    - **WVR-5** of OWN-02, until 2027-01-31, covers nothing (`waivers/2026.yaml:1:7`)

    </details>

    Baseline `baseline.json`: 1 accepted denial still there.

    ---

    profile default
    ");
}

#[test]
fn hostile_texts_are_read_as_texts_and_nothing_else() {
    for (name, text) in HOSTILE {
        let out = markdown(&run_of(text));
        let comment = read(&out);
        comment.is_harmless(name);
        assert_eq!(comment.headings, 4, "{name}: {out}");
        let wanted = bare(&line(text));
        let read = bare(&comment.text);
        // The title, the message, the advice, the waivers, the problem: whatever the report says more than once.
        let times = read.matches(&wanted).count();
        assert!(times >= 15, "{name}: {times} times {wanted:?} in {out}");
    }
}

#[test]
fn the_comment_of_a_run_holds_its_denials_in_order() {
    let folder = hostile();
    let outcome = check(&folder, "markdown");
    assert_eq!(outcome.code, 2);
    let comment = read(&outcome.stdout);
    comment.is_harmless("hostile");
    let mut rest = bare(&comment.text);
    let expected = denials(&check(&folder, "json").json());
    assert!(expected.len() > 25);
    for denial in expected {
        let wanted = bare(&line(&denial.message));
        let Some((_, after)) = rest.split_once(&wanted) else { panic!("{wanted:?} is missing in {rest}") };
        rest = after.to_owned();
    }
}

#[test]
fn a_comment_fits_into_a_comment_and_counts_the_rest() {
    let outcome = run(&["check", "fixtures/acme", "--at", AT, "--format", "markdown"]);
    assert_eq!(outcome.code, 1);
    for out in [outcome.stdout, markdown(&many(5_000))] {
        assert!(out.len() < 65_536, "{}", out.len());
        let comment = read(&out);
        assert_eq!(comment.foreign, Vec::<String>::new());
        assert!(comment.text.contains("do not fit here: remedy-policy check shows all of them."), "{}", comment.text);
        let opened = comment.html.iter().filter(|html| html.starts_with("<details")).count();
        let closed = comment.html.iter().filter(|html| html.as_str() == "</details>").count();
        assert_eq!(opened, closed);
        let shown = comment.text.matches("findings/").count();
        assert!(shown > 50, "{shown}");
    }
    assert!(root().join("fixtures/acme").is_dir());
}

#[test]
fn one_long_text_leaves_room_for_the_others() {
    let mut run = many(3);
    run.decisions[0].denials = vec![denial("LONG-01", &"x`<".repeat(100_000))];
    let out = markdown(&run);
    let comment = read(&out);
    comment.is_harmless("long");
    assert_eq!(comment.text.matches("no owner").count(), 2);
    assert!(!comment.text.contains("fit here"));
}

#[test]
fn what_is_missing_is_shown_as_yaml_with_the_part_that_it_belongs_to() {
    let outcome = run(&["check", "fixtures/mixed", "--at", AT, "--format", "markdown"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stdout.contains("To add to `ownership`:\n\n```yaml\naccountable_owner: …\n```\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_passing_run_says_so_first() {
    let outcome = run(&["check", "fixtures/clean", "--at", AT, "--format", "markdown"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.stdout.starts_with("<!-- remedy-policy -->\n## ✅ "), "{}", outcome.stdout);
}
