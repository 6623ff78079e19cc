/* Watch: wakes when a store was written, by whatever process, so that a daemon
 * need not keep asking. Who has committed touches the store's file, which inotify
 * sees: the writes themselves would wake too early, as SQLite shows a commit to
 * others only after the last of them was synchronised. */
#ifndef LIAISON_STORE_WATCH_H
#define LIAISON_STORE_WATCH_H

#include <stdbool.h>

/* The descriptor to wait on, to be closed; -1 where the system gives none: then waiting ends after 50 ms. */
int store_watch(const char *path);

/* Wakes who watches the store: what was committed can be read now. */
void store_watch_tell(const char *path);

/* Waits for a write, at most so long; false where none came. A signal ends the wait. */
bool store_watch_wait(int watch, int ms);

#endif
