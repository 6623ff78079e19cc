/* What a comparison can reach at most is never less than what it reaches, but where hardly anything is. */
#include "match/compare.h"
#include "match/dates.h"
#include "match/gist.h"
#include "match/glance.h"
#include "synth/synth.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 250, SEED = 11 };

struct people {
    struct synth *synth; /* some of its strings are the subjects' */
    struct arena arena;
    struct model model;
    struct person persons[2 * PEOPLE];
    struct subject subjects[2 * PEOPLE];
};

static int setup(void **state)
{
    static struct people people;
    arena_init(&people.arena, (size_t)1 << 30);
    if (model_load(&people.arena, &people.model, NULL) != ERR_OK ||
        synth_open(&people.synth, SEED, NULL) != ERR_OK)
        return -1;
    for (size_t i = 0; i < PEOPLE; i++)
        if (synth_person(people.synth, i, &people.arena, &people.subjects[i], NULL) != ERR_OK ||
            synth_copy(people.synth, i, 1, 1000, &people.arena, &people.subjects[PEOPLE + i], NULL) != ERR_OK)
            return -1;
    for (size_t i = 0; i < (size_t)2 * PEOPLE; i++)
        if (person_init(&people.arena, &people.model, &people.subjects[i], &people.persons[i], NULL) !=
            ERR_OK)
            return -1;
    *state = &people;
    return 0;
}

static int teardown(void **state)
{
    struct people *people = *state;
    synth_close(people->synth);
    arena_release(&people->arena);
    return 0;
}

/* As a record has it: no joined tokens, and no columns. */
static void as_record(struct bound_person *bound)
{
    memset(bound->column, 0, sizeof bound->column);
    memset(bound->agrees, 0xff, sizeof bound->agrees);
}

static void tokens_agree_no_more_than_their_bound(void **state)
{
    enum { SLACK = 1 /* nats: the channel of sounds may give a little more than the rarer spelling */ };
    struct people *people = *state;
    size_t pairs = 0;
    size_t beyond = 0;
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t j = PEOPLE; j < (size_t)2 * PEOPLE; j++) {
            const struct person_token *a = &people->persons[i].tokens[0];
            const struct person_token *b = &people->persons[j].tokens[0];
            struct token_sketch x;
            struct token_sketch y;
            token_sketch_init(a, &x);
            token_sketch_init(b, &y);
            double bound = token_bound(&people->model, &x, &a->shape, &y);
            double nats = token_compare(&people->model, a, b).nats;
            pairs++;
            beyond += nats > fmax(bound, 0) + SLACK;
        }
    assert_true(pairs > 50000);
    assert_true(beyond * 5000 <= pairs);
}

/* Of names whose evidence tells: those of the pairs that are one person. */
static void names_of_one_person_reach_no_more_than_their_bound(void **state)
{
    enum { SLACK = 1, FEW = 100 };
    struct people *people = *state;
    struct bound_person *query = malloc(sizeof *query);
    struct bound_person *record = malloc(sizeof *record);
    struct comparer *comparer = comparer_new(&people->model);
    struct explanation explanation;
    size_t beyond = 0;
    struct bound_pair pair;
    assert_true(query && record && comparer);
    for (size_t i = 0; i < PEOPLE; i++) {
        micronats evidence;
        double names = 0;
        bound_person_init(&people->persons[PEOPLE + i], query);
        bound_person_init(&people->persons[i], record);
        as_record(record);
        assert_int_equal(compare_persons(comparer, &people->persons[PEOPLE + i], &people->persons[i],
                                         &evidence, &explanation, NULL),
                         ERR_OK);
        for (size_t k = 0; k < explanation.n; k++)
            if (strcmp(explanation.line[k].field, "name") == 0)
                names += (double)explanation.line[k].weight / 1e6;
        beyond += names > names_bound(&people->model, query, record, &pair) + SLACK;
    }
    comparer_free(comparer);
    free(query);
    free(record);
    assert_true(beyond * FEW <= PEOPLE);
}

static void other_names_are_seen_to_be_other(void **state)
{
    struct people *people = *state;
    struct bound_person *query = malloc(sizeof *query);
    struct bound_person *record = malloc(sizeof *record);
    size_t open = 0;
    struct bound_pair pair;
    assert_true(query && record);
    for (size_t i = 0; i < PEOPLE; i++) {
        bound_person_init(&people->persons[i], query);
        bound_person_init(&people->persons[(i + 97) % PEOPLE], record);
        as_record(record);
        open += names_bound(&people->model, query, record, &pair) > 5;
    }
    free(query);
    free(record);
    assert_true(open * 2 <= PEOPLE);
}

/* What a glance at the names of a record gives, by the columns of its tokens. */
static double glance_by(const struct glance *glance, const struct glance_column *columns,
                        const struct bound_person *record)
{
    double most = -INFINITY;
    for (size_t i = 0; i < record->names_n; i++) {
        const struct bound_name *name = &record->name[i];
        const struct glance_column *of[PERSON_NAME_TOKENS];
        size_t best;
        for (size_t k = 0; k < name->tokens_n; k++)
            of[k] = &columns[name->token[k]];
        most = fmax(most, glance_name(glance, of, name->part, name->tokens_n, name->weak, -INFINITY, &best));
    }
    return most + glance_alternatives(glance, record->names_n);
}

/* By sketches alone. */
static double glance_at(const struct glance *glance, const struct bound_person *query,
                        const struct bound_person *record)
{
    struct glance_column columns[BOUND_TOKENS];
    for (size_t i = 0; i < record->tokens_n; i++)
        glance_column_init(glance, query, &record->sketch[i], &columns[i]);
    return glance_by(glance, columns, record);
}

static void a_glance_gives_no_less_than_the_bound(void **state)
{
    enum { SLACK = 1, TELLING = 5, FEW = 100 };
    struct people *people = *state;
    struct bound_person *query = malloc(sizeof *query);
    struct bound_person *record = malloc(sizeof *record);
    struct glance *glance = malloc(sizeof *glance);
    size_t below = 0;
    size_t telling = 0;
    struct bound_pair pair;
    assert_true(query && record && glance);
    for (size_t i = 0; i < PEOPLE; i++) {
        bound_person_init(&people->persons[PEOPLE + i], query);
        bound_person_init(&people->persons[i], record);
        as_record(record);
        glance_init(&people->model, query, glance);
        double bound = names_bound(&people->model, query, record, &pair);
        if (!glance->whole || bound < TELLING)
            continue;
        telling++;
        below += glance_at(glance, query, record) < bound - SLACK;
    }
    free(query);
    free(record);
    free(glance);
    assert_true(telling > PEOPLE / 2);
    assert_true(below * FEW <= telling);
}

static bool share(const struct str *a, size_t a_n, const struct str *b, size_t b_n)
{
    for (size_t i = 0; i < a_n; i++)
        for (size_t j = 0; j < b_n; j++)
            if (str_equal(a[i], b[j]))
                return true;
    return false;
}

static void facts_bring_no_more_than_the_gist_allows(void **state)
{
    struct people *people = *state;
    const struct weights *w = &people->model.weights;
    size_t tight = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t j = PEOPLE; j < (size_t)2 * PEOPLE; j++) {
            const struct person *a = &people->persons[i];
            const struct person *b = &people->persons[j];
            struct gist own;
            struct gist gist;
            if (share(a->documents, a->documents_n, b->documents, b->documents_n) ||
                share(a->contacts, a->contacts_n, b->contacts, b->contacts_n))
                continue;
            gist_init(a, a->names_n, &own);
            gist_init(b, b->names_n, &gist);
            double dates = dates_compare(w, a->dates, a->dates_n, b->dates, b->dates_n).nats;
            double facts = compare_facts(&people->model, a, b).nats - dates;
            double most = gist_most(w, &own, &gist);
            /* Beside the same document a date takes less: the search heeds that. */
            if (own.documents & gist.documents)
                most += fmax(0, -w->mistaken_date - dates);
            assert_true(facts <= most + 1e-3);
            pairs++;
            tight += most - facts < 1;
        }
    assert_true(pairs > 50000);
    assert_true(tight * 10 > pairs * 7);
}

static void a_slip_in_a_document_leaves_a_third_of_it(void **state)
{
    static const char *const slips[] = {"AB1234567", "AB1234657", "BA1234567", "AB1234568", "AC1234567"};
    struct str number = STR("AB1234567");
    struct person person = {.documents_n = 1, .documents = &number};
    struct gist gist;
    (void)state;
    gist_init(&person, 1, &gist);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        struct str slip = str_of(slips[i]);
        struct person other = {.documents_n = 1, .documents = &slip};
        struct gist of_other;
        gist_init(&other, 1, &of_other);
        assert_true(gist.documents & of_other.documents);
    }
}

static void the_sieve_holds_back_other_names_only(void **state)
{
    struct people *people = *state;
    size_t held = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *query = &people->persons[PEOPLE + i];
        struct token_sketch own[SIEVE_TOKENS];
        struct sieve sieve;
        size_t n = query->tokens_n < SIEVE_TOKENS ? query->tokens_n : SIEVE_TOKENS;
        for (size_t k = 0; k < n; k++)
            token_sketch_init(&query->tokens[k], &own[k]);
        sieve_init(&sieve, own, n);
        for (size_t j = 0; j < PEOPLE; j++) {
            struct token_sketch sketch;
            token_sketch_init(&people->persons[j].tokens[0], &sketch);
            struct sifted sifted = sieve_token(&sieve, &sketch);
            for (size_t k = 0; k < n; k++) {
                bool near = sifted.near >> k & 1;
                pairs++;
                held += !near;
                if (!near)
                    assert_true(token_bound(&people->model, &own[k], &query->tokens[k].shape, &sketch) <=
                                token_other(&people->model.weights));
            }
        }
    }
    assert_true(held * 10 > pairs * 9);
}

/* Two names as an index holds them against each other: by what their tokens agree in truth. */
static void expect_bounded(struct people *people, struct str query, struct str record, double least)
{
    struct str names[2] = {query, record};
    struct subject subjects[2] = {0};
    struct person persons[2];
    struct bound_person *bound = calloc(2, sizeof *bound);
    struct glance *glance = malloc(sizeof *glance);
    struct glance_column columns[BOUND_TOKENS];
    struct comparer *comparer = comparer_new(&people->model);
    struct bound_pair pair;
    micronats evidence;
    assert_true(bound && glance && comparer);
    for (size_t i = 0; i < 2; i++) {
        subjects[i].id = STR("n");
        subjects[i].values[PROPERTY_NAME] = (struct values){&names[i], 1};
        assert_int_equal(person_init(&people->arena, &people->model, &subjects[i], &persons[i], NULL),
                         ERR_OK);
        bound_person_init(&persons[i], &bound[i]);
    }
    as_record(&bound[1]);
    glance_init(&people->model, &bound[0], glance);
    for (size_t i = 0; i < persons[1].tokens_n; i++) {
        glance_column_init(glance, &bound[0], &bound[1].sketch[i], &columns[i]);
        for (size_t k = 0; k < persons[0].tokens_n; k++)
            if (columns[i].most[k] > 0)
                glance_column_set(
                    glance, &columns[i], k,
                    token_compare(&people->model, &persons[0].tokens[k], &persons[1].tokens[i]).nats);
        bound[1].column[i] = columns[i].most;
        bound[1].agrees[i] = columns[i].agrees;
    }
    assert_int_equal(compare_persons(comparer, &persons[0], &persons[1], &evidence, NULL, NULL), ERR_OK);
    double nats = (double)evidence / 1e6;
    if (nats < least || nats > names_bound(&people->model, &bound[0], &bound[1], &pair) + 1e-3 ||
        nats > glance_by(glance, columns, &bound[1]) + 1e-3)
        fail_msg("%s ~ %s: %.2f, bound %.2f, glance %.2f", query.p, record.p, nats,
                 names_bound(&people->model, &bound[0], &bound[1], &pair),
                 glance_by(glance, columns, &bound[1]));
    comparer_free(comparer);
    free(bound);
    free(glance);
}

/* A patronymic that its spelling hides is missing on the other side: it disputes nothing that agrees. Where
 * words meet, the second may lose its first class. */
static void names_with_a_turn_are_bounded_too(void **state)
{
    struct people *people = *state;
    const struct str pairs[][2] = {
        {STR("MOKSZGORBATICHIN, Nikolay Walierjewicz"), STR("Nikolay Valeryevich Mokchgorbatikhin")},
        {STR("Yoon Dongyong"), STR("Yoon Dong-yong")},
        {STR("Wang Xiuying"), STR("Wang Xiu-ying")},
        {STR("Wang Guiyun"), STR("WANG, Gui Yun")},
        {STR("宋志建"), STR("SUNG, Chih-chien")},
        {STR("唐勇厚"), STR("Tong Yong Hau")},
        {STR("崔光天"), STR("Chui Kwong Tin")},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        expect_bounded(people, pairs[i][0], pairs[i][1], 8);
        expect_bounded(people, pairs[i][1], pairs[i][0], 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_agree_no_more_than_their_bound),
        cmocka_unit_test(names_of_one_person_reach_no_more_than_their_bound),
        cmocka_unit_test(other_names_are_seen_to_be_other),
        cmocka_unit_test(a_glance_gives_no_less_than_the_bound),
        cmocka_unit_test(names_with_a_turn_are_bounded_too),
        cmocka_unit_test(facts_bring_no_more_than_the_gist_allows),
        cmocka_unit_test(a_slip_in_a_document_leaves_a_third_of_it),
        cmocka_unit_test(the_sieve_holds_back_other_names_only),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
