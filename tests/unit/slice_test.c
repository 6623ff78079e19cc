/* index/slice: the slices of a person together have each of his names, and none more than a glance takes. */
#include "index/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { NAMES = 150 };

static struct arena arena;
static struct model model;
static struct slice slice;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    return model_load(&arena, &model, NULL) == ERR_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* A person of so many names, particles before some of them. */
static void person_of(size_t n, struct person *person)
{
    static struct subject subject;
    struct str *names = arena_array(&arena, n, sizeof *names);
    assert_non_null(names);
    for (size_t i = 0; i < n; i++) {
        static const char *const family[] = {"al-Otaibi", "de la Cruz", "Tamarov", "Alotaibi"};
        char text[64];
        int length = snprintf(text, sizeof text, "Ka%c%c Mor%c %s", (int)('b' + i % 20),
                              (int)('a' + i / 20 % 20), (int)('a' + i % 7), family[i % 4]);
        names[i] = (struct str){arena_copy(&arena, text, (size_t)length), (size_t)length};
    }
    subject = (struct subject){.id = STR("x")};
    subject.values[PROPERTY_NAME] = (struct values){.at = names, .n = n};
    assert_int_equal(person_init(&arena, &model, &subject, person, NULL), ERR_OK);
}

static void assert_same_token(const struct person *person, uint16_t token, const struct person *sliced,
                              uint16_t at)
{
    if (token == UINT16_MAX) {
        assert_int_equal(at, UINT16_MAX);
        return;
    }
    assert_true(at < sliced->tokens_n);
    assert_true(str_equal(person->tokens[token].text, sliced->tokens[at].text));
    assert_int_equal(token < person->apart_tokens_n, at < sliced->apart_tokens_n);
}

static void assert_same_name(const struct person *person, size_t i, const struct person *sliced, size_t at)
{
    const struct person_name *name = &person->names[i];
    const struct person_name *own = &sliced->names[at];
    assert_int_equal(i < person->apart_n, at < sliced->apart_n);
    assert_int_equal(name->tokens_n, own->tokens_n);
    for (size_t k = 0; k < name->tokens_n; k++) {
        assert_same_token(person, name->token[k], sliced, own->token[k]);
        assert_same_token(person, name->joined[k], sliced, own->joined[k]);
    }
}

static void each_name_is_in_a_slice(void **state)
{
    struct person person;
    size_t slices = 0;
    size_t next = 0;
    (void)state;
    person_of(NAMES, &person);
    assert_true(person.apart_n == NAMES && person.names_n > NAMES);
    while (next < person.names_n) {
        size_t from = next;
        const struct person *sliced = slice_of(&person, from, &slice, &next);
        size_t behind_first = from < person.apart_n ? 0 : 1;
        assert_ptr_equal(sliced, &slice.person);
        assert_true(sliced->names_n <= GLANCE_NAMES && sliced->tokens_n <= GLANCE_TOKENS);
        assert_true(sliced->apart_n > 0 && next > from);
        assert_int_equal(sliced->names_n, next - from + behind_first);
        if (behind_first)
            assert_same_name(&person, 0, sliced, 0);
        for (size_t i = from; i < next; i++)
            assert_same_name(&person, i, sliced, i - from + behind_first);
        slices++;
    }
    assert_true(slices > 2);
}

static void who_has_few_names_is_not_sliced(void **state)
{
    struct person person;
    size_t next = 0;
    (void)state;
    person_of(3, &person);
    assert_ptr_equal(slice_of(&person, 0, &slice, &next), &person);
    assert_int_equal(next, person.names_n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_name_is_in_a_slice),
        cmocka_unit_test(who_has_few_names_is_not_sliced),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
