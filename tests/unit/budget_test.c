/* private/budget: keys are charged once and for good, and every refusal has its reason. */
#include "private/budget.h"
#include "private/question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static const struct budget_terms TERMS = {.keys_per_epoch = 640, .keys_per_day = 192};

static enum refusal charge(struct budget_use *use, uint64_t epoch, int64_t day)
{
    return budget_charge(&TERMS, use, epoch, day, QUESTION_KEYS);
}

static void a_day_is_spent_and_the_next_begins_anew(void **state)
{
    (void)state;
    struct budget_use use = {0};
    for (int i = 0; i < 3; i++)
        assert_int_equal(charge(&use, 1, 100), REFUSAL_NONE);
    assert_int_equal(charge(&use, 1, 100), REFUSAL_DAY_SPENT);
    assert_int_equal(charge(&use, 1, 101), REFUSAL_NONE);
    assert_int_equal(use.keys_in_epoch, 256);
    assert_int_equal(use.keys_in_day, 64);
    assert_int_equal(use.refused, 1);
}

static void an_epoch_is_spent_whatever_the_day(void **state)
{
    (void)state;
    struct budget_use use = {0};
    for (int i = 0; i < 10; i++)
        assert_int_equal(charge(&use, 1, 100 + i), REFUSAL_NONE);
    assert_int_equal(charge(&use, 1, 200), REFUSAL_EPOCH_SPENT);
    assert_int_equal(budget_left(&TERMS, &use, 1, 200), 0);
    assert_int_equal(charge(&use, 2, 200), REFUSAL_NONE);
}

static void a_new_epoch_does_not_renew_the_day(void **state)
{
    (void)state;
    struct budget_use use = {0};
    for (int i = 0; i < 3; i++)
        assert_int_equal(charge(&use, 1, 100), REFUSAL_NONE);
    assert_int_equal(charge(&use, 2, 100), REFUSAL_DAY_SPENT);
}

static void an_earlier_epoch_is_not_in_force(void **state)
{
    (void)state;
    struct budget_use use = {0};
    assert_int_equal(charge(&use, 5, 100), REFUSAL_NONE);
    assert_int_equal(charge(&use, 4, 100), REFUSAL_EPOCH_UNKNOWN);
    assert_int_equal(budget_left(&TERMS, &use, 4, 100), 0);
    assert_int_equal(use.epoch, 5);
}

static void a_clock_set_back_gives_no_second_day(void **state)
{
    (void)state;
    struct budget_use use = {0};
    for (int i = 0; i < 3; i++)
        assert_int_equal(charge(&use, 1, 100), REFUSAL_NONE);
    assert_int_equal(charge(&use, 1, 99), REFUSAL_DAY_SPENT);
    assert_int_equal(charge(&use, 1, -5), REFUSAL_DAY_SPENT);
    assert_int_equal(charge(&use, 1, 100), REFUSAL_DAY_SPENT);
}

static void a_refusal_costs_no_keys_and_moves_no_day(void **state)
{
    (void)state;
    struct budget_use use = {0};
    assert_int_equal(charge(&use, 1, 100), REFUSAL_NONE);
    assert_int_equal(budget_charge(&TERMS, &use, 7, 500, 1000), REFUSAL_EPOCH_SPENT);
    assert_int_equal(use.epoch, 1);
    assert_int_equal(use.day, 100);
    assert_int_equal(use.keys_in_epoch, 64);
    assert_int_equal(use.refused, 1);
}

static void numbers_at_their_ends_do_not_wrap(void **state)
{
    (void)state;
    struct budget_terms all = {UINT64_MAX, UINT64_MAX};
    struct budget_use use = {0};
    assert_int_equal(budget_charge(&all, &use, 1, 1, UINT64_MAX), REFUSAL_NONE);
    assert_int_equal(budget_charge(&all, &use, 1, 1, 1), REFUSAL_EPOCH_SPENT);
    assert_int_equal(budget_charge(&all, &use, UINT64_MAX, INT64_MAX, 1), REFUSAL_NONE);
}

static void terms_that_were_cut_leave_nothing_below_zero(void **state)
{
    (void)state;
    struct budget_use use = {.epoch = 1, .day = 100, .keys_in_epoch = 1000, .keys_in_day = 1000};
    assert_int_equal(budget_left(&TERMS, &use, 1, 100), 0);
    assert_int_equal(charge(&use, 1, 100), REFUSAL_EPOCH_SPENT);
}

static void terms_of_zero_admit_nothing(void **state)
{
    (void)state;
    struct budget_terms none = {0};
    struct budget_use use = {0};
    assert_int_equal(budget_charge(&none, &use, 1, 1, 1), REFUSAL_EPOCH_SPENT);
}

static void the_default_is_thirty_questions_a_day_and_five_about_contacts(void **state)
{
    (void)state;
    struct budget_terms persons = budget_default(EPOCH_PERSONS, 7);
    struct budget_terms contacts = budget_default(EPOCH_CONTACTS, 7);
    assert_int_equal(persons.keys_per_day, 30 * QUESTION_KEYS);
    assert_int_equal(persons.keys_per_epoch, 7 * 30 * QUESTION_KEYS);
    assert_int_equal(contacts.keys_per_day, 5 * QUESTION_KEYS);
}

static void every_refusal_has_a_sentence_and_no_other_number_has(void **state)
{
    (void)state;
#define R(name, number, sentence) assert_string_equal(refusal_sentence(number), sentence);
#include "private/refusals.def"
#undef R
    assert_null(refusal_sentence(REFUSAL_SUSPENDED + 1));
    assert_null(refusal_sentence(UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_spent_and_the_next_begins_anew),
        cmocka_unit_test(an_epoch_is_spent_whatever_the_day),
        cmocka_unit_test(a_new_epoch_does_not_renew_the_day),
        cmocka_unit_test(an_earlier_epoch_is_not_in_force),
        cmocka_unit_test(a_clock_set_back_gives_no_second_day),
        cmocka_unit_test(a_refusal_costs_no_keys_and_moves_no_day),
        cmocka_unit_test(numbers_at_their_ends_do_not_wrap),
        cmocka_unit_test(terms_that_were_cut_leave_nothing_below_zero),
        cmocka_unit_test(terms_of_zero_admit_nothing),
        cmocka_unit_test(the_default_is_thirty_questions_a_day_and_five_about_contacts),
        cmocka_unit_test(every_refusal_has_a_sentence_and_no_other_number_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
