#!/usr/bin/env bash
# A desk is made, its people and posts are kept, its keys stay with the keeper.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
export LIAISON_DESK=$PWD/desk LIAISON_PERSON=root
unset LIAISON_UNLOCK
echo 2011-03-04T09:00:00Z >clock

it "makes a desk with its first administrator"
run init north --name "Northern Service" --clock clock --admin root
expect_status 0
run person list --json
expect_status 0
expect_stdout '"login":"root","role":"administrator"'

it "leaves a desk alone that is there"
run init north --clock clock
expect_status 75
expect_one_error "a desk already"

it "keeps persons and posts"
run person add anna --role officer --section border --name "Anna Invented"
expect_status 0
run post set border/duty --to anna --until 2011-04-01
expect_status 0
run post list
expect_stdout "post                person  until"
run post list --json
expect_stdout '{"post":"border/supervisor"}'
expect_stdout '{"post":"desk/duty"}'
expect_stdout '{"post":"border/duty","person":"anna","until":"2011-04-01T00:00:00Z"}'
run post set border/duty --to anna --until 2011-03-03
expect_status 64
expect_one_error "--until: 2011-03-03 is past"
run person change anna --role supervisor
expect_status 0
run person list --json
expect_stdout '"login":"anna","role":"supervisor","section":"border"'
run person change anna --section port
run person list --json
expect_stdout '"login":"anna","role":"supervisor","section":"port"'
run person change anna
expect_status 64
expect_one_error "--role or --section"
run person leave anna
run post list --json
expect_stdout '{"post":"border/duty"}'

it "lets only an administrator change them"
run person add boris --role officer
expect_status 0
run person add carla --role officer --as boris
expect_status 77
run person leave root
expect_status 77
expect_one_error "last administrator"

it "lets only an overseer say who is overseer, once there is one"
run person add olga --role overseer
expect_status 0
run person add root2 --role overseer
expect_status 77
expect_one_error "only an overseer"
run person change boris --role overseer
expect_status 77
expect_one_error "a login of his own"
run person change olga --role officer
expect_status 77
expect_one_error "a login of his own"
run person leave olga
expect_status 77
expect_one_error "only an overseer"
run person leave olga --as olga
expect_status 77
expect_one_error "last overseer"
run person add carla --role officer --as olga
expect_status 77
expect_one_error "only an administrator"
run post set desk/overseer --to boris
expect_status 77
expect_one_error "overseer"
run post set desk/overseer --to olga
expect_status 0
run person add pavel --role overseer --as olga
expect_status 0
run person leave olga --as pavel
expect_status 0
run person list --json
expect_stdout '"login":"pavel","role":"overseer"'

it "refuses persons it does not know, and who has left"
run person list --as nobody
expect_status 66
run person list --as anna
expect_status 77
run person add "Upper Case" --role officer
expect_status 64
run person add dora --role emperor
expect_status 64
expect_one_error "emperor"
run person
expect_status 64
run post set border/supervizor --vacant
expect_status 64
expect_one_error "not 'border/supervizor'"
run post set nosuchform --vacant
expect_status 64
run post set border/duty --to anna --vacant
expect_status 64

it "keeps names sealed on the disk"
if grep -qa "Invented" desk/desk.db desk/desk.db-wal 2>/dev/null; then fail "a name stands open in the store"; fi

it "asks for nothing where the keys do not open, and says so"
cp desk/unlock unlock.kept
head -c 32 /dev/zero >desk/unlock
run person list
expect_status 77
expect_one_error "not unlocked"
cp unlock.kept desk/unlock
cp desk/keys keys.kept
printf 'xxxxxxxx' | dd of=desk/keys bs=1 seek=200 conv=notrunc status=none
run person list
expect_status 77
cp keys.kept desk/keys

it "refuses another desk's keys"
run init south --desk "$PWD/south" --clock clock --admin root
cp south/keys south/unlock desk/
run person list
expect_status 76
cp keys.kept desk/keys
cp unlock.kept desk/unlock

it "names a store that is none, is not there, or is newer"
run person list --desk "$PWD/nowhere"
expect_status 66
cp desk/desk.db store.kept
head -c 8192 /dev/urandom >desk/desk.db
run person list
expect_status 65
expect_one_error "desk.db"
cp store.kept desk/desk.db
if command -v sqlite3 >/dev/null; then
    sqlite3 desk/desk.db "INSERT INTO migration VALUES ('schema/999-from-the-future')"
    run person list
    expect_status 65
    expect_one_error "newer"
    cp store.kept desk/desk.db
fi

it "says why it cannot listen where it was told to"
run serve --listen 203.0.113.1:20000
expect_status 75
expect_one_error "203.0.113.1:20000 cannot be listened on: Cannot assign requested address"

it "keeps its keeper from being started by hand"
run keeper --keys desk/keys
expect_status 64

it "has a keeper that can start nothing, dump nothing and reach nothing"
sleep 5 | timeout 20 "$LIAISON" serve --listen 127.0.0.1:0 >"$capture/stdout" 2>"$capture/stderr" &
for _ in $(seq 50); do
    keeper=$(pgrep -f "keeper --keys $PWD/desk/keys" | head -n 1)
    [ -n "$keeper" ] && grep -q '^Seccomp:.2' "/proc/$keeper/status" && break
    sleep 0.1
done
grep -q '^Seccomp:.2' "/proc/$keeper/status" || fail "no seccomp"
grep -q '^NoNewPrivs:.1' "/proc/$keeper/status" || fail "new privileges"
grep -q 'core file size *0 *0 ' "/proc/$keeper/limits" || fail "core dumps"
[ "$(find "/proc/$keeper/fd" -mindepth 1 | wc -l)" -eq 3 ] || fail "more than its socket is open"
wait

it "works with a file that unlocks, made by init, and with none says what is missing"
run init east --desk "$PWD/east" --unlock east-unlock --admin root
expect_status 0
run person list --desk "$PWD/east" --unlock east-unlock
expect_status 0
timeout 20 setsid "$LIAISON" person list --desk "$PWD/east" </dev/null >"$capture/stdout" 2>"$capture/stderr"
status=$?
expect_status 77
expect_one_error "--unlock"

it "takes what unlocks from the credential that systemd hands it"
mkdir credentials
mv desk/unlock credentials/liaison-unlock
CREDENTIALS_DIRECTORY=$PWD/credentials run person list
expect_status 0
CREDENTIALS_DIRECTORY=$PWD timeout 20 setsid "$LIAISON" person list </dev/null >"$capture/stdout" 2>"$capture/stderr"
status=$?
expect_status 77
mv credentials/liaison-unlock desk/unlock

# answered LINE...: a line for each time that the program asks.
answered() {
    local line asked=0
    for line; do
        asked=$((asked + 1))
        for _ in $(seq 300); do
            [ "$(grep -ac 'Passphrase of\|same again' "$capture/stdout")" -lt $asked ] || break
            sleep 0.1
        done
        echo "$line"
    done
}

# typed COMMAND LINE...: the command at a terminal, where the lines are typed.
typed() {
    local command=$1
    shift
    : >"$capture/stdout"
    answered "$@" | timeout 60 script -qec "$command" /dev/null >"$capture/stdout" 2>"$capture/stderr"
    status=$?
}

it "asks at the terminal for the passphrase of keys that are sealed by one, and shows it nowhere"
if command -v script >/dev/null; then
    typed "'$LIAISON' init west --desk '$PWD/west' --admin root" "eight words or so" "eight words or so"
    expect_status 0
    [ ! -e west/unlock ] || fail "a file unlocks it"
    typed "'$LIAISON' person list --desk '$PWD/west'" "eight words or so"
    expect_status 0
    expect_stdout administrator
    ! grep -q "eight words" "$capture/stdout" || fail "the passphrase is shown"
    typed "'$LIAISON' person list --desk '$PWD/west'" "eight other words"
    expect_status 77
    expect_stdout "not unlocked"
else
    skip "script is not installed"
fi
