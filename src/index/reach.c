/* Reach: what a record must and can bring. See reach.h. */
#include "index/reach.h"

#include "match/bound.h"
#include "match/dates.h"
#include "match/token.h"

#include <math.h>

/* The same text, or what tables or sounds explain. */
static double token_most(const struct weights *w, const struct person_token *token)
{
    double cost = fmin(w->scheme_cost, fmin(w->ending_cost, fmin(w->variant_cost, w->slip_cost)));
    double most = (double)token->class_rarity + TOKEN_SPELLED;
    return token->script == SCRIPT_LATIN ? fmax(fmin((double)token->rarity, most), most - fmax(cost, 0))
                                         : most;
}

static double names_most(const struct weights *w, const struct person *query)
{
    double most = 0;
    for (size_t i = 0; i < query->names_n; i++) {
        double sum = 0;
        for (size_t k = 0; k < query->names[i].tokens_n; k++)
            sum += token_most(w, &query->tokens[query->names[i].token[k]]);
        most = fmax(most, sum);
    }
    double alternatives = query->names_n ? log((double)query->names_n) : 0;
    return names_together(w, most) - w->alternatives * alternatives;
}

static double places_most(const struct weights *w, const struct person *query)
{
    return (query->places_n ? fmax(w->place_same, 0) : 0) +
           (query->birth_countries.n ? fmax(w->country_same, 0) : 0);
}

/* But for the same document or contact, by which a record is found whatever its date. */
static double ties_most(const struct weights *w, const struct person *query)
{
    return (query->documents_n ? fmax(w->document_slip, 0) : 0) +
           (query->addresses_n ? fmax(w->address_same, 0) : 0);
}

void reach_init(struct reach *reach, const struct weights *weights, const struct person *query, double prior,
                double score)
{
    static const double slack = 1e-3; /* nats that rounding may add */
    double share = fmin(fmax(score, 1e-9), 1 - 1e-9);
    *reach = (struct reach){.w = weights, .query = query};
    reach->threshold = log(share / (1 - share)) - prior - slack;
    reach->besides = names_most(weights, query) + places_most(weights, query) + ties_most(weights, query);
}

bool reach_date(const struct reach *reach, uint32_t code)
{
    if (code == DATE_ANY)
        return true;
    double most = reach->besides;
    if (code != DATE_NONE && reach->query->dates_n) {
        struct date date = date_of_code(code);
        most += dates_compare(reach->w, reach->query->dates, reach->query->dates_n, &date, 1).nats;
    }
    return most >= reach->threshold;
}

double reach_rarity(double threshold)
{
    enum { BESIDES_ONE_TOKEN = 3 /* nats */ };
    return threshold - BESIDES_ONE_TOKEN;
}
