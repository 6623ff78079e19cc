/* liaison sighting: a candidate is confirmed or dismissed, by a person. */
#include "cli/command.h"
#include "cli/page.h"
#include "cli/why.h"
#include "desk/same.h"
#include "desk/watch.h"
#include "record/ftm.h"

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

/* The row as it came, where it is still there. */
static enum err original_of(struct task *task, const struct sighting *sighting, struct subject *who,
                            bool *there)
{
    struct intake intake = {.file = "sighting"};
    struct str original;
    enum row row = ROW_SKIPPED;
    enum err err = task_opening(task, sighting->sequence, FIELD_original, &original);
    if (!err && original.n)
        err = ftm_row(str_trim(original), &intake, &task->arena, who, &row, task->fault);
    *there = !err && row == ROW_PERSON;
    return err;
}

/* Adds why he may be the one, to the page. */
static enum err explain(struct task *task, int64_t number, json_t *page)
{
    struct sighting sighting;
    struct subject ours, seen;
    json_t *why = NULL;
    double evidence = 0;
    bool there = false;
    enum err err = task_load(task, "sighting/get", "sighting", number, &shape_sighting, &sighting);
    if (!err)
        err = original_of(task, &sighting, &seen, &there);
    if (!err && there)
        err = same_read_subject(task, sighting.subject, &ours);
    if (!err && there)
        err = why_same(&ours, &seen, &why, &evidence, task->fault);
    if (why) {
        json_object_set_new(page, "evidence_now", json_real(evidence));
        json_object_set_new(page, "why", why);
    }
    return err;
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/sighting"},
                                             {"clearances", "page/sighting_clearances"}};
    enum err err = page_consult(call, task, "sighting", call_number(call, "N"));
    if (!err)
        err = page_build(task, "sighting", parts, 2, call_number(call, "N"), result);
    return err ? err : explain(task, call_number(call, "N"), *result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "sighting", 0);
    return err ? err
               : page_rows_last(task, "page/sightings", call_has(call, "--open") ? STR("open") : STR(""),
                                call_number(call, "--last"), call_number(call, "--before"), result);
}

int command_sighting(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"read", VERB_ACT, mark_read, "N", "my section has read it"},
        {"confirm", VERB_ACT, confirm, "N --reason TEXT", "it is he"},
        {"dismiss", VERB_ACT, dismiss, "N --reason TEXT", "it is not he, or nothing is to be done"},
        {"show", VERB_READ, show, "N", "what was seen, and why he may be the one"},
        {"list", VERB_READ, list, "[--open] [--last N] [--before N]", "the sightings"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
