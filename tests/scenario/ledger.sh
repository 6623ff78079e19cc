#!/usr/bin/env bash
# A desk proves what it did: verify, cosigned checkpoints, proofs, erasure, backup and restore, and a killed process.
root=$(realpath "$(dirname "$0")/../..")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
export LIAISON_DESK=$PWD/desk LIAISON_PERSON=root
unset LIAISON_UNLOCK
echo 2011-03-04T09:00:00Z >clock

it "verifies a new desk"
run init north --clock clock --admin root
run person add anna --role officer --section border --name "Anna Invented"
run person add dora --role data-protection --name "Dora Invented"
run verify --json
expect_status 0
expect_stdout '"findings":0'

it "has its checkpoint cosigned by an overseer's desk"
run init overseer --desk "$PWD/overseer" --clock clock --admin root
run ledger keys
log=$(head -n 1 "$capture/stdout")
run ledger keys --desk "$PWD/overseer"
cosigner=$(tail -n 1 "$capture/stdout")
run ledger request --cosigner "$cosigner"
expect_status 0
cp "$capture/stdout" request
run ledger cosign request --log "$log" --desk "$PWD/overseer"
expect_status 0
cp "$capture/stdout" line
run ledger cosigned line --cosigner "$cosigner"
expect_status 0
run ledger checkpoint
expect_stdout "— overseer"

it "is not given a cosignature for a head that does not continue the last"
run person add boris --role officer
sed 's/^old [0-9]*$/old 3/' request >wrong
run ledger cosign wrong --log "$log" --desk "$PWD/overseer"
expect_status 0
run ledger request --cosigner "$cosigner"
cp "$capture/stdout" request
sed -i '2s/^./=/' request
run ledger cosign request --log "$log" --desk "$PWD/overseer"
expect_status 65
run ledger cosigned line --cosigner "$cosigner"
expect_status 76

it "proves an event to whoever has the keys, and shows what it is told to show"
run ledger prove --event 8 --show login role
expect_status 0
cp "$capture/stdout" proof
run ledger verify proof --log "$log" --cosigner "$cosigner"
expect_status 0
expect_stdout "login: anna"
expect_stdout "name: (not shown)"
grep -q Invented proof && fail "the proof holds content"
run ledger prove --event 8 --show name
expect_status 77
run ledger prove --event 800
expect_status 66

it "refuses a proof in which anything was changed"
sed 's/^index 7$/index 6/' proof >other
run ledger verify other --log "$log"
expect_status 76
run ledger verify proof --log "$cosigner"
expect_status 76
head -c 100 proof >other
run ledger verify other --log "$log"
expect_status 65

it "exports a ledger that Go reads, and refuses where one byte was changed"
gopath=/usr/share/gocode
if command -v go >/dev/null && [ -d "$gopath/src/golang.org/x/mod/sumdb/tlog" ]; then
    run ledger export out
    expect_status 0
    env GO111MODULE=off GOPATH="$gopath" GOFLAGS= GOCACHE="$PWD/cache" GOTOOLCHAIN=local \
        go build -o second-opinion "$root"/tests/go/ledger/{tree,export}.go || fail "Go does not build"
    leaves=$(sed -n 2p out/checkpoint)
    [ "$(./second-opinion out "$log")" = "$leaves leaves" ] || fail "Go does not agree"
    entries=$(find out/tile/entries -type f)
    printf 'x' | dd of="$entries" bs=1 seek=40 conv=notrunc status=none
    ./second-opinion out "$log" 2>/dev/null && fail "Go agrees to a changed leaf"
    rm -rf cache
else
    skip "golang-go and golang-golang-x-mod-dev are not installed"
fi

it "erases a value for good, and everything still verifies"
run erase --event 8 --field name --ground retention --as anna
expect_status 77
run erase --event 8 --field name --ground retention --as dora
expect_status 0
run erase --event 8 --field name --ground retention --as dora
expect_status 66
run erase --event 8 --field reason --ground retention --as dora
expect_status 66
expect_one_error "event 8" "sealed there: nothing"
run erase --event 8 --field nothing --ground retention --as dora
expect_status 66
run verify --json
expect_status 0
expect_stdout '"erased":1'
run ledger verify proof --log "$log" --cosigner "$cosigner"
expect_status 0

it "verifies since a checkpoint"
run ledger checkpoint
cp "$capture/stdout" since
run person add carla --role officer
run verify --since since --json
expect_status 0
expect_stdout '"events":1,'
run verify --since nowhere
expect_status 66

it "finds a changed row and names it"
if command -v sqlite3 >/dev/null; then
    cp desk/desk.db whole
    sqlite3 desk/desk.db "UPDATE person SET role = 'head' WHERE login = 'anna'"
    run verify
    expect_status 76
    expect_stdout "projection person"
    sqlite3 desk/desk.db "UPDATE event SET time = time + 1 WHERE sequence = 8"
    run verify
    expect_status 76
    expect_stdout "event 8"
    cp whole desk/desk.db
    sqlite3 desk/desk.db "UPDATE cosignature SET line = CAST(replace(CAST(line AS TEXT), 'A', 'B') AS BLOB)"
    run verify
    expect_status 76
    expect_stdout "cosignature"
    cp whole desk/desk.db
else
    skip "no sqlite3"
fi

it "is backed up while it works, and restored with a trace"
run backup copy.db
expect_status 0
run backup copy.db
expect_status 75
run person add later --role officer
mv desk/desk.db lost.db
rm -f desk/desk.db-*
run restore copy.db
expect_status 0
expect_stdout "2011-03-04"
[ "$(find . -name '*.db*' -perm /077)" = "" ] || fail "copies are open to others: $(find . -name '*.db*' -perm /077)"
run person list
grep -q later "$capture/stdout" && fail "the backup knows what came after it"
run verify
expect_status 0
run message alarms
expect_status 0
expect_stdout "restored from a backup"
run restore copy.db
expect_status 75

it "leaves no part of a copy where the disk is full"
(
    ulimit -f 64
    trap '' XFSZ
    run backup full.db
    expect_status 74
    expect_one_error "full.db"
    expect_nothing_left
    [ "$case_state" = passed ]
) || fail "no error of a full disk"

it "restores nothing that is not whole, or another desk's"
mkdir other-desk
cp desk/keys desk/unlock other-desk/
cp copy.db broken.db
printf 'x' | dd of=broken.db bs=1 seek=100000 conv=notrunc status=none
head -c 50000 copy.db >short.db
sha256sum copy.db short.db >short.sum
run restore short.db --desk "$PWD/other-desk"
expect_status 76
expect_one_error "short.db: not whole"
run restore short.sum --desk "$PWD/other-desk"
expect_status 76
expect_one_error "short.sum: not whole"
cp overseer/keys overseer/unlock other-desk/
run restore copy.db --desk "$PWD/other-desk"
expect_status 76
[ ! -e other-desk/desk.db ] || fail "something was left"

it "loses nothing acknowledged when it is killed at any moment"
rounds=12
[ -z "${LIAISON_SOAK:-}" ] || rounds=100
for round in $(seq 1 $rounds); do
    (
        for n in $(seq 1 40); do
            "$LIAISON" person add "k$round-$n" --role officer >/dev/null 2>&1 && echo "k$round-$n" >>acknowledged || exit
        done
    ) &
    pid=$!
    sleep "0.$((RANDOM % 30 + 5))"
    kill -9 $pid 2>/dev/null
    for child in $(pgrep -P $pid); do kill -9 "$child" 2>/dev/null; done
    wait $pid 2>/dev/null
done
sleep 0.2
run verify
expect_status 0
run person list
acknowledged=$(wc -l <acknowledged)
[ "$acknowledged" -gt 0 ] || fail "nothing was done before the kills"
while read -r login; do
    grep -q "^$login " "$capture/stdout" || fail "$login was acknowledged and is lost"
done <acknowledged

it "says what is wrong with its command line"
run ledger
expect_status 64
run ledger prove
expect_status 64
run ledger checkpoint --ledger x
expect_status 64
run ledger checkpoint --ledger 7
expect_status 66
run backup
expect_status 64
run restore
expect_status 64
run erase --event 8
expect_status 64
run verify --since
expect_status 64
