#!/usr/bin/env bash
# Bad input through the commands: each kind is told in one line that names file,
# line and field; what can still be used is used; --strict and files of no use
# at all fail by class; nothing is left behind.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs screen
needs compare
needs explain

person='{"id":"p1","schema":"Person","properties":{"name":["Царикаев Руслан"],"birthDate":["1986-10-21"]}}'
echo "$person" >query.jsonl

# repeat N TEXT: the text N times, without newlines.
repeat() {
    head -c "$(($1 * ${#2}))" < <(yes "$2" | tr -d '\n')
}

# bad_row NAME PLACE...: NAME.jsonl holds a bad row on line 2 between two good
# ones. As a list it costs one warning, which holds each PLACE, and nothing else.
bad_row() {
    local file=$1.jsonl
    shift
    run screen --list "$file" --query query.jsonl --format jsonl
    expect_status 0
    expect_one_error "$file: line 2" "$@"
    expect_stdout '"p1"'
    expect_stdout_lines 1
    expect_nothing_left
    run screen --list "$file" --query query.jsonl --format jsonl --strict
    expect_status 65
    expect_one_error "$file: line 2" "$@"
    expect_no_stdout
    expect_nothing_left
    # As a query too: the good rows are answered, in order.
    run screen --list query.jsonl --query "$file" --format jsonl
    expect_status 0
    expect_one_error "$file: line 2" "$@"
}

# around NAME: standard input becomes line 2 of NAME.jsonl.
around() {
    { echo "$person"; cat; echo; echo "${person/p1/p3}"; } >"$1.jsonl"
}

it "skips a row cut off in the middle"
printf '%s' "${person:0:60}" | around cut
bad_row cut

it "skips a row whose UTF-8 is cut off"
printf '{"id":"p2","schema":"Person","properties":{"name":["Ruslan \xd0"]}}' | around utf8-cut
bad_row utf8-cut UTF-8

it "skips a row that is not UTF-8 at all"
printf '{"id":"p2","schema":"Person","properties":{"name":["\xd6\xe0\xf0\xe8\xea\xe0\xe5\xe2"]}}' | around utf8-wrong
bad_row utf8-wrong UTF-8

it "skips a name of ten megabytes, naming the field"
{ printf '{"id":"p2","schema":"Person","properties":{"name":["'; repeat 10485760 x; printf '"]}}'; } | around long-name
bad_row long-name name

it "takes no more than the limit of ten thousand aliases, and says so once"
{
    printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"alias":['
    seq 1 10000 | awk '{ printf "%s\"Alias %d\"", separator, $1; separator = "," }'
    printf ']}}'
} | around aliases
bad_row aliases alias

it "does not believe in 31 February"
printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"birthDate":["1986-02-31"]}}' | around february
bad_row february birthDate

it "knows nobody who is born in a year to come"
printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"birthDate":["9986-10-21"]}}' | around unborn
bad_row unborn birthDate

it "takes no year of another calendar for one of its own, in whatever digits"
for year in 1365 2529 ۱۳۶۵ ๒๕๒๙; do
    printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"birthDate":["%s"]}}' $year | around calendar
    bad_row calendar birthDate
    run explain 'Ruslan' 'Timur' --right-born $year
    expect_status 65
done

it "knows no year 0"
printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"birthDate":["0000-10-21"]}}' | around year0
bad_row year0 birthDate

it "does not follow JSON down a hundred thousand levels"
{ printf '{"id":"p2","schema":"Person","properties":{"name":'; repeat 100000 '['; repeat 100000 ']'; printf '}}'; } | around deep
bad_row deep

it "refuses a row in which a key stands twice"
printf '{"id":"p2","schema":"Person","schema":"Person","properties":{"name":["Petrov Petr"]}}' | around twice
bad_row twice schema

it "skips a value that is no text, naming the field"
printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"birthDate":[19861021]}}' | around number
bad_row number birthDate

it "skips a row without any name or document"
printf '{"id":"p2","schema":"Person","properties":{"birthDate":["1986-10-21"]}}' | around nameless
bad_row nameless

it "skips a line that is JSON but no object"
printf '[1, 2, 3]' | around array
bad_row array

it "keeps the characters that steer a terminal out of its messages"
printf '{"id":"p2","schema":"Person","properties":{"name":["Petrov Petr"],"birthDate":["\\u001b[2J"]}}' | around control
run screen --list control.jsonl --query query.jsonl
expect_one_error "control.jsonl: line 2" birthDate
if LC_ALL=C grep -q "$(printf '\033')" "$capture/stderr"; then
    fail "an escape character came through"
fi

it "keeps them out of its tables, and out of the ids in its lines"
printf '{"id":"a\\u001b[2J","schema":"Person","properties":{"name":["Rus\\u001blan Tsarikaev"]}}\n' >steering.jsonl
printf '{"id":"b\\nc\\td","schema":"Person","properties":{"name":["Ruslan Tsarikaev"]}}\n' >>steering.jsonl
run screen --list steering.jsonl --query steering.jsonl --format table --threshold 0
expect_status 0
expect_stdout "line-1  Rus?lan"
run link steering.jsonl --threshold 0
expect_status 0
expect_stderr "control character"
[ "$(cut -f 1,2 "$capture/stdout" | tr "\t" " ")" = "line-1 line-2" ] || fail "the pair is not on one line"

it "prints twenty warnings of a file and counts the rest"
{ echo "$person"; repeat 100 'x' | fold -w 1; echo; } >many.jsonl
run screen --list many.jsonl --query query.jsonl
expect_status 0
[ "$(wc -l <"$capture/stderr")" -le 22 ] || fail "more than twenty warnings and their count"
expect_stderr "many.jsonl: line 21"

it "names the line on which a quote of a CSV opens that never closes"
printf 'id,name,birthDate\n1,"Царикаев Руслан",1986-10-21\n2,"Petrov Petr,1970-01-01\n3,Ivanov Ivan,1971-01-01\n' >quotes.csv
run screen --list quotes.csv --query query.jsonl --format jsonl
# The open quote swallows the rest of the list: to screen against what is left would mislead.
expect_status 65
expect_one_error "quotes.csv: line 3"
expect_no_stdout
run screen --list quotes.csv --query query.jsonl --format jsonl --strict
expect_status 65
expect_one_error "quotes.csv: line 3"
expect_no_stdout
expect_nothing_left

it "names line and field of a date that does not exist in a CSV"
printf 'id,name,birthDate\n1,Царикаев Руслан,1986-10-21\n2,Petrov Petr,31.02.1970\n' >february.csv
run screen --list february.csv --query query.jsonl
expect_status 0
expect_one_error "february.csv: line 3" birthDate

# bad_csv NAME PLACE...: line 3 of NAME.csv is bad; its warning holds each PLACE, and the good row is found.
bad_csv() {
    local file=$1.csv
    shift
    run screen --list "$file" --query query.jsonl --format jsonl
    expect_status 0
    expect_one_error "$file: line 3" "$@"
    expect_stdout '"id":"1"'
    run screen --list "$file" --query query.jsonl --format jsonl --strict
    expect_status 65
    expect_one_error "$file: line 3" "$@"
    expect_no_stdout
    expect_nothing_left
}
header() {
    printf 'id,name,alias,birthDate\n1,Царикаев Руслан,,1986-10-21\n'
}

it "is as careful with a CSV: UTF-8 cut off, a name of ten megabytes, ten thousand aliases, a year 0"
{ header; printf '2,Petrov \xd0,,1970-01-01\n'; } >utf8.csv
bad_csv utf8 UTF-8
{ header; printf '2,'; repeat 10485760 x; printf ',,1970-01-01\n'; } >ten.csv
bad_csv ten name
{ header; printf '2,Petrov Petr,'; seq -f 'Alias %.0f' -s ';' 1 10000 | tr -d '\n'; printf ',1970-01-01\n'; } >many.csv
bad_csv many alias
{ header; echo '2,Petrov Petr,,0000-01-01'; } >zero.csv
bad_csv zero birthDate

it "fails on a published list without a person"
for list in '<CONSOLIDATED_LIST><INDIVIDUALS></INDIVIDUALS></CONSOLIDATED_LIST>' '<sdnList></sdnList>' \
    '<export></export>' 'id,name'; do
    echo "$list" >nobody
    run screen --list nobody --query query.jsonl
    expect_status 65
    expect_one_error nobody
    expect_no_stdout
done

it "fails on a list in which there is no person"
printf '{"id":"c1","schema":"Company","properties":{"name":["Example Ltd"]}}\n' >companies.jsonl
run screen --list companies.jsonl --query query.jsonl
expect_status 65
expect_one_error "companies.jsonl"
expect_no_stdout
expect_nothing_left

it "fails on an empty list, and on an empty query"
: >empty.jsonl
run screen --list empty.jsonl --query query.jsonl
expect_status 65
expect_one_error "empty.jsonl"
expect_no_stdout
run screen --list query.jsonl --query empty.jsonl
expect_status 65
expect_one_error "empty.jsonl"

it "fails on a list in which no row can be used"
printf 'x\ny\n' | sed 's/^/{/' >useless.jsonl
run screen --list useless.jsonl --query query.jsonl
expect_status 65
expect_stderr "useless.jsonl"
expect_no_stdout

it "fails on a CSV whose heading names nothing it knows"
printf 'colour,size\nred,5\n' >heading.csv
run screen --list heading.csv --query query.jsonl
expect_status 65
expect_one_error "heading.csv"

it "fails on a header map that means nothing, as a usage error or naming it"
printf 'who,born\nЦарикаев Руслан,1986-10-21\n' >mapped.csv
run screen --list mapped.csv --query query.jsonl --map 'who=nothing'
[ "$status" -eq 64 ] || [ "$status" -eq 65 ] || fail "exit status $status"
expect_one_error "nothing"

it "fails on a file that is no text, or of another format, in one line"
head -c 4096 /dev/zero >zeros.bin
run screen --list zeros.bin --query query.jsonl
expect_status 65
expect_one_error "zeros.bin"
echo '<html><body>403</body></html>' >page.html
run screen --list page.html --query query.jsonl
expect_status 65
expect_one_error "page.html"

it "fails on a line over the limit, naming it"
{ echo "$person"; repeat 17000000 x; echo; } >huge.jsonl
run screen --list huge.jsonl --query query.jsonl
[ "$status" -eq 0 ] || [ "$status" -eq 65 ] || fail "exit status $status"
expect_one_error "huge.jsonl: line 2"

it "fails on a file that is not there, and on a directory"
run screen --list missing.jsonl --query query.jsonl
expect_status 66
expect_one_error "missing.jsonl"
expect_no_stdout
run screen --list query.jsonl --query missing.jsonl
expect_status 66
expect_one_error "missing.jsonl"
mkdir folder
run screen --list folder --query query.jsonl
[ "$status" -ne 0 ] || fail "a directory was read"
expect_one_error "folder"

it "fails on options that make no sense, as usage errors in one line"
for wrong in '--limit 0' '--limit x' '--threshold 2' '--threshold x' '--format xml' '--nonsense' '--limit'; do
    # shellcheck disable=SC2086 # option and value
    run screen --list query.jsonl --query query.jsonl $wrong
    expect_status 64
    expect_one_error
    expect_no_stdout
done
run screen --query query.jsonl
expect_status 64
expect_one_error "--list"
run screen --list query.jsonl
expect_status 64
expect_one_error "--query"

it "says when the answer cannot be written"
run_full() {
    "$LIAISON" screen --list query.jsonl --query query.jsonl >/dev/full 2>"$capture/stderr"
    status=$?
}
run_full
expect_status 74
expect_one_error

it "reads pairs with the same care: bad pairs are skipped, named and counted out"
{
    echo '{"left":{"schema":"Person","properties":{"name":["Царикаев Руслан"]}},"right":{"schema":"Person","properties":{"name":["TSARIKAEV RUSLAN"]}}}'
    echo '{"left":{"schema":"Person","properties":{"name":["Petrov"]}}}'
} >pairs.jsonl
run compare --pairs pairs.jsonl
expect_status 0
expect_one_error "pairs.jsonl: line 2" right
expect_stdout '"evidence"'
echo '{"left":{"properties":{"name":["Petrov"],"birthDate":["2529"]}},"right":{"properties":{"name":["Petrov"],"birthDate":["1986"]}}}' >unborn-pairs.jsonl
run compare --pairs unborn-pairs.jsonl
expect_status 0
expect_one_error "unborn-pairs.jsonl: line 1: birthDate: in the future"
tail -n 1 pairs.jsonl >useless-pairs.jsonl
run compare --pairs useless-pairs.jsonl
expect_status 65
expect_stderr "useless-pairs.jsonl"

it "fails on pairs in CSV without the two columns"
printf 'a,b\nx,y\n' >columns.csv
run compare --pairs columns.csv
expect_status 65
expect_one_error "columns.csv" name1

it "refuses names that are not UTF-8 or too long, and too few or many of them"
run explain "$(printf 'Ruslan \xd0')" 'Ruslan'
expect_status 65
expect_one_error "the first name" UTF-8
expect_no_stdout
run explain 'Ruslan' ''
expect_status 65
expect_one_error "the second name"
run explain 'Ruslan' 'Timur' --right-born 1971-02-30
expect_status 65
expect_one_error "--right-born: 30 February"
run explain "$(repeat 100000 x)" 'Ruslan'
expect_status 65
expect_one_error "the first name"
run explain 'Ruslan'
expect_status 64
expect_one_error
run explain 'a' 'b' 'c'
expect_status 64
expect_one_error
