/* Dates: what two people's birth dates say of their being one.
 *
 * An error model: the same; day or month not given; 1 January written for
 * "unknown"; day and month exchanged; one or two years off with the same day;
 * one digit wrong; else other dates. Several dates of one person are
 * alternatives, of which the most favourable pair counts, at a small price. */
#ifndef LIAISON_MATCH_DATES_H
#define LIAISON_MATCH_DATES_H

#include "match/model.h"
#include "record/date.h"

#include <stddef.h>

struct date_evidence {
    double nats;     /* 0 where either side gives no date */
    const char *how; /* static, for a reader; NULL where no date was compared */
    struct date a;
    struct date b;
};

/* Symmetric in its arguments. */
struct date_evidence dates_compare(const struct weights *weights, const struct date *a, size_t a_n,
                                   const struct date *b, size_t b_n);

/* The most that a date of one year brings beside one of another, whatever their months and days. */
double dates_other_year_most(const struct weights *weights, int year, int other);

#endif
