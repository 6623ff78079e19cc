#!/usr/bin/env bash
# List: lists are converted from one format into another.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs list

it "says what it can do"
run list
expect_status 64
expect_stderr "convert"
run list burn
expect_status 64
expect_one_error "burn"

it "wants two files"
run list convert one
expect_status 64
expect_one_error "IN and OUT"

it "knows no other format than it says"
run list convert --from parchment in out
expect_status 64
expect_one_error "parchment" "ofac-csv" "mrz"
run list convert --to parchment in out
expect_status 64
expect_one_error "parchment"

it "names the file that is missing"
run list convert missing.csv out.jsonl
expect_status 66
expect_one_error "missing.csv"
expect_nothing_left

it "writes nothing where there is no person to write"
printf 'name\n' >empty.csv
run list convert empty.csv out.jsonl
expect_status 65
expect_one_error "empty.csv"
expect_nothing_left

it "touches no other file than the one it writes, and two who write one do not mix"
printf 'name\nA B\nC D\n' >ab.csv
echo mine >ab.jsonl.new
run list convert ab.csv ab.jsonl
expect_status 0
[ "$(cat ab.jsonl.new)" = mine ] || fail "another file was written over"
[ "$(stat -c %a ab.jsonl)" = "$(stat -c %a ab.csv)" ] || fail "not open to the same readers as any file"
"$LIAISON" synth --n 20000 --seed 1 --out twice.jsonl &
"$LIAISON" synth --n 20000 --seed 2 --out twice.jsonl
wait
run list convert twice.jsonl twice.csv
expect_stderr "20000 persons out of ftm, 0 others, 0 skipped, 0 warnings"
[ "$(find . -name 'twice.*' | wc -l)" = 2 ] || fail "something was left beside"

it "reads the three files of the OFAC list together"
mkdir ofac
printf '%s\r\n' '7157,"TSARIKAEV, Ruslan Anzorovich","individual","X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB circa 1968; alt. DOB 10 Dec 1968; POB Nazran, Russia; Passport AB1234567 (Russia) expires 1 Jan 2010; nationality Russia; Gender Male; a.k.a. '"'RUSIK'"'."' \
    '7158,"A SHIP",-0- ,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ' >ofac/sdn.csv
printf '\032' >>ofac/sdn.csv
printf '%s\r\n' '7157,1,"aka","TSARIKAYEV, Ruslan",-0- ' '7158,2,"aka","THE SHIP",-0- ' >ofac/alt.csv
printf '%s\r\n' '7157,1,-0- ,"Nazran","Russia",-0- ' >ofac/add.csv
run list convert ofac/sdn.csv ofac.jsonl
expect_status 0
expect_stderr "1 persons out of ofac-csv, 1 others, 0 skipped, 0 warnings"
cat >expected <<'END'
{"id":"7157","schema":"Person","properties":{"name":["TSARIKAEV, Ruslan Anzorovich"],"alias":["TSARIKAYEV, Ruslan"],"weakAlias":["RUSIK"],"birthDate":["1968","1968-12-10"],"birthPlace":["Nazran, Russia"],"nationality":["Russia"],"country":["Russia"],"passportNumber":["AB1234567"],"gender":["Male"]}}
END
cmp -s ofac.jsonl expected || fail "not what was written there: $(cat ofac.jsonl)"

it "puts a remark that was cut together with the rest of it"
printf '%s\r\n' '7157,"TSARIKAEV, Ruslan","individual","X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1968; Passport AB12"' >ofac/SDN.CSV
printf '%s\r\n' '7156,"of another"' '7157,"34567 (Russia); a.k.a. '"'RUSIK'"'."' >ofac/SDN_COMMENTS.CSV
run list convert ofac/SDN.CSV ofac.jsonl
expect_status 0
grep -q '"weakAlias":\["RUSIK"\].*"passportNumber":\["AB1234567"\]' ofac.jsonl || fail "not put together: $(cat ofac.jsonl)"

it "says when a file of the OFAC list is not beside it"
rm ofac/alt.csv
run list convert ofac/sdn.csv ofac.jsonl
expect_status 0
expect_stderr "alt.csv"

it "tells who came, who went and what changed between two versions"
cat >old.jsonl <<'END'
{"id":"1","properties":{"name":["Ruslan Tsarikaev"],"birthDate":["1968-12-10"],"alias":["Rusik","R. T."]}}
{"id":"2","properties":{"name":["Marina Galush"]}}
{"id":"3","properties":{"name":["Anton Same"],"nationality":["at","de"]}}
END
cat >new.jsonl <<'END'
{"id":"4","properties":{"name":["Nina Beridze"]}}
{"id":"3","properties":{"nationality":["de","at"],"name":["Anton Same"]}}
{"id":"1","properties":{"name":["Ruslan Tsarikaev"],"birthDate":["1968-10-12"],"alias":["Rusik","R. T."]}}
END
run list diff old.jsonl new.jsonl
expect_status 0
expect_stderr "1 added, 1 removed, 1 changed, 1 the same"
cat >expected <<'END'
changed  1  Ruslan Tsarikaev
    - birthDate: 1968-12-10
    + birthDate: 1968-10-12
removed  2  Marina Galush
added    4  Nina Beridze
END
cmp -s "$capture/stdout" expected || fail "not what changed"
run list diff old.jsonl new.jsonl --format jsonl
expect_status 0
expect_stdout '{"change":"changed","id":"1","name":"Ruslan Tsarikaev","properties":{"birthDate":{"removed":["1968-12-10"],"added":["1968-10-12"]}}}'
expect_stdout_lines 3

it "finds no difference between a list and itself in another format"
run synth --n 50 --format un-xml --out list.xml
run list convert list.xml list.jsonl
run list diff list.xml list.jsonl
expect_status 0
expect_no_stdout
expect_stderr "0 added, 0 removed, 0 changed, 50 the same"

it "finds no difference between the forms of one list"
for formats in uk-xml:uk-csv uk-xml:uk-ods ofac-xml:ofac-advanced; do
    run synth --n 400 --seed 9 --format "${formats%%:*}" --out one.list
    run synth --n 400 --seed 9 --format "${formats##*:}" --out other.list
    run list diff --strict one.list other.list
    expect_status 0
    expect_no_stdout
    expect_stderr "0 added, 0 removed, 0 changed, 400 the same"
done

it "wants two versions, of which both hold persons"
run list diff old.jsonl
expect_status 64
expect_one_error "OLD and NEW"
: >nobody.jsonl
run list diff old.jsonl nobody.jsonl
expect_status 65
expect_one_error "nobody.jsonl"
run list diff old.jsonl new.jsonl --format song
expect_status 64
expect_one_error "song"
