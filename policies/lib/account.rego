# METADATA
# title: Account
# description: |
#   The identity of the finding as an account: whether several use it, whether it is gone, and what was done to it, by
#   the type of the action and the moment at which that happened.
package remedy.lib.account

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org

# More than one person or workload uses it, as the type of the finding, the manifest or the inventory says. An account
# for emergencies is shared by design, and has rules of its own.
is_shared if input.finding.type == "shared_account"

is_shared if {
	input.finding.identity.shared == true
	input.finding.type != "break_glass_use"
}

is_shared if {
	org.identity(input.finding.identity.id).shared == true
	input.finding.type != "break_glass_use"
}

# It is gone for good. A closure that only says so has shown nothing.
is_gone if is_done({"delete", "retire"})

is_done(types) if count(done(types)) > 0

# The actions of these types that were done, and where each stands in the manifest. (Functions of this file name no
# imported rule, but a local one that holds it: once regorus 0.14.1 has evaluated a package, a rule that it imports is
# undefined in its functions.)
done(types) := [{"index": i, "action": action} |
	some i, action in _actions
	action.status == "done"
	action.type in types
]

# When the first action of these types was done. Undefined without one that has a date.
first_at(types) := moment.earliest(_times(types))

# When the last one was done.
last_at(types) := moment.latest(_times(types))

# Where the first action of these types stands, done or not; the list of actions if there is none.
place(types) := ["plan", "actions", first] if first := min(_places(types))

place(types) := ["plan", "actions"] if count(_places(types)) == 0

_places(types) := {i | some i, action in _actions; action.type in types}

_times(types) := {m | some entry in done(types); m := entry.action.performed_at}

_actions := finding.actions
