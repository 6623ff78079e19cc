/* Store: projecting events into tables, and replaying all of them. See store.h. */
#include "store/internal.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void store_unprepare(struct prepared *slot)
{
    sqlite3_finalize(slot->statement);
    while (slot->next) {
        struct prepared *next = slot->next;
        slot->next = next->next;
        sqlite3_finalize(next->statement);
        free(next);
    }
    *slot = (struct prepared){0};
}

/* All statements of one file of project/, prepared; on error none. */
static enum err prepare(struct store *store, size_t at, struct fault *fault)
{
    struct prepared *slot = &store->statements[at];
    const char *text = store_sql[at].text;
    int code = SQLITE_OK;
    while (slot && !code && *text) {
        code = sqlite3_prepare_v3(store->db, text, -1, SQLITE_PREPARE_PERSISTENT, &slot->statement, &text);
        text += code ? 0 : strspn(text, " \t\n");
        if (!code && *text)
            slot = slot->next = calloc(1, sizeof *slot->next);
    }
    if (slot && !code)
        return ERR_OK;
    enum err err =
        code ? store_fault(store, code, store_sql[at].name, fault) : fault_set(fault, ERR_NO_MEMORY, "store");
    store_unprepare(&store->statements[at]);
    return err;
}

static int bind_value(sqlite3_stmt *statement, int at, const struct event_value *value)
{
    enum field_type type = field_spec(value->field)->type;
    if (type == FIELD_INTEGER || type == FIELD_TIME)
        return sqlite3_bind_int64(statement, at, value->integer);
    const char *bytes = value->bytes.n ? value->bytes.p : "";
    if (type == FIELD_TEXT)
        return sqlite3_bind_text64(statement, at, bytes, value->bytes.n, SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_blob64(statement, at, bytes, value->bytes.n, SQLITE_STATIC);
}

/* Binds ':header_word', a value of the leaf of a channel's ledger. */
static int bind_leaf(const struct store *store, sqlite3_stmt *statement, int at, const struct event *event,
                     struct str word)
{
    int64_t number = 0;
    struct str bytes = {0};
    unsigned char scratch[DIGEST_BYTES];
    if (!store->leaf_value || !event->leaf.n ||
        !store->leaf_value(event->leaf, word, &number, &bytes, scratch))
        return sqlite3_bind_null(statement, at);
    return bytes.n ? sqlite3_bind_blob64(statement, at, bytes.p, bytes.n, SQLITE_TRANSIENT)
                   : sqlite3_bind_int64(statement, at, number);
}

/* Binds the parameter ':word' at a place: one of the event's own, or an open value; else NULL. */
static int bind_named(const struct store *store, sqlite3_stmt *statement, int at, const struct event *event,
                      struct str word)
{
    static const struct str header = {"header_", 7};
    if (str_equal(word, STR("sequence")))
        return sqlite3_bind_int64(statement, at, event->sequence);
    if (str_equal(word, STR("time")))
        return sqlite3_bind_int64(statement, at, event->time);
    if (str_equal(word, STR("actor")))
        return sqlite3_bind_int64(statement, at, event->actor);
    if (str_equal(word, STR("ledger")))
        return sqlite3_bind_int64(statement, at, event->ledger);
    if (word.n > header.n && memcmp(word.p, header.p, header.n) == 0)
        return bind_leaf(store, statement, at, event, (struct str){word.p + header.n, word.n - header.n});
    const struct event_value *value = event_value_named(event, word);
    if (value && !value->closed && field_spec(value->field)->rest == FIELD_OPEN)
        return bind_value(statement, at, value);
    return sqlite3_bind_null(statement, at);
}

static int run(const struct store *store, sqlite3_stmt *statement, const struct event *event)
{
    int code = SQLITE_OK, n = sqlite3_bind_parameter_count(statement);
    for (int at = 1; at <= n && !code; at++)
        code =
            bind_named(store, statement, at, event, str_of(sqlite3_bind_parameter_name(statement, at) + 1));
    while (!code)
        code = sqlite3_step(statement) == SQLITE_ROW ? SQLITE_OK : SQLITE_DONE;
    int result = sqlite3_reset(statement);
    return code == SQLITE_DONE ? result : code;
}

/* The place of a kind's file in store_sql, or store_sql_count; looked up once a kind. */
static size_t place_of(struct store *store, enum event_kind kind)
{
    char name[128];
    if (store->places[kind])
        return store->places[kind] - 1;
    snprintf(name, sizeof name, "project/%.*s", STR_ARG(event_spec(kind)->name));
    size_t at = store_sql_find(name);
    store->places[kind] = at + 1;
    return at;
}

enum err store_project(struct store *store, const struct event *event, struct fault *fault)
{
    size_t at = place_of(store, event->kind);
    if (at == store_sql_count)
        return ERR_OK;
    enum err err = store->statements[at].statement ? ERR_OK : prepare(store, at, fault);
    for (struct prepared *s = &store->statements[at]; s && !err; s = s->next) {
        int code = run(store, s->statement, event);
        if (code)
            err = store_fault(store, code, store_sql[at].name, fault);
    }
    return err;
}

/* --- replaying --- */

enum err store_row_read(struct query *query, struct arena *arena, struct store_row *out, struct fault *fault)
{
    struct str kind = query_get_text(query, 4);
    out->event = (struct event){.sequence = query_get_int(query, 0),
                                .ledger = query_get_int(query, 1),
                                .kind = event_named(kind),
                                .version = (unsigned)query_get_int(query, 5),
                                .time = query_get_int(query, 6),
                                .actor = query_get_int(query, 7)};
    out->leaf = query_get_int(query, 2);
    out->header = out->event.leaf = query_get_text(query, 3);
    if (out->event.kind == EVENT_KINDS)
        return fault_set(fault, ERR_UNSUPPORTED, "event %lld: no kind '%.*s'", (long long)out->event.sequence,
                         STR_ARG(kind));
    return event_unpack(&out->event, arena, query_get_text(query, 8), fault);
}

enum err store_replay(struct store *from, struct store *into, struct fault *fault)
{
    into->leaf_value = from->leaf_value;
    struct query query;
    struct arena arena;
    enum err err = ERR_OK;
    arena_init(&arena, LIMIT_EVENT_ARENA_BYTES);
    query_open(&query, from, "core/events_from", fault);
    query_int(&query, "from", 1);
    while (!err && query_next(&query)) {
        struct store_row row;
        arena_reset(&arena);
        err = store_row_read(&query, &arena, &row, fault);
        if (!err)
            err = event_upcast(&row.event, fault);
        if (!err)
            err = store_project(into, &row.event, fault);
    }
    enum err closed = query_close(&query);
    arena_release(&arena);
    return err ? err : closed;
}

/* The names of the projected tables, and of all views as these show nothing else, in a list of statements
 * that drop them. */
static enum err drop_tables(struct store *store, struct fault *fault)
{
    sqlite3_stmt *statement = NULL;
    enum err err = ERR_OK;
    int code = sqlite3_prepare_v2(store->db,
                                  "SELECT name, type FROM sqlite_schema WHERE type = 'view' OR "
                                  "(type = 'table' AND name IN (SELECT name FROM projected))",
                                  -1, &statement, NULL);
    struct buf drops;
    buf_init(&drops, 1 << 20);
    while (!code && sqlite3_step(statement) == SQLITE_ROW)
        buf_printf(&drops, "DROP %s \"%s\";", (const char *)sqlite3_column_text(statement, 1),
                   (const char *)sqlite3_column_text(statement, 0));
    int done = sqlite3_finalize(statement);
    if (code || done)
        err = store_fault(store, code ? code : done, "projecting", fault);
    else if (buf_failed(&drops))
        err = fault_set(fault, buf_error(&drops), "projecting");
    else if (drops.n)
        err = store_execute(store, drops.bytes, "projecting", fault);
    buf_release(&drops);
    return err;
}

enum err store_rebuild(struct store *store, struct fault *fault)
{
    enum err err = drop_tables(store, fault);
    if (!err)
        err = store_execute(store,
                            "DELETE FROM projected; INSERT INTO projected SELECT name FROM sqlite_schema "
                            "WHERE type = 'table'",
                            "projecting", fault);
    if (!err)
        err = store_create_tables(store, fault);
    if (!err)
        err = store_execute(
            store,
            "CREATE TEMP TABLE fresh AS SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name "
            "NOT IN (SELECT name FROM projected);"
            "DELETE FROM projected; INSERT INTO projected SELECT name FROM fresh; DROP TABLE fresh;",
            "projecting", fault);
    return err ? err : store_replay(store, store, fault);
}
