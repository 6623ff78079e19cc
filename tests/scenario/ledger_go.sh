#!/usr/bin/env bash
# Go's checksum-database libraries as a second opinion on the ledger: roots,
# proofs, tiles and notes, in both directions. Skipped aloud without Go.
root=$(realpath "$(dirname "$0")/../..")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

gopath=/usr/share/gocode
have_go() {
    command -v go >/dev/null && [ -d "$gopath/src/golang.org/x/mod/sumdb/tlog" ]
}

# try COMMAND...: runs it as 'run' runs the program.
try() {
    "$@" >"$capture/stdout" 2>"$capture/stderr"
    status=$?
}

build() {
    local packages=(libsodium libutf8proc) flags checks=()
    case $LIAISON in *-asan) checks=(-fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all) ;; esac
    read -ra flags <<<"$(pkg-config --cflags --libs "${packages[@]}")"
    try "${CC:-gcc}" -std=c17 -D_GNU_SOURCE -O1 "${checks[@]}" -I"$root/src" -o artefacts "$root/tests/go/ledger/artefacts.c" \
        "$root"/src/ledger/*.c "$root"/src/base/*.c "${flags[@]}" -lm -lpthread
    expect_status 0
    try env GO111MODULE=off GOPATH="$gopath" GOFLAGS= GOCACHE="$PWD/cache" GOTOOLCHAIN=local \
        go build -o second-opinion "$root"/tests/go/ledger/{tree,artefacts}.go
    expect_status 0
}

it "has its roots, proofs, tiles, note and cosignature verified by Go"
if have_go; then
    build
    try ./artefacts write .
    expect_status 0
    try ./second-opinion .
    expect_status 0
    expect_stdout "inclusion:216"
    expect_stdout "consistency:300"
else
    skip "golang-go and golang-golang-x-mod-dev are not installed"
fi

it "verifies the proofs and notes that Go writes"
if have_go; then
    try ./artefacts check .
    expect_status 0
    sed -i 's/^index 4321$/index 4320/' go-proof
    try ./artefacts check .
    expect_status 1
    expect_stderr "Go's proof"
else
    skip "golang-go and golang-golang-x-mod-dev are not installed"
fi

it "is refused by Go where one line was changed"
if have_go; then
    for kind in root inclusion consistency tile; do
        cp lines lines.whole
        sed -i "0,/^$kind 2 /s//$kind 3 /; 0,/^$kind tile.0.000 /s//$kind tile\/0\/013 /" lines
        try ./second-opinion .
        expect_status 1
        mv lines.whole lines
    done
    sed -i 's/^70000$/70001/' note
    try ./second-opinion .
    expect_status 1
    expect_stderr "invalid signature"
else
    skip "golang-go and golang-golang-x-mod-dev are not installed"
fi
