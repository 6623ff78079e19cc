#!/usr/bin/env bash
# The commands of a desk: what they do is played by the scenarios; here is what they
# say to wrong use and bad input, one clear error each, and that nothing is changed by it.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs file
echo 2011-03-04T09:00:00Z >clock
export LIAISON_DESK=$PWD/A LIAISON_PERSON=weber
"$LIAISON" init A --name "Bureau A" --clock "$PWD/clock" --admin admin >/dev/null
for person in "weber officer investigation" "brandt supervisor investigation" "lang officer border"; do
    # shellcheck disable=SC2086 # three words
    set -- $person
    "$LIAISON" person add "$1" --role "$2" --section "$3" --as admin
done

# unchanged STATUS TEXT...: the last command failed so, in one line, and the store is as it was.
unchanged() {
    expect_status "$1"
    shift
    expect_one_error "$@"
    expect_no_stdout
    [ "$(sha256sum <A/desk.db)" = "$store" ] || fail "the store is changed"
}

# refuses STATUS ARGUMENT... -- TEXT...: runs the arguments and expects the error.
refuses() {
    local status_wanted=$1 arguments=()
    shift
    while [ "$1" != -- ]; do
        arguments+=("$1")
        shift
    done
    shift
    store=$(sha256sum <A/desk.db)
    run "${arguments[@]}"
    unchanged "$status_wanted" "$@"
}

it "takes a person, a file, a watch, a sighting, a flag and a decision all the way"
run subject add --name 'Царикаев Руслан' --translation 'Tsarikaev Ruslan' --born 1987-10-21 --role suspect --reason 'two sources'
expect_status 0
expect_stdout "subject 1"
run file open --subject 1 --json
expect_stdout '"file":1'
run watch add --file 1 --action silent-notice --until 2012-03-01 --reason 'told'
expect_stdout "watch 1  active  until 2012-03-01"
run file close 1 --unresolved --reason 'no link'
expect_stdout "closed unresolved"
run subject value 1 --born ١٩٨٦-١٠-٢١ --contact 'telephone +٧ ٩١٨ ٣٣٣ ٤٤ ٥٥'
expect_status 0
run subject show 1
expect_stdout "1986-10-21"
expect_stdout "+7 918 333 44 55"
printf 'name,birthDate\nTSARIKAYEV RUSLAN,1986-10-21\nMUELLER ANNA,1979-02-03\n' >flight.csv
printf 'Name;Vorname;Geburtsdatum\r\nTSARIKAYEV;RUSLAN;21.10.1986\r\n' >parts.csv
run sight --manifest parts.csv --dry-run --as lang
expect_stdout "TSARIKAYEV, RUSLAN"
run sight --manifest flight.csv --direction out --country RU --as lang
expect_stdout "TSARIKAYEV"
run due
expect_stdout "sighting"
run sighting confirm 1 --reason 'the same man'
expect_stdout "confirmed"
echo 2011-03-05T09:00:00Z >clock
run flag add --file 1 --kind threat --grading A1 --basis 'he said so'
expect_stdout "sum"
run decide --as brandt
expect_stdout "reopen"
run decide reopen 1 --yes --reason 'flags' --as brandt
expect_stdout "reopened"
run file show 1
expect_stdout "open"
expect_stdout "Царикаев"

it "knows who was seen without a name by his document"
run subject add --name 'Halim Sorvek' --document AB5304218 --role suspect --reason 'two sources'
run file open --subject 2 --json
printf 'passport,birthDate\nAB 530 4218,1961-04-02\nCD9917364,1961-04-02\n' >papers.csv
run sight --manifest papers.csv --direction out --country RU --as lang
expect_stdout_lines 2
grep -q '^2 .*candidate  2 ' "$capture/stdout" || fail "he is not known"
run who --document AB5304218 --purpose border --as lang
expect_status 0
expect_stdout "ask investigation"
refuses 64 who --born 1961-04-02 --purpose border --as lang -- "a name or the number of a document"

it "hands a post over when the shift changes, with what it owes"
run due handover investigation/duty --to weber --text 'the flight of Friday is open'
expect_status 0
expect_stdout "watch"
run post list --as admin
grep -q '^investigation/duty  *weber' "$capture/stdout" || fail "the post is not his"
refuses 66 due handover investigation/duty --to nobody -- "nobody"

it "knows which posts there are, and why something may be late"
refuses 66 due handover investigation/dutty --to weber -- "no post investigation/dutty"
refuses 66 due move 1 --to investigation/dutty --reason x -- "no post investigation/dutty"
refuses 66 due --post investigation/dutty -- "no post investigation/dutty"
for post in desk/duty "desk/working group" border/duty border/supervisor; do
    run due --post "$post"
    expect_status 0
    expect_stdout none
done
for word in workload "waiting for others" technical "needed care" overlooked; do
    refuses 66 due explain 99 --because "$word" -- "no obligation 99"
done

it "names an unknown number or name"
refuses 66 file show 99 -- "99"
refuses 66 file close 99 --unresolved --reason x -- "99"
refuses 66 file open --subject 99 -- "99"
refuses 66 watch extend 99 --until 2012-01-01 --reason x -- "99"
refuses 66 sighting confirm 99 --reason x -- "99"
refuses 66 flag list --file 99 -- "99"
refuses 66 decide reopen 99 --yes --reason x -- "99"
refuses 66 subject show 99 -- "99"
refuses 66 due move 99 --to border/duty --reason x -- "99"
refuses 66 holding take none --of Z -- "Z"
refuses 66 holding add 1 --for Z --reason x --as brandt -- "Z"
refuses 66 ask "Царикаев Руслан" --born 1986-10-21 --purpose investigation --file 1 --to Z -- "Z"
refuses 66 ask "Царикаев Руслан" --born 1986-10-21 --purpose investigation --file 1 -- "no counterpart"
refuses 66 ask show 99 -- "99"
refuses 66 file hold 1 --section border --by nobody -- "nobody"
refuses 66 file list --as nobody -- "nobody"
refuses 66 sight --manifest none.csv -- "none.csv"

it "says how a command is used"
refuses 64 file -- "one of open, close"
refuses 64 file dance -- "dance"
refuses 64 file close 1 --reason x -- "--unresolved"
refuses 64 file close 1 --unresolved --cleared --reason x -- "--unresolved"
refuses 64 file close 1 --unresolved -- "--reason"
refuses 64 file correct 1 --reason x -- "without words"
refuses 64 file correct 1 --text x -- "--reason"
refuses 64 file close one --unresolved --reason x -- "whole number"
refuses 64 file close 0 --unresolved --reason x -- "whole number"
refuses 64 file close -1 --unresolved --reason x -- "whole number"
refuses 64 file show 1 2 -- "'2'"
refuses 64 watch add --file 1 --action shoot --until 2012-01-01 --reason x -- "shoot" "silent notice"
refuses 64 flag add --file 1 --kind threat --grading Z9 --basis x -- "Z9"
refuses 64 flag add --file 1 --kind beauty --basis x -- "beauty"
refuses 64 subject add --name 'A B' --role suspect --role witness --reason x -- "twice"
refuses 64 decide reopen 1 --reason x -- "--yes"
refuses 64 holding add 1 --for Z -- "--reason"
refuses 64 holding dance -- "one of add, remove"
refuses 64 holding publish --for Z -- "--seed"
refuses 64 ask --file 1 --purpose investigation -- "about whom"
refuses 64 ask --telephone 1 --mail a@b.c --file 1 --purpose investigation -- "about whom"
refuses 64 ask "A B" --telephone 1 --file 1 --purpose investigation -- "alone"
refuses 64 ask "A B" --purpose investigation -- "--file"
refuses 65 ask "A B" --born notadate --file 1 --purpose investigation -- "--born"
refuses 64 due --post -- "--post"
refuses 64 sight --direction out -- "--manifest"
refuses 64 sight --manifest flight.csv --direction sideways -- "--direction: 'sideways' is none of in, out"
refuses 64 sighting confirm 1 -- "--reason"
run file --help
expect_status 0
expect_stdout "liaison file close N --unresolved|--cleared --reason TEXT"

it "does not believe in a day that is not there, nor in a control character"
refuses 65 watch add --file 1 --action silent-notice --until 2012-02-30 --reason x -- "2012-02-30"
refuses 65 watch extend 1 --until tomorrow --reason x -- "tomorrow"
refuses 65 subject add --name 'A B' --born 1986-02-31 --role suspect --reason x -- "--born"
refuses 65 subject add --name $'A\033[2JB' --role suspect --reason x -- "--name"
refuses 65 subject add --name $'A\xd0' --role suspect --reason x -- "--name" "UTF-8"
refuses 65 file close 1 --unresolved --reason $'x\x01' -- "--reason"
refuses 65 subject add --name "$(head -c 5000 /dev/zero | tr '\0' x)" --role suspect --reason x -- "--name"
printf 'a\033b' >control.txt
refuses 65 file note 1 --text-file control.txt -- "control.txt"
printf 'a\0\033[2Jb' >zero.txt
refuses 65 file note 1 --text-file zero.txt -- "zero.txt"

it "refuses an attachment of a gigabyte, and one that cannot be read"
truncate -s 1G huge.bin
refuses 65 file attach 1 huge.bin -- "huge.bin"
rm huge.bin
refuses 66 file attach 1 none.bin -- "none.bin"

it "keeps a document sealed, its digest on the file, and gives it to who may read the file"
printf 'the plan of the market square' >plan.txt
run file attach 1 plan.txt --media text/plain
expect_status 0
! grep -qa 'market square' A/desk.db* || fail "a document stands open in the store"
run file show 1 --json
expect_stdout "\"sha256\":\"$(sha256sum <plan.txt | cut -d ' ' -f 1)\""
plan=$(sed 's/.*"attachment":\([0-9]*\),"name":"plan.txt".*/\1/' "$capture/stdout")
refuses 64 file save 1 --attachment "$plan" -- "--out"
refuses 64 file save 1 --attachment "$plan" --out - -- "--out"
refuses 66 file save 1 --attachment 1 --out other.txt -- "no attachment 1"
refuses 66 file save 99 --attachment "$plan" --out other.txt -- "99"
run file save 1 --attachment "$plan" --out /nowhere/other.txt
expect_status 74
expect_one_error "/nowhere"
refuses 75 file save 1 --attachment "$plan" --out plan.txt -- "there already"
[ ! -e other.txt ] || fail "something was written"
run file save 1 --attachment "$plan" --out saved.txt
expect_status 0
cmp -s plan.txt saved.txt || fail "another document came back"
[ "$(stat -c %a saved.txt)" = 600 ] || fail "others may read it"

it "erases it with its proof, and the log says who did and why"
"$LIAISON" person add wolf --role data-protection --as admin
"$LIAISON" person add simon --role overseer --as admin
run audit --file 1 --as simon --json
expect_stdout "{\"event\":$plan,"
refuses 66 erase --event "$plan" --field text --ground redress --as wolf -- "sealed there: content"
run erase --event "$plan" --field content --ground redress --as wolf
expect_status 0
refuses 66 file save 1 --attachment "$plan" --out other.txt -- "no attachment"
run audit --file 1 --entry erasure --as simon --json
expect_stdout '"who":"wolf","did":"opening.erased","file":1,"reason":"redress"'
run verify
expect_status 0
expect_stdout "(1 erased)"

it "keeps the columns of a table in one order, and gives each row a block where the terminal is too narrow"
run file list
expect_status 0
grep -q '^file  reference  state  section' "$capture/stdout" || fail "the columns stand otherwise"
if command -v script >/dev/null; then
    for columns in 200 40; do
        timeout 60 script -qec "stty cols $columns; '$LIAISON' file list" /dev/null >"$capture/stdout"
        grep -q '^file  reference' "$capture/stdout" && table=yes || table=no
        grep -q '^reference *A-' "$capture/stdout" && block=yes || block=no
        case $columns,$table,$block in 200,yes,no | 40,no,yes) ;; *) fail "at $columns columns: table $table, blocks $block" ;; esac
    done
fi

it "takes no option that would have no effect"
refuses 64 watch add --file 1 --action silent-notice --until 2099-01-01 --tell --reason x -- "--tell tells of --for"
refuses 64 tip send --to R --subject 1 --grading B3 --obtained x --text y --standing -- "--standing tells of --request"
refuses 64 subject add --name 'A B' --role suspect --origin GE --reason x -- "--origin tells of --status"
refuses 64 release A-1 --assurances x -- "--assurances tells of --risk"

it "names the rule that refuses"
refuses 77 decide reopen 1 --yes --reason x -- "role"
refuses 77 holding list --as admin -- "administrator"
refuses 77 ask list --as admin -- "administrator"
refuses 77 audit questions -- "role"
run holding list --as brandt --json
expect_status 0
run ask list --json
expect_status 0
refuses 77 file list --as admin -- "administrator"
refuses 77 file close 1 --unresolved --reason ' ' -- "reason"
refuses 77 watch add --file 1 --action silent-notice --until 2099-01-01 --reason x -- "time"

it "opens no store that is none, nor one that is not there"
mkdir none broken
cp A/keys A/unlock broken
head -c 20000 /dev/zero >broken/desk.db
refuses 66 file list --desk none -- "no desk"
refuses 65 file list --desk broken -- "not a database"
refuses 66 file list --desk '' -- "desk"

it "keeps the log for oversight, and a person's request for those who answer it"
refuses 77 audit -- "role"
refuses 77 audit shares -- "role"
refuses 64 audit --entry gossip --as simon -- "gossip"
refuses 66 audit --person nobody --as simon -- "nobody"
refuses 65 audit --since yesterday --as simon -- "yesterday"
run audit --file 1 --as simon
expect_status 0
expect_stdout "consultation"
refuses 64 redress open --text x --as wolf -- "--name"
refuses 66 redress answer 99 --upheld --reason x --as wolf -- "99"
refuses 66 redress open --name 'A B' --from R --text x --as wolf -- "channel to R"
run redress open --name 'Ruslan Tsarikayev' --born 1987-10-20 --text 'I was held.' --as wolf
expect_stdout "redress 1"
run redress list --as wolf
expect_stdout "received"
run retention
expect_stdout "2016-03-02"
refuses 64 retention now -- "now"

it "tells what a flag weighed when it was raised from what it weighs now, and evidence likewise"
echo 2014-03-04T09:00:00Z >clock
run flag list --file 1
expect_status 0
grep -q '^2 .*threat .*0\.90 .*A1 .*0\.45$' "$capture/stdout" || fail "what is left of it"
run decide show 1 --as brandt
expect_stdout "sum now"
run sighting show 1
expect_stdout "evidence now"
run sighting show 1 --json
expect_stdout '{"field":"name","on_file":"руслан","seen":"ruslan","how":"English press","weight":9.'
grep -qE '[0-9]\.[0-9]{7}' "$capture/stdout" && fail "weights are told finer than they are counted"
