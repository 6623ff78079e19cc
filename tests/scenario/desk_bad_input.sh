#!/usr/bin/env bash
# Bad input at every command of a desk, by tables: each gives one clear error with the exit
# status of its class, and nothing is changed: no event more, and verify finds all well.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs verify
echo 2011-03-04T09:00:00Z >clock
export LIAISON_DESK=$PWD/A LIAISON_PERSON=weber
"$LIAISON" init A --name "Bureau A" --clock "$PWD/clock" --admin admin >/dev/null
for person in "weber officer investigation" "brandt supervisor investigation" "simon overseer desk" "gone officer border"; do
    # shellcheck disable=SC2086 # three words
    set -- $person
    "$LIAISON" person add "$1" --role "$2" --section "$3" --as admin
done
"$LIAISON" person leave gone --as admin
"$LIAISON" subject add --name 'Царикаев Руслан' --born 1987-10-21 --role suspect --reason 'two sources' >/dev/null
"$LIAISON" file open --subject 1 >/dev/null

# table STATUS TEXT VALUE: each line of standard input is the arguments of a command, and @ among them the value.
# Every one ends with the status, and one line that has the text.
table() {
    local wanted=$1 text=$2 line store
    shift 2
    store=$(sha256sum <A/desk.db)
    while read -r line; do
        local arguments=()
        for word in $line; do
            if [ "$word" = @ ]; then arguments+=("$@"); else arguments+=("$word"); fi
        done
        run "${arguments[@]}"
        expect_status "$wanted"
        expect_one_error "$text"
        expect_no_stdout
        [ "$case_state" = passed ] || { echo "  of: $line"; return; }
    done
    [ "$(sha256sum <A/desk.db)" = "$store" ] || fail "the store is changed"
}

numbers() {
    cat <<'END'
file show @
file close @ --unresolved --reason x
file reopen @ --reason x --as brandt
file hold @ --section border
file note @ --text x
file save @ --attachment 1 --out saved
file save 1 --attachment @ --out saved
file correct @ --text x --reason x
file review @ --reason x --as brandt
file subject @ --subject 1 --role contact --reason x
file subject 1 --subject @ --role contact --reason x
file open --subject @
subject show @
subject value @ --name x
subject role @ witness --reason x
subject protect @ asylum --reason x
subject merge @ --into 1 --reason x
subject merge 1 --into @ --reason x
subject split @ --reason x
subject differ @ --from 1 --reason x
subject clear @ --file 1 --born 1980-01-01 --reason x
subject clear 1 --file @ --born 1980-01-01 --reason x
watch show @
watch end @ --reason x
watch extend @ --until 2011-12-01 --reason x
watch add --file @ --action silent-notice --until 2011-12-01 --reason x
flag add --file @ --kind threat --grading A1 --basis x
flag list --file @
sight add --file @ --at 2011-03-01
sighting show @
sighting read @
sighting confirm @ --reason x
sighting dismiss @ --reason x
due move @ --to border/duty --reason x
due explain @ --because workload --reason x
due answer @ --reason x
decide show @
decide reopen @ --yes --reason x --as brandt
decide same @ --yes --reason x
redress show @
redress acknowledge @
redress answer @ --upheld --reason x
END
}

it "names a number that is nothing here, at every command that takes one"
table 66 "999" 999 < <(numbers)

it "takes no number that is none"
for number in 0 99999999999999999999; do
    table 64 "whole number" "$number" < <(numbers)
done

it "believes in no time that is none"
for time in 2011-13-01 2011-03-04T25:00:00Z 99999999-01-01 ''; do
    table 65 "--" "$time" <<'END'
watch add --file 1 --action silent-notice --until @ --reason x
watch extend 1 --until @ --reason x
flag add --file 1 --kind threat --grading A1 --basis x --date @
sight add --file 1 --at @
audit --since @ --as simon
audit --until @ --as simon
END
done

texts() {
    cat <<'END'
file open --subject 1 --section @
file open --subject 1 --their @
file close 1 --unresolved --reason @
file note 1 --text @
subject add --name @ --role suspect --reason x
subject add --name x --alias @ --role suspect --reason x
subject add --name x --place @ --role suspect --reason x
subject add --name x --role suspect --reason @
subject value 1 --document @
subject protect 1 asylum --origin @ --reason x
watch add --file 1 --action silent-notice --until 2011-12-01 --reason @
flag add --file 1 --kind threat --grading A1 --basis @
flag add --file 1 --kind threat --grading A1 --basis x --source @
redress open --name @ --text x
who --name @ --purpose border
due move 1 --to @ --reason x
END
}

it "takes no control character and nothing but UTF-8 in any text"
for text in $'a\033[2Jb' $'a\xc2\x9b'; do
    table 65 "control character" "$text" < <(texts)
done
for text in $'a\xc3' $'\xed\xa0\x80' $'\xc0\xaf'; do
    table 65 "UTF-8" "$text" < <(texts)
done

it "takes no decision without a reason, and no words that are none"
table 77 "reason" ' ' <<'END'
file close 1 --unresolved --reason @
watch add --file 1 --action silent-notice --until 2011-12-01 --reason @
subject role 1 witness --reason @
subject protect 1 asylum --reason @
END
table 64 "--text" '' <<<"file note 1 --text @"
table 65 "--name" '' <<'END'
subject value 1 --name @
subject add --name @ --role suspect --reason x
END

it "knows nobody who is born after the desk's own day"
born() {
    cat <<'END'
subject add --name x --born @ --role suspect --reason x
subject value 1 --born @
subject clear 1 --file 1 --born @ --reason x
who --name x --born @ --purpose border
ask x --born @ --file 1 --purpose border
redress open --name x --born @ --text y
END
}
table 65 "--born: in the future" 2011-03-06 < <(born)
table 65 "--born: in the future" 2012 < <(born)
table 65 "--born: in the future" ๒๕๒๙ < <(born)
table 65 "--born: year 1365 is before 1800 or of another calendar" 1365-07-30 < <(born)
table 65 "--born: year 1365 is before 1800 or of another calendar" ۱۳۶۵/۰۷/۳۰ < <(born)
table 65 "--born: month 13" 2010-13-01 < <(born)
printf 'name,dob\nJohn Smith,2011-03-06\n' >flight.csv
run sight --manifest flight.csv --dry-run --section border
expect_status 0
expect_stderr "flight.csv: line 2: dob: in the future: value skipped"
run who --name x --born 2011-03-04 --purpose border
expect_status 0
rm flight.csv

it "reads no file that is too long, a directory, or not there"
truncate -s 1G huge
mkdir directory
for command in "file note 1 --text-file @" "redress open --name x --text-file @" "sight add --file 1 --text-file @"; do
    table 65 "huge" huge <<<"$command"
    table 66 "none" none <<<"$command"
    table 74 "directory" directory <<<"$command"
done
table 65 "huge" huge <<<"file attach 1 @"
table 74 "directory" directory <<<"file attach 1 @"
rm huge

it "knows who acts"
table 77 "has left" gone <<'END'
file list --as @
file note 1 --text x --as @
due --as @
END
table 66 "stranger" stranger <<<"file list --as @"
unset LIAISON_PERSON
table 64 "who are you" x <<<"file list"
export LIAISON_PERSON=weber

# broken TEXT STATUS: the desk in the directory B fails so at three commands.
broken() {
    local command
    for command in "file list" "file note 1 --text x" "verify"; do
        # shellcheck disable=SC2086 # words
        run $command --desk B
        expect_status "$2"
        expect_one_error "$1"
        expect_no_stdout
    done
}

it "opens no store that is cut short, another desk's, a directory or any other file"
"$LIAISON" init B --desk B --name "Bureau B" --clock "$PWD/clock" --admin weber >/dev/null
"$LIAISON" file list --desk A >/dev/null
rm -f B/desk.db*
head -c 5000 A/desk.db >B/desk.db
broken "" 65
rm -f B/desk.db*
cp A/desk.db B/desk.db
broken "" 76
rm -f B/desk.db*
mkdir B/desk.db
broken "desk.db" 66
rmdir B/desk.db
head -c 100000 /dev/urandom >B/desk.db
broken "not a database" 65
: >B/desk.db
broken "" 65

it "loses nothing where the disk takes no more, and says so once"
sequence=$("$LIAISON" verify | sed 's/ events.*//')
for blocks in 4 36; do
    (
        trap '' XFSZ
        ulimit -f $blocks
        "$LIAISON" file note 1 --text x >"$capture/stdout" 2>"$capture/stderr"
    )
    status=$?
    expect_status 74
    expect_one_error "desk.db"
done
[ "$("$LIAISON" verify | sed 's/ events.*//')" = "$sequence" ] || fail "something was written"

# The program as nobody, who may not write where root may: whom=() where the test is nobody already.
whom=()
[ "$(id -u)" -ne 0 ] || whom=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
may_be_nobody() {
    [ ${#whom[@]} -eq 0 ] || { command -v setpriv >/dev/null && "${whom[@]}" test -x "$LIAISON" && "${whom[@]}" test -x "$PWD"; }
}

# closed STATUS TEXT: commands fail so, as nobody.
closed() {
    local command
    for command in "file list" "file note 1 --text x" "flag list --file 1"; do
        # shellcheck disable=SC2086 # words
        timeout 60 "${whom[@]}" "$LIAISON" $command --desk D >"$capture/stdout" 2>"$capture/stderr"
        status=$?
        expect_status "$1"
        expect_one_error "$2"
        expect_no_stdout
    done
}

it "says of a desk that is not to be written, or not to be read, what it is, and leaves it alone"
[ ${#whom[@]} -eq 0 ] || chmod 711 . ..
if may_be_nobody; then
    cp -r A D
    rm -f D/desk.db-*
    [ ${#whom[@]} -eq 0 ] || chown -R 65534:65534 D
    store=$(sha256sum <D/desk.db)
    chmod 444 D/desk.db
    chmod 555 D
    closed 74 "cannot be written: Permission denied"
    chmod 755 D
    closed 74 "readonly"
    chmod 000 D/desk.db
    closed 66 "desk.db: cannot be opened: Permission denied"
    chmod 600 D/desk.db
    chmod 000 D/keys
    closed 74 "keys: cannot be read: Permission denied"
    chmod 600 D/keys
    chmod 000 D
    closed 66 "Permission denied"
    chmod 700 D
    [ "$(sha256sum <D/desk.db)" = "$store" ] || fail "the store is changed"
    run verify --desk D
    expect_status 0
else
    skip "nobody may not run the program here"
fi

it "says so where the disk itself is read-only"
mkdir -p disk
if [ "$(id -u)" -eq 0 ] && unshare --mount sh -c "mount --bind '$PWD/A' '$PWD/disk' && mount -o remount,bind,ro '$PWD/disk'" 2>/dev/null; then
    for command in "file list" "file note 1 --text x" verify; do
        unshare --mount sh -c "mount --bind '$PWD/A' '$PWD/disk' && mount -o remount,bind,ro '$PWD/disk' &&
            exec '$LIAISON' $command --desk '$PWD/disk'" >"$capture/stdout" 2>"$capture/stderr"
        status=$?
        expect_status 74
        expect_one_error "cannot be written: Read-only file system"
        expect_no_stdout
    done
else
    skip "no file system can be mounted here"
fi

it "goes on from the last event's time where the clock is set back a day, and tells it"
echo 2011-03-03T09:00:00Z >clock
run file note 1 --text x
expect_status 0
run message alarms
expect_stdout "the clock stood back"
echo 2011-03-04T09:00:00Z >clock

it "is as it was after all that"
run verify
expect_status 0
