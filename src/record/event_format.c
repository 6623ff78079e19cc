/* Event: its bytes: header and packed values, written and read. See event.h. */
#include "record/event.h"

#include <stdio.h>

enum { HEADER_FORMAT = 1 };

static void add_number(struct buf *out, uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        buf_add_char(out, (char)(unsigned char)(number >> 8 * i));
}

/* Names are short by their tables; of a ledger, by the limit of note names. */
static void add_name(struct buf *out, struct str name)
{
    add_number(out, name.n, 1);
    buf_add_str(out, name);
}

/* --- reading: each takes from the front of *rest, false where too little is left --- */

static bool take(struct str *rest, size_t n, struct str *out)
{
    if (rest->n < n)
        return false;
    *out = (struct str){rest->p, n};
    *rest = (struct str){rest->p + n, rest->n - n};
    return true;
}

static bool take_number(struct str *rest, int bytes, uint64_t *number)
{
    struct str raw;
    if (!take(rest, (size_t)bytes, &raw))
        return false;
    *number = 0;
    for (int i = 0; i < bytes; i++)
        *number = *number << 8 | (unsigned char)raw.p[i];
    return true;
}

static bool take_name(struct str *rest, struct str *name)
{
    uint64_t length;
    return take_number(rest, 1, &length) && take(rest, length, name);
}

/* --- header --- */

void event_header(struct buf *out, const struct event *event, struct str ledger)
{
    struct digest root;
    event_root(event, &root);
    add_number(out, HEADER_FORMAT, 1);
    add_name(out, ledger);
    add_name(out, event_spec(event->kind)->name);
    add_number(out, event->version, 2);
    add_number(out, (uint64_t)event->time, 8);
    add_number(out, (uint64_t)event->actor, 8);
    buf_add(out, root.bytes, sizeof root.bytes);
}

enum err event_header_read(struct event_header *out, struct str bytes, struct fault *fault)
{
    uint64_t format, version, time, actor;
    struct str root;
    if (!take_number(&bytes, 1, &format) || format != HEADER_FORMAT)
        return fault_set(fault, ERR_BAD_INPUT, "header: not of format %d", HEADER_FORMAT);
    if (!take_name(&bytes, &out->ledger) || !take_name(&bytes, &out->kind) ||
        !take_number(&bytes, 2, &version) || !take_number(&bytes, 8, &time) ||
        !take_number(&bytes, 8, &actor) || !take(&bytes, DIGEST_BYTES, &root))
        return fault_set(fault, ERR_BAD_INPUT, "header: cut off");
    if (bytes.n)
        return fault_set(fault, ERR_BAD_INPUT, "header: %zu bytes too many", bytes.n);
    out->version = (unsigned)version;
    out->time = (time_ms)time;
    out->actor = (int64_t)actor;
    memcpy(out->root.bytes, root.p, DIGEST_BYTES);
    return ERR_OK;
}

/* --- packed values --- */

static void pack(struct buf *out, const struct event *event, bool all)
{
    for (size_t i = 0; i < event->count; i++) {
        const struct event_value *value = &event->values[i];
        const struct field_spec *spec = field_spec(value->field);
        add_name(out, spec->name);
        if (value->closed || (spec->rest == FIELD_SEALED && !all)) {
            buf_add_char(out, value->closed && !value->apart ? 'c' : 's');
            buf_add(out, value->commitment.bytes, DIGEST_BYTES);
            continue;
        }
        unsigned char scratch[8];
        struct str bytes = event_value_bytes(value, scratch);
        buf_add_char(out, 'o');
        buf_add(out, value->salt, EVENT_SALT_BYTES);
        add_number(out, bytes.n, 4);
        buf_add_str(out, bytes);
    }
}

static bool take_bytes(struct str bytes, struct event_value *value)
{
    enum field_type type = field_spec(value->field)->type;
    if (type == FIELD_TEXT || type == FIELD_BYTES) {
        value->bytes = bytes;
        return true;
    }
    uint64_t number;
    if (bytes.n != 8 || !take_number(&bytes, 8, &number))
        return false;
    value->integer = (int64_t)number;
    return true;
}

void event_pack(struct buf *out, const struct event *event)
{
    pack(out, event, false);
}

void event_pack_all(struct buf *out, const struct event *event)
{
    pack(out, event, true);
}

static bool take_open(struct str *rest, struct event_value *value)
{
    struct str salt, bytes;
    uint64_t length;
    if (!take(rest, EVENT_SALT_BYTES, &salt) || !take_number(rest, 4, &length) || !take(rest, length, &bytes))
        return false;
    memcpy(value->salt, salt.p, EVENT_SALT_BYTES);
    return take_bytes(bytes, value);
}

static bool take_closed(struct str *rest, struct event_value *value)
{
    struct str commitment;
    if (!take(rest, DIGEST_BYTES, &commitment))
        return false;
    value->closed = true;
    memcpy(value->commitment.bytes, commitment.p, DIGEST_BYTES);
    return true;
}

static enum err take_value(struct str *rest, struct event_value *value, struct fault *fault)
{
    struct str name, form;
    if (!take_name(rest, &name) || !take(rest, 1, &form))
        return fault_set(fault, ERR_BAD_INPUT, "values: cut off");
    value->field = field_named(name);
    if (value->field == FIELD_COUNT)
        return fault_set(fault, ERR_UNSUPPORTED, "values: no field '%.*s'", STR_ARG(name));
    value->apart = form.p[0] == 's';
    bool taken = form.p[0] == 'o'                   ? take_open(rest, value)
                 : form.p[0] == 'c' || value->apart ? take_closed(rest, value)
                                                    : false;
    if (!taken)
        return fault_set(fault, ERR_BAD_INPUT, "values: %.*s is not well formed", STR_ARG(name));
    return ERR_OK;
}

enum err event_unpack(struct event *event, struct arena *arena, struct str bytes, struct fault *fault)
{
    event->count = 0;
    event->values = arena_array(arena, EVENT_VALUES_MAX, sizeof *event->values);
    if (!event->values)
        return fault_set(fault, ERR_NO_MEMORY, "values of an event");
    while (bytes.n) {
        if (event->count == EVENT_VALUES_MAX)
            return fault_set(fault, ERR_TOO_LARGE, "values: more than %d", EVENT_VALUES_MAX);
        enum err err = take_value(&bytes, &event->values[event->count], fault);
        if (err)
            return err;
        event->count++;
    }
    event_compute_commitments(event);
    return ERR_OK;
}

enum err event_open_value(struct event_value *value, struct arena *arena, struct str salted,
                          struct fault *fault)
{
    struct str name = field_spec(value->field)->name, salt;
    struct digest expected = value->commitment;
    bool taken = take(&salted, EVENT_SALT_BYTES, &salt);
    char *copy = arena_copy(arena, salted.p, salted.n);
    if (!copy)
        return fault_set(fault, ERR_NO_MEMORY, "%.*s", STR_ARG(name));
    if (taken) {
        memcpy(value->salt, salt.p, EVENT_SALT_BYTES);
        taken = take_bytes((struct str){copy, salted.n}, value);
    }
    struct event one = {.count = 1, .values = value};
    value->closed = false;
    if (taken)
        event_compute_commitments(&one);
    if (taken && digest_equal(&expected, &value->commitment))
        return ERR_OK;
    value->closed = true;
    value->commitment = expected;
    return fault_set(fault, ERR_FORGED, "%.*s is not what was committed to", STR_ARG(name));
}
