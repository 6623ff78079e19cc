/* Date text: birth dates as lists word them: "circa 1948", "10 Dec 1948", "1 Jan 1960 to 31 Dec 1962". */
#ifndef LIAISON_RECORD_DATE_TEXT_H
#define LIAISON_RECORD_DATE_TEXT_H

#include "record/date.h"

#include <stddef.h>

enum { DATES_IN_TEXT_MAX = 16 };

/* The dates that text allows, as alternatives; how many, 0 where it words none
 * or a range over DATES_IN_TEXT_MAX years. Words of doubt (circa, about,
 * approximately) are passed over; a range gives each year that it touches, or
 * the one month or day where both ends lie in it. Month names are English, digits of any script. */
size_t dates_in_text(struct str text, struct date dates[DATES_IN_TEXT_MAX]);

/* A birth date as YYMMDD, whose century is not told: digits, or '<' and blanks
 * where month or day is not known. It lies before the year that ends in
 * reference (00 to 99, of this century): 1900s where YY is greater, else 2000s,
 * and where that makes a person of twenty or younger the 1900s besides. How many
 * dates, 0 where it is none. */
size_t dates_of_short_year(struct str text, int reference, struct date dates[2]);

/* The dates that a cell of a table allows: all the above, and 10/12/1948, 10/12/48
 * and 10-Dec-48, month before day where month_first. Where the other order alone
 * gives a date it is taken. A year of two digits is one of both centuries; in digits of another script it is
 * none, as it may be of another calendar. */
size_t dates_in_cell(struct str text, bool month_first, struct date dates[DATES_IN_TEXT_MAX]);

#endif
