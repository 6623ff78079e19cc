/* Fold: a thread that brings what stands in a store's log into its file, so that
 * no commit waits for it. For a daemon; a store without it does so itself, at a
 * commit now and then. Durability is the log's and does not depend on it. */
#ifndef LIAISON_STORE_FOLD_H
#define LIAISON_STORE_FOLD_H

#include "store/store.h"

/* Pages in the log from which a commit folds it itself. A serve's thread does so long before; that others
 * leave it to the thread keeps two processes from folding at once, by which SQLite before 3.51.3 could lose a
 * commit (sqlite.org/wal.html, "the WAL-reset bug"). */
enum { FOLD_PAGES_MOST = 16000 };

struct store_fold;

/* Starts it for a store of the system's files. ERR_IO, ERR_NO_MEMORY. */
MUST_USE enum err store_fold_start(struct store *store, struct store_fold **out, struct fault *fault);

/* True after a failed write or sync: the process should end, as after store_failed. It is not tried again,
 * and the store's next commit fails. */
bool store_fold_failed(const struct store_fold *fold);

/* Before the store is closed; NULL-safe. */
void store_fold_stop(struct store_fold *fold);

#endif
