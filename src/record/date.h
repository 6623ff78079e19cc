/* Date: a calendar date that may lack its day, or day and month. Proleptic Gregorian. */
#ifndef LIAISON_RECORD_DATE_H
#define LIAISON_RECORD_DATE_H

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct date {
    int16_t year;  /* 1 to 9999 */
    uint8_t month; /* 1 to 12, or 0: not known */
    uint8_t day;   /* 1 to 31, or 0: not known; 0 where month is 0 */
};

/* Reads YYYY, YYYY-MM or YYYY-MM-DD (also with / or . between, and a time after
 * 'T' or a space, which is dropped), YYYYMMDD, and DD-MM-YYYY, DD.MM.YYYY,
 * DD/MM/YYYY. A day 00, or month and day 00, is one not known.
 * BAD_INPUT names what is wrong ("31 February", "year 0", "month 13"); *date is
 * then untouched. */
enum err date_parse(struct str text, struct date *date, struct fault *fault) MUST_USE;

/* The same of a birth date as somebody writes it, in the digits of any script. BAD_INPUT also where nobody
 * can have been born then: after last (year 0: any day may be), or before 1800, as years of the Hijri
 * calendars are. */
enum err date_parse_birth(struct str text, struct date last, struct date *date, struct fault *fault) MUST_USE;

bool date_equal(struct date a, struct date b);

/* True where a is later than b, whatever day or month either lacks. */
bool date_after(struct date a, struct date b);

/* The last day on which somebody can have been born: tomorrow, as some places are a day ahead of UTC. */
struct date date_last_birth(time_ms now);

/* "1986-10-21", "1986-10" or "1986" into out, NUL-terminated. */
void date_text(struct date date, char out[12]);

#endif
