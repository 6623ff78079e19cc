#!/usr/bin/env bash
# Training: the same data give the same tables, and data that are not there leave nothing behind.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs train

it "wants to be told where the data are"
run train
expect_status 64
expect_one_error "--data"

it "says at once that it cannot write where it should"
run train --data nothing --out missing
expect_status 74
expect_one_error "missing: No such file or directory"

it "names the file that is missing, and writes nothing"
mkdir nothing out
run train --data nothing --out out
expect_status 66
expect_one_error "nothing/"
expect_nothing_left

it "learns the same tables from the same data, and records what it learned from"
mkdir -p data/tokens again
for language in ru ar he ko ja-katakana zh; do
    printf 'ruslan\tруслан\t9\nmarina\tмарина\t5\nsalman\tسلمان\t7\nkarim\tكريم\t4\ndavid\tדוד\t3\nmin\t민\t6\nmaria\tマリア\t8\n' \
        >"data/tokens/$language-train.tsv"
done
printf 'سلمان\tsalman\nكريم\tkarim\n' >data/tokens/google-ar2en-train.txt
mkdir -p data/lists/ofac-invented
nothing='-0- '
printf '%s,"%s","individual","X",%s,%s,%s,%s,%s,%s,%s,"DOB 21 Oct 1986."\n' \
    1 'TSARIKAEV, Ruslan' "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" \
    2 'EVEN, Number' "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" \
    3 'QUIRRENBACH, Ottokar' "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" "$nothing" \
    >data/lists/ofac-invented/sdn.csv
printf '1,5,"aka","TSARIKAYEV, Ruslan",-0- \n' >data/lists/ofac-invented/alt.csv
printf '1,7,-0- ,-0- ,"Norway",-0- \n' >data/lists/ofac-invented/add.csv
run train --data data --out out
expect_status 0
expect_no_stderr
run train --data data --out again
expect_status 0
for table in out/*; do
    cmp -s "$table" "again/$(basename "$table")" || fail "$table differs from one run to the next"
    case $table in *.new) fail "$table was left behind" ;; esac
done
[ -s out/RECORD.md ] || fail "no training record"
grep -q '2 persons, ' out/RECORD.md || fail "the record does not count the persons of odd numbers"
grep -q '^date_same' out/weights.tsv || fail "no weights were learned"
grep -q 'CC0' out/RECORD.md || fail "the record does not name the licence"

it "learns how often two records of a person differ, from the odd entries of a numbered list"
printf '%s\n' '{"id":"1","properties":{"name":["Ruslan Tsarikaev"],"alias":["Tsarikayev Ruslan"],"birthDate":["1968-10-12"]}}' \
    '{"id":"2","properties":{"name":["Even Number"],"alias":["Number Even"]}}' >list.jsonl
run train --errors list.jsonl --out out
expect_status 0
expect_no_stderr
grep -q '1 persons of 2' out/errors.tsv || fail "the even entry was not left apart"
grep -qP "^name.reordered\t10000\t" out/errors.tsv || fail "the order was not learned"
