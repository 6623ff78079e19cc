/* index/reach: what a date beside a posting can bring, kept by year and kind of day, is what comparing the
 * dates brings; and no year is left out of which a date brings more. */
#include "index/reach.h"
#include "match/dates.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { DATES_MOST = 6, RANDOM_SETS = 24 };

struct dates {
    size_t n;
    struct date at[DATES_MOST];
};

static int setup(void **state)
{
    static struct arena arena;
    static struct model model;
    arena_init(&arena, (size_t)1 << 28);
    *state = &model;
    return model_load(&arena, &model, NULL) == ERR_OK ? 0 : -1;
}

/* What comparing brings, as it is kept: rounded up a little. */
static double truth(const struct weights *w, const struct dates *own, uint32_t code)
{
    struct date date = date_of_code(code);
    double nats = dates_compare(w, own->at, own->n, &date, 1).nats;
    return (double)(float)(nats + 1e-5);
}

static void assert_dates_bring_what_comparing_does(const struct model *model, const struct dates *own)
{
    enum { FIRST = 1 << 9 /* the codes before are of no date */, ROUNDS = 2 /* worked out, then kept */ };
    struct dates copy = *own;
    struct person query = {.dates = copy.at, .dates_n = copy.n};
    struct reach reach;
    struct reach_dates *dates = reach_dates_new();
    assert_non_null(dates);
    reach_init(&reach, &model->weights, &query, -10, 0.5);
    reach_dates_ask(dates, &reach);
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t code = FIRST; code < 1U << DATE_BITS; code++) {
            struct date date = date_of_code(code);
            double brings = truth(&model->weights, own, code);
            if (date.month > 12 || (date.month == 0 && date.day))
                continue;
            if (reach_dates_most(dates, code) != brings || !reach_dates_may(dates, code, brings))
                fail_msg("%d-%d-%d brings %f, kept is %f", date.year, date.month, date.day, brings,
                         reach_dates_most(dates, code));
        }
    assert_true(reach_dates_most(dates, DATE_NONE) < 1e-4);
    assert_true(reach_dates_most(dates, DATE_ANY) >= model->weights.date_same);
    reach_dates_free(dates);
}

static void dates_bring_what_comparing_does(void **state)
{
    static const struct dates sets[] = {
        {1, {{1986, 10, 21}}},
        {1, {{1986, 1, 1}}},
        {1, {{1986, 5, 5}}},
        {1, {{1986, 10, 0}}},
        {1, {{1986, 0, 0}}},
        {1, {{1700, 3, 4}}}, /* no code */
        {2, {{1986, 10, 7}, {1986, 7, 10}}},
        {2, {{1986, 1, 1}, {1987, 0, 0}}},
        {3, {{1986, 10, 21}, {1988, 11, 2}, {1988, 2, 11}}},
        /* More years and days than are kept. */
        {6, {{1960, 1, 2}, {1961, 3, 4}, {1962, 5, 6}, {1963, 7, 8}, {1964, 9, 10}, {1965, 11, 12}}}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        assert_dates_bring_what_comparing_does(*state, &sets[i]);
}

static void any_dates_bring_what_comparing_does(void **state)
{
    uint64_t seed = 7;
    for (size_t i = 0; i < RANDOM_SETS; i++) {
        struct dates own = {.n = 1 + i % DATES_MOST};
        for (size_t k = 0; k < own.n; k++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            unsigned any = (unsigned)(seed >> 33);
            own.at[k] = (struct date){(int16_t)(1940 + any % 70), (uint8_t)(any / 70 % 13), 0};
            if (own.at[k].month)
                own.at[k].day = (uint8_t)(any / 910 % 29);
        }
        assert_dates_bring_what_comparing_does(*state, &own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dates_bring_what_comparing_does),
                                       cmocka_unit_test(any_dates_bring_what_comparing_does)};
    return cmocka_run_group_tests(tests, setup, NULL);
}
