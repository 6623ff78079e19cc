# shellcheck shell=bash
# Two real desks, each served by a process of its own on the loopback, paired and agreed, for
# scenarios and benches:
#     pair_desks DIRECTORY ONE PORT OTHER PORT [LEVEL]
# Their directories are DIRECTORY/ONE and so on, their keys unlocked by a file. Sets pids, a serve each.
# $LIAISON is the program.

# found NAME PORT: a desk and its serve.
pair_serve() {
    "$LIAISON" serve --desk "$1" --listen "$2" ${3:+--status "$3"} >"$1.out" 2>"$1.log" &
    pids+=($!)
    for _ in $(seq 200); do
        grep -q '^listening' "$1.out" && return
        sleep 0.05
    done
    cat "$1.log" >&2
    return 1
}

# pair_keys A ADDRESS B ADDRESS: cards and phrase, as two administrators do it.
pair_keys() {
    local at=$1/pairing
    mkdir -p "$at"
    "$LIAISON" pair begin --desk "$1" --address "$2" >"$at/1" &&
        "$LIAISON" pair answer "$at/1" --desk "$3" --address "$4" >"$at/2" &&
        "$LIAISON" pair reveal "$at/2" --desk "$1" >"$at/3" 2>"$at/phrase" &&
        "$LIAISON" pair check "$at/3" --desk "$3" >/dev/null 2>&1 &&
        "$LIAISON" pair confirm "$(sed -n 's/^phrase: //p' "$at/phrase")" --desk "$1" >/dev/null &&
        "$LIAISON" pair confirm "$(sed -n 's/^phrase: //p' "$at/phrase")" --desk "$3" >/dev/null
}

# until_true COMMAND...: tries for twenty seconds.
until_true() {
    for _ in $(seq 200); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    return 1
}

in_force() {
    "$LIAISON" agreement show "$1" --desk "$2" | grep -q 'level in force: open'
}

# pair_agree A B: one proposes, the other accepts, over the line.
pair_agree() {
    "$LIAISON" agreement propose "$(basename "$2")" --desk "$1" --purposes terrorism "${@:3}" >/dev/null &&
        until_true "$LIAISON" agreement accept "$(basename "$1")" --desk "$2" &&
        until_true in_force "$(basename "$2")" "$1"
}

pair_found() {
    [ -d "$1" ] || "$LIAISON" init "$(basename "$1")" --desk "$1" --admin root --unlock "$1.unlock" >/dev/null
    mkdir -p "$1"
    [ -f "$1/unlock" ] || cp "$1.unlock" "$1/unlock"
}
