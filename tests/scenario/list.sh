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
expect_one_error "parchment"
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

it "says when a file of the OFAC list is not beside it"
rm ofac/alt.csv
run list convert ofac/sdn.csv ofac.jsonl
expect_status 0
expect_stderr "alt.csv"
