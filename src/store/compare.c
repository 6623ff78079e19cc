/* Store: projected tables held against rebuilt ones, and copies of the whole. See store.h. */
#include "store/internal.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct comparison {
    struct store *store, *rebuilt;
    void (*differs)(void *context, const char *table, const char *what);
    void *context;
    struct fault *fault;
};

enum err store_open_scratch(const struct store *like, struct store **out, struct fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    *out = NULL;
    if (!store)
        return fault_set(fault, ERR_NO_MEMORY, "store");
    store->leaf_value = like->leaf_value;
    store->statements = calloc(store_sql_count, sizeof *store->statements);
    enum err err = store->statements ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "store");
    /* An empty name is a temporary file that is made only when memory does not hold it. */
    int code = err ? 0 : sqlite3_open_v2("", &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code)
        err = store_fault(store, code, "opening a scratch file", fault);
    if (!err)
        err = store_execute(
            store, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN",
            "opening a scratch file", fault);
    if (!err)
        err = store_create_tables(store, fault);
    if (err) {
        store_close(store);
        return err;
    }
    *out = store;
    return ERR_OK;
}

static int select_all(sqlite3 *db, const char *table, sqlite3_stmt **out)
{
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" NOT INDEXED", table);
    int code = sql ? sqlite3_prepare_v2(db, sql, -1, out, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return code;
}

static bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int type = sqlite3_column_type(a, column);
    if (type != sqlite3_column_type(b, column))
        return false;
    if (type == SQLITE_INTEGER)
        return sqlite3_column_int64(a, column) == sqlite3_column_int64(b, column);
    if (type == SQLITE_NULL)
        return true;
    const void *x = sqlite3_column_blob(a, column), *y = sqlite3_column_blob(b, column);
    int n = sqlite3_column_bytes(a, column);
    return n == sqlite3_column_bytes(b, column) && (n == 0 || memcmp(x, y, (size_t)n) == 0);
}

/* The first column that differs, or -1. */
static int difference(sqlite3_stmt *a, sqlite3_stmt *b)
{
    int n = sqlite3_column_count(a);
    for (int i = 0; i < n; i++)
        if (!same_value(a, b, i))
            return i;
    return -1;
}

/* Both tables lie in the order of their keys, so rows are met in pairs; after the first pair that does not
 * match the rest of the table says no more. */
static enum err compare_rows(const struct comparison *c, const char *table, sqlite3_stmt *a, sqlite3_stmt *b)
{
    char what[256];
    for (long long row = 1;; row++) {
        int left = sqlite3_step(a), right = sqlite3_step(b);
        if (left != SQLITE_ROW && left != SQLITE_DONE)
            return store_fault(c->store, left, table, c->fault);
        if (right != SQLITE_ROW && right != SQLITE_DONE)
            return store_fault(c->rebuilt, right, table, c->fault);
        if (left == SQLITE_DONE && right == SQLITE_DONE)
            return ERR_OK;
        if (left != right) {
            snprintf(what, sizeof what, "row %lld is %s", row,
                     left == SQLITE_ROW ? "one too many" : "missing");
            c->differs(c->context, table, what);
            return ERR_OK;
        }
        int column = difference(a, b);
        if (column >= 0) {
            snprintf(what, sizeof what, "row %lld (%.60s): %s is not what the events make it", row,
                     (const char *)sqlite3_column_text(b, 0), sqlite3_column_name(b, column));
            c->differs(c->context, table, what);
            return ERR_OK;
        }
    }
}

static enum err compare_table(const struct comparison *c, const char *table)
{
    sqlite3_stmt *a = NULL, *b = NULL;
    enum err err = ERR_OK;
    int code = select_all(c->store->db, table, &a);
    if (code == SQLITE_ERROR) {
        c->differs(c->context, table, "the table is missing");
    } else if (code) {
        err = store_fault(c->store, code, table, c->fault);
    } else {
        code = select_all(c->rebuilt->db, table, &b);
        err = code ? store_fault(c->rebuilt, code, table, c->fault) : compare_rows(c, table, a, b);
    }
    sqlite3_finalize(a);
    sqlite3_finalize(b);
    return err;
}

enum err store_compare(struct store *store, struct store *rebuilt,
                       void (*differs)(void *context, const char *table, const char *what), void *context,
                       struct fault *fault)
{
    struct comparison comparison = {store, rebuilt, differs, context, fault};
    sqlite3_stmt *tables = NULL;
    enum err err = ERR_OK;
    int code = sqlite3_prepare_v2(
        rebuilt->db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1, &tables, NULL);
    if (code)
        return store_fault(rebuilt, code, "comparing", fault);
    while (!err && sqlite3_step(tables) == SQLITE_ROW)
        err = compare_table(&comparison, (const char *)sqlite3_column_text(tables, 0));
    code = sqlite3_finalize(tables);
    return code && !err ? store_fault(rebuilt, code, "comparing", fault) : err;
}

/* --- copies --- */

enum err store_scrub(struct store *store, struct fault *fault)
{
    int code = sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code ? store_fault(store, code, "cutting the log", fault) : ERR_OK;
}

static enum err copy(struct store *store, sqlite3 *target, const char *path, struct fault *fault)
{
    enum { PAGES = 1024 };
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", store->db, "main");
    int code = backup ? SQLITE_OK : sqlite3_errcode(target);
    while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        code = sqlite3_backup_step(backup, PAGES);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
            sqlite3_sleep(20);
    }
    sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE)
        return ERR_OK;
    if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
        return fault_set(fault, ERR_FORGED, "%s: not whole: %s", store_path(store), sqlite3_errstr(code));
    return fault_set(fault, (code & 0xff) == SQLITE_NOMEM ? ERR_NO_MEMORY : ERR_IO,
                     "%s: cannot be written: %s", path, sqlite3_errmsg(target));
}

bool store_exists(const char *path, const char *vfs)
{
    int there = 0;
    sqlite3_vfs *disk = sqlite3_vfs_find(vfs);
    if (disk)
        disk->xAccess(disk, path, SQLITE_ACCESS_EXISTS, &there);
    return there;
}

enum err store_backup(struct store *store, const char *path, const char *vfs, struct fault *fault)
{
    sqlite3 *target = NULL;
    if (store_exists(path, vfs))
        return fault_set(fault, ERR_BUSY, "%s: there is one already", path);
    int code = sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
    enum err err = code ? fault_set(fault, ERR_IO, "%s: cannot be written: %s", path, sqlite3_errstr(code))
                        : copy(store, target, path, fault);
    sqlite3_close(target);
    if (err && !code)
        store_remove(path, vfs);
    return err;
}

void store_remove(const char *path, const char *vfs)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    sqlite3_vfs *disk = sqlite3_vfs_find(vfs);
    char file[4096];
    for (size_t i = 0; disk && i < sizeof ends / sizeof *ends; i++)
        if (snprintf(file, sizeof file, "%s%s", path, ends[i]) < (int)sizeof file)
            disk->xDelete(disk, file, 1);
}
