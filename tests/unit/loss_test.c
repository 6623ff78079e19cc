/* desk/peer_restore: a desk that lost its store and its keys takes up the identity of the cards that were
 * kept, and the counterpart gives its history back, whatever card either had when they paired; and nothing
 * that these cards do not prove. */
#include "base/pack.h"
#include "desk/peer_internal.h"
#include "pair_fixture.h"

enum { CARDS_MAX = 8 };

static const char wrong[] = "given back otherwise than signed";
static const char unknown[] = "given back under a card that is not known";

/* All cards of a side, oldest first. */
static size_t cards_of(struct pair *p, int i, struct arena *arena, struct card out[CARDS_MAX])
{
    struct query q;
    struct str unsigned_text;
    size_t n = 0;
    query_open(&q, desk_store(p->sides[i].desk), "peer/own_cards", &p->fault);
    while (query_next(&q) && n < CARDS_MAX) {
        struct str row = query_get_text(&q, 0);
        struct str text = {arena_copy(arena, row.p, row.n), row.n};
        pair_ok(p, card_read(&out[n++], text, &unsigned_text, &p->fault));
    }
    pair_ok(p, query_close(&q));
    return n;
}

static void roll(struct pair *p, int i)
{
    pair_ok(p, peer_roll(p->sides[i].desk, 1, STR(""), NULL, &p->fault));
    pair_write(p, i, (struct draft){.kind = KIND_TIP}, "under the next key");
    pair_settle(p);
}

static void tell_each_other(struct pair *p)
{
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "north's");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "south's");
    pair_settle(p);
}

/* North's store and keys are gone; of its cards those of the bits of `kept` are there. They pair anew. */
static void lose_all(struct pair *p, unsigned kept)
{
    struct side_fixture *north = &p->sides[0];
    struct digest tls = {{0}};
    struct arena arena;
    struct card cards[CARDS_MAX];
    size_t n = 0;
    arena_init(&arena, 1 << 20);
    size_t all = cards_of(p, 0, &arena, cards);
    for (size_t i = 0; i < all; i++)
        if (kept >> i & 1)
            cards[n++] = cards[i];
    desk_close(north->desk);
    keeper_local_close(north->keys);
    store_files_remove(north->path);
    pair_found(p, north, "north");
    north->view = (struct peer_view){0};
    pair_ok(p, desk_begin(north->desk, 1, &p->fault));
    pair_ok(p, peer_take_up(north->desk, cards, n, STR("localhost:7000"), &tls, &p->fault));
    pair_ok(p, desk_commit(north->desk, &p->fault));
    pair_cards(p, 0);
    pair_anew(p);
    arena_release(&arena);
}

static void assert_level(struct pair *p)
{
    pair_level(p);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pair_alarms(p, i, wrong) + pair_alarms(p, i, unknown), 0);
}

/* All is there again, and the line goes on; so it does after another rollover of each. */
static void assert_taken_up(struct pair *p, uint64_t sent, uint64_t received)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    pair_settle(p);
    assert_level(p);
    assert_true(pair_load(p, 0, &arena).line.sent.sequence >= sent);
    assert_true(pair_load(p, 0, &arena).line.received.sequence >= received);
    pair_agree(p, 2, LEVEL_OPEN);
    tell_each_other(p);
    roll(p, 0);
    roll(p, 1);
    assert_level(p);
    arena_release(&arena);
}

/* They tell each other, roll over so often, and north loses all but those cards. */
static void takes_up_its_history(struct pair *p, int north, int south, unsigned kept)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    tell_each_other(p);
    for (int i = 0; i < north + south; i++)
        roll(p, i >= north);
    struct peer before = pair_load(p, 1, &arena);
    lose_all(p, kept);
    assert_taken_up(p, before.line.received.sequence, before.line.sent.sequence);
    arena_release(&arena);
}

/* Nothing of the line is there: the person is told why. */
static void assert_nothing(struct pair *p, const char *alarm)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    pair_exchange(p, 8);
    struct peer north = pair_load(p, 0, &arena);
    assert_true(north.unsettled);
    assert_int_equal(north.line.sent.sequence + north.line.received.sequence, 0);
    assert_true(pair_alarms(p, 0, alarm) > 0);
    pair_alarmed(p, 0, alarm);
    arena_release(&arena);
}

static void without_its_first_card_its_history_is_not_believed(void **state)
{
    struct pair *p = *state;
    tell_each_other(p);
    roll(p, 0);
    lose_all(p, 1U << 1);
    assert_nothing(p, unknown);
}

static void by_its_first_card_it_takes_up_its_history(void **state)
{
    takes_up_its_history(*state, 0, 0, 1U);
}

static void it_takes_it_up_from_one_that_has_rolled_over_since(void **state)
{
    takes_up_its_history(*state, 0, 2, 1U);
}

static void the_cards_between_come_with_its_own_messages(void **state)
{
    takes_up_its_history(*state, 2, 0, 1U | 1U << 2);
}

/* --- cards that were there before the pairing: no message of the line carried them --- */

static int north_rolled(void **state)
{
    return pair_setup_rolled(state, 1, 0);
}

static int south_rolled(void **state)
{
    return pair_setup_rolled(state, 0, 2);
}

static int both_rolled(void **state)
{
    return pair_setup_rolled(state, 1, 2);
}

static int north_rolled_twice(void **state)
{
    return pair_setup_rolled(state, 2, 0);
}

static void who_gives_had_rolled_over_before_they_paired(void **state)
{
    takes_up_its_history(*state, 0, 0, 1U);
}

static void who_gives_had_and_has_rolled_over_since(void **state)
{
    takes_up_its_history(*state, 0, 2, 1U);
}

static void who_lost_all_had_rolled_over_before_they_paired(void **state)
{
    takes_up_its_history(*state, 0, 0, 1U | 1U << 1);
}

static void the_card_of_the_pairing_is_given_back_to_who_had_it(void **state)
{
    takes_up_its_history(*state, 1, 0, 1U | 1U << 2);
}

static void so_it_is_after_two_rollovers_since(void **state)
{
    takes_up_its_history(*state, 2, 2, 1U | 1U << 3);
}

static void a_card_of_the_pairing_that_no_kept_one_promised_is_not_believed(void **state)
{
    struct pair *p = *state;
    tell_each_other(p);
    roll(p, 0);
    lose_all(p, 1U | 1U << 3);
    assert_nothing(p, unknown);
}

/* --- cards that are forged --- */

/* South, whose chain this is, gives those cards back in a body that says nothing else. */
static void give_cards(struct pair *p, const struct card *cards, size_t n)
{
    struct arena arena;
    struct buf body;
    int64_t channel;
    arena_init(&arena, 1 << 20);
    struct peer south = pair_load(p, 1, &arena);
    buf_init(&body, 1 << 16);
    body_begin(&body, &south.line.ours, &south.line.theirs);
    size_t opened = body_open(&body, FRAME_BACK);
    buf_add_char(&body, 'c');
    for (size_t i = 0; i < n; i++)
        card_write(&body, &cards[i]);
    body_close(&body, opened);
    pair_ok(p, peer_incoming(p->sides[0].desk, buf_str(&body), &channel, &p->sides[0].view, &p->fault));
    buf_release(&body);
    arena_release(&arena);
}

/* A card as South, or who has its present key alone, can sign it. */
static void sign_by_south(struct pair *p, struct card *card)
{
    struct buf text;
    memcpy(card->messages, desk_keys(p->sides[1].desk)->current[KEEPER_MESSAGES], PUBLIC_BYTES);
    buf_init(&text, 1 << 12);
    card_write_unsigned(&text, card);
    pair_ok(p, peer_sign(p->sides[1].desk, STATEMENT_CARD, buf_str(&text), card->signature, &p->fault));
    buf_release(&text);
}

/* How many cards north knows, its own and south's. */
static size_t known(struct pair *p)
{
    struct arena arena;
    struct card cards[CARDS_MAX], card;
    arena_init(&arena, 1 << 20);
    size_t n = cards_of(p, 0, &arena, cards);
    for (uint32_t i = 0; i < CARDS_MAX; i++)
        n += peer_card_at(p->sides[0].desk, p->sides[0].channel, i, &arena, &card, NULL) == ERR_OK;
    arena_release(&arena);
    return n;
}

static void assert_refused(struct pair *p, const char *alarm, const struct card *cards, size_t n)
{
    size_t cards_known = known(p);
    int64_t alarms = pair_alarms(p, 0, alarm);
    give_cards(p, cards, n);
    assert_int_equal(pair_alarms(p, 0, alarm), alarms + 1);
    assert_int_equal(known(p), cards_known);
}

/* South had cards 0, 1 and 2, the one of the pairing, and has rolled over to 3. */
static void a_chain_of_cards_that_does_not_lead_to_the_first_is_refused(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct card cards[CARDS_MAX], own[CARDS_MAX], forged[3];
    arena_init(&arena, 1 << 20);
    tell_each_other(p);
    roll(p, 1);
    roll(p, 0);
    assert_int_equal(cards_of(p, 1, &arena, cards), 4);
    assert_int_equal(cards_of(p, 0, &arena, own), 3);
    lose_all(p, 1U | 1U << 2);
    assert_refused(p, unknown, &cards[2], 1);
    assert_refused(p, unknown, &cards[1], 2);
    memcpy(forged, cards, sizeof forged);
    forged[1] = cards[2];
    assert_refused(p, unknown, forged, 2);
    memcpy(forged, cards, sizeof forged);
    sign_by_south(p, &forged[2]);
    assert_refused(p, unknown, forged, 3);
    memcpy(forged, cards, sizeof forged);
    forged[2].checkpoints[0] ^= 1;
    assert_refused(p, wrong, forged, 3);
    memcpy(forged, cards, sizeof forged);
    sign_by_south(p, &forged[0]); /* another digest: another desk */
    assert_refused(p, wrong, forged, 3);
    forged[0] = cards[3];
    forged[0].address = STR("elsewhere:7000");
    sign_by_south(p, &forged[0]);
    assert_refused(p, wrong, forged, 1); /* the phrase was over another card 3 */
    forged[0] = own[1];
    sign_by_south(p, &forged[0]);
    assert_refused(p, unknown, forged, 1);
    assert_refused(p, wrong, NULL, 0);
    /* Who stole a key and the next one with it can go on from there: what persons compared stays in force. */
    pair_ok(p, peer_roll(p->sides[1].desk, 1, STR(""), NULL, &p->fault));
    assert_int_equal(cards_of(p, 1, &arena, cards), 5);
    assert_refused(p, unknown, cards, 5);
    assert_int_equal(pair_load(p, 0, &arena).line.their_card, 3);
    /* What is true is taken, nonetheless. */
    size_t cards_known = known(p);
    give_cards(p, cards, 3);
    give_cards(p, &own[1], 1);
    give_cards(p, cards, 3);
    assert_int_equal(known(p), cards_known + 2);
    pair_settle(p);
    assert_false(pair_load(p, 0, &arena).unsettled);
    assert_int_equal(pair_alarms(p, 0, "restored: leaves given back by the counterpart"), 1);
    arena_release(&arena);
}

/* Numbers of cards are the counterpart's own: one of four thousand millions has not as many before it. */
static void a_card_of_a_huge_number_takes_no_time(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf text;
    unsigned char ours[SIGNATURE_BYTES], theirs[SIGNATURE_BYTES] = {0};
    arena_init(&arena, 1 << 20);
    tell_each_other(p);
    lose_all(p, 1U);
    struct desk *north = p->sides[0].desk;
    struct peer peer = pair_load(p, 0, &arena);
    struct agreement agreement = pair_load(p, 1, &arena).agreement;
    peer.card.number = UINT32_MAX;
    buf_init(&text, 4096);
    agreement_write(&text, &agreement);
    pair_ok(p, peer_sign(north, STATEMENT_AGREEMENT, buf_str(&text), ours, &p->fault));
    alarm(20);
    pair_ok(p, desk_begin(north, 1, &p->fault));
    assert_int_equal(peer_agree(north, &peer, buf_str(&text), ours, theirs, &p->fault), ERR_FORGED);
    desk_rollback(north);
    alarm(0);
    pair_settle(p);
    buf_release(&text);
    arena_release(&arena);
}

/* As a desk of the form before gives it: its first card alone. What is missing is said, and nothing is taken.
 */
static void of_a_first_card_alone_nothing_of_a_later_one_is_believed(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf body;
    struct body frames;
    enum frame kind;
    struct str bytes;
    struct card cards[CARDS_MAX];
    bool worth;
    int64_t channel;
    arena_init(&arena, 1 << 20);
    tell_each_other(p);
    roll(p, 1);
    cards_of(p, 1, &arena, cards);
    lose_all(p, 1U);
    give_cards(p, cards, 1);
    pair_send(p, 0, true);
    buf_init(&body, 5 << 20);
    struct side_fixture *south = &p->sides[1];
    pair_ok(p, peer_outgoing(south->desk, south->channel, &south->view, &body, &worth, &p->fault));
    pair_ok(p, body_read(&frames, buf_str(&body), &p->fault));
    struct buf without;
    buf_init(&without, 5 << 20);
    body_begin(&without, &frames.sender, &frames.recipient);
    while (body_next(&frames, &kind, &bytes))
        if (kind != FRAME_BACK || bytes.p[0] != 'c')
            body_add(&without, kind, bytes);
    struct side_fixture *north = &p->sides[0];
    pair_ok(p, peer_incoming(north->desk, buf_str(&without), &channel, &north->view, &p->fault));
    assert_int_equal(pair_alarms(p, 0, unknown), 1);
    assert_true(pair_load(p, 0, &arena).unsettled);
    assert_int_equal(pair_load(p, 0, &arena).line.received.sequence, 0);
    pair_settle(p);
    assert_false(pair_load(p, 0, &arena).unsettled);
    buf_release(&body);
    buf_release(&without);
    arena_release(&arena);
}

/* --- the giving back is broken off --- */

/* The process of a side is killed and started again: what only its memory had is gone. */
static void start_again(struct pair *p, int i)
{
    struct side_fixture *side = &p->sides[i];
    desk_close(side->desk);
    side->view = (struct peer_view){0};
    pair_ok(p, desk_open(side->path, &side->env, &side->desk, &p->fault));
}

static void who_is_killed_half_way_is_asked_again(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 1200; i++)
        pair_write(p, i % 2, (struct draft){.kind = KIND_SIGHTING}, "many");
    pair_settle(p);
    struct peer before = pair_load(p, 1, &arena);
    lose_all(p, 3U);
    pair_send(p, 0, true);
    start_again(p, 1); /* before it gave anything: it does not know that it was asked */
    pair_send(p, 1, true);
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, 0);
    pair_send(p, 0, true);
    pair_send(p, 1, true);
    uint64_t half = pair_load(p, 0, &arena).line.sent.sequence;
    assert_true(half > 0 && half < before.line.received.sequence);
    start_again(p, 1);
    start_again(p, 0);
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, half);
    assert_taken_up(p, before.line.received.sequence, before.line.sent.sequence);
    arena_release(&arena);
}

/* --- keys that were stolen before all was lost --- */

/* North's key was stolen and drawn anew; then it lost all but those cards. */
static void lose_after_theft(struct pair *p, unsigned kept, struct arena *arena, struct card cards[CARDS_MAX])
{
    tell_each_other(p);
    pair_ok(p, peer_renew(p->sides[0].desk, 1, p->now, STR("taken"), STR(""), NULL, &p->fault));
    pair_exchange(p, 8);
    pair_anew(p);
    pair_exchange(p, 8);
    tell_each_other(p);
    roll(p, 0);
    cards_of(p, 0, arena, cards);
    lose_all(p, kept);
}

static void take_up_more(struct pair *p, const struct card *card, enum err expected)
{
    struct digest tls = {{0}};
    pair_ok(p, desk_begin(p->sides[0].desk, 1, &p->fault));
    assert_int_equal(peer_take_up(p->sides[0].desk, card, 1, STR(""), &tls, &p->fault), expected);
    if (expected == ERR_OK)
        pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    desk_rollback(p->sides[0].desk);
}

static void a_card_that_took_the_place_of_a_stolen_one_is_known_if_it_was_kept(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct card cards[CARDS_MAX];
    arena_init(&arena, 1 << 20);
    lose_after_theft(p, 7U, &arena, cards);
    struct peer before = pair_load(p, 1, &arena);
    assert_taken_up(p, before.line.received.sequence, before.line.sent.sequence);
    assert_false(pair_load(p, 1, &arena).stolen);
    arena_release(&arena);
}

/* What it said before the theft is there; what comes after cannot be checked, and nobody's word makes it so.
 */
static void without_that_card_only_what_came_before_it_is_believed_until_it_is_taken_up_too(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct card cards[CARDS_MAX];
    arena_init(&arena, 1 << 20);
    lose_after_theft(p, 1U | 1U << 2, &arena, cards);
    pair_exchange(p, 8);
    struct peer north = pair_load(p, 0, &arena);
    assert_true(north.unsettled);
    assert_int_equal(north.line.sent.sequence, 2);
    assert_int_equal(north.line.received.sequence, 1);
    assert_true(pair_alarms(p, 0, unknown) > 0);
    assert_int_equal(pair_alarms(p, 0, wrong), 0);
    struct card forged = cards[2];
    forged.number = 3; /* that in force has it */
    sign_by_south(p, &forged);
    take_up_more(p, &forged, ERR_REFUSED);
    forged = cards[1];
    sign_by_south(p, &forged);
    forged.desk.bytes[0] ^= 1;
    take_up_more(p, &forged, ERR_REFUSED);
    forged = cards[2];
    sign_by_south(p, &forged);
    take_up_more(p, &forged, ERR_REFUSED); /* another is known */
    take_up_more(p, &cards[1], ERR_OK);
    pair_settle(p);
    assert_false(pair_load(p, 0, &arena).unsettled);
    take_up_more(p, &cards[1], ERR_REFUSED);
    arena_release(&arena);
}

int main(void)
{
#define TEST_OF(name, setup) cmocka_unit_test_setup_teardown(name, setup, pair_teardown)
#define TEST(name) TEST_OF(name, pair_setup)
    const struct CMUnitTest tests[] = {
        TEST(without_its_first_card_its_history_is_not_believed),
        TEST(by_its_first_card_it_takes_up_its_history),
        TEST(it_takes_it_up_from_one_that_has_rolled_over_since),
        TEST(the_cards_between_come_with_its_own_messages),
        TEST_OF(who_gives_had_rolled_over_before_they_paired, south_rolled),
        TEST_OF(who_gives_had_and_has_rolled_over_since, south_rolled),
        TEST_OF(who_lost_all_had_rolled_over_before_they_paired, north_rolled),
        TEST_OF(the_card_of_the_pairing_is_given_back_to_who_had_it, north_rolled),
        TEST_OF(so_it_is_after_two_rollovers_since, both_rolled),
        TEST_OF(a_card_of_the_pairing_that_no_kept_one_promised_is_not_believed, north_rolled_twice),
        TEST_OF(a_chain_of_cards_that_does_not_lead_to_the_first_is_refused, both_rolled),
        TEST(a_card_of_a_huge_number_takes_no_time),
        TEST_OF(of_a_first_card_alone_nothing_of_a_later_one_is_believed, south_rolled),
        TEST_OF(who_is_killed_half_way_is_asked_again, both_rolled),
        TEST(a_card_that_took_the_place_of_a_stolen_one_is_known_if_it_was_kept),
        TEST(without_that_card_only_what_came_before_it_is_believed_until_it_is_taken_up_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
