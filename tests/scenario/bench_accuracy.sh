#!/usr/bin/env bash
# liaison bench accuracy, over a tiny folder of invented people: the table, what
# is skipped aloud, and one clear error for a folder that is none.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs bench

mkdir -p data/lists data/pairs data/tokens data/negatives sparse/lists empty
cat >data/lists/uk-tiny.ftm.jsonl <<'END'
{"id":"K1","schema":"Person","properties":{"name":["Ruslan TSARIKAEV"],"birthDate":["1986-10-21"],"nationality":["ru"]}}
{"id":"K2","schema":"Person","properties":{"name":["Yaroslava Yuryevna SHCHEDRYAKOVA"],"birthDate":["1979-11-02"]}}
{"id":"K3","schema":"Person","properties":{"name":["Khetag TSKHURBATOV"],"alias":["Hetag Churbatov"],"birthDate":["1983"]}}
END
cat >data/pairs/un-tiny.ftm.jsonl <<'END'
{"id":"N1","schema":"Person","properties":{"name":["RUSLAN TCARIKAEV","Руслан Царикаев"],"birthDate":["1986-10-21"]}}
{"id":"N2","schema":"Person","properties":{"name":["JAROSLAWA SCHTSCHEDRJAKOWA"],"birthDate":["1979-11-02"]}}
{"id":"N3","schema":"Person","properties":{"name":["Nobody LISTED"],"birthDate":["1950"]}}
END
printf 'N1\tK1\nN2\tK2\n' >data/pairs/un-uk-tiny.tsv
cat >data/pairs/names-tiny.csv <<'END'
case_group,schema,name1,name2,is_match,quality,category,notes
made_up,Person,Ruslan Tsarikaev,Руслан Царикаев,true,,,
synth_people,Person,Khetag Tskhurbatov,Lyubov Yushkevtsova,false,,,
made_up,Company,Tsarikaev Ltd,Tsarikaev Limited,true,,,
END
printf 'tsarikaev\tцарикаев\t1\nyushkevtsov\tюшкевцов\t2\n' >data/tokens/ru-tiny.tsv
printf 'tskhurbatov\tцхурбатов\t1\n' >data/tokens/ar-train.tsv
cat >data/negatives/people-global-tiny.csv <<'END'
full_name,first_name,middle_name,last_name,gender,date_of_birth,place_of_birth,nationality
Anselma Quirrenbach,Anselma,,Quirrenbach,female,1961-01-08,Tromsø,Norway
Ottokar Vandersteen,Ottokar,,Vandersteen,male,1959-04-27,Ghent,Belgium
END
cp data/lists/uk-tiny.ftm.jsonl sparse/lists

it "prints a row for every task with what is to reach, what is reached and of how many"
run bench accuracy --data data --only lists names dates pairs tokens calibration --json results.json
expect_status 0
expect_no_stderr
expect_stdout "to reach"
expect_stdout "dates as given"
expect_stdout "birth year one off"
expect_stdout "recall at 1 % false"
expect_stdout "people on no list, without a date"
expect_stdout "F1: other than synth_people"
expect_stdout "recall@1: ru"
expect_stdout "calibration error"
expect_stdout "  ok"

it "finds the persons of a tiny list in every script and with every doubt"
row=$(grep "recall@1$\|names only: recall@1 " "$capture/stdout" | head -n 1)
[[ $row == *" 1.0000 "*ok ]] || fail "names only: $row"
row=$(grep "day and month swapped" "$capture/stdout")
[[ $row == *" 1.0000        1  ok" ]] || fail "swapped: $row"

it "writes the results as JSON too"
grep -q '"results"' results.json || fail "results.json has no results"
grep -q '"bound": "at least"' results.json || fail "results.json has no bounds"

it "does not measure on files to learn from, and says what it has not"
grep -q "recall@1: ar .*SKIPPED: no tokens/ar-\*.tsv" "$capture/stdout" || fail "ar is not skipped aloud"

it "shows the rows that went wrong when asked"
run bench accuracy --data data --only pairs --show
expect_status 0

it "says aloud what it skips where data are absent, and does the rest"
run bench accuracy --data sparse --only lists names dates pairs tokens calibration skeletons
expect_status 0
expect_no_stderr
expect_stdout "SKIPPED: no pairs/un-*.ftm.jsonl"
expect_stdout "SKIPPED: no pairs/names-*.csv"
expect_stdout "SKIPPED: no negatives/people-*.csv"
expect_stdout "SKIPPED: no tokens/ko-*.tsv"
expect_stdout "SKIPPED: no tables/romanisation-tests*.tsv"
expect_stdout "fifteen"

it "takes a file that is broken for an error, not for a missed target"
mkdir -p broken/pairs
printf 'schema,name1\nPerson,Khetag\n' >broken/pairs/names-x.csv
run bench accuracy --data broken --only pairs
expect_status 65
expect_one_error "names-x.csv" "case_group"

it "needs a folder that is there"
run bench accuracy --data nowhere
expect_status 66
expect_one_error "nowhere" "no such folder"
expect_no_stdout

it "needs a folder with some of the data"
run bench accuracy --data empty
expect_status 65
expect_one_error "empty"
expect_no_stdout

it "needs no folder for the names that it invents"
for folder in "" "--data empty"; do
    # shellcheck disable=SC2086 # words
    run bench accuracy $folder --only invented
    expect_status 0
    expect_stdout "invented names in every romanisation"
done
run bench accuracy --only invented dates
expect_status 64
expect_one_error "--data"

it "names a group of tasks that there is not"
run bench accuracy --data data --only nonsense
expect_status 64
expect_one_error "nonsense"

it "takes one size of samples, not two"
for two in "--quick --full" "--full --sample 3" "--sample 3 --quick"; do
    # shellcheck disable=SC2086 # words
    run bench accuracy --data data --only pairs $two
    expect_status 64
    expect_one_error "--quick, --full and --sample do not go together"
    expect_no_stdout
done

it "says at once where its results cannot be written"
for place in data nowhere/results.json; do
    run bench accuracy --data data --only pairs --json $place
    expect_status 74
    expect_one_error "$place: "
    expect_no_stdout
    expect_nothing_left
done

it "lists what can be measured"
run bench
expect_status 64
expect_stderr "accuracy"
run bench nonsense
expect_status 64
expect_one_error "nonsense"
expect_nothing_left
