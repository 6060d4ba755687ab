//! Operators and builtins over values of every type, in every place where an expression can stand.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::snippets::evaluate;

/// Expressions over `A` and `B`. `object.subset` gets no empty list: this version of the engine panics there.
const EXPRESSIONS: &[&str] = &[
    // Operators.
    "A == B",
    "A != B",
    "A < B",
    "A <= B",
    "A > B",
    "A >= B",
    "A + B",
    "A - B",
    "A * B",
    "A / B",
    "A % B",
    "-A",
    "{x | some x in A} & {x | some x in B}",
    "{x | some x in A} | {x | some x in B}",
    "{x | some x in A} - {x | some x in B}",
    "A & B",
    "A | B",
    "A in B",
    "A, B in {\"a\": 1}",
    "(A + 1) * (B - 1)",
    // References.
    "A",
    "A[B]",
    "A.a",
    "A[0]",
    "A[\"a\"]",
    "A.missing.deeper",
    "input.missing",
    "input[B]",
    "data.table[A]",
    "data.table[A][B]",
    "data.missing[A]",
    "[10, 20, A][B]",
    "{A, B, 1}[A]",
    "{A: B, \"k\": 2}[A]",
    "[A, B][_]",
    "A[_]",
    "[x | x := A[_]]",
    "{k: v | some k, v in A}",
    "{x | some x in [A, B, A]}",
    "{A: 1, B: 2}",
    "{A, B}",
    "[A, [B, {\"n\": A}]]",
    "`raw`",
    "[1, 2, 3][_] == A",
    "some_function(A, B)",
    "data.own.some_rule",
    "data.own.part[A]",
    // Aggregates.
    "count(A)",
    "sum(A)",
    "product(A)",
    "max(A)",
    "min(A)",
    "sort(A)",
    "all(A)",
    "any(A)",
    "max([A, B])",
    "sort([A, B, 1, \"a\"])",
    // Numbers.
    "abs(A)",
    "round(A)",
    "ceil(A)",
    "floor(A)",
    "format_int(A, 16)",
    "format_int(A, B)",
    "to_number(A)",
    "bits.and(A, B)",
    "bits.negate(A)",
    "numbers.range(A % 7, B % 7)",
    "numbers.range_step(0, B % 9, A % 3)",
    // Texts.
    "concat(A, [\"x\", B])",
    "concat(\",\", A)",
    "contains(A, B)",
    "startswith(A, B)",
    "endswith(A, B)",
    "indexof(A, B)",
    "lower(A)",
    "upper(A)",
    "replace(A, B, \"x\")",
    "split(A, B)",
    "substring(A, B, 2)",
    "substring(A, -1, B)",
    "trim(A, B)",
    "trim_left(A, B)",
    "trim_prefix(A, B)",
    "trim_space(A)",
    "strings.reverse(A)",
    "sprintf(A, [B])",
    "sprintf(\"%v|%v\", [A, B])",
    "sprintf(\"%d %s\", [A, B])",
    "sprintf(\"%5.2f %x\", [A, B])",
    "sprintf(\"%v\", A)",
    "sprintf(\"%v %v %v\", [A])",
    "strings.any_prefix_match(A, B)",
    "regex.match(A, B)",
    "regex.find_n(A, B, -1)",
    "regex.replace(A, \"a\", B)",
    "regex.split(A, B)",
    "regex.is_valid(A)",
    "glob.match(A, [], B)",
    "glob.match(\"*\", A, B)",
    // Types, objects and lists.
    "type_name(A)",
    "is_string(A)",
    "is_number(A)",
    "is_null(A)",
    "object.get(A, B, \"none\")",
    "object.get(A, [\"a\", B], A)",
    "object.keys(A)",
    "object.union(A, B)",
    "object.remove(A, B)",
    "object.filter(A, B)",
    "object.subset(A, {\"a\": 1})",
    "array.concat(A, B)",
    "array.slice(A, B, 2)",
    "array.reverse(A)",
    "union({{x | some x in A}, {1}})",
    "intersection(A)",
    // Encodings and time.
    "json.marshal(A)",
    "json.unmarshal(A)",
    "json.filter(A, [B])",
    "base64.encode(A)",
    "base64.decode(A)",
    "hex.decode(A)",
    "time.parse_rfc3339_ns(A)",
    "time.parse_duration_ns(A)",
    "time.date(A)",
    "time.clock([A, B])",
    "time.weekday(A)",
];

/// Places in which an expression `E` stands.
const PLACES: &[&str] = &[
    "deny contains x if x := E",
    "deny contains \"s\" if E",
    "deny contains \"s\" if not E",
    "deny contains E",
    "deny contains {\"v\": E} if input.a != 7",
    "deny contains [i, E] if some i in [1, 2]",
    "deny contains x if { some i in [1, 2, 3]; i != 2; x := [i, E] }",
    "deny contains [y | some i in [1, 2]; y := [i, E]]",
    "deny contains {[i, E] | some i in [1, 2]}",
    "deny contains {sprintf(\"%d\", [i]): E | some i in [1, 2]}",
    "deny contains count({1 | E})",
    "deny contains \"s\" if every i in [1, 2] { i > 0; E }",
    "deny contains \"s\" if every k, v in input.a { E; k != v }",
    "deny contains \"s\" if { every i in [] { E } }",
    "f(a, b) := E\ndeny contains [\"f\", f(input.a, input.b)]",
    "f(a) := x if { x := E; x == 1 } else := \"not\" if not E else := \"last\"\ndeny contains f(1)",
    "p := x if { x := E; is_string(x) } else := [y] if { y := E; not is_null(y) } else := \"last\"\ndeny contains p",
    "default p := \"none\"\np := E if input.a\ndeny contains p",
    "default f(_) := \"none\"\nf(x) := E if x == 1\ndeny contains [f(1), f(2)]",
    "p[k] := v if { some k in [\"x\", \"y\"]; v := E }\ndeny contains [k, v] if some k, v in p",
    "p contains v if v := E\np contains 1\ndeny contains p",
    "p := 1 if input.a != 99\np := E if input.b != 99\ndeny contains p",
    "p := true if E\ndeny contains \"on\" if p\ndeny contains \"off\" if not p\nwarn contains \"w\" if p == true",
    "deny contains [k, v] if some k, v in E",
    "deny contains \"in\" if E in [1, \"a\", true, null, [], {}]",
    "deny contains {E: 1}",
    "deny contains [10, 20, 30][E]",
    "deny contains x if { x := [E, E][_]; x == x }",
    "deny contains x if { [x, _] = [E, 1] }",
    "deny contains \"s\" if { not not_e }\nnot_e if { some _ in [1]; y := E; y }",
];

/// What an expression can refer to.
const HELPERS: &str = "some_function(x, y) := x if x == y\nsome_function(x, y) := [x, y] if x != y\n\
    some_rule := 1 if input.a == 1\nsome_rule := 2 if input.a == 2\n\
    part[k] := v if { some k, v in {\"a\": 1, \"b\": input.b} }\n";

/// A value of each type, and those at the edges of a type.
fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-3),
        json!(2.5),
        json!(9_007_199_254_740_993_i64),
        json!(""),
        json!("a"),
        json!("1"),
        json!("2026-11-20T00:00:00Z"),
        json!([]),
        json!([1, "a", 2]),
        json!({}),
        json!({"a": 1, "b": [2]}),
    ]
}

/// Inputs with pairs of values: all, or some of them. A missing value is one, too.
fn inputs(step: usize) -> Vec<Value> {
    let values = values();
    let mut inputs = vec![json!({"a": 1}), json!({"b": "a"}), json!({})];
    for (first, a) in values.iter().enumerate() {
        for (second, b) in values.iter().enumerate() {
            if (first * 5 + second) % step == 0 {
                inputs.push(json!({"a": a, "b": b}));
            }
        }
    }
    inputs
}

fn policy(place: &str, expression: &str, a: &str, b: &str) -> String {
    let mut written = String::new();
    let mut chars = expression.chars().peekable();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let alone = !is_name(before) && chars.peek().is_none_or(|next| !is_name(*next));
        match c {
            'A' if alone => written.push_str(a),
            'B' if alone => written.push_str(b),
            other => written.push(other),
        }
        before = c;
    }
    format!("package own\n\nimport rego.v1\n\n{HELPERS}\n{}\n", place.replace('E', &written))
}

/// Evaluates policies; gives how many loaded, and how many evaluations succeeded and failed.
fn evaluate_all(policies: &[String], inputs: &[Value]) -> (usize, usize, usize) {
    let data = json!({"table": {"a": {"a": 1, "b": "x"}, "1": "one", "2026-11-20T00:00:00Z": [1]}});
    let counts = policies.par_iter().map(|policy| match evaluate(&[policy], &data, inputs) {
        Ok(answered) => {
            let failed = answered.iter().filter(|evaluation| !evaluation.failures.is_empty()).count();
            (1, answered.len() - failed, failed)
        }
        Err(_) => (0, 0, 0),
    });
    counts.reduce(|| (0, 0, 0), |one, other| (one.0 + other.0, one.1 + other.1, one.2 + other.2))
}

#[test]
fn every_expression_in_every_place_gives_the_same() {
    // The plain run takes every seventh, which over both lists meets each expression and each place.
    let step = if cfg!(feature = "equal") { 1 } else { 7 };
    let pairs = EXPRESSIONS.iter().flat_map(|expression| PLACES.iter().map(move |place| (place, expression)));
    let policies: Vec<String> =
        pairs.step_by(step).map(|(place, expression)| policy(place, expression, "input.a", "input.b")).collect();
    let (loaded, succeeded, failed) = evaluate_all(&policies, &inputs(if step == 1 { 3 } else { 7 }));
    println!("{} policies, {loaded} of them load; {succeeded} evaluations succeed, {failed} fail", policies.len());
    assert!(loaded * 10 >= policies.len() * 7, "{loaded} of {} policies load", policies.len());
    assert!(succeeded > 1_000 && failed > 1_000, "{succeeded} succeed, {failed} fail");
}

/// The compiler may work out what is constant.
#[test]
fn every_operator_over_constants_gives_the_same() {
    let values = values();
    let step = if cfg!(feature = "equal") { 1 } else { 13 };
    let mut policies = Vec::new();
    for expression in &EXPRESSIONS[..22] {
        for place in [PLACES[0], PLACES[2], PLACES[7]] {
            for a in &values {
                for b in &values {
                    policies.push(policy(place, expression, &a.to_string(), &b.to_string()));
                }
            }
        }
    }
    let policies: Vec<String> = policies.into_iter().step_by(step).collect();
    let (loaded, succeeded, failed) = evaluate_all(&policies, &[json!({"a": 1, "b": 2})]);
    println!("{} policies, {loaded} of them load; {succeeded} evaluations succeed, {failed} fail", policies.len());
    assert!(loaded * 2 >= policies.len() && succeeded > 0 && failed > 0, "{loaded} {succeeded} {failed}");
}
