/* channel/track: each wrong message is refused by its own name, retries never end, nobody is told twice. */
#include "channel/track.h"

#include "base/limits.h"
#include "channel/cut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { NOW = 1000000 };

static struct digest digest(unsigned char fill)
{
    struct digest out;
    memset(out.bytes, fill, DIGEST_BYTES);
    return out;
}

/* Ours is 1, theirs 2; they have sent three messages, the last with the digest 30. */
static struct track sample(void)
{
    return (struct track){.channel = digest(9),
                          .ours = digest(1),
                          .theirs = digest(2),
                          .agreement = digest(8),
                          .agreement_before = digest(7),
                          .level = LEVEL_OPEN,
                          .sent = {5, digest(50)},
                          .received = {3, digest(30)},
                          .receipted = 4};
}

static struct header next(void)
{
    return (struct header){.kind = KIND_TIP,
                           .sender = digest(2),
                           .recipient = digest(1),
                           .channel = digest(9),
                           .agreement = digest(8),
                           .sequence = 4,
                           .previous = digest(30),
                           .message = 4,
                           .written = NOW,
                           .sent = NOW};
}

static enum verdict say(const struct track *line, const struct header *header, bool signature,
                        const struct digest *known)
{
    struct digest own = digest(40);
    struct track_arrival arrival = {.header = header,
                                    .digest = &own,
                                    .known = known,
                                    .card_known = true,
                                    .signature_holds = signature,
                                    .now = NOW};
    return track_receive(line, &arrival);
}

static void each_wrong_message_has_its_name(void **state)
{
    (void)state;
    struct track line = sample();
    struct header h = next();
    struct digest same = digest(40), another = digest(41);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_ACCEPTED);
    assert_int_equal(say(&line, &h, false, NULL), VERDICT_FORGED);
    h.recipient = digest(3);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_OTHER_DESK);
    h = next(), h.sender = digest(3);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_OTHER_DESK);
    h = next(), h.channel = digest(3);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_OTHER_CHANNEL);
    h = next(), h.sequence = 5;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_GAP);
    h = next(), h.sequence = 3;
    assert_int_equal(say(&line, &h, true, &same), VERDICT_REPLAY);
    assert_int_equal(say(&line, &h, true, &another), VERDICT_FORK);
    h = next(), h.previous = digest(31);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_FORK);
    h = next(), h.sent = NOW + LIMIT_CLOCK_SKEW_MS + 1;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_FUTURE);
    h = next(), h.written = NOW + 1;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_FUTURE);
    h = next(), h.kind = (enum kind)999;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_KIND);
    h = next(), h.agreement = digest(3);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_AGREEMENT);
    h.agreement = digest(7);
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_ACCEPTED);
}

static void at_every_level_pass_corrections_and_threats_to_life(void **state)
{
    (void)state;
    static const enum kind always[] = {KIND_CORRECTION, KIND_RECALL, KIND_CLEARANCE, KIND_REDRESS,
                                       KIND_THREAT};
    struct track line = sample();
    struct header h = next();
    line.level = LEVEL_SUSPENDED;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_LEVEL);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        h.kind = always[i];
        assert_int_equal(say(&line, &h, true, NULL), VERDICT_ACCEPTED);
    }
    line.level = LEVEL_RESTRICTED;
    h.kind = KIND_ANSWERED;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_ACCEPTED);
    h.kind = KIND_REQUEST;
    assert_int_equal(say(&line, &h, true, NULL), VERDICT_LEVEL);
}

static void the_window_closes_and_opens(void **state)
{
    (void)state;
    struct track line = sample();
    struct header header;
    assert_true(track_next(&line, &header));
    assert_int_equal(header.sequence, 6);
    assert_true(digest_equal(&header.previous, &line.sent.head));
    line.sent.sequence = line.receipted + (uint64_t)LIMIT_WINDOW_MESSAGES;
    assert_false(track_next(&line, &header));
    line.receipted++;
    assert_true(track_next(&line, &header));
}

static bool digest_at(void *context, uint64_t sequence, struct digest *out)
{
    (void)context;
    *out = digest((unsigned char)(sequence * 10));
    return true;
}

static void a_receipt_is_worth_what_it_covers(void **state)
{
    (void)state;
    static struct receipt receipt;
    struct track line = sample();
    receipt = (struct receipt){.channel = digest(9), .signer = digest(2), .sequence = 5, .count = 1};
    receipt.entries[0].header = digest(50);
    assert_int_equal(track_acknowledge(&line, &receipt, digest_at, NULL), RECEIPT_NEW);
    receipt.entries[0].header = digest(51);
    assert_int_equal(track_acknowledge(&line, &receipt, digest_at, NULL), RECEIPT_ANOTHER);
    receipt.sequence = 6;
    assert_int_equal(track_acknowledge(&line, &receipt, digest_at, NULL), RECEIPT_UNSENT);
    receipt.sequence = 4;
    receipt.entries[0].header = digest(40);
    assert_int_equal(track_acknowledge(&line, &receipt, digest_at, NULL), RECEIPT_KNOWN);
    line.receipted = 2;
    assert_int_equal(track_acknowledge(&line, &receipt, digest_at, NULL), RECEIPT_BEYOND);
    receipt.signer = digest(1);
    assert_int_equal(track_acknowledge(&line, &receipt, digest_at, NULL), RECEIPT_FOREIGN);
}

static void retries_double_to_a_quarter_of_an_hour_and_never_end(void **state)
{
    (void)state;
    for (unsigned failures = 1; failures < 2000; failures++)
        for (uint32_t jitter = 0; jitter < 3; jitter++) {
            time_ms wait = retry_after(failures, jitter * 0x55555555u);
            assert_true(wait >= 4000 && wait <= 900000);
        }
    assert_true(retry_after(1, 0) == 4000 && retry_after(2, 0) == 8000 && retry_after(3, 0) == 16000);
    assert_true(retry_after(1000000, 0) == 720000);
}

static void people_are_told_in_time(void **state)
{
    (void)state;
    const time_ms minute = 60000, hour = 60 * minute;
    assert_int_equal(told_by(0, false, hour - 1), TOLD_NOBODY);
    assert_int_equal(told_by(0, false, hour), TOLD_OWNER);
    assert_int_equal(told_by(0, true, 10 * minute), TOLD_OWNER);
    assert_int_equal(told_by(0, true, 10 * minute - 1), TOLD_NOBODY);
    assert_int_equal(told_by(0, false, 12 * hour), TOLD_SUPERVISOR);
    assert_false(is_stale(0, 72 * hour));
    assert_true(is_stale(0, 72 * hour + 1));
}

static void a_cut_is_agreed_only_where_both_have_come_as_far(void **state)
{
    (void)state;
    struct track line = sample();
    line.receipted = 5;
    struct cut cut = {.channel = digest(9),
                      .proposer = digest(2),
                      .time = NOW,
                      .sent = {3, digest(30)},
                      .received = {5, digest(50)}};
    assert_int_equal(cut_compare(&line, &cut, NOW), CUT_AGREED);
    cut.sent.sequence = 4;
    assert_int_equal(cut_compare(&line, &cut, NOW), CUT_LATER);
    cut.sent = (struct track_end){3, digest(31)};
    assert_int_equal(cut_compare(&line, &cut, NOW), CUT_FORKED);
    cut.channel = digest(1);
    assert_int_equal(cut_compare(&line, &cut, NOW), CUT_FOREIGN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_wrong_message_has_its_name),
                                       cmocka_unit_test(at_every_level_pass_corrections_and_threats_to_life),
                                       cmocka_unit_test(the_window_closes_and_opens),
                                       cmocka_unit_test(a_receipt_is_worth_what_it_covers),
                                       cmocka_unit_test(retries_double_to_a_quarter_of_an_hour_and_never_end),
                                       cmocka_unit_test(people_are_told_in_time),
                                       cmocka_unit_test(a_cut_is_agreed_only_where_both_have_come_as_far)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
