#!/usr/bin/env bash
# Synth: invented persons, the same for the same seed, that the readers read back.
samples=$(realpath "$(dirname "$0")/../samples")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs synth

it "refuses a count that is none"
run synth --n none
expect_status 64
expect_one_error "--n"
expect_no_stdout

it "writes as many persons as were asked for"
run synth --n 300 --seed 7
expect_status 0
expect_no_stderr
expect_stdout_lines 300
cp "$capture/stdout" people.jsonl

it "gives the same persons for the same seed, and begins a larger population with them"
run synth --n 400 --seed 7
expect_status 0
head -n 300 "$capture/stdout" | cmp -s - people.jsonl || fail "the first 300 differ"

it "gives other persons for another seed"
run synth --n 300 --seed 8
expect_status 0
! cmp -s "$capture/stdout" people.jsonl || fail "both seeds give the same"

it "writes what can be screened, each person found by himself"
head -n 20 people.jsonl >query.jsonl
run screen --list people.jsonl --query query.jsonl --limit 1 --format csv --threshold 0.9 --strict
expect_status 0
expect_no_stderr

it "wants copies where it is asked for their truth"
run synth --n 10 --truth truth.tsv
expect_status 64
expect_one_error "--truth"
expect_nothing_left

it "wants no errors and no overlap of copies that are not asked for"
run synth --n 10 --errors 0.5
expect_status 64
expect_one_error "--errors"
run synth --n 10 --overlap 0.5
expect_status 64
expect_one_error "--overlap"

it "writes no two files under one name"
run synth --n 10 --out one --copies one
expect_status 64
expect_one_error "'one'"
run synth --n 10 --copies one --truth one
expect_status 64
expect_one_error "'one'"
expect_nothing_left

it "leaves none of its files where one of them cannot be written"
run synth --n 10 --out one --copies two --truth nowhere/truth
expect_status 74
expect_one_error "nowhere/truth"
run synth --n 10 --out one --copies nowhere/two
expect_status 74
expect_one_error "nowhere/two"
expect_nothing_left

it "writes copies of half the persons, and which they are"
run synth --n 400 --seed 7 --out first.jsonl --copies second.jsonl --truth truth.tsv
expect_status 0
expect_no_stderr
expect_no_stdout
[ "$(wc -l <second.jsonl)" -eq 400 ] || fail "not as many copies as persons"
[ "$(wc -l <truth.tsv)" -eq 200 ] || fail "not half of them in the truth"
cut -f 2 truth.tsv | while read -r id; do grep -q "\"$id\"" second.jsonl || echo "$id"; done >missing
[ ! -s missing ] || fail "the truth names $(head -n 1 missing), who is not among the copies"

it "makes no errors where none are asked for"
run synth --n 400 --seed 7 --out first.jsonl --copies exact.jsonl --errors 0
expect_status 0
! cmp -s exact.jsonl second.jsonl || fail "the errors make no difference"

it "writes CSV that reads back as the same persons"
run synth --n 100 --format csv --out people.csv
expect_status 0
run list convert people.csv people.jsonl
expect_status 0
expect_stderr "100 persons out of csv, 0 others, 0 skipped, 0 warnings"

for format in ofac-csv:sdn.csv ofac-xml:ofac.xml ofac-advanced:advanced.xml un-xml:un.xml eu-xml:eu.xml uk-xml:uk.xml \
    uk-csv:uk.csv uk-ods:uk.ods manifest:m.csv paxlst:p.txt mrz:mrz.txt; do
    it "writes ${format%%:*}, which is told by its content and reads back without a warning"
    run synth --n 200 --seed 9 --format "${format%%:*}" --out "${format##*:}"
    expect_status 0
    expect_no_stderr
    run list convert --strict "${format##*:}" back.jsonl
    expect_status 0
    expect_stderr "200 persons out of $(case ${format%%:*} in manifest) echo csv ;; *) echo "${format%%:*}" ;; esac), 0 others, 0 skipped, 0 warnings"
done

it "makes the samples of the repository"
cp -r "$samples" samples
mkdir again
cp samples/make again
again/make "$LIAISON"
diff -r samples again >difference || fail "$(head -n 3 difference)"

it "leaves an older file alone when the new one cannot be written"
mkdir folder
run synth --n 10 --out folder
expect_status 74
expect_one_error "folder"

it "writes to a pipe, and leaves it one"
mkfifo pipe
cat pipe >got &
run synth --n 10 --out pipe
expect_status 0
[ -p pipe ] || fail "the pipe is gone"
wait
[ "$(wc -l <got)" -eq 10 ] || fail "not ten lines came out of it"

it "says of a format that is written whole when it is too large for that, and leaves nothing"
run synth --n 200000 --format ofac-advanced --out large.xml
expect_status 65
expect_one_error "large.xml: over 67108864 bytes"
expect_nothing_left
