/* desk/peer_card: keys that were stolen. Nothing under a stolen key is believed from the moment it is
 * known, what came since the theft is named, and after pairing anew the line goes on where it was. */
#include "../lie.h"
#include "base/digest.h"
#include "base/pack.h"
#include "channel/vouch.h"
#include "desk/peer_internal.h"
#include "pair_fixture.h"

static size_t revoke_north(struct pair *p, time_ms since)
{
    struct arena arena;
    size_t count = 0;
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 1, &arena);
    pair_ok(p, desk_begin(p->sides[1].desk, 1, &p->fault));
    pair_ok(p,
            peer_revoke(p->sides[1].desk, &peer, peer.card.number, since, STR("a call"), &count, &p->fault));
    pair_ok(p, desk_commit(p->sides[1].desk, &p->fault));
    arena_release(&arena);
    return count;
}

static void renew_since(struct pair *p, time_ms since)
{
    pair_ok(p,
            peer_renew(p->sides[0].desk, 1, since, STR("the machine was taken"), STR(""), NULL, &p->fault));
}

static void renew(struct pair *p)
{
    renew_since(p, p->now);
}

static void what_came_since_the_theft_is_named_and_nothing_more_is_believed(void **state)
{
    struct pair *p = *state;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    p->now += 3600 * 1000;
    time_ms theft = p->now;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "by the thief?");
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "by the thief?");
    pair_settle(p);
    assert_int_equal(revoke_north(p, theft), 2);
    assert_int_equal(pair_alarms(p, 1, "the counterpart's key was stolen"), 1);
    assert_int_equal(pair_alarms(p, 1, "came after the key was stolen"), 2);
    pair_alarmed(p, 1, "the counterpart's key was stolen");
    pair_alarmed(p, 1, "came after the key was stolen");
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "under the stolen key");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "is not sealed to it");
    pair_exchange(p, 8);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, 3);
    assert_int_equal(pair_load(p, 1, &arena).line.sent.sequence, 0);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_CARD);
    arena_release(&arena);
}

static void after_pairing_anew_the_line_goes_on_with_what_was_under_way(void **state)
{
    struct pair *p = *state;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    revoke_north(p, p->now + 1);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "numbered under the old key");
    pair_exchange(p, 8);
    renew(p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "after");
    pair_exchange(p, 8);
    pair_anew(p);
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "after");
    pair_exchange(p, 8);
    pair_settle(p);
    pair_level(p);
    assert_int_equal(pair_alarms(p, 1, "paired anew"), 1);
    p->now += (time_ms)25 * 3600 * 1000;
    pair_settle(p);
    pair_ok(p, peer_roll(p->sides[0].desk, 1, STR(""), NULL, &p->fault));
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "and rolls over");
    pair_settle(p);
    pair_level(p);
}

/* More than a body holds, so that what is signed with the new key is in none of the first. */
static void however_much_was_under_way_it_is_taken_after_pairing_anew(void **state)
{
    struct pair *p = *state;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    for (int i = 0; i < 300; i++)
        pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "under way");
    struct buf unsent;
    bool worth;
    buf_init(&unsent, 5 << 20);
    pair_ok(p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &unsent, &worth,
                             &p->fault));
    buf_release(&unsent);
    renew(p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "after");
    pair_anew(p);
    pair_exchange(p, 8);
    pair_settle(p);
    pair_level(p);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    /* 302 tips, the word of the theft and the new card. */
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, 304);
    arena_release(&arena);
}

static void its_own_word_revokes_at_once(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    renew(p);
    pair_exchange(p, 8);
    arena_init(&arena, 1 << 20);
    assert_true(pair_load(p, 1, &arena).stolen);
    assert_int_equal(pair_alarms(p, 1, "the counterpart's key was stolen"), 1);
    pair_anew(p);
    pair_exchange(p, 8);
    pair_settle(p);
    assert_false(pair_load(p, 1, &arena).stolen);
    pair_level(p);
    arena_release(&arena);
}

/* Whoever says so later than it was would call everything that came good. */
static void a_theft_that_is_still_to_come_is_one_of_now(void **state)
{
    struct pair *p = *state;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "just now");
    pair_exchange(p, 8);
    renew_since(p, p->now + 365 * DAY_MS);
    pair_exchange(p, 8);
    assert_int_equal(pair_alarms(p, 1, "the counterpart's key was stolen"), 1);
    /* The tip, and the word itself, which came in the same moment. */
    assert_int_equal(pair_alarms(p, 1, "came after the key was stolen"), 2);
}

/* A thief with the old key writes on after the desks paired anew. */
static void the_stolen_key_signs_nothing_after_pairing_anew(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    renew(p);
    pair_exchange(p, 8);
    pair_anew(p);
    pair_exchange(p, 8);
    pair_settle(p);
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 0, &arena);
    struct header header = {.kind = KIND_TIP, .message = 90, .written = p->now, .sent = p->now};
    unsigned char signature[SIGNATURE_BYTES] = {0};
    struct buf bytes, body;
    int64_t channel;
    assert_true(track_next(&peer.line, &header));
    header.sender_card = 0;
    buf_init(&bytes, HEADER_BYTES);
    buf_init(&body, 1 << 20);
    header_write(&bytes, &header);
    body_begin(&body, &header.sender, &header.recipient);
    struct message message = {buf_str(&bytes), {(char *)signature, sizeof signature}, {0}};
    size_t opened = body_open(&body, FRAME_MESSAGE);
    message_write(&body, &message);
    body_close(&body, opened);
    pair_ok(p, peer_incoming(p->sides[1].desk, buf_str(&body), &channel, &p->sides[1].view, &p->fault));
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, peer.line.sent.sequence);
    buf_release(&bytes);
    buf_release(&body);
    arena_release(&arena);
}

/* What the thief wrote and vouched for while the key was his, brought after the desks paired anew. */
static void the_stolen_key_vouches_for_nothing(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct lie lie;
    struct vouch vouch;
    struct buf body, said;
    unsigned char signature[SIGNATURE_BYTES];
    int64_t channel;
    arena_init(&arena, 1 << 20);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    struct peer south = pair_load(p, 0, &arena);
    struct liar thief = {p->sides[0].desk, p->sides[0].channel, p->sides[0].env.random, south.card.sealing};
    pair_ok(p, lie_begin(&thief, p->now, &lie, &p->fault));
    buf_init(&body, 1 << 20);
    buf_init(&said, VOUCH_BYTES);
    body_begin(&body, &lie.header.sender, &lie.header.recipient);
    pair_ok(p, lie_add(&thief, &lie, &body, &p->fault));
    vouch = (struct vouch){south.line.channel, lie.header.sequence, lie.digest};
    vouch_write(&said, &vouch);
    pair_ok(p, peer_sign(p->sides[0].desk, STATEMENT_VOUCH, buf_str(&said), signature, &p->fault));
    size_t opened = body_open(&body, FRAME_VOUCH);
    buf_add(&body, signature, sizeof signature);
    buf_add_str(&body, buf_str(&said));
    body_close(&body, opened);
    renew(p);
    pair_anew(p);
    pair_ok(p, peer_incoming(p->sides[1].desk, buf_str(&body), &channel, &p->sides[1].view, &p->fault));
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, 1);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_CARD);
    pair_exchange(p, 4);
    pair_settle(p);
    pair_level(p);
    buf_release(&body);
    buf_release(&said);
    arena_release(&arena);
}

/* What somebody signed with north's old key, south gives back as north's own, where north lost nothing. */
static void an_old_key_signs_nothing_that_is_given_back(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct lie lie;
    struct buf header, sealed, body;
    unsigned char signature[SIGNATURE_BYTES];
    int64_t channel;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    pair_ok(p, peer_roll(p->sides[0].desk, 1, STR(""), NULL, &p->fault));
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "under the next key");
    pair_settle(p);
    arena_init(&arena, 1 << 20);
    struct peer before = pair_load(p, 0, &arena), south = pair_load(p, 1, &arena);
    struct liar thief = {p->sides[0].desk, p->sides[0].channel, p->sides[0].env.random, south.card.sealing};
    pair_ok(p, lie_begin(&thief, p->now, &lie, &p->fault));
    lie.header.sender_card = 0;
    lie.header.position = before.line.sent.sequence + before.line.received.sequence;
    buf_init(&header, HEADER_BYTES);
    header_write(&header, &lie.header);
    pair_ok(p, peer_sign_with(p->sides[0].desk, SIGNING_BEFORE, STATEMENT_MESSAGE, buf_str(&header),
                              signature, &p->fault));
    buf_init(&sealed, 1 << 16);
    struct message message = {buf_str(&header), {(char *)signature, sizeof signature}, {0}};
    message_write(&sealed, &message);
    buf_init(&body, 1 << 20);
    body_begin(&body, &south.line.ours, &south.line.theirs);
    size_t opened = body_open(&body, FRAME_POSITION);
    pack_number(&body, lie.header.sequence, 8);
    buf_add(&body, lie.digest.bytes, DIGEST_BYTES);
    for (int i = 0; i < 4; i++)
        pack_number(&body, 0, 8);
    pack_number(&body, 0, 1);
    body_close(&body, opened);
    opened = body_open(&body, FRAME_BACK);
    buf_add_char(&body, 's');
    pack_number(&body, VERDICT_TOMBSTONE, 1);
    pack_run(&body, buf_str(&sealed));
    body_close(&body, opened);
    pair_ok(p, peer_incoming(p->sides[0].desk, buf_str(&body), &channel, &p->sides[0].view, &p->fault));
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, before.line.sent.sequence);
    assert_int_equal(pair_alarms(p, 0, "given back otherwise than signed"), 1);
    pair_settle(p);
    pair_level(p);
    buf_release(&header);
    buf_release(&sealed);
    buf_release(&body);
    arena_release(&arena);
}

/* South, which has north's stolen key, says that north agreed. */
static void the_stolen_key_agrees_to_nothing(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf text;
    unsigned char signatures[2][SIGNATURE_BYTES];
    arena_init(&arena, 1 << 20);
    struct peer north = pair_load(p, 0, &arena);
    north.agreement.number++;
    north.agreement.questions = 1000;
    buf_init(&text, 4096);
    agreement_write(&text, &north.agreement);
    for (int i = 0; i < 2; i++)
        pair_ok(p,
                peer_sign(p->sides[i].desk, STATEMENT_AGREEMENT, buf_str(&text), signatures[i], &p->fault));
    renew(p);
    pair_exchange(p, 8);
    pair_anew(p);
    pair_exchange(p, 8);
    pair_settle(p);
    struct desk *south = p->sides[1].desk;
    struct draft draft = {.channel = p->sides[1].channel, .kind = KIND_AGREEMENT};
    struct fact fact;
    uint64_t number = 0;
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_DRAFTED);
    event_text(event, FIELD_agreement, buf_str(&text));
    event_bytes(event, FIELD_signature, signatures[1], SIGNATURE_BYTES);
    event_bytes(event, FIELD_counter_signature, signatures[0], SIGNATURE_BYTES);
    pair_ok(p, desk_begin(south, 1, &p->fault));
    pair_ok(p, peer_draft(south, &draft, &fact.decision, &number, &p->fault));
    pair_ok(p, peer_release(south, draft.channel, number, &p->fault));
    pair_ok(p, desk_commit(south, &p->fault));
    fact_drop(&fact);
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).agreement.number, north.agreement.number - 1);
    assert_int_equal(pair_alarms(p, 0, "agreement forged"), 1);
    buf_release(&text);
    arena_release(&arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_came_since_the_theft_is_named_and_nothing_more_is_believed),
        TEST(after_pairing_anew_the_line_goes_on_with_what_was_under_way),
        TEST(however_much_was_under_way_it_is_taken_after_pairing_anew),
        TEST(its_own_word_revokes_at_once),
        TEST(a_theft_that_is_still_to_come_is_one_of_now),
        TEST(the_stolen_key_signs_nothing_after_pairing_anew),
        TEST(the_stolen_key_vouches_for_nothing),
        TEST(an_old_key_signs_nothing_that_is_given_back),
        TEST(the_stolen_key_agrees_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
