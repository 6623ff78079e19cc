/* Time in writing: UTC, to the minute or the second, as ISO 8601 writes it. */
#ifndef LIAISON_BASE_TIME_H
#define LIAISON_BASE_TIME_H

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

enum { TIME_TEXT_BYTES = 24 };

#define TIME_MINUTE ((time_ms)60 * 1000)
#define TIME_HOUR (60 * TIME_MINUTE)
#define TIME_DAY (24 * TIME_HOUR)

/* Reads "2011-03-04", "2011-03-04 09:00", "2011-03-04T09:00" and the same with
 * seconds and a Z: years 1 to 9999, always UTC; a date alone is its first
 * moment. BAD_INPUT says what is wrong; *time is then untouched. */
enum err time_parse(struct str text, time_ms *time, struct fault *fault) MUST_USE;

/* "2011-03-04T09:00:00Z", and "2011-03-04" alone; NUL-terminated. Times outside
 * the years 1 to 9999 are written as the nearest one inside. */
void time_text(time_ms time, char out[TIME_TEXT_BYTES]);
void time_day_text(time_ms time, char out[TIME_TEXT_BYTES]);

#endif
