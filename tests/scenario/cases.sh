#!/usr/bin/env bash
# Plays every scenario of scenarios/, several at once. Each must hold; one with
# "negative" in its name must fail at the step that it names, and at no other.
scenarios=$(realpath "$(dirname "$0")/../../scenarios")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs case
needs serve

# Each plays from an empty directory of its own and leaves NAME.json, NAME.err and NAME.status.
play() {
    local name
    name=$(basename "$1" .case)
    mkdir "$capture/$name"
    (cd "$capture/$name" && TMPDIR=$capture/$name timeout 170 "$LIAISON" case "$1" --json >"$capture/$name.json" 2>"$capture/$name.err")
    echo $? >"$capture/$name.status"
}
export -f play
export capture LIAISON
find "$scenarios" -maxdepth 1 -name '*.case' | sort | xargs -P "$(nproc)" -I '{}' bash -c 'play {}'

for file in "$scenarios"/*.case; do
    name=$(basename "$file" .case)
    it "plays $name"
    status=$(cat "$capture/$name.status")
    cp "$capture/$name.json" "$capture/stdout"
    cp "$capture/$name.err" "$capture/stderr"
    case $name in
        *negative*)
            step=$(sed -n 's/^negative //p' "$file")
            expect_status 1
            [ -n "$step" ] || fail "the scenario does not say which step must fail"
            grep -q "^{\"step\":\"$step .*\"ok\":false" "$capture/stdout" || fail "step $step holds"
            [ "$(grep -c '"ok":false' "$capture/stdout")" -eq "$(sed -n "/^{\"step\":\"$step /,\$p" "$capture/stdout" | wc -l)" ] ||
                fail "a step before $step fails too"
            ;;
        *)
            expect_status 0
            expect_no_stderr
            ! grep -q '"ok":false' "$capture/stdout" || fail "a step does not hold"
            [ "$(wc -l <"$capture/stdout")" -gt 0 ] || fail "no step was played"
            ;;
    esac
    [ -z "$(ls -A "$capture/$name")" ] || fail "something was left behind: $(ls -A "$capture/$name")"
done
