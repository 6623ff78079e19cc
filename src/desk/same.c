/* Who may be the same: found by the blind index, read, compared. See same.h. */
#include "desk/same.h"

#include "base/limits.h"
#include "desk/blind_record.h"
#include "desk/values.h"
#include "match/screen.h"
#include "record/intake.h"
#include "rules/subject.h"

#include <stdlib.h>

/* The prior is that of the desk's persons, or of a thousand where it has fewer: a small desk is no reason to
 * alarm more. */
enum { FEWEST_PERSONS = 1000 };

enum err same_read_subject(struct task *task, int64_t subject, struct subject *out)
{
    return desk_values_read(task->store, subject, &task->arena, out, task->fault);
}

/* One found, with the evidence for him. */
struct found {
    int64_t subject;
    micronats evidence;
};

static int by_evidence(const void *a, const void *b)
{
    const struct found *one = a, *other = b;
    if (one->evidence != other->evidence)
        return one->evidence < other->evidence ? 1 : -1;
    return one->subject < other->subject ? -1 : 1;
}

/* The evidence that a subject of the desk is the person; *any is false where he has neither name nor document
 * to read. */
static enum err compare(struct task *task, struct blind *blind, const struct person *person, int64_t subject,
                        micronats *evidence, bool *any)
{
    struct subject record;
    struct person other;
    arena_reset(&blind->scratch);
    enum err err = blind_record_read(task->desk, blind, subject, &blind->scratch, &record, task->fault);
    if (!err)
        err = person_init_cached(&blind->scratch, blind->cache, &blind->model, &record, &other, task->fault);
    *any = !err;
    if (err)
        return err == ERR_NO_USE ? ERR_OK : err;
    return compare_persons(blind->comparer, person, &other, evidence, NULL, task->fault);
}

static enum err find(struct task *task, struct blind *blind, const struct person *person, struct found **out,
                     size_t *n)
{
    int64_t *subjects;
    size_t count = 0, persons = 0;
    *n = 0;
    enum err err = blind_persons(task->desk, &persons, task->fault);
    if (err)
        return err;
    double prior = screen_prior(persons > FEWEST_PERSONS ? persons : FEWEST_PERSONS);
    err =
        blind_find(task->desk, person, prior, ALERT_THRESHOLD, &task->arena, &subjects, &count, task->fault);
    *out = arena_array(&task->arena, count + 1, sizeof **out);
    if (!err && !*out)
        return fault_set(task->fault, ERR_NO_MEMORY, "candidates");
    for (size_t i = 0; i < count && !err; i++) {
        micronats evidence;
        bool any;
        err = compare(task, blind, person, subjects[i], &evidence, &any);
        if (!err && any && score_of((double)evidence / 1e6, prior) >= ALERT_THRESHOLD)
            (*out)[(*n)++] = (struct found){subjects[i], evidence};
    }
    if (*n)
        qsort(*out, *n, sizeof **out, by_evidence);
    return err;
}

static enum err are_distinct(struct task *task, int64_t subject, int64_t other, bool *distinct)
{
    struct query query;
    int64_t count = 0;
    query_open(&query, task->store, "subject/distinct", task->fault);
    query_int(&query, "subject", subject);
    query_int(&query, "other_subject", other);
    enum err err = query_one(&query, 0, &count);
    *distinct = count != 0;
    return err;
}

/* What the clearances of a file say to who: the strongest word, and whose it is. */
static enum err ask_clearances(struct task *task, int64_t file, const struct subject *who,
                               const struct subject *own, bool *excluded, int64_t *shown)
{
    struct query query;
    int64_t id[64], sequence[64];
    int basis[64];
    size_t n = 0;
    query_open(&query, task->store, "subject/clearances", task->fault);
    query_int(&query, "file", file);
    int at_id = query_column(&query, "clearance"), at_basis = query_column(&query, "clearance_basis"),
        at_sequence = query_column(&query, "sequence");
    while (n < 64 && query_next(&query)) {
        id[n] = query_get_int(&query, at_id);
        basis[n] = word_value(WORDS_clearance_basis, query_get_text(&query, at_basis));
        sequence[n++] = query_get_int(&query, at_sequence);
    }
    enum err err = query_close(&query);
    *excluded = false;
    *shown = 0;
    for (size_t i = 0; !err && i < n; i++) {
        enum property property = basis[i] == CLEARED_BY_DATE ? PROPERTY_BIRTH_DATE : PROPERTY_PASSPORT_NUMBER;
        struct str value;
        err = task_opening(task, sequence[i], FIELD_value, &value);
        if (err)
            break;
        enum clearance_says says =
            clearance_says(basis[i], value, who->values[property].at, who->values[property].n,
                           own->values[property].at, own->values[property].n, true);
        *excluded = *excluded || says == CLEARANCE_EXCLUDES;
        if (says == CLEARANCE_SHOWN)
            *shown = id[i];
    }
    return err;
}

/* The files of one found, as proposals. */
static enum err add_files(struct task *task, const struct subject *who, const struct found *found,
                          struct same *out, size_t room, size_t *n)
{
    struct file *files;
    struct subject own;
    size_t count;
    enum err err = same_read_subject(task, found->subject, &own);
    if (!err)
        err = task_list(task, "file/of_subject", "subject", found->subject, &shape_file, &files, &count);
    for (size_t i = 0; !err && i < count && *n < room; i++) {
        bool excluded;
        int64_t shown;
        if (files[i].file_state == FILE_SEALED || files[i].file_state == FILE_PURGED)
            continue;
        err = ask_clearances(task, files[i].file, who, &own, &excluded, &shown);
        if (!err && !excluded)
            out[(*n)++] = (struct same){files[i].file, found->subject, found->evidence / 1000, shown};
    }
    return err;
}

enum { SAME_MAX = 256 };

/* Nobody where what is given of him cannot be compared. */
static enum err look(struct task *task, const struct subject *who, struct found **out, size_t *n)
{
    struct person person;
    struct blind *blind;
    *n = 0;
    *out = NULL;
    if (!intake_findable(who))
        return ERR_OK;
    enum err err = blind_of(task->desk, &blind, task->fault);
    if (!err)
        err = blind_refresh(task->desk, task->fault);
    if (err)
        return err;
    forms_cache_trim(blind->cache);
    err = person_init_cached(&task->arena, blind->cache, &blind->model, who, &person, task->fault);
    if (err == ERR_NO_USE)
        return ERR_OK;
    return err ? err : find(task, blind, &person, out, n);
}

static enum err propose(struct task *task, int64_t subject, const struct subject *who, struct same **out,
                        size_t *n)
{
    struct found *found;
    size_t count;
    *n = 0;
    enum err err = look(task, who, &found, &count);
    *out = arena_array(&task->arena, SAME_MAX, sizeof **out);
    if (!err && !*out)
        err = fault_set(task->fault, ERR_NO_MEMORY, "candidates");
    for (size_t i = 0; !err && i < count; i++) {
        bool distinct = found[i].subject == subject;
        if (!distinct && subject)
            err = are_distinct(task, subject, found[i].subject, &distinct);
        if (!err && !distinct)
            err = add_files(task, who, &found[i], *out, SAME_MAX, n);
    }
    return err;
}

enum err same_known(struct task *task, const struct subject *who, int64_t **subjects, size_t *n)
{
    struct found *found;
    enum err err = look(task, who, &found, n);
    *subjects = arena_array(&task->arena, *n + 1, sizeof **subjects);
    if (!err && !*subjects)
        err = fault_set(task->fault, ERR_NO_MEMORY, "candidates");
    for (size_t i = 0; !err && i < *n; i++)
        (*subjects)[i] = found[i].subject;
    return err;
}

enum err same_subjects(struct task *task, int64_t subject, struct same **out, size_t *n)
{
    struct subject record;
    enum err err = same_read_subject(task, subject, &record);
    return err ? err : propose(task, subject, &record, out, n);
}

enum err same_person(struct task *task, const struct subject *who, struct same **out, size_t *n)
{
    return propose(task, 0, who, out, n);
}
