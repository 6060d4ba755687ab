//! Turns a program of the engine into the code that the machine runs.
//!
//! Every instruction keeps its place, so that jumps stay what they are. What is known beforehand is computed here: constants,
//! everything below `data` up to the first name that depends on the finding, and where the input document is looked into.

use std::collections::{BTreeMap, BTreeSet};

use regorus::{
    Value,
    rvm::{
        Instruction,
        instructions::{ComprehensionMode, LiteralOrRegister},
        program::{Program, RuleType},
    },
};

use super::{
    code::{BuiltinCall, Code, Definition, Loop, ObjectOf, Op, Operand, Operator, Register, Rule, Step},
    foresee, fuse,
};

/// The part of the input document that is the same for all findings of a run.
pub(super) const RUN_FIELD: &str = "at";

/// Functions that do more than compute.
const WITH_EFFECT: &[&str] = &["print", "trace"];

/// The code of a program over a data document.
///
/// Rules with something that the compiler gets wrong are given by their paths.
pub(super) fn lower(program: &Program, data: &Value, miscompiled: &BTreeSet<String>) -> Code {
    let mut ops: Vec<Op> = (0..program.instructions.len()).map(|_| Op::Skip).collect();
    let mut rules = Vec::with_capacity(program.rule_infos.len());
    for info in &program.rule_infos {
        let mut rule = Rule {
            kind: info.rule_type.clone(),
            parameters: info.function_info.as_ref().map(|function| function.param_names.len()),
            definitions: Vec::with_capacity(info.definitions.len()),
            default: info.default_literal_index.and_then(|index| program.literals.get(usize::from(index)).cloned()),
            registers: usize::from(info.num_registers).max(1),
            reads_finding: false,
            unsupported: is_named(miscompiled, &info.name).then_some("something that the engine compiles wrong"),
        };
        for (number, bodies) in info.definitions.iter().enumerate() {
            let parameters = info.destructuring_blocks.get(number).copied().flatten().map(to_place);
            let is_else = |body: usize| {
                info.else_bodies.get(number).and_then(|bodies| bodies.get(body)).copied().unwrap_or_default()
            };
            let bodies: Vec<(usize, bool)> =
                bodies.iter().enumerate().map(|(body, place)| (to_place(*place), is_else(body))).collect();
            for place in parameters.iter().chain(bodies.iter().map(|(place, _)| place)) {
                let is_function = rule.parameters.is_some();
                let body = Body { program, data, kind: &rule.kind, is_function, aliases: Aliases::default() };
                body.lower(*place, &mut ops);
            }
            rule.definitions.push(Definition { parameters, bodies });
        }
        rules.push(rule);
    }
    let mut code = Code { ops, rules };
    spread(&mut code);
    code
}

/// Whether a path is one of the rules, or below one.
fn is_named(rules: &BTreeSet<String>, path: &str) -> bool {
    rules.iter().any(|rule| path.strip_prefix(rule.as_str()).is_some_and(|rest| !rest.starts_with(is_of_name)))
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn to_place(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The registers of a body that hold a whole document, and constants.
#[derive(Default)]
struct Aliases {
    input: Vec<Register>,
    data: Vec<Register>,
    constants: BTreeMap<Register, Value>,
    /// Registers into which a call writes.
    called: Vec<Register>,
    /// Registers that hold the input document and are used as a whole.
    whole: Vec<Register>,
    /// Whether `data` is used as a whole.
    has_whole_data: bool,
}

struct Body<'a> {
    program: &'a Program,
    data: &'a Value,
    kind: &'a RuleType,
    /// A constant value ends the loops of a rule, not those of a function: that is how the interpreter does it.
    is_function: bool,
    aliases: Aliases,
}

impl Body<'_> {
    /// Lowers the instructions from one place to the end of its body.
    fn lower(mut self, start: usize, ops: &mut [Op]) {
        let instructions = self.program.instructions.get(start..).unwrap_or_default();
        let is_end = |instruction: &Instruction| {
            matches!(instruction, Instruction::RuleReturn {} | Instruction::DestructuringSuccess {})
        };
        let length = instructions.iter().position(is_end).map_or(instructions.len(), |end| end + 1);
        let body = instructions.get(..length).unwrap_or_default();
        // The compiler loads each document once a body, wherever it is needed first: perhaps in a loop that never runs.
        for instruction in body {
            match instruction {
                Instruction::LoadInput { dest } => self.aliases.input.push(*dest),
                Instruction::LoadData { dest } => self.aliases.data.push(*dest),
                _ => {}
            }
        }
        for (offset, instruction) in body.iter().enumerate() {
            let op = self.op(instruction);
            if let Some(slot) = ops.get_mut(start + offset) {
                *slot = op;
            }
        }
        fuse::fuse(ops.get_mut(start..start + length).unwrap_or_default());
        self.aliases.whole.sort_unstable();
        self.aliases.whole.dedup();
        if let Some(first) = ops.get_mut(start) {
            match first {
                other if self.aliases.has_whole_data => *other = Op::Unsupported("`data` as a whole"),
                Op::Begin(inputs) => *inputs = self.aliases.whole.into(),
                // Where arguments are taken apart nothing loads a document.
                _ if self.aliases.whole.is_empty() => {}
                other => *other = Op::Unsupported("a document where arguments are taken apart"),
            }
        }
    }

    fn literal(&self, index: u16) -> Value {
        self.program.literals.get(usize::from(index)).cloned().unwrap_or(Value::Undefined)
    }

    /// Notes that a register is read as it is.
    fn read(&mut self, register: Register) -> Register {
        if self.aliases.input.contains(&register) {
            self.aliases.whole.push(register);
        }
        self.aliases.has_whole_data |= self.aliases.data.contains(&register);
        register
    }

    fn reads<'a>(&mut self, registers: impl IntoIterator<Item = &'a Register>) -> Vec<Register> {
        registers.into_iter().map(|register| self.read(*register)).collect()
    }

    fn constant(&mut self, dest: Register, value: Value) -> Op {
        if !self.aliases.called.contains(&dest) {
            self.aliases.constants.insert(dest, value.clone());
        }
        Op::Constant(dest, value)
    }

    /// A value inside what a register holds.
    fn path(&mut self, dest: Register, root: Register, steps: Vec<Step>) -> Op {
        let steps: Vec<Step> = steps
            .into_iter()
            .map(|step| match step {
                Step::Register(register) => Step::Register(self.read(register)),
                Step::Key(key) => Step::Key(key),
            })
            .collect();
        if self.aliases.input.contains(&root) {
            return Op::InputPath { dest, steps: steps.into() };
        }
        if self.aliases.data.contains(&root) {
            let mut value = self.data;
            let mut rest = steps.into_iter().peekable();
            while let Some(Step::Key(key)) = rest.peek()
                && !matches!(key, Value::Number(_))
            {
                value = &value[key];
                rest.next();
            }
            let (root, steps): (Value, Box<[Step]>) = (value.clone(), rest.collect());
            return if steps.is_empty() {
                Op::Constant(dest, root)
            } else {
                Op::DataPath { dest, root: Box::new(root), steps }
            };
        }
        Op::Path { dest, root: self.read(root), steps: steps.into() }
    }

    /// Whether instructions ask nothing, but for what comprehensions among them ask.
    fn has_no_condition(&self, start: usize, end: usize) -> bool {
        let mut depth = 0_usize;
        self.program.instructions.get(start..end).unwrap_or_default().iter().all(|instruction| {
            match instruction {
                Instruction::ComprehensionBegin { .. } => depth += 1,
                Instruction::ComprehensionEnd {} => depth = depth.saturating_sub(1),
                Instruction::Move { .. } | Instruction::Guard { .. } | Instruction::AssertEq { .. } => {
                    return depth > 0;
                }
                _ => {}
            }
            true
        })
    }

    fn operand(&mut self, register: Register) -> Operand {
        match self.aliases.constants.get(&register) {
            Some(value) => Operand::Value(value.clone()),
            None => Operand::Register(self.read(register)),
        }
    }

    fn binary(&mut self, operator: Operator, dest: Register, left: Register, right: Register) -> Op {
        Op::Binary { operator, dest, left: self.operand(left), right: self.operand(right) }
    }

    fn op(&mut self, instruction: &Instruction) -> Op {
        let data = &self.program.instruction_data;
        match *instruction {
            Instruction::RuleInit { .. } => Op::Begin(Box::default()),
            Instruction::RuleReturn {} | Instruction::DestructuringSuccess {} => Op::End,
            Instruction::Load { dest, literal_idx } => {
                let value = self.literal(literal_idx);
                self.constant(dest, value)
            }
            Instruction::LoadTrue { dest } => self.constant(dest, Value::Bool(true)),
            Instruction::LoadFalse { dest } => self.constant(dest, Value::Bool(false)),
            Instruction::LoadNull { dest } => self.constant(dest, Value::Null),
            Instruction::LoadBool { dest, value } => self.constant(dest, Value::Bool(value)),
            Instruction::LoadInput { .. } => Op::Skip,
            Instruction::LoadData { .. } => Op::Skip,
            // Register 0 is what a rule gives; the compiler writes nothing else into it.
            Instruction::Move { dest: 0, src } if *self.kind == RuleType::Complete => {
                let is_constant = !self.is_function && self.aliases.constants.contains_key(&src);
                Op::Produce { is_constant, source: self.read(src) }
            }
            Instruction::Move { dest, src } => Op::Move { dest, source: self.read(src) },
            Instruction::Add { dest, left, right } => self.binary(Operator::Add, dest, left, right),
            Instruction::Sub { dest, left, right } => self.binary(Operator::Subtract, dest, left, right),
            Instruction::Mul { dest, left, right } => self.binary(Operator::Multiply, dest, left, right),
            Instruction::Div { dest, left, right } => self.binary(Operator::Divide, dest, left, right),
            Instruction::Mod { dest, left, right } => self.binary(Operator::Remainder, dest, left, right),
            Instruction::Eq { dest, left, right } => self.binary(Operator::Equal, dest, left, right),
            Instruction::Ne { dest, left, right } => self.binary(Operator::NotEqual, dest, left, right),
            Instruction::Lt { dest, left, right } => self.binary(Operator::Less, dest, left, right),
            Instruction::Le { dest, left, right } => self.binary(Operator::LessOrEqual, dest, left, right),
            Instruction::Gt { dest, left, right } => self.binary(Operator::Greater, dest, left, right),
            Instruction::Ge { dest, left, right } => self.binary(Operator::GreaterOrEqual, dest, left, right),
            Instruction::Not { dest, operand } => Op::Not { dest, operand: self.read(operand) },
            Instruction::BuiltinCall { params_index } => {
                let Some(call) = data.get_builtin_call_params(params_index) else { return MALFORMED };
                self.aliases.called.push(call.dest);
                let info = self.program.get_builtin_info(call.builtin_index);
                let function = self.program.get_resolved_builtin(call.builtin_index);
                match (info, function) {
                    (Some(info), _) if WITH_EFFECT.contains(&info.name.as_str()) => {
                        Op::Unsupported("a function that prints")
                    }
                    (Some(info), Some(function)) if usize::from(info.num_args) == call.arg_count() => {
                        let arguments = self.reads(call.arg_registers());
                        Op::Builtin(Box::new(BuiltinCall {
                            dest: call.dest,
                            function: *function,
                            foresight: foresee::of(&info.name),
                            arguments,
                        }))
                    }
                    _ => MALFORMED,
                }
            }
            Instruction::FunctionCall { params_index } => {
                let Some(call) = data.get_function_call_params(params_index) else { return MALFORMED };
                self.aliases.called.push(call.dest);
                // More arguments than that do not fit into an instruction, and would be lost.
                if call.arg_count() >= 8 {
                    return Op::Unsupported("a function of eight arguments");
                }
                let arguments = self.reads(call.arg_registers()).into();
                Op::Function { dest: call.dest, rule: usize::from(call.func_rule_index), arguments }
            }
            Instruction::CallRule { dest, rule_index } => Op::Rule { dest, rule: usize::from(rule_index) },
            Instruction::ObjectSet { obj: 0, key, value } if *self.kind == RuleType::PartialObject => {
                Op::Field { key: self.read(key), value: self.read(value) }
            }
            Instruction::SetAdd { set: 0, value } if *self.kind == RuleType::PartialSet => Op::Member(self.read(value)),
            Instruction::ObjectCreate { params_index } => {
                let Some(object) = data.get_object_create_params(params_index) else { return MALFORMED };
                let constant_keys = object.literal_key_field_pairs();
                let computed_keys = object.field_pairs();
                Op::Object(Box::new(ObjectOf {
                    dest: object.dest,
                    template: self.literal(object.template_literal_idx),
                    constant_keys: constant_keys
                        .iter()
                        .map(|(key, value)| (self.literal(*key), self.read(*value)))
                        .collect(),
                    computed_keys: computed_keys
                        .iter()
                        .map(|(key, value)| (self.read(*key), self.read(*value)))
                        .collect(),
                }))
            }
            Instruction::ArrayCreate { params_index } => match data.get_array_create_params(params_index) {
                Some(array) => Op::Array(array.dest, self.reads(array.element_registers()).into()),
                None => MALFORMED,
            },
            Instruction::SetCreate { params_index } => match data.get_set_create_params(params_index) {
                Some(set) => Op::Set(set.dest, self.reads(set.element_registers()).into()),
                None => MALFORMED,
            },
            Instruction::Index { dest, container, key } => self.path(dest, container, vec![Step::Register(key)]),
            Instruction::IndexLiteral { dest, container, literal_idx } => {
                let key = self.literal(literal_idx);
                self.path(dest, container, vec![Step::Key(key)])
            }
            Instruction::ChainedIndex { params_index } => {
                let Some(chain) = data.get_chained_index_params(params_index) else { return MALFORMED };
                let step = |component: &LiteralOrRegister| match *component {
                    LiteralOrRegister::Literal(index) => Step::Key(self.literal(index)),
                    LiteralOrRegister::Register(register) => Step::Register(register),
                };
                let steps = chain.path_components.iter().map(step).collect();
                self.path(chain.dest, chain.root, steps)
            }
            Instruction::Contains { dest, collection, value } => {
                Op::Contains { dest, collection: self.operand(collection), value: self.operand(value) }
            }
            Instruction::Count { dest, collection } => Op::Count { dest, collection: self.read(collection) },
            Instruction::AssertEq { left, right } => Op::AssertEqual(self.read(left), self.read(right)),
            Instruction::Guard { register, mode } => Op::Guard(self.read(register), mode),
            Instruction::LoopStart { params_index } => match data.get_loop_params(params_index) {
                Some(each) => Op::LoopStart(Box::new(Loop {
                    mode: each.mode,
                    collection: self.read(each.collection),
                    key: each.key_reg,
                    value: each.value_reg,
                    result: each.result_reg,
                    body: usize::from(each.body_start),
                    end: usize::from(each.loop_end),
                    is_in_term: self.has_no_condition(usize::from(each.body_start), usize::from(each.loop_end)),
                })),
                None => MALFORMED,
            },
            Instruction::LoopNext { .. } => Op::LoopNext,
            Instruction::ComprehensionBegin { params_index } => match data.get_comprehension_begin_params(params_index)
            {
                // The compiler iterates by loops inside.
                Some(all) if all.collection_reg == all.result_reg => Op::Collect {
                    mode: all.mode.clone(),
                    result: all.result_reg,
                    end: usize::from(all.comprehension_end),
                },
                _ => MALFORMED,
            },
            Instruction::ComprehensionYield { value_reg, key_reg } => {
                Op::Yield { value: self.read(value_reg), key: key_reg.map(|key| self.read(key)) }
            }
            Instruction::ComprehensionEnd {} => Op::Collected,
            Instruction::VirtualDataDocumentLookup { .. } => {
                Op::Unsupported("a reference that may name rules and data")
            }
            Instruction::And { .. }
            | Instruction::Or { .. }
            | Instruction::LoadContext { .. }
            | Instruction::LoadMetadata { .. }
            | Instruction::HostAwait { .. }
            | Instruction::Return { .. }
            | Instruction::ObjectSet { .. }
            | Instruction::ArrayNew { .. }
            | Instruction::ArrayPush { .. }
            | Instruction::ArrayPushDefined { .. }
            | Instruction::SetNew { .. }
            | Instruction::SetAdd { .. }
            | Instruction::ReturnUndefinedIfNotTrue { .. }
            | Instruction::CoalesceUndefinedToNull { .. }
            | Instruction::Halt {}
            | Instruction::PolicyCondition { .. }
            | Instruction::LogicalBlockStart { .. }
            | Instruction::AllOfNext { .. }
            | Instruction::AnyOfNext { .. }
            | Instruction::LogicalBlockEnd { .. } => MALFORMED,
        }
    }
}

/// An instruction that the compiler does not use for policies.
const MALFORMED: Op = Op::Unsupported("an instruction that the machine does not know");

/// Finds out of each rule, from what it does and what it calls, whether it reads the finding and whether it can run.
fn spread(code: &mut Code) {
    let mut calls: Vec<Vec<usize>> = Vec::with_capacity(code.rules.len());
    for rule in &mut code.rules {
        let mut called = Vec::new();
        let places = rule.definitions.iter().flat_map(|definition| {
            definition.parameters.iter().chain(definition.bodies.iter().map(|(place, _)| place))
        });
        for op in places.flat_map(|place| body_of(&code.ops, *place)) {
            match op {
                Op::InputPath { steps, .. } => {
                    let is_of_run = matches!(steps.first(), Some(Step::Key(Value::String(key))) if &**key == RUN_FIELD);
                    rule.reads_finding |= !is_of_run;
                }
                Op::Begin(inputs) => rule.reads_finding |= !inputs.is_empty(),
                Op::Unsupported(why) => rule.unsupported = Some(why),
                Op::Function { rule, .. } | Op::Rule { rule, .. } => called.push(*rule),
                _ => {}
            }
        }
        calls.push(called);
    }
    loop {
        let mut is_settled = true;
        for (number, called) in calls.iter().enumerate() {
            for other in called {
                let Some((reads, unsupported)) =
                    code.rules.get(*other).map(|rule| (rule.reads_finding, rule.unsupported))
                else {
                    continue;
                };
                let Some(rule) = code.rules.get_mut(number) else { continue };
                is_settled &= rule.reads_finding || !reads;
                is_settled &= rule.unsupported.is_some() || unsupported.is_none();
                rule.reads_finding |= reads;
                rule.unsupported = rule.unsupported.or(unsupported);
            }
        }
        if is_settled {
            break;
        }
    }
}

/// The instructions from a place to the end of its body.
fn body_of(ops: &[Op], place: usize) -> impl Iterator<Item = &Op> {
    let mut is_over = false;
    ops.get(place..)
        .unwrap_or_default()
        .iter()
        .take_while(move |op| !std::mem::replace(&mut is_over, matches!(op, Op::End)))
}

/// An empty collection of a comprehension's kind.
pub(super) fn empty(mode: &ComprehensionMode) -> Value {
    match mode {
        ComprehensionMode::Set => Value::new_set(),
        ComprehensionMode::Array => Value::new_array(),
        ComprehensionMode::Object => Value::new_object(),
    }
}
