#!/usr/bin/env bash
# Library: liaison.h from C, Python and Node finds what the program finds.
# shellcheck source=lib.sh
examples=$(realpath "$(dirname "$0")/../../examples")
header=$(realpath "$(dirname "$0")/../../src/api")
. "$(dirname "$0")/lib.sh"
needs index
library=$(dirname "$LIAISON")/libliaison.so

"$LIAISON" synth --n 200 --seed 3 --out people.jsonl || exit 70
printf '%s\n' '{"id":"x1","schema":"Person","properties":{"name":["Quintessa Abernathy-Vok"]}}' >>people.jsonl
"$LIAISON" index build dir people.jsonl >/dev/null || exit 70

# One library is built, without sanitizers: not to be mixed with theirs.
it "is used from C"
if [ ! -e "$library" ]; then
    skip "no $library: make lib"
elif ! cc -I "$header" -o search "$examples/c/search.c" "$library" 2>cc.log; then
    fail "the example does not compile: $(head -3 cc.log)"
else
    ln -s "$library" libliaison.so.0
    LD_LIBRARY_PATH=. ./search dir "Quintessa Abernathy Vok" >c.json 2>c.log
    grep -q '"id":"x1"' c.json || fail "not found: $(cat c.json c.log)"
    LD_LIBRARY_PATH=. ./search nowhere "Quintessa" 2>c.log && fail "an index that is not there"
    grep -q "no index here" c.log || fail "$(cat c.log)"
fi

it "is used from Python"
if [ ! -e "$library" ] || ! command -v python3 >/dev/null; then
    skip "no library or no python3"
else
    python3 "$examples/python/liaison.py" "$library" dir "Quintessa Abernathy Vok" >py.json 2>py.log
    grep -q '"id": "x1"' py.json || fail "not found: $(tail -3 py.log)"
fi

it "is used from Node"
# koffi is no Debian package: it is taken from npm where node finds none and there is a network.
node -e 'require("koffi")' 2>/dev/null || timeout 120 npm install --no-audit --no-fund koffi@2 >npm.log 2>&1
if [ ! -e "$library" ] || ! node -e 'require("koffi")' 2>/dev/null; then
    skip "no library, no node, or koffi could not be had from npm"
else
    NODE_PATH=${NODE_PATH:-$PWD/node_modules} node "$examples/node/search.js" "$library" dir \
        "Quintessa Abernathy Vok" >node.json 2>node.log
    grep -q '"id":"x1"' node.json || fail "not found: $(tail -3 node.log)"
fi
