#!/usr/bin/env bash
# Each allocation of a command fails in its turn: the command fails with one error and leaves nothing, or says and
# writes all that it does with memory enough.
root=$(realpath "$(dirname "$0")/../..")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
case ${MODE:-release} in release | clang) ;; *)
    it "fails or does all where an allocation fails"
    skip "a sanitizer gives the memory itself"
    exit ;;
esac
starve=$scenario_root/starve.so
it "has what lets an allocation fail"
cc -std=c17 -O1 -shared -fPIC -o "$starve" "$root/tests/starve.c" 2>"$capture/stderr" || fail "it does not compile"
samples=$scenario_root/samples
mkdir "$samples"
printf 'id,name\n1,Ruslan Tsarikaev\n2,"Petrov, Ivan"\n' >"$samples/people.csv"

shopt -s nullglob dotglob

# starved N ARGUMENT...: 'run', in an empty directory, where the N-th allocation fails; with 0 none.
starved() {
    local at=$1 left=(*)
    shift
    [ ${#left[@]} -eq 0 ] || rm -r -- "${left[@]}"
    TMPDIR=$PWD STARVE_AT=$at STARVE_COUNT=$capture/count LD_PRELOAD=$starve timeout 20 "$LIAISON" "$@" \
        </dev/null >"$capture/stdout" 2>"$capture/stderr"
    status=$?
}

# What it printed, but for how long it took, and the files it left.
told() {
    sed 's/ [0-9.]* s$//' "$capture/stdout"
    cat -- * */* 2>/dev/null
}

# each ARGUMENT...: every allocation in its turn.
each() {
    local at n left
    it "fails or does all where an allocation fails: $1"
    starved 0 "$@"
    expect_status 0
    n=$(cat "$capture/count")
    told >"$capture/whole"
    for ((at = 1; at <= n; at++)); do
        starved "$at" "$@"
        if [ $status -eq 0 ]; then
            told | cmp -s - "$capture/whole" || fail "$*: allocation $at: status 0, and not all is there"
        else
            [ $status -lt 124 ] || fail "$*: allocation $at: crashed"
            grep -q 'memory' "$capture/stderr" || fail "$*: allocation $at: the error does not tell of memory"
            [ "$(grep -vc '^liaison: warning' "$capture/stderr")" -eq 1 ] || fail "$*: allocation $at: not one error"
            left=(*)
            [ ${#left[@]} -eq 0 ] || fail "$*: allocation $at: left behind: ${left[*]}"
        fi
        [ "$case_state" = passed ] || break
    done
}

each list convert "$samples/people.csv" - --to csv
each list convert "$root/tests/samples/sdn.csv" -
each list convert "$root/tests/samples/uk.ods" -
each screen --list "$samples/people.csv" --query "$samples/people.csv" --format csv --jobs 1
each explain "Ruslan Tsarikaev" "Царикаев Руслан"
each link "$samples/people.csv" "$samples/people.csv" --threshold 0 --jobs 1
each index build idx "$samples/people.csv" --jobs 1
each synth --n 2 --format uk-ods --out out.ods
