/* Event: tables, building, commitments. See event.h. */
#include "record/event.h"

#include <stdio.h>

static const struct field_spec fields[] = {
#define F(name, type, rest) {{#name, sizeof #name - 1}, FIELD_##type, FIELD_##rest},
#include "record/fields.def"
#undef F
};

static const struct event_spec events[] = {
#define E(NAME, kind, version, fields) {{kind, sizeof kind - 1}, version, {fields, sizeof fields - 1}},
#include "record/events.def"
#undef E
};

const struct field_spec *field_spec(enum field field)
{
    return &fields[field];
}

enum field field_named(struct str name)
{
    size_t i = 0;
    while (i < FIELD_COUNT && !str_equal(fields[i].name, name))
        i++;
    return (enum field)i;
}

const struct event_spec *event_spec(enum event_kind kind)
{
    return &events[kind];
}

enum event_kind event_named(struct str name)
{
    size_t i = 0;
    while (i < EVENT_KINDS && !str_equal(events[i].name, name))
        i++;
    return (enum event_kind)i;
}

/* --- building --- */

void decision_init(struct decision *decision, struct arena *arena)
{
    *decision = (struct decision){.arena = arena};
}

/* The next word of a list of fields, its question mark cut off. */
static bool next_field(struct str *list, struct str *name, bool *optional)
{
    if (list->n == 0)
        return false;
    *name = str_cut(list, ' ');
    *optional = name->n && name->p[name->n - 1] == '?';
    name->n -= *optional;
    return true;
}

/* No value is set twice or without being of the kind, so that there are never more. */
static size_t count_fields(enum event_kind kind)
{
    struct str list = events[kind].fields, name;
    bool optional;
    size_t n = 0;
    while (next_field(&list, &name, &optional))
        n++;
    return n;
}

struct event *event_add(struct decision *decision, enum event_kind kind)
{
    struct event *event = arena_alloc(decision->arena, sizeof *event);
    struct event_value *values = arena_array(decision->arena, count_fields(kind), sizeof *values);
    if (!event || !values) {
        decision->failed = true;
        return NULL;
    }
    *event = (struct event){.kind = kind, .version = events[kind].version, .actor = -1, .values = values};
    if (decision->last)
        decision->last->next = event;
    else
        decision->first = event;
    decision->last = event;
    decision->count++;
    return event;
}

static bool kind_has(enum event_kind kind, enum field field)
{
    struct str list = events[kind].fields, name;
    bool optional;
    while (next_field(&list, &name, &optional))
        if (str_equal(name, fields[field].name))
            return true;
    return false;
}

static struct event_value *set(struct event *event, enum field field, bool fits)
{
    if (!event)
        return NULL;
    if (!fits || event->count == EVENT_VALUES_MAX || event_value(event, field) ||
        !kind_has(event->kind, field)) {
        event->bad = true;
        return NULL;
    }
    struct event_value *value = &event->values[event->count++];
    value->field = field;
    return value;
}

void event_int(struct event *event, enum field field, int64_t number)
{
    struct event_value *value = set(event, field, fields[field].type == FIELD_INTEGER);
    if (value)
        value->integer = number;
}

void event_time(struct event *event, enum field field, time_ms time)
{
    struct event_value *value = set(event, field, fields[field].type == FIELD_TIME);
    if (value)
        value->integer = time;
}

void event_text(struct event *event, enum field field, struct str text)
{
    struct event_value *value = set(event, field, fields[field].type == FIELD_TEXT);
    if (value)
        value->bytes = text;
}

void event_bytes(struct event *event, enum field field, const void *bytes, size_t n)
{
    struct event_value *value = set(event, field, fields[field].type == FIELD_BYTES);
    if (value)
        value->bytes = (struct str){bytes, n};
}

/* --- reading --- */

const struct event_value *event_value(const struct event *event, enum field field)
{
    for (size_t i = 0; i < event->count; i++)
        if (event->values[i].field == field)
            return &event->values[i];
    return NULL;
}

const struct event_value *event_value_named(const struct event *event, struct str name)
{
    for (size_t i = 0; i < event->count; i++)
        if (str_equal(fields[event->values[i].field].name, name))
            return &event->values[i];
    return NULL;
}

int64_t event_get_int(const struct event *event, enum field field, int64_t otherwise)
{
    const struct event_value *value = event_value(event, field);
    return value && !value->closed ? value->integer : otherwise;
}

struct str event_get_text(const struct event *event, enum field field)
{
    const struct event_value *value = event_value(event, field);
    return value && !value->closed ? value->bytes : (struct str){"", 0};
}

void event_take(struct event *event, const struct event_value *value)
{
    struct event_value *slot = set(event, value->field, true);
    if (slot)
        *slot = *value;
}

bool event_fits(const struct event *event, enum event_kind kind)
{
    for (size_t i = 0; i < event->count; i++) {
        const struct event_value *value = &event->values[i];
        bool text = fields[value->field].type == FIELD_TEXT;
        if (!kind_has(kind, value->field) || event_value(event, value->field) != value ||
            (text && !str_is_utf8(value->bytes)))
            return false;
    }
    return true;
}

enum err event_check(const struct event *event, struct fault *fault)
{
    struct str kind = events[event->kind].name;
    if (event->bad)
        return fault_set(fault, ERR_BUG, "%.*s: a value that does not belong there", STR_ARG(kind));
    struct str list = events[event->kind].fields, name;
    bool optional;
    while (next_field(&list, &name, &optional))
        if (!optional && !event_value_named(event, name))
            return fault_set(fault, ERR_BUG, "%.*s: no %.*s", STR_ARG(kind), STR_ARG(name));
    return ERR_OK;
}

/* --- commitments --- */

struct str event_value_bytes(const struct event_value *value, unsigned char scratch[8])
{
    enum field_type type = fields[value->field].type;
    if (type == FIELD_TEXT || type == FIELD_BYTES)
        return value->bytes;
    for (int i = 0; i < 8; i++)
        scratch[i] = (unsigned char)((uint64_t)value->integer >> (56 - 8 * i));
    return (struct str){(const char *)scratch, 8};
}

static void commit_value(struct event_value *value)
{
    static const struct str label = {"liaison/value/1", 15};
    unsigned char scratch[8];
    struct str name = fields[value->field].name;
    struct str bytes = event_value_bytes(value, scratch);
    unsigned char length = (unsigned char)name.n;
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, label.p, label.n);
    digest_add(&state, &length, 1);
    digest_add(&state, name.p, name.n);
    digest_add(&state, value->salt, sizeof value->salt);
    digest_add(&state, bytes.p, bytes.n);
    digest_end(&state, &value->commitment);
}

void event_compute_commitments(struct event *event)
{
    for (size_t i = 0; i < event->count; i++)
        if (!event->values[i].closed)
            commit_value(&event->values[i]);
}

void event_commit_values(struct event *event, const struct random *random)
{
    unsigned char salts[EVENT_VALUES_MAX][EVENT_SALT_BYTES];
    random->fill(random->context, salts, event->count * EVENT_SALT_BYTES);
    for (size_t i = 0; i < event->count; i++)
        if (!event->values[i].closed)
            memcpy(event->values[i].salt, salts[i], EVENT_SALT_BYTES);
    event_compute_commitments(event);
}

void event_root(const struct event *event, struct digest *root)
{
    static const struct str label = {"liaison/root/1", 14};
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, label.p, label.n);
    for (size_t i = 0; i < event->count; i++)
        digest_add(&state, event->values[i].commitment.bytes, DIGEST_BYTES);
    digest_end(&state, root);
}
