/* Watch: see watch.h. */
#include "store/watch.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { ASKING_MS = 50, EVENTS_BYTES = 4096 };

int store_watch(const char *path)
{
    char log[PATH_MAX];
    int n = snprintf(log, sizeof log, "%s-wal", path);
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    /* SQLite writes the log by write(2), which inotify sees; it lives while a connection is open. */
    if (watch >= 0 && (n < 0 || n >= (int)sizeof log || inotify_add_watch(watch, log, IN_MODIFY) < 0)) {
        close(watch);
        return -1;
    }
    return watch;
}

bool store_watch_wait(int watch, int ms)
{
    char events[EVENTS_BYTES];
    struct pollfd wait = {watch, POLLIN, 0};
    if (watch < 0) {
        poll(NULL, 0, ms < ASKING_MS ? ms : ASKING_MS);
        return true;
    }
    if (poll(&wait, 1, ms) <= 0)
        return false;
    while (read(watch, events, sizeof events) > 0)
        continue;
    return true;
}
