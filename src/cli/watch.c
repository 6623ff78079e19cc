/* liaison watch: standing orders to be told when a subject is seen. */
#include "desk/watch.h"
#include "cli/command.h"
#include "cli/page.h"

static enum err said(struct task *task, int64_t watch, json_t **result)
{
    return page_build(task, "watch", &(const struct page_part){NULL, "page/watch_line"}, 1, watch, result);
}

static enum err add(struct call *call, struct task *task, json_t **result)
{
    struct watch_new watch = {.ends = call_time(call, "--until"),
                              .section = call_text(call, "--section"),
                              .told = call_has(call, "--tell") ? ANSWER_YES : ANSWER_NO,
                              .reason = call_text(call, "--reason")};
    int64_t number = 0;
    enum err err = call_goes_with(call, "--tell", "--for", task->fault);
    if (!err)
        err = call_word(call, "--action", WORDS_watch_action, &watch.action, task->fault);
    if (!err && call_has(call, "--for"))
        err = page_channel(task, call_text(call, "--for"), &watch.channel);
    if (!err)
        err = desk_watch_set(task, call_number(call, "--file"), &watch, &number);
    return err ? err : said(task, number, result);
}

static enum err extend(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_watch_extend(task, call_number(call, "N"), call_time(call, "--until"),
                                     call_text(call, "--reason"));
    return err ? err : said(task, call_number(call, "N"), result);
}

static enum err end(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_watch_end(task, call_number(call, "N"), call_text(call, "--reason"));
    return err ? err : said(task, call_number(call, "N"), result);
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/watch"}, {"sightings", "page/watch_sightings"}};
    enum err err = page_consult(call, task, "watch", call_number(call, "N"));
    return err ? err : page_build(task, "watch", parts, 2, call_number(call, "N"), result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "watch", 0);
    return err ? err : page_rows(task, "page/watches", 0, result);
}

int command_watch(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", VERB_ACT, add,
         "--file N --action ACTION --until DATE [--section ID] [--for DESK] [--tell] --reason TEXT",
         "be told when he is seen; a foreign tip alone allows silent notice only"},
        {"extend", VERB_ACT, extend, "N --until DATE --reason TEXT", "a later end"},
        {"end", VERB_ACT, end, "N --reason TEXT", "end it now"},
        {"show", VERB_READ, show, "N", "a watch, its end and what it saw"},
        {"list", VERB_READ, list, "", "the watches and their ends"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
