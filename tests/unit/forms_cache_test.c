/* Persons made ready with and without a cache of tokens are the same. */
#include "match/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const names[] = {"Ruslan Anzorovich Tsarikaev", "Царикаев Руслан Анзорович",
                                    "Царикаева Лейла", "Leila Tsarikayeva", "Abu Hamza al-Masri",
                                    "أبو حمزة المصري", "Jong-un Parkmi", "Jongun Parkmi",
                                    "Maria del Mar Ordóñez", "A. Tsarikaev", "高橋みなみ", "Minami Takahashi",
                                    /* One token with its ending and without. */
                                    "Karimova, Leila", "Leila, Karimova"};
enum { NAMES = sizeof names / sizeof *names };

struct people {
    struct arena arena;
    struct model model;
    struct subject subjects[NAMES];
};

static int setup(void **state)
{
    static struct people people;
    arena_init(&people.arena, (size_t)1 << 30);
    if (model_load(&people.arena, &people.model, NULL) != ERR_OK)
        return -1;
    for (size_t i = 0; i < NAMES; i++) {
        struct str *values = arena_array(&people.arena, 2, sizeof *values);
        if (!values)
            return -1;
        values[0] = str_of(names[i]);
        values[1] = str_of(names[(i + 5) % NAMES]);
        people.subjects[i].id = str_of(names[i]);
        people.subjects[i].values[PROPERTY_NAME] = (struct values){values, 1};
        people.subjects[i].values[PROPERTY_WEAK_ALIAS] = (struct values){values + 1, 1};
    }
    *state = &people;
    return 0;
}

static int teardown(void **state)
{
    struct people *people = *state;
    arena_release(&people->arena);
    return 0;
}

static void compare_all(struct people *people, struct forms_cache *cache)
{
    struct person plain[NAMES];
    struct person cached[NAMES];
    struct fault fault = {0};
    for (size_t i = 0; i < NAMES; i++) {
        assert_int_equal(person_init(&people->arena, &people->model, &people->subjects[i], &plain[i], &fault),
                         ERR_OK);
        assert_int_equal(person_init_cached(&people->arena, cache, &people->model, &people->subjects[i],
                                            &cached[i], &fault),
                         ERR_OK);
        assert_int_equal(plain[i].tokens_n, cached[i].tokens_n);
        assert_int_equal(plain[i].names_n, cached[i].names_n);
    }
    struct comparer *comparer = comparer_new(&people->model);
    assert_non_null(comparer);
    for (size_t i = 0; i < NAMES; i++)
        for (size_t j = 0; j < NAMES; j++) {
            micronats a;
            micronats b;
            assert_int_equal(compare_persons(comparer, &plain[i], &plain[j], &a, NULL, &fault), ERR_OK);
            assert_int_equal(compare_persons(comparer, &cached[i], &cached[j], &b, NULL, &fault), ERR_OK);
            assert_true(a == b);
        }
    comparer_free(comparer);
}

static void persons_of_a_cache_compare_as_persons_without_one(void **state)
{
    struct forms_cache *cache = forms_cache_new((size_t)1 << 20);
    assert_non_null(cache);
    compare_all(*state, cache);
    compare_all(*state, cache);
    forms_cache_free(cache);
}

static void a_full_cache_changes_nothing(void **state)
{
    struct forms_cache *cache = forms_cache_new(2048);
    assert_non_null(cache);
    compare_all(*state, cache);
    forms_cache_trim(cache);
    compare_all(*state, cache);
    forms_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_of_a_cache_compare_as_persons_without_one),
        cmocka_unit_test(a_full_cache_changes_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
