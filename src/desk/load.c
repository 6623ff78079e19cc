/* Rows into structs. */
#include "desk/load.h"

#include <stddef.h>

enum column_kind { NUMBER, WORD, TEXT };

struct column {
    const char *name;
    size_t offset;
    enum column_kind kind;
    enum words set;
};

struct shape {
    const char *name;
    const struct column *columns;
    size_t n, size;
};

enum { COLUMNS_MAX = 32, ROWS_MAX = 1 << 20 };

#define COLUMN_I(name) {#name, offsetof(STRUCT, name), NUMBER, (enum words)0},
#define COLUMN_W(name, set) {#name, offsetof(STRUCT, name), WORD, WORDS_##set},
#define COLUMN_T(name) {#name, offsetof(STRUCT, name), TEXT, (enum words)0},
#define SHAPE_OF(name, COLUMNS)                                                                              \
    static const struct column columns_##name[] = {COLUMNS(COLUMN_I, COLUMN_W, COLUMN_T)};                   \
    _Static_assert(sizeof columns_##name / sizeof(struct column) <= COLUMNS_MAX, #name);                     \
    const struct shape shape_##name = {#name, columns_##name, sizeof columns_##name / sizeof(struct column), \
                                       sizeof(STRUCT)};

#define STRUCT struct subject_state
SHAPE_OF(subject_state, SUBJECT_COLUMNS)
#undef STRUCT
#define STRUCT struct file
SHAPE_OF(file, FILE_COLUMNS)
#undef STRUCT
#define STRUCT struct tip
SHAPE_OF(tip, TIP_COLUMNS)
#undef STRUCT
#define STRUCT struct duplicate
SHAPE_OF(duplicate, DUPLICATE_COLUMNS)
#undef STRUCT
#define STRUCT struct flag
SHAPE_OF(flag, FLAG_COLUMNS)
#undef STRUCT
#define STRUCT struct watch
SHAPE_OF(watch, WATCH_COLUMNS)
#undef STRUCT
#define STRUCT struct sighting
SHAPE_OF(sighting, SIGHTING_COLUMNS)
#undef STRUCT
#define STRUCT struct owed
SHAPE_OF(owed, OBLIGATION_COLUMNS)
#undef STRUCT
#define STRUCT struct proposal
SHAPE_OF(proposal, PROPOSAL_COLUMNS)
#undef STRUCT
#define STRUCT struct request
SHAPE_OF(request, REQUEST_COLUMNS)
#undef STRUCT
#define STRUCT struct handover
SHAPE_OF(handover, HANDOVER_COLUMNS)
#undef STRUCT
#define STRUCT struct risk_decision
SHAPE_OF(risk_decision, RISK_COLUMNS)
#undef STRUCT
#define STRUCT struct assessment
SHAPE_OF(assessment, ASSESSMENT_COLUMNS)
#undef STRUCT
#define STRUCT struct redress
SHAPE_OF(redress, REDRESS_COLUMNS)
#undef STRUCT

/* Where the query has the shape's columns. */
static void find_columns(struct query *query, const struct shape *shape, int at[COLUMNS_MAX])
{
    for (size_t i = 0; i < shape->n && !query->err; i++) {
        at[i] = query_column(query, shape->columns[i].name);
        if (at[i] < 0)
            query->err =
                fault_set(query->fault, ERR_BUG, "%s: no column %s", shape->name, shape->columns[i].name);
    }
}

static void read_row(struct query *query, const struct shape *shape, const int at[COLUMNS_MAX],
                     struct arena *arena, char *out)
{
    for (size_t i = 0; i < shape->n; i++) {
        const struct column *column = &shape->columns[i];
        void *member = out + column->offset;
        struct str text = query_get_text(query, at[i]);
        if (column->kind == NUMBER) {
            int64_t number = query_get_int(query, at[i]);
            memcpy(member, &number, sizeof number);
        } else if (column->kind == WORD) {
            int value = word_value(column->set, text);
            memcpy(member, &value, sizeof value);
        } else {
            char *copy = arena_copy(arena, text.p, text.n);
            struct str kept = {copy ? copy : "", copy ? text.n : 0};
            memcpy(member, &kept, sizeof kept);
        }
    }
}

enum err load_all(struct query *query, const struct shape *shape, struct arena *arena, void *rows, size_t *n)
{
    int at[COLUMNS_MAX];
    char *all = NULL;
    size_t room = 0;
    *n = 0;
    find_columns(query, shape, at);
    while (query_next(query)) {
        if (*n == room) {
            size_t more = room ? 2 * room : 8;
            char *grown = more > ROWS_MAX ? NULL : arena_array(arena, more, shape->size);
            if (!grown) {
                query->err = fault_set(query->fault, ERR_NO_MEMORY, "rows of %s", shape->name);
                break;
            }
            if (all)
                memcpy(grown, all, *n * shape->size);
            all = grown;
            room = more;
        }
        read_row(query, shape, at, arena, all + *n * shape->size);
        (*n)++;
    }
    memcpy(rows, &all, sizeof all);
    if (!query->err && arena_failed(arena))
        query->err = fault_set(query->fault, ERR_NO_MEMORY, "rows of %s", shape->name);
    return query_close(query);
}

enum err load_list(struct store *store, const char *name, const char *key, int64_t number,
                   const struct shape *shape, struct arena *arena, void *rows, size_t *n, struct fault *fault)
{
    struct query query;
    query_open(&query, store, name, fault);
    query_int(&query, key, number);
    return load_all(&query, shape, arena, rows, n);
}

enum err load_one(struct store *store, const char *name, const char *key, int64_t number,
                  const struct shape *shape, struct arena *arena, void *out, struct fault *fault)
{
    void *rows;
    size_t n;
    enum err err = load_list(store, name, key, number, shape, arena, &rows, &n, fault);
    if (err)
        return err;
    if (n == 0)
        return fault_set(fault, ERR_NOT_FOUND, "no %s %lld", key, (long long)number);
    memcpy(out, rows, shape->size);
    return ERR_OK;
}
