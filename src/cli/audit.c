/* liaison audit: who read, disclosed, changed or erased what, when and why. */
#include "rules/audit.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/page.h"
#include "desk/rights.h"

struct audit {
    struct task *task;
    json_t *lines;
};

static void put_number(json_t *row, const char *key, int64_t number)
{
    if (number)
        json_object_set_new(row, key, json_integer(number));
}

static void put_text(json_t *row, const char *key, struct str text)
{
    if (text.n)
        json_object_set_new(row, key, json_stringn(text.p, text.n));
}

static enum err add_line(void *context, const struct audit_line *line)
{
    struct audit *audit = context;
    char time[TIME_TEXT_BYTES];
    json_t *row = json_object();
    time_text(line->time, time);
    time[10] = ' ';
    time[16] = '\0';
    put_number(row, "event", line->sequence);
    json_object_set_new(row, "time", json_string(time));
    json_object_set_new(row, "entry", json_string(word(WORDS_log_entry, line->entry)));
    json_t *who = page_login(audit->task, line->person);
    if (who)
        json_object_set_new(row, "who", who);
    put_text(row, "did", line->kind);
    json_t *desk = page_desk(audit->task, line->channel);
    if (desk)
        json_object_set_new(row, "desk", desk);
    if (line->message)
        json_object_set_new(
            row, "message",
            json_sprintf("%.*s-%lld", STR_ARG(desk_id(audit->task->desk)), (long long)line->message));
    put_number(row, "file", line->file);
    put_number(row, "subject", line->subject);
    put_text(row, "purpose", line->purpose);
    put_text(row, "reason", line->reason);
    return json_array_append_new(audit->lines, row) == 0 ? ERR_OK : ERR_NO_MEMORY;
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    struct audit_filter filter = {.since = call_time(call, "--since"),
                                  .until = call_time(call, "--until"),
                                  .file = call_number(call, "--file")};
    struct audit audit = {task, json_array()};
    enum err err = call_word(call, "--entry", WORDS_log_entry, &filter.entry, task->fault);
    if (!err && call_has(call, "--person"))
        err = page_person(task, call_text(call, "--person"), &filter.person);
    if (!err)
        err = desk_audit(task, &filter, add_line, &audit);
    *result = audit.lines;
    return err;
}

/* Of each counterpart's tips: how many were refused, on a political ground, about protected persons. */
static enum err shares(struct call *call, struct task *task, json_t **result)
{
    enum err err = audit_may_read(&task->context, task->fault);
    (void)call;
    return err ? err : page_rows(task, "page/shares", 0, result);
}

/* How often this desk and each counterpart asked privately; then some of our own questions with what lies
 * sealed of them, drawn anew each time. */
static enum err questions(struct call *call, struct task *task, json_t **result)
{
    int64_t sample = call_has(call, "--sample") ? call_number(call, "--sample") : 0;
    enum err err = audit_may_read(&task->context, task->fault);
    if (!err)
        err = page_consult(call, task, "question", 0);
    return err ? err
               : page_rows(task, sample ? "page/question_sample" : "page/question_counts", sample, result);
}

int command_audit(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_READ, list, "[--file N] [--person PERSON] [--since DATE] [--until DATE] [--entry WORD]",
         "the log: who read, disclosed, changed or erased what, when, why"},
        {"shares", VERB_READ, shares, "",
         "of each counterpart's tips: refused, on a political ground, about protected persons"},
        {"questions", VERB_READ, questions, "[--sample N]",
         "private questions both ways; or a sample of this desk's, with who asked about whom and what for"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
