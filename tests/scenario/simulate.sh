#!/usr/bin/env bash
# Desks live in a simulated world; what must hold holds, and a seed repeats everything.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs simulate

seeds=300
case $LIAISON in *-asan) seeds=12 ;; esac
[ -z "${LIAISON_SOAK:-}" ] || seeds=20000

it "holds what must hold over many seeds with every fault"
run simulate --days 4 --seeds "$seeds"
expect_status 0
expect_stdout " 0 broken"
tail -n 1 "$capture/stdout"

it "holds it over longer lives"
run simulate --days 30 --seeds $((seeds / 20 + 1)) --seed 5000
expect_status 0

it "holds it for three desks"
run simulate --desks 3 --days 5 --seeds $((seeds / 20 + 1)) --seed 9000
expect_status 0

it "holds it with real signatures and seals"
run simulate --real-keys --days 4 --seeds $((seeds / 20 + 1)) --seed 13000
expect_status 0
tail -n 1 "$capture/stdout"

it "repeats everything from one seed"
run simulate --days 10 --seed 77 --json
cp "$capture/stdout" first
run simulate --days 10 --seed 77 --json
cmp -s "$capture/stdout" first || fail "the same seed gave another run"
run simulate --days 10 --seed 78 --json
cmp -s "$capture/stdout" first && fail "another seed gave the same run"

it "refuses faults and worlds that there are not"
run simulate --faults earthquake
expect_status 64
expect_one_error "earthquake"
run simulate --desks 9
expect_status 64
run simulate --days 0
expect_status 64
