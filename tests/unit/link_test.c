/* index/link.h: a register linked with itself gives the pairs that comparing each with each gives; how many
 * threads link, and how many partners are asked for, changes nothing else. */
#include "index/link.h"
#include "synth/synth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "index_fixture.h"

enum { PEOPLE = 200, COPIES = 3, RECORDS = PEOPLE * COPIES, SEED = 9, PAIRS = 8 * RECORDS };

struct register_of {
    struct index_fixture fixture;
    struct subject subjects[RECORDS];
    struct person persons[RECORDS];
};

/* Pairs as they were given out. */
struct given {
    size_t n;
    struct link_pair pair[PAIRS];
};

static int setup(void **state)
{
    static struct register_of people;
    struct index_fixture *fixture = &people.fixture;
    if (!index_fixture_open(fixture, SEED))
        return -1;
    for (size_t i = 0; i < RECORDS; i++)
        if (synth_copy(fixture->synth, i / COPIES, (unsigned)(i % COPIES), 1000, &fixture->arena,
                       &people.subjects[i], NULL) != ERR_OK ||
            person_init(&fixture->arena, &fixture->model, &people.subjects[i], &people.persons[i], NULL) !=
                ERR_OK)
            return -1;
    *state = &people;
    return index_fixture_build(fixture, people.subjects, RECORDS) ? 0 : -1;
}

static int teardown(void **state)
{
    struct register_of *people = *state;
    index_fixture_close(&people->fixture);
    return 0;
}

static enum err keep(void *context, const struct link_pair *pair, struct fault *fault)
{
    struct given *given = context;
    if (given->n == PAIRS)
        return fault_set(fault, ERR_TOO_LARGE, "more pairs than the test has room for");
    given->pair[given->n++] = *pair;
    return ERR_OK;
}

static void link_people(struct register_of *people, size_t workers, size_t limit, struct given *given)
{
    struct link_options options = {
        .threshold = 0.5, .limit = limit, .workers = workers, .pair = keep, .context = given};
    size_t asked;
    given->n = 0;
    assert_int_equal(link_itself(people->fixture.index, &options, &asked, NULL), ERR_OK);
    assert_int_equal(asked, RECORDS);
}

static const struct link_pair *pair_of(const struct given *given, size_t left, size_t right)
{
    for (size_t i = 0; i < given->n; i++)
        if (given->pair[i].left == left && given->pair[i].right == right)
            return &given->pair[i];
    return NULL;
}

static void linking_finds_what_comparing_each_with_each_finds(void **state)
{
    static struct given given;
    struct register_of *people = *state;
    struct comparer *comparer = comparer_new(&people->fixture.model);
    size_t matches = 0;
    size_t found = 0;
    assert_non_null(comparer);
    link_people(people, 2, RECORDS, &given);
    assert_true(given.n > PEOPLE);
    for (size_t right = 0; right < RECORDS; right++)
        for (size_t left = 0; left < right; left++) {
            const struct link_pair *pair = pair_of(&given, left, right);
            micronats evidence;
            assert_int_equal(compare_persons(comparer, &people->persons[right], &people->persons[left],
                                             &evidence, NULL, NULL),
                             ERR_OK);
            bool match = score_of((double)evidence / 1e6, given.pair[0].prior) >= 0.5;
            matches += match;
            found += pair != NULL;
            /* To the micro-nat. */
            if (pair)
                assert_true(match && pair->evidence == evidence);
        }
    comparer_free(comparer);
    assert_int_equal(found, given.n);
    assert_true((matches - found) * 100 <= matches);
}

static void assert_same(const struct link_pair *a, const struct link_pair *b)
{
    assert_int_equal(a->left, b->left);
    assert_int_equal(a->right, b->right);
    assert_int_equal(a->evidence, b->evidence);
    assert_int_equal(a->bearing, b->bearing);
    assert_true(str_equal(a->left_id, b->left_id));
    assert_true(str_equal(a->right_id, b->right_id));
}

static void threads_change_neither_pairs_nor_their_order(void **state)
{
    static struct given one;
    static struct given many;
    link_people(*state, 1, 10, &one);
    link_people(*state, 5, 10, &many);
    assert_int_equal(one.n, many.n);
    for (size_t i = 0; i < one.n; i++)
        assert_same(&one.pair[i], &many.pair[i]);
}

/* Who is better keeps others from being looked at: those who are left are the best all the same. */
static void few_partners_are_the_best_of_many(void **state)
{
    struct register_of *people = *state;
    struct searcher *searcher = searcher_new(people->fixture.index);
    struct screening terms = {.prior = screen_prior(RECORDS), .threshold = 0.5};
    size_t left_out = 0;
    assert_non_null(searcher);
    for (size_t i = 0; i < RECORDS; i++) {
        struct found all[RECORDS];
        struct found few[2];
        const struct person *query;
        size_t all_n;
        assert_int_equal(searcher_query(searcher, &people->subjects[i], &query, NULL), ERR_OK);
        terms.limit = RECORDS;
        assert_int_equal(searcher_search(searcher, query, &terms, all, &all_n, NULL, NULL), ERR_OK);
        for (size_t limit = 1; limit <= 2; limit++) {
            size_t n;
            terms.limit = limit;
            assert_int_equal(searcher_search(searcher, query, &terms, few, &n, NULL, NULL), ERR_OK);
            assert_int_equal(n, all_n < limit ? all_n : limit);
            for (size_t k = 0; k < n; k++)
                assert_true(few[k].record == all[k].record && few[k].evidence == all[k].evidence);
            left_out += all_n - n;
        }
    }
    searcher_free(searcher);
    assert_true(left_out > RECORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linking_finds_what_comparing_each_with_each_finds),
        cmocka_unit_test(threads_change_neither_pairs_nor_their_order),
        cmocka_unit_test(few_partners_are_the_best_of_many),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
