/* Page: queries become what a person reads. See page.h. */
#include "cli/page.h"

#include "base/time.h"
#include "channel/kind.h"
#include "channel/verdict.h"
#include "desk/held.h"
#include "desk/release.h"

#include <string.h>

enum how { PLAIN, HIDDEN, TIME, DAY, PERSON, DESK, HUNDREDTHS, THOUSANDTHS, KIND, VERDICT };

static const struct {
    const char *name;
    enum how how;
} columns[] = {
#define C(name, how) {#name, how},
#include "cli/columns.def"
#undef C
};

static enum how how_of(struct str name)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (str_equal(name, str_of(columns[i].name)))
            return columns[i].how;
    return PLAIN;
}

static json_t *text_json(struct str s)
{
    json_t *text = json_stringn(s.n ? s.p : "", s.n);
    return text ? text : json_string("?");
}

/* The word that a number stands for, by a query of one row: a person's login, a counterpart's id. */
static enum err name_of(struct task *task, const char *query, const char *key, int64_t number, json_t **out)
{
    struct query q;
    query_open(&q, task->store, query, task->fault);
    query_int(&q, key, number);
    *out = NULL;
    while (query_next(&q))
        if (!*out)
            *out = text_json(query_get_text(&q, query_column(&q, key[0] == 'p' ? "login" : "desk")));
    return query_close(&q);
}

static enum err number_json(struct task *task, enum how how, int64_t number, json_t **out)
{
    char text[TIME_TEXT_BYTES];
    switch (how) {
    case TIME:
        time_text(number, text);
        text[10] = ' ';
        text[16] = '\0'; /* to the minute */
        *out = json_string(text);
        return ERR_OK;
    case DAY:
        time_day_text(number, text);
        *out = json_string(text);
        return ERR_OK;
    case PERSON:
        return name_of(task, "page/login", "person", number, out);
    case DESK:
        return name_of(task, "page/desk", "channel", number, out);
    case KIND:
        *out = json_string(kind_word((unsigned)number) ? kind_word((unsigned)number) : "?");
        return ERR_OK;
    case VERDICT:
        *out = json_string(verdict_word((unsigned)number) ? verdict_word((unsigned)number) : "?");
        return ERR_OK;
    case HUNDREDTHS:
        *out = json_real((double)number / 100);
        return ERR_OK;
    case THOUSANDTHS:
        *out = json_real((double)number / 1000);
        return ERR_OK;
    default:
        *out = json_integer(number);
        return ERR_OK;
    }
}

/* A value of an event under its key: a sealed one from its opening, an open one from beside the header. */
static enum err put_value(struct task *task, json_t *row, struct str field_name, struct str key,
                          int64_t sequence)
{
    struct event event;
    struct str value = STR("");
    enum field field = field_named(field_name);
    if (field == FIELD_COUNT)
        return fault_set(task->fault, ERR_BUG, "no field %.*s", STR_ARG(field_name));
    enum err err = ERR_OK;
    if (field_spec(field)->rest == FIELD_SEALED)
        err = task_opening(task, sequence, field, &value);
    else if (!(err = desk_event(task->desk, sequence, &task->arena, &event, task->fault)))
        value = event_get_text(&event, field);
    if (!err && value.n)
        json_object_setn_new(row, key.p, key.n, text_json(value));
    return err;
}

static enum err put_column(struct task *task, struct query *q, int column, json_t *row)
{
    struct str key = str_of(query_column_name(q, column));
    struct str field = str_cut(&key, '@');
    json_t *value = NULL;
    if (query_is_null(q, column))
        return ERR_OK;
    if (key.p)
        return put_value(task, row, field, key.n ? key : field, query_get_int(q, column));
    enum how how = how_of(field);
    if (how == HIDDEN)
        return ERR_OK;
    enum err err = ERR_OK;
    if (query_is_text(q, column))
        value = text_json(query_get_text(q, column));
    else
        err = number_json(task, how, query_get_int(q, column), &value);
    if (!err && value)
        json_object_setn_new(row, field.p, field.n, value);
    return err;
}

static enum err read_rows(struct task *task, struct query *q, json_t **rows)
{
    enum err err = ERR_OK;
    *rows = json_array();
    while (!err && query_next(q)) {
        json_t *row = json_object();
        for (int i = 0; i < query_columns(q) && !err; i++)
            err = put_column(task, q, i, row);
        json_array_append_new(*rows, row);
    }
    enum err closed = query_close(q);
    return err ? err : closed;
}

static void bind_reader(struct task *task, struct query *q)
{
    query_int(q, "now", task->context.now);
    query_int(q, "person", task->context.actor.person);
    query_text(q, "section", task->context.actor.section);
    int role = task->context.actor.role;
    query_int(q, "all", role == ROLE_HEAD || role == ROLE_OVERSEER || role == ROLE_PROTECTION);
}

enum err page_rows(struct task *task, const char *query, int64_t id, json_t **rows)
{
    struct query q;
    query_open(&q, task->store, query, task->fault);
    bind_reader(task, &q);
    query_int(&q, "id", id);
    return read_rows(task, &q, rows);
}

enum err page_rows_of(struct task *task, const char *query, struct str key, json_t **rows)
{
    struct query q;
    query_open(&q, task->store, query, task->fault);
    bind_reader(task, &q);
    query_text(&q, "key", key);
    return read_rows(task, &q, rows);
}

enum err page_rows_last(struct task *task, const char *query, struct str key, int64_t last, int64_t before,
                        json_t **rows)
{
    struct query q;
    query_open(&q, task->store, query, task->fault);
    bind_reader(task, &q);
    query_text(&q, "key", key);
    query_int(&q, "last", last ? last : -1);
    query_int(&q, "before", before);
    return read_rows(task, &q, rows);
}

enum err page_owed(struct task *task, struct str post, bool mine, bool overdue, json_t **rows)
{
    struct query q;
    query_open(&q, task->store, "page/due", task->fault);
    bind_reader(task, &q);
    query_text(&q, "key", post);
    query_int(&q, "mine", mine);
    query_int(&q, "overdue", overdue);
    return read_rows(task, &q, rows);
}

enum err page_number(struct task *task, const char *query, const char *what, struct str reference,
                     int64_t *number)
{
    struct query q;
    query_open(&q, task->store, query, task->fault);
    query_text(&q, "key", reference);
    enum err err = query_one(&q, 0, number);
    if (!err && !*number)
        err = fault_set(task->fault, ERR_NOT_FOUND, "no %s %.*s", what, STR_ARG(reference));
    return err;
}

enum err page_build(struct task *task, const char *what, const struct page_part *parts, size_t n, int64_t id,
                    json_t **page)
{
    enum err err = ERR_OK;
    *page = json_object();
    for (size_t i = 0; i < n && !err; i++) {
        json_t *rows = NULL;
        err = page_rows(task, parts[i].query, id, &rows);
        if (!err && !parts[i].key && json_array_size(rows) == 0)
            err = fault_set(task->fault, ERR_NOT_FOUND, "no %s %lld", what, (long long)id);
        else if (!err && !parts[i].key)
            json_object_update(*page, json_array_get(rows, 0));
        else if (!err && json_array_size(rows))
            json_object_set(*page, parts[i].key, rows);
        json_decref(rows);
    }
    if (err) {
        json_decref(*page);
        *page = NULL;
    }
    return err;
}

/* The purpose of a read inside one's own work; 0 where it has to be said. */
static int own_purpose(const struct actor *actor)
{
    if (actor->role == ROLE_OVERSEER || actor->role == ROLE_PROTECTION)
        return PURPOSE_OVERSIGHT;
    int purpose = word_value(WORDS_purpose, actor->section);
    return purpose || !actor->section.n ? purpose : PURPOSE_INVESTIGATION;
}

/* What a thing of some kind belongs to, by which query. */
struct belonging {
    const char *entity, *query;
};

static const struct belonging of_a_file[] = {{"watch", "page/file_of_watch"},
                                             {"sighting", "page/file_of_sighting"},
                                             {"proposal", "page/file_of_proposal"},
                                             {"tip", "page/file_of_tip"},
                                             {"subject", "page/file_of_subject"},
                                             {"message", "mail/file_of"},
                                             {NULL, NULL}};
static const struct belonging of_a_tip[] = {
    {"message", "mail/tip_of"}, {"subject", "page/tip_of_subject"}, {NULL, NULL}};

/* The file, or the tip, that a thing belongs to; 0: none. */
static enum err owner_of(struct task *task, const struct belonging *table, const char *whole,
                         const char *entity, int64_t about, int64_t *number)
{
    struct query q;
    *number = strcmp(entity, whole) == 0 ? about : 0;
    for (; about && table->entity; table++) {
        if (strcmp(entity, table->entity) != 0)
            continue;
        query_open(&q, task->store, table->query, task->fault);
        bind_reader(task, &q);
        query_int(&q, "id", about);
        return query_one(&q, 0, number);
    }
    return ERR_OK;
}

/* What belongs to no file is read by whoever reads content at all. */
static enum err consult(struct task *task, const char *entity, int64_t about, int purpose)
{
    if (task->context.actor.role == ROLE_ADMINISTRATOR)
        return rule_refuse(task->fault, RULE_ADMINISTRATOR, "%s", entity);
    if (!purpose)
        return rule_refuse(task->fault, RULE_PURPOSE, "%s", entity);
    struct event *event = event_add(&task->decision, EVENT_CONTENT_CONSULTED);
    event_text(event, FIELD_entity, str_of(entity));
    event_int(event, FIELD_about, about);
    event_text(event, FIELD_purpose, word_str(WORDS_purpose, purpose));
    return task_apply(task, ERR_OK);
}

enum err page_consult(struct call *call, struct task *task, const char *entity, int64_t about)
{
    struct access access = {.way = WAY_SCREEN, .purpose = own_purpose(&task->context.actor)};
    enum err err = ERR_OK;
    if (call_has(call, "--purpose"))
        err = call_word(call, "--purpose", WORDS_purpose, &access.purpose, task->fault);
    if (!err)
        err = owner_of(task, of_a_file, "file", entity, about, &access.file);
    if (!err && !access.file)
        err = owner_of(task, of_a_tip, "tip", entity, about, &access.tip);
    if (!err && !access.file && !access.tip && about && strcmp(entity, "message") == 0) {
        access.message = about;
        err = held_section_of(task, about, &access.section);
    }
    if (err)
        return err;
    if (access.file || access.tip || access.message)
        return desk_access(task, &access);
    return consult(task, entity, about, access.purpose);
}

json_t *page_login(struct task *task, int64_t person)
{
    json_t *login = NULL;
    return person && name_of(task, "page/login", "person", person, &login) == ERR_OK ? login : NULL;
}

json_t *page_desk(struct task *task, int64_t channel)
{
    json_t *desk = NULL;
    return channel && name_of(task, "page/desk", "channel", channel, &desk) == ERR_OK ? desk : NULL;
}

static enum err number_of(struct task *task, const char *query, const char *what, struct str key,
                          int64_t *number)
{
    struct query q;
    query_open(&q, task->store, query, task->fault);
    query_text(&q, "key", key);
    enum err err = query_one(&q, 0, number);
    return err || *number ? err : fault_set(task->fault, ERR_NOT_FOUND, "no %s %.*s", what, STR_ARG(key));
}

enum err page_person(struct task *task, struct str login, int64_t *person)
{
    return number_of(task, "page/person_by_login", "person", login, person);
}

enum err page_channel(struct task *task, struct str desk, int64_t *channel)
{
    return number_of(task, "page/channel_by_desk", "channel to", desk, channel);
}

enum err page_post(struct task *task, struct str post)
{
    int64_t there;
    return number_of(task, "page/post", "post", post, &there);
}
