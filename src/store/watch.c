/* Watch: see watch.h. */
#include "store/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ASKING_MS = 50, EVENTS_BYTES = 4096 };

int store_watch(const char *path)
{
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch >= 0 && inotify_add_watch(watch, path, IN_ATTRIB) < 0) {
        close(watch);
        return -1;
    }
    return watch;
}

void store_watch_tell(const char *path)
{
    /* Where it fails the watcher looks when its time is up. */
    (void)!utimensat(AT_FDCWD, path, NULL, 0);
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
