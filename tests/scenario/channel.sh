#!/usr/bin/env bash
# Two desks, each a process of its own, are paired, agree, and talk over HTTPS.
root=$(realpath "$(dirname "$0")/../..")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs serve
unset LIAISON_UNLOCK LIAISON_DESK
export LIAISON_PERSON=root
echo 2011-03-04T09:00:00Z >clock
port=$(ports)

serving=()
at_end() {
    for pid in "${serving[@]}"; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    serving=()
}

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

# R serves once more.
serve_again() {
    rm "$capture/R.in" "$capture/R.out"
    mkfifo "$capture/R.in" "$capture/R.out"
    "$LIAISON" serve --desk R --listen "127.0.0.1:$port" <"$capture/R.in" >"$capture/R.out" 2>"$capture/R.log" &
    serving[0]=$!
    exec 5>"$capture/R.in" 6<"$capture/R.out"
    read -r -t 60 _ <&6
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

it "names on its card the address that is said last, also where the card was printed before it was known"
run init C --desk C --clock clock --admin root
run pair card --desk C
expect_stdout "address -"
run pair card --desk C --address c.example:7400
expect_stdout "number 1"
expect_stdout "address c.example:7400"
expect_one_error "card 1 takes the place of the one before: print it too"
run pair card --desk C
expect_stdout "number 1"
expect_stdout "address c.example:7400"
rm -r C

it "pairs them by a phrase, the first side having committed before it saw anything"
run pair begin --desk R --address "127.0.0.1:$port"
expect_status 0
cp "$capture/stdout" p1
mkdir folder
run pair answer folder --desk A --address "127.0.0.1:$((port + 1))"
expect_status 74
expect_one_error "folder" "Is a directory"
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
expect_one_error "short: card: line 4"
run pair
expect_status 64
run pair sideways --desk A
expect_status 64

it "has the pair when both confirm"
run pair confirm "$phrase" --desk R
expect_status 0
expect_stdout "paired with A"
run pair confirm "${phrase// /}" --desk A
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

it "proposes nothing that nobody would know"
run agreement propose A --desk R --handling ambre
expect_status 65
expect_one_error "handling: " "'ambre' is none of" "TLP:AMBER"
run agreement propose A --desk R --profile sirenes
expect_status 65
expect_one_error "profile: "
run agreement propose A --desk R --kinds tip,requests
expect_status 65
expect_one_error "there is no kind of message 'requests'"

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

it "records of which state the counterpart is, by the head of desk"
run agreement country R Utopia --desk A
expect_status 64
expect_one_error "--reason"
run pair answer /dev/null --desk A --address "127.0.0.1:$((port + 1))"
expect_status 65
expect_one_error "'liaison pairing 1' is missing"
run serve --help
expect_status 0
expect_stdout "usage: liaison serve" "--listen TEXT"
run agreement country R Utopia --desk A --reason x
expect_status 77
expect_one_error "role"
run person add keller --role head --desk A
run agreement country R Utopia --desk A --as keller --reason "their letterhead"
expect_status 64
expect_one_error "Utopia"
run agreement country R "Russian Federation" --desk A --as keller --reason "their letterhead"
expect_status 0

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

it "shows each message and how far it has come"
run outbox list --desk R
expect_status 0
expect_stdout "R-1"
expect_stdout "receipted"
run outbox list --desk R --json
expect_stdout '"message":"R-1","to":"A","kind":"agreement","state":"receipted"'
run outbox
expect_status 64
run person add belov --role head --desk R
run message withdraw R-1 --desk R --as belov
expect_status 77
expect_one_error "a recall is what remains"

it "rolls the keys over while both desks run, and the line goes on"
run pair rollover sideways --desk R
expect_status 64
run pair rollover --desk R
expect_status 0
expect_stdout "card 1: its key signs from now on"
run pair rollover --desk R
expect_status 77
expect_one_error "a second rollover waits for it"
settle
run pair cards --desk A
expect_status 0
expect_stdout "card 1"
run pair cards --desk R --json
expect_stdout '"desk":"R","card":1'
run agreement renew A --desk R --assessed 2011-03-04
expect_status 0
settle
run agreement accept R --desk A
expect_status 0
run agreement accept R --desk A
expect_status 66
expect_one_error "R has proposed nothing since agreement 2"
settle
run agreement show A --desk R
expect_stdout "number 2"
run message alarms --desk R --as root
expect_stdout "none"
run outbox list --desk R --json
expect_stdout '"kind":"rollover","state":"receipted"'
step R 5 6
expect_stdout "stepped 0"

it "prints a cover letter in both languages, without content"
run outbox letter A R-1 --desk R
expect_status 0
expect_stdout "Our reference: R-1"
run outbox letter A R-1 --desk R --language ru
expect_stdout "Наш номер: R-1"
run outbox letter A R-1 --desk R --language xx
expect_status 64

it "proves messages and receipts to somebody who has neither desk"
run prove A --desk R
expect_status 0
cp "$capture/stdout" bundle
run verify --bundle bundle
expect_status 0
expect_stdout "R-1: agreement, sent 2011-03-04T09:00:00Z, receipt of A 2011-03-04T09:00:00Z: accepted"
expect_stdout "of the sender's, cosigned"
expect_stdout "A-1: agreement"
run prove A R-1 --open --desk R
expect_status 77
expect_one_error "administrator"
run prove A R-1 --open --desk R --as belov
expect_status 64
expect_one_error "takes the --file"
run person add rudin --role overseer --desk R
run prove A R-1 --open --desk R --as rudin
expect_status 0
cp "$capture/stdout" bundle-open
run verify --bundle bundle-open
expect_stdout "with its content"
run verify --bundle bundle-open --json
expect_stdout '{"proved":"R-1: '
run prove R --desk A
expect_status 0
cp "$capture/stdout" bundle-a
run verify --bundle bundle-a
expect_status 0
run prove A R-99 --desk R
expect_status 66
run prove B --desk R
expect_status 66

it "has its bundles verified by Go as well"
gopath=/usr/share/gocode
if command -v go >/dev/null && [ -d "$gopath/src/golang.org/x/mod/sumdb/tlog" ]; then
    env GO111MODULE=off GOPATH="$gopath" GOFLAGS= GOCACHE="$PWD/cache" GOTOOLCHAIN=local \
        go build -o second-opinion "$root/tests/go/channel/main.go" >"$capture/stdout" 2>"$capture/stderr"
    for one in bundle bundle-open bundle-a; do
        ./second-opinion "$one" >"$capture/stdout" 2>"$capture/stderr"
        status=$?
        expect_status 0
        expect_stdout "R-1 kind 36 verdict 0"
    done
    tail -c +2 bundle >forged
    ./second-opinion forged >"$capture/stdout" 2>"$capture/stderr"
    status=$?
    expect_status 1
else
    skip "golang-go and golang-golang-x-mod-dev are not installed"
fi

it "refuses a bundle with anything changed or missing"
awk '/^receipt/ && !done { sub(/[A-Za-z]=*$/, "") ; done = 1 } { print }' bundle >forged
run verify --bundle forged
expect_status 65
grep '^message' bundle | tail -n 1 | cut -d ' ' -f 2 | tr 'ABCD' 'BCDA' | sed 's/^/message /' >line
{ head -n 3 bundle; cat line; grep '^receipt' bundle | tail -n 1; } >forged
run verify --bundle forged
[ "$status" -ne 0 ] || fail "a changed message is accepted"
head -n 3 bundle >forged
run verify --bundle forged
expect_status 65
head -c 3000 bundle >forged
run verify --bundle forged
[ "$status" -ne 0 ] || fail "a bundle cut off is accepted"

it "shows side by side what each owes"
run together A --desk R
expect_status 0
expect_stdout "no cut yet"
run together B --desk R
expect_status 66

it "carries by a file what the line would carry, and takes it once"
run carry out R stick --desk A
expect_status 0
run carry in stick --desk R
expect_status 0
expect_stdout "from A: 0 messages, 0 receipts"
head -c 100 stick >short
run carry in short --desk R
expect_status 65
run carry in stick --desk A
expect_status 77
run carry sideways --desk A
expect_status 64

it "gets back from the counterpart what an old backup lacks"
run backup old --desk R
expect_status 0
run agreement renew R --desk A --assessed 2011-03-04
expect_status 0
settle
run agreement accept A --desk R
expect_status 0
settle
exec 5>&-
wait "${serving[0]}"
rm R/desk.db*
mv R/tls.key tls.key
run restore old --desk R
expect_status 0
expect_stdout "what happened since is asked of the counterparts"
expect_one_error "R/tls.key: not there"
mv tls.key R/tls.key
rm R/desk.db*
run restore old --desk R
expect_no_stderr
run agreement show A --desk R
expect_stdout "number 2"
run agreement renew A --desk R --assessed 2011-03-04
expect_status 77
expect_one_error "this desk was restored"
serve_again
settle
run agreement show A --desk R
expect_stdout "number 3"
run message alarms --desk R
expect_stdout "restored from a backup"
expect_stdout "restored: leaves given back by the counterpart"
run message alarms --desk A
expect_stdout "the counterpart was set back"
run verify --desk R
expect_status 0
run agreement renew A --desk R --assessed 2011-03-04
expect_status 0
settle
run outbox list --desk R
expect_stdout "receipted"
step R 5 6
expect_stdout "stepped 0"

it "gets it back by a stick, where there is no line"
run backup older --desk R
expect_status 0
run agreement accept R --desk A
expect_status 0
settle
exec 5>&-
wait "${serving[0]}"
# lose: R's disk is gone, and the old backup is put back.
lose() {
    rm -f R/desk.db*
    cp older again
    run restore again --desk R
    expect_status 0
}
lose
run agreement show A --desk R
expect_stdout "number 3"
run carry out A ask --desk R
expect_status 0
run carry in ask --desk A
expect_stdout "R was set back and asks for what it lost: --answer FILE gives it back"
run carry in ask --desk A --answer back
expect_status 0
run carry in back --desk R
expect_status 0
expect_stdout "what was lost is here again, as A proves it"
run carry in back --desk R
expect_status 0
expect_stdout "from A: 0 messages, 0 receipts"
run agreement show A --desk R
expect_stdout "number 4"
run verify --desk R
expect_status 0

it "believes neither an answer to an earlier asking nor one that was changed on the way"
echo 2011-03-04T09:30:00Z >clock
lose
run carry in back --desk R
expect_status 0
expect_stdout "not all that was lost is here yet"
lose
run carry out A ask --desk R
run carry in ask --desk A --answer back
size=$(stat -c %s back)
{ head -c $((size / 2)) back; printf X; tail -c +$((size / 2 + 2)) back; } >changed
run carry in changed --desk R
expect_stdout "not all that was lost is here yet"
run message alarms --desk R
expect_stdout "given back otherwise than signed"
run carry in back --desk R
expect_stdout "what was lost is here again, as A proves it"
run agreement show A --desk R
expect_stdout "number 4"
run carry out R --answer x --desk A
expect_status 64
serve_again
settle
run verify --desk R
expect_status 0
run outbox list --desk R
expect_stdout "receipted"

it "believes nothing under a stolen key, names what came since, and goes on when the desks paired anew"
run pair revoke R --desk A
expect_status 64
run pair revoke B --desk A --since 2011-03-04 --reason "a call"
expect_status 66
run pair revoke R --desk A --since 2101-03-04 --reason "a call"
expect_status 64
expect_one_error "2101-03-04 is still to come"
run pair renew --desk R --since 2101-03-04 --reason "the machine was taken"
expect_status 64
expect_one_error "2101-03-04 is still to come"
run pair revoke R --desk A --since 2011-03-04T00:00 --reason "a call"
expect_status 0
expect_stdout "messages came since and are to be looked at"
expect_stdout "R-1  agreement"
run message alarms --desk A
expect_stdout "the counterpart's key was stolen"
expect_stdout "came after the key was stolen"
run pair renew --desk R
expect_status 64
run pair renew --desk R --since 2011-03-04T00:00 --reason "the machine was taken"
expect_status 0
settle
run pair begin --desk R
cp "$capture/stdout" p1
run pair answer p1 --desk A
cp "$capture/stdout" p2
run pair reveal p2 --desk R
cp "$capture/stdout" p3
phrase=$(sed -n 's/^phrase: //p' "$capture/stderr")
run pair check p3 --desk A
expect_stdout "phrase: $phrase"
run pair confirm "$phrase" --desk A
expect_status 77
expect_one_error "paired with R already" "--anew"
run pair confirm "$phrase" --anew --desk A
expect_status 0
expect_stdout "paired with R anew"
run pair confirm "$phrase" --anew --desk R
expect_status 0
settle
run agreement renew A --desk R --assessed 2011-03-04
expect_status 0
settle
run outbox list --desk R --json
expect_stdout '"kind":"rollover","state":"receipted"'
run agreement accept R --desk A
expect_status 0
settle
run agreement show A --desk R
expect_stdout "number 5"
run prove A --desk R
expect_status 0
cp "$capture/stdout" bundle
run verify --bundle bundle
expect_status 0
expect_stdout "was not promised by the one before: paired anew"
run verify --desk A
expect_status 0

it "shows them page by page, the newest first"
expect_pages 2 message outbox list A --desk R
expect_pages 2 message message list --line A --desk R --as belov
run outbox list --before R-1 --desk R
expect_status 64
run outbox list A --before nothing --desk R
expect_status 64
run outbox list A --last 0 --desk R
expect_status 64
run message list --before R-999 --desk R --as belov
expect_status 66

it "takes up no identity where a card is there, or none is given"
run pair card --desk A
cp "$capture/stdout" card
run pair take-up --desk A
expect_status 64
run pair take-up nowhere --desk A
expect_status 66
run pair take-up p1 --desk A
expect_status 65
expect_one_error "p1: card: line 1"
run pair take-up card --desk A
expect_status 77
expect_one_error "it lost nothing"

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
