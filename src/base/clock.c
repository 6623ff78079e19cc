/* Clock: the machine's clocks. See clock.h. */
#include "base/clock.h"

#include <time.h>

time_ms clock_system_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (time_ms)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static time_ms system_now(void *context)
{
    (void)context;
    return clock_system_now();
}

struct clock clock_system(void)
{
    return (struct clock){system_now, 0};
}

int64_t clock_monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
