/* liaison sighting: a candidate is confirmed or dismissed, by a person. */
#include "cli/command.h"
#include "cli/page.h"
#include "desk/watch.h"

static enum err said(struct task *task, int64_t sighting, json_t **result)
{
    return page_build(task, "sighting", &(const struct page_part){NULL, "page/sighting_line"}, 1, sighting,
                      result);
}

static enum err mark_read(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_sighting_read(task, call_number(call, "N"));
    return err ? err : said(task, call_number(call, "N"), result);
}

static enum err confirm(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_sighting_confirm(task, call_number(call, "N"), call_text(call, "--reason"));
    return err ? err : said(task, call_number(call, "N"), result);
}

static enum err dismiss(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_sighting_dismiss(task, call_number(call, "N"), call_text(call, "--reason"));
    return err ? err : said(task, call_number(call, "N"), result);
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/sighting"},
                                             {"clearances", "page/sighting_clearances"}};
    enum err err = page_consult(call, task, "sighting", call_number(call, "N"));
    return err ? err : page_build(task, "sighting", parts, 2, call_number(call, "N"), result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "sighting", 0);
    return err ? err
               : page_rows(task, call_has(call, "--open") ? "page/sightings_open" : "page/sightings", 0,
                           result);
}

int command_sighting(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"read", VERB_ACT, mark_read, "N", "my section has read it"},
        {"confirm", VERB_ACT, confirm, "N --reason TEXT", "it is he"},
        {"dismiss", VERB_ACT, dismiss, "N --reason TEXT", "it is not he, or nothing is to be done"},
        {"show", VERB_READ, show, "N", "what was seen, and why he may be the one"},
        {"list", VERB_READ, list, "[--open]", "the sightings"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
