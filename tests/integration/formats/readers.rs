//! JUnit and TAP, read by readers that others wrote, in the Python named by `REMEDY_TEST_PYTHON`.

use std::process::Command;

use super::{Reports, sample};
use crate::common::{Folder, root};

/// Reads a report in Python; the script fails on what it does not understand, or what is not as the JSON report has it.
fn read(folder: &Folder, format: &str, report: &str, json: &str) {
    let python = std::env::var("REMEDY_TEST_PYTHON").unwrap();
    std::fs::write(folder.file("report"), report).unwrap();
    std::fs::write(folder.file("report.json"), json).unwrap();
    let output = Command::new(python)
        .arg(root().join("tests/integration/formats/readers.py"))
        .arg(format)
        .args([folder.file("report"), folder.file("report.json")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn readers_of_others_read_every_report() {
    let folder = Folder::new();
    let sample = sample::sample();
    for format in ["junit", "tap"] {
        for reports in [Reports::hostile(), Reports::acme()] {
            read(&folder, format, reports.text(format), reports.text("json"));
        }
        read(&folder, format, &sample::written(&sample, format), &sample::written(&sample, "json"));
    }
}
