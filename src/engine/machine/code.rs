//! The code that the machine runs: the engine's bytecode with every operand looked up beforehand.

use regorus::{
    Value,
    rvm::{
        instructions::{ComprehensionMode, GuardMode, LoopMode},
        program::RuleType,
    },
    unstable::BuiltinFcn,
};

use super::foresee::Foresight;

/// A register of the rule that runs.
pub(super) type Register = u8;

/// All rules of a program, and the instructions that they point into.
pub(super) struct Code {
    /// The instructions of all rules. A place in it is where the engine's program has the same instruction.
    pub(super) ops: Vec<Op>,
    /// The rules by their number.
    pub(super) rules: Vec<Rule>,
}

/// A rule or a function.
pub(super) struct Rule {
    /// What its definitions add up to.
    pub(super) kind: RuleType,
    /// How many arguments it takes; nothing if it is no function.
    pub(super) parameters: Option<usize>,
    /// Its definitions; all of them are evaluated.
    pub(super) definitions: Vec<Definition>,
    /// What it is if no definition says otherwise.
    pub(super) default: Option<Value>,
    /// How many registers it needs.
    pub(super) registers: usize,
    /// Whether what it gives depends on the finding. If not, it is remembered beyond it.
    pub(super) reads_finding: bool,
    /// Why it cannot run here, itself or because of what it calls.
    pub(super) unsupported: Option<&'static str>,
}

/// One definition: bodies of which each that follows with `else` counts only if those before it fail.
pub(super) struct Definition {
    /// Where the arguments are taken apart.
    pub(super) parameters: Option<usize>,
    /// Where the bodies begin, and whether each is an `else`.
    pub(super) bodies: Vec<(usize, bool)>,
}

/// A step into a value.
pub(super) enum Step {
    Key(Value),
    Register(Register),
}

/// What an operator works on.
pub(super) enum Operand {
    Register(Register),
    Value(Value),
}

/// What loops need to know.
pub(super) struct Loop {
    pub(super) mode: LoopMode,
    pub(super) collection: Register,
    pub(super) key: Register,
    pub(super) value: Register,
    pub(super) result: Register,
    pub(super) body: usize,
    pub(super) end: usize,
    /// Whether it stands in what a comprehension gives, where nothing may be left out.
    pub(super) is_in_term: bool,
}

/// What a builtin is called with.
pub(super) struct BuiltinCall {
    pub(super) dest: Register,
    pub(super) function: BuiltinFcn,
    pub(super) foresight: Option<Foresight>,
    pub(super) arguments: Vec<Register>,
}

/// An object that is written out.
pub(super) struct ObjectOf {
    pub(super) dest: Register,
    /// The keys that are constant, in order, with undefined values.
    pub(super) template: Value,
    pub(super) constant_keys: Vec<(Value, Register)>,
    pub(super) computed_keys: Vec<(Register, Register)>,
}

/// The operators between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Op {
    /// Shows each register that the instruction reads.
    pub(super) fn reads(&self, read: &mut dyn FnMut(Register)) {
        let operands = |operands: [&Operand; 2], read: &mut dyn FnMut(Register)| {
            for operand in operands {
                if let Operand::Register(register) = operand {
                    read(*register);
                }
            }
        };
        let stepped = |steps: &[Step], read: &mut dyn FnMut(Register)| {
            for step in steps {
                if let Step::Register(register) = step {
                    read(*register);
                }
            }
        };
        match self {
            Self::Skip
            | Self::Begin(_)
            | Self::End
            | Self::Constant(..)
            | Self::Rule { .. }
            | Self::LoopNext
            | Self::Collect { .. }
            | Self::Collected
            | Self::Unsupported(_) => {}
            Self::Move { source: register, .. }
            | Self::Produce { source: register, .. }
            | Self::Member(register)
            | Self::Not { operand: register, .. }
            | Self::Count { collection: register, .. }
            | Self::Guard(register, _) => read(*register),
            Self::Field { key: one, value: other } | Self::AssertEqual(one, other) => {
                read(*one);
                read(*other);
            }
            Self::Binary { left, right, .. } | Self::Test { left, right, .. } => operands([left, right], read),
            Self::Contains { collection, value, .. } | Self::TestContains { collection, value } => {
                operands([collection, value], read);
            }
            Self::Builtin(call) => call.arguments.iter().for_each(|register| read(*register)),
            Self::Function { arguments, .. } => arguments.iter().for_each(|register| read(*register)),
            Self::Object(object) => {
                object.constant_keys.iter().for_each(|(_, value)| read(*value));
                object.computed_keys.iter().for_each(|(key, value)| {
                    read(*key);
                    read(*value);
                });
            }
            Self::Array(_, elements) | Self::Set(_, elements) => elements.iter().for_each(|register| read(*register)),
            Self::Path { root, steps, .. } => {
                read(*root);
                stepped(steps, read);
            }
            Self::InputPath { steps, .. } | Self::DataPath { steps, .. } => stepped(steps, read),
            Self::LoopStart(of) => read(of.collection),
            Self::Yield { value, key } => {
                read(*value);
                key.iter().for_each(|key| read(*key));
            }
        }
    }
}

/// An instruction.
pub(super) enum Op {
    /// Nothing to do: its work was done beforehand.
    Skip,
    /// Begins a body; the registers that hold the whole input document in it.
    Begin(Box<[Register]>),
    /// Ends a body, or the taking apart of arguments.
    End,
    /// A value that is known beforehand.
    Constant(Register, Value),
    Move {
        dest: Register,
        source: Register,
    },
    /// The value of a complete rule or a function, in register 0. A constant one needs no second.
    Produce {
        source: Register,
        is_constant: bool,
    },
    /// A member of a partial set, in register 0.
    Member(Register),
    /// A field of a partial object, in register 0.
    Field {
        key: Register,
        value: Register,
    },
    Binary {
        operator: Operator,
        dest: Register,
        left: Operand,
        right: Operand,
    },
    /// The same as a condition.
    Test {
        operator: Operator,
        left: Operand,
        right: Operand,
    },
    Not {
        dest: Register,
        operand: Register,
    },
    Builtin(Box<BuiltinCall>),
    Function {
        dest: Register,
        rule: usize,
        arguments: Box<[Register]>,
    },
    Rule {
        dest: Register,
        rule: usize,
    },
    Object(Box<ObjectOf>),
    Array(Register, Box<[Register]>),
    Set(Register, Box<[Register]>),
    /// A value inside another one.
    Path {
        dest: Register,
        root: Register,
        steps: Box<[Step]>,
    },
    /// A value inside the input document.
    InputPath {
        dest: Register,
        steps: Box<[Step]>,
    },
    /// A value inside a constant one, mostly inside `data`.
    DataPath {
        dest: Register,
        root: Box<Value>,
        steps: Box<[Step]>,
    },
    Contains {
        dest: Register,
        collection: Operand,
        value: Operand,
    },
    /// The same as a condition.
    TestContains {
        collection: Operand,
        value: Operand,
    },
    Count {
        dest: Register,
        collection: Register,
    },
    AssertEqual(Register, Register),
    Guard(Register, GuardMode),
    LoopStart(Box<Loop>),
    LoopNext,
    /// Begins a comprehension, which ends at an instruction.
    Collect {
        mode: ComprehensionMode,
        result: Register,
        end: usize,
    },
    Yield {
        value: Register,
        key: Option<Register>,
    },
    Collected,
    /// What the machine does not do.
    Unsupported(&'static str),
}
