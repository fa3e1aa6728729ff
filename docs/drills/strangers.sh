#!/usr/bin/env bash
# Strangers drill: docs/drills/strangers.sh BUILD
# Sends requests that prove nothing to a published build in Production, under the memory limit of docker-compose.prod.yml: random and differently
# spelled paths, methods, hosts, key ids and sources. Its resident memory must end within 30 MB of where it was after the warm-up.
# All of it stays on this machine. STRANGERS (500000) is how many requests, CONNECTIONS (4) on how many connections at once.
source "$(dirname "$0")/lib.sh"
build=${1:?usage: strangers.sh BUILD, the folder of a published build}
here=$(dirname "$(readlink -f "$0")")
strangers=${STRANGERS:-500000}
most_growth_kb=$((30 * 1024))

unset Sandbox__Enabled Work__LeaseSeconds
export ASPNETCORE_ENVIRONMENT=Production SecretKey=a-secret-of-this-drill-alone-0123456789 HubSpot__ClientSecret=a-client-secret-of-this-drill
export MicrosoftAppId=11111111-2222-4333-8444-555555555555 MicrosoftAppPassword=a-password MicrosoftAppTenantId=66666666-7777-4888-8999-aaaaaaaaaaaa
export Reps__0__Name=Drill Reps__0__Email=drill@example.com Reps__0__AadObjectId=aad-drill Reps__0__TimeZone=Europe/Berlin
# The sender stands for many: 127.0.0.1 is a proxy that names them; other addresses of 127.0.0.0/8 are senders of their own.
operator_key=salesagent-op-of-this-drill-alone
export OperatorKeys__0__Name=drill OperatorKeys__0__Hash=$(printf %s "$operator_key" | sha256sum | cut -d " " -f 1)
export RateLimit__KnownProxies__0=127.0.0.1 DOTNET_GCHeapHardLimit=0x18000000

(cd "$build" && exec dotnet SalesAgent.Bot.dll --urls "http://127.0.0.1:$port") >>"$drill/bot.log" 2>&1 &
bot=$!
for _ in $(seq 300); do curl --silent --fail --output /dev/null "http://127.0.0.1:$port/health" && break; kill -0 "$bot" 2>/dev/null || fail "it did not start"; sleep 0.2; done
resident() { awk '/^VmRSS/ { print $2 }' "/proc/$bot/status"; }
peak() { awk '/^VmHWM/ { print $2 }' "/proc/$bot/status"; }

say "ready with $(($(resident) / 1024)) MB"
python3 "$here/strangers.py" "$port" "${WARM_UP:-50000}" 1 "${CONNECTIONS:-4}" >/dev/null || fail "the warm-up ended early"
before=$(resident)
say "$(($before / 1024)) MB after the warm-up"
python3 "$here/strangers.py" "$port" "$strangers" 2 "${CONNECTIONS:-4}" || fail "the sender ended early"
after=$(resident)
say "$(($after / 1024)) MB after $strangers requests, $(($(peak) / 1024)) MB at most; log $(wc -c <"$drill/bot.log") bytes, store $(cat "$drill"/salesagent.db* | wc -c) bytes"
curl --silent --fail --output "$drill/metrics" -H "Authorization: Bearer $operator_key" "http://127.0.0.1:$port/metrics" || fail "the operator is locked out"
say "$(grep -c -v '^#' "$drill/metrics") time series"
[ $(($after - $before)) -le "$most_growth_kb" ] || fail "resident memory grew by $((($after - $before) / 1024)) MB"
stop TERM
verified "$build"
say "passed: strangers leave nothing behind"
