#!/usr/bin/env bash
# Disk-full drill: docs/drills/disk-full.sh BUILD
# The disk of a published build fills up: it says that it is not ready, accepts nothing, lives on, and with room it goes on without a restart.
# The disk is a small file system in a mount namespace of its own. Where nobody may make one, a limit on the size of files stands in for it.
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${DRILL_DISK:-}" ]; then
  if unshare -Urm sh -c 'mount -t tmpfs none /mnt' 2>/dev/null; then DRILL_DISK=mount exec unshare -Urm "$0" "$@"; fi
  export DRILL_DISK=limit
fi
source "$here/lib.sh"
build=${1:?usage: disk-full.sh BUILD, the folder of a published build}
disk=$drill/disk
mkdir "$disk"
if [ "$DRILL_DISK" = mount ]; then
  mount -t tmpfs -o size=48m,mode=700 none "$disk"
  trap '[ -z "$bot" ] || kill -KILL "$bot" 2>/dev/null && wait "$bot" 2>/dev/null || true; umount "$disk"; rm -rf "$drill"' EXIT
fi
export Storage__Path=$disk/salesagent.db

fill() {
  if [ "$DRILL_DISK" = limit ]; then prlimit --pid "$bot" "--fsize=$(stat -c %s "$disk/salesagent.db-wal"):unlimited"; else head -c 64M /dev/zero >"$disk/filler" 2>/dev/null || true; fi
}
empty() {
  if [ "$DRILL_DISK" = limit ]; then prlimit --pid "$bot" --fsize=unlimited:unlimited; else rm "$disk/filler"; fi
}
ready() { curl --silent --write-out '%{http_code}' "http://127.0.0.1:$port/health/ready"; }

# Whoever ignores the signal gets an error instead, as with a disk.
trap '' XFSZ
start "$build"
first=$(submit 1)
drafted "$build" "$first"

fill
for number in 2 3 4; do
  said=$(deliver "$number" full)
  grep -q '^503 ' <<<"$said" || fail "a full disk was answered with $said"
done
said=$(ready)
grep -q 'unhealthy.*503$' <<<"$said" || fail "it does not say that it cannot store: $said"
curl --silent --fail --output /dev/null "http://127.0.0.1:$port/health" || fail "it does not live on"
say "the disk is full, and it says so"

empty
for _ in $(seq 50); do
  said=$(ready)
  grep -q '200$' <<<"$said" && break
  sleep 0.2
done
grep -q '200$' <<<"$said" || fail "it did not notice that there is room: $said"
for number in 2 3 4; do
  said=$(deliver "$number" full)
  grep -q '^202 .*accepted' <<<"$said" || fail "with room a lead was answered with $said"
done
said=$(deliver 4 full)
grep -q '^202 .*duplicate' <<<"$said" || fail "a repeated lead was answered with $said"
drafted "$build" "$(sed 's/.*"leadIds":\["\([^"]*\)".*/\1/' <<<"$said")"
verified "$build"
stop TERM
say "passed: a full disk ($DRILL_DISK) was told of, nothing was lost, and with room it went on"
