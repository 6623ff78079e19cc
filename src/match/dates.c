/* Dates: the evidence of birth dates. See dates.h. */
#include "match/dates.h"

#include "base/number.h"

#include <stdlib.h>

/* The years from which on two dates only say that they are far apart. */
enum { FAR = 21 };

static bool is_full(struct date date)
{
    return date.day != 0;
}

static bool is_new_year(struct date date)
{
    return date.month == 1 && date.day == 1;
}

static int years_apart(struct date a, struct date b)
{
    return abs(a.year - b.year);
}

/* Whether one digit differs of two full dates written as YYYYMMDD. */
static bool one_digit_differs(struct date a, struct date b)
{
    unsigned x = (unsigned)(a.year * 10000 + a.month * 100 + a.day);
    unsigned y = (unsigned)(b.year * 10000 + b.month * 100 + b.day);
    while (x % 10 == y % 10 && x != y) {
        x /= 10;
        y /= 10;
    }
    return x != y && x / 10 == y / 10;
}

struct verdict {
    double nats;
    const char *how;
};

/* Distant years are the more telling the more distant, without end but ever less. */
static double farther(double nats, int years)
{
    return nats - ln_of((size_t)years + 1) / 4;
}

static struct verdict compare_full(const struct weights *w, struct date a, struct date b)
{
    int years = years_apart(a, b);
    bool same_day = a.month == b.month && a.day == b.day;
    bool swapped = a.month == b.day && a.day == b.month;
    bool unknown = is_new_year(a) || is_new_year(b);
    if (years == 0 && same_day)
        return (struct verdict){is_new_year(a) ? w->date_month : w->date_same, "the same date"};
    if (years == 0 && swapped)
        return (struct verdict){w->date_swapped, "day and month exchanged"};
    if (years == 0 && unknown)
        return (struct verdict){w->date_unknown_day, "the same year, 1 January as unknown"};
    if (years == 1 && same_day && !unknown)
        return (struct verdict){w->date_year_off, "the same day and month, one year off"};
    if (years == 2 && same_day && !unknown)
        return (struct verdict){w->date_years_off, "the same day and month, two years off"};
    if (years == 1 && swapped && !unknown)
        return (struct verdict){w->date_swapped + w->date_year_off - w->date_same,
                                "day and month exchanged, one year off"};
    if (years < FAR && one_digit_differs(a, b))
        return (struct verdict){w->date_slip - ln_of((size_t)years + 1), "one digit differs"};
    if (years == 0)
        return (struct verdict){w->date_same_year, "the same year, another day"};
    if (years <= 2)
        return (struct verdict){w->date_near - 0.1 * years, "a year or two apart"};
    if (same_day || unknown)
        return (struct verdict){farther(w->date_far, years), "years apart"};
    return (struct verdict){farther(w->date_far_day, years), "another date"};
}

static struct verdict compare_dates(const struct weights *w, struct date a, struct date b)
{
    if (is_full(a) && is_full(b))
        return compare_full(w, a, b);
    int years = years_apart(a, b);
    bool months = a.month && b.month;
    if (years == 0 && months && a.month == b.month)
        return (struct verdict){w->date_month, "the same year and month"};
    if (years == 0 && (!months || is_new_year(a) || is_new_year(b)))
        return (struct verdict){w->date_year, "the same year"};
    if (years == 0)
        return (struct verdict){w->date_same_year, "the same year, another month"};
    if (years <= 2)
        return (struct verdict){w->date_near - 0.1 * years, "a year or two apart"};
    return (struct verdict){farther(w->date_far, years), "years apart"};
}

double dates_other_year_most(const struct weights *w, int year, int other)
{
    int years = abs(year - other);
    struct date a = {.year = (int16_t)year};
    struct date b = {.year = (int16_t)other};
    double most = farther(greater(w->date_far, w->date_far_day), years);
    if (years <= 2)
        most = greater(greater(w->date_near, w->date_years_off),
                       greater(w->date_year_off, w->date_swapped + w->date_year_off - w->date_same));
    return years < FAR && one_digit_differs(a, b) ? greater(most, w->date_slip - ln_of((size_t)years + 1))
                                                  : most;
}

struct date_evidence dates_compare(const struct weights *w, const struct date *a, size_t a_n,
                                   const struct date *b, size_t b_n)
{
    struct date_evidence best = {0};
    for (size_t i = 0; i < a_n; i++)
        for (size_t j = 0; j < b_n; j++) {
            struct verdict verdict = compare_dates(w, a[i], b[j]);
            if (!best.how || verdict.nats > best.nats)
                best = (struct date_evidence){verdict.nats, verdict.how, a[i], b[j]};
        }
    if (best.how && best.nats > 0 && a_n * b_n > 1)
        best.nats -= lesser(best.nats, w->date_given * ln_of(a_n * b_n));
    return best;
}
