//! The shipped profiles: all load, none is without a source, and what they change stays within its bounds.

use remedy_policy::{diagnostic::Sources, org::Profile, policy::shipped_profile_names};

use crate::common::{Folder, root};

#[test]
fn every_profile_of_the_design_is_shipped_and_complete() {
    let names = shipped_profile_names();
    let expected = [
        "bod-26-04",
        "default",
        "defectdojo",
        "fedramp-rev5",
        "fedramp-vdr-b",
        "fedramp-vdr-c",
        "fedramp-vdr-d",
        "pci-4.0.1",
        "small-org",
        "soc2",
        "sox-404",
    ];
    assert_eq!(names, expected);
    for name in names {
        let profile = Profile::load(name, "".as_ref(), &mut Sources::default(), &mut Vec::new());
        assert_eq!(profile.unwrap().name, name);
    }
}

/// A number without a word about where it comes from is not accepted by an auditor.
#[test]
fn every_number_of_a_profile_has_its_source_beside_or_above_it() {
    for name in shipped_profile_names() {
        let text = std::fs::read_to_string(root().join(format!("policies/profiles/{name}.yaml"))).unwrap();
        let (_, params) = text.split_once("\nparams:").unwrap();
        let mut explained = false;
        for line in params.lines() {
            let content = line.split('#').next().unwrap();
            let is_key = line.starts_with("  ") && !line.starts_with("    ") && !content.trim().is_empty();
            if line.trim().is_empty() {
                explained = false;
            } else if line.contains('#') {
                explained = true;
            } else if is_key && content.chars().any(|c| c.is_ascii_digit()) {
                assert!(explained, "{name}: no source for `{}`", line.trim());
            }
        }
    }
}

#[test]
fn an_own_profile_overrides_single_values_and_a_misspelt_one_is_an_error() {
    let profile = |params: &str| {
        Folder::new().with(
            "p.yaml",
            format!("apiVersion: remedy-policy/v1\nkind: Profile\nname: own\nextends: sox-404\nparams:\n{params}"),
        )
    };
    let load = |folder: &Folder| Profile::load("p.yaml", folder.path(), &mut Sources::default(), &mut Vec::new());
    let own = load(&profile("  sample_by_frequency: {daily: 40}\n  small_organization: true\n")).unwrap();
    let params = own.to_data().to_json();
    assert_eq!((&params["sample_by_frequency"]["daily"], &params["small_organization"]), (&40.into(), &true.into()));
    assert_eq!(params["sample_by_frequency"]["weekly"], 5, "what it does not name is inherited");
    let problems = load(&profile("  soak_day: {leaked_secret: 3}\n")).unwrap_err();
    assert_eq!(problems[0].code.as_str(), "schema-unknown-key");
    assert!(problems[0].help.as_deref().unwrap().contains("soak_days"), "{problems:?}");
}
