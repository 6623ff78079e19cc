/* Watch: wakes when a store was written, by whatever process, so that a daemon
 * need not keep asking (inotify on the store's log). */
#ifndef LIAISON_STORE_WATCH_H
#define LIAISON_STORE_WATCH_H

#include <stdbool.h>

/* The descriptor to wait on, to be closed; -1 where the system gives none: then waiting ends after 50 ms. */
int store_watch(const char *path);

/* Waits for a write, at most so long; false where none came. A signal ends the wait. */
bool store_watch_wait(int watch, int ms);

#endif
