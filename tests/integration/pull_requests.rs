//! A repository with the branch `main` and six pull requests, as a pipeline judges them: the exit code, the annotations and the
//! comment of each.

use insta::assert_snapshot;
use serde_json::Value;

use crate::git_repository::{Repository, check_in};

const CLOSURE: &str = "findings/closable.yaml";

/// What a pull request is told.
struct Answer {
    code: i32,
    annotations: String,
    comment: String,
    sarif: Value,
}

impl Answer {
    /// The first line of the comment that people see.
    fn headline(&self) -> &str {
        self.comment.lines().find(|line| !line.is_empty() && !line.starts_with("<!--")).unwrap()
    }

    /// The rules of the results that code scanning shows as open.
    fn open(&self) -> Vec<&str> {
        let results = self.sarif["runs"][0]["results"].as_array().unwrap();
        let open = results.iter().filter(|result| result["suppressions"].as_array().is_none_or(Vec::is_empty));
        open.map(|result| result["ruleId"].as_str().unwrap()).collect()
    }
}

/// Harbour Press, where HP-2026-011 is fixed and still open, and a waiver for its due date has run out.
fn press() -> Repository {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "main"]);
    repository.replace(CLOSURE, "state: closed", "state: open");
    repository.write(
        "waivers/due-dates.yaml",
        "apiVersion: remedy-policy/v1\nkind: Waiver\nid: WVR-2026-0003\nrule: SLA-01\nscope: {ids: [HP-2026-011]}\n\
         reason: The tracker loses due dates until its update\nrequested_by: bruno\napproved_by: noel\n\
         approved_on: 2026-11-01\nexpires: 2026-11-15\nticket: HP-77\n",
    );
    repository.write("README.md", "# Findings of Harbour Press\n");
    repository.commit("the findings so far");
    repository
}

/// Opens a pull request with a change, and judges it as a pipeline does.
fn pull_request(change: impl FnOnce(&Repository)) -> Answer {
    pull_request_with(&[], change)
}

fn pull_request_with(more: &[&str], change: impl FnOnce(&Repository)) -> Answer {
    let repository = press();
    repository.git(&["switch", "--quiet", "--create", "pull-request"]);
    change(&repository);
    repository.commit("the pull request");
    let comment = repository.outside().join("comment.md");
    let sarif = repository.outside().join("result.sarif");
    let outputs = [format!("markdown={}", comment.display()), format!("sarif={}", sarif.display())];
    let args = [
        "--changed-since",
        "main",
        "--policy-from",
        "main",
        "--format",
        "github",
        "--output",
        &outputs[0],
        "--output",
        &outputs[1],
    ];
    let args: Vec<&str> = args.iter().chain(more).copied().collect();
    let outcome = check_in(&repository.top, &args, |_| ());
    Answer {
        code: outcome.code,
        annotations: outcome.stdout,
        comment: std::fs::read_to_string(comment).unwrap_or_else(|_| panic!("{}", outcome.stderr)),
        sarif: serde_json::from_slice(&std::fs::read(sarif).unwrap()).unwrap(),
    }
}

fn close(repository: &Repository) {
    repository.replace(CLOSURE, "state: open", "state: closed");
}

fn close_without_due_date(repository: &Repository) {
    close(repository);
    repository.replace(CLOSURE, "due: {date: 2026-11-10, set_by: amara}\n", "");
}

#[test]
fn a_good_closure_passes() {
    let answer = pull_request(close);
    assert_eq!((answer.code, answer.open()), (0, Vec::new()));
    assert_snapshot!(answer.annotations, @"
    ::warning file=waivers/due-dates.yaml,line=4,endLine=4,col=7,endColumn=13,title=waiver-unused::waiver WVR-2026-0003 covers nothing%0Aremove it; who needs it again can ask again
    passed: 1 finding, none blocked · changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
    assert_snapshot!(answer.headline(), @"## ✅ 1 finding, none is blocked");
}

#[test]
fn a_closure_that_was_verified_by_whoever_fixed_it_is_blocked_at_that_line() {
    let answer = pull_request(|repository| {
        close(repository);
        repository.replace(
            CLOSURE,
            "at: 2026-11-11T08:00:00Z\n    by: ines",
            "at: 2026-11-11T08:00:00Z\n    by: bruno",
        );
    });
    assert_eq!(answer.code, 1);
    assert_snapshot!(answer.annotations, @"
    ::error file=findings/closable.yaml,line=114,endLine=114,col=9,endColumn=14,title=SOD-01%3A Whoever fixed it does not verify it::HP-2026-011: `bruno` took part in the fix and verified it%0Ahave somebody who took no part in the fix verify it, and name that person here%0Awho can: assurance
    ::warning file=waivers/due-dates.yaml,line=4,endLine=4,col=7,endColumn=13,title=waiver-unused::waiver WVR-2026-0003 covers nothing%0Aremove it; who needs it again can ask again
    blocked: 1 of 1 finding by 1 denial · changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
    assert_snapshot!(answer.comment, @"
    <!-- remedy-policy -->
    ## ❌ 1 of 1 finding is blocked

    | verdict | number | of these |
    |---|---:|---|
    | blocked | 1 |  |

    ### Blocked

    #### `HP-2026-011` Password of the shop's service account in a build log

    <details open><summary>1 denial of this high leaked_secret</summary>

    **SOD-01** Whoever fixed it does not verify it<br>`bruno` took part in the fix and verified it<br>`findings/closable.yaml:114:9`

    - To unblock: have somebody who took no part in the fix verify it, and name that person here
    - Who can: `assurance`

    </details>

    <details><summary>1 warning</summary>

    - **waiver-unused** waiver WVR-2026-0003 covers nothing (`waivers/due-dates.yaml:4:7`)
      - remove it; who needs it again can ask again

    </details>

    <details><summary>1 waiver to look at</summary>

    - **WVR-2026-0003** of SLA-01, until 2026-11-15, covers nothing (`waivers/due-dates.yaml:3:5`)

    </details>

    ---

    changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
}

#[test]
fn a_pull_request_that_softens_the_policy_is_judged_by_that_of_main() {
    let answer = pull_request(|repository| {
        close_without_due_date(repository);
        repository.write(
            "remedy-policy.yaml",
            "apiVersion: remedy-policy/v1\nkind: Config\nlevels:\n  SLA-01:\n    level: off\n    \
             reason: Due dates are a matter of taste here\n    requested_by: bruno\n    approved_by: noel\n    \
             approved_on: 2026-11-19\n    expires: 2026-12-31\n",
        );
        repository.replace("waivers/due-dates.yaml", "expires: 2026-11-15", "expires: 2026-11-30");
    });
    assert_eq!((answer.code, answer.open()), (1, vec!["SLA-01"]));
    assert_snapshot!(answer.annotations, @"
    ::error file=findings/closable.yaml,line=4,endLine=4,col=5,endColumn=16,title=SLA-01%3A Due date is set::HP-2026-011: no due date; 2026-11-10 is the latest (exposed/high: 7 days from 2026-11-03)%0Awaiver WVR-2026-0003 expired on 2026-11-15, 5 days ago (main:waivers/due-dates.yaml:10): fix what it covers, or have a new one granted%0Aset `due.date` to 2026-11-10 or earlier%0A  due:%0A    date: 2026-11-10%0Awho can: amara
    ::warning file=remedy-policy.yaml,title=policy-changed::`remedy-policy.yaml` is changed here, which does not count yet: judged by the version of `main` (8dcebb9)%0Athis change takes effect once it is merged
    ::warning file=waivers/due-dates.yaml,title=policy-changed::`waivers/due-dates.yaml` is changed here, which does not count yet: judged by the version of `main` (8dcebb9)%0Athis change takes effect once it is merged
    blocked: 1 of 1 finding by 1 denial · changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
    assert_snapshot!(answer.headline(), @"## ❌ 1 of 1 finding is blocked");
}

#[test]
fn deleting_an_open_finding_is_not_closing_it() {
    let answer = pull_request(|repository| repository.remove("findings/open.yaml"));
    assert_eq!((answer.code, answer.open()), (1, vec!["DEL-01"]));
    assert_snapshot!(answer.annotations, @"
    ::error file=findings/open.yaml,line=11,endLine=11,col=8,endColumn=12,title=DEL-01%3A Closed%2C not deleted::HP-2026-013: `HP-2026-013` is deleted while it is `open`%0Arestore it under the same id, and ask for `closed` there%0Awho can: amara
    blocked: 1 of 1 deletion by 1 denial · changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
    assert_snapshot!(answer.headline(), @"## ❌ 1 of 1 deletion is blocked");
}

#[test]
fn a_waiver_that_has_run_out_is_named_as_the_reason() {
    let answer = pull_request(close_without_due_date);
    assert_eq!((answer.code, answer.open()), (1, vec!["SLA-01"]));
    assert_snapshot!(answer.annotations, @"
    ::error file=findings/closable.yaml,line=4,endLine=4,col=5,endColumn=16,title=SLA-01%3A Due date is set::HP-2026-011: no due date; 2026-11-10 is the latest (exposed/high: 7 days from 2026-11-03)%0Awaiver WVR-2026-0003 expired on 2026-11-15, 5 days ago (main:waivers/due-dates.yaml:10): fix what it covers, or have a new one granted%0Aset `due.date` to 2026-11-10 or earlier%0A  due:%0A    date: 2026-11-10%0Awho can: amara
    blocked: 1 of 1 finding by 1 denial · changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
    assert_snapshot!(answer.comment, @"
    <!-- remedy-policy -->
    ## ❌ 1 of 1 finding is blocked

    | verdict | number | of these |
    |---|---:|---|
    | blocked | 1 |  |

    ### Blocked

    #### `HP-2026-011` Password of the shop's service account in a build log

    <details open><summary>1 denial of this high leaked_secret</summary>

    **SLA-01** Due date is set<br>no due date; 2026-11-10 is the latest (exposed/high: 7 days from 2026-11-03)<br>`findings/closable.yaml:4:5`

    - **waiver WVR-2026-0003 expired on 2026-11-15, 5 days ago** (`main:waivers/due-dates.yaml:10`): fix what it covers, or have a new one granted
    - To unblock: set `due.date` to 2026-11-10 or earlier
    - Who can: `amara`

    To add:

    ```yaml
    due:
      date: 2026-11-10
    ```

    </details>

    <details><summary>1 waiver to look at</summary>

    - **WVR-2026-0003** of SLA-01, until 2026-11-15, has ended (`waivers/due-dates.yaml:3:5`)

    </details>

    ---

    changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)
    ");
}

#[test]
fn an_unrelated_change_is_not_judged() {
    let answer = pull_request(|repository| repository.write("README.md", "# Findings\n"));
    assert_eq!((answer.code, answer.open()), (0, Vec::new()));
    assert_snapshot!(answer.annotations, @"passed: no finding changed since main (base 8dcebb9) · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default, 150 rules · policies of main (8dcebb9)");
    assert_snapshot!(answer.headline(), @"## ✅ no finding changed since main (base 8dcebb9)");
}

#[test]
fn a_baseline_that_the_pull_request_brings_accepts_nothing_yet() {
    let baseline = ["--baseline", "baseline.yaml"];
    let answer = pull_request_with(&baseline, |repository| {
        close_without_due_date(repository);
        let accepted = check_in(&repository.top, &["--baseline", "baseline.yaml", "--update-baseline"], |_| ());
        assert_eq!(accepted.code, 0, "{}", accepted.stdout);
    });
    assert_eq!((answer.code, answer.open()), (1, vec!["SLA-01"]));
    let warning =
        "::warning file=baseline.yaml,title=policy-changed::`baseline.yaml` is added here, which does not count yet";
    assert!(answer.annotations.contains(warning), "{}", answer.annotations);
}
