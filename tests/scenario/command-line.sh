#!/usr/bin/env bash
# The command line itself: what is said to one who calls it wrongly, or asks.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

it "tells its commands to one who names none, and fails as a usage error"
run
expect_status 64
expect_stderr "usage: liaison COMMAND"
expect_no_stdout

it "names a command that does not exist in one line"
run nonsense
expect_status 64
expect_one_error "nonsense"

it "names the page of the command whose option does not exist"
run pair --nonsense
expect_status 64
expect_one_error "pair has no option '--nonsense'; 'man liaison-pair' has them"

it "names the command and its page as they are typed and read, where a command has parts"
run list convert --nonsense
expect_status 64
expect_one_error "list convert has no option '--nonsense'; 'man liaison-list' has them"
for parts in list bench; do
    run $parts --help
    expect_status 0
    expect_stdout "usage: liaison $parts"
done
run list diff --help
expect_status 0
expect_stdout "usage: liaison list diff"
expect_stdout "man liaison-list"
run due move 4 --help
expect_status 0
expect_stdout "liaison due move N --to POST"

it "says what a command takes, in lines that fit a terminal, also where it is asked for help on it"
run pair --help
expect_status 0
expect_stdout "confirm PHRASE"
run help due
expect_status 0
expect_stdout "liaison due move N --to POST"
for command in pair agreement screen subject; do
    "$LIAISON" $command --help | grep -v '^    [a-z]' | awk 'length($0) > 80' | grep . &&
        [ $command != agreement ] && fail "$command --help is wider than a terminal"
done
run help nonsense
expect_status 64
expect_one_error "no command 'nonsense'"
run help help
expect_status 0
run pair
expect_status 64
expect_one_error "pair wants: card | begin"

it "lists the commands on standard output when asked"
run help
expect_status 0
expect_stdout "version"
expect_no_stderr

it "fails aloud where what it prints cannot be written"
for command in help version "due --help" "list --help" "screen --help"; do
    # shellcheck disable=SC2086 # words
    "$LIAISON" $command >/dev/full 2>"$capture/stderr"
    status=$?
    expect_status 74
    expect_one_error "standard output cannot be written"
done

it "prints into no file where standard output is closed"
"$LIAISON" synth --n 20 --seed 3 --out a.jsonl --copies b.jsonl
(exec "$LIAISON" link a.jsonl b.jsonl --clusters clusters >&- 2>"$capture/stderr")
status=$?
expect_status 74
expect_one_error "standard output cannot be written"
[ ! -e clusters ] || fail "the file that is made holds what was to be printed"
rm a.jsonl b.jsonl

it "prints its version"
run version
expect_status 0
expect_stdout "liaison "
expect_nothing_left
run --version
expect_status 0
expect_stdout "liaison "
run version nonsense
expect_status 64
expect_one_error "nonsense"

it "keeps its directory where a child is killed at once"
for _ in $(seq 200); do
    sleep 1 &
    kill $!
    wait $! 2>/dev/null
done
[ -d "$scenario_root" ] || fail "it is gone"
