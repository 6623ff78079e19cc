/* Store: statements by name. See store.h. */
#include "store/internal.h"

#include <limits.h>
#include <stdio.h>

static void fail(struct query *query, int code, const char *doing)
{
    if (!query->err)
        query->err = store_fault(query->store, code, doing, query->fault);
}

void query_open(struct query *query, struct store *store, const char *name, struct fault *fault)
{
    *query = (struct query){.store = store, .fault = fault};
    if (store->undone) {
        query->err = store_undone(store, fault);
        return;
    }
    size_t at = store_sql_find(name);
    if (at == store_sql_count || store->statements[at].open) {
        query->err = fault_set(fault, ERR_BUG, "%s: %s", name,
                               at == store_sql_count ? "no such statement" : "open twice");
        return;
    }
    struct prepared *slot = &store->statements[at];
    if (!slot->statement) {
        int code = sqlite3_prepare_v3(store->db, store_sql[at].text, -1, SQLITE_PREPARE_PERSISTENT,
                                      &slot->statement, NULL);
        if (code) {
            fail(query, code, name);
            return;
        }
    }
    slot->open = true;
    query->slot = at;
    query->statement = slot->statement;
}

static int parameter(struct query *query, const char *name)
{
    char word[64];
    int n = snprintf(word, sizeof word, ":%s", name);
    if (!query->statement || n < 0 || (size_t)n >= sizeof word)
        return 0;
    return sqlite3_bind_parameter_index(query->statement, word);
}

static void bound(struct query *query, int code)
{
    if (code)
        fail(query, code, "a value");
}

void query_int(struct query *query, const char *name, int64_t value)
{
    int at = parameter(query, name);
    if (at)
        bound(query, sqlite3_bind_int64(query->statement, at, value));
}

void query_text(struct query *query, const char *name, struct str value)
{
    int at = parameter(query, name);
    if (at)
        bound(query, sqlite3_bind_text64(query->statement, at, value.n ? value.p : "", value.n, SQLITE_STATIC,
                                         SQLITE_UTF8));
}

void query_bytes(struct query *query, const char *name, const void *bytes, size_t n)
{
    int at = parameter(query, name);
    if (at)
        bound(query, sqlite3_bind_blob64(query->statement, at, n ? bytes : "", n, SQLITE_STATIC));
}

bool query_next(struct query *query)
{
    if (query->err)
        return false;
    int code = sqlite3_step(query->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        fail(query, code, store_sql[query->slot].name);
    return code == SQLITE_ROW;
}

int64_t query_get_int(struct query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

struct str query_get_text(struct query *query, int column)
{
    const char *bytes = sqlite3_column_blob(query->statement, column);
    int n = sqlite3_column_bytes(query->statement, column);
    return (struct str){bytes ? bytes : "", bytes ? (size_t)n : 0};
}

bool query_is_null(struct query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int query_column(struct query *query, const char *name)
{
    int n = query->statement ? sqlite3_column_count(query->statement) : 0;
    for (int i = 0; i < n; i++)
        if (str_equal(str_of(sqlite3_column_name(query->statement, i)), str_of(name)))
            return i;
    return -1;
}

int query_columns(struct query *query)
{
    return query->statement ? sqlite3_column_count(query->statement) : 0;
}

const char *query_column_name(struct query *query, int column)
{
    return sqlite3_column_name(query->statement, column);
}

bool query_is_text(struct query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_TEXT;
}

enum err query_close(struct query *query)
{
    if (query->statement) {
        sqlite3_reset(query->statement);
        sqlite3_clear_bindings(query->statement);
        query->store->statements[query->slot].open = false;
        query->statement = NULL;
    }
    return query->err;
}

enum err query_run(struct query *query)
{
    while (query_next(query))
        ;
    return query_close(query);
}

enum err query_one(struct query *query, int64_t otherwise, int64_t *out)
{
    *out = query_next(query) && !query_is_null(query, 0) ? query_get_int(query, 0) : otherwise;
    return query_close(query);
}
