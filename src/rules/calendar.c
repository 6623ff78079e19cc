/* Counting worked days. */
#include "rules/calendar.h"

static const time_ms hour = (time_ms)3600 * 1000;
static const time_ms day = (time_ms)24 * 3600 * 1000;

static time_ms midnight(time_ms at)
{
    time_ms rest = at % day;
    return at - (rest < 0 ? rest + day : rest);
}

bool calendar_works(const struct calendar *calendar, time_ms at)
{
    time_ms start = midnight(at);
    int64_t days = start / day;
    /* 1 January 1970 was a Thursday: day 3 of a week that begins on Monday. */
    unsigned weekday = (unsigned)(((days + 3) % 7 + 7) % 7);
    if (!(calendar->weekdays >> weekday & 1))
        return false;
    for (size_t i = 0; i < calendar->n; i++)
        if (calendar->holidays[i] == start)
            return false;
    return true;
}

time_ms calendar_after(const struct calendar *calendar, time_ms from, int64_t hours, bool working)
{
    time_ms left = hours * hour, at = from;
    if (!working || !calendar || !(calendar->weekdays & 0x7f))
        return from + left;
    while (left > 0) {
        time_ms next = midnight(at) + day;
        if (calendar_works(calendar, at)) {
            time_ms here = next - at;
            if (left <= here)
                return at + left;
            left -= here;
        }
        at = next;
    }
    return at;
}
