/* Load, decide, apply: watches and sightings. */
#include "desk/watch.h"

#include "desk/due.h"
#include "desk/file.h"
#include "desk/held.h"
#include "desk/same.h"

/* Whether a counterpart is, or may be, of the state that the subject of a file is protected from. */
static enum err is_origin(struct task *task, const struct file *file, int64_t channel, bool *out)
{
    struct subject_state subject;
    struct str state = STR("");
    enum err err = desk_subject(task, file->subject, &subject);
    if (!err && channel)
        err = desk_country(task, channel, &state);
    *out = !err && channel && subject.protection && protected_towards(subject.origin, state);
    return err;
}

enum err desk_watch_set(struct task *task, int64_t file, const struct watch_new *watch, int64_t *number)
{
    struct file state;
    struct flag *flags = NULL;
    size_t n = 0;
    bool origin = false;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = is_origin(task, &state, watch->channel, &origin);
    if (!err)
        err = desk_flags(task, file, &flags, &n);
    if (!err)
        err = watch_set(&task->context, &state, watch, file_rests_on_foreign_tip(&state, flags, n), origin,
                        number, &task->decision, task->fault);
    return task_apply(task, err);
}

/* One of a file that the actor may change. */
static enum err own_watch(struct task *task, int64_t watch, struct watch *out, struct file *file)
{
    enum err err = task_load(task, "watch/get", "watch", watch, &shape_watch, out);
    return err ? err : held_file(task, out->file, file);
}

enum err desk_watch_extend(struct task *task, int64_t watch, time_ms ends, struct str reason)
{
    struct watch state;
    struct file file;
    struct owed owed;
    bool origin = false;
    enum err err = own_watch(task, watch, &state, &file);
    if (!err)
        err = is_origin(task, &file, state.channel, &origin);
    if (!err)
        err = task_load(task, "obligation/get", "obligation", state.obligation, &shape_owed, &owed);
    if (!err)
        err = watch_extend(&task->context, &state, &owed, origin, ends, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_watch_end(struct task *task, int64_t watch, struct str reason)
{
    struct watch state;
    struct file file;
    enum err err = own_watch(task, watch, &state, &file);
    if (!err)
        err = watch_end(&task->context, &state, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

static enum err settle_watch(struct task *task, const struct file *file, const struct watch *watch)
{
    struct owed owed, word;
    bool origin = false;
    enum err err = is_origin(task, file, watch->channel, &origin);
    if (err || !origin)
        return err;
    err = task_load(task, "obligation/get", "obligation", watch->obligation, &shape_owed, &owed);
    if (!err)
        err = task_owed(task, OBLIGATION_ANNOUNCEMENT, watch->watch, STR(""), &word);
    if (!err)
        watch_protect(&task->context, watch, &owed, &word, &task->decision);
    return task_apply(task, err);
}

enum err desk_watch_settle(struct task *task, int64_t subject)
{
    struct subject_state state;
    struct file *files = NULL;
    size_t n = 0;
    enum err err = desk_subject(task, subject, &state);
    if (!err)
        err = task_list(task, "file/of_subject", "subject", state.subject, &shape_file, &files, &n);
    for (size_t i = 0; !err && i < n; i++) {
        struct watch *watches = NULL;
        size_t count = 0;
        err = task_list(task, "file/watches", "file", files[i].file, &shape_watch, &watches, &count);
        for (size_t k = 0; !err && k < count; k++)
            err = settle_watch(task, &files[i], &watches[k]);
    }
    return err;
}

/* The watch of a file that is in force; out->watch is 0 where none is. */
static enum err watch_in_force(struct task *task, int64_t file, struct watch *out)
{
    struct watch *watches;
    size_t n;
    enum err err = task_list(task, "file/watches", "file", file, &shape_watch, &watches, &n);
    *out = (struct watch){0};
    for (size_t i = 0; !err && i < n; i++)
        if (watches[i].watch_state == WATCHING_ACTIVE ||
            (watches[i].watch_state == WATCHING_GRACE && !out->watch))
            *out = watches[i];
    return err;
}

static enum err report(struct task *task, int64_t file, const struct sighting_new *sighting, int64_t *number)
{
    struct file state;
    struct watch watch;
    enum err err = desk_file(task, file, &state);
    if (!err)
        err = watch_in_force(task, file, &watch);
    if (!err)
        err = sighting_report(&task->context, &state, watch.watch ? &watch : NULL, sighting, number,
                              &task->decision, task->fault);
    return task_apply(task, err);
}

/* By whose file it is, or whom its watch was to tell. */
enum err desk_sighting_report(struct task *task, int64_t file, const struct sighting_new *sighting,
                              int64_t *number)
{
    struct file state;
    struct watch watch;
    enum err err = watch_in_force(task, file, &watch);
    if (!err && !(watch.watch && str_equal(watch.section, task->context.actor.section)))
        err = held_file(task, file, &state);
    return err ? err : report(task, file, sighting, number);
}

static enum err seen_already(struct task *task, int64_t file, const struct sighting_new *sighting, bool *seen)
{
    struct query query;
    int64_t count = 0;
    query_open(&query, task->store, "sighting/same", task->fault);
    query_int(&query, "file", file);
    query_int(&query, "seen", sighting->seen);
    query_text(&query, "sighting_kind", word_str(WORDS_sighting_kind, sighting->kind));
    query_text(&query, "section", sighting->section);
    query_int(&query, "evidence", sighting->evidence);
    enum err err = query_one(&query, 0, &count);
    *seen = count != 0;
    return err;
}

enum err desk_sight(struct task *task, const struct subject *who, const struct sighting_new *sighting,
                    struct sighted *out, size_t room, size_t *n)
{
    struct same *same = NULL;
    size_t count = 0;
    *n = 0;
    enum err err = same_person(task, who, &same, &count);
    for (size_t i = 0; !err && i < count && *n < room; i++) {
        struct file file;
        struct sighting_new mine = *sighting;
        int64_t number;
        bool seen = true;
        mine.evidence = same[i].evidence;
        mine.subject = same[i].subject;
        err = desk_file(task, same[i].file, &file);
        if (!err && file.file_state != FILE_CLEARED)
            err = seen_already(task, same[i].file, &mine, &seen);
        if (err || seen)
            continue;
        err = report(task, same[i].file, &mine, &number);
        if (!err)
            out[(*n)++] = (struct sighted){number, same[i].file, same[i].clearance, same[i].evidence};
    }
    return err;
}

static enum err load_sighting(struct task *task, int64_t sighting, struct sighting *out)
{
    return task_load(task, "sighting/get", "sighting", sighting, &shape_sighting, out);
}

enum err desk_sighting_read(struct task *task, int64_t sighting)
{
    struct sighting state;
    struct owed notice;
    enum err err = load_sighting(task, sighting, &state);
    if (!err)
        err = task_owed(task, OBLIGATION_NOTICE, sighting, task->context.actor.section, &notice);
    if (!err && !notice.obligation)
        err = fault_set(task->fault, ERR_NOT_FOUND, "sighting %lld to be read by section '%.*s'",
                        (long long)sighting, STR_ARG(task->context.actor.section));
    if (!err)
        err = sighting_read(&task->context, &state, &notice, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_sighting_confirm(struct task *task, int64_t sighting, struct str reason)
{
    struct sighting state;
    struct file file;
    struct owed owed;
    struct flag *flags = NULL;
    size_t n = 0;
    enum err err = load_sighting(task, sighting, &state);
    if (!err)
        err = held_file(task, state.file, &file);
    if (!err)
        err = desk_flags(task, state.file, &flags, &n);
    if (!err)
        err = task_owed(task, OBLIGATION_SIGHTING, sighting, STR(""), &owed);
    if (!err)
        err = sighting_confirm(&task->context, &state, owed.obligation, &file, flags, n, reason,
                               &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_sighting_dismiss(struct task *task, int64_t sighting, struct str reason)
{
    struct sighting state;
    struct file file;
    struct owed owed;
    enum err err = load_sighting(task, sighting, &state);
    if (!err)
        err = held_file(task, state.file, &file);
    if (!err)
        err = task_owed(task, OBLIGATION_SIGHTING, sighting, STR(""), &owed);
    if (!err)
        err = sighting_dismiss(&task->context, &state, owed.obligation, reason, &task->decision, task->fault);
    return task_apply(task, err);
}
