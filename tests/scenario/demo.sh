#!/usr/bin/env bash
# The screening demo over lists of its own: it says which list it uses, and finds whom it must.
demo=$(cd "$(dirname "$0")/../../demo" && pwd)
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs screen

# run_demo NAME=VALUE...: the step, with these in its environment.
run_demo() {
    env LIAISON="$LIAISON" "$@" "$demo/screening" >"$capture/stdout" 2>"$capture/stderr"
    status=$?
}

it "screens against the lists it is told of, says so first, and finds the watched and nobody else"
mkdir lists
printf '{"id":"K1","schema":"Person","properties":{"name":["Ottokar VANDERSTEEN"],"birthDate":["1959-04-27"]}}\n' >lists/uk-2026-01.ftm.jsonl
run_demo LIAISON_LISTS=lists
expect_status 0
head -n 1 "$capture/stdout" | grep -q '^list: .*lists/uk-2026-01' || fail "the first line does not name the list"
expect_stdout "0 otherwise"
expect_stdout "BGN/PCGN"

it "fails where a traveller is not answered as the manifest expects"
printf 'id,name,birthDate,nationality,expected\nt1,Ottokar Vandersteen,1959-04-27,,\n' >wrong.csv
run_demo LIAISON_LISTS=lists DEMO_MANIFEST=wrong.csv
expect_status 1
expect_stdout "traveller t1: expected nobody, found K1"
