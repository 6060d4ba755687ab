# METADATA
# title: Results
# description: |
#   The one way to build what a rule returns. A result is an object with `rule`, `path` and `message` and, where they
#   make sense, `expected`, `found`, `unblock`, `who`, `earliest`, `related`, `facts` and `flag`.
package remedy.lib.result

# A denial: it blocks. `path` is the list of keys and indices that the manifest has, or should have.
deny(rule, path, details) := object.union(details, {"rule": rule, "path": path})

# A warning: it is shown and does not block. `flag` marks the decision, for example `overdue`.
warn(rule, path, details) := object.union(details, {"rule": rule, "path": path})

# What a rule returns when an input that it needs was not given: the finding could not be judged, and never passes.
unavailable(rule, path, name, advice) := {
	"rule": rule,
	"path": path,
	"unavailable": name,
	"message": sprintf("cannot be judged: `%s` is not available", [name]),
	"unblock": advice,
}
