/* Load, decide, commit. */
#include "desk/task.h"

#include "base/limits.h"

/* Role and section of who acts. */
static enum err load_actor(struct task *task, int64_t person)
{
    struct query query;
    bool found = false;
    task->context.actor = (struct actor){.person = person};
    if (person == ACTOR_DESK)
        return ERR_OK;
    query_open(&query, task->store, "rule/person", task->fault);
    query_int(&query, "person", person);
    while (query_next(&query)) {
        struct str section = query_get_text(&query, 1);
        char *copy = arena_copy(&task->arena, section.p, section.n);
        task->context.actor.role = word_value(WORDS_role, query_get_text(&query, 0));
        task->context.actor.section = (struct str){copy ? copy : "", copy ? section.n : 0};
        found = true;
    }
    enum err err = query_close(&query);
    if (!err && !found)
        err = fault_set(task->fault, ERR_NOT_FOUND, "person %lld", (long long)person);
    return err;
}

static enum err load_numbers(struct task *task)
{
    struct query query;
    query_open(&query, task->store, "rule/numbers", task->fault);
    while (query_next(&query))
        for (int i = 0; i < ENTITY_COUNT; i++)
            task->context.next[i] = query_get_int(&query, i);
    return query_close(&query);
}

static enum err load_calendar(struct task *task)
{
    struct query query;
    time_ms *days = arena_array(&task->arena, (size_t)LIMIT_HOLIDAYS, sizeof *days);
    size_t n = 0;
    query_open(&query, task->store, "obligation/holidays", task->fault);
    while (days && n < (size_t)LIMIT_HOLIDAYS && query_next(&query))
        days[n++] = query_get_int(&query, 0);
    task->calendar = (struct calendar){CALENDAR_MONDAY_TO_FRIDAY, days, n};
    task->context.calendar = &task->calendar;
    return query_close(&query);
}

enum err task_join(struct task *task, struct desk *desk, struct fault *fault)
{
    *task = (struct task){.desk = desk, .store = desk_store(desk), .fault = fault, .joined = true};
    arena_init(&task->arena, (size_t)LIMIT_TASK_ARENA_BYTES);
    decision_init(&task->decision, &task->arena);
    task->context.now = desk_now(desk);
    enum err err = load_actor(task, desk_actor(desk));
    if (!err)
        err = load_numbers(task);
    if (!err)
        err = load_calendar(task);
    return err;
}

enum err task_begin(struct task *task, struct desk *desk, int64_t person, struct fault *fault)
{
    *task = (struct task){.fault = fault, .joined = true};
    enum err err = desk_begin(desk, person, fault);
    if (err)
        return err;
    err = task_join(task, desk, fault);
    task->joined = false;
    return err;
}

/* The refusal stands even where recording it fails: nothing went out. */
static void record_refusal(struct task *task)
{
    const struct refused_way *refusal = &task->refusal;
    decision_init(&task->decision, &task->arena);
    DECIDE(&task->decision, RELEASE_REFUSED, SAY_TEXT(message, refusal->message), SAY(about, refusal->about),
           SAY(channel, refusal->channel), SAY_WORD(way, way, refusal->way),
           SAY_TEXT(rule, str_of(refusal->rule)));
    enum err err = desk_begin(task->desk, task->context.actor.person, NULL);
    if (!err)
        err = desk_add(task->desk, &task->decision, NULL);
    if (!err)
        err = desk_commit(task->desk, NULL);
    if (err)
        desk_rollback(task->desk);
}

enum err task_end(struct task *task, enum err err)
{
    if (task->desk && !task->joined) {
        if (!err)
            err = desk_commit(task->desk, task->fault);
        if (err)
            desk_rollback(task->desk);
        if (err == ERR_REFUSED && task->refusal.rule)
            record_refusal(task);
    }
    arena_release(&task->arena);
    return err;
}

enum err task_apply(struct task *task, enum err err)
{
    if (!err && task->decision.count)
        err = desk_add(task->desk, &task->decision, task->fault);
    decision_init(&task->decision, &task->arena);
    return err;
}

enum err task_load(struct task *task, const char *query, const char *key, int64_t number,
                   const struct shape *shape, void *out)
{
    return load_one(task->store, query, key, number, shape, &task->arena, out, task->fault);
}

enum err task_list(struct task *task, const char *query, const char *key, int64_t number,
                   const struct shape *shape, void *rows, size_t *n)
{
    return load_list(task->store, query, key, number, shape, &task->arena, rows, n, task->fault);
}

enum err task_owed(struct task *task, int kind, int64_t about, struct str section, struct owed *out)
{
    struct query query;
    struct owed *rows;
    size_t n;
    query_open(&query, task->store, "obligation/of", task->fault);
    query_text(&query, "obligation_kind", word_str(WORDS_obligation_kind, kind));
    query_int(&query, "about", about);
    if (section.n)
        query_text(&query, "section", section);
    enum err err = load_all(&query, &shape_owed, &task->arena, &rows, &n);
    *out = n ? rows[0] : (struct owed){0};
    return err;
}

enum err task_opening(struct task *task, int64_t sequence, enum field field, struct str *out)
{
    struct buf buf;
    *out = STR("");
    buf_init(&buf, (size_t)LIMIT_ATTACHMENT_BYTES + 64);
    enum err err = store_opening(task->store, sequence, field, &buf, task->fault);
    if (err == ERR_NOT_FOUND)
        err = ERR_OK;
    else if (!err) {
        struct str all = buf_str(&buf);
        char *copy = arena_copy(&task->arena, all.p, all.n);
        *out = (struct str){copy ? copy : "", copy ? all.n : 0};
    }
    buf_release(&buf);
    return err;
}
