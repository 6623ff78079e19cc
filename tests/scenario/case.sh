#!/usr/bin/env bash
# liaison case: a text that is not understood is told with its line, and nothing
# is left behind. cases.sh plays the scenarios themselves.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs case

# bad NAME WORDS...: the scenario on standard input is refused with its place and the words.
bad() {
    local file=$1
    shift
    cat >"$file"
    run case "$file"
    expect_status 65
    expect_one_error "$file" "$@"
    expect_nothing_left
}

it "wants one file, that is there"
run case
expect_status 64
expect_one_error "one scenario file"
run case none.case
expect_status 66
expect_one_error none.case
run case none.case --json --show
expect_status 64

it "refuses a text without title or steps"
bad untitled.case "begins with its title" <<<'step 1 "x"'
bad stepless.case "no step" <<<'scenario "x"'
bad empty.case "begins with its title" </dev/null

it "names the line that it does not understand"
bad word.case "line 2" "dance" <<<$'scenario "x"\ndance on the table\nstep 1 "y"'
bad quote.case "line 2" "quote" <<<$'scenario "x"\nstep 1 "y'
bad few.case "line 2" "step NUMBER" <<<$'scenario "x"\nstep 1'
bad many.case "line 2" "step NUMBER" <<<$'scenario "x"\nstep 1 "y" z'
bad number.case "line 3" "higher" <<<$'scenario "x"\nstep 2 "y"\nstep 2 "z"'
bad zero.case "line 2" "whole" <<<$'scenario "x"\nstep 0 "y"'
bad clock.case "line 2" "2011-02-29" <<<$'scenario "x"\non 2011-02-29 09:00\nstep 1 "y"'
bad walk.case "line 2" "walk" <<<$'scenario "x"\nwalk far\nstep 1 "y"'
bad early.case "line 2" "below a command" <<<$'scenario "x"\nexpect "y"\nstep 1 "y"'
bad continued.case "line 1" "no command above" <<<'--to nobody'
printf 'scenario "x"\nstep 1 "\033[2J"\n' | bad control.case "line 2" "plain text"
printf 'scenario "x"\nstep 1 "\xd0"\n' | bad utf8.case "line 2" "plain text"
{ echo 'scenario "x"'; yes a | head -n 300 | tr '\n' ' '; } | sed '2s/^/A b: /' | bad words.case "line 2" "too many words"

it "reads what is included, one deep, and names its lines"
mkdir stage
echo 'dance' >stage/bad.txt
echo 'include other.txt' >stage/deep.txt
printf 'scenario "x"\ninclude stage/bad.txt\nstep 1 "y"\n' >included.case
run case included.case
expect_status 65
expect_one_error "stage/bad.txt: line 1" dance
printf 'scenario "x"\ninclude stage/deep.txt\nstep 1 "y"\n' >deep.case
run case deep.case
expect_status 65
expect_one_error "stage/deep.txt: line 1" "includes nothing"
printf 'scenario "x"\ninclude stage/none.txt\nstep 1 "y"\n' >none.case
run case none.case
expect_status 66
rm -r stage

it "refuses what cannot be played"
bad desk.case "line 3" "no desk B" <<<$'scenario "x"\nstep 1 "y"\nB: version'
bad lost.case "line 3" "no desk B" <<<$'scenario "x"\nstep 1 "y"\nlose B'
bad anew.case "line 3" "no desk B" <<<$'scenario "x"\nstep 1 "y"\nanew B A'
bad clockless.case "line 2" "a time" <<<$'scenario "x"\ndesk A "Bureau A"\nstep 1 "y"'
bad back.case "line 3" "forward only" <<<$'scenario "x"\non 2011-03-04\non 2011-03-03\nstep 1 "y"'
bad path.case "line 3" "plain file name" <<<$'scenario "x"\nstep 1 "y"\nwrite ../x\n    y'

it "tells a step that shows nothing but holds"
printf 'scenario "x"\nstep 1 "y"\nproves "z"\nstep 7 "w"\n' >holds.case
run case holds.case
expect_status 0
expect_stdout "proved: z"
expect_stdout "2 of 2 steps hold"
run case holds.case --json
expect_status 0
expect_stdout '{"step":"1 y","ok":true,"proved":"z"}'
expect_stdout '{"step":"7 w","ok":true,"proved":""}'
expect_stdout_lines 2
expect_nothing_left

it "keeps what it made where it is asked to"
printf 'scenario "x"\nstep 1 "y"\nwrite list.csv\n    name\n    A B\n' >kept.case
run case kept.case --keep kept
expect_status 0
[ "$(cat kept/list.csv)" = $'name\nA B' ] || fail "the file is not as it was written"
run case kept.case --keep kept
expect_status 74
expect_one_error kept
