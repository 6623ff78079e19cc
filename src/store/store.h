/* Store: one database file that holds events in their order and what is
 * projected from them, behind an interface another database could implement.
 *
 * Durability: write-ahead log, synchronous=FULL: what store_commit acknowledged
 * is on the disk. A write or sync that fails leaves the store failed: nothing is
 * retried, every later call is ERR_IO, and the process should end (store_failed);
 * a disk that is full undoes the transaction alone (ERR_IO). Several processes may use one file; one writes
 * at a time.
 *
 * SQL lies in sql/AREA/NAME.sql, one statement a file, built into the program,
 * and is named "AREA/NAME":
 *   schema/NNN-WORDS   numbered migrations of what cannot be made again; several
 *                      statements a file; never edited once released
 *   tables/AREA        the tables that are projected from events; several
 *                      statements. Where they or the statements of project/
 *                      changed, opening drops these tables and replays all events
 *   project/KIND       one event projected: its OPEN values bound by name, and
 *                      :sequence :time :actor :ledger, and of a message's leaf :header_NAME. Several
 *                      statements allowed. It may use tables/ only. Where an event has no
 *                      such file, it projects nothing
 *   AREA/NAME          queries and whatever else is bound and run by name
 * Not thread-safe. */
#ifndef LIAISON_STORE_STORE_H
#define LIAISON_STORE_STORE_H

#include "record/event.h"

enum { STORE_KEY_BYTES = 32 };

struct store;
struct sqlite3_stmt;

/* The key under which the keys of sealed openings rest, and the randomness to draw those. */
struct store_options {
    const char *path;
    const char *vfs; /* SQLite's name of it; NULL: the system's */
    bool create;     /* make it where there is none */
    bool read_only;  /* as it is, without migrations: to copy it */
    struct random random;
    /* The values that the leaf of a channel's ledger has for project/ as :header_NAME: a number, or bytes
     * (n > 0; scratch may hold them). NULL: there are none. */
    bool (*leaf_value)(struct str leaf, struct str name, int64_t *number, struct str *bytes,
                       unsigned char scratch[DIGEST_BYTES]);
    unsigned char rest_key[STORE_KEY_BYTES];
};

/* ERR_NOT_FOUND: no such file; ERR_BAD_INPUT: it is no store; ERR_UNSUPPORTED: made by a newer program;
 * ERR_BUSY; ERR_IO. */
MUST_USE enum err store_open(const struct store_options *options, struct store **out, struct fault *fault);
void store_close(struct store *store); /* NULL-safe; rolls back */

/* Gives back the memory in which pages were kept: for a process that has nothing to do for a while. */
void store_rest(struct store *store);

/* True after a failed write or sync: the process should end. */
bool store_failed(const struct store *store);

/* One writing transaction; ERR_BUSY after five seconds of another's. Reading needs none. */
MUST_USE enum err store_begin(struct store *store, struct fault *fault);
MUST_USE enum err store_commit(struct store *store, struct fault *fault);
void store_rollback(struct store *store);

/* Between the two, all reading sees one state, whatever others write; not inside a transaction. */
MUST_USE enum err store_begin_reading(struct store *store, struct fault *fault);
void store_end_reading(struct store *store);

/* Appends inside a transaction: gives event->sequence, one more than the last; keeps its leaf bytes at index
 * leaf of its ledger, its values, the sealed ones encrypted, and projects it. */
MUST_USE enum err store_append(struct store *store, struct event *event, int64_t leaf, struct str header,
                               struct fault *fault);

/* The last event's sequence and time; 0 and 0 of none. */
MUST_USE enum err store_last(struct store *store, int64_t *sequence, time_ms *time, struct fault *fault);

/* One statement by name, with values bound by name (without the colon); a name that the statement lacks is
 * passed over, one not bound is NULL. Faults are kept and told at the end, so that use is one loop:
 *     struct query q;
 *     query_open(&q, store, "file/of_person", fault);
 *     query_int(&q, "person", 5);
 *     while (query_next(&q))
 *         ... query_get_int(&q, 0) ...
 *     err = query_close(&q);
 * One statement is open once at a time. Columns count from 0; what they return is valid until the next
 * query_next or query_close. */
struct query {
    struct store *store;
    struct sqlite3_stmt *statement;
    size_t slot;
    struct fault *fault;
    enum err err;
};

void query_open(struct query *query, struct store *store, const char *name, struct fault *fault);
void query_int(struct query *query, const char *name, int64_t value);
void query_text(struct query *query, const char *name, struct str value); /* borrowed until close */
void query_bytes(struct query *query, const char *name, const void *bytes, size_t n);
bool query_next(struct query *query);
int64_t query_get_int(struct query *query, int column); /* 0 for NULL */
struct str query_get_text(struct query *query, int column);
bool query_is_null(struct query *query, int column);
/* The column of that name, or -1. */
int query_column(struct query *query, const char *name);
/* How many columns there are, the name of one, and whether it holds text in this row. */
int query_columns(struct query *query);
const char *query_column_name(struct query *query, int column);
bool query_is_text(struct query *query, int column);
MUST_USE enum err query_close(struct query *query);

/* For a statement without rows: runs it and closes. */
MUST_USE enum err query_run(struct query *query);
/* For one number: the first column of the first row, or otherwise; closes. */
MUST_USE enum err query_one(struct query *query, int64_t otherwise, int64_t *out);

/* The value of a sealed field, appended to out. ERR_NOT_FOUND: erased or never there. ERR_FORGED: changed. */
MUST_USE enum err store_opening(struct store *store, int64_t sequence, enum field field, struct buf *out,
                                struct fault *fault);

/* The same, as salt (EVENT_SALT_BYTES) and value. */
MUST_USE enum err store_opening_salted(struct store *store, int64_t sequence, enum field field,
                                       struct buf *out, struct fault *fault);

/* The row of a query that selects "sequence, ledger, leaf, header, kind, version, time, actor, open" of
 * events, such as core/events_from. Header and values are borrowed from the row. */
struct store_row {
    struct event event;
    struct str header;
    int64_t leaf;
};
MUST_USE enum err store_row_read(struct query *query, struct arena *arena, struct store_row *out,
                                 struct fault *fault);

/* Projects all events of from into the tables of another store. */
MUST_USE enum err store_replay(struct store *from, struct store *into, struct fault *fault);

/* The bytes of a ledger's tiles (ledger/tiles.h), by offset. Writing beyond the end extends them; what was
 * never written reads as zeros, or is ERR_NOT_FOUND. */
MUST_USE enum err store_tiles_read(struct store *store, int64_t ledger, uint64_t offset, void *bytes,
                                   size_t n, struct fault *fault);
MUST_USE enum err store_tiles_write(struct store *store, int64_t ledger, uint64_t offset, const void *bytes,
                                    size_t n, struct fault *fault);

/* Erases a sealed opening inside a transaction: row and key go. ERR_NOT_FOUND: it was erased or never there.
 */
MUST_USE enum err store_erase(struct store *store, int64_t sequence, enum field field, struct fault *fault);

/* After the commit of an erasure: writes the log back and cuts it, so that no trace stays in it; free pages
 * are overwritten as they become free. ERR_BUSY while another reads; the last connection to close does it
 * too. */
MUST_USE enum err store_scrub(struct store *store, struct fault *fault);

/* An empty store with the projected tables of another alone, in a temporary file: to replay into and compare
 * with. */
MUST_USE enum err store_open_scratch(const struct store *like, struct store **out, struct fault *fault);

/* Compares the projected tables with the rebuilt ones, row by row; each difference is told, at most
 * LIMIT_FINDINGS a table. */
MUST_USE enum err store_compare(struct store *store, struct store *rebuilt,
                                void (*differs)(void *context, const char *table, const char *what),
                                void *context, struct fault *fault);

/* Where its file lies; the store's own. */
const char *store_path(const struct store *store);

/* A copy of the store as it stands, by SQLite's online backup, while others read and write. path must not be
 * there (ERR_BUSY); ERR_FORGED where the store itself is damaged. The copy is whole, synced and closed on
 * return; after another error nothing of it is left. */
MUST_USE enum err store_backup(struct store *store, const char *path, const char *vfs, struct fault *fault);

bool store_exists(const char *path, const char *vfs);

/* Takes away a store's files; one that is not there is none to take. */
void store_remove(const char *path, const char *vfs);

#endif
