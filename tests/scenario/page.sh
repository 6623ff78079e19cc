#!/usr/bin/env bash
# Urgent items call the post that owes them at once: a program that serve runs, with ids and times alone.
stage=$(realpath "$(dirname "$0")/../../scenarios/stage/two-desks.txt")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs serve
cp "$stage" two-desks.txt
cat >stage.case <<'END'
scenario "An urgent tip and one that is not"
include two-desks.txt
on 2011-03-04 09:00
step 1 "R sends both"
    R orlov: subject add --name "Кравцова Инна" --born 1980-04-05 --role suspect --reason "a source and a document"
    R orlov: tip send --to A --section investigation --subject 1 --grading B3 --obtained "a report" --text "Кравцова has sworn to act" --urgent
    R sokol: release R-2 --risk "no real risk" --reason "at large"
    R orlov: tip send --to A --section border --subject 1 --grading B3 --obtained "a report" --text "in no hurry"
    R sokol: release R-3 --risk "no real risk" --reason "at large"
END
"$LIAISON" case stage.case --keep played >played.txt 2>&1 || cat played.txt
cat >pager <<END
#!/bin/sh
[ ! -e "$PWD/broken" ] || exit 3
echo "\$*" >>"$PWD/called"
env >>"$PWD/environment"
END
chmod 755 pager

# steps N OPTION...: serves desk A for so many steps.
steps() {
    local n=$1
    shift
    for _ in $(seq "$n"); do echo step; done >steps
    feed steps serve --desk played/A --listen 127.0.0.1:0 "$@"
}

it "calls the post once, by number, kind and time, with nothing of what the item says"
steps 3 --page "$PWD/pager"
expect_status 0
[ "$(wc -l <called)" -eq 1 ] || fail "called: $(cat called)"
grep -qE '^investigation/duty [0-9]+ tip 2011-03-0[0-9]T[0-9:]+Z$' called || fail "called: $(cat called)"
! grep -qE 'LIAISON|HOME' environment || fail "the program got serve's environment"
steps 2 --page "$PWD/pager"
[ "$(wc -l <called)" -eq 1 ] || fail "called again: $(cat called)"

it "calls again as it climbs, and where the program failed"
echo 2011-03-20T09:00:00Z >played/clock
touch broken
steps 1 --page "$PWD/pager"
expect_status 0
expect_stderr "ended with status 3"
[ "$(wc -l <called)" -eq 1 ] || fail "called: $(cat called)"
rm broken
steps 1 --page "$PWD/pager"
[ "$(wc -l <called)" -eq 2 ] || fail "called: $(cat called)"
! grep -q investigation/duty <(tail -n 1 called) || fail "not the rung: $(tail -n 1 called)"

it "calls nobody where no program is named"
steps 1
expect_status 0

it "runs no program that others may write, none that is none, and no command line"
chmod 775 pager
steps 1 --page "$PWD/pager"
expect_status 77
expect_one_error "others"
steps 1 --page "$PWD/stage.case"
expect_status 77
expect_one_error "no program that may be run"
steps 1 --page "$PWD/nothing"
expect_status 66
expect_one_error "No such file"
steps 1 --page "pager --now"
expect_status 64
