//! The report as a page: read back by the parser of a browser, it says what every other report says.

use std::sync::OnceLock;

use scraper::{ElementRef, Html, Selector};
use sha2::{Digest as _, Sha256};

use crate::{
    common::{Folder, Outcome, run},
    formats,
};

const AT: &str = "2026-11-20";

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// The text of an element on one line.
fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn inside<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(selector).unwrap()).collect()
}

/// The page and the document of one run over all of `fixtures/acme`, which takes seconds.
fn acme() -> &'static (Outcome, serde_json::Value) {
    static ACME: OnceLock<(Outcome, serde_json::Value)> = OnceLock::new();
    ACME.get_or_init(|| {
        let folder = Folder::new();
        let file = folder.file("result.json");
        let output = format!("json={}", file.display());
        let outcome = run(&["check", "fixtures/acme", "--at", AT, "--format", "html", "--output", &output]);
        (outcome, serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
    })
}

#[test]
fn the_bytes_do_not_change_from_run_to_run() {
    let page = |jobs| {
        run(&["check", "fixtures/acme/findings/contained", "--at", AT, "--jobs", jobs, "--format", "html"]).stdout
    };
    let first = page("4");
    assert!(first.len() > 20_000);
    assert_eq!(first, page("1"));
}

#[test]
fn every_denial_is_there_in_the_order_of_every_report() {
    let (outcome, result) = acme();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    let page = Html::parse_document(&outcome.stdout);

    let shown: Vec<[String; 4]> = select(&page, "details.f")
        .into_iter()
        .flat_map(|finding| {
            let id = finding.attr("id").unwrap().to_owned();
            inside(finding, ".d").into_iter().map(move |denial| {
                let of = |selector| text(inside(denial, selector)[0]);
                [id.clone(), of(".rule"), of(".says"), of(".where")]
            })
        })
        .collect();
    let list = |of: &serde_json::Value, key: &str| of[key].as_array().unwrap().clone();
    let expected: Vec<[String; 4]> = [list(result, "findings"), list(result, "reviews")]
        .concat()
        .iter()
        .flat_map(|finding| {
            let denials = [list(finding, "denials"), list(finding, "warnings")].concat();
            let id = finding["id"].as_str().unwrap().to_owned();
            denials.into_iter().map(move |denial| {
                let word = |key: &str| denial[key].as_str().unwrap().to_owned();
                let place = format!("{}:{}:{}", word("file"), denial["line"], denial["column"]);
                let message = word("message").replace('`', "");
                [id.clone(), word("rule"), message, place]
            })
        })
        .collect();
    assert!(expected.len() > 100);
    assert_eq!(shown, expected);

    let fine = select(&page, ".fine > li").len();
    assert_eq!(select(&page, "details.f").len() + fine, list(result, "findings").len() + list(result, "reviews").len());
    let totals: Vec<String> = select(&page, ".totals li").into_iter().map(text).collect();
    assert_eq!(totals[4], format!("{} blocked", result["totals"]["blocked"]));
}

#[test]
fn a_denial_says_what_unblocks_it_who_can_and_what_to_paste() {
    let outcome = run(&[
        "check",
        "fixtures/acme/findings/blocked/own-01-no-accountable-owner.yaml",
        "--at",
        AT,
        "--explain",
        "--format",
        "html",
    ]);
    let page = Html::parse_document(&outcome.stdout);
    let advice: Vec<String> = select(&page, ".d dl > div").into_iter().map(text).collect();
    assert_eq!(
        advice[..4],
        [
            "Expectedthe id of one person in org.people",
            "Unblocksset ownership.accountable_owner to the id of one person",
            "To pastebelow ownershipaccountable_owner: …Copy the lines for OWN-01",
            "Who canmhaas, sdemir"
        ]
    );
    assert!(advice[4].starts_with("Decided by") && advice[4].contains("policies/ownership/"), "{}", advice[4]);
    let marked: Vec<String> = select(&page, ".x .l").into_iter().map(text).collect();
    assert_eq!(marked[2..4], ["47ownership:", "↑ accountable_owner belongs here"]);
    assert_eq!(text(select(&page, ".x mark.m")[0]), "ownership");
}

#[test]
fn the_page_loads_nothing_and_runs_only_its_own_script() {
    let (outcome, _) = acme();
    let page = Html::parse_document(&outcome.stdout);
    let policy = select(&page, "meta[http-equiv='Content-Security-Policy']")[0].attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for name in ["script", "style"] {
        let found = select(&page, name);
        assert_eq!(found.len(), 1, "{name}");
        let digest = data_encoding::BASE64.encode(&Sha256::digest(found[0].text().collect::<String>().as_bytes()));
        assert!(policy.contains(&format!("{name}-src 'sha256-{digest}'")), "{name}: {policy}");
    }
    assert!(select(&page, "[src], [style], [onclick], iframe, object, form[action]").is_empty());
    let links = select(&page, "[href]");
    assert!(links.len() > 100);
    for link in links {
        let href = link.attr("href").unwrap();
        match href.strip_prefix('#') {
            Some(id) => assert_eq!(select(&page, &format!("[id='{id}']")).len(), 1, "{href}"),
            None => assert!(href.starts_with("data:image/svg+xml,"), "{href}"),
        }
    }
    let ids: Vec<&str> = select(&page, "[id]").iter().map(|element| element.attr("id").unwrap()).collect();
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
}

#[test]
fn what_could_not_be_read_comes_first_and_a_run_over_nothing_is_a_page_too() {
    let folder = Folder::new().with("findings/a.yaml", "kind: Finding\nid: <b>A</b>\nid: A\n");
    let outcome = folder.run(&["check", "findings", "--at", AT, "--format", "html"]);
    assert_eq!(outcome.code, 2);
    let page = Html::parse_document(&outcome.stdout);
    assert!(text(select(&page, "h1")[0]).starts_with("! Not everything could be judged"));
    let sections: Vec<String> = select(&page, "main > section > h2").into_iter().map(text).collect();
    assert!(sections[0].starts_with("Could not be judged"), "{sections:?}");
    assert!(select(&page, ".problems .x").into_iter().any(|lines| text(lines).contains("2id: <b>A</b>")));

    let outcome = Folder::new().with("findings/readme.md", "").run(&["check", "--format", "html"]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.stdout.contains("Nothing to judge") && outcome.stdout.ends_with("</html>\n"));
}

/// A text as the page shows it: what cannot be seen by its sign or number, blanks and line breaks as one blank.
fn visible(text: &str) -> String {
    let seen: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\t' => " ".to_owned(),
            '\u{7f}' => "\u{2421}".to_owned(),
            c if c < ' ' => char::from_u32(0x2400 + c as u32).unwrap().to_string(),
            '\u{80}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fdd0}'
            | '\u{fffe}'
            | '\u{ffff}'
            | '\u{10ffff}' => format!("⟨U+{:04X}⟩", c as u32),
            c => c.to_string(),
        })
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn hostile_texts_are_shown_and_are_no_part_of_the_page() {
    let folder = formats::hostile();
    let outcome = folder.run(&["check", "--at", AT, "--format", "html"]);
    let page = Html::parse_document(&outcome.stdout);
    assert_eq!(page.errors, Vec::<String>::new());
    assert_eq!(select(&page, "script, img, iframe, b[onclick]").len(), 1, "the script of the page");
    for (id, hostile) in formats::HOSTILE {
        let finding = select(&page, &format!("details[id='{id}']"))[0];
        assert_eq!(text(inside(finding, ".t")[0]), visible(hostile), "{id}");
        let said: Vec<String> = inside(finding, ".says").into_iter().map(text).collect();
        // Words between backticks are shown as code.
        assert!(
            said.contains(
                &visible(&format!("message {hostile}")).replace("`id`", "id").replace("`c`", "c").replace("```", "`")
            ),
            "{id}: {said:?}"
        );
        let advice: Vec<String> = inside(finding, "dl > div").into_iter().map(text).collect();
        assert!(advice.contains(&visible(&format!("Who canwho {hostile}"))), "{id}: {advice:?}");
        assert!(advice.contains(&"Earliest2026-12-24".to_owned()), "{id}: {advice:?}");
    }
}
