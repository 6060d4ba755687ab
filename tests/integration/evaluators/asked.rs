//! What METADATA rules out is not asked. Asking it would change nothing.

use remedy_policy::{
    engine::Evaluator,
    gate::Policies,
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
    let mut documents = Setting::acme().documents.clone();
    documents.extend(generated::sample(if cfg!(feature = "equal") { 1_000 } else { 40 }));
    for evaluator in [Evaluator::Machine, Evaluator::Interpreter] {
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
