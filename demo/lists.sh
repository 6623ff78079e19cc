# shellcheck shell=bash
# Which public lists the demonstration uses; sets LIAISON_LISTS to the folder they stand in, empty where there
# are none: the one asked for, the one that stands beside the project, one that was fetched.
newest() {
    find "${1:-/nonexistent}" -maxdepth 1 -name 'uk-*.ftm.jsonl' 2>/dev/null | sort | tail -n 1
}
demo_folder=$(dirname "${BASH_SOURCE[0]}")
for folder in "${LIAISON_LISTS:-}" "$demo_folder/../../shared/data/lists" \
    "${XDG_DATA_HOME:-$HOME/.local/share}/liaison/lists"; do
    LIAISON_LISTS=${folder:+$(realpath -q "$folder" || true)}
    [ -z "$(newest "$LIAISON_LISTS")" ] || break
    LIAISON_LISTS=
done
export LIAISON_LISTS
