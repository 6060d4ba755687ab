//! Runs the code, strictly.
//!
//! What the interpreter of the engine would call an error, and whatever looks odd, stops the run: the interpreter then judges
//! the finding and finds the words. So nothing is ever undefined here because of an error.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use regorus::{
    Value,
    rvm::{
        instructions::{GuardMode, LoopMode},
        program::RuleType,
    },
    unstable::{Expr, Ref, Span},
    value::{Array, Object, ObjectCursor, Set, SetCursor},
};

use super::{
    code::{BuiltinCall, Code, Definition, Loop, ObjectOf, Op, Operand, Operator, Register, Step},
    limits::{Limit, Limits, Spent, of_text},
    lower::{RUN_FIELD, empty},
    memo::Memo,
};

/// How deep rules may call each other. The compiler refuses recursion, so that this is never reached by a policy that loads.
const MOST_DEPTH: usize = 200;

static UNDEFINED: Value = Value::Undefined;

/// Why a run ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A condition of the body does not hold.
    Fails,
    /// The interpreter has to look at it.
    Unsure,
    /// It took too much.
    Limit(Limit),
}

type Outcome<T> = Result<T, Stop>;

/// What the builtins want to know beside their arguments: an expression for each, which they name in errors.
pub(super) struct Dummies {
    pub(super) span: Span,
    pub(super) expressions: Vec<Ref<Expr>>,
}

/// Runs the code of one program on one thread.
pub(super) struct Runner<'a> {
    code: &'a Code,
    dummies: &'a Dummies,
    input: Value,
    /// The part of the input that was the same for all findings so far.
    run: Value,
    registers: Vec<Value>,
    /// Where the registers of the rule that runs begin.
    base: usize,
    depth: usize,
    frames: Vec<Frame<'a>>,
    /// What each rule gave: the number of the finding, and the value.
    given: Vec<(u64, Value)>,
    finding: u64,
    memo: Memo,
    arguments: Vec<Value>,
    spent: Spent,
}

/// What a condition that fails leads back to.
enum Frame<'a> {
    Loop { of: &'a Loop, items: Items, has_success: bool, has_failed: bool },
    Collect { result: Register, end: usize },
}

/// What is left of a collection.
enum Items {
    Array(Arc<Array>, usize),
    Set(Arc<Set>, SetCursor),
    Object(Arc<Object>, ObjectCursor),
}

/// The number of values that do not depend on a finding.
const ALWAYS: u64 = u64::MAX;

impl<'a> Runner<'a> {
    pub(super) fn new(code: &'a Code, dummies: &'a Dummies) -> Self {
        Self {
            code,
            dummies,
            input: Value::Undefined,
            run: Value::Undefined,
            registers: Vec::new(),
            base: 0,
            depth: 0,
            frames: Vec::new(),
            given: vec![(0, Value::Undefined); code.rules.len()],
            finding: 0,
            memo: Memo::new(),
            arguments: Vec::new(),
            spent: Spent::default(),
        }
    }

    /// Takes the next finding.
    pub(super) fn begin(&mut self, input: Value, limits: &Limits) {
        let run = input[&Value::from(RUN_FIELD)].clone();
        if run != self.run {
            self.memo.clear();
            self.given.fill((0, Value::Undefined));
            self.run = run;
        }
        self.input = input;
        self.finding += 1;
        self.spent = Spent::begin(limits);
    }

    /// Evaluates a rule over the finding.
    pub(super) fn evaluate(&mut self, rule: usize) -> Outcome<Value> {
        self.registers.clear();
        self.frames.clear();
        self.base = 0;
        self.depth = 0;
        self.spent.next_rule_set();
        self.rule(rule)
    }

    fn rule(&mut self, number: usize) -> Outcome<Value> {
        if let Some((finding, value)) = self.given.get(number)
            && (*finding == self.finding || *finding == ALWAYS)
        {
            return Ok(value.clone());
        }
        let value = self.enter(number, &[])?;
        let reads_finding = self.code.rules.get(number).is_none_or(|rule| rule.reads_finding);
        if let Some(slot) = self.given.get_mut(number) {
            *slot = (if reads_finding { self.finding } else { ALWAYS }, value.clone());
        }
        Ok(value)
    }

    fn function(&mut self, number: usize, arguments: &[Register]) -> Outcome<Value> {
        if arguments.iter().any(|register| matches!(self.get(*register), Value::Undefined)) {
            return Ok(Value::Undefined);
        }
        let values = || arguments.iter().map(|register| self.get(*register));
        let place = match self.code.rules.get(number) {
            Some(rule) if !rule.reads_finding => self.memo.place(number, values()),
            _ => None,
        };
        let Some(place) = place else { return self.enter(number, arguments) };
        if let Some(result) = self.memo.get(place, number, values()) {
            return Ok(result.clone());
        }
        let kept: Vec<Value> = values().cloned().collect();
        let result = self.enter(number, arguments)?;
        self.memo.put(place, number, kept, result.clone());
        Ok(result)
    }

    /// Evaluates a rule in registers of its own.
    fn enter(&mut self, number: usize, arguments: &[Register]) -> Outcome<Value> {
        let code = self.code;
        let Some(rule) = code.rules.get(number) else { return Err(Stop::Unsure) };
        if self.depth == MOST_DEPTH || rule.unsupported.is_some() {
            return Err(Stop::Unsure);
        }
        if rule.parameters.is_some_and(|parameters| parameters != arguments.len()) {
            return Err(Stop::Unsure);
        }
        let (base, floor, new_base) = (self.base, self.frames.len(), self.registers.len());
        self.registers.push(Value::Undefined);
        for register in arguments {
            let value = self.get(*register).clone();
            self.registers.push(value);
        }
        self.registers.resize(new_base + rule.registers.max(1 + arguments.len()), Value::Undefined);
        self.base = new_base;
        self.depth += 1;
        let result = self.definitions(&rule.kind, &rule.definitions);
        self.depth -= 1;
        self.base = base;
        self.registers.truncate(new_base);
        self.frames.truncate(floor);
        Ok(match (result?, &rule.default) {
            (Value::Undefined, Some(default)) => default.clone(),
            (value, _) => value,
        })
    }

    fn definitions(&mut self, kind: &RuleType, definitions: &[Definition]) -> Outcome<Value> {
        let mut produced = Value::Undefined;
        match kind {
            RuleType::Complete => {}
            RuleType::PartialSet => self.put(0, Value::new_set())?,
            RuleType::PartialObject => self.put(0, Value::new_object())?,
        }
        for definition in definitions {
            if let Some(place) = definition.parameters {
                match self.body(place) {
                    Err(Stop::Fails) => continue,
                    other => other?,
                }
            }
            for (number, (place, _)) in definition.bodies.iter().enumerate() {
                if *kind == RuleType::Complete {
                    self.put(0, Value::Undefined)?;
                }
                match self.body(*place) {
                    Err(Stop::Fails) => continue,
                    other => other?,
                }
                let is_else_next = definition.bodies.get(number + 1).is_some_and(|(_, is_else)| *is_else);
                if *kind == RuleType::Complete {
                    let value = self.take(0);
                    match (&produced, value) {
                        (_, Value::Undefined) if is_else_next => return Err(Stop::Unsure),
                        (_, Value::Undefined) => {}
                        (Value::Undefined, value) => produced = value,
                        (before, value) if *before == value => {}
                        // Two values: an error.
                        _ => return Err(Stop::Unsure),
                    }
                    break;
                }
                if is_else_next {
                    break;
                }
            }
        }
        Ok(if *kind == RuleType::Complete { produced } else { self.take(0) })
    }

    fn get(&self, register: Register) -> &Value {
        self.registers.get(self.base + usize::from(register)).unwrap_or(&UNDEFINED)
    }

    fn operand<'v>(&'v self, operand: &'v Operand) -> &'v Value {
        match operand {
            Operand::Register(register) => self.get(*register),
            Operand::Value(value) => value,
        }
    }

    fn put(&mut self, register: Register, value: Value) -> Outcome<()> {
        match self.registers.get_mut(self.base + usize::from(register)) {
            Some(slot) => {
                *slot = value;
                Ok(())
            }
            None => Err(Stop::Unsure),
        }
    }

    fn take(&mut self, register: Register) -> Value {
        self.registers
            .get_mut(self.base + usize::from(register))
            .map_or(Value::Undefined, |slot| std::mem::replace(slot, Value::Undefined))
    }

    /// Runs from a place to the end of its body.
    fn body(&mut self, place: usize) -> Outcome<()> {
        let floor = self.frames.len();
        let code = self.code;
        let mut next = place;
        loop {
            let Some(op) = code.ops.get(next) else { return Err(Stop::Unsure) };
            self.spent.step()?;
            next += 1;
            match op {
                Op::Skip => {}
                Op::Begin(inputs) => {
                    for register in inputs {
                        self.put(*register, self.input.clone())?;
                    }
                }
                Op::End => return if self.frames.len() == floor { Ok(()) } else { Err(Stop::Unsure) },
                Op::Constant(dest, value) => self.put(*dest, value.clone())?,
                Op::Move { dest, source } => {
                    // A variable that would be undefined: the compiler does not always ask.
                    let value = self.get(*source).clone();
                    let holds = !matches!(value, Value::Undefined);
                    self.put(*dest, value)?;
                    self.condition(holds, &mut next, floor)?;
                }
                Op::Produce { source, is_constant } => {
                    self.produce(*source)?;
                    if *is_constant {
                        self.frames.truncate(floor);
                        return Ok(());
                    }
                }
                Op::Member(register) => self.member(*register, floor)?,
                Op::Field { key, value } => self.field(*key, *value)?,
                Op::Binary { operator, dest, left, right } => {
                    let value = binary(*operator, self.operand(left), self.operand(right))?;
                    self.put(*dest, value)?;
                }
                Op::Test { operator, left, right } => {
                    let value = binary(*operator, self.operand(left), self.operand(right))?;
                    let holds = !matches!(value, Value::Undefined | Value::Bool(false));
                    self.condition(holds, &mut next, floor)?;
                }
                Op::Not { dest, operand } => {
                    let value = !matches!(self.get(*operand), Value::Undefined | Value::Bool(false));
                    self.put(*dest, Value::Bool(!value))?;
                }
                Op::Builtin(call) => self.builtin(call)?,
                Op::Function { dest, rule, arguments } => {
                    let value = self.function(*rule, arguments)?;
                    self.put(*dest, value)?;
                }
                Op::Rule { dest, rule } => {
                    let value = self.rule(*rule)?;
                    self.put(*dest, value)?;
                }
                Op::Object(object) => {
                    let value = self.object(object)?;
                    self.put(object.dest, value)?;
                }
                Op::Array(dest, elements) => {
                    let value = match self.defined(elements) {
                        Some(elements) => Value::from(elements),
                        None => Value::Undefined,
                    };
                    self.put(*dest, value)?;
                }
                Op::Set(dest, elements) => {
                    let value = match self.defined(elements) {
                        Some(elements) => Value::from(elements.into_iter().collect::<std::collections::BTreeSet<_>>()),
                        None => Value::Undefined,
                    };
                    self.put(*dest, value)?;
                }
                Op::Path { dest, root, steps } => {
                    let value = self.inside(self.get(*root), steps)?.clone();
                    self.put(*dest, value)?;
                }
                Op::InputPath { dest, steps } => {
                    let value = self.inside(&self.input, steps)?.clone();
                    self.put(*dest, value)?;
                }
                Op::DataPath { dest, root, steps } => {
                    let value = self.inside(root, steps)?.clone();
                    self.put(*dest, value)?;
                }
                Op::Contains { dest, collection, value } => {
                    let value = contains(self.operand(collection), self.operand(value));
                    self.put(*dest, Value::Bool(value))?;
                }
                Op::TestContains { collection, value } => {
                    let holds = contains(self.operand(collection), self.operand(value));
                    self.condition(holds, &mut next, floor)?;
                }
                Op::Count { dest, collection } => {
                    // Only lists are taken apart by position.
                    let value = match self.get(*collection) {
                        Value::Array(items) => Value::from(items.len()),
                        _ => Value::Undefined,
                    };
                    self.put(*dest, value)?;
                }
                Op::AssertEqual(left, right) => {
                    let (left, right) = (self.get(*left), self.get(*right));
                    let holds = *left != Value::Undefined && left == right;
                    self.condition(holds, &mut next, floor)?;
                }
                Op::Guard(register, mode) => {
                    let value = self.get(*register);
                    let holds = match mode {
                        GuardMode::Condition => !matches!(value, Value::Undefined | Value::Bool(false)),
                        GuardMode::Not => matches!(value, Value::Undefined | Value::Bool(false)),
                        GuardMode::NotUndefined => !matches!(value, Value::Undefined),
                    };
                    self.condition(holds, &mut next, floor)?;
                }
                Op::LoopStart(of) => self.start(of, &mut next)?,
                Op::LoopNext => self.next(&mut next, floor)?,
                Op::Collect { mode, result, end } => {
                    self.put(*result, empty(mode))?;
                    self.frames.push(Frame::Collect { result: *result, end: *end });
                }
                Op::Yield { value, key } => self.collect(*value, *key)?,
                Op::Collected => match self.frames.pop() {
                    Some(Frame::Collect { .. }) if self.frames.len() >= floor => {}
                    _ => return Err(Stop::Unsure),
                },
                Op::Unsupported(_) => return Err(Stop::Unsure),
            }
        }
    }

    /// Goes on, or back to what the condition stands in.
    fn condition(&mut self, holds: bool, next: &mut usize, floor: usize) -> Outcome<()> {
        if holds {
            return Ok(());
        }
        if self.frames.len() <= floor {
            return Err(Stop::Fails);
        }
        match self.frames.last_mut() {
            Some(Frame::Loop { of, has_failed, .. }) => match of.mode {
                LoopMode::Any | LoopMode::ForEach => {
                    *has_failed = true;
                    *next = of.end - 1;
                    Ok(())
                }
                LoopMode::Every => {
                    let of = *of;
                    self.frames.pop();
                    *next = of.end;
                    self.put(of.result, Value::Bool(false))
                }
            },
            Some(Frame::Collect { end, .. }) => {
                *next = *end - 1;
                Ok(())
            }
            None => Err(Stop::Fails),
        }
    }

    fn start(&mut self, of: &'a Loop, next: &mut usize) -> Outcome<()> {
        let mut items = match self.get(of.collection) {
            Value::Array(items) => Items::Array(Arc::clone(items), 0),
            Value::Set(items) => Items::Set(Arc::clone(items), items.cursor()),
            Value::Object(fields) => Items::Object(Arc::clone(fields), fields.cursor()),
            Value::Undefined if !of.is_in_term => {
                let nothing = if of.mode == LoopMode::Every { Value::Undefined } else { Value::Bool(false) };
                *next = of.end;
                return self.put(of.result, nothing);
            }
            // `some … in` a text is an error, and so is a term that looks into nothing.
            _ => return Err(Stop::Unsure),
        };
        if self.advance(&mut items, of)? {
            self.put(of.result, Value::Bool(false))?;
            self.frames.push(Frame::Loop { of, items, has_success: false, has_failed: false });
            *next = of.body;
            Ok(())
        } else {
            *next = of.end;
            self.put(of.result, Value::Bool(of.mode == LoopMode::Every))
        }
    }

    fn next(&mut self, next: &mut usize, floor: usize) -> Outcome<()> {
        if self.frames.len() <= floor {
            return Err(Stop::Unsure);
        }
        let Some(Frame::Loop { of, mut items, mut has_success, has_failed }) = self.frames.pop() else {
            return Err(Stop::Unsure);
        };
        has_success |= !has_failed;
        if of.mode == LoopMode::Any && has_success {
            *next = of.end;
            return self.put(of.result, Value::Bool(true));
        }
        if self.advance(&mut items, of)? {
            self.frames.push(Frame::Loop { of, items, has_success, has_failed: false });
            *next = of.body;
            Ok(())
        } else {
            *next = of.end;
            // An `every` that comes to its end has not failed.
            self.put(of.result, Value::Bool(of.mode == LoopMode::Every || has_success))
        }
    }

    /// Puts the next item into its registers, if there is one.
    fn advance(&mut self, items: &mut Items, of: &Loop) -> Outcome<bool> {
        let (key, value) = match items {
            Items::Array(items, position) => match items.get(*position) {
                Some(value) => {
                    let key = Value::from(*position);
                    *position += 1;
                    (key, value.clone())
                }
                None => return Ok(false),
            },
            Items::Set(items, cursor) => match items.next(cursor) {
                Some(value) => (value.clone(), value.clone()),
                None => return Ok(false),
            },
            Items::Object(fields, cursor) => match fields.next(cursor) {
                Some((key, value)) => (key.clone(), value.clone()),
                None => return Ok(false),
            },
        };
        if of.key != of.value {
            self.put(of.key, key)?;
        }
        self.put(of.value, value)?;
        Ok(true)
    }

    fn produce(&mut self, source: Register) -> Outcome<()> {
        let value = self.get(source).clone();
        let before = self.get(0);
        if matches!(before, Value::Undefined) || *before == value {
            return self.put(0, value);
        }
        // Two values of one rule: an error. One of them undefined: the engine's own ways are odd there.
        Err(Stop::Unsure)
    }

    fn member(&mut self, register: Register, floor: usize) -> Outcome<()> {
        let value = self.get(register).clone();
        if matches!(value, Value::Undefined) {
            if self.frames.len() == floor {
                return Err(Stop::Fails);
            }
            // In a loop the interpreter loses the other members, too.
            return Err(Stop::Unsure);
        }
        self.spent.built(1)?;
        let mut set = self.take(0);
        match set.as_set_mut() {
            Ok(members) => members.insert(value),
            Err(_) => return Err(Stop::Unsure),
        };
        self.put(0, set)
    }

    fn field(&mut self, key: Register, value: Register) -> Outcome<()> {
        let (key, value) = (self.get(key).clone(), self.get(value).clone());
        if matches!(key, Value::Undefined) || matches!(value, Value::Undefined) {
            return Err(Stop::Unsure);
        }
        let mut object = self.take(0);
        self.insert(&mut object, key, value)?;
        self.put(0, object)
    }

    /// A field that is there with another value is an error.
    fn insert(&mut self, object: &mut Value, key: Value, value: Value) -> Outcome<()> {
        self.spent.built(1)?;
        let Ok(fields) = object.as_object_mut() else { return Err(Stop::Unsure) };
        match fields.get(&key) {
            Some(before) if *before != value => Err(Stop::Unsure),
            Some(_) => Ok(()),
            None => {
                fields.insert(key, value);
                Ok(())
            }
        }
    }

    fn collect(&mut self, value: Register, key: Option<Register>) -> Outcome<()> {
        let of = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Collect { result, .. } => Some(*result),
            Frame::Loop { .. } => None,
        });
        let Some(result) = of else { return Err(Stop::Unsure) };
        let value = self.get(value).clone();
        let key = key.map(|key| self.get(key).clone());
        if matches!(value, Value::Undefined) || matches!(key, Some(Value::Undefined)) {
            return Ok(());
        }
        self.spent.built(1)?;
        let mut collection = self.take(result);
        match (&mut collection, key) {
            (Value::Set(items), _) => {
                Arc::make_mut(items).insert(value);
            }
            (Value::Array(items), _) => Arc::make_mut(items).push(value),
            (Value::Object(_), Some(key)) => self.insert(&mut collection, key, value)?,
            _ => return Err(Stop::Unsure),
        }
        self.put(result, collection)
    }

    /// The values of registers, if all are defined.
    fn defined(&self, registers: &[Register]) -> Option<Vec<Value>> {
        let value =
            |register: &Register| Some(self.get(*register)).filter(|value| **value != Value::Undefined).cloned();
        registers.iter().map(value).collect()
    }

    fn object(&mut self, of: &ObjectOf) -> Outcome<Value> {
        let registers = of
            .constant_keys
            .iter()
            .map(|(_, value)| value)
            .chain(of.computed_keys.iter().flat_map(|(key, value)| [key, value]));
        for register in registers {
            if matches!(self.get(*register), Value::Undefined) {
                return Ok(Value::Undefined);
            }
        }
        let mut object = of.template.clone();
        let Ok(fields) = object.as_object_mut() else { return Err(Stop::Unsure) };
        for (key, value) in &of.constant_keys {
            fields.insert(key.clone(), self.get(*value).clone());
        }
        for (key, value) in &of.computed_keys {
            let (key, value) = (self.get(*key).clone(), self.get(*value).clone());
            self.insert(&mut object, key, value)?;
        }
        Ok(object)
    }

    /// A number that is no key of an object may stand for its text in the interpreter.
    fn inside<'v>(&'v self, root: &'v Value, steps: &'v [Step]) -> Outcome<&'v Value> {
        let mut value = root;
        for step in steps {
            let key = match step {
                Step::Key(key) => key,
                Step::Register(register) => self.get(*register),
            };
            let inner = &value[key];
            if let (Value::Undefined, Value::Number(_), Value::Object(fields)) = (inner, key, value)
                && fields.contains_key(&Value::from(key.to_string()))
            {
                return Err(Stop::Unsure);
            }
            value = inner;
        }
        Ok(value)
    }

    fn builtin(&mut self, call: &BuiltinCall) -> Outcome<()> {
        let mut arguments = std::mem::take(&mut self.arguments);
        arguments.clear();
        arguments.extend(call.arguments.iter().map(|register| self.get(*register).clone()));
        let value = if arguments.contains(&Value::Undefined) {
            Value::Undefined
        } else {
            let expressions = self.dummies.expressions.get(..arguments.len()).ok_or(Stop::Unsure)?;
            if let Some(foresight) = call.foresight {
                self.spent.has_room(foresight(&arguments))?;
            }
            let (function, _) = call.function;
            // Some builtins panic on what they did not expect.
            let called = AssertUnwindSafe(|| function(&self.dummies.span, expressions, &arguments, true));
            match catch_unwind(called) {
                Ok(Ok(value)) => value,
                Ok(Err(_)) | Err(_) => return Err(Stop::Unsure),
            }
        };
        arguments.clear();
        self.arguments = arguments;
        self.spent.built(size(&value))?;
        self.put(call.dest, value)
    }
}

/// How much a builtin has built: bytes of a text, items of a collection.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => of_text(text.len()),
        Value::Array(items) => items.len(),
        Value::Set(items) => items.len(),
        Value::Object(fields) => fields.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Undefined => 0,
    }
}

fn contains(collection: &Value, value: &Value) -> bool {
    match collection {
        Value::Set(items) => items.contains(value),
        Value::Array(items) => items.contains(value),
        Value::Object(fields) => fields.values().any(|field| field == value),
        _ => false,
    }
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Outcome<Value> {
    if matches!(left, Value::Undefined) || matches!(right, Value::Undefined) {
        return Ok(Value::Undefined);
    }
    let holds = match operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
            return computed(operator, left, right);
        }
    };
    Ok(Value::Bool(holds))
}

fn computed(operator: Operator, left: &Value, right: &Value) -> Outcome<Value> {
    if let (Operator::Subtract, Value::Set(left), Value::Set(right)) = (operator, left, right) {
        return Ok(Value::from(left.difference(right)));
    }
    let (Value::Number(left), Value::Number(right)) = (left, right) else { return Err(Stop::Unsure) };
    let is_zero = right.as_i64() == Some(0);
    let result = match operator {
        Operator::Add => left.add(right),
        Operator::Subtract => left.sub(right),
        Operator::Multiply => left.mul(right),
        Operator::Divide if !is_zero => left.clone().divide(right),
        Operator::Remainder if !is_zero && left.is_integer() && right.is_integer() => left.clone().modulo(right),
        _ => return Err(Stop::Unsure),
    };
    result.map(Value::from).map_err(|_| Stop::Unsure)
}
