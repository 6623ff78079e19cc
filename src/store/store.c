/* Store: opening, migrations, transactions, faults. See store.h. */
#include "store/fold.h"
#include "store/internal.h"
#include "store/watch.h"

#include <errno.h>
#include <libgen.h>
#include <malloc.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 5000 };

static enum err class_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_NOMEM:
        return ERR_NO_MEMORY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return ERR_BAD_INPUT;
    case SQLITE_TOOBIG:
        return ERR_TOO_LARGE;
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return ERR_IO;
    default:
        return ERR_BUG;
    }
}

enum err store_fault(struct store *store, int code, const char *doing, struct fault *fault)
{
    int extended = store->db ? sqlite3_extended_errcode(store->db) : code;
    if ((code & 0xff) == SQLITE_IOERR)
        store->failed = true;
    if (store->writing && !store->undone && sqlite3_get_autocommit(store->db))
        store->undone = class_of(code);
    return fault_set(fault, class_of(code), "%s: %s: %s (%d)", store->db ? store_path(store) : "store", doing,
                     store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code), extended);
}

enum err store_undone(struct store *store, struct fault *fault)
{
    return fault_set(fault, store->undone, "%s: the transaction was taken back", store_path(store));
}

bool store_failed(const struct store *store)
{
    return store->failed;
}

enum err store_execute(struct store *store, const char *sql, const char *doing, struct fault *fault)
{
    if (store->failed)
        return fault_set(fault, ERR_IO, "store: failed before");
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code ? store_fault(store, code, doing, fault) : ERR_OK;
}

/* --- opening --- */

/* After writing failed: where the system lets us write neither the store nor beside it, that is said, as
 * SQLite's own words tell only that something could not be done. */
static enum err say_unwritable(const char *path, enum err err, struct fault *fault)
{
    char *copy = strdup(path);
    bool forbidden = copy && (access(path, W_OK) != 0 || access(dirname(copy), W_OK) != 0) &&
                     (errno == EROFS || errno == EACCES);
    free(copy);
    return forbidden ? fault_set(fault, err, "%s: cannot be written: %s", path, strerror(errno)) : err;
}

static enum err connect(struct store *store, const struct store_options *options, struct fault *fault)
{
    int flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options->create)
        flags |= SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(options->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, options->vfs);
    if (code) {
        enum err err = code == SQLITE_CANTOPEN && !options->create ? ERR_NOT_FOUND : class_of(code);
        int why = sqlite3_system_errno(store->db);
        return fault_set(fault, err, "%s: cannot be opened: %s", options->path,
                         why ? strerror(why) : sqlite3_errstr(code));
    }
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    if (options->read_only)
        return ERR_OK;
    if (!options->vfs)
        sqlite3_wal_autocheckpoint(store->db, FOLD_PAGES_MOST);
    enum err err = store_execute(store,
                                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                 "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                                 "PRAGMA cache_size = -32768;",
                                 "opening", fault);
    return err == ERR_IO ? say_unwritable(options->path, err, fault) : err;
}

enum err store_open(const struct store_options *options, struct store **out, struct fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    *out = NULL;
    if (!store)
        return fault_set(fault, ERR_NO_MEMORY, "store");
    store->random = options->random;
    store->leaf_value = options->leaf_value;
    store->on_disk = !options->vfs;
    memcpy(store->rest_key, options->rest_key, sizeof store->rest_key);
    store->statements = calloc(store_sql_count, sizeof *store->statements);
    enum err err =
        store->statements ? connect(store, options, fault) : fault_set(fault, ERR_NO_MEMORY, "store");
    if (!err && !options->read_only)
        err = store_migrate(store, options->create, fault);
    int code = err ? SQLITE_OK : sqlite3_prepare_v2(store->db, "ROLLBACK", -1, &store->undo, NULL);
    if (code)
        err = store_fault(store, code, "opening", fault);
    if (err) {
        store_close(store);
        return err;
    }
    *out = store;
    return ERR_OK;
}

static void release_statements(struct store *store)
{
    for (size_t i = 0; store->statements && i < store_sql_count; i++)
        store_unprepare(&store->statements[i]);
    free(store->statements);
    sqlite3_finalize(store->undo);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_rollback(store);
    store_end_reading(store);
    release_statements(store);
    if (store->failed && store->db)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(store->db);
    sodium_memzero(store->rest_key, sizeof store->rest_key);
    free(store);
}

void store_rest(struct store *store)
{
    sqlite3_db_release_memory(store->db);
    malloc_trim(0);
}

/* --- transactions --- */

enum err store_begin(struct store *store, struct fault *fault)
{
    enum err err = store_execute(store, "BEGIN IMMEDIATE", "beginning", fault);
    if (err)
        return err;
    store->writing = true;
    store->undone = ERR_OK;
    store->changes = sqlite3_total_changes64(store->db);
    err = store_last(store, &store->last_sequence, &store->last_time, fault);
    if (err)
        store_rollback(store);
    return err;
}

enum err store_commit(struct store *store, struct fault *fault)
{
    store_tile_done(store);
    enum err err =
        store->undone ? store_undone(store, fault) : store_execute(store, "COMMIT", "committing", fault);
    if (err)
        store_rollback(store);
    store->writing = false;
    if (!err && store->on_disk && sqlite3_total_changes64(store->db) != store->changes)
        store_watch_tell(store_path(store));
    return err;
}

/* What was written and not committed is undone. */
static void end_transaction(struct store *store)
{
    if (store->db && !sqlite3_get_autocommit(store->db) && store->undo) {
        sqlite3_step(store->undo);
        sqlite3_reset(store->undo);
    } else if (store->db && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

void store_rollback(struct store *store)
{
    store_tile_done(store);
    if (store->writing)
        end_transaction(store);
    store->writing = false;
    store->undone = ERR_OK;
}

enum err store_begin_reading(struct store *store, struct fault *fault)
{
    if (store->writing || store->reading)
        return fault_set(fault, ERR_BUG, "store: reading inside a transaction");
    enum err err = store_execute(store, "BEGIN", "beginning to read", fault);
    store->reading = !err;
    return err;
}

void store_end_reading(struct store *store)
{
    store_tile_done(store);
    if (store->reading)
        end_transaction(store);
    store->reading = false;
}

enum err store_last(struct store *store, int64_t *sequence, time_ms *time, struct fault *fault)
{
    struct query q;
    *sequence = *time = 0;
    query_open(&q, store, "core/last_event", fault);
    if (query_next(&q)) {
        *sequence = query_get_int(&q, 0);
        *time = query_get_int(&q, 1);
    }
    return query_close(&q);
}

const char *store_path(const struct store *store)
{
    return sqlite3_db_filename(store->db, "main");
}
