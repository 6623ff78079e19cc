/* Task: one person's act on a desk, from load to commit. All the files of desk/
 * that carry out rules take a task that has begun:
 *
 *     struct task task;
 *     enum err err = task_begin(&task, desk, person, fault);
 *     if (!err)
 *         err = desk_file_close(&task, 1, FILE_UNRESOLVED, reason);
 *     err = task_end(&task, err);
 *
 * Several acts may follow one another in a task; each sees what the ones before
 * decided, and one commit makes them all durable, or task_end with an error none. */
#ifndef LIAISON_DESK_TASK_H
#define LIAISON_DESK_TASK_H

#include "desk/desk.h"
#include "desk/load.h"
#include "rules/calendar.h"
#include "rules/context.h"

/* A refusal at a way out, which is recorded after the refused transaction is rolled back. */
struct refused_way {
    const char *rule; /* NULL: none */
    struct str message;
    int64_t about, channel;
    int way;
};

struct task {
    struct desk *desk;
    struct store *store;
    struct arena arena; /* what is loaded and decided lives until task_end */
    struct rule_context context;
    struct calendar calendar;
    struct decision decision;
    struct fault *fault;
    struct refused_way refusal;
    bool joined; /* the transaction is somebody else's */
};

/* Begins a transaction for a person; ACTOR_DESK: the desk itself. ERR_NOT_FOUND: no such person works here.
 */
MUST_USE enum err task_begin(struct task *task, struct desk *desk, int64_t person, struct fault *fault);

/* Inside a transaction that desk_begin began: who began it ends it; task_end only frees. */
MUST_USE enum err task_join(struct task *task, struct desk *desk, struct fault *fault);

/* Commits, or rolls back where err is one, records a refusal that a way out gave, and frees what was
 * loaded. Returns the first error. */
MUST_USE enum err task_end(struct task *task, enum err err);

/* After a rule: adds what it decided to the transaction. Returns err where that is one. */
MUST_USE enum err task_apply(struct task *task, enum err err);

/* State by number, in the task's arena. */
MUST_USE enum err task_load(struct task *task, const char *query, const char *key, int64_t number,
                            const struct shape *shape, void *out);
MUST_USE enum err task_list(struct task *task, const char *query, const char *key, int64_t number,
                            const struct shape *shape, void *rows, size_t *n);

/* The open obligation of a kind about something, of one section where section is given. out->obligation is 0
 * where there is none. */
MUST_USE enum err task_owed(struct task *task, int kind, int64_t about, struct str section, struct owed *out);

/* A sealed value of an event, in the arena; empty where it is erased or absent. */
MUST_USE enum err task_opening(struct task *task, int64_t sequence, enum field field, struct str *out);

#endif
