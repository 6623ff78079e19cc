/* channel/card, agreement, statistics: one spelling, a rollover only by the promised key, a phrase that
 * differs for another card, levels, and obligations that end once. */
#include "channel/agreement.h"
#include "channel/card.h"
#include "channel/statistics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static struct card sample(unsigned char fill)
{
    struct card card = {.name = STR("R"), .address = STR("localhost:7000")};
    unsigned char next[PUBLIC_BYTES];
    memset(card.messages, fill, PUBLIC_BYTES);
    memset(card.sealing, fill, PUBLIC_BYTES);
    memset(next, fill + 1, PUBLIC_BYTES);
    card_key_hash(next, &card.next);
    return card;
}

static void a_card_has_one_spelling(void **state)
{
    (void)state;
    struct card card = sample(1), read;
    struct str signed_text;
    struct buf text, again;
    buf_init(&text, 4096);
    buf_init(&again, 4096);
    card_write(&text, &card);
    assert_int_equal(card_read(&read, buf_str(&text), &signed_text, NULL), ERR_OK);
    card_write(&again, &read);
    assert_true(str_equal(buf_str(&text), buf_str(&again)));
    assert_true(signed_text.n < text.n);
    for (size_t n = 0; n < text.n; n++)
        assert_int_not_equal(card_read(&read, (struct str){text.bytes, n}, &signed_text, NULL), ERR_OK);
    card.name = STR("R R");
    buf_clear(&text);
    card_write(&text, &card);
    assert_int_equal(card_read(&read, buf_str(&text), &signed_text, NULL), ERR_BAD_INPUT);
    buf_release(&text);
    buf_release(&again);
}

static void only_the_promised_key_takes_over(void **state)
{
    (void)state;
    struct card older = sample(1), newer = sample(2), thief = sample(3);
    newer.number = thief.number = 1;
    card_desk(&older, &newer.desk);
    thief.desk = newer.desk;
    assert_int_equal(card_follows(&older, &newer, NULL), ERR_OK);
    assert_int_equal(card_follows(&older, &thief, NULL), ERR_REFUSED);
    newer.number = 2;
    assert_int_equal(card_follows(&older, &newer, NULL), ERR_REFUSED);
    newer.number = 1, newer.name = STR("Q");
    assert_int_equal(card_follows(&older, &newer, NULL), ERR_REFUSED);
}

static void the_phrase_depends_on_both_cards_and_nonces(void **state)
{
    (void)state;
    struct card one = sample(1), other = sample(2), third = sample(3);
    unsigned char a[PAIRING_NONCE_BYTES] = {1}, b[PAIRING_NONCE_BYTES] = {2};
    char phrase[PAIRING_PHRASE_MAX], again[PAIRING_PHRASE_MAX];
    pairing_phrase(&one, a, &other, b, phrase);
    pairing_phrase(&one, a, &other, b, again);
    assert_string_equal(phrase, again);
    assert_int_equal(strlen(phrase), 17);
    pairing_phrase(&one, a, &third, b, again);
    assert_string_not_equal(phrase, again);
    pairing_phrase(&one, a, &other, a, again);
    assert_string_not_equal(phrase, again);
}

static void an_agreement_is_written_and_read(void **state)
{
    (void)state;
    struct agreement agreement = {.number = 1,
                                  .kinds = STR("tip, request"),
                                  .purposes = STR("terrorism"),
                                  .handling = STR("AMBER"),
                                  .profile = STR("own"),
                                  .questions = 20,
                                  .retention = 365,
                                  .assessed = STR("2026-11-25"),
                                  .principal = STR("minister"),
                                  .published = STR("nothing")},
                     read;
    struct buf text;
    buf_init(&text, 8192);
    agreement_write(&text, &agreement);
    assert_int_equal(agreement_read(&read, buf_str(&text), NULL), ERR_OK);
    assert_true(agreement_carries(&read, KIND_TIP));
    assert_false(agreement_carries(&read, KIND_SIGHTING));
    assert_true(agreement_carries(&read, KIND_THREAT));
    assert_int_not_equal(agreement_read(&read, (struct str){text.bytes, text.n - 1}, NULL), ERR_OK);
    buf_release(&text);
}

static void what_begins_says_which_of_several_purposes_it_serves(void **state)
{
    (void)state;
    struct agreement one = {.purposes = STR("terrorism")}, two = {.purposes = STR("terrorism, customs")};
    struct str purpose;
    assert_int_equal(agreement_purpose(&one, STR(""), &purpose, NULL), ERR_OK);
    assert_true(str_equal(purpose, STR("terrorism")));
    assert_int_equal(agreement_purpose(&one, STR("customs"), &purpose, NULL), ERR_REFUSED);
    assert_int_equal(agreement_purpose(&two, STR("customs"), &purpose, NULL), ERR_OK);
    assert_true(str_equal(purpose, STR("customs")));
    assert_int_equal(agreement_purpose(&two, STR(""), &purpose, NULL), ERR_REFUSED);
    struct fault fault;
    assert_int_equal(agreement_purpose(&(struct agreement){0}, STR(""), &purpose, &fault), ERR_REFUSED);
    assert_non_null(strstr(fault.detail, "no agreement"));
}

static void one_side_lowers_the_level(void **state)
{
    (void)state;
    assert_int_equal(level_in_force(LEVEL_OPEN, LEVEL_OPEN, LEVEL_OPEN), LEVEL_OPEN);
    assert_int_equal(level_in_force(LEVEL_OPEN, LEVEL_SUSPENDED, LEVEL_OPEN), LEVEL_SUSPENDED);
    assert_int_equal(level_in_force(LEVEL_OPEN, LEVEL_OPEN, LEVEL_RESTRICTED), LEVEL_RESTRICTED);
    assert_int_equal(level_in_force(LEVEL_RESTRICTED, LEVEL_OPEN, LEVEL_OPEN), LEVEL_RESTRICTED);
}

static void a_request_ends_once(void **state)
{
    (void)state;
    struct obligation request = {.kind = KIND_REQUEST, .since = 10, .due = 100};
    assert_true(obligation_change(&request, &(struct change){.kind = KIND_PART, .at = 20}));
    assert_int_equal(request.end, KIND_NONE);
    assert_false(obligation_change(&request, &(struct change){.kind = KIND_OUTCOME, .at = 20}));
    assert_false(obligation_change(&request, &(struct change){.kind = KIND_ANSWERED, .by_asker = true}));
    assert_true(obligation_change(&request, &(struct change){.kind = KIND_NEITHER, .at = 30}));
    assert_false(obligation_change(&request, &(struct change){.kind = KIND_ANSWERED, .at = 40}));
    assert_int_equal(request.end, KIND_NEITHER);
    /* A withdrawal that crossed and was receipted before counts, on both sides. */
    assert_true(
        obligation_change(&request, &(struct change){.kind = KIND_WITHDRAWN, .by_asker = true, .at = 25}));
    assert_int_equal(request.end, KIND_WITHDRAWN);
    assert_true(obligation_change(&request, &(struct change){.kind = KIND_DISPUTE, .by_asker = true}));
    assert_true(request.disputed);
}

static void who_was_told_judges_what_he_was_told(void **state)
{
    (void)state;
    const struct change praise = {.kind = KIND_FEEDBACK, .useful = 1, .by_asker = true},
                        blame = {.kind = KIND_FEEDBACK, .useful = -1};
    struct obligation request = {.kind = KIND_REQUEST}, tip = {.kind = KIND_TIP},
                      threat = {.kind = KIND_THREAT};
    struct obligation *all[] = {&request, &tip, &threat};
    for (size_t i = 0; i < 3; i++) {
        assert_true(obligation_change(all[i], &praise));
        assert_true(obligation_change(all[i], &blame));
    }
    assert_int_equal(request.useful, 1);
    assert_int_equal(tip.useful, -1);
    assert_int_equal(threat.useful, -1);
}

static void a_clarification_stops_the_clock(void **state)
{
    (void)state;
    struct obligation request = {.kind = KIND_REQUEST, .since = 10, .due = 100};
    assert_true(obligation_change(&request, &(struct change){.kind = KIND_CLARIFY, .at = 50}));
    assert_true(obligation_is_paused(&request));
    assert_true(
        obligation_change(&request, &(struct change){.kind = KIND_CLARIFIED, .by_asker = true, .at = 80}));
    assert_int_equal(obligation_due(&request), 130);
    assert_true(obligation_change(&request, &(struct change){.kind = KIND_EXTENSION, .at = 90, .due = 200}));
    assert_int_equal(obligation_due(&request), 230);
    assert_true(obligation_change(
        &request, &(struct change){.kind = KIND_EXTENSION, .at = 90, .due = 90 + EXTENSION_MOST}));
    assert_false(obligation_change(
        &request, &(struct change){.kind = KIND_EXTENSION, .at = 90, .due = 91 + EXTENSION_MOST}));
    assert_int_equal(request.due, 90 + EXTENSION_MOST);
}

static void statistics_do_not_depend_on_the_order(void **state)
{
    (void)state;
    static struct statistics one, other;
    const struct obligation items[] = {
        {.asker = SIDE_LOWER, .kind = KIND_TIP, .due = 5},
        {.asker = SIDE_HIGHER, .kind = KIND_REQUEST, .end = KIND_REFUSED, .ground = STR("political")},
        {.asker = SIDE_HIGHER, .kind = KIND_REQUEST, .end = KIND_REFUSED, .ground = STR("asylum")}};
    struct buf a, b;
    buf_init(&a, 4096);
    buf_init(&b, 4096);
    memset(&one, 0, sizeof one);
    memset(&other, 0, sizeof other);
    for (size_t i = 0; i < 3; i++) {
        statistics_add(&one, &items[i], 10);
        statistics_add(&other, &items[2 - i], 10);
    }
    statistics_write(&a, &one);
    statistics_write(&b, &other);
    assert_true(str_equal(buf_str(&a), buf_str(&b)));
    assert_true(str_equal(buf_str(&a), STR("lower tip: asked 1, open 1, overdue 1\n"
                                           "higher request: asked 2, refused 2\n"
                                           "higher refused on ground asylum: 1\n"
                                           "higher refused on ground political: 1\n")));
    buf_release(&a);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_card_has_one_spelling),
                                       cmocka_unit_test(only_the_promised_key_takes_over),
                                       cmocka_unit_test(the_phrase_depends_on_both_cards_and_nonces),
                                       cmocka_unit_test(an_agreement_is_written_and_read),
                                       cmocka_unit_test(what_begins_says_which_of_several_purposes_it_serves),
                                       cmocka_unit_test(one_side_lowers_the_level),
                                       cmocka_unit_test(a_request_ends_once),
                                       cmocka_unit_test(who_was_told_judges_what_he_was_told),
                                       cmocka_unit_test(a_clarification_stops_the_clock),
                                       cmocka_unit_test(statistics_do_not_depend_on_the_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
