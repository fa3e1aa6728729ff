# What the drills need. Sourced, not run.
# Everything happens in a folder of its own, with the sandbox: no real account is touched.
set -euo pipefail
drill=$(mktemp -d)
drill_began=$(date +%s%3N)
secret=development-only-hubspot-client-secret
port=${DRILL_PORT:-39780}
operator_key=
bot=

export ASPNETCORE_ENVIRONMENT=Development Sandbox__Enabled=true Storage__Path="$drill/salesagent.db" Work__LeaseSeconds=3
say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$*"; }
fail() { say "FAILED: $*"; tail -n 20 "$drill/bot.log" >&2 || true; exit 1; }
trap '[ -z "$bot" ] || kill -KILL "$bot" 2>/dev/null || true; rm -rf "$drill"' EXIT

# start BUILD: runs it and waits until it is ready.
start() {
  (cd "$1" && exec dotnet SalesAgent.Bot.dll --urls "http://127.0.0.1:$port") >>"$drill/bot.log" 2>&1 &
  bot=$!
  for _ in $(seq 300); do
    if curl --silent --fail --output /dev/null -H "Authorization: Bearer $operator_key" "http://127.0.0.1:$port/health/ready"; then say "$1 is ready"; return; fi
    kill -0 "$bot" 2>/dev/null || fail "$1 did not start"
    sleep 0.2
  done
  fail "$1 is not ready"
}

# stop SIGNAL
stop() {
  kill "-$1" "$bot"
  wait "$bot" 2>/dev/null || true
  bot=
  say "stopped with $1"
}

# submit NUMBER: sends a signed form lead of somebody new and prints the lead's id.
submit() {
  local path=/api/webhooks/hubspot/form-submission now body signature
  now=$(date +%s%3N)
  body=$(printf '{"portalId":24680135,"formId":"b9a4d6e2-5c3f-4a71-9e08-2d7f61c0a5b3","formSubmissionId":"drill-%s-%s","timestamp":%s,"fieldValues":[{"name":"email","value":"drill%s@example.com"},{"name":"firstname","value":"Drill"}]}' "$1" "$now" "$now" "$1")
  signature=$(printf 'POST%s%s%s' "http://127.0.0.1:$port$path" "$body" "$now" | openssl dgst -sha256 -hmac "$secret" -binary | base64)
  curl --silent --show-error --fail-with-body -X POST "http://127.0.0.1:$port$path" -H 'Content-Type: application/json' \
    -H "X-HubSpot-Request-Timestamp: $now" -H "X-HubSpot-Signature-v3: $signature" --data-binary "$body" |
    sed 's/.*"leadIds":\["\([^"]*\)".*/\1/'
}

# deliver WHO EVENT [MILLISECONDS]: sends a signed form of that person, the same one for the same event, and prints status and answer.
deliver() {
  local path=/api/webhooks/hubspot/form-submission now body signature
  now=$(date +%s%3N)
  body=$(printf '{"portalId":24680135,"formId":"b9a4d6e2-5c3f-4a71-9e08-2d7f61c0a5b3","formSubmissionId":"drill-%s-%s","timestamp":%s,"fieldValues":[{"name":"email","value":"drill%s@example.com"}]}' "$1" "$2" "${3:-$drill_began}" "$1")
  signature=$(printf 'POST%s%s%s' "http://127.0.0.1:$port$path" "$body" "$now" | openssl dgst -sha256 -hmac "$secret" -binary | base64)
  curl --silent --show-error --output "$drill/answer" --write-out '%{http_code} ' -X POST "http://127.0.0.1:$port$path" -H 'Content-Type: application/json' \
    -H "X-HubSpot-Request-Timestamp: $now" -H "X-HubSpot-Signature-v3: $signature" --data-binary "$body"
  cat "$drill/answer"
}

# drafted BUILD LEAD: waits until the lead's draft is in Gmail, by what the audit says. A card there is none: nobody uses the sandbox's Teams.
drafted() {
  for _ in $(seq 60); do
    if (cd "$1" && dotnet SalesAgent.Bot.dll audit show "$2" 2>/dev/null) | grep -q draft_created; then say "lead $2 has its draft"; return; fi
    sleep 1
  done
  fail "lead $2 got no draft"
}

# verified BUILD: the audit is whole.
verified() {
  (cd "$1" && dotnet SalesAgent.Bot.dll audit verify) || fail "the audit is not whole"
}
