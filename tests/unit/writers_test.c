/* The writers of subjects: what they write reads back as it was. */
#include "reading.h"

#include "record/csv_write.h"
#include "record/ftm_write.h"

enum { WRITTEN_ROOM = 64 * 1024 };

static struct str awkward[] = {
    {"a \"quoted\" name", 15}, {"back\\slash;semicolon", 20}, {"tab\tand\x01line", 12}};
static struct str aliases[] = {{"one", 3}, {"two, three", 10}};

static struct subject awkward_subject(void)
{
    return (struct subject){
        .id = STR("x, \"1\""), .values[PROPERTY_NAME] = {awkward, 3}, .values[PROPERTY_ALIAS] = {aliases, 2}};
}

static void json_reads_back_as_it_was(void **state)
{
    (void)state;
    struct reading r;
    struct buf out;
    struct subject subject = awkward_subject();
    buf_init(&out, WRITTEN_ROOM);
    ftm_write(&out, &subject);
    read_all(&r, buf_str(&out), true);
    assert_int_equal(r.err, ERR_OK);
    assert_true(str_equal(r.subject.id, subject.id));
    for (size_t i = 0; i < 3; i++)
        assert_true(str_equal(r.subject.values[PROPERTY_NAME].at[i], awkward[i]));
    assert_value(&r, PROPERTY_ALIAS, 1, "two, three");
    arena_release(&r.arena);
    buf_release(&out);
}

static void csv_reads_back_with_further_names_among_the_aliases(void **state)
{
    (void)state;
    struct reading r;
    struct buf out;
    struct subject subject = awkward_subject();
    buf_init(&out, WRITTEN_ROOM);
    csv_write_headings(&out);
    assert_int_equal(csv_write(&out, &subject), 0);
    read_all(&r, buf_str(&out), true);
    if (r.err)
        fail_msg("%s", r.fault.detail);
    assert_true(str_equal(r.subject.id, subject.id));
    assert_value(&r, PROPERTY_NAME, 0, "a \"quoted\" name");
    assert_value(&r, PROPERTY_ALIAS, 0, "one");
    assert_value(&r, PROPERTY_ALIAS, 1, "two, three");
    assert_value(&r, PROPERTY_ALIAS, 2, "back\\slash,semicolon");
    assert_int_equal(r.subject.values[PROPERTY_ALIAS].n, 4);
    arena_release(&r.arena);
    buf_release(&out);
}

static void what_csv_leaves_out_is_counted(void **state)
{
    (void)state;
    struct buf out;
    struct subject subject = {.id = STR("1"), .values[PROPERTY_BIRTH_PLACE] = {aliases, 2}};
    buf_init(&out, WRITTEN_ROOM);
    assert_int_equal(csv_write(&out, &subject), 1);
    buf_release(&out);
}

static void a_buffer_that_is_full_is_an_error_and_no_overrun(void **state)
{
    (void)state;
    struct buf out;
    struct subject subject = awkward_subject();
    buf_init(&out, 16);
    ftm_write(&out, &subject);
    assert_true(buf_failed(&out));
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_reads_back_as_it_was),
        cmocka_unit_test(csv_reads_back_with_further_names_among_the_aliases),
        cmocka_unit_test(what_csv_leaves_out_is_counted),
        cmocka_unit_test(a_buffer_that_is_full_is_an_error_and_no_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
