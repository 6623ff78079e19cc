#!/usr/bin/env bash
# Synth: invented persons, the same for the same seed, that the readers read back.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs synth

it "refuses a count that is none"
run synth --n none
expect_status 64
expect_one_error "--n"
expect_no_stdout

it "writes as many persons as were asked for"
run synth --n 300 --seed 7
expect_status 0
expect_no_stderr
expect_stdout_lines 300
cp "$capture/stdout" people.jsonl

it "gives the same persons for the same seed, and begins a larger population with them"
run synth --n 400 --seed 7
expect_status 0
head -n 300 "$capture/stdout" | cmp -s - people.jsonl || fail "the first 300 differ"

it "gives other persons for another seed"
run synth --n 300 --seed 8
expect_status 0
! cmp -s "$capture/stdout" people.jsonl || fail "both seeds give the same"

it "writes what can be screened, each person found by himself"
head -n 20 people.jsonl >query.jsonl
run screen --list people.jsonl --query query.jsonl --limit 1 --format csv --threshold 0.9 --strict
expect_status 0
expect_no_stderr
