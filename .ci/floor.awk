# awk -f floor.awk FLOORS PROFILE... holds coverage profiles of Go, taken together, against the floors. It says nothing and
# succeeds when all are met. A package whose name ends in “test” is a suite that others run, and has none.
NR == FNR {
	if ($1 !~ /^#/ && NF == 2) floor[$1] = $2
	next
}

/^mode:/ { next }

{
	name = $1
	sub(/:[^:]*$/, "", name) # the place in the file
	sub(/\/[^\/]*$/, "", name) # the file
	sub(/^[^\/]*\/?/, "", name) # the module
	if (name == "") name = "."
	if (!($1 in seen)) all[name] += $2
	if ($3 > 0 && !($1 in hit)) run[name] += $2
	seen[$1]
	if ($3 > 0) hit[$1]
}

END {
	for (name in all) {
		least = (name in floor) ? floor[name] : floor["*"]
		share = 100 * run[name] / all[name]
		if (name !~ /test$/ && share < least) missed(sprintf("%s: %.1f %% of statements are tested, the floor is %d %%", name, share, least))
	}
	for (name in floor)
		if (name != "*" && !(name in all)) missed(name ": has a floor in .ci/floors, but nothing of it was measured")
	exit bad
}

function missed(what) {
	print "== coverage: " what
	bad = 1
}
