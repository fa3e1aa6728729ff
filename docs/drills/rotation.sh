#!/usr/bin/env bash
# Rotation drill: docs/drills/rotation.sh BUILD
# A published build in Production has its operator key, its SecretKey and its HubSpot secret rotated: nobody is let in with an old one at the
# end, who was forgotten stays out, a repeated lead is recognised, and the audit is whole. It is stopped all the while: no vendor is reached.
source "$(dirname "$0")/lib.sh"
build=${1:?usage: rotation.sh BUILD, the folder of a published build}

export Sandbox__Enabled=false ASPNETCORE_ENVIRONMENT=Production Mode__Stopped=true
export MicrosoftAppId=11111111-2222-4333-8444-555555555555 MicrosoftAppPassword=of-a-drill MicrosoftAppTenantId=66666666-7777-4888-8999-aaaaaaaaaaaa
export Reps__0__Name='Alex Wilber' Reps__0__Email=alex@contoso.example Reps__0__AadObjectId=aad-alex Reps__0__TimeZone=America/New_York
export HubSpot__BaseUri=https://127.0.0.1:1/ Bot__LoginAuthority=https://127.0.0.1:1/ Bot__OpenIdMetadataUri=https://127.0.0.1:1/

command() { (cd "$build" && dotnet SalesAgent.Bot.dll "$@" 2>>"$drill/bot.log"); }
random() { openssl rand -hex 32; }
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }

# make N NAME: a new operator key; configured as entry N, the key in $made.
make() {
  local said
  said=$(command secrets operator-key "$2" --json)
  made=$(field key <<<"$said")
  export "OperatorKeys__$1__Name=$2" "OperatorKeys__$1__Hash=$(field hash <<<"$said")"
}

# calls KEY STATUS: what an operator route answers to that key.
calls() {
  local status
  status=$(curl --silent --output /dev/null --write-out '%{http_code}' -H "Authorization: Bearer $1" "http://127.0.0.1:$port/health/ready")
  [ "$status" = "$2" ] || fail "an operator route answered $status and not $2"
}

# answers SECRET WHO EVENT PATTERN: a form of that person, the same one for the same event, signed with that secret. The second is an hour older.
answers() {
  local said
  secret=$1
  said=$(deliver "$2" "$3" "$([ "$3" = first ] || echo $((drill_began - 3600000)))") || true
  grep -qE "$4" <<<"$said" || fail "the form of $2 was answered with $said"
}

# refused: the build does not start with these settings, and says what to do.
refused() {
  local said
  if said=$(cd "$build" && timeout 30 dotnet SalesAgent.Bot.dll --urls "http://127.0.0.1:$port" 2>&1); then fail "it started with another SecretKey"; fi
  grep -q PreviousSecretKey <<<"$said" || fail "it did not say why it does not start: $said"
}

first_secret=$(random) second_secret=$(random) first_hubspot=$(random) second_hubspot=$(random)
make 0 first
first_key=$made operator_key=$made

export SecretKey=$first_secret HubSpot__ClientSecret=$first_hubspot
start "$build"
calls "$first_secret" 401
answers "$first_hubspot" jane first '^202 .*accepted'
answers "$first_hubspot" omar first '^202 .*accepted'
stop TERM
command forget drillomar@example.com --yes >/dev/null || fail "omar was not forgotten"

export SecretKey=$second_secret
refused
say "refused with another SecretKey"

export PreviousSecretKey=$first_secret HubSpot__ClientSecret=$second_hubspot HubSpot__PreviousClientSecret=$first_hubspot
make 1 second
second_key=$made
start "$build"
calls "$first_key" 200
calls "$second_key" 200
answers "$first_hubspot" jane first '^202 .*duplicate'
answers "$second_hubspot" jane first '^202 .*duplicate'
answers "$second_hubspot" omar second '^400 '
answers "$second_hubspot" nora first '^202 .*accepted'
stop TERM

unset PreviousSecretKey HubSpot__PreviousClientSecret OperatorKeys__0__Name OperatorKeys__0__Hash
operator_key=$second_key
start "$build"
calls "$first_key" 401
calls "$first_secret" 401
calls "$second_secret" 401
calls "$second_key" 200
answers "$first_hubspot" jane first '^401 '
answers "$second_hubspot" jane first '^202 .*duplicate'
answers "$second_hubspot" omar second '^400 '
command audit show drilljane@example.com >/dev/null || fail "jane is not found by her address"
verified "$build"
stop TERM

export SecretKey=$first_secret
refused
say "passed: three secrets rotated, nobody forgotten is back, nothing lost"
