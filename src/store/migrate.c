/* Store: bringing a file to this program's tables. See store.h. */
#include "store/internal.h"

#include <stdio.h>
#include <string.h>

static const char first[] = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) WITHOUT ROWID;"
                            "CREATE TABLE IF NOT EXISTS projection (digest TEXT NOT NULL);"
                            "CREATE TABLE IF NOT EXISTS projected (name TEXT PRIMARY KEY) WITHOUT ROWID;";

/* Whether the file has had a migration; and how many it has had. */
static enum err count_rows(struct store *store, const char *sql, const char *name, int64_t *out,
                           struct fault *fault)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (!code && name)
        code = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    *out = !code && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    int done = sqlite3_finalize(statement);
    return code || done ? store_fault(store, code ? code : done, "reading migrations", fault) : ERR_OK;
}

static enum err migrate_one(struct store *store, const struct sql *sql, struct fault *fault)
{
    int64_t had;
    enum err err = count_rows(store, "SELECT count(*) FROM migration WHERE name = ?", sql->name, &had, fault);
    if (err || had)
        return err;
    err = store_execute(store, sql->text, sql->name, fault);
    char *note = err ? NULL : sqlite3_mprintf("INSERT INTO migration (name) VALUES (%Q)", sql->name);
    if (!err)
        err = note ? store_execute(store, note, sql->name, fault)
                   : fault_set(fault, ERR_NO_MEMORY, "migration");
    sqlite3_free(note);
    return err;
}

static enum err migrate_all(struct store *store, struct fault *fault)
{
    int64_t mine = 0, theirs;
    enum err err = ERR_OK;
    for (size_t i = store_sql_prefix("schema/"); !err && i < store_sql_prefix("schema0"); i++, mine++)
        err = migrate_one(store, &store_sql[i], fault);
    if (!err)
        err = count_rows(store, "SELECT count(*) FROM migration", NULL, &theirs, fault);
    if (!err && theirs > mine)
        err = fault_set(fault, ERR_UNSUPPORTED, "store: made by a newer program");
    return err;
}

/* --- projections --- */

/* What makes the projections what they are: the text of tables/ and project/. */
static void digest_projections(char out[2 * DIGEST_BYTES + 1])
{
    struct digest_state state;
    struct digest digest;
    digest_begin(&state);
    for (size_t i = 0; i < store_sql_count; i++)
        if (strncmp(store_sql[i].name, "tables/", 7) == 0 || strncmp(store_sql[i].name, "project/", 8) == 0)
            digest_add(&state, store_sql[i].text, strlen(store_sql[i].text) + 1);
    digest_end(&state, &digest);
    for (size_t i = 0; i < DIGEST_BYTES; i++)
        snprintf(out + 2 * i, 3, "%02x", digest.bytes[i]);
}

enum err store_create_tables(struct store *store, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = store_sql_prefix("tables/"); !err && i < store_sql_prefix("tables0"); i++)
        err = store_execute(store, store_sql[i].text, store_sql[i].name, fault);
    return err;
}

static enum err refresh(struct store *store, struct fault *fault)
{
    char digest[2 * DIGEST_BYTES + 1];
    int64_t same;
    digest_projections(digest);
    enum err err =
        count_rows(store, "SELECT count(*) FROM projection WHERE digest = ?", digest, &same, fault);
    if (err || same)
        return err;
    err = store_rebuild(store, fault);
    char *note =
        err ? NULL : sqlite3_mprintf("DELETE FROM projection; INSERT INTO projection VALUES (%Q)", digest);
    if (!err)
        err =
            note ? store_execute(store, note, "projecting", fault) : fault_set(fault, ERR_NO_MEMORY, "store");
    sqlite3_free(note);
    return err;
}

/* Nothing but reading where there is nothing to do. */
static enum err is_current(struct store *store, bool *current, struct fault *fault)
{
    char digest[2 * DIGEST_BYTES + 1];
    int64_t made, had = 0, same = 0,
                  mine = (int64_t)(store_sql_prefix("schema0") - store_sql_prefix("schema/"));
    digest_projections(digest);
    enum err err =
        count_rows(store, "SELECT count(*) FROM sqlite_schema WHERE name IN ('migration', 'projection')",
                   NULL, &made, fault);
    if (!err && made == 2)
        err = count_rows(store, "SELECT count(*) FROM migration", NULL, &had, fault);
    if (!err && made == 2)
        err = count_rows(store, "SELECT count(*) FROM projection WHERE digest = ?", digest, &same, fault);
    *current = had == mine && same;
    return err;
}

enum err store_migrate(struct store *store, bool create, struct fault *fault)
{
    bool current;
    int64_t tables;
    enum err err = is_current(store, &current, fault);
    if (err || current)
        return err;
    err = store_execute(store, "BEGIN IMMEDIATE", "migrating", fault);
    if (err)
        return err;
    store->writing = true;
    err = count_rows(store, "SELECT count(*) FROM sqlite_schema", NULL, &tables, fault);
    if (!err && tables == 0 && !create)
        err = fault_set(fault, ERR_BAD_INPUT, "store: an empty file");
    if (!err)
        err = store_execute(store, first, "migrating", fault);
    if (!err)
        err = migrate_all(store, fault);
    if (!err)
        err = refresh(store, fault);
    if (!err)
        return store_commit(store, fault);
    store_rollback(store);
    return err;
}
