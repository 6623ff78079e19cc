/* What a comparison can reach at most is never less than what it reaches, but where hardly anything is. */
#include "index/marked.h"
#include "index/reach.h"
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
            struct asking_token x;
            struct token_sketch y;
            asking_token_init(a, &x);
            token_sketch_init(b, &y);
            double bound = token_bound(&people->model, &x, &y);
            double nats = token_compare(&people->model, a, b).nats;
            pairs++;
            beyond += nats > fmax(bound, 0) + SLACK;
        }
    assert_true(pairs > 50000);
    assert_true(beyond * 5000 <= pairs);
}

enum { TOKENS = 256 /* of one person at most */ };

/* A person's tokens as a record's: what a query's can agree with each. */
struct looked_at {
    struct token_sketch sketch[TOKENS];
    struct glance_column column[TOKENS];
};

static void look_at(const struct glance *glance, const struct person *record, struct looked_at *looked)
{
    assert_true(record->tokens_n <= TOKENS);
    for (size_t i = 0; i < record->tokens_n; i++) {
        token_sketch_init(&record->tokens[i], &looked->sketch[i]);
        glance_column_init(glance, &looked->sketch[i], &looked->column[i]);
    }
}

/* What a glance at the names of a record gives. */
static double glance_by(const struct glance *glance, const struct person *record,
                        const struct looked_at *looked, double needed)
{
    double alternatives = glance_alternatives(glance, record->apart_n);
    double most = -INFINITY;
    for (size_t i = 0; i < record->names_n; i++) {
        const struct person_name *name = &record->names[i];
        const struct glance_column *of[PERSON_NAME_TOKENS];
        size_t best;
        for (size_t k = 0; k < name->tokens_n; k++)
            of[k] = &looked->column[name->token[k]];
        most = fmax(most, glance_name(glance, of, name->part, name->tokens_n, name->weak,
                                      i >= record->apart_n, needed - alternatives, &best));
    }
    return most + alternatives;
}

/* What the names of two persons bring in truth. */
static double names_in_truth(struct comparer *comparer, const struct person *query,
                             const struct person *record)
{
    struct explanation explanation;
    micronats evidence;
    double names = 0;
    assert_int_equal(compare_persons(comparer, query, record, &evidence, &explanation, NULL), ERR_OK);
    for (size_t k = 0; k < explanation.n; k++)
        if (strcmp(explanation.line[k].field, "name") == 0)
            names += (double)explanation.line[k].weight / 1e6;
    return names;
}

/* Of names whose evidence tells: those of the pairs that are one person. */
static void a_glance_gives_no_less_than_the_truth(void **state)
{
    enum { SLACK = 1, TELLING = 5, FEW = 100 };
    struct people *people = *state;
    struct glance *glance = malloc(sizeof *glance);
    struct looked_at *looked = malloc(sizeof *looked);
    struct comparer *comparer = comparer_new(&people->model);
    size_t below = 0;
    size_t telling = 0;
    assert_true(glance && looked && comparer);
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *query = &people->persons[PEOPLE + i];
        const struct person *record = &people->persons[i];
        double needed = names_in_truth(comparer, query, record) - SLACK;
        if (query->names_n > GLANCE_NAMES || query->tokens_n > GLANCE_TOKENS || needed < TELLING)
            continue;
        glance_init(&people->model, query, glance);
        look_at(glance, record, looked);
        telling++;
        below += glance_by(glance, record, looked, needed) < needed;
    }
    comparer_free(comparer);
    free(glance);
    free(looked);
    assert_true(telling > PEOPLE / 2);
    assert_true(below * FEW <= telling);
}

static void at_a_glance_other_names_are_other(void **state)
{
    enum { NEEDED = 5 };
    struct people *people = *state;
    struct glance *glance = malloc(sizeof *glance);
    struct looked_at *looked = malloc(sizeof *looked);
    size_t open = 0;
    assert_true(glance && looked);
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *record = &people->persons[(i + 97) % PEOPLE];
        glance_init(&people->model, &people->persons[i], glance);
        look_at(glance, record, looked);
        open += glance_by(glance, record, looked, NEEDED) >= NEEDED;
    }
    free(glance);
    free(looked);
    assert_true(open * 5 <= PEOPLE);
}

/* As a record has it: of its names as written. */
static void mark_person(const struct people *people, const struct person *person, struct gist *gist)
{
    *gist = (struct gist){0};
    for (size_t i = 0; i < person->apart_tokens_n; i++) {
        struct person_token token = person->tokens[i];
        struct token_skeletons skeletons;
        gist->may_be_fused = gist->may_be_fused || token.may_be_fused;
        token.may_be_fused = false;
        person_token_skeletons(&people->model, &token, &skeletons);
        if (skeletons.n == 0)
            mark_add_any(&gist->names);
        for (size_t k = 0; k < skeletons.n; k++)
            mark_add(&gist->names, skeletons.at[k]);
    }
}

static double most_by(struct marked *marked, const struct gist *gist, double needed)
{
    return marked_most(marked, &gist->names, gist->may_be_fused, needed);
}

static void ask_marked(const struct people *people, struct marked *marked, const struct person *query)
{
    const struct weights *w = &people->model.weights;
    assert_true(marked_ask(marked, query));
    for (size_t i = 0; i < query->tokens_n; i++) {
        struct token_skeletons skeletons;
        person_token_skeletons(&people->model, &query->tokens[i], &skeletons);
        marked_tell(marked, i, &skeletons, reach_token(w, &query->tokens[i]),
                    reach_nearly(w, &query->tokens[i]));
    }
}

/* Of names whose evidence tells; and most other persons' bring little. */
static void a_mark_leaves_names_no_less_than_the_truth(void **state)
{
    enum { SLACK = 1, TELLING = 5, NEEDED = 8, FEW = 100 };
    struct people *people = *state;
    struct comparer *comparer = comparer_new(&people->model);
    struct marked marked;
    size_t below = 0;
    size_t telling = 0;
    size_t open = 0;
    marked_init(&marked);
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *query = &people->persons[PEOPLE + i];
        struct gist record;
        struct gist other;
        double needed = names_in_truth(comparer, query, &people->persons[i]) - SLACK;
        if (needed < TELLING)
            continue;
        mark_person(people, &people->persons[i], &record);
        mark_person(people, &people->persons[(i + 97) % PEOPLE], &other);
        ask_marked(people, &marked, query);
        telling++;
        below += most_by(&marked, &record, needed) < needed;
        open += most_by(&marked, &other, NEEDED) >= NEEDED;
        /* What is needed only lets it stop early. */
        assert_true(most_by(&marked, &other, 0) <= most_by(&marked, &other, INFINITY));
    }
    marked_release(&marked);
    comparer_free(comparer);
    assert_true(telling > PEOPLE / 2);
    assert_true(below * FEW <= telling);
    assert_true(open * 3 <= telling);
}

/* Beside a record of a single skeleton, one slip from a token of the query. */
static bool is_near_still(struct marked *marked, size_t token, skeleton slip)
{
    struct mark record = {0};
    mark_add(&record, slip);
    return marked_most(marked, &record, false, 0) >=
           marked->tokens[token / MARKED_LANES].nearly[token % MARKED_LANES];
}

static void a_mark_leaves_near_what_is_sought_nearly(void **state)
{
    enum { QUERIES = 200 };
    struct people *people = *state;
    struct marked marked;
    size_t sought = 0;
    marked_init(&marked);
    for (size_t i = 0; i < QUERIES; i++) {
        const struct person *query = &people->persons[i];
        ask_marked(people, &marked, query);
        for (size_t k = 0; k < query->apart_n; k++) {
            size_t token = query->names[k].token[0];
            struct token_skeletons own;
            skeleton slips[SKELETON_SLIPS];
            person_token_skeletons(&people->model, &query->tokens[token], &own);
            bool sought_nearly = own.n && !query->tokens[token].joined;
            size_t n = sought_nearly ? skeleton_slips(own.at[0], slips) : 0;
            for (size_t l = 0; l < n; l++)
                assert_true(is_near_still(&marked, token, slips[l]));
            sought += n;
        }
    }
    marked_release(&marked);
    assert_true(sought > QUERIES);
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
            gist_init(a, a->apart_n, &own);
            gist_init(b, b->apart_n, &gist);
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
    size_t halves = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *query = &people->persons[PEOPLE + i];
        struct asking_token own[SIEVE_TOKENS];
        struct sieve sieve;
        size_t n = query->tokens_n < SIEVE_TOKENS ? query->tokens_n : SIEVE_TOKENS;
        for (size_t k = 0; k < n; k++)
            asking_token_init(&query->tokens[k], &own[k]);
        sieve_init(&sieve, own, n, n);
        for (size_t j = 0; j < PEOPLE; j++) {
            struct token_sketch sketch;
            token_sketch_init(&people->persons[j].tokens[0], &sketch);
            struct sifted sifted = sieve_token(&sieve, &sketch);
            for (size_t k = 0; k < n; k++) {
                bool near = sifted.near >> k & 1;
                bool left;
                bool right;
                token_may_be_half(&own[k], &sketch, &left, &right);
                if (!query->tokens[k].joined && (left || right)) {
                    halves++;
                    assert_true(sifted.half >> k & 1);
                }
                pairs++;
                held += !near;
                if (!near)
                    assert_true(token_bound(&people->model, &own[k], &sketch) <=
                                token_other(&people->model.weights));
            }
        }
    }
    assert_true(halves * 20 > pairs);
    assert_true(held * 10 > pairs * 9);
}

/* Two names as an index holds them against each other: by what their tokens agree in truth. */
static void expect_bounded(struct people *people, struct str query, struct str record, double least)
{
    struct str names[2] = {query, record};
    struct subject subjects[2] = {0};
    struct person persons[2];
    struct glance *glance = malloc(sizeof *glance);
    struct looked_at *looked = malloc(sizeof *looked);
    struct comparer *comparer = comparer_new(&people->model);
    assert_true(glance && looked && comparer);
    for (size_t i = 0; i < 2; i++) {
        subjects[i].id = STR("n");
        subjects[i].values[PROPERTY_NAME] = (struct values){&names[i], 1};
        assert_int_equal(person_init(&people->arena, &people->model, &subjects[i], &persons[i], NULL),
                         ERR_OK);
    }
    glance_init(&people->model, &persons[0], glance);
    look_at(glance, &persons[1], looked);
    for (size_t i = 0; i < persons[1].tokens_n; i++)
        for (size_t k = 0; k < persons[0].tokens_n; k++)
            if (looked->column[i].most[k] > 0)
                glance_column_set(
                    glance, &looked->column[i], k,
                    token_compare(&people->model, &persons[0].tokens[k], &persons[1].tokens[i]).nats);
    double nats = names_in_truth(comparer, &persons[0], &persons[1]);
    double most = glance_by(glance, &persons[1], looked, nats);
    if (nats < least || nats > most + 1e-3)
        fail_msg("%s ~ %s: %.2f, at a glance %.2f", query.p, record.p, nats, most);
    comparer_free(comparer);
    free(glance);
    free(looked);
}

/* What is written without vowels may be further from its skeletons than by a slip. */
static void a_mark_leaves_near_what_lacks_vowels(void **state)
{
    struct people *people = *state;
    struct str pairs[][2] = {
        {STR("אפללנדשטיין אסתר"), STR("Apfellandstein Esther")},
        {STR("שטיינבלוממן יצחק"), STR("STEINBLUMMAN, Yitzhak")},
        {STR("ליבהירשביץ' אסתר"), STR("LIEBHIRSCHWITZ, Esther")},
    };
    struct comparer *comparer = comparer_new(&people->model);
    struct marked marked;
    marked_init(&marked);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct person persons[2];
        struct subject subjects[2] = {{.id = STR("n")}, {.id = STR("n")}};
        struct gist record;
        for (size_t k = 0; k < 2; k++) {
            subjects[k].values[PROPERTY_NAME] = (struct values){&pairs[i][k], 1};
            assert_int_equal(person_init(&people->arena, &people->model, &subjects[k], &persons[k], NULL),
                             ERR_OK);
        }
        mark_person(people, &persons[1], &record);
        ask_marked(people, &marked, &persons[0]);
        double nats = names_in_truth(comparer, &persons[0], &persons[1]);
        if (most_by(&marked, &record, 0) < nats)
            fail_msg("%s ~ %s: %.2f, by the mark %.2f", pairs[i][0].p, pairs[i][1].p, nats,
                     most_by(&marked, &record, 0));
    }
    marked_release(&marked);
    comparer_free(comparer);
}

/* A patronymic that its spelling hides is missing on the other side: it disputes nothing that agrees. Where
 * words meet, the second may lose its first class, or the first its last. */
static void names_with_a_turn_are_bounded_too(void **state)
{
    struct people *people = *state;
    const struct str pairs[][2] = {
        {STR("MOKSZGORBATICHIN, Nikolay Walierjewicz"), STR("Nikolay Valeryevich Mokchgorbatikhin")},
        {STR("Yoon Dongyong"), STR("Yoon Dong-yong")},
        {STR("Wang Xiuying"), STR("Wang Xiu-ying")},
        {STR("Wang Guiyun"), STR("WANG, Gui Yun")},
        {STR("Taoufikkhalid Loutaibi"), STR("Taoufik Khalid al-Outaibi")},
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
        cmocka_unit_test(a_glance_gives_no_less_than_the_truth),
        cmocka_unit_test(at_a_glance_other_names_are_other),
        cmocka_unit_test(a_mark_leaves_names_no_less_than_the_truth),
        cmocka_unit_test(a_mark_leaves_near_what_is_sought_nearly),
        cmocka_unit_test(a_mark_leaves_near_what_lacks_vowels),
        cmocka_unit_test(names_with_a_turn_are_bounded_too),
        cmocka_unit_test(facts_bring_no_more_than_the_gist_allows),
        cmocka_unit_test(a_slip_in_a_document_leaves_a_third_of_it),
        cmocka_unit_test(the_sieve_holds_back_other_names_only),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
