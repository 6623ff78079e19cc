#!/usr/bin/env bash
# Index: an index of lists is built, searched, updated and checked; registers are linked.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs index

"$LIAISON" synth --n 300 --seed 3 --out people.jsonl --copies copies.jsonl --truth truth.tsv || exit 70

it "says what it can do"
run index
expect_status 64
expect_stderr "build"
run index burn dir
expect_status 64
expect_one_error "burn"

it "wants a directory and a file"
run index build dir
expect_status 64
expect_one_error "directory and at least one file"

it "names a missing file, and no index comes into force"
run index build dir missing.jsonl
expect_status 66
expect_one_error "missing.jsonl"
run index info dir
expect_status 66
expect_one_error "no index here"

it "takes no two files of one name for one list"
mkdir other
cp people.jsonl other/people.jsonl
run index build twice people.jsonl other/people.jsonl
expect_status 64
expect_one_error "other/people.jsonl"

it "takes no file for an index"
run screen --index people.jsonl --query people.jsonl
expect_status 66
expect_one_error "people.jsonl: no index here"

it "wants an index to update"
run index update missing people.jsonl
expect_status 66
expect_one_error "missing: no index here"

it "leaves other files of its directory alone"
mkdir mixed
touch mixed/part-00001.csv mixed/gone-fishing mixed/part-1-0.seg
run index build mixed people.jsonl
expect_status 0
run index build mixed people.jsonl
expect_status 0
[ "$(ls mixed)" = "current
gone-fishing
lock
part-00001.csv
part-2-0.seg" ] || fail "other files there"

it "builds, and says what it holds"
run index build dir people.jsonl
expect_status 0
expect_stdout "generation 1, 300 records added"
run index info dir
expect_status 0
expect_stdout "list people.jsonl"
run index verify dir
expect_status 0
expect_stdout "every block is sound"

it "finds what the list finds, with the same explanation"
"$LIAISON" screen --list people.jsonl --query copies.jsonl >by-list.jsonl 2>/dev/null
run screen --index dir --query copies.jsonl
expect_status 0
different=$(diff by-list.jsonl "$capture/stdout" | grep -c '^>')
[ "$different" -le 1 ] || fail "$different of 300 answers differ"

it "shows the candidates of a list whose name is of any bytes"
printf -v odd 'l\xe9ste\033[31m.jsonl'
head -n 5 people.jsonl >"$odd"
run index build odd "$odd"
expect_status 0
for format in jsonl csv table; do
    run screen --index odd --query "$odd" --format "$format"
    expect_status 0
    expect_stdout "s1"
    [ "$(grep -c 'l?ste?\[31m.jsonl' "$capture/stdout")" -ge 4 ] || fail "not the candidates: $format"
    run screen --list "$odd" --query "$odd" --format "$format"
    [ "$(grep -c 'l?ste?\[31m.jsonl' "$capture/stdout")" -ge 4 ] || fail "not the candidates: $format"
done

it "takes a list or an index, not both"
run screen --index dir --list people.jsonl --query copies.jsonl
expect_status 64
expect_one_error "or --index"

it "updates a list by what changed"
head -n 290 people.jsonl >new.jsonl
printf '%s\n' '{"id":"x1","schema":"Person","properties":{"name":["Quintessa Abernathy-Vok"]}}' >>new.jsonl
mkdir -p later && mv new.jsonl later/people.jsonl
run index update dir later/people.jsonl
expect_status 0
expect_stdout "generation 2, 1 records added, 10 removed, 291 persons"
printf 'name\nQuintessa Abernathy Vok\n' >ask.csv
run screen --index dir --query ask.csv --format jsonl
expect_stdout '"id":"x1"'

it "leaves what did not change in force"
run index update dir later/people.jsonl
expect_status 0
expect_stdout "generation 2, 0 records added"

it "says so when a part is cut shorter by somebody else while it searches"
cp -r dir cut
mkfifo asked
"$LIAISON" screen --index cut --query asked >"$capture/stdout" 2>"$capture/stderr" &
exec 3>asked # opened by the program too, when it has the index
for part in cut/part-*.seg; do : >"$part"; done
cat copies.jsonl >&3 2>/dev/null
exec 3>&-
wait $!
status=$?
expect_status 74
expect_one_error "cut shorter"
rm -r cut asked

it "names the block that is damaged, and a search does not use it"
cp -r dir broken
segment=broken/part-1-0.seg
printf '\377' | dd of="$segment" bs=1 seek=$((4096 * 3 + 5)) conv=notrunc status=none
run index verify broken
expect_status 76
expect_one_error "block 3 "

it "refuses what is no index, and one of another version"
mkdir none && echo nothing >none/current
run index info none
expect_status 65
expect_one_error "no index"
cp -r dir older
sed -i '1s/[0-9]*$/6/' older/current
run index info older
expect_status 65
expect_one_error "version 6"

it "lets only one write"
(
    exec 9>dir/lock
    flock -x 9
    run index build dir people.jsonl
    expect_status 75
    expect_one_error "another process"
    [ "$case_state" = passed ]
) || fail "two writers"
run index info dir
expect_stdout "generation 2"

it "leaves the old generation in force where a writer is killed"
for delay in 0.00 0.01 0.02 0.04 0.08 0.12; do
    "$LIAISON" index build dir people.jsonl copies.jsonl >/dev/null 2>&1 &
    sleep $delay
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    run index verify dir
    expect_status 0
done
run index build dir people.jsonl
expect_status 0
run index info dir
expect_stdout "300 persons"

it "leaves the old generation in force where the disk is full"
(
    ulimit -f 64
    trap '' XFSZ
    run index build dir people.jsonl copies.jsonl
    expect_status 74
    expect_one_error "part-"
    [ "$case_state" = passed ]
) || fail "no error of a full disk"
run index info dir
expect_stdout "300 persons"

it "links two registers"
run link people.jsonl copies.jsonl --clusters clusters.tsv
expect_status 0
found=$(cut -f 1,2 "$capture/stdout" | sort | comm -12 - <(sort truth.tsv) | wc -l)
[ "$found" -ge $(($(wc -l <truth.tsv) * 9 / 10)) ] || fail "only $found of $(wc -l <truth.tsv) pairs"
[ -s clusters.tsv ] || fail "no clusters"

it "links each record with one at most"
run link people.jsonl copies.jsonl --one-to-one --threshold 0.1 --clusters one.tsv
expect_status 0
[ -z "$(cut -f 1 "$capture/stdout" | sort | uniq -d)$(cut -f 2 "$capture/stdout" | sort | uniq -d)" ] ||
    fail "a record is in two pairs"
[ "$(wc -l <one.tsv)" -eq $((2 * $(wc -l <"$capture/stdout"))) ] || fail "clusters of more than two"
run link people.jsonl --one-to-one
expect_status 64
expect_one_error "two files"

it "writes no clusters over what it reads"
cp copies.jsonl kept.jsonl
run link people.jsonl copies.jsonl --clusters ./copies.jsonl
expect_status 64
expect_one_error "--clusters: ./copies.jsonl"
cmp -s copies.jsonl kept.jsonl || fail "the register is gone"
rm kept.jsonl

it "links a register with itself"
cat people.jsonl copies.jsonl >both.jsonl
run link both.jsonl
expect_status 0
expect_stdout "-1"

it "tells a father from his son, and puts nobody together by a name alone"
cat >household.csv <<EOF
id,given_name,surname,birthDate,address,phone
father,Halim Sr,Sorvek,,"14 Larch Street, Overby 4221",
son,Halim Jr,Sorvek,,"14 Larch Street, Overby 4221",
again,Halim Jr,Sorvek,,"14 Larch Street, Overby 4221",
namesake,Halim,Sorvek,,,555 221 3344
EOF
run link household.csv --clusters household.tsv
expect_status 0
[ "$(cut -f 1 household.tsv | uniq -d)" = "$(grep -w son household.tsv | cut -f 1)" ] || fail "who is one"
grep -qw namesake household.tsv || fail "a namesake is left out"
[ "$(cut -f 1 household.tsv | uniq | wc -l)" -eq 3 ] || fail "who is two"

it "puts who gives no more than a name to the one who bears it, and to none of two"
cat >bare.csv <<EOF
id,given_name,surname,birthDate,address
bare,Halim,Sorvek,,
known,Halim,Sorvek,1971-03-02,"14 Larch Street, Overby 4221"
bare2,Milena,Tarkun,,
first,Milena,Tarkun,1988-04-23,
second,Milena,Tarkun,1954-11-09,
EOF
run link bare.csv --clusters bare.tsv
expect_status 0
[ "$(grep -w bare bare.tsv | cut -f 1)" = "$(grep -w known bare.tsv | cut -f 1)" ] || fail "a bare name"
[ "$(cut -f 1 bare.tsv | uniq | wc -l)" -eq 4 ] || fail "a bare name that two bear"

it "puts twins together no more than a name that changed apart"
cat >twins.csv <<EOF
id,given_name,surname,birthDate,address
twin,Milena,Sorvek,1988-04-23,"14 Larch Street, Overby 4221"
brother,Milan,Sorvek,1988-04-23,"14 Larch Street, Overby 4221"
married,Milena,Tarkun,1988-04-23,"14 Larch Street, Overby 4221"
EOF
run link twins.csv --threshold 0.01 --clusters twins.tsv
expect_status 0
expect_stdout "brother"
[ "$(grep -w twin twins.tsv | cut -f 1)" = "$(grep -w married twins.tsv | cut -f 1)" ] || fail "a name that changed"
[ "$(grep -w twin twins.tsv | cut -f 1)" != "$(grep -w brother twins.tsv | cut -f 1)" ] || fail "twins"

it "takes an initial for no other given name, and for none of two"
cat >initials.csv <<EOF
id,given_name,surname,birthDate,address
robert,Robert,Sorvek,1978-12-11,"14 Larch Street, Overby 4221"
b,B.,Sorvek,1978-12-11,"14 Larch Street, Overby 4221"
twin,Milena,Tarkun,1988-04-23,"3 Alder Row, Overby 4221"
brother,Milan,Tarkun,1988-04-23,"3 Alder Row, Overby 4221"
m,M.,Tarkun,1988-04-23,"3 Alder Row, Overby 4221"
EOF
run link initials.csv --clusters initials.tsv
expect_status 0
[ "$(grep -w b initials.tsv | cut -f 1)" = "$(grep -w robert initials.tsv | cut -f 1)" ] || fail "B. for Robert"
[ "$(cut -f 1 initials.tsv | uniq | wc -l)" -eq 4 ] || fail "M. of two twins"

it "says at once where the clusters cannot be written, and writes none where a file is missing"
run link people.jsonl copies.jsonl --clusters nowhere/persons.tsv
expect_status 74
expect_one_error "nowhere/persons.tsv"
expect_no_stdout
echo old >persons.tsv
run link people.jsonl missing.jsonl --clusters persons.tsv
expect_status 66
expect_one_error "missing.jsonl"
[ "$(cat persons.tsv)" = old ] || fail "the older file is gone"

it "links one file or two"
run link
expect_status 64
expect_one_error "one file or two"
run link people.jsonl missing.jsonl
expect_status 66
expect_one_error "missing.jsonl"
