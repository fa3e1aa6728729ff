#!/usr/bin/env bash
# Restart drill: docs/drills/restart.sh BUILD
# A published build is killed right after it accepted leads, and started again: each must get its draft, and the audit be whole.
source "$(dirname "$0")/lib.sh"
build=${1:?usage: restart.sh BUILD, the folder of a published build}

start "$build"
first=$(submit 1)
stop KILL
start "$build"
drafted "$build" "$first"

second=$(submit 2)
stop TERM
start "$build"
drafted "$build" "$second"
verified "$build"
stop TERM
say "passed: killed and stopped, nothing lost"
