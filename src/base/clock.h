/* Clock: the time, handed in, so that rules, channel and simulator never ask the machine. */
#ifndef LIAISON_BASE_CLOCK_H
#define LIAISON_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored. */
typedef int64_t time_ms;

struct clock {
    time_ms (*now)(void *context);
    void *context;
};

/* The machine's real-time clock. */
struct clock clock_system(void);

/* What it says, for what has no desk and so no clock handed in. */
time_ms clock_system_now(void);

static inline time_ms clock_now(const struct clock *clock)
{
    return clock->now(clock->context);
}

/* Nanoseconds of a clock that only goes forward, for measuring; its zero means nothing. */
int64_t clock_monotonic_ns(void);

#endif
