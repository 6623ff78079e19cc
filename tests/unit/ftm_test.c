/* ftm: persons out of FollowTheMoney lines, and what happens to bad ones. */
#include "reading.h"

#include "base/buf.h"

static void a_person_is_read_with_all_values(void **state)
{
    (void)state;
    struct reading r;
    read_all(
        &r,
        STR("{\"id\":\"t-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Руслан Царикаев\"],"
            "\"alias\":[\"R. Tsarikayev\",\" Ruslan \",\"\"],\"birthDate\":\"1986-10-21\",\"notes\":[1]}}\n"),
        true);
    assert_int_equal(r.err, ERR_OK);
    assert_true(str_equal(r.subject.id, STR("t-1")));
    assert_value(&r, PROPERTY_NAME, 0, "Руслан Царикаев");
    assert_int_equal(r.subject.values[PROPERTY_ALIAS].n, 2);
    assert_value(&r, PROPERTY_ALIAS, 1, "Ruslan");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1986-10-21");
    assert_int_equal(r.counts.warnings, 0);
    arena_release(&r.arena);
}

static void a_missing_id_is_made_of_the_line(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("\n\n{\"schema\":\"Person\",\"properties\":{\"name\":\"A\"}}"), true);
    assert_true(str_equal(r.subject.id, STR("line-3")));
    arena_release(&r.arena);
    read_all(&r, STR("{\"id\":7,\"properties\":{\"name\":\"A\"}}"), true);
    assert_true(str_equal(r.subject.id, STR("7")));
    arena_release(&r.arena);
}

static void a_byte_order_mark_and_windows_line_ends_do_no_harm(void **state)
{
    (void)state;
    struct reading r;
    read_all(
        &r, STR("\xef\xbb\xbf{\"properties\":{\"name\":\"A\"}}\r\n{\"properties\":{\"name\":\"B\"}}\r\n\x1a"),
        true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 2);
    arena_release(&r.arena);
}

static void what_is_no_person_is_counted_apart(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("{\"id\":\"c\",\"schema\":\"Company\",\"properties\":{\"name\":[\"A Ltd\"]}}\n"), true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 0);
    assert_int_equal(r.counts.others, 1);
    assert_int_equal(r.counts.warnings, 0);
    arena_release(&r.arena);
}

static void religion_is_dropped_and_said_so_once(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("{\"properties\":{\"name\":\"A\",\"religion\":\"x\",\"ethnicity\":\"y\"}}\n"
                 "{\"properties\":{\"name\":\"B\",\"political\":\"z\"}}\n"),
             true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 2);
    assert_string_equal(r.warnings, "f: religion, political opinion and ethnicity are not kept\n");
    arena_release(&r.arena);
}

static void a_bad_birth_date_is_skipped_and_its_row_kept(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("{\"properties\":{\"name\":\"A\",\"birthDate\":[\"1986-02-31\",\"0000\",\"1986\"]}}"),
             false);
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 1);
    assert_string_equal(r.warnings, "f: line 1: birthDate: 31 February: value skipped\n"
                                    "f: line 1: birthDate: year 0: value skipped\n");
    arena_release(&r.arena);
}

static void a_birth_date_is_read_in_the_digits_of_any_script(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("{\"properties\":{\"name\":\"A\",\"birthDate\":[\"\u0661\u0669\u0668\u0666-\u0661\u0660\","
                 "\"\u06f1\u06f3\u06f6\u06f5\"],\"phone\":\"\u0967\u0968\u0969 4567\"}}"),
             false);
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 1);
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1986-10");
    assert_value(&r, PROPERTY_PHONE, 0, "123 4567");
    assert_string_equal(
        r.warnings, "f: line 1: birthDate: year 1365 is before 1800 or of another calendar: value skipped\n");
    arena_release(&r.arena);
}

static void strict_reading_ends_with_the_first_problem(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("{\"properties\":{\"name\":\"A\",\"birthDate\":\"1986-02-31\"}}"), true);
    assert_int_equal(r.err, ERR_BAD_INPUT);
    assert_string_equal(r.fault.detail, "f: line 1: birthDate: 31 February: value skipped");
    assert_string_equal(r.warnings, "");
    arena_release(&r.arena);
}

static void lines_that_are_no_entity_are_skipped(void **state)
{
    (void)state;
    expect_skipped(STR("{\"properties\":{\"name\":\"A\""),
                   "f: line 1: JSON broken off at its end: row skipped\n");
    expect_skipped(STR("{\"properties\":[]}"), "f: line 1: properties: no JSON object: row skipped\n");
    expect_skipped(STR("{\"id\":\"x\"}"), "f: line 1: properties: missing: row skipped\n");
    expect_skipped(STR("{\"schema\":1,\"properties\":{}}"), "f: line 1: schema: no text: row skipped\n");
    expect_skipped(STR("{\"properties\":{\"gender\":\"male\"}}"),
                   "f: line 1: no name and no document: row skipped\n");
    expect_skipped(STR("{\"properties\":{\"name\":7}}"),
                   "f: line 1: name: a value that is no text: value skipped\n");
    expect_skipped(STR("{} {}"), "f: line 1: no JSON at byte 4: row skipped\n");
}

static void a_doubled_key_is_refused_by_name(void **state)
{
    (void)state;
    expect_skipped(STR("{\"properties\":{\"name\":\"A\",\"name\":\"B\"}}"),
                   "f: line 1: the key \"name\" stands twice: row skipped\n");
}

static void invalid_utf8_is_named_by_its_byte(void **state)
{
    (void)state;
    expect_skipped(STR("{\"properties\":{\"name\":\"A\xff\"}}"),
                   "f: line 1: byte 25 is not UTF-8: row skipped\n");
    expect_skipped(STR("{\"properties\":{\"name\":\"A\xd0\"}}"),
                   "f: line 1: byte 25 is not UTF-8: row skipped\n");
    expect_skipped(STR("{\"properties\":{\"name\":\"\xed\xa0\x80\"}}"),
                   "f: line 1: byte 24 is not UTF-8: row skipped\n");
}

static void expect_deep(size_t levels, char open, size_t kept)
{
    struct buf text;
    struct reading r;
    buf_init(&text, 1 << 20);
    buf_printf(&text, "{\"properties\":{\"name\":\"A\",\"x\":");
    for (size_t i = 0; i < levels; i++)
        buf_printf(&text, open == '[' ? "[" : "{\"a\":");
    buf_printf(&text, "1");
    for (size_t i = 0; i < levels; i++)
        buf_printf(&text, open == '[' ? "]" : "}");
    buf_printf(&text, "}}");
    read_all(&r, buf_str(&text), false);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, kept);
    assert_string_equal(r.warnings, kept ? "" : "f: line 1: over 64 levels deep: row skipped\n");
    arena_release(&r.arena);
    buf_release(&text);
}

static void json_of_any_depth_is_one_clean_warning(void **state)
{
    (void)state;
    expect_deep(62, '[', 1);
    expect_deep(63, '[', 0);
    expect_deep(63, '{', 0);
    expect_deep(2000, '[', 0);
    expect_deep(100000, '[', 0);
    expect_deep(100000, '{', 0);
}

static void a_name_of_ten_megabytes_is_skipped_by_field(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 12 << 20);
    buf_printf(&text, "{\"properties\":{\"name\":\"");
    for (int i = 0; i < 10 << 10; i++)
        buf_printf(&text, "%01024d", 0);
    buf_printf(&text, "\"}}");
    expect_skipped(buf_str(&text), "f: line 1: name: 10485760 bytes, over 4096: value skipped\n");
    buf_release(&text);
}

static void of_ten_thousand_aliases_the_first_are_kept(void **state)
{
    (void)state;
    struct buf text;
    struct reading r;
    buf_init(&text, 1 << 20);
    buf_printf(&text, "{\"properties\":{\"name\":\"A\",\"alias\":[\"a0\"");
    for (int i = 1; i < 10000; i++)
        buf_printf(&text, ",\"a%d\"", i);
    buf_printf(&text, "]}}");
    read_all(&r, buf_str(&text), false);
    assert_int_equal(r.subject.values[PROPERTY_ALIAS].n, LIMIT_VALUES_PER_PROPERTY);
    assert_value(&r, PROPERTY_ALIAS, 1023, "a1023");
    assert_string_equal(r.warnings, "f: line 1: alias: over 1024 values: the rest skipped\n");
    arena_release(&r.arena);
    buf_release(&text);
}

static void an_arena_that_is_too_small_ends_the_reading(void **state)
{
    (void)state;
    struct reader *reader;
    struct reader_options options = {0};
    struct arena arena;
    struct subject subject = {.id = STR("untouched")};
    struct fault fault;
    bool end = false;
    arena_init(&arena, 16);
    struct str text = STR("{\"properties\":{\"name\":[\"A\",\"B\"]}}");
    assert_int_equal(reader_open_bytes(&reader, "f", text, &options, &fault), ERR_OK);
    assert_int_equal(reader_next(reader, &arena, &subject, &end, &fault), ERR_NO_MEMORY);
    assert_string_equal(fault.detail, "f: line 1");
    assert_true(str_equal(subject.id, STR("untouched")));
    reader_close(reader);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_is_read_with_all_values),
        cmocka_unit_test(a_missing_id_is_made_of_the_line),
        cmocka_unit_test(a_byte_order_mark_and_windows_line_ends_do_no_harm),
        cmocka_unit_test(what_is_no_person_is_counted_apart),
        cmocka_unit_test(religion_is_dropped_and_said_so_once),
        cmocka_unit_test(a_bad_birth_date_is_skipped_and_its_row_kept),
        cmocka_unit_test(a_birth_date_is_read_in_the_digits_of_any_script),
        cmocka_unit_test(strict_reading_ends_with_the_first_problem),
        cmocka_unit_test(lines_that_are_no_entity_are_skipped),
        cmocka_unit_test(a_doubled_key_is_refused_by_name),
        cmocka_unit_test(invalid_utf8_is_named_by_its_byte),
        cmocka_unit_test(json_of_any_depth_is_one_clean_warning),
        cmocka_unit_test(a_name_of_ten_megabytes_is_skipped_by_field),
        cmocka_unit_test(of_ten_thousand_aliases_the_first_are_kept),
        cmocka_unit_test(an_arena_that_is_too_small_ends_the_reading),
    };
    return cmocka_run_group_tests_name("ftm", tests, NULL, NULL);
}
