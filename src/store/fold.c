/* Fold: see fold.h. SQLite's passive checkpoint on a connection of its own waits for
 * no reader or writer, and none waits for it. */
#include "store/fold.h"
#include "store/internal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { FOLD_PAGES = 1000 }; /* in the log from which the thread folds it */

struct store_fold {
    struct store *store;
    sqlite3 *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool wanted, ends;
    atomic_bool failed;
};

static void *fold_on(void *context)
{
    struct store_fold *fold = context;
    pthread_mutex_lock(&fold->lock);
    while (!fold->failed) {
        int log = 0, folded = 0;
        while (!fold->wanted && !fold->ends)
            pthread_cond_wait(&fold->wake, &fold->lock);
        if (!fold->wanted)
            break;
        fold->wanted = false;
        pthread_mutex_unlock(&fold->lock);
        int code = sqlite3_wal_checkpoint_v2(fold->db, "main", SQLITE_CHECKPOINT_PASSIVE, &log, &folded);
        if ((code & 0xff) == SQLITE_IOERR)
            fold->failed = true;
        pthread_mutex_lock(&fold->lock);
        /* What was folded whole the next commit begins anew. To fold it once more meanwhile could lose that
         * commit (fold.h). */
        if (!code && folded == log)
            fold->wanted = false;
    }
    pthread_mutex_unlock(&fold->lock);
    return NULL;
}

/* After each commit of the store's own connection. */
static int committed(void *context, sqlite3 *db, const char *name, int pages)
{
    struct store_fold *fold = context;
    if (fold->failed)
        return SQLITE_IOERR;
    if (pages >= FOLD_PAGES_MOST)
        return sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) == SQLITE_IOERR
                   ? SQLITE_IOERR
                   : SQLITE_OK;
    if (pages < FOLD_PAGES)
        return SQLITE_OK;
    pthread_mutex_lock(&fold->lock);
    fold->wanted = true;
    pthread_cond_signal(&fold->wake);
    pthread_mutex_unlock(&fold->lock);
    return SQLITE_OK;
}

static enum err connect(struct store_fold *fold, struct fault *fault)
{
    int code = sqlite3_open_v2(store_path(fold->store), &fold->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (!code)
        code =
            sqlite3_exec(fold->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL, NULL, NULL);
    return code ? fault_set(fault, ERR_IO, "store: folding its log: %s", sqlite3_errstr(code)) : ERR_OK;
}

static void release(struct store_fold *fold)
{
    sqlite3_close(fold->db);
    pthread_mutex_destroy(&fold->lock);
    pthread_cond_destroy(&fold->wake);
    free(fold);
}

enum err store_fold_start(struct store *store, struct store_fold **out, struct fault *fault)
{
    struct store_fold *fold = calloc(1, sizeof *fold);
    *out = NULL;
    if (!fold)
        return fault_set(fault, ERR_NO_MEMORY, "folding the store's log");
    fold->store = store;
    pthread_mutex_init(&fold->lock, NULL);
    pthread_cond_init(&fold->wake, NULL);
    enum err err = connect(fold, fault);
    if (!err && pthread_create(&fold->thread, NULL, fold_on, fold))
        err = fault_set(fault, ERR_NO_MEMORY, "folding the store's log: no thread");
    if (err) {
        release(fold);
        return err;
    }
    sqlite3_wal_hook(store->db, committed, fold);
    *out = fold;
    return ERR_OK;
}

bool store_fold_failed(const struct store_fold *fold)
{
    return fold && fold->failed;
}

void store_fold_stop(struct store_fold *fold)
{
    if (!fold)
        return;
    sqlite3_wal_autocheckpoint(fold->store->db, FOLD_PAGES_MOST); /* takes the hook's place */
    pthread_mutex_lock(&fold->lock);
    fold->ends = true;
    pthread_cond_signal(&fold->wake);
    pthread_mutex_unlock(&fold->lock);
    pthread_join(fold->thread, NULL);
    /* Nor is it tried again when the store is closed. */
    fold->store->failed = fold->store->failed || fold->failed;
    release(fold);
}
