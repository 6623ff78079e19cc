#!/usr/bin/env bash
# Three desks, each in a network namespace of its own, over lines that lose and delay: everything is receipted.
# Skipped aloud where the machine has no namespaces or no netem.
root=$(realpath "$(dirname "$0")/../..")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs serve
# shellcheck source=../line/pair.sh
. "$root/tests/line/pair.sh"
unset LIAISON_UNLOCK LIAISON_DESK
export LIAISON_PERSON=root
line=$root/${BUILD:-build}/${MODE:-release}/line
pids=()
spaces=()
mark=lia$$
net=10.$((64 + $$ % 64)).$(($$ / 64 % 250))

at_end() {
    kill "${pids[@]}" 2>/dev/null
    wait 2>/dev/null
    for space in "${spaces[@]}"; do ip netns del "$space" 2>/dev/null; done
    ip link del "$mark" 2>/dev/null
}

# lay N: namespace N with an address of its own on a bridge.
lay() {
    ip netns add "$mark$1" && spaces+=("$mark$1") &&
        ip link add "$mark$1" type veth peer name eth0 netns "$mark$1" &&
        ip link set "$mark$1" master "$mark" up &&
        ip -n "$mark$1" addr add "$net.$1/24" dev eth0 && ip -n "$mark$1" link set eth0 up &&
        ip -n "$mark$1" link set lo up
}

# worsen N: a tenth of what N sends is lost, the rest 40 ms late.
worsen() {
    tc -n "$mark$1" qdisc add dev eth0 root netem delay 40ms 10ms loss 10%
}

# write_all: each desk sends forty messages to the next, and nothing went wrong at any.
write_all() {
    for pair in "A B" "B C" "C A"; do
        timeout 120 "$line" write "${pair% *}" "${pair#* }" 40 0 >"$capture/stdout" 2>"$capture/stderr"
        status=$?
        expect_status 0
        expect_stdout "40 messages written"
    done
    for desk in A B C; do
        run verify --desk $desk
        expect_status 0
        run message alarms --desk $desk --json
        expect_no_stdout
    done
}

# serve NAME N: the desk serves in its namespace.
serve_in() {
    ip netns exec "$mark$2" "$LIAISON" serve --desk "$1" --listen "$net.$2:7400" >"$1.out" 2>"$1.log" &
    pids+=($!)
    until_true grep -q '^listening' "$1.out"
}

it "carries messages between three desks, each in a network of its own"
if ! command -v ip >/dev/null || [ "$(id -u)" -ne 0 ]; then
    skip "network namespaces need root and ip"
    exit
elif ! { ip link add "$mark" type bridge && ip link set "$mark" up && lay 1 && lay 2 && lay 3; } 2>"$capture/stderr"; then
    skip "this machine lays no network namespaces: $(head -n 1 "$capture/stderr")"
    exit
fi
for desk in A B C; do pair_found $desk; done
pair_keys A "$net.1:7400" B "$net.2:7400"
pair_keys B "$net.2:7400" C "$net.3:7400"
pair_keys C "$net.3:7400" A "$net.1:7400"
serve_in A 1
serve_in B 2
serve_in C 3
for pair in "A B" "B C" "C A"; do
    pair_agree "${pair% *}" "${pair#* }" || fail "$pair do not agree"
done
write_all

it "does so over lines that lose a tenth and are 40 ms late"
if { worsen 1 && worsen 2 && worsen 3; } 2>"$capture/stderr"; then
    write_all
else
    skip "no netem here: $(head -n 1 "$capture/stderr")"
fi
