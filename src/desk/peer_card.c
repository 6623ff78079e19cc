/* Peer: our cards: the first, and the ones that take its place: by rollover to the
 * promised key, or for another address; each sent to every counterpart in its
 * place in the line. See peer.h. */
#include "desk/peer_internal.h"

#include "base/limits.h"

static void fill_keys(struct card *card, const struct keeper_public *keys)
{
    memcpy(card->messages, keys->current[KEEPER_MESSAGES], PUBLIC_BYTES);
    memcpy(card->checkpoints, keys->current[KEEPER_CHECKPOINTS], PUBLIC_BYTES);
    memcpy(card->cosignatures, keys->current[KEEPER_COSIGNATURES], PUBLIC_BYTES);
    memcpy(card->sealing, keys->current[KEEPER_SEALING], PUBLIC_BYTES);
    card_key_hash(keys->next[KEEPER_MESSAGES], &card->next);
}

static enum err sign_card(struct desk *desk, struct card *card, struct fault *fault)
{
    struct buf text;
    buf_init(&text, (size_t)LIMIT_CARD_BYTES);
    card_write_unsigned(&text, card);
    enum err err = peer_sign_written(desk, STATEMENT_CARD, &text, card->signature, fault);
    buf_release(&text);
    return err;
}

enum err peer_own_card_add(struct desk *desk, const struct card *card, struct fault *fault)
{
    struct buf text;
    struct fact fact;
    struct digest id;
    buf_init(&text, (size_t)LIMIT_CARD_BYTES);
    card_write(&text, card);
    enum err err = buf_failed(&text) ? fault_set(fault, buf_error(&text), "card") : ERR_OK;
    if (!err) {
        struct event *event = fact_begin(&fact, EVENT_CARD_MADE);
        card_desk(card, &id);
        event_text(event, FIELD_card, buf_str(&text));
        event_int(event, FIELD_card_number, card->number);
        event_bytes(event, FIELD_desk_id, id.bytes, DIGEST_BYTES);
        err = fact_add(&fact, desk, fault);
    }
    buf_release(&text);
    return err;
}

/* --- handing over --- */

struct handing {
    struct desk *desk;
    struct str card;
    enum signing_key key;
};

/* The card as a message that leaves at once: the last that is signed with the key before. */
static enum err send_card(void *context, int64_t channel, struct fault *fault)
{
    struct handing *handing = context;
    struct draft draft = {
        .channel = channel, .kind = KIND_ROLLOVER, .urgent = true, .person = desk_actor(handing->desk)};
    struct arena arena;
    struct peer peer;
    struct fact fact;
    uint64_t number = 0;
    event_text(fact_begin(&fact, EVENT_MESSAGE_DRAFTED), FIELD_card, handing->card);
    enum err err = peer_draft(handing->desk, &draft, &fact.decision, &number, fault);
    fact_drop(&fact);
    if (!err)
        err = peer_release(handing->desk, channel, number, fault);
    arena_init(&arena, PEER_ARENA_BYTES);
    if (!err)
        err = peer_load(handing->desk, channel, &arena, &peer, fault);
    if (!err)
        err = peer_dispatch_now(handing->desk, &peer, number, handing->key, fault);
    arena_release(&arena);
    return err;
}

/* The card after this one, of the keeper's keys as they are now; and told to all where it follows. */
static enum err hand_over(struct desk *desk, const struct card *before, struct card *card,
                          struct fault *fault)
{
    struct buf text;
    bool same = memcmp(before->messages, card->messages, PUBLIC_BYTES) == 0;
    struct handing handing = {.desk = desk, .key = same ? SIGNING_CURRENT : SIGNING_BEFORE};
    enum err err = sign_card(desk, card, fault);
    buf_init(&text, (size_t)LIMIT_CARD_BYTES);
    card_write(&text, card);
    handing.card = buf_str(&text);
    /* The messages go first: they stand under the card before. */
    bool follows = card_follows(before, card, NULL) == ERR_OK;
    if (!err && follows)
        err = peer_each(desk, send_card, &handing, fault);
    if (!err)
        err = peer_own_card_add(desk, card, fault);
    /* Under keys that nobody promised: what is under way is vouched for as it is sent (add_vouch). */
    handing.key = SIGNING_CURRENT;
    if (!err && !follows)
        err = peer_each(desk, send_card, &handing, fault);
    buf_release(&text);
    return err;
}

static bool says_the_same(const struct card *a, const struct card *b)
{
    return memcmp(a->messages, b->messages, PUBLIC_BYTES) == 0 &&
           memcmp(a->checkpoints, b->checkpoints, PUBLIC_BYTES) == 0 &&
           memcmp(a->cosignatures, b->cosignatures, PUBLIC_BYTES) == 0 &&
           memcmp(a->sealing, b->sealing, PUBLIC_BYTES) == 0 && digest_equal(&a->next, &b->next) &&
           digest_equal(&a->tls, &b->tls) && str_equal(a->address, b->address);
}

/* Daemon and command may both be about to complete a rollover: the second makes no card that says the same.
 */
static enum err next_card(struct desk *desk, struct str address, const struct digest *tls,
                          struct fault *fault)
{
    struct arena arena;
    struct card before;
    struct digest id;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_own_card(desk, &arena, &before, &id, fault);
    if (!err) {
        struct card card = {.name = before.name,
                            .number = before.number + 1,
                            .desk = id,
                            .address = address.n ? address : before.address,
                            .tls = tls ? *tls : before.tls};
        fill_keys(&card, desk_keys(desk));
        if (!says_the_same(&before, &card))
            err = hand_over(desk, &before, &card, fault);
    }
    arena_release(&arena);
    return err;
}

enum err peer_make_card(struct desk *desk, struct str address, const struct digest *tls, struct fault *fault)
{
    struct arena arena;
    struct card before, card = {.name = desk_id(desk), .address = address, .tls = *tls};
    struct digest id;
    if (!card_name_is_good(card.name))
        return fault_set(fault, ERR_BAD_INPUT, "the desk's name is none for a card");
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_own_card(desk, &arena, &before, &id, fault);
    arena_release(&arena);
    if (err != ERR_NOT_FOUND)
        return err ? err : next_card(desk, address, tls, fault);
    fill_keys(&card, desk_keys(desk));
    err = sign_card(desk, &card, fault);
    return err ? err : peer_own_card_add(desk, &card, fault);
}

static enum err next_card_now(struct desk *desk, int64_t actor, struct str address, const struct digest *tls,
                              struct fault *fault)
{
    enum err err = desk_begin(desk, actor, fault);
    if (!err)
        err = next_card(desk, address, tls, fault);
    if (!err)
        err = desk_commit(desk, fault);
    desk_rollback(desk);
    return err;
}

/* Some channel waits for what a restoration lost; our own cards may be among it. */
static enum err any_unsettled(struct desk *desk, bool *any, struct fault *fault)
{
    struct query q;
    int64_t count = 0;
    query_open(&q, desk_store(desk), "peer/unsettled", fault);
    enum err err = query_one(&q, 0, &count);
    *any = count > 0;
    return err;
}

enum err peer_keys_ready(struct desk *desk, struct fault *fault)
{
    struct arena arena;
    struct card own;
    struct digest id;
    bool unsettled = false;
    enum err err = desk_keys_refresh(desk, fault);
    if (!err)
        err = any_unsettled(desk, &unsettled, fault);
    if (err || unsettled)
        return err;
    arena_init(&arena, PEER_ARENA_BYTES);
    err = peer_own_card(desk, &arena, &own, &id, fault);
    const struct keeper_public *keys = desk_keys(desk);
    if (!err && (memcmp(own.messages, keys->current[KEEPER_MESSAGES], PUBLIC_BYTES) != 0 ||
                 memcmp(own.sealing, keys->current[KEEPER_SEALING], PUBLIC_BYTES) != 0))
        err = next_card_now(desk, ACTOR_DESK, STR(""), NULL, fault);
    arena_release(&arena);
    return err;
}

/* --- rollover --- */

enum err peer_handing_over(struct desk *desk, int64_t channel, bool *handing, struct fault *fault)
{
    struct query q;
    int64_t count = 0;
    query_open(&q, desk_store(desk), "peer/handing_over", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "message_kind", KIND_ROLLOVER);
    enum err err = query_one(&q, 0, &count);
    *handing = count > 0;
    return err;
}

static enum err may_roll(void *context, int64_t channel, struct fault *fault)
{
    bool handing;
    enum err err = peer_handing_over(context, channel, &handing, fault);
    return err || !handing ? err
                           : fault_set(fault, ERR_REFUSED,
                                       "channel %lld has no receipt yet for the card before: a second "
                                       "rollover waits for it",
                                       (long long)channel);
}

enum err peer_roll(struct desk *desk, int64_t actor, struct str address, const struct digest *tls,
                   struct fault *fault)
{
    bool unsettled = false;
    enum err err = any_unsettled(desk, &unsettled, fault);
    if (!err && unsettled)
        err = fault_set(fault, ERR_REFUSED, "this desk was restored: what it lost is not yet all given back");
    if (!err)
        err = peer_keys_ready(desk, fault);
    if (!err)
        err = peer_each(desk, may_roll, desk, fault);
    /* Sealing first: a rollover that is cut off between the two is completed by peer_keys_ready. */
    if (!err)
        err = desk_roll_key(desk, KEEPER_SEALING, fault);
    if (!err)
        err = desk_roll_key(desk, KEEPER_MESSAGES, fault);
    return err ? err : next_card_now(desk, actor, address, tls, fault);
}

/* --- theft and loss --- */

struct stolen {
    struct desk *desk;
    time_ms since;
    struct str reason;
};

/* The last message under the old key says that it was stolen. */
static enum err say_stolen(void *context, int64_t channel, struct fault *fault)
{
    struct stolen *stolen = context;
    struct draft draft = {
        .channel = channel, .kind = KIND_ROLLOVER, .urgent = true, .person = desk_actor(stolen->desk)};
    struct arena arena;
    struct peer peer;
    struct fact fact;
    uint64_t number = 0;
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_DRAFTED);
    event_time(event, FIELD_since, stolen->since);
    event_text(event, FIELD_text, stolen->reason);
    enum err err = peer_draft(stolen->desk, &draft, &fact.decision, &number, fault);
    fact_drop(&fact);
    if (!err)
        err = peer_release(stolen->desk, channel, number, fault);
    arena_init(&arena, PEER_ARENA_BYTES);
    if (!err)
        err = peer_load(stolen->desk, channel, &arena, &peer, fault);
    if (!err)
        err = peer_dispatch_now(stolen->desk, &peer, number, SIGNING_CURRENT, fault);
    arena_release(&arena);
    return err;
}

enum err peer_renew(struct desk *desk, int64_t actor, time_ms since, struct str reason, struct str address,
                    const struct digest *tls, struct fault *fault)
{
    static const enum keeper_role roles[] = {KEEPER_SEALING, KEEPER_CHECKPOINTS, KEEPER_COSIGNATURES,
                                             KEEPER_MESSAGES};
    struct stolen stolen = {desk, since, reason};
    enum err err = peer_keys_ready(desk, fault);
    if (!err)
        err = desk_begin(desk, actor, fault);
    if (!err)
        err = peer_each(desk, say_stolen, &stolen, fault);
    if (!err)
        err = desk_commit(desk, fault);
    desk_rollback(desk);
    /* Twice: the next keys lay beside the current ones, and were stolen with them. */
    for (size_t i = 0; i < sizeof roles / sizeof *roles && !err; i++) {
        err = desk_roll_key(desk, roles[i], fault);
        if (!err)
            err = desk_roll_key(desk, roles[i], fault);
    }
    return err ? err : next_card_now(desk, actor, address, tls, fault);
}

static enum err revoked(struct desk *desk, const struct peer *peer, uint32_t card, time_ms since,
                        struct str reason, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_CARD_REVOKED);
    event_int(event, FIELD_channel, peer->channel);
    event_int(event, FIELD_card_number, card);
    event_time(event, FIELD_since, since);
    if (reason.n)
        event_text(event, FIELD_reason, reason);
    enum err err = fact_add(&fact, desk, fault);
    return err ? err : peer_alarm(desk, peer->channel, "the counterpart's key was stolen", card, fault);
}

enum err peer_revoke(struct desk *desk, const struct peer *peer, uint32_t card, time_ms since,
                     struct str reason, size_t *count, struct fault *fault)
{
    uint64_t named[64];
    size_t n = 0;
    struct query q;
    *count = 0;
    enum err err = revoked(desk, peer, card, since, reason, fault);
    if (err)
        return err;
    query_open(&q, desk_store(desk), "peer/received_since", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "since", since);
    for (; query_next(&q); ++*count)
        if (n < sizeof named / sizeof *named)
            named[n++] = (uint64_t)query_get_int(&q, 0);
    err = query_close(&q);
    for (size_t i = 0; i < n && !err; i++)
        err = peer_alarm(desk, peer->channel, "came after the key was stolen", named[i], fault);
    return err;
}

enum err peer_set_card(struct desk *desk, int64_t channel, struct str text, uint32_t number,
                       const uint64_t *position, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_CHANNEL_CARD_SET);
    event_int(event, FIELD_channel, channel);
    event_text(event, FIELD_card, text);
    event_int(event, FIELD_card_number, number);
    if (position)
        event_int(event, FIELD_position, (int64_t)*position);
    return fact_add(&fact, desk, fault);
}

enum err peer_pair_anew(struct desk *desk, const struct card *card, int64_t *channel, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    struct buf text;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_find(desk, card->name, channel, fault);
    if (!err)
        err = peer_load(desk, *channel, &arena, &peer, fault);
    struct digest id;
    card_desk(card, &id);
    if (!err && (!digest_equal(&id, &peer.line.theirs) || card->number < peer.card.number))
        err = fault_set(fault, ERR_REFUSED,
                        "that is another desk's card, or one that is older than what is in force");
    bool same = !err && card->number == peer.card.number;
    if (same && memcmp(card->signature, peer.card.signature, SIGNATURE_BYTES) != 0)
        err = fault_set(fault, ERR_REFUSED, "another card %u is in force", (unsigned)card->number);
    arena_release(&arena);
    if (err || same)
        return err;
    buf_init(&text, (size_t)LIMIT_CARD_BYTES);
    card_write(&text, card);
    err = peer_set_card(desk, *channel, buf_str(&text), card->number, NULL, fault);
    buf_release(&text);
    return err ? err : peer_alarm(desk, *channel, "paired anew", card->number, fault);
}

/* Earlier cards that were not named at first, while something is still to be given back under them. */
static enum err take_up_more(struct desk *desk, const struct card *own, const struct card *cards, size_t n,
                             struct arena *arena, struct fault *fault)
{
    bool unsettled = false;
    enum err err = any_unsettled(desk, &unsettled, fault);
    if (!err && !unsettled)
        err = fault_set(fault, ERR_REFUSED, "this desk has a card: it lost nothing, see rollover");
    for (size_t i = 0; i < n && !err; i++) {
        struct digest id, ours;
        struct card known;
        card_desk(&cards[i], &id);
        card_desk(own, &ours);
        err = peer_card_at(desk, 0, cards[i].number, arena, &known, fault);
        bool same = !err && memcmp(known.signature, cards[i].signature, SIGNATURE_BYTES) == 0;
        if (err == ERR_NOT_FOUND && digest_equal(&id, &ours) && cards[i].number < own->number)
            err = peer_own_card_add(desk, &cards[i], fault);
        else if (!same)
            err = fault_set(fault, ERR_REFUSED, "card %u: of another desk, or no earlier one",
                            (unsigned)cards[i].number);
    }
    return err;
}

enum err peer_take_up(struct desk *desk, const struct card *cards, size_t n, struct str address,
                      const struct digest *tls, struct fault *fault)
{
    struct arena arena;
    struct card own, card = {.name = desk_id(desk), .address = address, .tls = *tls};
    struct digest id;
    struct fact fact;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_own_card(desk, &arena, &own, &id, fault);
    bool again = err == ERR_OK;
    if (again)
        err = take_up_more(desk, &own, cards, n, &arena, fault);
    arena_release(&arena);
    if (again || err != ERR_NOT_FOUND)
        return err;
    card_desk(&cards[0], &card.desk);
    event_time(fact_begin(&fact, EVENT_DESK_RESTORED), FIELD_until, 0);
    err = fact_add(&fact, desk, fault);
    for (size_t i = 0; i < n && !err; i++) {
        card_desk(&cards[i], &id);
        if (!str_equal(cards[i].name, card.name) || !digest_equal(&id, &card.desk) ||
            (i > 0 && cards[i].number <= cards[i - 1].number))
            return fault_set(fault, ERR_REFUSED, "card %u: of another desk, or out of order",
                             (unsigned)cards[i].number);
        card.number = cards[i].number + 1;
        err = peer_own_card_add(desk, &cards[i], fault);
    }
    fill_keys(&card, desk_keys(desk));
    if (!err)
        err = sign_card(desk, &card, fault);
    return err ? err : peer_own_card_add(desk, &card, fault);
}
