//! `lint` of policies: each check finds what is wrong, on its line and with advice, and leaves its near neighbour alone.

use crate::common::{Folder, Outcome, run};

/// METADATA of a rule `ACM-01`, which is about closed findings.
const METADATA: &str =
    "# METADATA\n# title: T\n# description: D\n# custom:\n#   id: ACM-01\n#   states: [closed]\n#   solution: S\n";

fn lint(policy: &str) -> Outcome {
    Folder::new().with("rules/a.rego", policy).run(&["lint", "rules", "--format", "json"])
}

/// What was found: code, line, message and advice, a line each; not the warning about METADATA.
fn found(outcome: &Outcome) -> Vec<String> {
    let document = outcome.json();
    let found = document["policies"]["found"].as_array().unwrap_or_else(|| panic!("{outcome:?}"));
    let told = found.iter().filter(|problem| problem["code"] != "policy-no-metadata");
    told.map(|problem| {
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        format!("{}:{} {} ({})", text("code"), problem["line"], text("message"), text("help"))
    })
    .collect()
}

/// Lints rules with one condition each, and gives what was found of each, without its line. Names are imported.
fn conditions(conditions: &[&str]) -> Vec<Vec<String>> {
    let mut policy = String::from(
        "package acme\n\nimport data.remedy.lib.finding\nimport data.remedy.lib.moment\nimport input.finding as f\n",
    );
    for condition in conditions {
        policy.push_str(&format!("deny contains \"x\" if {{ {condition} }}\n"));
    }
    let outcome = lint(&policy);
    assert!(outcome.code <= 1, "{outcome:?}");
    let mut each = vec![Vec::new(); conditions.len()];
    for line in found(&outcome) {
        let (code, rest) = line.split_once(':').unwrap();
        let (number, rest) = rest.split_once(' ').unwrap();
        each[number.parse::<usize>().unwrap() - 6].push(format!("{code}: {rest}"));
    }
    each
}

/// Each condition is found, with code, message and advice.
#[track_caller]
fn wrong(expected: &[(&str, &str)]) {
    let texts: Vec<&str> = expected.iter().map(|(text, _)| *text).collect();
    for ((text, expected), found) in expected.iter().zip(conditions(&texts)) {
        assert_eq!(found, [*expected], "{text}");
    }
}

/// Nothing is found in any condition.
#[track_caller]
fn right(texts: &[&str]) {
    for (text, found) in texts.iter().zip(conditions(texts)) {
        assert_eq!(found, [] as [&str; 0], "{text}");
    }
}

#[test]
fn fields_that_no_schema_has_are_found_by_any_way_that_leads_to_them() {
    let cases = [
        ("input.finding.sevrity", "input.finding", "sevrity", "severity"),
        ("input.finding[\"sevrity\"] == \"low\"", "input.finding", "sevrity", "severity"),
        ("not input.finding.due.dat", "input.finding.due", "dat", "date"),
        ("f.sevrity", "f", "sevrity", "severity"),
        ("x := input.finding.due; x.dat", "x", "dat", "date"),
        ("some action in input.finding.plan.actions; action.performd_by", "action", "performd_by", "performed_by"),
        ("some i; f.plan.actions[i].performd_by", "f.plan.actions[i]", "performd_by", "performed_by"),
        ("count({e.typ | some e in f.evidence}) > 1", "e", "typ", "type"),
        ("every e in f.evidence { e.typ == \"log\" }", "e", "typ", "type"),
        ("input.reviw.state", "input", "reviw", "review"),
        ("input.at.dat", "input.at", "dat", "date"),
        ("input.facts.reviw", "input.facts", "reviw", "review"),
        ("object.get(input.finding, \"sevrity\", \"\") == \"\"", "input.finding", "sevrity", "severity"),
        ("object.get(f, [\"due\", \"dat\"], \"\") == \"\"", "due", "dat", "date"),
        ("data.org.peple", "data.org", "peple", "people"),
        ("data.org.people[f.id].emal", "data.org.people[f.id]", "emal", "email"),
        ("data.feeds.kev.entrys", "data.feeds.kev", "entrys", "entries"),
        ("data.index[f.id].stat", "data.index[f.id]", "stat", "state"),
        ("data.index_by.contrl", "data.index_by", "contrl", "control"),
        ("some e in finding.done_actions; e.performd_by", "e", "performd_by", "performed_by"),
    ];
    let texts = cases.map(|(text, ..)| text);
    for ((text, owner, key, near), found) in cases.iter().zip(conditions(&texts)) {
        let expected = format!("policy-unknown-reference: `{owner}` has no `{key}` (did you mean `{near}`?)");
        assert_eq!(found, [expected], "{text}");
    }
    right(&[
        "input.finding.severity == \"low\"",
        "input.finding.labels.anything",
        "input.finding.extensions.any.thing",
        "some action in f.plan.actions; action.performed_by",
        "object.get(f, [\"due\", \"date\"], \"\") == \"\"",
        "data.org.people[f.id].email",
        "data.index[f.id].state == \"open\"",
        "some key in [\"due\", \"closure\"]; f[key]",
        "finding.fixed_at",
        "finding.field([\"closure\", \"at\"], \"\") == \"\"",
    ]);
}

#[test]
fn rules_and_packages_that_are_not_loaded_are_found() {
    wrong(&[
        (
            "finding.fixed_att",
            "policy-unknown-reference: the package `remedy.lib.finding` has no rule `fixed_att` (did you mean `fixed_at`?)",
        ),
        (
            "data.remedy.lib.momnt.now",
            "policy-unknown-reference: there is no package `remedy.lib.momnt` (did you mean `moment`?)",
        ),
        ("data.feds.kev", "policy-unknown-reference: there is no `data.feds` (did you mean `feeds`?)"),
        // A path that is given to a function of the library.
        (
            "finding.field([\"clsure\", \"at\"], \"\") == \"\"",
            "policy-unknown-reference: what the function looks at has no `clsure` (did you mean `closure`?)",
        ),
    ]);
    let outcome = lint("package acme\n\nimport data.remedy.lib.deadlin\n\ndeny contains \"x\" if deadlin.latest_due\n");
    assert_eq!(
        found(&outcome),
        ["policy-unknown-reference:3 there is no package `remedy.lib.deadlin` (did you mean `deadline`?)"]
    );
}

#[test]
fn functions_are_read_for_the_arguments_that_they_are_called_with() {
    let outcome = lint(
        "package acme\n\ndeny contains \"x\" if { some a in input.finding.plan.actions; _late(a); _owner(input.finding.id).emal }\n\n_late(action) if action.performd_at\n\n_owner(id) := data.org.people[id]\n\ndeny contains \"y\" if { some a in input.finding.plan.actions; _passed(a) }\n\ndeny contains \"z\" if { some r in input.finding.retest; _passed(r) }\n\n_passed(x) if x.result == \"pass\"\n",
    );
    let head = lint("package acme\n\ndeny contains msg if {\n\tmesg := input.finding.title\n\tmesg != \"-\"\n}\n");
    assert_eq!(
        found(&head),
        [
            "policy-unknown-reference:3 nothing gives `msg` a value (give it a value in the body with `:=` or `some`, or correct its name)"
        ]
    );
    // `result` is a field of a retest: that function is right for one of its calls.
    assert_eq!(
        found(&outcome),
        [
            "policy-unknown-reference:3 `_owner(input.finding.id)` has no `emal` (did you mean `email`?)",
            "policy-unknown-reference:5 `action` has no `performd_at` (did you mean `performed_at`?)",
        ]
    );
}

#[test]
fn values_of_different_kinds_are_found() {
    wrong(&[
        (
            "f.title > 3",
            "policy-type-mismatch: `f.title` is text, `3` is a number (make a number of a text with `to_number`)",
        ),
        (
            "f.due == null",
            "policy-type-mismatch: `f.due` is never null (what is absent is undefined, not null: write `not f.due`)",
        ),
        (
            "f.evidence == \"log\"",
            "policy-type-mismatch: `f.evidence` is a list, `\"log\"` is text (ask for a member of a list with `in`)",
        ),
        (
            "3 in f.evidence_required",
            "policy-type-mismatch: `3` is a number, but `f.evidence_required` holds text (look for a value of the kind that it holds)",
        ),
        (
            "\"x\" in f.title",
            "policy-type-mismatch: `f.title` is text, where a list, a set or an object must stand (there is nothing in it to look at one by one)",
        ),
        (
            "count(f.exposure.epss) > 1",
            "policy-type-mismatch: `f.exposure.epss` is a number, where a list, a set, an object or a text must stand (`count` takes a list, a set, an object or a text here)",
        ),
        (
            "time.parse_rfc3339_ns(input.at.ns) > 1",
            "policy-type-mismatch: `input.at.ns` is a number, where text must stand (`time.parse_rfc3339_ns` takes text here)",
        ),
        (
            "f.exposure.epss + \"x\" > 3",
            "policy-type-mismatch: `\"x\"` is text, where a number must stand (join texts with `concat` or `sprintf`; make a number of one with `to_number`)",
        ),
        (
            "sprintf(\"%s of %s\", [f.id]) != \"\"",
            "policy-type-mismatch: the text of `sprintf` has 2 verbs, and 1 values are given (give one value for each `%`; a percent sign itself is `%%`)",
        ),
    ]);
    right(&[
        "count(f.title) > 3",
        "f.exposure.epss > 0.5",
        "object.get(f, \"due\", null) == null",
        "f.due != null",
        "\"log\" in f.evidence_required",
        "sprintf(\"%d%% of %s\", [3, f.id]) != \"\"",
    ]);
}

#[test]
fn dates_that_are_compared_as_text_are_found() {
    let advice = "use `moment.before(a, b)`, `moment.passed(a)` and their like of `data.remedy.lib.moment`, or `time.parse_rfc3339_ns` where each value has a time and a zone";
    let expected =
        |name: &str| format!("policy-date-as-text: `{name}` is a date or a moment, and is compared as text ({advice})");
    wrong(&[
        ("f.due.date < input.at.date", &expected("f.due.date")),
        ("d := f.due; \"2026-01-01\" > d.date", &expected("d.date")),
        ("some a in f.plan.actions; input.at.time >= a.performed_at", &expected("input.at.time")),
    ]);
    right(&[
        "moment.before(f.due.date, input.at.date)",
        "f.due.date == input.at.date",
        "f.due.date >= \"2026\"",
        "input.at.ns > 3",
    ]);
}

#[test]
fn words_that_a_value_never_is_are_found() {
    wrong(&[
        ("f.severity == \"crit\"", "policy-unknown-value: `f.severity` is never `crit` (did you mean `critical`?)"),
        ("f.state != \"Closed\"", "policy-unknown-value: `f.state` is never `Closed` (did you mean `closed`?)"),
        (
            "f.state in {\"closed\", \"acepted\"}",
            "policy-unknown-value: `f.state` is never `acepted` (did you mean `accepted`?)",
        ),
        (
            "finding.state == \"colsed\"",
            "policy-unknown-value: `finding.state` is never `colsed` (did you mean `closed`?)",
        ),
        (
            "some e in f.plan.actions; not e.status == \"finished\"",
            "policy-unknown-value: `e.status` is never `finished` (it is one of: `done`, `in_progress`, `not_applicable`, `planned`)",
        ),
    ]);
    right(&["f.severity in {\"critical\", \"high\"}", "f.title == \"crit\"", "f.labels.team == \"crit\""]);
}

#[test]
fn conditions_that_contradict_each_other_are_found() {
    let expected = "policy-never-fires: two conditions contradict each other (a rule can ask for one of several values with `in {…}`; alternatives are clauses of their own)";
    wrong(&[
        ("f.state == \"closed\"; f.state == \"open\"", expected),
        ("f.state == \"closed\"; finding.state in {\"open\", \"accepted\"}", expected),
        ("f.state == \"closed\"; x := input.finding; x.state != \"closed\"", expected),
        ("false", "policy-never-fires: `false` never holds, so this never fires (remove the condition, or the rule)"),
    ]);
    right(&[
        "f.retest[_].result == \"pass\"; f.retest[_].result == \"fail\"",
        "some a in f.retest; some b in f.retest; a.result == \"pass\"; b.result == \"fail\"",
        "f.state in {\"open\", \"closed\"}; f.state != \"open\"",
        "f.state == \"closed\"; not f.severity == \"low\"",
    ]);
}

#[test]
fn conditions_that_contradict_the_metadata_are_found() {
    let policy = |metadata: &str, condition: &str| {
        let outcome = lint(&format!(
            "package acme\n\n{metadata}deny contains {{\"rule\": \"ACM-01\", \"path\": [\"id\"], \"message\": \"m\"}} if {{\n\t{condition}\n}}\n"
        ));
        let mut found = found(&outcome);
        found.retain(|line| !line.starts_with("policy-no-test"));
        found
    };
    assert_eq!(
        policy(METADATA, "input.finding.state == \"open\""),
        [
            "policy-never-fires:11 this contradicts the METADATA of the rule, which leaves `closed` (correct `states`, `types` or `kinds` of the METADATA, or the condition)"
        ]
    );
    assert_eq!(policy(METADATA, "input.finding.state == \"closed\""), [] as [&str; 0]);
    let of_reviews = METADATA.replace("states: [closed]", "kinds: [AccessReview]");
    assert_eq!(
        policy(&of_reviews, "input.finding.title"),
        [
            "policy-never-fires:11 `input.finding` is absent: this rule is for `AccessReview` alone (correct `kinds` of the METADATA; without it, a rule is for findings)"
        ]
    );
    assert_eq!(policy(&of_reviews, "input.review.title"), [] as [&str; 0]);
}

#[test]
fn metadata_above_a_rule_that_nobody_asks_is_found() {
    let policy = |name: &str| {
        format!(
            "package acme\n\nwarn contains \"x\" if input.finding.title == \"\"\n\n{METADATA}{name} contains {{\"rule\": \"ACM-01\", \"path\": [\"id\"], \"message\": \"m\"}} if input.finding.title == \"-\"\n"
        )
    };
    assert_eq!(
        found(&lint(&policy("denny"))),
        [
            "policy-misnamed-rule:12 the METADATA of `ACM-01` stands above `denny`, which never judges (did you mean `deny`?)"
        ]
    );
    assert_eq!(
        found(&lint(&policy("deny"))),
        [
            "policy-no-test:12 no test asks this rule (write `rules/a_test.rego` beside it: one case that it denies, and one that it does not)"
        ]
    );
}

#[test]
fn a_set_with_nearly_the_name_of_a_rule_that_judges_is_found_unless_something_asks_it() {
    let named = |name: &str, deny: &str| {
        let policy = format!("package acme\n\n{name} contains \"m\" if input.finding.state == \"open\"\n\n{deny}\n");
        found(&lint(&policy)).into_iter().filter(|line| line.contains("misnamed")).collect::<Vec<_>>()
    };
    let told = |name: &str, meant: &str| {
        vec![format!("policy-misnamed-rule:3 nothing asks `{name}`, so it never judges (did you mean `{meant}`?)")]
    };
    assert_eq!(named("denny", ""), told("denny", "deny"));
    assert_eq!(named("wran", ""), told("wran", "warn"));
    assert_eq!(named("violation", ""), told("violation", "deny"));
    assert_eq!(named("denny", "deny contains m if some m in denny"), [""; 0]);
    assert_eq!(named("gaps", ""), [""; 0]);
}

#[test]
fn a_message_that_is_undefined_without_an_optional_field_is_found() {
    let rules = |bodies: &[&str]| {
        let mut policy = String::from("package acme\n\nimport data.remedy.lib.finding\n");
        bodies.iter().for_each(|body| policy.push_str(&format!("deny contains {body}\n")));
        found(&lint(&policy))
    };
    let advice = "may be absent, and then this rule does not fire (write `object.get(input.finding, [\"due\", \"date\"], \"none\")`, or ask for `input.finding.due` in a condition if the rule is only for those that have it)";
    let found = rules(&[
        "msg if { finding.is_leaving; msg := sprintf(\"%s\", [input.finding.due.date]) }",
        "msg if { finding.is_leaving; msg := {\"msg\": \"m\", \"due\": input.finding.due.date} }",
        "{\"msg\": \"m\", \"due\": input.finding.due.date} if finding.is_leaving",
        "msg if { some e in input.finding.evidence; msg := sprintf(\"%s\", [e.subject]) }",
        "msg if { not input.finding.due; msg := sprintf(\"%s\", [input.finding.due.date]) }",
    ]);
    for (number, line) in [(0, 4), (1, 5), (2, 6), (4, 8)] {
        assert_eq!(found[number], format!("policy-silently-undefined:{line} `input.finding.due` {advice}"));
    }
    assert_eq!(
        found[3],
        "policy-silently-undefined:7 `e.subject` may be absent, and then this rule does not fire (write `object.get(e, \"subject\", \"none\")`, or ask for `e.subject` in a condition if the rule is only for those that have it)"
    );
    assert_eq!(found.len(), 5);
    let found = rules(&[
        "msg if { input.finding.due.date; msg := sprintf(\"%s\", [input.finding.due.date]) }",
        "msg if { msg := sprintf(\"%s\", [input.finding.due.date]); input.finding.due.date }",
        "msg if { due := input.finding.due.date; msg := sprintf(\"%s\", [due]) }",
        "msg if { msg := sprintf(\"%s\", [object.get(input.finding, [\"due\", \"date\"], \"none\")]) }",
        "msg if { msg := sprintf(\"%s\", [input.finding.title]) }",
        "msg if { finding.control_id; msg := sprintf(\"%s\", [input.finding.control.id]) }",
        "msg if { some e in input.finding.evidence; e.subject != \"x\"; msg := sprintf(\"%s\", [e.subject]) }",
        "{\"msg\": \"m\", \"due\": input.finding.due.date} if input.finding.due.date != \"\"",
    ]);
    assert_eq!(found, [] as [&str; 0]);
}

#[test]
fn keys_that_a_profile_does_not_have_are_found() {
    wrong(&[
        (
            "data.params.slaa.active",
            "policy-unknown-table-key: the profile has no `slaa` in `data.params` (did you mean `sla`?)",
        ),
        (
            "data.params.sla.activ.days.high < 3",
            "policy-unknown-table-key: the profile has no `activ` in `data.params.sla` (did you mean `active`?)",
        ),
        (
            "years := data.params.retention_years[f.source.framework]; years > 3",
            "policy-missing-table-entry: the table of the profile has no entry for `fedramp`, `iso27001`, `nist`, `other` (add the entries to the profile, or give a default with `object.get`)",
        ),
    ]);
    right(&[
        "data.params.sla.active.days[f.severity] < 3",
        "f.source.framework in {\"sox\", \"soc2\"}; data.params.retention_years[f.source.framework] < 3",
        "object.get(data.params.retention_years, f.source.framework, 1) < 3",
    ]);
}

#[test]
fn results_that_are_written_out_are_read() {
    let of = |result: &str| {
        let outcome = lint(&format!(
            "package acme\n\nimport data.remedy.lib.result\n\n{METADATA}deny contains {result} if input.finding.state == \"closed\"\n"
        ));
        let mut found = found(&outcome);
        found.retain(|line| !line.starts_with("policy-no-test"));
        found
    };
    for build in [
        "result.deny(\"ACM-01\", [\"ownership\", \"acountable_owner\"], {\"message\": \"m\"})",
        "{\"rule\": \"ACM-01\", \"path\": [\"ownership\", \"acountable_owner\"], \"message\": \"m\"}",
        "result.deny(\"ACM-01\", [\"id\"], {\"message\": \"m\", \"related\": [{\"path\": [\"ownership\", \"acountable_owner\"], \"message\": \"m\"}]})",
    ] {
        assert_eq!(
            of(build),
            ["policy-unknown-path:12 `ownership` has no `acountable_owner` (did you mean `accountable_owner`?)"]
        );
    }
    assert_eq!(
        of("{\"rule\": \"ACM-01\", \"path\": [\"id\"], \"mesage\": \"m\"}"),
        [
            "policy-result:12 this result has no `message` (a result has `rule`, `path` and `message`)",
            "policy-result:12 a result has no key `mesage` (did you mean `message`?)"
        ]
    );
    assert_eq!(
        of("result.deny(\"ACM-02\", [\"id\"], {\"message\": \"m\"})"),
        [
            "policy-result:12 this result names the rule `ACM-02`, the METADATA above it says `ACM-01` (a rule has one id: that of the METADATA above it)"
        ]
    );
    for build in [
        "result.deny(\"ACM-01\", [\"ownership\", \"accountable_owner\"], {\"message\": \"m\"})",
        "result.deny(\"ACM-01\", [\"plan\", \"actions\", 0, \"performed_by\"], {\"message\": \"m\"})",
        "result.deny(\"ACM-01\", [\"labels\", \"anything\"], {\"message\": \"m\"})",
        "{\"msg\": \"as other tools write it\", \"severity\": 3}",
    ] {
        assert_eq!(of(build), [] as [&str; 0], "{build}");
    }
}

#[test]
fn what_loading_refuses_is_found_in_every_branch_and_in_tests() {
    wrong(&[
        (
            "f.state == \"open\"; moment.befor(f.due.date, input.at.date)",
            "policy-unknown-call: unknown function `moment.befor` (did you mean `moment.before`?)",
        ),
        (
            "time.now_ns() > 3",
            "policy-forbidden-call: a policy may not call `time.now_ns` (use `input.at.ns`, the evaluation time of the run)",
        ),
    ]);
    let outcome = Folder::new()
        .with("rules/a.rego", "package acme\n\ndeny contains \"x\" if input.finding.title == \"-\"\n")
        .with("rules/a_test.rego", "package acme_test\n\ntest_x if time.now_ns() > 3\n")
        .run(&["lint", "rules", "--format", "json"]);
    assert_eq!(found(&outcome).len(), 1, "{outcome:?}");
    assert_eq!(outcome.json()["policies"]["found"][1]["file"], "rules/a_test.rego");
    let bare = lint(
        "package acme\n\n# METADATA\n# title: T\n# description: D\n# custom: {id: ACM-01}\ndeny contains {\"rule\": \"ACM-01\", \"path\": [\"id\"], \"message\": \"m\"} if input.finding.title == \"-\"\n",
    );
    assert!(found(&bare)[0].starts_with("policy-metadata:6 missing key `solution`"), "{bare:?}");
    let reserved = lint("package remedy.ownership\n\ndeny contains \"x\" if input.finding.title == \"-\"\n");
    assert!(found(&reserved)[0].starts_with("policy-reserved-package:3"), "{reserved:?}");
}

#[test]
fn a_policy_that_does_not_parse_or_compile_could_not_be_checked() {
    for policy in ["package acme\n\ndeny contains \"x\" if {\n", "package acme\n\ndeny contains x if x == name\n"] {
        let outcome = lint(policy);
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert_eq!(outcome.json()["problems"][0]["code"], "policy-syntax", "{outcome:?}");
    }
    assert_eq!(Folder::new().run(&["lint", "nowhere.rego"]).code, 2);
    // What does not compile can be read all the same.
    let both = lint("package acme\n\ndeny contains \"x\" if input.finding.sevrity == name\n");
    assert_eq!((both.code, found(&both).len()), (2, 1), "{both:?}");
}

#[test]
fn a_policy_as_other_tools_have_them_gets_one_mild_warning() {
    let outcome = lint(
        "package main\n\ndeny contains msg if {\n\tinput.finding.state == \"closed\"\n\tnot input.finding.retest\n\tmsg := \"no retest\"\n}\n\nwarn contains \"no team\" if not input.finding.labels.team\n",
    );
    assert_eq!(outcome.code, 0);
    let document = outcome.json();
    let codes: Vec<_> = document["policies"]["found"].as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["policy-no-metadata"]);
}

#[test]
fn a_test_is_one_beside_the_rule_or_one_that_asks_its_package() {
    let policy = format!(
        "package acme\n\n{METADATA}deny contains {{\"rule\": \"ACM-01\", \"path\": [\"id\"], \"message\": \"m\"}} if input.finding.title == \"-\"\n"
    );
    let lint = |name: &str, text: &str| {
        let folder = Folder::new().with("rules/a.rego", &policy).with(name, text);
        found(&folder.run(&["lint", "rules", "--format", "json"])).len()
    };
    assert_eq!(lint("rules/a_test.rego", "package acme_test\n\ntest_x if true\n"), 0);
    assert_eq!(lint("rules/a_test.yaml", "cases: []\n"), 0);
    assert_eq!(
        lint("rules/all_test.rego", "package all_test\n\nimport data.acme\n\ntest_x if count(acme.deny) == 0\n"),
        0
    );
    assert_eq!(lint("rules/b_test.rego", "package b_test\n\ntest_x if data.other.deny\n"), 1);
}

#[test]
fn one_file_is_told_of_alone_and_sees_the_others() {
    let folder = Folder::new()
        .with(
            "remedy-policy.yaml",
            "{apiVersion: remedy-policy/v1, kind: Config, findings: [findings], policies: [rules]}",
        )
        .with("rules/a.rego", "package acme\n\nimport data.acme_lib\n\ndeny contains \"x\" if acme_lib.team.lead\n")
        .with(
            "rules/lib.rego",
            "package acme_lib\n\nteam := data.org.teams[input.finding.id]\n\nbroken if input.finding.sevrity\n",
        );
    let one = folder.run(&["lint", "rules/a.rego", "--format", "json"]);
    assert_eq!((one.code, found(&one)), (0, Vec::new()), "{one:?}");
    let all = folder.run(&["lint", "--format", "json"]);
    assert_eq!((all.code, found(&all).len()), (1, 1), "{all:?}");
    assert_eq!(all.json()["policies"]["files"], 2);
}

#[test]
fn organization_data_is_judged_beside_policies_that_cannot_be_loaded() {
    let folder = Folder::new()
        .with(
            "remedy-policy.yaml",
            "{apiVersion: remedy-policy/v1, kind: Config, findings: [findings], org: [org], policies: [rules]}",
        )
        .with("rules/a.rego", "package acme\n\ndeny contains \"x\" if http.send({}).status == 1\n")
        .with("org/people.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\npeople:\n  ann: {name: Ann}\n");
    let outcome = folder.run(&["lint", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("a policy may not call `http.send`"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("judged by the shipped policies alone"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("1 file of policies and 1 file of organization data"), "{}", outcome.stdout);
}

#[test]
fn a_folder_may_hold_policies_and_organization_data() {
    let outcome = Folder::new()
        .with("all/a.rego", "package acme\n\ndeny contains \"x\" if input.finding.title == \"-\"\n")
        .with("all/profile.yaml", "apiVersion: remedy-policy/v1\nkind: Profile\nname: own\nextends: default\n")
        .with("all/people.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\npeople:\n  ann: {nam: Ann}\n")
        .run(&["lint", "all"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("did you mean `name`?"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("profile.yaml"), "{}", outcome.stdout);
}

#[test]
fn the_shipped_library_is_clean() {
    let outcome = run(&["lint", "policies", "--format", "json"]);
    assert_eq!((outcome.code, found(&outcome)), (0, Vec::new()));
    assert!(outcome.json()["policies"]["files"].as_u64().unwrap() > 150);
    assert_eq!(run(&["lint"]).code, 0);
}

#[test]
fn the_report_shows_the_line_and_the_advice() {
    let outcome = Folder::new()
        .with("rules/a.rego", "package acme\n\ndeny contains \"no retest\" if {\n\tinput.finding.sevrity == \"high\"\n\tnot input.finding.retest\n}\n")
        .run(&["lint", "rules"]);
    insta::assert_snapshot!(outcome.stdout, @r#"

    policy-no-metadata

      ⚠ this rule has no METADATA with an id
       ╭─[rules/a.rego:3:1]
     2 │ 
     3 │ deny contains "no retest" if {
       · ──┬─
       ·   ╰── known only by its package
     4 │     input.finding.sevrity == "high"
       ╰────
      help: it judges as it is; with `custom.id`, `title` and `solution` its results say which rule it
            is and what unblocks

    policy-unknown-reference

      × `input.finding` has no `sevrity`
       ╭─[rules/a.rego:4:16]
     3 │ deny contains "no retest" if {
     4 │     input.finding.sevrity == "high"
       ·                   ───┬───
       ·                      ╰── always undefined
     5 │     not input.finding.retest
       ╰────
      help: did you mean `severity`?
    failed: 1 file of policies, 1 error, 1 warning · profile default
    "#);
    let quiet = Folder::new()
        .with("rules/a.rego", "package acme\n\ndeny contains \"no retest\" if not input.finding.retest\n")
        .run(&["lint", "rules", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""));
}
