//! Joins instructions of a body that are always run together: a comparison and the condition on it need no register between
//! them, and a constant that was written into an operator need not be loaded.

use regorus::rvm::instructions::GuardMode;

use super::code::{Op, Register};

/// Joins what can be joined. Every instruction keeps its place; what has nothing to do any more is skipped.
pub(super) fn fuse(body: &mut [Op]) {
    let mut reads = [0_usize; Register::MAX as usize + 1];
    for op in body.iter() {
        op.reads(&mut |register| {
            if let Some(count) = reads.get_mut(usize::from(register)) {
                *count += 1;
            }
        });
    }
    let count = |register: Register| reads.get(usize::from(register)).copied().unwrap_or_default();
    for place in 0..body.len() {
        let Some([first, second]) = body.get_mut(place..).and_then(|rest| rest.first_chunk_mut()) else { continue };
        // Register 0 is what the rule gives, and read by nobody in the body.
        if let Op::Constant(dest, _) = first
            && *dest != 0
            && count(*dest) == 0
        {
            *first = Op::Skip;
            continue;
        }
        let Op::Guard(register, GuardMode::Condition) = second else { continue };
        let register = *register;
        if count(register) != 1 {
            continue;
        }
        *second = match std::mem::replace(first, Op::Skip) {
            Op::Binary { operator, dest, left, right } if dest == register => Op::Test { operator, left, right },
            Op::Contains { dest, collection, value } if dest == register => Op::TestContains { collection, value },
            Op::Not { dest, operand } if dest == register => Op::Guard(operand, GuardMode::Not),
            other => {
                *first = other;
                continue;
            }
        };
    }
}
