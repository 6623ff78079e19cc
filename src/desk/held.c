/* Held: what is looked up for the rule. See held.h. */
#include "desk/held.h"

#include "rules/post.h"

/* Whether he or his section owes something to be done about a file, himself or by a post that he holds. */
static enum err owes(struct task *task, int64_t file, bool *out)
{
    struct query query;
    int64_t obligation = 0;
    query_open(&query, task->store, "obligation/task", task->fault);
    query_int(&query, "file", file);
    query_text(&query, "section", task->context.actor.section);
    query_int(&query, "person", task->context.actor.person);
    query_int(&query, "now", task->context.now);
    query_text(&query, "less", word_str(WORDS_obligation_kind, OBLIGATION_NOTICE));
    enum err err = query_one(&query, 0, &obligation);
    *out = obligation != 0;
    return err;
}

enum err held_file(struct task *task, int64_t file, struct file *out)
{
    bool owed = false;
    enum err err = task_load(task, "file/get", "file", file, &shape_file, out);
    if (!err)
        err = owes(task, file, &owed);
    return err ? err : actor_holds(&task->context, out->section, owed, "file", file, task->fault);
}

enum err held_reader(struct task *task, int64_t file, struct held_reader *out)
{
    struct query query;
    *out = (struct held_reader){0};
    query_open(&query, task->store, "file/reader", task->fault);
    query_int(&query, "file", file);
    query_int(&query, "person", task->context.actor.person);
    if (query_next(&query))
        *out = (struct held_reader){query_get_int(&query, 0) != 0, query_get_int(&query, 1) != 0};
    return query_close(&query);
}

enum err held_subject(struct task *task, int64_t subject)
{
    struct query query;
    bool held = false;
    query_open(&query, task->store, "subject/held", task->fault);
    query_int(&query, "subject", subject);
    query_text(&query, "section", task->context.actor.section);
    query_int(&query, "person", task->context.actor.person);
    query_int(&query, "now", task->context.now);
    if (query_next(&query))
        held = query_get_int(&query, 0) ? query_get_int(&query, 1) != 0
                                        : !query_get_int(&query, 2) || query_get_int(&query, 3);
    enum err err = query_close(&query);
    return err ? err : actor_holds(&task->context, STR(""), held, "subject", subject, task->fault);
}

/* Whether he or his section owes something about a tip. */
static enum err owes_tip(struct task *task, int64_t tip, bool *out)
{
    struct query query;
    int64_t obligation = 0;
    query_open(&query, task->store, "obligation/task_tip", task->fault);
    query_int(&query, "tip", tip);
    query_text(&query, "section", task->context.actor.section);
    query_int(&query, "person", task->context.actor.person);
    query_int(&query, "now", task->context.now);
    enum err err = query_one(&query, 0, &obligation);
    *out = obligation != 0;
    return err;
}

enum err held_tip(struct task *task, int64_t tip, struct tip *out)
{
    struct file file;
    bool owed = false;
    enum err err = task_load(task, "tip/get", "tip", tip, &shape_tip, out);
    if (!err)
        err = owes_tip(task, tip, &owed);
    if (!err && !owed && out->file && !str_equal(out->section, task->context.actor.section))
        return held_file(task, out->file, &file);
    return err ? err : actor_holds(&task->context, out->section, owed, "tip", tip, task->fault);
}

enum err held_section_of(struct task *task, int64_t content, struct str *section)
{
    struct query q;
    struct event event;
    bool written_here = false;
    *section = STR("");
    query_open(&q, task->store, "mail/section_of", task->fault);
    query_int(&q, "id", content);
    while (query_next(&q)) {
        struct str text = query_get_text(&q, 0);
        char *copy = arena_copy(&task->arena, text.p ? text.p : "", text.n);
        *section = (struct str){copy ? copy : "", copy ? text.n : 0};
        written_here = true;
    }
    enum err err = query_close(&q);
    if (!err && !written_here) {
        err = desk_event(task->desk, content, &task->arena, &event, task->fault);
        *section = err ? STR("") : event_get_text(&event, FIELD_section);
    }
    if (str_equal(*section, STR("desk")))
        *section = STR("");
    return err;
}

static enum err number_of(struct task *task, const char *name, int64_t content, int64_t *out)
{
    struct query query;
    query_open(&query, task->store, name, task->fault);
    query_int(&query, "id", content);
    return query_one(&query, 0, out);
}

enum err held_message(struct task *task, int64_t content)
{
    struct file on;
    struct tip tip;
    struct str section = STR("");
    int64_t file = 0, tip_number = 0;
    enum err err = number_of(task, "mail/file_of", content, &file);
    if (!err)
        err = number_of(task, "mail/tip_of", content, &tip_number);
    if (!err)
        err = held_section_of(task, content, &section);
    if (err)
        return err;
    if (section.n && str_equal(section, task->context.actor.section))
        return actor_touches_content(&task->context, task->fault);
    if (tip_number && (!file || held_tip(task, tip_number, &tip) == ERR_OK))
        return held_tip(task, tip_number, &tip);
    if (file)
        return held_file(task, file, &on);
    return section.n ? actor_holds(&task->context, section, false, "message, event", content, task->fault)
                     : actor_touches_content(&task->context, task->fault);
}

enum err held_post(struct task *task, struct str post)
{
    struct query query;
    int64_t held = 0;
    query_open(&query, task->store, "people/holds", task->fault);
    query_text(&query, "post", post);
    query_int(&query, "person", task->context.actor.person);
    query_int(&query, "now", task->context.now);
    enum err err = query_one(&query, 0, &held);
    task->context.actor.post = held ? post : STR("");
    return err;
}

enum err held_redress(struct task *task, int64_t redress)
{
    struct redress state;
    struct owed owed;
    const struct actor *actor = &task->context.actor;
    enum err err = task_load(task, "redress/get", "redress", redress, &shape_redress, &state);
    if (!err)
        err = task_load(task, "obligation/get", "obligation", state.obligation, &shape_owed, &owed);
    if (!err)
        err = held_post(task, owed.owner);
    if (err || actor->role == ROLE_PROTECTION || actor->role == ROLE_OVERSEER)
        return err;
    /* A post of the desk itself is nobody's section. */
    struct str section = post_section(owed.owner);
    return actor_holds(&task->context, str_equal(section, STR("desk")) ? STR("") : section,
                       owed.owner_person == actor->person || actor->post.n, "redress", redress, task->fault);
}
