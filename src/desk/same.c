/* The desk's subjects made ready to be compared, once a task and anew when values were added. */
#include "desk/same.h"

#include "base/limits.h"
#include "match/compare.h"
#include "match/screen.h"
#include "rules/subject.h"

#include <stdlib.h>

/* Least score of a candidate, the prior being that of the desk's persons, or of a thousand where it has
 * fewer: a small desk is no reason to alarm more. */
static const double alert_threshold = 0.5;
enum { FEWEST_PERSONS = 1000 };

struct crowd_member {
    int64_t subject;
    struct subject record;
    struct person person;
    bool readable; /* has a name that can be compared */
};

struct crowd {
    struct arena arena;
    struct model model;
    struct comparer *comparer;
    struct crowd_member *members;
    size_t n;
    int64_t sequence; /* of the newest value in it */
};

void same_release(struct task *task)
{
    struct crowd *crowd = task->crowd;
    if (!crowd)
        return;
    comparer_free(crowd->comparer);
    arena_release(&crowd->arena);
    free(crowd);
    task->crowd = NULL;
}

struct value_row {
    int64_t subject, sequence;
    enum property property;
};

/* Adds a value to a record, growing its list by one. */
static bool add_value(struct arena *arena, struct subject *record, enum property property, struct str value)
{
    struct values *values = &record->values[property];
    struct str *grown = arena_array(arena, values->n + 1, sizeof *grown);
    char *copy = arena_copy(arena, value.p, value.n);
    if (!grown || !copy)
        return false;
    if (values->n)
        memcpy(grown, values->at, values->n * sizeof *grown);
    grown[values->n] = (struct str){copy, value.n};
    *values = (struct values){grown, values->n + 1};
    return true;
}

static enum err read_rows(struct query *query, struct arena *arena, struct value_row **out, size_t *n)
{
    size_t room = 0;
    *out = NULL;
    *n = 0;
    int subject = query_column(query, "subject"), property = query_column(query, "property"),
        sequence = query_column(query, "sequence");
    while (query_next(query)) {
        if (*n == room) {
            size_t more = room ? 2 * room : 64;
            struct value_row *grown = arena_array(arena, more, sizeof *grown);
            if (!grown) {
                query->err = fault_set(query->fault, ERR_NO_MEMORY, "the values of all subjects");
                break;
            }
            if (*n)
                memcpy(grown, *out, *n * sizeof *grown);
            *out = grown;
            room = more;
        }
        (*out)[(*n)++] = (struct value_row){query_get_int(query, subject), query_get_int(query, sequence),
                                            property_by_ftm(query_get_text(query, property))};
    }
    return query_close(query);
}

/* Reads the openings of rows of one subject into a record. An erased value is left out. */
static enum err read_record(struct task *task, struct arena *arena, const struct value_row *rows, size_t n,
                            struct subject *record)
{
    struct buf buf;
    enum err err = ERR_OK;
    buf_init(&buf, (size_t)LIMIT_VALUE_BYTES + 64);
    for (size_t i = 0; !err && i < n; i++) {
        if (rows[i].property == PROPERTY_COUNT)
            continue;
        buf_clear(&buf);
        err = store_opening(task->store, rows[i].sequence, FIELD_value, &buf, task->fault);
        if (err == ERR_NOT_FOUND)
            err = ERR_OK;
        else if (!err && !add_value(arena, record, rows[i].property, buf_str(&buf)))
            err = fault_set(task->fault, ERR_NO_MEMORY, "the values of a subject");
    }
    buf_release(&buf);
    return err;
}

enum err same_read_subject(struct task *task, int64_t subject, struct subject *out)
{
    struct query query;
    struct value_row *rows;
    size_t n;
    *out = (struct subject){0};
    query_open(&query, task->store, "subject/values", task->fault);
    query_int(&query, "subject", subject);
    enum err err = read_rows(&query, &task->arena, &rows, &n);
    return err ? err : read_record(task, &task->arena, rows, n, out);
}

static enum err fill_crowd(struct task *task, struct crowd *crowd)
{
    struct query query;
    struct value_row *rows;
    size_t n;
    query_open(&query, task->store, "subject/all_values", task->fault);
    enum err err = read_rows(&query, &crowd->arena, &rows, &n);
    if (!err && n)
        crowd->members = arena_array(&crowd->arena, n, sizeof *crowd->members);
    if (!err && n && !crowd->members)
        return fault_set(task->fault, ERR_NO_MEMORY, "all subjects");
    for (size_t i = 0; !err && i < n;) {
        struct crowd_member *member = &crowd->members[crowd->n++];
        size_t end = i;
        while (end < n && rows[end].subject == rows[i].subject)
            end++;
        member->subject = rows[i].subject;
        err = read_record(task, &crowd->arena, rows + i, end - i, &member->record);
        if (!err) {
            err = person_init(&crowd->arena, &crowd->model, &member->record, &member->person, task->fault);
            member->readable = !err;
            if (err == ERR_NO_USE)
                err = ERR_OK;
        }
        i = end;
    }
    return err;
}

/* The crowd as of now. */
static enum err crowd_ready(struct task *task)
{
    struct query query;
    int64_t newest = 0;
    query_open(&query, task->store, "subject/newest_value", task->fault);
    enum err err = query_one(&query, 0, &newest);
    if (err || (task->crowd && task->crowd->sequence == newest))
        return err;
    same_release(task);
    struct crowd *crowd = calloc(1, sizeof *crowd);
    if (!crowd)
        return fault_set(task->fault, ERR_NO_MEMORY, "all subjects");
    task->crowd = crowd;
    arena_init(&crowd->arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    err = model_load(&crowd->arena, &crowd->model, task->fault);
    if (!err && !(crowd->comparer = comparer_new(&crowd->model)))
        err = fault_set(task->fault, ERR_NO_MEMORY, "comparing");
    if (!err)
        err = fill_crowd(task, crowd);
    if (err)
        same_release(task);
    else
        crowd->sequence = newest;
    return err;
}

/* One found: a member of the crowd with the evidence for him. */
struct found {
    const struct crowd_member *member;
    micronats evidence;
};

static int by_evidence(const void *a, const void *b)
{
    const struct found *one = a, *other = b;
    if (one->evidence != other->evidence)
        return one->evidence < other->evidence ? 1 : -1;
    return one->member->subject < other->member->subject ? -1 : 1;
}

static enum err find(struct task *task, const struct person *person, struct found **out, size_t *n)
{
    struct crowd *crowd = task->crowd;
    double prior = screen_prior(crowd->n > FEWEST_PERSONS ? crowd->n : FEWEST_PERSONS);
    *n = 0;
    *out = arena_array(&task->arena, crowd->n + 1, sizeof **out);
    if (!*out)
        return fault_set(task->fault, ERR_NO_MEMORY, "candidates");
    for (size_t i = 0; i < crowd->n; i++) {
        const struct crowd_member *member = &crowd->members[i];
        micronats evidence;
        if (!member->readable)
            continue;
        enum err err =
            compare_persons(crowd->comparer, person, &member->person, &evidence, NULL, task->fault);
        if (err)
            return err;
        if (score_of((double)evidence / 1e6, prior) >= alert_threshold)
            (*out)[(*n)++] = (struct found){member, evidence};
    }
    if (*n)
        qsort(*out, *n, sizeof **out, by_evidence);
    return ERR_OK;
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
    size_t count;
    enum err err =
        task_list(task, "file/of_subject", "subject", found->member->subject, &shape_file, &files, &count);
    for (size_t i = 0; !err && i < count && *n < room; i++) {
        bool excluded;
        int64_t shown;
        if (files[i].file_state == FILE_SEALED || files[i].file_state == FILE_PURGED)
            continue;
        err = ask_clearances(task, files[i].file, who, &found->member->record, &excluded, &shown);
        if (!err && !excluded)
            out[(*n)++] = (struct same){files[i].file, found->member->subject, found->evidence / 1000, shown};
    }
    return err;
}

enum { SAME_MAX = 256 };

static bool has_name(const struct subject *who)
{
    size_t n = 0;
    for (int p = PROPERTY_NAME; p <= PROPERTY_LAST_NAME; p++)
        n += who->values[p].n;
    return n != 0;
}

static enum err propose(struct task *task, int64_t subject, const struct subject *who, struct same **out,
                        size_t *n)
{
    struct person person;
    struct found *found = NULL;
    size_t count = 0;
    *n = 0;
    *out = NULL;
    if (!has_name(who))
        return ERR_OK;
    *out = arena_array(&task->arena, SAME_MAX, sizeof **out);
    enum err err = *out ? crowd_ready(task) : fault_set(task->fault, ERR_NO_MEMORY, "candidates");
    if (err)
        return err;
    err = person_init(&task->arena, &task->crowd->model, who, &person, task->fault);
    if (err == ERR_NO_USE)
        return ERR_OK;
    if (!err)
        err = find(task, &person, &found, &count);
    for (size_t i = 0; !err && i < count; i++) {
        bool distinct = found[i].member->subject == subject;
        if (!distinct && subject)
            err = are_distinct(task, subject, found[i].member->subject, &distinct);
        if (!err && !distinct)
            err = add_files(task, who, &found[i], *out, SAME_MAX, n);
    }
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
