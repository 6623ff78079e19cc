# shellcheck shell=bash
# Completion of liaison's commands and their options for bash. tools/check-man
# sees that no command and no option is missing here.

_liaison() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]:-} words=
    local commands='agreement ask audit backup bench carry case compare decide due erase explain file flag handover help holding index init keeper ledger link list message outbox pair person post prove redress release reply request restore retention screen serve sight sighting simulate subject synth tip together train verify version watch who'
    local desk='--desk --unlock --as --purpose --json'
    COMPREPLY=()
    case $COMP_CWORD:$command:$before in
        1:* | 2:help:*) words=$commands ;;
        *:compare:--format) words='jsonl table' ;;
        *:screen:--format) words='table jsonl csv' ;;
        *:--limit | *:--threshold | *:--map | *:--jobs) return ;;
        2:bench:*) words='accuracy' ;;
        *:bench:--only) words='lists names dates pairs tokens calibration invented skeletons' ;;
        *:bench:--sample) return ;;
        *:bench:*) words='--data --only --quick --full --sample --show --json --jobs' ;;
        *:case:--keep) return ;;
        *:case:*) words='--json --show --keep' ;;
        *:compare:*) words='--pairs --format --no-explain --strict' ;;
        2:index:*) words='build info verify update' ;;
        *:index:*) words='--map --jobs --strict' ;;
        *:link:*) words='--clusters --one-to-one --threshold --limit --map --jobs --strict' ;;
        *:explain:*) words='--left-born --right-born' ;;
        *:synth:--format) words='ftm csv ofac-csv ofac-xml ofac-advanced un-xml eu-xml uk-xml uk-csv uk-ods manifest paxlst mrz' ;;
        *:list:--to) words='ftm csv' ;;
        *:list:--from) words='ofac-csv ofac-xml ofac-advanced un-xml eu-xml uk-xml uk-csv uk-ods paxlst mrz ftm csv' ;;
        2:list:*) words='convert diff fetch' ;;
        3:list:fetch) words='ofac un uk eu' ;;
        *:list:--format) words='table jsonl' ;;
        *:list:*) words='--from --to --map --strict --format --out --any-size --patience' ;;
        *:synth:--n | *:synth:--seed | *:synth:--overlap | *:synth:--errors) return ;;
        *:synth:*) words='--n --seed --format --out --copies --truth --overlap --errors' ;;
        *:train:*) words='--data --errors --out --weights' ;;
        *:backup:* | *:restore:*) words=$desk ;;
        *:erase:--event | *:erase:--field | *:erase:--ground) return ;;
        *:erase:*) words="--event --field --ground $desk" ;;
        2:ledger:*) words='keys checkpoint request cosign cosigned prove verify export' ;;
        *:ledger:*) words="--ledger --log --cosigner --event --size --show $desk" ;;
        *:verify:*) words="--since --bundle $desk" ;;
        *:init:*) words='--desk --name --admin --unlock --clock' ;;
        *:keeper:*) words='--keys --unlock --create' ;;
        2:person:*) words='list add change leave' ;;
        *:person:--role) words='officer supervisor head section overseer data-protection administrator' ;;
        *:person:*) words="--role --section --name $desk" ;;
        2:post:*) words='list set' ;;
        *:post:*) words="--to --vacant --until $desk" ;;
        *:screen:*) words='--list --index --query --limit --threshold --format --no-explain --strict --map --jobs' ;;
        2:agreement:*) words='show propose renew accept assess country restrict suspend' ;;
        *:agreement:--level) words='open restricted suspended' ;;
        *:agreement:*) words="--level --kinds --purposes --handling --profile --questions --quota --volume --retention --assessed --principal --published --reason $desk" ;;
        2:pair:*) words='card begin answer reveal check confirm rollover cards revoke renew take-up' ;;
        *:pair:*) words="--address --anew --since --reason $desk" ;;
        *:serve:*) words='--listen --status --page --desk --unlock' ;;
        2:subject:*) words='add value role protect merge split differ clear show list' ;;
        *:subject:*) words="--last --before --name --translation --alias --born --document --contact --citizenship --place --gender --status --origin --role --reason --source --grading --into --from --file $desk" ;;
        2:file:*) words='open close reopen hold reader refer subject note attach save correct review show list' ;;
        *:file:*) words="--last --before --person --remove --subject --section --from --their --unresolved --cleared --reason --by --role --text --text-file --media --attachment --out $desk" ;;
        2:flag:*) words='add list kinds' ;;
        *:flag:*) words="--file --kind --date --grading --report --source --basis $desk" ;;
        2:watch:*) words='add extend end show list' ;;
        *:watch:*) words="--file --action --until --section --for --tell --reason $desk" ;;
        2:sight:*) words='add --file --kind --direction --country --at --text --text-file --manifest --section --dry-run' ;;
        *:sight:*) words="--file --kind --direction --country --at --text --text-file --manifest --section --dry-run $desk" ;;
        2:sighting:*) words='read confirm dismiss show list' ;;
        *:sighting:*) words="--last --before --reason --open $desk" ;;
        2:due:*) words='move explain answer handover holiday --mine --overdue --post --to --person --reason --because --text --text-file' ;;
        *:due:*) words="--mine --overdue --post --to --person --reason --because --text --text-file $desk" ;;
        2:decide:*) words='show reopen same --yes --no --reason --same-report' ;;
        *:decide:*) words="--yes --no --reason --same-report $desk" ;;
        2:tip:*) words='send assess agree take refuse outcome show list' ;;
        *:tip:*) words="--last --before --to --subject --file --grading --obtained --handling --serves --section --text --text-file --request --standing --urgent --offence --protected --origin --political --mistreatment --ground --reason --line $desk" ;;
        2:request:*) words='send clarify explain extend dispute withdraw show list' ;;
        *:request:*) words="--last --before --to --file --section --due --standing --urgent --text --text-file --line --until --open --serves $desk" ;;
        *:reply:*) words="--answered --part --nothing-held --neither --refused --handed-over --ground --grading --file --sighting --text --text-file --line $desk" ;;
        2:holding:*) words='add remove publish take audit list tables' ;;
        *:holding:*) words="--for --of --kind --seed --out --epoch --reason $desk" ;;
        2:handover:*) words='offer accept decline list' ;;
        *:handover:*) words="--to --file --sighting --section --text --text-file --line --serves $desk" ;;
        *:release:*) words="--risk --assurances --reason --line $desk" ;;
        *:who:*) words="--name --alias --born --document --citizenship $desk" ;;
        2:ask:*) words='show list --alias --born --document --telephone --mail --handle --file --to --serves --text --text-file' ;;
        *:ask:*) words="--alias --born --document --telephone --mail --handle --file --to --text --text-file --serves $desk" ;;
        2:audit:*) words='shares questions --file --person --since --until --entry' ;;
        *:audit:*) words="--file --person --since --until --entry --sample $desk" ;;
        2:redress:*) words='open acknowledge answer show list' ;;
        *:redress:*) words="--name --alias --born --document --citizenship --from --text --text-file --upheld --rejected --reason $desk" ;;
        *:retention:*) words=" $desk" ;;
        *:simulate:*) words='--desks --days --seed --seeds --faults --real-keys --stop --json loss delay duplicate corrupt partition crash sync full slow absent wrong fork clock none' ;;
        2:carry:*) words='out in' ;;
        *:carry:*) words="--answer $desk" ;;
        *:prove:*) words="--file --open --court $desk" ;;
        2:outbox:*) words='list letter' ;;
        *:outbox:*) words="--last --before --language $desk" ;;
        *:together:*) words="$desk" ;;
        2:message:*) words='send answer threat feedback withdraw read show list alarms seen threats' ;;
        *:message:*) words="--last --before --to --kind --file --subject --sighting --recalls --way --reason --section --urgent --text --text-file --denied --line --who --where --when --protect --useful --useless --serves $desk" ;;
    esac
    # Without one of these words the names of files are offered.
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _liaison liaison
