#!/usr/bin/env bash
# List fetch: a list from a server, taken up where it broke off, looked at before it is taken.
serve=$(realpath "$(dirname "$0")/serve.pl")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs list
today=$(date -u +%F)
server=

# serve_file FILE [BREAK_AFTER [TYPE [STATUS [LIE]]]]: starts a server; its address is in $url.
serve_file() {
    stop_server
    rm -f "$capture/port" "$capture/requests"
    perl "$serve" "$1" "$capture/port" "$capture/requests" "${@:2}" >"$capture/server" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        [ -s "$capture/port" ] && break
        sleep 0.05
    done
    url=http://127.0.0.1:$(cat "$capture/port")/list
}

stop_server() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    server=
}

if ! command -v perl >/dev/null || ! perl -MIO::Socket::INET -e 1 2>/dev/null; then
    it "needs perl for the server"
    skip "there is no perl"
    exit
fi
at_end() { stop_server; }
"$LIAISON" synth --n 300 --seed 5 --format un-xml --out "$capture/un.xml"
"$LIAISON" synth --n 100 --seed 5 --format un-xml --out "$capture/half.xml"

it "wants the name of a list that it knows"
run list fetch
expect_status 64
expect_one_error "ofac, un, uk, eu"
run list fetch atlantis
expect_status 64
expect_one_error "atlantis"

it "says when no server answers"
run list fetch un --from http://127.0.0.1:1/list
expect_status 74
expect_one_error "127.0.0.1:1"

it "speaks no other protocol than HTTP"
run list fetch un --from "file://$capture/un.xml"
expect_status 74
expect_one_error "file://"

it "fetches a list under the date of today"
serve_file "$capture/un.xml"
run list fetch un --from "$url"
expect_status 0
expect_no_stderr
expect_stdout "un-$today.xml: 300 persons"
cmp -s "un-$today.xml" "$capture/un.xml" || fail "not what the server has"
rm -f un.xml.part

it "goes on where the line broke"
rm -f "un-$today.xml"
serve_file "$capture/un.xml" 30000
run list fetch un --from "$url"
expect_status 0
cmp -s "un-$today.xml" "$capture/un.xml" || fail "not what the server has"
[ "$(cat "$capture/requests")" = "from 0
from 30000" ] || fail "asked for $(tr '\n' ' ' <"$capture/requests")"

it "gives up a server that only drips, and keeps what it gave"
rm -f "un-$today.xml"
serve_file "$capture/un.xml" 0 "" "" drips
run list fetch un --from "$url" --patience 1
expect_status 74
expect_one_error "$url: Timeout was reached"
[ "$(grep -c from "$capture/requests")" -eq 3 ] || fail "tried $(grep -c from "$capture/requests") times"
had=$(wc -c <un.xml.part)
[ "$had" -gt 0 ] || fail "nothing is kept"
serve_file "$capture/un.xml"
run list fetch un --from "$url"
expect_status 0
grep -qx "from $had" "$capture/requests" || fail "did not go on"
run list fetch un --from "$url" --patience 0
expect_status 64
expect_one_error "--patience"
run list fetch un --from "$url" --patience 86401
expect_status 64
expect_one_error "--patience"

it "goes on with what an earlier run left, unless the list is another by now"
rm -f "un-$today.xml"
serve_file "$capture/un.xml"
head -c 20000 "$capture/un.xml" >un.xml.part
printf '"%d-%d"' "$(wc -c <"$capture/un.xml")" "$(perl -0777 -ne 'print unpack "%32C*", $_' "$capture/un.xml")" >un.xml.tag
run list fetch un --from "$url"
expect_status 0
grep -qx "from 20000" "$capture/requests" || fail "did not go on"
cmp -s "un-$today.xml" "$capture/un.xml" || fail "not what the server has"
rm -f "un-$today.xml"
printf 'of another day' >un.xml.part
printf '"old"' >un.xml.tag
run list fetch un --from "$url"
expect_status 0
cmp -s "un-$today.xml" "$capture/un.xml" || fail "not what the server has"

it "begins anew where the server goes on with something else"
for lie in elsewhere changed; do
    rm -f "un-$today.xml"
    serve_file "$capture/un.xml" 30000 "" "" $lie
    run list fetch un --from "$url"
    expect_status 0
    [ "$(cat "$capture/requests")" = "from 0
from 30000
from 0" ] || fail "$lie: asked for $(tr '\n' ' ' <"$capture/requests")"
    cmp -s "un-$today.xml" "$capture/un.xml" || fail "$lie: not what the server has"
done

it "takes no answer without a list for the end of what an earlier run left"
rm -f "un-$today.xml"
"$LIAISON" synth --n 50 --format csv --out "$capture/begun.csv"
for code in 200 204 304; do
    serve_file "$capture/un.xml" 0 "" $code empty
    cp "$capture/begun.csv" un.xml.part
    printf '"old"' >un.xml.tag
    run list fetch un --from "$url"
    if [ "$status" -eq 0 ] || [ -e "un-$today.xml" ]; then fail "took an answer of status $code that has no body"; fi
done
rm -f un.xml.part un.xml.tag
serve_file "$capture/un.xml" 0 "" 302 "file://$capture/un.xml"
run list fetch un --from "$url"
expect_status 74
expect_one_error "$url"
serve_file "$capture/un.xml"
run list fetch un --from "$url"

it "keeps the last list when the new one has less than half of its persons"
serve_file "$capture/half.xml"
run list fetch un --from "$url"
expect_status 77
expect_one_error "100 persons"
cmp -s "un-$today.xml" "$capture/un.xml" || fail "the last list is gone"
run list fetch un --from "$url" --any-size
expect_status 0
expect_stdout "100 persons"

it "keeps the last list when the new one is no list"
head -c 5000 "$capture/un.xml" >"$capture/broken.xml"
serve_file "$capture/broken.xml"
run list fetch un --from "$url"
expect_status 65
expect_one_error "XML"
cmp -s "un-$today.xml" "$capture/half.xml" || fail "the last list is gone"

it "leaves nothing of a server that gives nothing"
stop_server
rm -f un.xml.part un.xml.tag
run list fetch un --from "$url"
expect_status 74
expect_one_error "$url"
expect_nothing_left

it "takes no web page for a list"
serve_file "$capture/un.xml" 0 text/html
run list fetch un --from "$url"
expect_status 65
expect_one_error "web page"

it "says what the server answers"
serve_file "$capture/un.xml" 0 text/xml 404
run list fetch un --from "$url"
expect_status 66
expect_one_error "no such file"
serve_file "$capture/un.xml" 0 text/xml 503
run list fetch un --from "$url"
expect_status 74
expect_one_error "503"

it "writes into the folder it is told"
mkdir lists
serve_file "$capture/un.xml"
run list fetch un --from "$url" --out lists
expect_status 0
[ -s "lists/un-$today.xml" ] || fail "no list there"

it "knows the last list also in a folder whose name looks like a pattern"
mkdir 'lists[1]'
run list fetch un --from "$url" --out 'lists[1]'
expect_status 0
serve_file "$capture/half.xml"
run list fetch un --from "$url" --out 'lists[1]'
expect_status 77
expect_one_error "100 persons"
