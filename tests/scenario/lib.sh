# shellcheck shell=bash
# What a scenario test is written with. A test sources this file and then reads:
#     it "refuses a date that does not exist"
#     run screen --list list.jsonl --query query.jsonl
#     expect_status 65
#     expect_one_error "query.jsonl: line 3: birthDate"
# It works in an empty directory of its own, which is gone afterwards. A case
# ends where the next begins; its first failed expectation fails it, with what the program said.
set -u
LIAISON=$(realpath "${LIAISON:?the program to test}")
scenario_root=$(mktemp -d)
# What the program said stands outside the test's directory, so that expect_nothing_left sees only the program's files.
capture=$scenario_root/said
mkdir "$capture" "$scenario_root/work"
cd "$scenario_root/work" || exit 70
: >"$capture/stdout"
: >"$capture/stderr"
status=0
case_name=
case_state=
cases_passed=0 cases_failed=0 cases_skipped=0
# A sanitizer's own exit status is none of the program's.
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1

# ports: the first of eight of its own, as other scenarios run beside it. They lie below those that the system gives to
# who connects: of these one is taken for a minute after its connection ended, and nobody can listen on it.
ports() {
    echo $((10000 + $$ * 8 % 20000))
}

end_case() {
    [ -n "$case_name" ] || return 0
    case $case_state in
        failed) cases_failed=$((cases_failed + 1)) ;;
        skipped) cases_skipped=$((cases_skipped + 1)) ;;
        *) cases_passed=$((cases_passed + 1)) ;;
    esac
    case_name=
}

# What a test leaves running it ends in a function at_end.
finish() {
    # A child that is killed before it is another program comes here too: nothing is its to end or take away.
    [ "$BASHPID" -eq $$ ] || exit
    ! declare -F at_end >/dev/null || at_end
    end_case
    rm -rf "$scenario_root"
    echo "$cases_passed passed, $cases_failed failed, $cases_skipped skipped"
    [ $cases_failed -eq 0 ] || exit 1
    exit 0
}
trap finish EXIT

# needs COMMAND: ends the whole test, skipped aloud, where the program has no such command.
needs() {
    "$LIAISON" help >"$capture/stdout" 2>"$capture/stderr" || { it "runs the program"; fail "it does not run"; exit; }
    grep -q "^  $1 " "$capture/stdout" && return
    it "is for liaison $1"
    skip "the program has no such command"
    exit
}

# it SENTENCE: begins a case.
it() {
    end_case
    case_name=$1
    case_state=passed
}

# skip REASON: the case counts as skipped, aloud. The test goes on with the next 'it'.
skip() {
    case_state=skipped
    echo "skipped: $case_name: $1"
}

fail() {
    [ "$case_state" = passed ] || return 0
    case_state=failed
    echo "FAILED: $case_name: $1"
    echo "  exit status $status; standard output, then standard error:"
    head -n 20 "$capture/stdout" | cut -c 1-300 | sed 's/^/  > /'
    head -n 40 "$capture/stderr" | cut -c 1-300 | sed 's/^/  ! /'
}

# run ARGUMENT...: the program, with nothing on standard input.
run() {
    feed /dev/null "$@"
}

# feed FILE ARGUMENT...: the program, with FILE on standard input.
feed() {
    local input=$1
    shift
    find . | sort >"$capture/before"
    timeout 120 "$LIAISON" "$@" <"$input" >"$capture/stdout" 2>"$capture/stderr"
    status=$?
    [ $status -ne 99 ] || fail "a sanitizer stopped the program"
    [ $status -lt 124 ] || fail "the program was stopped or crashed"
}

expect_status() {
    [ "$status" -eq "$1" ] || fail "exit status $status, not $1"
}

# expect_stdout TEXT: standard output contains the text.
expect_stdout() {
    grep -qF -- "$1" "$capture/stdout" || fail "standard output has no '$1'"
}

expect_no_stdout() {
    [ ! -s "$capture/stdout" ] || fail "standard output is not empty"
}

expect_stdout_lines() {
    [ "$(wc -l <"$capture/stdout")" -eq "$1" ] || fail "standard output is not $1 lines"
}

expect_stderr() {
    grep -qF -- "$1" "$capture/stderr" || fail "standard error has no '$1'"
}

expect_no_stderr() {
    [ ! -s "$capture/stderr" ] || fail "standard error is not empty"
}

# expect_one_error TEXT...: standard error is exactly one line and contains each text.
expect_one_error() {
    [ "$(wc -l <"$capture/stderr")" -eq 1 ] || fail "standard error is not one line"
    local text
    for text; do
        expect_stderr "$text"
    done
}

# expect_nothing_left: the program left no file behind in the test's directory.
expect_nothing_left() {
    find . | sort | cmp -s - "$capture/before" || fail "files were left behind or went: $(find . | sort | diff "$capture/before" - | tail -n +2 | tr '\n' ' ')"
}

# listed KEY: the values of a key in what was printed as JSON, a line each.
listed() {
    grep -o "\"$1\":[^,}]*" "$capture/stdout" | cut -d : -f 2- | tr -d '"'
}

# expect_pages N KEY COMMAND...: a list of more than N, each row known by a key, in pages of N, newest page first: all
# of them together are the whole.
expect_pages() {
    local n=$1 key=$2 older=() rows i
    shift 2
    run "$@" --json
    expect_status 0
    listed "$key" >"$capture/all"
    : >"$capture/paged"
    rows=$(wc -l <"$capture/all")
    for ((i = 0; i < rows; i++)); do
        run "$@" --json --last "$n" "${older[@]}"
        expect_status 0
        listed "$key" >"$capture/page"
        [ -s "$capture/page" ] || break
        [ "$(wc -l <"$capture/page")" -le "$n" ] || fail "$*: a page has more than $n"
        cat "$capture/page" "$capture/paged" >"$capture/both"
        mv "$capture/both" "$capture/paged"
        older=(--before "$(head -n 1 "$capture/page")")
    done
    [ "$rows" -gt "$n" ] || fail "$*: too few for pages"
    diff "$capture/all" "$capture/paged" || fail "$*: the pages are not the whole"
}
