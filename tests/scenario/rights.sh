#!/usr/bin/env bash
# Who may do what to a file of another section: every verb of every command, as an officer and a supervisor of
# another section, as one of role "section", as the administrator and as the overseer. The table below is held
# against the verbs that there are, so that a new one is not forgotten.
stage=$(realpath "$(dirname "$0")/../../scenarios/stage/two-desks.txt")
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
needs case

# What A's section investigation holds: file 1 of a tip that was taken up, a tip that was not (it may be the same
# person), a request, a handover offered, a watch, a sighting, a closed file with a proposal, a redress. What is sealed
# of them has the word that no other section may see.
secret=Кравцова
cp "$stage" two-desks.txt
cat >stage.case <<'END'
scenario "What another section may not touch"
include two-desks.txt
on 2011-03-04 09:00
step 1 "A has files, tips, requests and drafts"
    R orlov: subject add --name "Кравцова Инна" --born 1980-04-05 --role suspect --reason "a source and a document"
    R orlov: subject add --name "Кравцова Инна" --born 1980-04-05 --role suspect --reason "the same again"
    R orlov: file open --subject 1
    R orlov: tip send --to A --section investigation --subject 1 --grading B3 --obtained "a report" --text "Кравцова has sworn to act" --request "tell us if Кравцова travels" --standing
    R sokol: release R-2 --risk "no real risk" --reason "at large"
    R sokol: release R-3 --risk "no real risk" --reason "at large"
    R orlov: handover offer --to A --file 1 --section investigation --text "Кравцова left for you"
    R sokol: release R-4 --risk "no real risk" --reason "at large"
    A weber: tip assess R-2 --offence yes --protected no --political no --mistreatment no --ground "offence here" --reason "as told"
    A weber: tip take R-2
    R orlov: tip send --to A --section investigation --subject 2 --grading B3 --obtained "a second report" --text "Кравцова again"
    R sokol: release R-5 --risk "no real risk" --reason "at large"
    A weber: watch add --file 1 --action "silent notice" --until 2011-12-01 --reason "to see Кравцова"
    A weber: sight add --file 1 --text "Кравцова at the counter"
    A weber: file note 1 --text "Кравцова lives with her sister"
    A weber: request send --to R --file 1 --text "where does Кравцова live?"
    A weber: subject add --name "Кравцова Ольга" --born 1975-01-01 --role contact --reason "her sister"
    A weber: file open --subject 3
    A weber: file close 2 --unresolved --reason "nothing on Кравцова"
on 2011-03-05 09:00
    A weber: flag add --file 2 --kind threat --grading A1 --basis "Кравцова was heard"
    A weber: subject add --name "Никто Иван" --born 1960-01-01 --role contact --reason "nobody yet"
    A wolf: redress open --name "Кравцова Инна" --born 1980-04-05 --text "what do you hold of me?"
END
"$LIAISON" case stage.case --keep played >played.txt 2>&1 || cat played.txt
export LIAISON_DESK=$PWD/played/A
draft=$("$LIAISON" release --as brandt --json | sed -n 's/.*"message": *"\([^"]*\)".*/\1/p' | head -n 1)
for person in "stark supervisor border" "posten section border" "spare officer border"; do
    # shellcheck disable=SC2086 # three words
    set -- $person
    "$LIAISON" person add "$1" --role "$2" --section "$3" --as admin >/dev/null
done
printf 'name,birthDate\nNobody At All,1990-01-01\n' >flight.csv
head -c 64 /dev/zero >seed
echo content >paper

# COMMAND VERB | ARGUMENTS | lang (officer), stark (supervisor), posten (section) of border | admin | simon (overseer)
#   n  refused, by the need to know          r  refused by another rule, or by its role
#   a  refused: the administrator touches no content
#   l  a list: it may be read, and what is sealed is not in it         k  may be done          -  not asked
table() {
    cat <<'END'
ask -               | Niemand --file 1 --to R --purpose investigation | n n r r r
ask show            | 1                                 | - - - - -
ask list            |                                   | l l l a k
audit -             |                                   | r r r r k
audit questions     |                                   | r r r r k
audit shares        |                                   | r r r r k
decide -            |                                   | l l l l l
decide show         | 1                                 | n n n a k
decide reopen       | 1 --yes --reason x                | r n r r r
decide same         | 1 --yes --reason x                | n n n r r
due -               |                                   | l l l l l
due move            | 1 --to border/duty --reason x     | r r r r r
due explain         | 1 --because workload --reason x   | r r r r r
due answer          | 1 --reason x                      | r r r r r
due handover        | investigation/duty --to lang      | n n r r r
due holiday         | 2011-12-24                        | r k r r r
file open           | --subject 1                       | n n n r r
file close          | 1 --unresolved --reason x         | n n n a r
file reopen         | 2 --reason x                      | n n n a r
file hold           | 1 --section border                | n n n a r
file reader         | 1 --person posten --reason x       | n n n a r
file refer          | 1 --from R --their x              | n n n a r
file subject        | 1 --subject 4 --role contact --reason x | n n n a r
file note           | 1 --text x                        | n n n a r
file attach         | 1 paper                           | n n n a r
file save           | 1 --attachment 9 --out saved      | n n n a -
file correct        | 1 --text x --reason x             | n n n a r
file review         | 1 --reason x                      | n n n a r
file show           | 1                                 | n n n a k
file list           |                                   | l l l a k
flag add            | --file 1 --kind threat --grading A1 --basis x | r n r r r
flag list           | --file 1                          | n n n a k
flag kinds          |                                   | l l l l l
handover offer      | --to R --file 1 --text x          | n n r r r
handover accept     | R-4 --text x                      | n n r r r
handover decline    | R-4 --text x                      | n n r r r
handover list       |                                   | l l l a k
holding add         | 1 --for R --reason x              | n n n r r
holding remove      | 1 --for R --reason x              | n n n r r
holding publish     | --for R --seed seed --out out     | r - r r r
holding tables      |                                   | l l l l l
holding audit       | 1 --for R --epoch 1 --seed seed   | n n n a -
holding take        | seed --of R                       | - - - - -
holding list        |                                   | l l l a k
message send        | --to R --kind concern --file 1 --text x | n n r r r
message answer      | R-2 --text x                      | - - - - -
message threat      | --to R --who a --where b --when c --protect d | k k r r r
message feedback    | R-2 --useful --text x             | n n r r r
message withdraw    | DRAFT                             | r n r r r
message read        | R-2                               | - - - - -
message show        | R-2                               | n n n a k
message list        |                                   | l l l l l
message alarms      |                                   | l l l l l
message seen        | --reason x                        | r k r a k
message threats     |                                   | l l l l l
prove -             | R --open                          | r r r a k
prove -             | R --court --file 1                | r n r r r
prove -             | R R-2                             | k k k k k
redress open        | --name Niemand --text x           | k k k a k
redress acknowledge | 1                                 | r r r r -
redress answer      | 1 --upheld --reason x             | r r r r -
redress show        | 1                                 | n n n a k
redress list        |                                   | l l l l l
release -           | DRAFT --risk no-real-risk --reason x      | n n n a r
reply -             | R-3 --nothing-held --text x       | n n r r r
request send        | --to R --file 1 --text x          | n n r r r
request clarify     | R-3 --text x                      | n n r r r
request explain     | R-3 --text x                      | n n r r r
request extend      | R-3 --until 2011-12-01 --text x   | n n r r r
request dispute     | R-3 --text x                      | n n r r r
request withdraw    | R-3 --text x                      | n n r r r
request show        | R-3                               | n n n a k
request list        |                                   | l l l a k
retention -         |                                   | l l l l l
sight -             | --manifest flight.csv             | l l l l l
sight add           | --file 1 --text x                 | n n n a -
sighting read       | 1                                 | - - - - -
sighting confirm    | 1 --reason x                      | n n n a r
sighting dismiss    | 1 --reason x                      | n n n a r
sighting show       | 1                                 | n n n a k
sighting list       |                                   | l l l a k
subject add         | --name Jemand --role contact --reason x | k k r r r
subject value       | 1 --name Anders                   | n n n a r
subject role        | 1 witness --reason x              | n n n a r
subject protect     | 1 asylum --reason x               | n n n a r
subject merge       | 4 --into 1 --reason x             | n n n r r
subject split       | 1 --reason x                      | n n n a r
subject differ      | 1 --from 4 --reason x             | n n n a r
subject clear       | 4 --file 1 --born 1960-01-01 --reason x | n n n a r
subject show        | 1                                 | n n n a k
subject list        |                                   | l l l a k
tip send            | --to R --subject 1 --grading B2 --obtained x --text x | n n r r r
tip assess          | R-5 --offence yes --protected no --political no --mistreatment no --ground offence-here --reason x | n n n a r
tip agree           | R-5 --reason x                    | r r r r -
tip take            | R-5                               | n n n a r
tip refuse          | R-5 --ground political --reason x | n n n a r
tip outcome         | R-2 --text x                      | n n r r r
tip show            | R-2                               | n n n a k
tip list            |                                   | l l l l l
watch add           | --file 1 --action silent-notice --until 2011-12-01 --reason x | n n n a r
watch extend        | 1 --until 2011-12-24 --reason x   | n n n a r
watch end           | 1 --reason x                      | n n n a r
watch show          | 1                                 | n n n a k
watch list          |                                   | l l l a k
who -               | --name Niemand --purpose border   | l l l r l
END
}

it "knows every verb"
grep -q "holds" played.txt || fail "the stage was not played"
for command in $("$LIAISON" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    "$LIAISON" "$command" --help 2>/dev/null | sed -n "s/^liaison $command \([a-z]\{1,\}\|[][-].*\|\) \?.*/$command \1/p; s/^liaison $command $/$command -/p"
done | sed 's/ [^a-z].*/ -/; s/ $/ -/' | sort -u >verbs
# What has no file of a section before it: lists and matching need no desk; the machine; people; the channel.
others="agreement backup bench carry case compare erase explain fetch index init keeper ledger link list outbox pair
person post prove restore screen serve simulate synth together train verify version"
"$LIAISON" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | while read -r command; do
    grep -q "^$command " verbs || [[ " ${others//$'\n'/ } " = *" $command "* ]] || echo "$command -"
done >unlisted
sort -o verbs unlisted verbs
table | sed 's/ *|.*//' | awk '{print $1, $2}' | sort -u >listed
comm -23 verbs listed >missing
[ ! -s missing ] || fail "the table above lacks: $(tr '\n' ',' <missing)"
[ "$(wc -l <verbs)" -gt 70 ] || fail "no verbs were found"

page() {
    for what in "file show 1" "file show 2" "subject show 1" "tip show R-5" "watch show 1" "sighting show 1"; do
        # shellcheck disable=SC2086 # words
        "$LIAISON" $what --json --as simon
    done
}
page >before.json

it "lets nobody touch what another section holds"
expected() {
    case $1 in
        n) expect_status 77 && expect_one_error "need-to-know" ;;
        a) expect_status 77 && expect_one_error "administrator" ;;
        r)
            expect_status 77
            expect_one_error "rule"
            ;;
        l)
            expect_status 0
            ! grep -q "$secret" "$capture/stdout" || fail "it shows what another section holds"
            ;;
        k) expect_status 0 ;;
    esac
}
while IFS='|' read -r verb arguments wanted; do
    read -ra words <<<"${verb/ -/} ${arguments/DRAFT/$draft}"
    read -ra wanted <<<"$wanted"
    persons=(lang stark posten admin simon)
    for i in "${!persons[@]}"; do
        [ "${wanted[$i]}" != - ] || continue
        run "${words[@]}" --as "${persons[$i]}"
        expected "${wanted[$i]}"
        [ "$case_state" = passed ] || { echo "  of ${persons[$i]}: ${words[*]}"; case_state=passed; cases_failed=$((cases_failed + 1)); }
    done
done < <(table)

it "does nothing about who is known by a tip that nobody took up"
for words in "file subject 1 --subject 2 --role contact --reason x --as weber" "file open --subject 2 --as weber" \
    "holding add 2 --for R --reason x --as brandt" "tip send --to R --subject 2 --grading B2 --obtained x --text x --as weber"; do
    # shellcheck disable=SC2086 # words
    run $words
    expect_status 77
    expect_one_error "rule ground"
done

it "left everything as it was"
page >after.json
cmp -s before.json after.json || fail "changed: $(diff before.json after.json | head -n 5)"
run verify --as admin
expect_status 0

it "keeps how a counterpart calls a file beside our own reference"
run file refer 1 --from R --their R-FILE-7 --as weber
expect_status 0
run file show 1 --as weber --json
expect_stdout '"theirs":"R-FILE-7"'
expect_stdout '"reference":"A-2011-'
run file refer 1 --from Z --their x --as weber
expect_status 66
expect_one_error "Z"

it "shows lists page by page, the newest first"
for text in "seen again" "seen once more"; do
    run sight add --file 1 --text "$text" --as weber
    expect_status 0
done
run release "$draft" --risk "no real risk" --reason "at large" --as brandt
expect_status 0
expect_pages 2 subject subject list --as weber
expect_pages 1 file file list --as weber
expect_pages 1 file file list --section investigation --as weber
expect_pages 1 tip tip list --as weber
expect_pages 1 request request list --as weber
expect_pages 1 sighting sighting list --as weber
expect_pages 1 sighting sighting list --open --as weber
run tip list --before R-999 --as weber
expect_status 66
expect_one_error "no tip R-999"
run request list --before nothing --as weber
expect_status 66
expect_one_error "no request nothing"
run file list --last 0 --as weber
expect_status 64
