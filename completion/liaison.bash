# shellcheck shell=bash
# Completion of liaison's commands and their options for bash. tools/check-man
# sees that no command and no option is missing here.

_liaison() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "help version" -- "$word")
        return
    fi
    case $command in
        version) ;;
    esac
}
complete -o default -F _liaison liaison
