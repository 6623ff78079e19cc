/* index/finder: who shares two tokens of a name, one of them nearly so written, is found; whom only usual
 * names make alike is not even looked at. */
#include "synth/synth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

#include "index_fixture.h"
#include "starve.h"

enum { NAMESAKES = 400, SOME = 30, MOST = 64, MILLION = 1000000 };

struct people {
    struct index_fixture fixture;
    struct subject *subjects;
    size_t n;
    size_t room;
};

static struct str kept(struct arena *arena, const char *text)
{
    const char *copy = arena_copy(arena, text, strlen(text) + 1);
    assert_non_null(copy);
    return str_of(copy);
}

/* Adds somebody; born may be NULL. */
static void add(struct people *people, const char *id, const char *name, const char *born)
{
    struct arena *arena = &people->fixture.arena;
    struct subject *subject = &people->subjects[people->n++];
    assert_true(people->n <= people->room);
    subject->id = kept(arena, id);
    for (int i = 0; i < 2; i++) {
        const char *value = i ? born : name;
        struct values *values = &subject->values[i ? PROPERTY_BIRTH_DATE : PROPERTY_NAME];
        if (!value)
            continue;
        values->at = arena_array(arena, 1, sizeof *values->at);
        values->at[0] = kept(arena, value);
        values->n = 1;
    }
}

/* Strangers who share usual names: one family name each, made of syllables that no other has. */
static void add_namesakes(struct people *people, size_t n, const char *before, const char *behind)
{
    static const char *const first[] = {"Bor", "Gul", "Dem", "Zak", "Kul",  "Lom",  "Mor",
                                        "Rud", "Sav", "Tok", "Har", "Chur", "Shal", "Yan",
                                        "Pol", "Fed", "Vol", "Gor", "Kor",  "Mel"};
    for (size_t i = 0; i < n; i++) {
        char family[32];
        char name[96];
        char id[32];
        snprintf(family, sizeof family, "%s%s%sin", first[i % 20], "a", first[i / 20 % 20]);
        snprintf(name, sizeof name, "%s%s%s", before, family, behind);
        snprintf(id, sizeof id, "namesake-%zu", i);
        add(people, id, name, NULL);
    }
}

static int setup(void **state)
{
    static struct people people;
    static struct str number;
    number = STR("LB4301123");
    people.room = 3 * NAMESAKES;
    people.subjects = calloc(people.room, sizeof *people.subjects);
    if (!people.subjects || !index_fixture_open(&people.fixture, 1))
        return -1;
    add_namesakes(&people, NAMESAKES, "Aleksandr Ivanovich ", "");
    add_namesakes(&people, NAMESAKES, "", " Zubrzhitskiy");
    add_namesakes(&people, SOME, "", " Tsagolov");
    add(&people, "same", "Aleksandr Ivanovich Tsarikaev", NULL);
    add(&people, "nearly", "Aleksandr Ivanovich Tsarikanaev", NULL);
    add(&people, "equivalent", "Pyotr Zubrzhitskiy", "1961-04-07");
    add(&people, "year-off", "Anzor Kudzoev", "1972-08-19");
    add(&people, "alone", "Dzhokhartsikhe", "1950-02-03");
    add(&people, "apart", "Batyrbek Magometovich Tsagolov", "1968-11-30");
    add(&people, "as-one", "Kazbekaslanbekovich Zubrzhitskiy", NULL);
    add(&people, "wade-giles", "Chang Hsueh-liang", NULL);
    add(&people, "pinyin", "Chen Yonggui", NULL);
    add(&people, "passport", "Sergey Kudzoev", "1985-08-09");
    people.subjects[people.n - 1].values[PROPERTY_PASSPORT_NUMBER] = (struct values){&number, 1};
    *state = &people;
    return index_fixture_build(&people.fixture, people.subjects, people.n) ? 0 : -1;
}

static int teardown(void **state)
{
    struct people *people = *state;
    free(people->subjects);
    index_fixture_close(&people->fixture);
    return 0;
}

/* Who is found for a subject, as if among so many, best first; how many. */
static size_t find(struct people *people, const struct subject *subject, size_t of_so_many,
                   const char *found[MOST], struct search_counts *counts)
{
    struct searcher *searcher = searcher_new(people->fixture.index);
    struct screening screening = {.prior = screen_prior(of_so_many), .threshold = 0.5, .limit = MOST};
    const struct person *query;
    struct found out[MOST];
    size_t n;
    *counts = (struct search_counts){0};
    assert_non_null(searcher);
    assert_int_equal(searcher_query(searcher, subject, &query, NULL), ERR_OK);
    assert_int_equal(searcher_search(searcher, query, &screening, out, &n, counts, NULL), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found[i] = people->subjects[(uint32_t)out[i].record].id.p;
    searcher_free(searcher);
    return n;
}

static bool finds(struct people *people, const char *name, const char *born, size_t of_so_many,
                  const char *id, struct search_counts *counts)
{
    const char *found[MOST];
    struct str values[2] = {str_of(name), born ? str_of(born) : STR("")};
    struct subject subject = {.id = STR("q"), .values = {[PROPERTY_NAME] = {&values[0], 1}}};
    if (born)
        subject.values[PROPERTY_BIRTH_DATE] = (struct values){&values[1], 1};
    size_t n = find(people, &subject, of_so_many, found, counts);
    for (size_t i = 0; i < n; i++)
        if (str_equal(str_of(found[i]), str_of(id)))
            return true;
    return false;
}

static void usual_names_alone_bring_nobody_to_be_looked_at(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Aleksandr Ivanovich Tsarikaev", NULL, MILLION, "same", &counts));
    assert_true(counts.glanced < NAMESAKES / 10);
    assert_true(counts.entries > NAMESAKES);
}

static void a_token_nearly_so_written_is_found_beside_another(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Aleksandr Ivanovich Tsarikanaev", NULL, MILLION, "nearly", &counts));
    assert_true(finds(*state, "Aleksandr Ivanovich Tsarikamaev", NULL, MILLION, "nearly", &counts));
    assert_true(counts.glanced < NAMESAKES / 10);
}

static void an_equivalent_name_is_found_beside_one_that_many_bear(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Peter Zubrzhitskiy", "1961", MILLION, "equivalent", &counts));
    assert_true(counts.glanced < NAMESAKES / 10);
}

static void an_initial_finds_those_who_bear_the_other_name(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "P. Zubrzhitskiy", "1961-04-07", 1000, "equivalent", &counts));
}

static void a_day_finds_those_of_another_year(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Anzor Kudzoef", "1973-08-19", MILLION, "year-off", &counts));
}

static void a_single_name_is_found_by_itself(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Dzhokhartsikhe", "1950-02-03", MILLION, "alone", &counts));
}

static void two_tokens_are_found_as_one_however_long(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Batyrbekmagometovich Tsagolov", NULL, MILLION, "apart", &counts));
    assert_true(finds(*state, "Kazbek Aslanbekovich Zubrzhitskiy", NULL, MILLION, "as-one", &counts));
}

static void a_given_name_in_wade_giles_is_found_in_pinyin_and_back(void **state)
{
    struct search_counts counts;
    assert_true(finds(*state, "Zhang Xueliang", NULL, 1000, "wade-giles", &counts));
    assert_true(finds(*state, "Chen Yung-kuei", NULL, 1000, "pinyin", &counts));
}

/* One digit and the date are wrong. */
static void a_document_that_a_slip_parts_is_found_by_what_the_slip_leaves(void **state)
{
    static const char *const numbers[] = {"LB4301123", "LB4301423", "BL4301123", "LB4310123",
                                          "XB4301123", "LB5301123", "LB4031123"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct search_counts counts;
        const char *found[MOST];
        struct str name = STR("Sergey Kudzoev");
        struct str born = STR("1974-07-15");
        struct str number = str_of(numbers[i]);
        struct subject subject = {.id = STR("q"),
                                  .values = {[PROPERTY_NAME] = {&name, 1},
                                             [PROPERTY_BIRTH_DATE] = {&born, 1},
                                             [PROPERTY_PASSPORT_NUMBER] = {&number, 1}}};
        assert_int_equal(find(*state, &subject, 1000, found, &counts), 1);
        assert_string_equal(found[0], "passport");
    }
}

enum { NAMES = 200 };

/* More names than a query is sought by nearly. */
static struct subject of_very_many_names(void)
{
    static char text[NAMES][160];
    static struct str names[NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        snprintf(text[i], sizeof text[i],
                 "Tsarikabchdfghklmnoprstvz%zu Kudzobchdfghklmnoprstvz Dzhokharbchdfghklmnoprstvz "
                 "Zubrzhibchdfghklmnoprstvz Aleksandr Ivanovich Pyotr",
                 i);
        for (char *c = text[i]; *c; c++)
            if (*c >= '0' && *c <= '9')
                *c = (char)('b' + *c - '0');
        names[i] = str_of(text[i]);
    }
    names[0] = STR("Aleksandr Ivanovich Tsarikaev");
    return (struct subject){.id = STR("q"), .values = {[PROPERTY_NAME] = {names, NAMES}}};
}

static void a_query_of_very_many_names_is_answered(void **state)
{
    struct search_counts counts;
    const char *found[MOST];
    struct subject subject = of_very_many_names();
    bool same = false;
    size_t n = find(*state, &subject, 1000, found, &counts);
    for (size_t i = 0; !same && i < n; i++)
        same = str_equal(str_of(found[i]), str_of("same"));
    assert_true(same);
}

static enum err ask(struct searcher *searcher, const struct subject *subject, struct found out[MOST],
                    size_t *n)
{
    struct screening screening = {.prior = screen_prior(1000), .threshold = 0.5, .limit = MOST};
    const struct person *query;
    enum err err = searcher_query(searcher, subject, &query, NULL);
    *n = 0;
    return err ? err : searcher_search(searcher, query, &screening, out, n, NULL, NULL);
}

static void is_answered(struct searcher *searcher, const struct subject *subject, const struct found *wanted,
                        size_t n)
{
    struct found out[MOST];
    size_t out_n;
    assert_int_equal(ask(searcher, subject, out, &out_n), ERR_OK);
    assert_int_equal(out_n, n);
    for (size_t i = 0; i < n; i++)
        assert_true(out[i].record == wanted[i].record && out[i].evidence == wanted[i].evidence);
}

/* One allocation of a large query fails, the first few and then ever further on, on a searcher that has
 * answered nothing yet: the query fails or is answered whole, and so are a small one and itself after it. */
static void a_searcher_that_lacked_memory_once_answers_as_before(void **state)
{
    struct people *people = *state;
    struct str name = STR("Aleksandr Ivanovich Tsarikaev");
    struct subject large = of_very_many_names(),
                   small = {.id = STR("q"), .values = {[PROPERTY_NAME] = {&name, 1}}};
    struct found large_found[MOST], small_found[MOST], out[MOST];
    size_t large_n, small_n, n, failures = 0;
    struct searcher *searcher = searcher_new(people->fixture.index);
    assert_non_null(searcher);
    assert_int_equal(ask(searcher, &large, large_found, &large_n), ERR_OK);
    assert_int_equal(ask(searcher, &small, small_found, &small_n), ERR_OK);
    assert_true(large_n > 0 && small_n > 0);
    searcher_free(searcher);
    for (long at = 0;; at += 1 + at / 2) {
        searcher = searcher_new(people->fixture.index);
        assert_non_null(searcher);
        until_failure = at;
        enum err err = ask(searcher, &large, out, &n);
        bool failed = until_failure < 0;
        until_failure = -1;
        failures += err != ERR_OK;
        if (!err) {
            assert_int_equal(n, large_n);
            assert_memory_equal(out, large_found, n * sizeof *out);
        }
        is_answered(searcher, &small, small_found, small_n);
        is_answered(searcher, &large, large_found, large_n);
        searcher_free(searcher);
        if (!failed)
            break;
    }
    assert_true(failures > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_names_alone_bring_nobody_to_be_looked_at),
        cmocka_unit_test(a_token_nearly_so_written_is_found_beside_another),
        cmocka_unit_test(an_equivalent_name_is_found_beside_one_that_many_bear),
        cmocka_unit_test(an_initial_finds_those_who_bear_the_other_name),
        cmocka_unit_test(a_day_finds_those_of_another_year),
        cmocka_unit_test(a_single_name_is_found_by_itself),
        cmocka_unit_test(two_tokens_are_found_as_one_however_long),
        cmocka_unit_test(a_given_name_in_wade_giles_is_found_in_pinyin_and_back),
        cmocka_unit_test(a_document_that_a_slip_parts_is_found_by_what_the_slip_leaves),
        cmocka_unit_test(a_query_of_very_many_names_is_answered),
        cmocka_unit_test(a_searcher_that_lacked_memory_once_answers_as_before),
    };
    return cmocka_run_group_tests_name("finder", tests, setup, teardown);
}
