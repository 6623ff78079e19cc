#!/usr/bin/env bash
# The commands that write and release messages: what they say to wrong use and bad
# input at a desk that has no counterpart, and that nothing is changed by it. What they
# do between two desks is played by the scenarios.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs tip
echo 2011-03-04T09:00:00Z >clock
export LIAISON_DESK=$PWD/A LIAISON_PERSON=weber
"$LIAISON" init A --name "Bureau A" --clock "$PWD/clock" --admin admin >/dev/null
"$LIAISON" person add weber --role officer --section investigation --as admin
"$LIAISON" subject add --name 'Царикаев Руслан' --born 1987-10-21 --role suspect --reason 'two sources' >/dev/null
"$LIAISON" file open --subject 1 >/dev/null

# refuses STATUS ARGUMENT... -- TEXT...: runs the arguments, expects the error in one line and the store as it was.
refuses() {
    local status_wanted=$1 arguments=() store
    shift
    while [ "$1" != -- ]; do
        arguments+=("$1")
        shift
    done
    shift
    store=$(sha256sum <A/desk.db)
    run "${arguments[@]}"
    expect_status "$status_wanted"
    expect_one_error "$@"
    expect_no_stdout
    [ "$(sha256sum <A/desk.db)" = "$store" ] || fail "the store is changed"
}

it "writes to nobody who is not paired"
refuses 66 tip send --to R --subject 1 --grading B3 --obtained 'an interview' --text x -- "channel to R"
refuses 66 request send --to R --file 1 --text x -- "channel to R"
refuses 66 handover offer --to R --file 1 --text x -- "channel to R"
refuses 66 message send --to R --kind correction --text x -- "channel to R"
refuses 66 message threat --to R --who a --where b --when c --protect d -- "channel to R"

it "lists no line to nobody"
refuses 66 message list --line R -- "no channel to R"
refuses 66 message list --line R --last 3 --before A-1 -- "no channel to R"

it "names a message that is not there, or a reference that is none"
refuses 66 reply R-3 --answered --text x -- "R-3"
refuses 66 release R-3 -- "R-3"
refuses 66 request show A-77 -- "A-77"
refuses 66 handover accept R-1 -- "R-1"
refuses 66 message withdraw A-1 -- "A-1"
refuses 66 tip take R-2 -- "R-2"
refuses 64 release three -- "'three'"
refuses 64 message show R- -- "'R-'"
refuses 64 message show -1 -- "'-1'"
refuses 64 tip show R-0 -- "R-0"

it "says how a command is used"
refuses 64 tip send --to R --subject 1 --obtained x --text y -- "--grading"
refuses 64 tip send --to R --subject 1 --grading B7 --obtained x --text y -- "B7"
refuses 64 reply R-3 --text x -- "--answered"
refuses 64 reply R-3 --answered --neither -- "--answered"
refuses 64 reply R-3 --refused --text x -- "--ground"
refuses 64 message send --to R --kind poem --text x -- "poem"
refuses 64 message send --to R --kind "permission asked" --file 1 --text x -- "--way"
refuses 64 message send --to R --kind "permission asked" --file 1 --way screen --text x -- "forward, court or purpose"
refuses 64 message send --to R --kind concern --way court --text x -- "permission asked"
refuses 64 request -- "one of send"
refuses 64 request send --to R --text x -- "--file"
refuses 65 request send --to R --file 1 --due 2011-02-30 --text x -- "2011-02-30"
refuses 64 handover offer --to R --text x -- "--file"
refuses 64 who --name 'Ruslan Tsarikayev' -- "--purpose"
refuses 64 who --name 'Ruslan Tsarikayev' --purpose curiosity -- "curiosity"
refuses 65 who --name $'\033' --purpose border -- "--name"

it "says of nobody that there is nothing for good"
run who --name 'Nobody Known' --purpose border
expect_status 0
expect_stdout "nothing to this purpose"
run release
expect_status 0
expect_stdout "none"
run message list
expect_status 0
run reply --help
expect_stdout "--nothing-held"
run handover list
expect_status 0
run request list --open --json
expect_status 0
expect_no_stdout
run tip list
expect_status 0
run message alarms
expect_status 0
expect_stdout "none"
