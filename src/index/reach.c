/* Reach: what a record must and can bring. See reach.h. */
#include "index/reach.h"

#include "match/align.h"
#include "match/dates.h"
#include "match/token.h"

#include <math.h>
#include <stdlib.h>

/* The same text, or what tables or sounds explain. */
double reach_token(const struct weights *w, const struct person_token *token)
{
    double cost = fmin(w->scheme_cost, fmin(w->ending_cost, fmin(w->variant_cost, w->slip_cost)));
    double most = (double)token->class_rarity + TOKEN_SPELLED;
    return token->script == SCRIPT_LATIN ? fmax(fmin((double)token->rarity, most), most - fmax(cost, 0))
                                         : most;
}

/* Another skeleton is one of another form of the name, or of one alike in sound. */
double reach_other(const struct person_token *token)
{
    return (double)token->class_rarity + TOKEN_BEYOND * TOKEN_SPELLED;
}

static double names_most(const struct weights *w, const struct person *query, bool one)
{
    double most = 0;
    for (size_t i = 0; i < query->names_n; i++) {
        double sum = 0;
        double first = 0; /* what one of them can bring beyond reach_other */
        for (size_t k = 0; k < query->names[i].tokens_n; k++) {
            const struct person_token *token = &query->tokens[query->names[i].token[k]];
            double whole = reach_token(w, token);
            double other = one ? fmin(whole, reach_other(token)) : whole;
            sum += other;
            first = fmax(first, whole - other);
        }
        most = fmax(most, sum + first);
    }
    double alternatives = query->names_n ? log((double)query->names_n) : 0;
    return names_together(w, most) - w->alternatives * alternatives;
}

static double places_most(const struct weights *w, const struct person *query)
{
    return (query->places_n ? fmax(w->place_same, 0) : 0) +
           (query->birth_countries.n ? fmax(w->country_same, 0) : 0);
}

void reach_init(struct reach *reach, const struct weights *weights, const struct person *query, double prior,
                double score)
{
    static const double slack = 1e-3; /* nats that rounding may add */
    double share = fmin(fmax(score, 1e-9), 1 - 1e-9);
    *reach = (struct reach){.w = weights, .query = query};
    reach->threshold = log(share / (1 - share)) - prior - slack;
    reach->places = places_most(weights, query) + (query->addresses_n ? fmax(weights->address_same, 0) : 0);
    reach->document_slip = query->documents_n ? fmax(weights->document_slip, 0) : 0;
    reach->names = names_most(weights, query, false);
    reach->one = names_most(weights, query, true);
}

double reach_alternatives(const struct reach *reach, size_t names)
{
    return names > 1 ? reach->w->alternatives * log((double)names) : 0;
}

static double date_most(const struct reach *reach, uint32_t code)
{
    const struct weights *w = reach->w;
    if (reach->query->dates_n == 0 || code == DATE_NONE)
        return 0;
    if (code == DATE_ANY)
        return fmax(w->date_same, 0);
    struct date date = date_of_code(code);
    return dates_compare(w, reach->query->dates, reach->query->dates_n, &date, 1).nats;
}

bool reach_date(const struct reach *reach, uint32_t code)
{
    return code == DATE_ANY ||
           reach->names + reach->places + reach->document_slip + date_most(reach, code) >= reach->threshold;
}

enum { YEARS = 1 << 8, YEAR_SHIFT = DATE_BITS - 8 };

struct reach_dates {
    const struct reach *reach;
    float of_year[YEARS];       /* what any date of a year can bring at most; NAN where it is not known */
    size_t n;                   /* known */
    float most[1 << DATE_BITS]; /* NAN where it is not known */
    uint32_t known[1 << DATE_BITS];
};

struct reach_dates *reach_dates_new(void)
{
    struct reach_dates *dates = malloc(sizeof *dates);
    if (!dates)
        return NULL;
    dates->n = 0;
    for (size_t i = 0; i < (size_t)1 << DATE_BITS; i++)
        dates->most[i] = NAN;
    return dates;
}

void reach_dates_free(struct reach_dates *dates)
{
    free(dates);
}

void reach_dates_ask(struct reach_dates *dates, const struct reach *reach)
{
    for (size_t i = 0; i < YEARS; i++)
        dates->of_year[i] = NAN;
    while (dates->n)
        dates->most[dates->known[--dates->n]] = NAN;
    dates->reach = reach;
}

/* Of another year no date brings more than the same day and month of it, or it alone. */
static float year_most(const struct reach *reach, uint32_t code)
{
    struct date year = {.year = date_of_code(code).year};
    double most = date_most(reach, date_code(year));
    for (size_t i = 0; i < reach->query->dates_n; i++) {
        struct date own = reach->query->dates[i];
        if (own.year == year.year)
            return INFINITY;
        own.year = year.year;
        most = fmax(most, date_most(reach, date_code(own)));
    }
    return (float)(most + 1e-5);
}

bool reach_dates_may(struct reach_dates *dates, uint32_t code, double needed)
{
    float *most = &dates->of_year[code >> YEAR_SHIFT];
    if (code >> YEAR_SHIFT == 0)
        return true;
    if (isnan(*most))
        *most = year_most(dates->reach, code);
    return (double)*most >= needed;
}

double reach_dates_most(struct reach_dates *dates, uint32_t code)
{
    float *most = &dates->most[code];
    if (isnan(*most)) {
        *most = (float)(date_most(dates->reach, code) + 1e-5);
        dates->known[dates->n++] = code;
    }
    return (double)*most;
}

double reach_rarity(double threshold)
{
    enum { BESIDES_ONE_TOKEN = 3 /* nats */ };
    return threshold - BESIDES_ONE_TOKEN;
}
