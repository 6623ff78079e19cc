#!/usr/bin/env bash
# A desk that lies, over HTTPS, to a desk that serves: each lie is refused by name, and the honest line beside it
# goes on. Floods and connections that dribble take from their own share. A serve that is told to end finishes.
root=$(realpath "$(dirname "$0")/../..")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs serve
# shellcheck source=../line/pair.sh
. "$root/tests/line/pair.sh"
unset LIAISON_UNLOCK LIAISON_DESK
export LIAISON_PERSON=root
line=$root/${BUILD:-build}/${MODE:-release}/line
port=$(ports)
a=127.0.0.1:$port r=127.0.0.1:$((port + 1)) l=127.0.0.1:$((port + 2)) status_port=127.0.0.1:$((port + 3))
pids=()
at_end() {
    kill "${pids[@]}" 2>/dev/null
    wait
}

# tool ARGUMENT...: tests/line, as 'run' the program.
tool() {
    timeout 120 "$line" "$@" >"$capture/stdout" 2>"$capture/stderr"
    status=$?
}

it "has a desk A with two counterparts, R and L"
for desk in A R L; do pair_found $desk; done
if ! { pair_keys R "$r" A "$a" && pair_keys L "$l" A "$a"; }; then
    fail "they do not pair"
elif ! { pair_serve A "$a" "$status_port" && pair_serve R "$r" && pair_serve L "$l"; }; then
    fail "they do not serve"
elif ! { pair_agree R A && pair_agree L A; }; then
    fail "they do not agree"
fi
kill "${pids[2]}"
unset 'pids[2]'
tool write R A 20 0
expect_status 0
expect_stdout "20 messages written"

it "refuses each lie about a message by its name"
tool lies L A "$a"
expect_status 0
while read -r said; do
    expect_stdout "$said"
done <<'END'
forged: 200 -
sealed again to a third desk: 200 -
of another channel: 200 -
from the future: 200 -
with a gap: 200 -
badly sealed: 200 seal
with another header's content: 200 seal
for another purpose: 200 purpose
for no purpose: 200 purpose
above the ceiling: 200 handling
of no kind: 200 kind
under another agreement: 200 agreement
that refers to nothing: 200 reference
out of order: 200 -
cut off: 400 -
true: 200 accepted
sent twice: 200 -
a body in a body: 200 -
of two thousand receipts: 413 -
in another's name: 403 -
huge: 413 -
END

it "shows an officer what was refused without a number"
run message alarms --desk A --json
for verdict in forged "other desk" "other channel" future gap form; do
    expect_stdout "\"alarm\":\"refused without a number\",\"verdict\":\"$verdict\""
done

it "knows a fork when the same numbers come again, and raises the alarm"
tool lies L A "$a"
expect_stdout "true: 200 -"
run message alarms --desk A --json
expect_stdout '"alarm":"fork"'

it "lets nothing pass from a desk without an agreement but what always does"
pair_found M
pair_keys M "$l" A "$a" || fail "they do not pair"
tool lies M A "$a"
expect_stdout "true: 200 level"

it "goes on with the honest line while the other floods it"
"$line" flood L A "$a" 127.0.0.2 4 >flooded 2>&1 &
flooding=$!
tool write R A 50 0
expect_status 0
expect_stdout "50 messages written"
wait $flooding
cp flooded "$capture/stdout"
expect_stdout "flood:"

it "goes on while connections dribble a byte a second"
"$line" dribble L "$a" 127.0.0.3 30 4 >dribbled 2>&1 &
dribbling=$!
tool write R A 50 0
expect_status 0
expect_stdout "50 messages written"
wait $dribbling
cp dribbled "$capture/stdout"
expect_stdout "dribble: 30 connections"

it "tells watchers of its state"
if command -v curl >/dev/null; then
    curl -s "http://$status_port/health" "http://$status_port/ready" "http://$status_port/metrics" >"$capture/stdout"
    for metric in ok ready liaison_requests_without_end liaison_overdue liaison_outbox_waiting \
        liaison_outbox_age_seconds liaison_ledger_leaves liaison_rejected liaison_bodies_total \
        liaison_connections_cut_total liaison_turned_away_total; do
        expect_stdout "$metric"
    done
else
    skip "no curl on this machine"
fi

it "finishes what is in hand when it is told to end, and loses nothing"
timeout 120 "$line" write R A 600 0 >written 2>&1 &
writing=$!
sleep 0.2
kill -TERM "${pids[0]}"
wait "${pids[0]}"
status=$?
unset 'pids[0]'
expect_status 0
pair_serve A "$a"
# R tries again after its pause; a restart of R does so at once.
kill -TERM "${pids[1]}"
wait "${pids[1]}"
status=$?
unset 'pids[1]'
expect_status 0
pair_serve R "$r"
wait $writing
status=$?
expect_status 0
cp written "$capture/stdout"
expect_stdout "600 messages written"
for desk in A R; do
    run verify --desk $desk
    expect_status 0
done
