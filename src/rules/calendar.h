/* Calendar: which days are worked. Days run from midnight to midnight, UTC. */
#ifndef LIAISON_RULES_CALENDAR_H
#define LIAISON_RULES_CALENDAR_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

struct calendar {
    unsigned weekdays;       /* bit 0 Monday ... bit 6 Sunday: worked */
    const time_ms *holidays; /* midnights, ascending */
    size_t n;
};

enum { CALENDAR_MONDAY_TO_FRIDAY = 0x1f };

bool calendar_works(const struct calendar *calendar, time_ms at);

/* hours after from: of every day where working is false or calendar NULL, else
 * of worked days only (24 of each). A calendar that works on no day at all
 * counts every day, so that there is always an end. */
time_ms calendar_after(const struct calendar *calendar, time_ms from, int64_t hours, bool working);

#endif
