#!/usr/bin/env bash
# Rollback drill: docs/drills/rollback.sh OLD NEW
# From one published build to another and back on the same store, with a lead before, between and after.
source "$(dirname "$0")/lib.sh"
usage="usage: rollback.sh OLD NEW, the folders of two published builds"
old=${1:?$usage}
new=${2:?$usage}

start "$old"
before=$(submit 1)
drafted "$old" "$before"
stop TERM

start "$new"
drafted "$new" "$before"
between=$(submit 2)
drafted "$new" "$between"
stop TERM

start "$old"
drafted "$old" "$between"
after=$(submit 3)
drafted "$old" "$after"
verified "$old"
stop TERM
say "passed: forward and back, nothing lost"
