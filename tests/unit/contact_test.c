/* private/contact: one form of an identifier, however it was written. */
#include "private/contact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static enum err normal(enum contact_kind kind, struct str written, struct buf *out)
{
    struct fault fault = {.detail = ""};
    buf_init(out, 1024);
    enum err code = contact_normal(kind, written, out, &fault);
    assert_true((code == ERR_OK) == (fault.detail[0] == '\0'));
    return code;
}

static void what_is_written_in_many_ways_has_one_form(void **state)
{
    static const struct {
        enum contact_kind kind;
        const char *written;
        const char *form;
    } cases[] = {
        {CONTACT_TELEPHONE, "+7 (495) 555-01-99", "74955550199"},
        {CONTACT_TELEPHONE, "007 495 5550199", "74955550199"},
        {CONTACT_TELEPHONE, " +44 (0)20 7946 0123", "442079460123"},
        {CONTACT_MAIL, " Ruslan.T@Example.ORG", "ruslan.t@example.org"},
        {CONTACT_HANDLE, "Telegram:@Grey_Falcon", "telegram:grey_falcon"},
        {CONTACT_HANDLE, "telegram:grey_falcon", "telegram:grey_falcon"},
        {CONTACT_DOCUMENT, "ab 12-345/67", "AB1234567"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out;
        assert_int_equal(normal(cases[i].kind, str_of(cases[i].written), &out), ERR_OK);
        assert_true(str_equal(buf_str(&out), str_of(cases[i].form)));
        buf_release(&out);
    }
}

static void what_is_none_is_refused_with_its_reason(void **state)
{
    const struct {
        enum contact_kind kind;
        struct str written;
    } cases[] = {
        {CONTACT_TELEPHONE, STR("")},
        {CONTACT_TELEPHONE, STR("495 555 01 99")},
        {CONTACT_TELEPHONE, STR("+0 495 555 01 99")},
        {CONTACT_TELEPHONE, STR("+7 495 CALL ME")},
        {CONTACT_TELEPHONE, STR("+7\0 4955550199")},
        {CONTACT_TELEPHONE, STR("+123456")},
        {CONTACT_TELEPHONE, STR("+1234567890123456")},
        {CONTACT_MAIL, STR("ruslan.example.org")},
        {CONTACT_MAIL, STR("@example.org")},
        {CONTACT_MAIL, STR("ruslan@")},
        {CONTACT_MAIL, STR("ruslan@localhost")},
        {CONTACT_MAIL, STR("a@b@example.org")},
        {CONTACT_MAIL, STR("a b@example.org")},
        {CONTACT_HANDLE, STR("grey_falcon")},
        {CONTACT_HANDLE, STR("telegram:@")},
        {CONTACT_HANDLE, STR(":grey")},
        {CONTACT_DOCUMENT, STR("A-12")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out;
        assert_int_equal(normal(cases[i].kind, cases[i].written, &out), ERR_BAD_INPUT);
        buf_release(&out);
    }
}

static void keys_of_two_kinds_or_schemes_differ(void **state)
{
    struct match_key a;
    struct match_key b;
    (void)state;
    contact_key(1, CONTACT_TELEPHONE, STR("74955550199"), &a);
    contact_key(1, CONTACT_DOCUMENT, STR("74955550199"), &b);
    assert_memory_not_equal(&a, &b, sizeof a);
    contact_key(2, CONTACT_TELEPHONE, STR("74955550199"), &b);
    assert_memory_not_equal(&a, &b, sizeof a);
    contact_key(1, CONTACT_TELEPHONE, STR("74955550199"), &b);
    assert_memory_equal(&a, &b, sizeof a);
}

static void words_name_the_kinds(void **state)
{
    (void)state;
    assert_int_equal(contact_kind_of(STR("handle")), CONTACT_HANDLE);
    assert_int_equal(contact_kind_of(STR("fax")), 0);
    assert_string_equal(contact_word(CONTACT_MAIL), "mail");
    assert_null(contact_word(9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_in_many_ways_has_one_form),
        cmocka_unit_test(what_is_none_is_refused_with_its_reason),
        cmocka_unit_test(keys_of_two_kinds_or_schemes_differ),
        cmocka_unit_test(words_name_the_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
