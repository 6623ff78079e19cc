/* record/ftm, record/json: where there is no memory for a person, he is an error, never another person. */
#include "base/limits.h"
#include "record/ftm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

#include "starve.h"

static enum err read_person(const char *text, struct arena *arena, struct subject *subject)
{
    struct intake intake = {.file = "memory", .strict = true};
    enum row row = ROW_SKIPPED;
    intake_row(&intake, 1);
    enum err err = ftm_row(str_of(text), &intake, arena, subject, &row, NULL);
    return !err && row != ROW_PERSON ? ERR_NO_USE : err;
}

static void expect_same(const struct subject *a, const struct subject *b)
{
    assert_true(str_equal(a->id, b->id));
    for (int p = 0; p < PROPERTY_COUNT; p++) {
        assert_int_equal(a->values[p].n, b->values[p].n);
        for (size_t i = 0; i < a->values[p].n; i++)
            assert_true(str_equal(a->values[p].at[i], b->values[p].at[i]));
    }
}

/* Every allocation of the reading fails in its turn. */
static void starve(const char *text)
{
    struct arena whole, arena;
    struct subject expected, subject;
    arena_init(&whole, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    assert_int_equal(read_person(text, &whole, &expected), ERR_OK);
    bool over = false;
    for (long k = 0; !over; k++) {
        arena_release(&arena);
        arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
        until_failure = k;
        enum err err = read_person(text, &arena, &subject);
        over = until_failure > 0;
        until_failure = -1;
        if (err)
            assert_int_equal(err, ERR_NO_MEMORY);
        else
            expect_same(&subject, &expected);
        assert_true(k < 10000);
    }
    arena_release(&whole);
    arena_release(&arena);
}

/* Texts of every length, so that each byte of them is once the one that there is no room for; with an escape
 * at their end, and a number whose end is not saved. */
static void a_starved_reader_gives_the_person_or_an_error(void **state)
{
    (void)state;
    for (int good = 0; good < 2; good++)
        for (int n = 1; n < 140; n++) {
            char text[1024];
            fails_for_good = good;
            snprintf(text, sizeof text,
                     "{\"id\":\"%0*d\",\"x\":[%.*f,%lld],\"schema\":\"Person\",\"properties\":"
                     "{\"name\":[\"%0*d Царикаев \\\"Руслан\\\"\\n\"],\"birthDate\":\"1987-10-21\"}}",
                     n, 7, n % 40 + 1, 1 / 3.0, 123456789012345LL, n, 7);
            starve(text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_starved_reader_gives_the_person_or_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
