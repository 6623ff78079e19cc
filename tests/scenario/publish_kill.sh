#!/usr/bin/env bash
# A publishing that is killed, wherever it was, leaves the epoch before in force or has made the new one whole: what
# the desk says was published is there, its key is, and the next publishing goes on.
stage=$(realpath "$(dirname "$0")/../../scenarios/stage/two-desks.txt")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs case

rounds=25
[ -z "${LIAISON_SOAK:-}" ] || rounds=400
cp "$stage" two-desks.txt
cat >stage.case <<'END'
scenario "A holding to be published"
include two-desks.txt
on 2011-03-04 09:00
step 1 "R holds three"
    R orlov: subject add --name "Царикаев Руслан Анзорович" --born 1986-10-21 --role suspect --reason "two sources"
    R orlov: subject add --name "Гучаев Заурбек Салимович" --born 1975-09-04 --role suspect --reason "two sources"
    R orlov: subject add --name "Губарев Павел Юрьевич" --born 1983-02-10 --role suspect --reason "two sources"
    R sokol: holding add 1 --for A --reason "abroad"
    R sokol: holding add 2 --for A --reason "abroad"
    R sokol: holding add 3 --for A --reason "abroad"
END
"$LIAISON" case stage.case --keep played >played.txt 2>&1 || cat played.txt
export LIAISON_DESK=$PWD/played/R LIAISON_PERSON=sokol
head -c 64 /dev/zero >seed

# published: the number of the epoch that the desk says was published last; 0: none.
published() {
    run holding tables --json
    sed -n 's/.*"epoch": *\([0-9]*\).*"state": *"published".*/\1/p' "$capture/stdout" | grep . || echo 0
}

it "publishes, and says so"
started=$(date +%s%N)
run holding publish --for A --seed seed
expect_status 0
took=$((($(date +%s%N) - started) / 1000000 + 1))
[ "$(published)" = 1 ] || fail "epoch 1 was not published"

it "leaves the epoch before in force, or the new one whole, wherever it is killed"
before=1
kept=0
made=0
for round in $(seq "$rounds"); do
    setsid "$LIAISON" holding publish --for A --seed seed >/dev/null 2>&1 &
    pid=$!
    # Steps over the whole length of a publishing and a little beyond.
    sleep "$(printf '%d.%03d' $((took * round * 6 / rounds / 5 / 1000)) $((took * round * 6 / rounds / 5 % 1000)))"
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    now=$(published)
    if [ "$now" = "$before" ]; then
        kept=$((kept + 1))
    elif [ "$now" = $((before + 1)) ]; then
        made=$((made + 1))
    else
        fail "after epoch $before the desk says that epoch $now was published"
    fi
    # The table of the epoch that counts is whole; at most what was cut short lies beside it.
    for table in "$LIAISON_DESK"/tables/*-persons-"$now".ours; do
        [ -s "$table" ] || fail "the table of epoch $now is gone"
    done
    before=$now
done
[ "$kept" -gt 0 ] || fail "no publishing was cut short"
echo "$kept cut short, $made whole"

it "goes on after all of that, and nothing of it is left"
run holding publish --for A --seed seed
expect_status 0
expect_stdout "epoch $((before + 1))"
ls "$LIAISON_DESK"/tables/*.ours* >files
[ "$(wc -l <files)" = 1 ] || fail "there lie: $(tr '\n' ' ' <files)"
run verify
expect_status 0
