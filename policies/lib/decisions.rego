# METADATA
# title: Decisions of a review
# description: |
#   Names groups of decisions in a message. A review may hold a hundred thousand of them: so they are counted, the first
#   is pointed at, and a few more are shown beside it.
package remedy.lib.decisions

total(groups) := sum([group.count | some group in groups])

# How many, in words.
in_words(groups) := number(total(groups))

number(1) := "1 decision"

number(n) := sprintf("%d decisions", [n]) if n != 1

# How many, and an example: "12 decisions, for example row 17, item `acc-9`".
with_example(groups, what) := sprintf("%s %s%s %s", [in_words(groups), what, _link(groups), name(groups[0])])

_link(groups) := ":" if total(groups) == 1

_link(groups) := ", for example" if total(groups) != 1

# The example of a group: its item, and its row if it stands in a file.
name(group) := sprintf("row %d, item `%s`", [group.example.row, group.example.item]) if _is_in_a_file(group)

name(group) := sprintf("item `%s`", [group.example.item]) if not _is_in_a_file(group)

_is_in_a_file(group) if is_number(group.example.row)

# Where key of the example stands in the manifest, or should. Of a file the manifest has no more than the name.
place(group, key) := array.concat(group.example.path, [key]) if is_array(group.example.path)

place(group, _) := ["decisions", "file"] if not is_array(object.get(group, ["example", "path"], null))

# Up to four more groups, as other places of a result.
others(groups) := [{"path": place(group, "item"), "message": with_example([group], "of the same kind")} |
	some group in array.slice(groups, 1, 5)
]

# The first of some names, and how many there are beside them: "`a`, `b`, `c` and 9 more".
listed(names, n) := concat(", ", _shown(names)) if n <= count(_shown(names))

listed(names, n) := sprintf("%s and %d more", [concat(", ", _shown(names)), n - count(_shown(names))]) if {
	n > count(_shown(names))
}

_shown(names) := [sprintf("`%s`", [n]) | some n in array.slice(names, 0, 3)]
