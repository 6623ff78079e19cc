/* desk/peer against a desk that lies: each lie is refused by its own name, uses up a number or not, and the
 * honest line beside it goes on. */
#include "../lie.h"
#include "base/limits.h"
#include "desk/contact.h"
#include "pair_fixture.h"

static struct liar north_of(struct pair *p)
{
    return (struct liar){p->sides[0].desk, p->sides[0].channel, p->sides[0].env.random,
                         desk_keys(p->sides[1].desk)->current[KEEPER_SEALING]};
}

static struct lie truth(struct pair *p)
{
    struct liar north = north_of(p);
    struct lie lie;
    pair_ok(p, lie_begin(&north, p->now, &lie, &p->fault));
    return lie;
}

static void add_lie(struct pair *p, struct lie *lie, struct buf *body)
{
    struct liar north = north_of(p);
    pair_ok(p, lie_add(&north, lie, body, &p->fault));
}

static void begin_body(struct pair *p, struct buf *body)
{
    struct lie lie = truth(p);
    buf_init(body, 8 << 20);
    body_begin(body, &lie.header.sender, &lie.header.recipient);
}

static enum err hear(struct pair *p, const struct buf *body)
{
    int64_t channel;
    return peer_incoming(p->sides[1].desk, buf_str(body), &channel, &p->sides[1].view, &p->fault);
}

static void tell(struct pair *p, struct lie *lie)
{
    struct buf body;
    begin_body(p, &body);
    add_lie(p, lie, &body);
    pair_ok(p, hear(p, &body));
    buf_release(&body);
}

static uint64_t received(struct pair *p)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, 1 << 20);
    pair_ok(p, peer_load(p->sides[1].desk, p->sides[1].channel, &arena, &peer, &p->fault));
    arena_release(&arena);
    return peer.line.received.sequence;
}

/* Refused without a number, by this name. */
static void assert_rejected(struct pair *p, struct lie *lie, enum verdict verdict)
{
    uint64_t before = received(p);
    tell(p, lie);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), verdict);
    assert_int_equal(received(p), before);
    pair_write(p, 0, (struct draft){.kind = KIND_SIGHTING}, "the honest line goes on");
    pair_settle(p);
    assert_int_equal(received(p), before + 1);
}

/* Under its number, with this verdict. */
static void assert_numbered(struct pair *p, struct lie *lie, enum verdict verdict)
{
    struct query q;
    tell(p, lie);
    assert_int_equal(received(p), lie->header.sequence);
    query_open(&q, desk_store(p->sides[1].desk), "peer/line_at", &p->fault);
    query_int(&q, "channel", p->sides[1].channel);
    query_int(&q, "direction", DIRECTION_RECEIVED);
    query_int(&q, "first", (int64_t)lie->header.sequence);
    assert_true(query_next(&q));
    assert_int_equal(query_get_int(&q, 5), verdict);
    pair_ok(p, query_close(&q));
}

static void a_forged_signature_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.forged = true;
    assert_rejected(*state, &lie, VERDICT_FORGED);
}

static void a_message_for_another_desk_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.header.recipient.bytes[3] ^= 1;
    assert_rejected(*state, &lie, VERDICT_OTHER_DESK);
}

static void a_message_of_another_channel_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.header.channel.bytes[3] ^= 1;
    assert_rejected(*state, &lie, VERDICT_OTHER_CHANNEL);
}

static void a_gap_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.header.sequence += 3;
    assert_rejected(*state, &lie, VERDICT_GAP);
}

/* Whoever has kept a body sends it again after its receipt has long been there. */
static void a_replay_has_no_effect_and_is_shown(void **state)
{
    struct pair *p = *state;
    struct buf kept;
    bool worth;
    int64_t channel;
    pair_write(p, 0, (struct draft){.kind = KIND_SIGHTING}, "once");
    buf_init(&kept, 1 << 20);
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &kept, &worth, &p->fault));
    pair_settle(p);
    uint64_t before = received(p);
    pair_ok(p, peer_incoming(p->sides[1].desk, buf_str(&kept), &channel, &p->sides[1].view, &p->fault));
    assert_int_equal(received(p), before);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_REPLAY);
    buf_release(&kept);
}

static void a_message_from_the_future_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.header.sent += 3600 * 1000;
    assert_rejected(*state, &lie, VERDICT_FUTURE);
}

static void another_card_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.header.sender_card = 9;
    assert_rejected(*state, &lie, VERDICT_CARD);
}

static void a_fork_is_refused_and_raises_the_alarm(void **state)
{
    struct pair *p = *state;
    pair_write(p, 0, (struct draft){.kind = KIND_SIGHTING}, "first");
    pair_settle(p);
    struct lie lie = truth(p);
    lie.header.sequence--;
    assert_rejected(p, &lie, VERDICT_FORK);
    lie = truth(p);
    lie.header.previous.bytes[0] ^= 1;
    assert_rejected(p, &lie, VERDICT_FORK);
    struct query q;
    query_open(&q, desk_store(p->sides[1].desk), "sim/alarms", &p->fault);
    query_int(&q, "channel", p->sides[1].channel);
    assert_true(query_next(&q));
    assert_true(str_equal(query_get_text(&q, 0), STR("fork")));
    pair_ok(p, query_close(&q));
    pair_alarmed(p, 1, "fork");
}

static void what_cannot_be_opened_uses_up_its_number(void **state)
{
    struct lie lie = truth(*state);
    lie.unsealed = true;
    assert_numbered(*state, &lie, VERDICT_SEAL);
}

static void content_sealed_for_another_header_uses_up_its_number(void **state)
{
    struct lie lie = truth(*state);
    lie.for_another = true;
    assert_numbered(*state, &lie, VERDICT_SEAL);
}

static void an_unknown_kind_uses_up_its_number(void **state)
{
    struct lie lie = truth(*state);
    lie.header.kind = (enum kind)999;
    assert_numbered(*state, &lie, VERDICT_KIND);
}

static void an_unknown_agreement_uses_up_its_number(void **state)
{
    struct lie lie = truth(*state);
    lie.header.agreement.bytes[0] ^= 1;
    assert_numbered(*state, &lie, VERDICT_AGREEMENT);
}

static void a_reference_to_nothing_uses_up_its_number(void **state)
{
    struct lie lie = truth(*state);
    lie.header.kind = KIND_ANSWERED;
    lie.header.whose = WHOSE_RECIPIENT;
    lie.header.about = 77;
    assert_numbered(*state, &lie, VERDICT_REFERENCE);
}

static void a_recall_that_names_nothing_uses_up_its_number(void **state)
{
    struct lie lie = truth(*state);
    lie.header.kind = KIND_RECALL;
    assert_numbered(*state, &lie, VERDICT_REFERENCE);
}

static void a_message_that_does_not_pass_at_the_level_uses_up_its_number(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct peer peer;
    struct lie lie = truth(p);
    arena_init(&arena, 1 << 20);
    pair_ok(p, peer_load(p->sides[1].desk, p->sides[1].channel, &arena, &peer, &p->fault));
    pair_ok(p, desk_begin(p->sides[1].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_lower(p->sides[1].desk, &peer, LEVEL_RESTRICTED, &p->fault));
    pair_ok(p, desk_commit(p->sides[1].desk, &p->fault));
    assert_numbered(p, &lie, VERDICT_LEVEL);
    arena_release(&arena);
}

static void handling_above_the_ceiling_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.handling = "TLP:RED";
    assert_numbered(*state, &lie, VERDICT_HANDLING);
}

static void handling_at_the_ceiling_for_a_purpose_agreed_is_accepted(void **state)
{
    struct lie lie = truth(*state);
    lie.handling = "TLP:AMBER";
    lie.purpose = "terrorism";
    assert_numbered(*state, &lie, VERDICT_ACCEPTED);
}

static void an_unknown_label_counts_as_the_strictest(void **state)
{
    struct lie lie = truth(*state);
    lie.handling = "for friends";
    assert_numbered(*state, &lie, VERDICT_HANDLING);
}

static void another_purpose_than_agreed_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.purpose = "taxes";
    assert_numbered(*state, &lie, VERDICT_PURPOSE);
}

static void a_sighting_that_says_no_purpose_is_refused(void **state)
{
    struct lie lie = truth(*state);
    lie.header.kind = KIND_SIGHTING;
    lie.purpose = NULL;
    assert_numbered(*state, &lie, VERDICT_PURPOSE);
}

static void what_passes_at_every_level_needs_no_purpose(void **state)
{
    struct lie lie = truth(*state);
    lie.header.kind = KIND_CONCERN;
    lie.purpose = NULL;
    assert_numbered(*state, &lie, VERDICT_ACCEPTED);
}

/* A kind that need not say what it is for, as it names nobody. */
static void assert_taken_up(struct pair *p, const char *person, enum verdict verdict)
{
    uint64_t told = pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "him");
    pair_settle(p);
    struct lie lie = truth(p);
    lie.header.kind = KIND_TAKEN_UP;
    lie.header.whose = WHOSE_RECIPIENT;
    lie.header.about = told;
    lie.purpose = NULL;
    lie.person = person;
    assert_numbered(p, &lie, verdict);
}

static void what_names_nobody_needs_no_purpose(void **state)
{
    assert_taken_up(*state, NULL, VERDICT_ACCEPTED);
}

static void a_person_named_for_no_purpose_is_refused_in_every_kind(void **state)
{
    assert_taken_up(*state, "{\"schema\":\"Person\",\"properties\":{\"name\":[\"Invented\"]}}",
                    VERDICT_PURPOSE);
}

/* South asked for terrorism; then both agreed on what is left of the purposes. */
static void assert_answer(void **state, const char *left, const char *purpose, enum verdict verdict)
{
    struct pair *p = *state;
    p->purposes = "terrorism, customs";
    pair_agree(p, 2, LEVEL_OPEN);
    uint64_t asked = pair_write(p, 1, (struct draft){.kind = KIND_REQUEST}, "who");
    pair_settle(p);
    p->purposes = left;
    pair_agree(p, 3, LEVEL_OPEN);
    struct lie lie = truth(p);
    lie.header.kind = KIND_ANSWERED;
    lie.header.whose = WHOSE_RECIPIENT;
    lie.header.about = asked;
    lie.purpose = purpose;
    assert_numbered(p, &lie, verdict);
}

static void an_answer_for_another_purpose_than_was_asked_for_is_refused(void **state)
{
    assert_answer(state, "terrorism, customs", "customs", VERDICT_PURPOSE);
}

static void an_answer_for_no_purpose_is_refused(void **state)
{
    assert_answer(state, "terrorism, customs", NULL, VERDICT_PURPOSE);
}

static void an_answer_serves_what_was_asked_for_whatever_is_agreed_since(void **state)
{
    assert_answer(state, "customs", "terrorism", VERDICT_ACCEPTED);
}

static void a_threat_to_life_is_bound_by_no_ceiling(void **state)
{
    struct lie lie = truth(*state);
    lie.header.kind = KIND_THREAT;
    lie.handling = "TLP:RED";
    assert_numbered(*state, &lie, VERDICT_ACCEPTED);
}

static void a_number_has_one_effect(void **state)
{
    struct pair *p = *state;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "once");
    pair_settle(p);
    struct lie lie = truth(p);
    lie.header.message--;
    assert_numbered(p, &lie, VERDICT_DUPLICATE);
}

static void bodies_cut_off_and_huge_change_nothing(void **state)
{
    struct pair *p = *state;
    struct buf body;
    struct lie lie = truth(p);
    begin_body(p, &body);
    add_lie(p, &lie, &body);
    struct buf part = body;
    for (part.n = 0; part.n < body.n; part.n += 7)
        assert_true(hear(p, &part) != ERR_OK || part.n == BODY_HEAD_BYTES);
    assert_int_equal(received(p), 0);
    static const char block[65536];
    while (body.n <= (size_t)LIMIT_BODY_BYTES)
        buf_add(&body, block, sizeof block);
    assert_int_equal(hear(p, &body), ERR_TOO_LARGE);
    assert_int_equal(received(p), 0);
    buf_release(&body);
}

static void a_flood_is_kept_to_its_limit(void **state)
{
    struct pair *p = *state;
    for (int i = 0; i < 1100; i++) {
        struct lie lie = truth(p);
        lie.header.sequence += 5;
        lie.header.message += (uint64_t)i;
        tell(p, &lie);
    }
    int64_t kept = 0;
    struct query q;
    query_open(&q, desk_store(p->sides[1].desk), "peer/rejected_count", &p->fault);
    query_int(&q, "channel", p->sides[1].channel);
    query_int(&q, "since", 0);
    pair_ok(p, query_one(&q, 0, &kept));
    assert_int_equal(kept, 1000);
}

/* What the counterpart says without having looked at what it was told. */
static enum err unmoved_answer(struct pair *p, struct contact *contact)
{
    struct buf answer;
    bool worth;
    buf_init(&answer, 5 << 20);
    pair_ok(p, peer_outgoing(p->sides[1].desk, p->sides[1].channel, &p->sides[1].view, &answer, &worth,
                             &p->fault));
    enum err err = contact_answered(p->sides[0].desk, p->sides[0].channel, contact, buf_str(&answer), p->now,
                                    0, &p->fault);
    buf_release(&answer);
    return err;
}

static bool turns(struct pair *p, const struct contact *contact)
{
    struct buf body;
    bool due = false;
    buf_init(&body, 5 << 20);
    pair_ok(p, contact_begin(p->sides[0].desk, p->sides[0].channel, contact, p->now, &body, &due, &p->fault));
    buf_release(&body);
    return due;
}

static void what_moves_nothing_is_said_again_after_growing_pauses(void **state)
{
    struct pair *p = *state;
    struct contact contact = {0};
    time_ms begun = p->now;
    int said = 0;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he is at the border");
    for (; p->now < begun + 3600 * 1000; p->now += 200) {
        if (turns(p, &contact)) {
            pair_ok(p, unmoved_answer(p, &contact));
            said++;
        }
        contact_heard(&contact, p->now); /* it turns to us all the time */
    }
    assert_in_range(said, 4, 20);
    /* It never gives up, and what is new goes at once. */
    assert_false(turns(p, &contact));
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "now he is across");
    assert_true(turns(p, &contact));
    pair_ok(p, unmoved_answer(p, &contact));
    pair_ok(p, unmoved_answer(p, &contact));
    assert_false(turns(p, &contact));
    p->now += 15 * 60 * 1000;
    assert_true(turns(p, &contact));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {TEST(a_forged_signature_is_refused),
                                       TEST(a_message_for_another_desk_is_refused),
                                       TEST(a_message_of_another_channel_is_refused),
                                       TEST(a_gap_is_refused),
                                       TEST(a_replay_has_no_effect_and_is_shown),
                                       TEST(a_message_from_the_future_is_refused),
                                       TEST(another_card_is_refused),
                                       TEST(a_fork_is_refused_and_raises_the_alarm),
                                       TEST(what_cannot_be_opened_uses_up_its_number),
                                       TEST(content_sealed_for_another_header_uses_up_its_number),
                                       TEST(an_unknown_kind_uses_up_its_number),
                                       TEST(an_unknown_agreement_uses_up_its_number),
                                       TEST(a_reference_to_nothing_uses_up_its_number),
                                       TEST(a_recall_that_names_nothing_uses_up_its_number),
                                       TEST(a_message_that_does_not_pass_at_the_level_uses_up_its_number),
                                       TEST(handling_above_the_ceiling_is_refused),
                                       TEST(what_names_nobody_needs_no_purpose),
                                       TEST(a_person_named_for_no_purpose_is_refused_in_every_kind),
                                       TEST(handling_at_the_ceiling_for_a_purpose_agreed_is_accepted),
                                       TEST(an_unknown_label_counts_as_the_strictest),
                                       TEST(another_purpose_than_agreed_is_refused),
                                       TEST(a_sighting_that_says_no_purpose_is_refused),
                                       TEST(what_passes_at_every_level_needs_no_purpose),
                                       TEST(an_answer_for_another_purpose_than_was_asked_for_is_refused),
                                       TEST(an_answer_for_no_purpose_is_refused),
                                       TEST(an_answer_serves_what_was_asked_for_whatever_is_agreed_since),
                                       TEST(a_threat_to_life_is_bound_by_no_ceiling),
                                       TEST(a_number_has_one_effect),
                                       TEST(bodies_cut_off_and_huge_change_nothing),
                                       TEST(what_moves_nothing_is_said_again_after_growing_pauses),
                                       TEST(a_flood_is_kept_to_its_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
