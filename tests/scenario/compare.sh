#!/usr/bin/env bash
# Comparing, explaining and screening: the same man under four spellings and two
# birth dates is found, a look-alike is not, and every answer keeps its form.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs compare
needs screen
needs explain

cat >list.jsonl <<'END'
{"id":"r1","schema":"Person","properties":{"name":["Царикаев Руслан Анзорович"],"birthDate":["1986-10-21"]}}
{"id":"r2","schema":"Person","properties":{"name":["Дзукаева Мадина Таймуразовна"],"birthDate":["1979-03-05"]}}
{"id":"r3","schema":"Company","properties":{"name":["Invented Trading"]}}
END
cat >manifest.csv <<'END'
id,name,birthDate
m1,TSARIKAYEV RUSLAN,1986-10-21
m2,Tcarikaev Ruslan,1987-10-21
m3,Rouslan Carikaev,21.10.1988
m4,"Zarikajew, Ruslan",1986-10-21
m5,Tsarikaev Batraz,1961-04-02
m6,DZUKAEVA MADINA,1979-05-03
END

it "finds each spelling of a man, and not who only shares his family name"
run screen --list list.jsonl --query manifest.csv --format csv
expect_status 0
expect_no_stderr
for query in m1 m2 m3 m4; do
    expect_stdout "$query,1,r1,"
done
expect_stdout "m5,0,"
expect_stdout "m6,1,r2,"

it "finds who has no name by his document alone, in lists and by lists, and not by a birthday"
cat >papers.csv <<'END'
id,passport,birthDate
p1,AB 530 4218,1961-04-02
p2,CD9917364,1961-04-02
END
cat >holders.csv <<'END'
id,name,passport,birthDate
h1,Halim Sorvek,AB5304218,1961-04-02
h2,Milena Tarkun,,1961-04-02
END
run screen --list holders.csv --query papers.csv --format csv
expect_status 0
expect_no_stderr
expect_stdout "p1,1,h1,"
expect_stdout "p2,0,"
run screen --list papers.csv --query holders.csv --format table
expect_stdout "p1  AB 530 4218"
expect_stdout "h2  Milena Tarkun: no candidate"
run screen --list papers.csv holders.csv --query holders.csv --format table
expect_stdout "h1  Halim Sorvek: 2 candidates"
run index build papers papers.csv
run screen --index papers --query holders.csv --format csv
expect_stdout "h1,1,p1,"
expect_stdout "h2,0,"
run link holders.csv papers.csv
expect_stdout_lines 1
expect_stdout "p1"

it "takes letters of a number that look like Latin ones for these, and others for letters of their own"
printf 'id,passport\nb1,КН123456\nb2,ВМ123456\nb3,ЖД123456\n' >cyrillic.csv
printf 'id,passport\nl1,KH 123456\nl2,ЖД123456\nl3,ΚΗ123456\n' >latin.csv
run screen --list latin.csv --query cyrillic.csv --format csv
expect_status 0
expect_no_stderr
expect_stdout "b1,1,l1,"
expect_stdout "b1,2,l3,"
expect_stdout "b2,0,"
expect_stdout "b3,1,l2,"

it "reads birth dates and telephones in the digits of any script"
printf 'id,name,born,phone\na1,Halim Sorvek,١٩٨٦-١٠-٢٢,+٩٩٨ ٩٠ ١٢٣ ٤٥٦٧\na2,Halim Sorvek,１９７９／１０／２２,\na3,Halim Sorvek,۱۳۶۵/۰۷/۳۰,\n' >digits.csv
printf 'id,name,birthDate,phone\nd1,Halim Sorvek,1986-10-22,+998901234567\n' >dated.csv
run screen --list dated.csv --query digits.csv --format jsonl
expect_status 0
expect_stdout '"birthDate","left":"1986-10-22"'
expect_stdout '"birthDate","left":"1979-10-22"'
expect_stdout 'the same telephone or mail'
expect_stderr "digits.csv: line 4: born: year 1365 is before 1800 or of another calendar: value skipped"
run explain 'Halim Sorvek' 'Halim Sorvek' --left-born ๑๙๘๖-๑๐-๒๒ --right-born ১৯৮৬-১০-২২
expect_status 0
expect_stdout "1986-10-22 ~ 1986-10-22"

it "says of whom there is neither a name nor a number"
printf 'id,name,passport\nn1,,12\nn2,,\n' >nobody.csv
run screen --list holders.csv --query nobody.csv --format csv
expect_status 0
expect_stdout "n1,0,"
expect_stderr "nobody.csv: line 3: no name and no document"

it "answers every query in order, in JSON lines, also one without candidates"
run screen --list list.jsonl --query manifest.csv --format jsonl
expect_status 0
expect_stdout_lines 6
expect_stdout '{"query":"m5","candidates":[]}'
[ "$(sed 's/{"query":"\(m[0-9]\)".*/\1/' "$capture/stdout" | tr -d '\n')" = m1m2m3m4m5m6 ] || fail "not in order"

it "gives the same answers with one thread as with several"
cp "$capture/stdout" first
run screen --list list.jsonl --query manifest.csv --format jsonl --jobs 1000000000
expect_status 0
run screen --list list.jsonl --query manifest.csv --format jsonl --jobs 1
cmp -s first "$capture/stdout" || fail "the answers differ"

it "gives the best of all with a threshold of 0, up to the limit"
run screen --list list.jsonl --query manifest.csv --format csv --threshold 0 --limit 2
expect_status 0
expect_stdout "m5,1,"
expect_stdout "m5,2,"

it "leaves explanations out when asked"
run screen --list list.jsonl --query manifest.csv --format jsonl --no-explain
expect_status 0
! grep -q '"how"' "$capture/stdout" || fail "there is an explanation"

it "compares no religion, and says that it is not kept"
printf '{"id":"r1","schema":"Person","properties":{"name":["Царикаев Руслан"],"religion":["any"]}}\n' >religion.jsonl
run screen --list religion.jsonl --query manifest.csv --format jsonl
expect_status 0
expect_one_error religion.jsonl
! grep -q 'religion"' "$capture/stdout" || fail "religion is in an answer"

it "sums up the weights it shows to the evidence, in every answer"
printf 'name1,name2\nЦарикаев Руслан,TCARIKAEV RUSLAN\nЦарикаев Руслан,Петров Пётр\n' >pairs.csv
run compare --pairs pairs.csv --format jsonl
expect_status 0
expect_stdout_lines 2
awk '{
    line = $0
    match(line, /"evidence":[^,]*/)
    evidence = substr(line, RSTART + 11, RLENGTH - 11)
    sum = 0
    while (match(line, /"weight":[^,}]*/)) {
        sum += substr(line, RSTART + 9, RLENGTH - 9)
        line = substr(line, RSTART + RLENGTH)
    }
    difference = evidence - sum
    if (difference > 0.00001 || difference < -0.00001)
        wrong = 1
} END { exit wrong }' "$capture/stdout" || fail "the weights are not the evidence"
head -n 1 "$capture/stdout" | grep -q '"match":true' || fail "one man's two spellings do not match"
tail -n 1 "$capture/stdout" | grep -q '"match":false' || fail "two men match"

it "reads pairs from standard input"
feed pairs.csv compare --pairs - --format jsonl
expect_status 0
expect_stdout_lines 2

it "explains two names to a reader"
run explain 'Царикаев Руслан' 'TCARIKAEV RUSLAN'
expect_status 0
expect_stdout "GOST R 52535.1"
expect_stdout "evidence"
expect_no_stderr
