//! What METADATA rules out is not asked. Asking it would change nothing.

use remedy_policy::{
    engine::Evaluator,
    gate::Policies,
    manifest::Manifest,
    policy::{read_policies, shipped_policies},
};

use super::{
    compare::difference,
    generated,
    settings::{ACME, Setting},
};
use crate::common::root;

#[test]
fn asking_every_rule_set_changes_no_decision() {
    let mut policies = shipped_policies();
    policies.extend(read_policies(&[root().join("fixtures/acme/policies")]).unwrap());
    let everything = Setting::load_with(ACME, Policies::load_asking_everything(policies).unwrap());
    let (step, more, evaluators) = if cfg!(feature = "equal") {
        (1, 1_000, vec![Evaluator::Machine, Evaluator::Interpreter])
    } else {
        (5, 20, vec![Evaluator::Machine])
    };
    let mut documents: Vec<Manifest> = Setting::acme().documents.iter().step_by(step).cloned().collect();
    documents.extend(generated::sample(more));
    for evaluator in evaluators {
        let asked = Setting::acme().gate(evaluator).judge_all(&documents);
        let all = everything.gate(evaluator).judge_all(&documents);
        for ((asked, all), document) in asked.iter().zip(&all).zip(&documents) {
            assert_eq!(
                difference(all, asked),
                None,
                "{evaluator:?}: {}",
                serde_yaml::to_string(&document.root.to_json()).unwrap()
            );
        }
    }
}
