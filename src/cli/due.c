/* liaison due: who owes what, since when. */
#include "desk/due.h"
#include "cli/command.h"
#include "cli/page.h"

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = call_has(call, "--post") ? page_post(task, call_text(call, "--post")) : ERR_OK;
    return err ? err
               : page_owed(task, call_text(call, "--post"), call_has(call, "--mine"),
                           call_has(call, "--overdue"), result);
}

static enum err move(struct call *call, struct task *task, json_t **result)
{
    int64_t person = 0;
    enum err err =
        call_has(call, "--person") ? page_person(task, call_text(call, "--person"), &person) : ERR_OK;
    if (!err)
        err = page_post(task, call_text(call, "--to"));
    if (!err)
        err = desk_obligation_move(task, call_number(call, "N"), call_text(call, "--to"), person,
                                   call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "owed", (json_int_t)call_number(call, "N"), "state", "moved");
    return err;
}

static enum err explain(struct call *call, struct task *task, json_t **result)
{
    int lateness;
    enum err err = call_word(call, "--because", WORDS_lateness, &lateness, task->fault);
    if (!err)
        err = desk_obligation_explain(task, call_number(call, "N"), lateness, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "owed", (json_int_t)call_number(call, "N"), "late_because",
                            word(WORDS_lateness, lateness));
    return err;
}

static enum err answer(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_obligation_answer(task, call_number(call, "N"), call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "owed", (json_int_t)call_number(call, "N"), "state", "done");
    return err;
}

static enum err hand_over(struct call *call, struct task *task, json_t **result)
{
    int64_t person = 0;
    struct str text;
    enum err err = call_free_text(call, &text, task->fault);
    if (!err)
        err = page_person(task, call_text(call, "--to"), &person);
    if (!err)
        err = page_post(task, call_text(call, "POST"));
    if (!err)
        err = desk_shift_hand_over(task, call_text(call, "POST"), person, text);
    if (!err)
        err = page_owed(task, call_text(call, "POST"), false, false, result);
    return err;
}

static enum err holiday(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_holiday_add(task, call_time(call, "DATE"));
    if (!err)
        *result = json_pack("{s:s, s:s}", "day", call_text(call, "DATE").p, "state", "not worked");
    return err;
}

int command_due(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_READ, list, "[--mine] [--overdue] [--post POST]", "what is owed, by whom, since when"},
        {"move", VERB_ACT, move, "N --to POST [--person PERSON] --reason TEXT", "to another post or person"},
        {"explain", VERB_ACT, explain, "N --because WORD [--reason TEXT]", "why it is late"},
        {"answer", VERB_ACT, answer, "N --reason TEXT",
         "whether the file may be used for what another section asked"},
        {"handover", VERB_READ, hand_over, "POST --to PERSON [--text TEXT] [--text-file PATH]",
         "the shift changes: who holds the post next is told what it owes"},
        {"holiday", VERB_ACT, holiday, "DATE", "a day that is not worked"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
