/* liaison who: "anything on him?", answered as far as the reader's purpose goes. */
#include "base/time.h"
#include "cli/command.h"
#include "cli/page.h"
#include "cli/values.h"
#include "desk/release.h"
#include "record/intake.h"

#include <stdio.h>

static json_t *line_json(const struct query_line *line)
{
    char until[TIME_TEXT_BYTES], said[160];
    json_t *row = json_object();
    time_day_text(line->until, until);
    if (line->pending)
        snprintf(said, sizeof said, "a decision is pending until %s: ask %.*s", until, STR_ARG(line->ask));
    else
        snprintf(said, sizeof said, "ask %.*s", STR_ARG(line->ask));
    json_object_set_new(row, "answer", json_string(said));
    json_object_set_new(row, "reference", json_stringn(line->reference.p, line->reference.n));
    if (!line->full)
        return row;
    json_object_set_new(row, "file", json_integer(line->file));
    json_object_set_new(row, "state", json_string(word(WORDS_file_state, line->file_state)));
    json_object_set_new(row, "open_requests", json_integer(line->requests));
    json_object_set_new(row, "watches", json_integer(line->watches));
    json_object_set_new(row, "flags_since_closing", json_integer(line->flags_since));
    return row;
}

static enum err ask(struct call *call, struct task *task, json_t **result)
{
    struct subject who;
    struct query_line *lines;
    size_t n = 0;
    int purpose;
    enum err err = values_subject(call, task->context.now, &who, task->fault);
    if (!err)
        err = call_word(call, "--purpose", WORDS_purpose, &purpose, task->fault);
    if (!err && !intake_findable(&who))
        err = fault_set(task->fault, ERR_USAGE, "who? a name or the number of a document");
    if (!err && !purpose)
        err = fault_set(task->fault, ERR_USAGE,
                        "what for? --purpose investigation, border, citizenship or the like");
    if (!err)
        err = desk_query(task, &who, purpose, &lines, &n);
    *result = json_array();
    for (size_t i = 0; i < n && !err; i++)
        json_array_append_new(*result, line_json(&lines[i]));
    if (!err && n == 0 && !call_json(call))
        json_array_append_new(*result, json_pack("{s:s}", "answer", "nothing to this purpose"));
    return err;
}

int command_who(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_READ, ask,
         "[--name TEXT...] [--alias TEXT...] [--born TEXT...] [--document TEXT...] [--citizenship TEXT...]",
         "anything on him? what this purpose may know, and whom to ask"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
