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

it "lists the commands on standard output when asked"
run help
expect_status 0
expect_stdout "version"
expect_no_stderr

it "prints its version"
run version
expect_status 0
expect_stdout "liaison "
expect_nothing_left
