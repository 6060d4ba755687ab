//! The code that the machine runs: the engine's bytecode with every operand looked up beforehand.

use regorus::{
    Value,
    rvm::{
        instructions::{ComprehensionMode, GuardMode, LoopMode},
        program::RuleType,
    },
    unstable::BuiltinFcn,
};

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

/// What loops need to know.
pub(super) struct Loop {
    pub(super) mode: LoopMode,
    pub(super) collection: Register,
    pub(super) key: Register,
    pub(super) value: Register,
    pub(super) result: Register,
    pub(super) body: usize,
    pub(super) end: usize,
}

/// What a builtin is called with.
pub(super) struct BuiltinCall {
    pub(super) dest: Register,
    pub(super) function: BuiltinFcn,
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
        left: Register,
        right: Register,
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
        collection: Register,
        value: Register,
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
