/* Synth: what a population of invented persons promises. */
#include "synth/synth.h"

#include "base/hash.h"
#include "base/limits.h"
#include "name/parse.h"
#include "record/date.h"
#include "record/ftm_write.h"
#include "synth/rates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { PERSONS = 4000, LINE_BYTES = 64 * 1024 };

struct world {
    struct synth *synth;
    struct arena arena;
};

static void begin(struct world *world, uint64_t seed)
{
    assert_int_equal(synth_open(&world->synth, seed, NULL), ERR_OK);
    arena_init(&world->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
}

static void finish(struct world *world)
{
    synth_close(world->synth);
    arena_release(&world->arena);
}

static void write_person(struct world *world, uint64_t index, struct buf *line)
{
    struct subject subject;
    arena_reset(&world->arena);
    assert_int_equal(synth_person(world->synth, index, &world->arena, &subject, NULL), ERR_OK);
    buf_init(line, LINE_BYTES);
    ftm_write(line, &subject);
    assert_false(buf_failed(line));
}

static void a_person_depends_on_seed_and_index_alone(void **state)
{
    (void)state;
    struct world one;
    struct world other;
    begin(&one, 7);
    begin(&other, 7);
    for (uint64_t i = 0; i < 50; i++) {
        struct buf a;
        struct buf b;
        struct buf later;
        write_person(&other, 1000003 - i, &later);
        write_person(&one, i, &a);
        write_person(&other, i, &b);
        assert_true(str_equal(buf_str(&a), buf_str(&b)));
        buf_release(&a);
        buf_release(&b);
        buf_release(&later);
    }
    finish(&one);
    finish(&other);
}

static void a_known_person_never_changes(void **state)
{
    (void)state;
    struct world world;
    struct buf line;
    begin(&world, 7);
    write_person(&world, 3, &line);
    assert_string_equal(line.bytes,
                        "{\"id\":\"s3\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Mark Glenman\"],"
                        "\"alias\":[\"Glenman Mark\"],\"birthDate\":[\"2000-08-02\"],"
                        "\"nationality\":[\"us\"],\"passportNumber\":[\"GJ9799080\"]}}\n");
    buf_release(&line);
    finish(&world);
}

/* And so a population, and its copies: to the byte, on every machine. Other tables (names, errors.tsv) are
 * another population: then, and only then, the numbers change. */
static void a_known_population_never_changes(void **state)
{
    (void)state;
    struct world world;
    uint64_t persons = 0;
    uint64_t copies = 0;
    begin(&world, 7);
    for (uint64_t i = 0; i < PERSONS; i++) {
        struct buf line;
        struct subject copy;
        write_person(&world, i, &line);
        persons = hash_str(buf_str(&line), persons);
        assert_int_equal(synth_copy(world.synth, i, 1, 1000, &world.arena, &copy, NULL), ERR_OK);
        buf_clear(&line);
        ftm_write(&line, &copy);
        copies = hash_str(buf_str(&line), copies);
        buf_release(&line);
    }
    finish(&world);
    assert_int_equal(persons, 0xc76040ca6d8c7729);
    assert_int_equal(copies, 0x9a990e6ad228aad);
}

static void check_subject(struct world *world, const struct subject *subject)
{
    struct date date;
    struct name name;
    assert_true(subject->values[PROPERTY_NAME].n > 0);
    for (size_t i = 0; i < subject->values[PROPERTY_NAME].n; i++) {
        assert_int_equal(
            name_parse(&world->arena, subject->values[PROPERTY_NAME].at[i], NAME_WHOLE, &name, NULL), ERR_OK);
        assert_true(name.tokens_n >= 1);
    }
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++)
        assert_int_equal(date_parse(subject->values[PROPERTY_BIRTH_DATE].at[i], &date, NULL), ERR_OK);
}

static void every_person_can_be_read_and_has_names_and_dates_as_promised(void **state)
{
    (void)state;
    struct world world;
    size_t names = 0;
    size_t dates = 0;
    begin(&world, 1);
    for (uint64_t i = 0; i < PERSONS; i++) {
        struct subject subject;
        arena_reset(&world.arena);
        assert_int_equal(synth_person(world.synth, i, &world.arena, &subject, NULL), ERR_OK);
        check_subject(&world, &subject);
        names += subject.values[PROPERTY_NAME].n + subject.values[PROPERTY_ALIAS].n;
        dates += subject.values[PROPERTY_BIRTH_DATE].n;
    }
    assert_in_range(names, PERSONS * 24 / 10, PERSONS * 26 / 10);
    assert_in_range(dates, PERSONS * 115 / 100, PERSONS * 125 / 100);
    finish(&world);
}

static void a_ceiling_that_is_reached_is_an_error(void **state)
{
    (void)state;
    struct world world;
    struct subject subject;
    struct arena small;
    begin(&world, 1);
    arena_init(&small, 64);
    assert_int_equal(synth_person(world.synth, 0, &small, &subject, NULL), ERR_NO_MEMORY);
    arena_release(&small);
    finish(&world);
}

static void copies_without_errors_keep_the_date_of_birth(void **state)
{
    (void)state;
    struct world world;
    begin(&world, 5);
    for (uint64_t i = 0; i < 500; i++) {
        struct subject person;
        struct subject copy;
        arena_reset(&world.arena);
        assert_int_equal(synth_person(world.synth, i, &world.arena, &person, NULL), ERR_OK);
        assert_int_equal(synth_copy(world.synth, i, 1, 0, &world.arena, &copy, NULL), ERR_OK);
        const struct values *dates = &person.values[PROPERTY_BIRTH_DATE];
        const struct values *copied = &copy.values[PROPERTY_BIRTH_DATE];
        check_subject(&world, &copy);
        if (dates->n == 1 && dates->at[0].n == 10 && copied->n == 1)
            assert_true(str_equal(dates->at[0], copied->at[0]));
    }
    finish(&world);
}

static void a_copy_with_errors_is_still_a_record_that_can_be_read(void **state)
{
    (void)state;
    struct world world;
    begin(&world, 5);
    for (uint64_t i = 0; i < 2000; i++) {
        struct subject copy;
        struct name name;
        arena_reset(&world.arena);
        assert_int_equal(synth_copy(world.synth, i, 2, 5000, &world.arena, &copy, NULL), ERR_OK);
        assert_int_equal(name_parse(&world.arena, copy.values[PROPERTY_NAME].at[0], NAME_WHOLE, &name, NULL),
                         ERR_OK);
    }
    finish(&world);
}

static void shuffling_gives_every_index_once(void **state)
{
    (void)state;
    bool seen[1000] = {false};
    for (uint64_t i = 0; i < 1000; i++) {
        uint64_t at = synth_shuffled(3, i, 1000);
        assert_true(at < 1000 && !seen[at]);
        seen[at] = true;
    }
    assert_int_equal(synth_shuffled(3, 0, 1), 0);
}

static void a_table_of_errors_that_lacks_a_rate_is_refused(void **state)
{
    (void)state;
    struct rates rates;
    struct fault fault;
    assert_int_equal(rates_learned(&rates, &fault), ERR_OK);
    assert_int_equal(rates_read(STR("token.slip\t12\n"), &rates, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "table of errors: no token.respelled");
    assert_int_equal(rates_read(STR("# all\ntoken.slip\t10001\n"), &rates, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "table of errors: line 2 is not understood");
}

static void rates_are_counted_between_the_names_and_dates_of_one_person(void **state)
{
    (void)state;
    struct rate_counts counts = {{0}, {0}};
    struct str names[] = {STR("TSARIKAEV, Ruslan Anzorovich"), STR("Ruslan Tsarikayev"),
                          STR("Tsarikaev R. Anzorovich"), STR("Somebody Else")};
    struct str dates[] = {STR("1968-10-12"), STR("1968-12-10"), STR("1968")};
    struct subject subject = {.values[PROPERTY_NAME] = {names, 4}, .values[PROPERTY_BIRTH_DATE] = {dates, 3}};
    struct arena scratch;
    arena_init(&scratch, 1 << 20);
    assert_int_equal(rates_count(&counts, &subject, &scratch, NULL), ERR_OK);
    assert_int_equal(counts.of[RATE_REORDERED], 2);
    assert_int_equal(counts.seen[RATE_RESPELLED], 1);
    assert_int_equal(counts.seen[RATE_INITIAL], 1);
    assert_int_equal(counts.seen[RATE_OMITTED], 1);
    assert_int_equal(counts.seen[RATE_ADDED], 0);
    assert_int_equal(counts.seen[RATE_DATE_MANY], 1);
    assert_int_equal(counts.seen[RATE_DATE_SWAPPED], 1);
    assert_int_equal(counts.of[RATE_DATE_YEAR], 3);
    assert_int_equal(counts.seen[RATE_DATE_YEAR], 1);
    arena_release(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_depends_on_seed_and_index_alone),
        cmocka_unit_test(a_known_person_never_changes),
        cmocka_unit_test(a_known_population_never_changes),
        cmocka_unit_test(every_person_can_be_read_and_has_names_and_dates_as_promised),
        cmocka_unit_test(a_ceiling_that_is_reached_is_an_error),
        cmocka_unit_test(copies_without_errors_keep_the_date_of_birth),
        cmocka_unit_test(a_copy_with_errors_is_still_a_record_that_can_be_read),
        cmocka_unit_test(shuffling_gives_every_index_once),
        cmocka_unit_test(a_table_of_errors_that_lacks_a_rate_is_refused),
        cmocka_unit_test(rates_are_counted_between_the_names_and_dates_of_one_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
