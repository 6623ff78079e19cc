/* Values: a subject read from his openings. See values.h. */
#include "desk/values.h"

#include "base/limits.h"

struct value_row {
    int64_t sequence;
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
    int property = query_column(query, "property"), sequence = query_column(query, "sequence");
    while (query_next(query)) {
        if (*n == room) {
            size_t more = room ? 2 * room : 16;
            struct value_row *grown = arena_array(arena, more, sizeof *grown);
            if (!grown) {
                query->err = fault_set(query->fault, ERR_NO_MEMORY, "the values of a subject");
                break;
            }
            if (*n)
                memcpy(grown, *out, *n * sizeof *grown);
            *out = grown;
            room = more;
        }
        (*out)[(*n)++] = (struct value_row){query_get_int(query, sequence),
                                            property_by_ftm(query_get_text(query, property))};
    }
    return query_close(query);
}

/* Reads the openings of rows of one subject into a record. An erased value is left out. */
static enum err read_record(struct store *store, struct arena *arena, const struct value_row *rows, size_t n,
                            struct subject *record, struct fault *fault)
{
    struct buf buf;
    enum err err = ERR_OK;
    buf_init(&buf, (size_t)LIMIT_VALUE_BYTES + 64);
    for (size_t i = 0; !err && i < n; i++) {
        if (rows[i].property == PROPERTY_COUNT)
            continue;
        buf_clear(&buf);
        err = store_opening(store, rows[i].sequence, FIELD_value, &buf, fault);
        if (err == ERR_NOT_FOUND)
            err = ERR_OK;
        else if (!err && !add_value(arena, record, rows[i].property, buf_str(&buf)))
            err = fault_set(fault, ERR_NO_MEMORY, "the values of a subject");
    }
    buf_release(&buf);
    return err;
}

enum err desk_values_read(struct store *store, int64_t subject, struct arena *arena, struct subject *out,
                          struct fault *fault)
{
    struct query query;
    struct value_row *rows;
    size_t n;
    *out = (struct subject){0};
    query_open(&query, store, "subject/values", fault);
    query_int(&query, "subject", subject);
    enum err err = read_rows(&query, arena, &rows, &n);
    return err ? err : read_record(store, arena, rows, n, out, fault);
}
