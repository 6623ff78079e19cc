/* Store, inside: what the sources of store/ share. */
#ifndef LIAISON_STORE_INTERNAL_H
#define LIAISON_STORE_INTERNAL_H

#include "store/store.h"

#include <sqlite3.h>

struct sql {
    const char *name;
    const char *text;
};

/* All of sql/, sorted by name. */
extern const struct sql store_sql[];
extern const size_t store_sql_count;

/* The place of a name in store_sql, or store_sql_count. */
size_t store_sql_find(const char *name);
/* The first place whose name begins with prefix; the others follow. */
size_t store_sql_prefix(const char *prefix);

struct store {
    sqlite3 *db;
    struct random random;
    bool (*leaf_value)(struct str leaf, struct str name, int64_t *number, struct str *bytes,
                       unsigned char scratch[DIGEST_BYTES]);
    unsigned char rest_key[STORE_KEY_BYTES];
    bool failed;
    bool writing;
    enum err undone;       /* why SQLite took the transaction back by itself; ERR_OK: it did not */
    bool reading;          /* one state is held */
    bool on_disk;          /* a file of the system's, which can be watched */
    sqlite3_stmt *undo;    /* ROLLBACK, prepared beforehand: it must not hang on memory that is not there */
    int64_t changes;       /* rows changed ever, when the transaction began */
    sqlite3_blob *tile;    /* the tile read or written last, kept open inside a transaction */
    int64_t last_sequence; /* inside a transaction */
    int64_t last_time;
    struct prepared {
        sqlite3_stmt *statement; /* NULL: not yet prepared */
        struct prepared *next;   /* of a file of project/: its next statement */
        bool open;
    } * statements;             /* one for each of store_sql */
    size_t places[EVENT_KINDS]; /* of each kind's file in store_sql, from 1; 0: not yet looked up */
};

/* The error of SQLite's last result, with what was being done. Sets store->failed for I/O. */
enum err store_fault(struct store *store, int code, const char *doing, struct fault *fault);

/* The error of what comes after store->undone: outside a transaction it would stay, whatever becomes of the
 * rest. */
enum err store_undone(struct store *store, struct fault *fault);

/* Runs statements that return nothing. */
enum err store_execute(struct store *store, const char *sql, const char *doing, struct fault *fault);

/* Brings the file to this program's tables (migrate.c). */
enum err store_migrate(struct store *store, bool create, struct fault *fault);
enum err store_create_tables(struct store *store, struct fault *fault);
/* Drops the projected tables and replays all events (project.c); inside a transaction. */
enum err store_rebuild(struct store *store, struct fault *fault);

/* Lets go of a place's statements: they are prepared anew when they are wanted. */
void store_unprepare(struct prepared *slot);

/* Projects one event (its values open) into the store's tables. */
enum err store_project(struct store *store, const struct event *event, struct fault *fault);

/* Lets go of the open tile. */
void store_tile_done(struct store *store);

/* Sealed openings (append.c). */
enum err store_seal(struct store *store, const struct event *event, const struct event_value *value,
                    struct fault *fault);

#endif
