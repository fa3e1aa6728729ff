#!/usr/bin/env bash
# Rollback drill: docs/drills/rollback.sh OLD NEW
# From one published build to another and back on the same store, with a lead before, between and after.
source "$(dirname "$0")/lib.sh"
usage="usage: rollback.sh OLD NEW, the folders of two published builds"
old=${1:?$usage}
new=${2:?$usage}

start "$old"
before=$(submit 1)
shown "$old" "$before"
stop TERM

start "$new"
shown "$new" "$before"
between=$(submit 2)
shown "$new" "$between"
stop TERM

start "$old"
shown "$old" "$between"
after=$(submit 3)
shown "$old" "$after"
verified "$old"
stop TERM
say "passed: forward and back, nothing lost"
