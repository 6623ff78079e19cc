/* Reach: what a record must and can bring. See reach.h. */
#include "index/reach.h"

#include "base/number.h"
#include "index/segment.h"
#include "match/align.h"
#include "match/dates.h"
#include "match/token.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The same text, or what tables or sounds explain. */
double reach_token(const struct weights *w, const struct person_token *token)
{
    double cost = lesser(w->scheme_cost, lesser(w->ending_cost, lesser(w->variant_cost, w->slip_cost)));
    double most = (double)token->class_rarity + TOKEN_SPELLED;
    return token->script == SCRIPT_LATIN
               ? greater(lesser((double)token->rarity, most), most - greater(cost, 0))
               : most;
}

/* Against what a skeleton's rarity says. */
double reach_slip_cost(void)
{
    /* Nats that a slip costs at least; a few cost less, and are left. */
    static const double slip_cost = 2;
    return slip_cost - TOKEN_BEYOND * TOKEN_SPELLED;
}

double reach_variant_cost(const struct weights *w)
{
    return w->variant_cost - TOKEN_SPELLED;
}

double reach_nearly(const struct weights *w, const struct person_token *token)
{
    double cost = reach_slip_cost();
    if (token->classes_n > 0)
        cost = lesser(cost, reach_variant_cost(w));
    return greater((double)token->class_rarity - cost, 0);
}

/* What the names from number i on bring, n of them. */
static double names_most(const struct weights *w, const struct person *query, size_t i, size_t n)
{
    double most = 0;
    for (; i < n; i++) {
        double sum = 0;
        for (size_t k = 0; k < query->names[i].tokens_n; k++)
            sum += reach_token(w, &query->tokens[query->names[i].token[k]]);
        most = greater(most, sum);
    }
    double alternatives = query->apart_n ? ln_of(query->apart_n) : 0;
    return names_together(w, most) - w->alternatives * alternatives;
}

static double places_most(const struct weights *w, const struct person *query)
{
    return (query->places_n ? greater(w->place_same, 0) : 0) +
           (query->birth_countries.n ? greater(w->country_same, 0) : 0);
}

void reach_init(struct reach *reach, const struct weights *weights, const struct person *query, double prior,
                double score)
{
    static const double slack = 1e-3; /* nats that rounding may add */
    double share = lesser(greater(score, 1e-9), 1 - 1e-9);
    *reach = (struct reach){.w = weights, .query = query};
    reach->threshold = log(share / (1 - share)) - prior - slack;
    reach->places =
        places_most(weights, query) + (query->addresses_n ? greater(weights->address_same, 0) : 0);
    reach->document_slip = query->documents_n ? greater(weights->document_slip, 0) : 0;
    reach->names = names_most(weights, query, 0, query->apart_n);
    reach->fused = query->apart_n < query->names_n
                       ? names_most(weights, query, query->apart_n, query->names_n)
                       : -INFINITY;
}

double reach_alternatives(const struct reach *reach, size_t names)
{
    return names > 1 ? reach->w->alternatives * ln_of(names) : 0;
}

static double date_most(const struct reach *reach, uint32_t code)
{
    const struct weights *w = reach->w;
    if (reach->query->dates_n == 0 || code == DATE_NONE)
        return 0;
    if (code == DATE_ANY)
        return greater(w->date_same, 0);
    struct date date = date_of_code(code);
    return dates_compare(w, reach->query->dates, reach->query->dates_n, &date, 1).nats;
}

bool reach_date(const struct reach *reach, uint32_t code)
{
    return code == DATE_ANY ||
           reach->names + reach->places + reach->document_slip + date_most(reach, code) >= reach->threshold;
}

enum {
    YEARS = 1 << 8,
    YEAR_SHIFT = DATE_BITS - 8,
    DAYS = 1 << YEAR_SHIFT, /* codes of a year */
    MONTH_SHIFT = 5,
    MONTHS = 12,
    MONTH_DAYS = 31,
    OWN_YEARS = 4, /* of the query, the first of them for codes without a year */
    KINDS = 8,
    MANY = 255 /* more than there is room for */
};

/* What a day is to the query's: in a year that it has no date of nothing else matters; in one of its own all
 * that are KIND_OTHER are the same too (dates.c). */
enum kind {
    KIND_OTHER,
    KIND_NO_DAY,
    KIND_NEW_YEAR,
    KIND_BESIDE, /* a digit from one of the query's, or of a month of which it has no day */
    KIND_FIRST   /* and more: a day of the query's, in either order */
};

struct reach_dates {
    const struct reach *reach;
    float of_year[YEARS]; /* what any date of a year can bring at most; NAN where it is not known, as below */
    float of_kind[YEARS][KINDS];
    float of_day[OWN_YEARS][DAYS];
    uint8_t kind[DAYS];
    uint8_t own[YEARS]; /* which of the query's years it is, and one; 0: none; MANY */
};

struct reach_dates *reach_dates_new(void)
{
    return malloc(sizeof(struct reach_dates));
}

void reach_dates_free(struct reach_dates *dates)
{
    free(dates);
}

static void not_known(float *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        at[i] = NAN;
}

/* Of two days that are the query's, each has a kind of its own: one may be a date's, the other another's. */
static void mark_day(struct reach_dates *dates, unsigned month, unsigned day, size_t *kinds)
{
    uint8_t *kind = &dates->kind[month << MONTH_SHIFT | day];
    if (*kind == KIND_OTHER || *kind == KIND_BESIDE)
        *kind = (uint8_t)(*kinds < KINDS ? (*kinds)++ : MANY);
}

static void mark_beside(struct reach_dates *dates, unsigned month, unsigned day)
{
    uint8_t *kind = &dates->kind[month << MONTH_SHIFT | day];
    if (*kind == KIND_OTHER)
        *kind = KIND_BESIDE;
}

static void mark_all_beside(struct reach_dates *dates, unsigned month, unsigned day)
{
    for (unsigned i = 1; i <= MONTH_DAYS; i++)
        if (day == 0 || day / 10 == i / 10 || day % 10 == i % 10)
            mark_beside(dates, month, i);
    for (unsigned i = 1; day && i <= MONTHS; i++)
        if (month / 10 == i / 10 || month % 10 == i % 10)
            mark_beside(dates, i, day);
}

static void mark_year(struct reach_dates *dates, uint32_t year, size_t *own_n)
{
    if (dates->own[year])
        return;
    dates->own[year] = MANY;
    if (*own_n == OWN_YEARS)
        return;
    not_known(dates->of_day[*own_n], DAYS);
    *own_n += 1;
    dates->own[year] = (uint8_t)*own_n;
}

void reach_dates_ask(struct reach_dates *dates, const struct reach *reach)
{
    const struct person *query = reach->query;
    size_t kinds = KIND_FIRST;
    size_t own_n = 0;
    dates->reach = reach;
    not_known(dates->of_year, YEARS);
    not_known(dates->of_kind[0], (size_t)YEARS * KINDS);
    memset(dates->own, 0, sizeof dates->own);
    for (uint32_t day = 0; day < DAYS; day++)
        dates->kind[day] = day % (1 << MONTH_SHIFT) ? KIND_OTHER : KIND_NO_DAY;
    dates->kind[1 << MONTH_SHIFT | 1] = KIND_NEW_YEAR;
    mark_year(dates, 0, &own_n);
    for (size_t i = 0; i < query->dates_n; i++) {
        struct date date = query->dates[i];
        mark_year(dates, date_code(date) >> YEAR_SHIFT, &own_n);
        mark_all_beside(dates, date.month, date.day);
        mark_day(dates, date.month, date.day, &kinds);
        if (date.day && date.day <= MONTHS)
            mark_day(dates, date.day, date.month, &kinds);
    }
}

static double year_most(const struct person *query, const struct weights *w, int year)
{
    double most = query->dates_n ? -INFINITY : 0;
    for (size_t i = 0; i < query->dates_n; i++)
        most = greater(most, query->dates[i].year == year
                                 ? INFINITY
                                 : dates_other_year_most(w, query->dates[i].year, year));
    return most;
}

bool reach_dates_may(struct reach_dates *dates, uint32_t code, double needed)
{
    float *most = &dates->of_year[code >> YEAR_SHIFT];
    if (code >> YEAR_SHIFT == 0)
        return true;
    if (isnan(*most))
        *most = (float)(year_most(dates->reach->query, dates->reach->w, date_of_code(code).year) + 1e-5);
    return (double)*most >= needed;
}

/* Where what a date brings is kept; NULL where it is not. */
static float *kept(struct reach_dates *dates, uint32_t code)
{
    uint8_t own = dates->own[code >> YEAR_SHIFT];
    uint8_t kind = dates->kind[code % DAYS];
    if (own == 0 || kind == KIND_OTHER)
        return kind == MANY ? NULL : &dates->of_kind[code >> YEAR_SHIFT][kind];
    return own == MANY ? NULL : &dates->of_day[own - 1][code % DAYS];
}

double reach_dates_most(struct reach_dates *dates, uint32_t code)
{
    float *at = kept(dates, code);
    if (at && !isnan(*at))
        return (double)*at;
    float most = (float)(date_most(dates->reach, code) + 1e-5);
    if (at)
        *at = most;
    return (double)most;
}

size_t reach_dates_alike(const struct reach_dates *dates, const uint64_t *entries, size_t n)
{
    uint32_t year = entry_date(entries[0]) >> YEAR_SHIFT;
    size_t alike = 1;
    if (year == 0 || dates->kind[entry_date(entries[0]) % DAYS] != KIND_OTHER)
        return alike;
    while (alike < n && entry_date(entries[alike]) >> YEAR_SHIFT == year &&
           dates->kind[entry_date(entries[alike]) % DAYS] == KIND_OTHER)
        alike++;
    return alike;
}

double reach_rarity(double threshold)
{
    enum { BESIDES_ONE_TOKEN = 3 /* nats */ };
    return threshold - BESIDES_ONE_TOKEN;
}
