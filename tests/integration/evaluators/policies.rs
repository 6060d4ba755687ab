//! Policies that are made to be hard: what an evaluator can get wrong, one form each.

use serde_json::{Value, json};

use super::snippets::evaluate;

/// What the policies judge. `small` is for ranges: one of 2^53 numbers takes the memory of the machine.
fn inputs() -> Vec<Value> {
    vec![
        json!({}),
        json!({"list": [{"name": "x", "n": 1}, {"n": 2}, {"name": "y"}], "word": "a", "number": 3, "small": 3, "date": "2026-11-20"}),
        json!({"list": [], "word": "", "number": 0, "small": 0, "date": "nope"}),
        json!({"list": "no list", "word": ["a"], "number": "3", "small": "3", "date": 20_261_120}),
        json!({"list": {"k": {"name": "x"}}, "word": null, "number": 9_007_199_254_740_993_i64, "date": null}),
        json!({"list": [1, "a", null, [2], {"a": {"b": {"c": 1}}}], "word": "b", "number": -2.5, "small": -2, "date": "2026-11-20T12:00:00+14:00"}),
        json!({"list": [[1, 2], [3, 4]], "word": "ÄÖ ß 𝒜", "number": 1e300, "date": "9999-12-31T23:59:59Z"}),
    ]
}

fn data() -> Value {
    json!({
        "org": {"people": {"a": {"team": "t", "levels": [1, 2]}, "b": {"team": "u"}}, "teams": {"t": {"owner": "a"}}},
        "by_number": {"3": "three", "0": "zero"},
        "params": {"days": {"high": 30, "low": 90}, "list": [3, 1, 2]},
    })
}

/// Policies, each a name and its text.
const POLICIES: &[(&str, &str)] = &[
    ("default of a function", "default f(_) := \"none\"\nf(x) := input.missing if x == 1\ndeny contains [f(1), f(2)]"),
    (
        "data by a number where the key is a text",
        "deny contains x if x := data.by_number[input.number]\nwarn contains data.by_number[3]",
    ),
    (
        "partial object of a constant key and of others",
        "p[0] := \"first\"\np[i] := \"other\" if {\n\tsome i, _ in input.list\n\ti > 0\n}\ndeny contains p\nwarn contains [i, v] if some i, v in p",
    ),
    (
        "set below a key",
        "own[i] contains x if { some i, r in input.list; x := r.name }\nproblems(i) := {y | some y in own[i]} | {\"n\"}\ndeny contains problems(0)\nwarn contains [i, problems(i)] if some i, _ in input.list",
    ),
    (
        "every in a loop, first true and then false",
        "good(w) if lower(w) in {\"a\", \"b\"}\nword(x) := split(x, \":\")[0] if contains(x, \":\")\nall := [{\"k\": \"m\", \"r\": \"z:1\"}, {\"k\": \"c\", \"r\": \"a:1\"}, {\"k\": \"d\", \"r\": \"b:2\"}]\nkinds := {k | some a in all; k := a.k}\ndeny contains [kind, first] if {\n\tsome kind in kinds\n\tplaces := [i | some i, a in all; a.k == kind; contains(a.r, \":\")]\n\tfirst := places[0]\n\tevery i in places {\n\t\tgood(word(all[i].r))\n\t}\n}",
    ),
    ("iteration of what is no collection", "deny contains x if some x in input.word"),
    ("undefined in one of several heads", "deny contains {\"m\": x.name} if some x in input.list"),
    ("undefined in a nested head", "deny contains {\"m\": {\"n\": [x.name]}} if some x in input.list"),
    ("undefined in the head of a function", "f(x) := {\"n\": x.name}\ndeny contains f(x) if some x in input.list"),
    (
        "function with several bodies",
        "f(x) := \"one\" if x == 1\nf(x) := \"text\" if is_string(x)\nf(x) := \"name\" if x.name\ndeny contains f(x) if some x in input.list",
    ),
    (
        "function with a constant argument",
        "f(\"a\", x) := x\nf(\"b\", x) := [x]\ndeny contains f(input.word, 1)\nwarn contains f(\"c\", 1)",
    ),
    ("function with a pattern", "f([x, y]) := x + y\nf({\"n\": n}) := n\ndeny contains f(v) if some v in input.list"),
    ("function of two values", "f(x) := 1 if x\nf(x) := 2 if x != 3\ndeny contains f(input.number)"),
    ("function that is called with itself", "f(x) := x + 1\ndeny contains f(f(f(input.number)))"),
    (
        "function with else",
        "f(x) := \"big\" if x > 2 else := \"small\" if x > 0 else := \"none\"\ndeny contains f(input.number)",
    ),
    (
        "function that fails for one of several",
        "f(x) := time.parse_rfc3339_ns(x)\ndeny contains f(x) if some x in [\"2026-11-20T00:00:00Z\", input.date]",
    ),
    ("complete rule of two values", "p := 1\np := 2 if input.number == 3\ndeny contains p"),
    ("complete rule of the same value twice", "p := 1 if input.word\np := 1 if input.number\ndeny contains p"),
    (
        "complete rule that nobody asks for",
        "p := 1\np := 2 if input.number == 3\ndeny contains \"x\" if input.word == \"a\"",
    ),
    ("complete rule asked under not", "p := 1\np := 2 if input.number == 3\ndeny contains \"x\" if not p"),
    ("complete rule of iteration", "p := x if some x in input.list\ndeny contains p"),
    ("default that is used", "default p := \"d\"\np := x.name if some x in input.list\ndeny contains p"),
    (
        "default of a boolean",
        "default p := false\np if input.word == \"a\"\ndeny contains \"no\" if not p\ndeny contains \"yes\" if p",
    ),
    (
        "else chain",
        "p := 1 if input.number == 3 else := 2 if input.word == \"b\" else := 3 if input.list\ndeny contains p",
    ),
    ("else chain whose first fails", "p := 1 if time.parse_rfc3339_ns(input.date) > 0 else := 2\ndeny contains p"),
    (
        "else of one, value of another",
        "p := 1 if input.number == 3 else := 2\np := 2 if input.word == \"a\"\ndeny contains p",
    ),
    ("partial object", "p[x.name] := i if some i, x in input.list\ndeny contains p\nwarn contains p.x"),
    ("partial object of two values", "p[\"k\"] := x if some x in input.list\ndeny contains p"),
    (
        "partial object, deep",
        "p.a[x] := 1 if some x in [\"u\", \"v\"]\np.b := 2 if input.word\ndeny contains p\nwarn contains p.a.u",
    ),
    (
        "partial set in a set",
        "p contains {x, 1} if some x in input.list\ndeny contains p\nwarn contains \"in\" if { one := {1, 2}; one in p }",
    ),
    (
        "set that is looked up",
        "p contains x if some x in input.list\ndeny contains \"there\" if p[1]\ndeny contains \"in\" if \"a\" in p",
    ),
    (
        "set of objects",
        "p contains {\"n\": x} if some x in input.list\ndeny contains y.n if some y in p\nwarn contains \"a\" if p[{\"n\": \"a\"}]",
    ),
    (
        "set that is empty or undefined",
        "p contains 1 if input.missing\ndeny contains count(p)\nwarn contains \"e\" if p == set()",
    ),
    ("every over nothing", "deny contains \"all\" if every x in input.list { x.n > 0 }"),
    ("every with keys", "deny contains \"all\" if every k, x in input.list { k >= 0; x != null }"),
    ("every in every", "deny contains \"all\" if every x in input.list { every y in x { y > 0 } }"),
    ("every under not", "deny contains \"some\" if not all_named\nall_named if every x in input.list { x.name }"),
    ("every over a failing domain", "deny contains \"all\" if every x in numbers.range(input.small, 5) { x > 0 }"),
    ("not of an iteration", "deny contains \"none\" if not has\nhas if { some x in input.list; x.name == \"x\" }"),
    ("not of a failure", "deny contains \"s\" if not time.parse_rfc3339_ns(input.date)"),
    ("not of a call with undefined", "deny contains \"s\" if not startswith(input.missing, \"a\")"),
    ("not of false and of null", "deny contains x if { some x in [false, null, 0, \"\"]; not x }"),
    ("not with a local", "deny contains x if { some x in [1, 2, 3]; not x == input.number }"),
    ("comprehension of undefined", "deny contains [x.name | some x in input.list]"),
    ("comprehension that fails inside", "deny contains [y | some x in input.list; y := upper(x)]"),
    ("comprehension in a comprehension", "deny contains [[y | some y in x] | some x in input.list]"),
    (
        "comprehension that sees what is outside",
        "deny contains [z, ys] if { some z in [1, 2]; ys := {y | some x in input.list; y := [z, x]} }",
    ),
    ("object comprehension of two values", "deny contains {k: v | some k in [1, 1]; some v in [1, 2]}"),
    ("object comprehension by a key", "deny contains {x.name: x | some x in input.list}"),
    ("comprehension as an argument", "deny contains count([1 | some x in input.list; x.n])"),
    ("comprehension of nothing", "deny contains {1 | input.missing}\nwarn contains [1 | false]"),
    ("some in a list of lists", "deny contains [i, j, y] if { some i, x in input.list; some j, y in x }"),
    ("some with a pattern", "deny contains [x, y] if some [x, y] in input.list"),
    ("some that declares", "deny contains [i, k] if { some i, k; input.list[i][k] }"),
    (
        "some of a set and of an object",
        "deny contains [k, v] if some k, v in {\"a\", \"b\"}\nwarn contains [k, v] if some k, v in data.org.people",
    ),
    ("walk", "deny contains [path, value] if { walk(input.list, [path, value]); is_number(value) }"),
    ("walk of data", "deny contains path if { walk(data.org, [path, \"a\"]) }"),
    ("shadowing of a rule", "x := 1\ndeny contains x if { x := 2 }\nwarn contains x"),
    (
        "shadowing in a comprehension",
        "deny contains y if { y := [x | some x in [5, 6]] }\nwarn contains [x, y] if { some x in [1]; y := {z | some z in [x, 2]} }",
    ),
    ("shadowing by an argument", "x := 1\nf(x) := x\ndeny contains [f(7), x]"),
    (
        "unification both ways",
        "deny contains [x, y] if { [x, 2] = [1, y] }\nwarn contains z if { {\"a\": z} = {\"a\": input.word} }",
    ),
    ("unification that fails", "deny contains \"s\" if { [1, x] = [2, 3] }\nwarn contains \"w\" if { x := 1; x = 2 }"),
    ("assignment of undefined", "deny contains \"s\" if { x := input.missing; true }"),
    (
        "comparison of types",
        "deny contains [i, j] if { v := [null, true, 1, \"a\", [1], {\"a\": 1}, {1}]; some i, x in v; some j, y in v; x < y }",
    ),
    (
        "order of a mixed set",
        "deny contains [x | some x in {null, false, 2, 1.5, \"b\", \"a\", [2], [1, 5], {\"a\": 2}, {1}}]",
    ),
    (
        "numbers that are equal",
        "deny contains \"eq\" if 1 == 1.0\nwarn contains {1, 1.0, 2.0}\ndeny contains {1: \"i\"}[1.0]",
    ),
    (
        "numbers beyond 2^53",
        "deny contains [9007199254740993 + 1, 9007199254740992 == 9007199254740993, 18446744073709551615 * 3, 1e18 + 1]",
    ),
    (
        "numbers that overflow",
        "deny contains [9223372036854775807 + input.number, -9223372036854775808 - 1]\nwarn contains 1e308 * 10",
    ),
    ("numbers of input", "deny contains [input.number * 2, input.number / 3, input.number % 2]"),
    ("division by zero", "deny contains 1 / input.number"),
    (
        "division by zero beside a result",
        "deny contains \"kept\"\ndeny contains x if x := 1 / input.number\nwarn contains \"warned\"",
    ),
    ("remainder of a fraction", "deny contains input.number % 0.5"),
    ("remainder by zero under not", "deny contains \"s\" if not 5 % input.number == 1"),
    (
        "decimal arithmetic",
        "deny contains [0.1 + 0.2, 0.1 * 3, 1 / 3, 7 / 2, 6 / 2, 1e21, 123456789012345678901234567890]",
    ),
    ("big set", "deny contains count({x | some i in numbers.range(1, 1500); x := i % 700})"),
    ("big object", "deny contains count({sprintf(\"%d\", [i]): i | some i in numbers.range(1, 1500)})"),
    ("big result", "deny contains i if some i in numbers.range(1, 400)"),
    ("range that goes down", "deny contains numbers.range(input.small, 1)\nwarn contains numbers.range_step(1, 10, 3)"),
    ("step of zero", "deny contains numbers.range_step(1, 10, input.small)"),
    (
        "verbs that do not fit",
        "deny contains sprintf(\"%d %d\", [input.word, input.number])\nwarn contains sprintf(\"%z %\", [1])",
    ),
    (
        "verbs of structures",
        "deny contains sprintf(\"%v %v %v\", [input.list, {1, 2}, {\"a\": null}])\nwarn contains sprintf(\"%s\", [input.list])",
    ),
    ("too few and too many values", "deny contains sprintf(\"%v %v\", [1])\nwarn contains sprintf(\"x\", [1, 2])"),
    (
        "object.get",
        "deny contains [object.get(input, \"word\", \"none\"), object.get(input, [\"list\", 0, \"name\"], \"none\"), object.get(data.org.people, input.word, {})]",
    ),
    ("object.get of what is no object", "deny contains object.get(input.word, \"a\", 1)"),
    (
        "object.get of a failing default",
        "deny contains object.get(data.params, \"days\", time.parse_rfc3339_ns(input.date))",
    ),
    ("texts of what is no text", "deny contains lower(input.word)\nwarn contains split(input.date, \"-\")"),
    (
        "texts by characters",
        "deny contains [count(input.word), upper(input.word), substring(input.word, 1, 2), indexof(input.word, \"ß\"), reverse(input.word)]\nreverse(x) := strings.reverse(x)",
    ),
    (
        "regular expressions",
        "deny contains regex.match(input.word, \"abc\")\nwarn contains regex.match(\"^[a-z\", input.word)",
    ),
    (
        "regular expressions that capture",
        "deny contains regex.find_all_string_submatch_n(\"(\\\\d+)-(\\\\d+)\", input.date, -1)\nwarn contains regex.replace(input.date, \"-(.)\", \"$1\")",
    ),
    ("times", "deny contains time.parse_rfc3339_ns(input.date)\nwarn contains time.date(input.number)"),
    (
        "times of zones",
        "deny contains [time.date([t, \"Europe/Berlin\"]), time.clock([t, \"Asia/Kolkata\"]), time.weekday(t)] if t := time.parse_rfc3339_ns(input.date)",
    ),
    ("times of unknown zones", "deny contains time.date([0, input.word])"),
    (
        "times that are added",
        "deny contains time.add_date(time.parse_rfc3339_ns(input.date), 0, 1, 30)\nwarn contains time.parse_ns(\"2006-01-02\", input.date)",
    ),
    ("durations", "deny contains time.parse_duration_ns(input.word)\nwarn contains time.diff(1600000000000000000, 0)"),
    (
        "data by a computed key",
        "deny contains data.org.people[input.word].team\nwarn contains data.params.days[k] if some k in [\"high\", \"none\"]",
    ),
    (
        "data by iteration",
        "deny contains id if { some id, person in data.org.people; person.team == data.org.people[input.word].team }",
    ),
    ("data that is missing", "deny contains \"s\" if not data.org.vendors\nwarn contains data.none.at.all"),
    (
        "data of a rule beside data",
        "deny contains data.own.p\np := data.params.list[_] if input.word == \"a\"\nwarn contains x if { x := data.own.q.k }\nq := {\"k\": input.number}",
    ),
    ("all of a package", "p := input.word\nq contains 1\ndeny contains [\"p\", data.own.p]\nwarn contains data.own.q"),
    (
        "what does not depend on the finding",
        "base := {x | some x in data.params.list}\nsorted := sort([x | some x in base])\ndeny contains [sorted, input.word]\nwarn contains sorted[input.number]",
    ),
    (
        "what fails without the finding",
        "bad := time.parse_rfc3339_ns(\"nope\")\ndeny contains bad if input.word == \"a\"\nwarn contains \"w\"",
    ),
    (
        "what conflicts without the finding",
        "bad := x if some x in data.params.list\ndeny contains bad if input.word == \"a\"\nwarn contains \"w\"",
    ),
    (
        "function without the finding",
        "days(x) := data.params.days[x]\ndeny contains days(\"high\")\nwarn contains days(input.word)",
    ),
    ("function that takes the input", "f(x) := input.number + x\ndeny contains [f(1), f(2)]"),
    ("with input", "p := input.word\ndeny contains x if x := p with input as {\"word\": \"other\"}\nwarn contains p"),
    ("with a part of input", "p := [input.word, input.number]\ndeny contains x if x := p with input.word as \"w\""),
    ("with data", "p := data.params.list\ndeny contains x if x := p with data.params.list as [9]\nwarn contains p"),
    ("with a function", "f(x) := x\ng(x) := [x]\ndeny contains x if x := f(1) with f as g"),
    (
        "print",
        "deny contains \"p\" if print(\"seen\", input.word, input.missing)\nwarn contains x if { some x in [1, 2]; print(x) }",
    ),
    ("print before a failure", "deny contains x if { print(\"before\"); x := 1 / input.number; print(\"after\") }"),
    ("deny that is no set", "deny := \"plain\" if input.word == \"a\"\nwarn := [x | some x in input.list]"),
    ("deny that is true", "deny if input.word == \"a\"\ndefault warn := false\nwarn if input.number == 3"),
    ("deny that is an object", "deny[\"k\"] := x if x := input.word\nwarn := {\"msg\": input.word}"),
    ("deny of two values", "deny := 1 if input.word\ndeny := 2 if input.number"),
    ("deny by a default", "default deny := \"d\"\ndeny := input.word if input.number > 0"),
    ("results of every type", "deny contains x if some x in [null, true, 1, \"a\", [1], {\"a\": 1}, {1, 2}]"),
    ("keys that are no texts", "deny contains {1: \"i\", [1]: \"l\", null: \"n\", {1}: \"s\"}"),
    (
        "failure in the last of many clauses",
        "deny contains \"a\"\ndeny contains \"b\" if input.word == \"a\"\ndeny contains \"c\" if input.list[0]\ndeny contains x if { x := to_number(input.word) }",
    ),
    ("failures in both sets", "deny contains upper(input.number)\nwarn contains time.parse_rfc3339_ns(input.date)"),
    ("failure that is never reached", "deny contains \"x\" if { input.never; 1 / 0 == 1 }\nwarn contains \"w\""),
    ("failure behind a false condition", "deny contains x if { input.word == \"z\"; x := 1 / input.number }"),
    ("failure before a false condition", "deny contains x if { x := 1 / input.number; false }"),
    ("failure in one of two iterations", "deny contains y if { some x in [1, input.number, 2]; y := 10 / x }"),
    ("failure in an argument that is not used", "f(_, y) := y\ndeny contains f(1 / input.number, 2)"),
    ("long chain of rules", "a := b + 1\nb := c + 1\nc := d + 1\nd := e + 1\ne := input.number\ndeny contains a"),
    (
        "rule that is asked often",
        "p := x if { x := sum([y | some y in numbers.range(1, 50)]) }\ndeny contains [i, p] if some i in numbers.range(1, 50)",
    ),
    (
        "membership",
        "deny contains \"in\" if input.word in [\"a\", \"b\"]\nwarn contains \"key\" if \"a\", input.word in {\"a\": \"b\"}\ndeny contains \"not\" if not input.number in {1, 2, 3}",
    ),
    (
        "union and intersection of sets",
        "deny contains {1, 2} | {x | some x in input.list}\nwarn contains ({1, 2, \"a\"} & {x | some x in input.list}) - {1}",
    ),
    ("texts with escapes", "deny contains \"\\u00e9\\n\\\"\\\\\"\nwarn contains `raw \\n`"),
    ("negative literals", "deny contains [-1, -input.number, 1 - -1, -(2 * 3)]"),
    (
        "literals as conditions",
        "deny contains \"zero\" if 0\ndeny contains \"empty\" if \"\"\ndeny contains \"null\" if null\ndeny contains \"no\" if false",
    ),
    (
        "references into calls and literals",
        "deny contains {\"a\": [1, input.word]}.a[1]\nwarn contains split(\"a-b\", \"-\")[1]",
    ),
    (
        "reference by a whole value",
        "deny contains data.params.list[input.number]\nwarn contains {\"x\": 1}[input.word]\ndeny contains {[1, 2]: \"l\"}[input.list[0]]",
    ),
    (
        "variables bound by reference",
        "deny contains [i, v] if { v := data.params.list[i]; i > 0 }\nwarn contains k if { data.org.people[k].team == \"t\" }",
    ),
    ("graph", "deny contains graph.reachable({\"a\": [\"b\"], \"b\": [\"a\", input.word]}, [\"a\"])"),
    ("json", "deny contains json.unmarshal(input.word)\nwarn contains json.marshal(input.list)"),
    ("semver", "deny contains semver.compare(input.word, \"1.0.0\")\nwarn contains semver.is_valid(input.word)"),
];

#[test]
fn hard_policies_give_the_same() {
    let (mut not_loaded, mut failures, mut results) = (Vec::new(), 0, 0);
    for (name, text) in POLICIES {
        let text = format!("package own\n\nimport rego.v1\n\n{text}\n");
        match evaluate(&[&text], &data(), &inputs()) {
            Ok(answered) => {
                failures += answered.iter().filter(|evaluation| !evaluation.failures.is_empty()).count();
                results += answered.iter().filter(|evaluation| !evaluation.results.is_empty()).count();
            }
            Err(problems) => not_loaded.push(format!("{name}: {:?}", problems.first().map(|first| &first.message))),
        }
    }
    println!("{failures} failures, {results} with results; not loaded: {not_loaded:#?}");
    assert!(not_loaded.len() * 12 <= POLICIES.len(), "{not_loaded:#?}");
    assert!(failures > 100 && results > 300, "{failures} failures, {results} with results");
}

/// All of them at once: what one package leaves behind must not reach another.
#[test]
fn hard_policies_beside_each_other_give_the_same() {
    let loads = |text: &str| evaluate(&[text], &data(), &[]).is_ok();
    let texts: Vec<String> = POLICIES
        .iter()
        .enumerate()
        .map(|(number, (_, text))| {
            let text = text.replace("data.own.", &format!("data.own_{number}."));
            format!("package own_{number}\n\nimport rego.v1\n\n{text}\n")
        })
        .filter(|text| loads(text))
        .collect();
    let quiet: Vec<&str> = texts
        .iter()
        .map(String::as_str)
        .filter(|text| {
            let answered = evaluate(&[text], &data(), &inputs()).unwrap();
            answered.iter().all(|evaluation| evaluation.failures.is_empty())
        })
        .collect();
    assert!(quiet.len() > 30, "{}", quiet.len());
    evaluate(&quiet, &data(), &inputs()).unwrap();
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    evaluate(&all, &data(), &inputs()).unwrap();
}

/// Packages that call each other, and rules that lead back to themselves.
#[test]
fn packages_that_use_each_other_give_the_same() {
    let library = "package lib.base\n\nimport rego.v1\n\nnow := input.number\n\nteam(id) := data.org.people[id].team\n\nnames contains x.name if some x in input.list\n";
    let user = "package own\n\nimport rego.v1\n\nimport data.lib.base\nimport data.lib.base.names as known\n\ndeny contains [base.now, base.team(input.word)]\nwarn contains x if some x in known\ndeny contains sprintf(\"%v\", [base.names])\n";
    let third = "package own.deep\n\nimport rego.v1\n\nimport data.own\n\nwarn contains count(own.deny)\ndeny contains \"s\" if { count(data.lib.base.names) > 1; not data.lib.base.now == 4 }\n";
    let answered = evaluate(&[library, user, third], &data(), &inputs()).unwrap();
    assert!(answered.iter().any(|evaluation| evaluation.results.len() > 2));
    for recursive in [
        "package own\n\nimport rego.v1\n\np := q\nq := p\ndeny contains p\n",
        "package own\n\nimport rego.v1\n\nf(x) := f(x - 1) if x > 0\nf(x) := 0 if x == 0\ndeny contains f(input.number)\n",
        "package own\n\nimport rego.v1\n\ndeny contains x if some x in data.own.deny\n",
        "package own\n\nimport rego.v1\n\ndeny contains data[\"own\"][input.word]\n",
        "package own\n\nimport rego.v1\n\ndeny contains k if some k, _ in data.own\n",
        "package own\n\nimport rego.v1\n\ndeny contains k if some k, _ in data\n",
    ] {
        // Whether it loads is the same for both; what it answers is compared inside.
        let _ = evaluate(&[recursive], &data(), &inputs()[1..3]);
    }
}
