#!/usr/bin/env bash
# Two desks, each a process of its own, are paired, agree, and talk over HTTPS.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs serve
unset LIAISON_UNLOCK LIAISON_DESK
export LIAISON_PERSON=root
echo 2011-03-04T09:00:00Z >clock
port=$((20000 + $$ % 20000))

serving=()
end_serving() {
    for pid in "${serving[@]}"; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    serving=()
}
trap 'end_serving; finish' EXIT

# start DESK PORT: serves under the scenario's clock; steps go in by one pipe and out by another.
start() {
    mkfifo "$capture/$1.in" "$capture/$1.out"
    "$LIAISON" serve --desk "$1" --listen "127.0.0.1:$2" <"$capture/$1.in" >"$capture/$1.out" 2>"$capture/$1.log" &
    serving+=($!)
}

# step DESK IN OUT: one step, and what came of it.
step() {
    echo step >&"$2"
    read -r -t 60 line <&"$3" || line="no answer"
    echo "$line" >"$capture/stdout"
}

settle() {
    for _ in 1 2 3; do
        step R 5 6
        step A 7 8
    done
}

it "makes two desks"
run init R --desk R --clock clock --admin root
expect_status 0
run init A --desk A --clock clock --admin root
expect_status 0

it "pairs them by a phrase, the first side having committed before it saw anything"
run pair begin --desk R --address "127.0.0.1:$port"
expect_status 0
cp "$capture/stdout" p1
run pair answer p1 --desk A --address "127.0.0.1:$((port + 1))"
expect_status 0
cp "$capture/stdout" p2
run pair reveal p2 --desk R
expect_status 0
cp "$capture/stdout" p3
phrase=$(sed -n 's/^phrase: //p' "$capture/stderr")
run pair check p3 --desk A
expect_status 0
expect_stdout "phrase: $phrase"

it "refuses another phrase, and a card that was not committed to"
run pair confirm "11111 22222 33333" --desk R
expect_status 77
expect_one_error "the phrase differs"
sed 's/^address .*/address 127.0.0.1:1/' p3 >forged
run pair check forged --desk A
expect_status 76
run pair check p1 --desk A
expect_status 76
head -c 200 p3 >short
run pair check short --desk A
expect_status 65
run pair
expect_status 64
run pair sideways --desk A
expect_status 64

it "has the pair when both confirm"
run pair confirm "$phrase" --desk R
expect_status 0
expect_stdout "paired with A"
run pair confirm "$phrase" --desk A
expect_status 0
run pair confirm "$phrase" --desk A
expect_status 66

it "says before an agreement that nothing passes but what always does"
run agreement show A --desk R
expect_status 0
expect_stdout "level in force: suspended"
run agreement show B --desk R
expect_status 66
run agreement propose A --desk R --level sideways
expect_status 64
run agreement accept R --desk A
expect_status 66

it "carries a proposal over, and both are bound when both have signed"
run agreement propose A --desk R --purposes terrorism
expect_status 0
start R "$port"
start A "$((port + 1))"
exec 5>"$capture/R.in" 6<"$capture/R.out" 7>"$capture/A.in" 8<"$capture/A.out"
read -r -t 60 line <&6
echo "$line" >"$capture/stdout"
expect_stdout "listening on 127.0.0.1:$port"
read -r -t 60 _ <&8
settle
run agreement accept R --desk A
expect_status 0
settle
run agreement show A --desk R
expect_stdout "level in force: open"

it "is lowered by one side, at once"
run agreement suspend R --desk A
expect_status 64
run agreement suspend R --desk A --reason "a detained person was not brought before a judge"
expect_status 0
settle
run agreement show A --desk R
expect_stdout "level in force: suspended"
expect_stdout "lowered by A"
run agreement restrict R --desk A --reason "raise it again"
expect_status 77

it "comes to rest"
settle
step R 5 6
expect_stdout "stepped 0"

it "answers nobody whose key is on no card"
if command -v curl >/dev/null; then
    curl -sk -o /dev/null -w '%{http_code}\n' --data-binary x "https://127.0.0.1:$port/peer" >"$capture/stdout" 2>&1
    expect_stdout "403"
else
    skip "no curl on this machine"
fi

it "ends when it is told to"
kill -TERM "${serving[0]}"
wait "${serving[0]}"
status=$?
expect_status 0
exec 5>&- 6<&- 7>&- 8<&-

it "says what is wrong with an address"
run serve --desk R --listen nowhere
expect_status 64
run serve --desk nowhere
expect_status 66
