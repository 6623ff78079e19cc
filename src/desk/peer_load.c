/* Peer: cards, pairing, a channel as it stands. See peer.h. */
#include "desk/peer_internal.h"

#include "base/keypair.h"
#include "base/limits.h"
#include "base/time.h"
#include "channel/sheet.h"
#include "rules/agreement.h"

#include <stdio.h>

/* --- facts --- */

struct event *fact_begin(struct fact *fact, enum event_kind kind)
{
    arena_init(&fact->arena, PEER_ARENA_BYTES);
    decision_init(&fact->decision, &fact->arena);
    return fact->event = event_add(&fact->decision, kind);
}

enum err fact_add(struct fact *fact, struct desk *desk, struct fault *fault)
{
    enum err err = desk_add(desk, &fact->decision, fault);
    arena_release(&fact->arena);
    return err;
}

void fact_drop(struct fact *fact)
{
    arena_release(&fact->arena);
}

/* --- names and keys --- */

void peer_origin(char out[PEER_ORIGIN_MAX], struct str desk, const struct digest *channel)
{
    snprintf(out, PEER_ORIGIN_MAX, "%.*s/%02x%02x%02x%02x%02x%02x%02x%02x", STR_ARG(desk), channel->bytes[0],
             channel->bytes[1], channel->bytes[2], channel->bytes[3], channel->bytes[4], channel->bytes[5],
             channel->bytes[6], channel->bytes[7]);
}

enum err peer_their_log(const struct peer *peer, char name[PEER_ORIGIN_MAX], struct note_key *out,
                        struct fault *fault)
{
    peer_origin(name, peer->card.name, &peer->line.channel);
    return note_key_init(out, str_of(name), NOTE_ED25519, peer->card.checkpoints, fault);
}

enum err peer_cosigner(const struct card *card, struct note_key *out, struct fault *fault)
{
    return note_key_init(out, card->name, NOTE_COSIGNATURE, card->cosignatures, fault);
}

/* --- signatures --- */

enum err peer_sign_with(struct desk *desk, enum signing_key which, enum statement type, struct str payload,
                        unsigned char signature[SIGNATURE_BYTES], struct fault *fault)
{
    char bytes[STATEMENT_BYTES];
    const struct keeper *keeper = &desk_env(desk)->keeper;
    struct str statement = statement_encode(bytes, type, payload);
    if (!statement.p)
        return fault_set(fault, ERR_TOO_LARGE, "a statement of %zu bytes", payload.n);
    return which == SIGNING_BEFORE
               ? keeper->sign_before(keeper->context, statement, signature, fault)
               : keeper->sign(keeper->context, KEEPER_MESSAGES, statement, signature, fault);
}

enum err peer_sign(struct desk *desk, enum statement type, struct str payload,
                   unsigned char signature[SIGNATURE_BYTES], struct fault *fault)
{
    return peer_sign_with(desk, SIGNING_CURRENT, type, payload, signature, fault);
}

enum err peer_sign_written(struct desk *desk, enum statement type, const struct buf *payload,
                           unsigned char signature[SIGNATURE_BYTES], struct fault *fault)
{
    return buf_failed(payload) ? fault_set(fault, buf_error(payload), "a statement to be signed")
                               : peer_sign(desk, type, buf_str(payload), signature, fault);
}

bool peer_signed(const unsigned char key[PUBLIC_BYTES], enum statement type, struct str payload,
                 const unsigned char *signature, size_t n)
{
    char bytes[STATEMENT_BYTES];
    struct str statement = statement_encode(bytes, type, payload);
    return n == SIGNATURE_BYTES && statement.p && keypair_signed(key, statement, signature);
}

static bool signed_with(const char *key, enum statement type, struct str payload, struct str signature)
{
    return peer_signed((const unsigned char *)key, type, payload, (const unsigned char *)signature.p,
                       signature.n);
}

/* The cards tell keys that the store has not, where it was made anew after a loss. */
static enum err signed_by_card(struct desk *desk, enum statement type, struct str payload,
                               struct str signature, bool *holds, struct fault *fault)
{
    struct query q;
    struct card card;
    struct str unsigned_text;
    query_open(&q, desk_store(desk), "peer/own_cards", fault);
    while (!*holds && query_next(&q))
        *holds = card_read(&card, query_get_text(&q, 0), &unsigned_text, NULL) == ERR_OK &&
                 signed_with((const char *)card.messages, type, payload, signature);
    return query_close(&q);
}

enum err peer_signed_by_us(struct desk *desk, enum statement type, struct str payload, struct str signature,
                           bool *holds, struct fault *fault)
{
    struct query q;
    *holds = false;
    query_open(&q, desk_store(desk), "core/keys_of_role", fault);
    query_text(&q, "key_role", str_of(keeper_role_name(KEEPER_MESSAGES)));
    while (!*holds && query_next(&q)) {
        struct str key = query_get_text(&q, 0);
        *holds = key.n == PUBLIC_BYTES && signed_with(key.p, type, payload, signature);
    }
    enum err err = query_close(&q);
    return err || *holds ? err : signed_by_card(desk, type, payload, signature, holds, fault);
}

/* --- our card --- */

static struct str copy(struct arena *arena, struct str s)
{
    return (struct str){arena_copy(arena, s.p ? s.p : "", s.n), s.n};
}

enum err peer_own_card(struct desk *desk, struct arena *arena, struct card *out, struct digest *desk_id,
                       struct fault *fault)
{
    struct query q;
    struct str text = {0}, unsigned_text;
    query_open(&q, desk_store(desk), "peer/own_card", fault);
    bool there = query_next(&q);
    if (there) {
        text = copy(arena, query_get_text(&q, 0));
        memcpy(desk_id->bytes, query_get_text(&q, 1).p, DIGEST_BYTES);
    }
    enum err err = query_close(&q);
    if (err)
        return err;
    if (!there)
        return fault_set(fault, ERR_NOT_FOUND, "this desk has made no card yet");
    if (!text.p)
        return fault_set(fault, ERR_NO_MEMORY, "card");
    return card_read(out, text, &unsigned_text, fault);
}

enum err peer_check_card(const struct card *card, struct str unsigned_text,
                         const unsigned char key[PUBLIC_BYTES], struct fault *fault)
{
    return peer_signed(key, STATEMENT_CARD, unsigned_text, card->signature, SIGNATURE_BYTES)
               ? ERR_OK
               : fault_set(fault, ERR_FORGED, "card: its signature does not hold");
}

/* --- pairing --- */

static enum err add_channel(struct desk *desk, const struct card *card, const struct digest *id,
                            const struct digest *channel_digest, int64_t channel, struct fault *fault)
{
    char origin[PEER_ORIGIN_MAX];
    struct buf text;
    struct fact fact;
    peer_origin(origin, desk_id(desk), channel_digest);
    enum err err = desk_add_ledger(desk, channel, str_of(origin), fault);
    if (err)
        return err;
    buf_init(&text, (size_t)LIMIT_CARD_BYTES);
    card_write(&text, card);
    struct event *event = fact_begin(&fact, EVENT_CHANNEL_PAIRED);
    event_int(event, FIELD_channel, channel);
    event_text(event, FIELD_counterpart, card->name);
    event_bytes(event, FIELD_desk_id, id->bytes, DIGEST_BYTES);
    event_bytes(event, FIELD_channel_id, channel_digest->bytes, DIGEST_BYTES);
    event_text(event, FIELD_card, buf_str(&text));
    event_int(event, FIELD_card_number, card->number);
    err = fact_add(&fact, desk, fault);
    buf_release(&text);
    return err;
}

enum err peer_of(struct desk *desk, const struct card *card, int64_t *channel, struct fault *fault)
{
    struct query q;
    struct digest id;
    card_desk(card, &id);
    query_open(&q, desk_store(desk), "peer/of_desk", fault);
    query_bytes(&q, "desk_id", id.bytes, DIGEST_BYTES);
    return query_one(&q, 0, channel);
}

enum err peer_pair(struct desk *desk, const struct card *card, int64_t *channel, struct fault *fault)
{
    struct arena arena;
    struct card own;
    struct digest ours, theirs, channel_digest;
    struct query q;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_own_card(desk, &arena, &own, &ours, fault);
    arena_release(&arena);
    if (err)
        return err;
    card_desk(card, &theirs);
    if (digest_equal(&ours, &theirs))
        return fault_set(fault, ERR_REFUSED, "this is the desk's own card");
    err = peer_of(desk, card, channel, fault);
    if (!err && *channel)
        return fault_set(fault, ERR_REFUSED,
                         "paired with %.*s already; where its keys were stolen or lost: pair confirm --anew",
                         STR_ARG(card->name));
    /* A message is named by its desk's name. */
    int64_t named = 0;
    if (!err && (str_equal(card->name, desk_id(desk)) || peer_find(desk, card->name, &named, NULL) == ERR_OK))
        err = fault_set(fault, ERR_REFUSED,
                        "two desks of the name %.*s: nobody could tell their messages apart",
                        STR_ARG(card->name));
    if (!err) {
        query_open(&q, desk_store(desk), "peer/next_ledger", fault);
        err = query_one(&q, 0, channel);
    }
    channel_id(&ours, &theirs, &channel_digest);
    return err ? err : add_channel(desk, card, &theirs, &channel_digest, *channel, fault);
}

/* --- loading --- */

static void get_digest(struct query *q, int column, struct digest *out)
{
    struct str bytes = query_get_text(q, column);
    memset(out, 0, sizeof *out);
    if (bytes.n == DIGEST_BYTES)
        memcpy(out->bytes, bytes.p, DIGEST_BYTES);
}

/* The row's columns in the order of peer/channel.sql. */
static void take_row(struct query *q, struct arena *arena, struct peer *out, struct str *card_text)
{
    struct track *line = &out->line;
    out->counterpart = copy(arena, query_get_text(q, 0));
    get_digest(q, 1, &line->theirs);
    get_digest(q, 2, &line->channel);
    *card_text = copy(arena, query_get_text(q, 3));
    line->their_card = (uint32_t)query_get_int(q, 4);
    out->agreement_text = copy(arena, query_get_text(q, 5));
    get_digest(q, 6, &line->agreement);
    get_digest(q, 7, &line->agreement_before);
    out->level_ours = (enum level)query_get_int(q, 9);
    out->level_theirs = (enum level)query_get_int(q, 10);
    line->level = level_in_force((enum level)query_get_int(q, 8), out->level_ours, out->level_theirs);
    out->numbered = (uint64_t)query_get_int(q, 11);
    line->sent.sequence = (uint64_t)query_get_int(q, 12);
    get_digest(q, 13, &line->sent.head);
    line->received.sequence = (uint64_t)query_get_int(q, 14);
    get_digest(q, 15, &line->received.head);
    line->receipted = (uint64_t)query_get_int(q, 16);
    out->cosigned = (uint64_t)query_get_int(q, 17);
    get_digest(q, 18, &out->cosigned_root);
    out->cosigned_note = copy(arena, query_get_text(q, 19));
    out->countersigned = (uint64_t)query_get_int(q, 20);
    out->cut = (uint64_t)query_get_int(q, 21);
    out->cut_time = query_get_int(q, 22);
    out->paired = query_get_int(q, 23);
    out->told = (enum told)query_get_int(q, 24);
    out->unsettled = query_get_int(q, 25) != 0;
    out->stolen = query_get_int(q, 26) != 0;
}

/* An assessment a year old brings the level down to restricted until it is renewed. */
static void age_agreement(struct peer *peer, time_ms now)
{
    time_ms assessed;
    if (time_parse(peer->agreement.assessed, &assessed, NULL))
        return;
    if (now - assessed >= ASSESSMENT_DAYS * TIME_DAY && peer->line.level < LEVEL_RESTRICTED)
        peer->line.level = LEVEL_RESTRICTED;
}

enum err peer_load(struct desk *desk, int64_t channel, struct arena *arena, struct peer *out,
                   struct fault *fault)
{
    struct query q;
    struct str card_text = {0}, unsigned_text;
    struct card own;
    *out = (struct peer){.channel = channel};
    query_open(&q, desk_store(desk), "peer/channel", fault);
    query_int(&q, "channel", channel);
    bool there = query_next(&q);
    if (there)
        take_row(&q, arena, out, &card_text);
    enum err err = query_close(&q);
    if (!err && !there)
        err = fault_set(fault, ERR_NOT_FOUND, "no channel %lld", (long long)channel);
    if (!err && arena_failed(arena))
        err = fault_set(fault, ERR_NO_MEMORY, "channel");
    if (!err)
        err = card_read(&out->card, card_text, &unsigned_text, fault);
    if (!err && out->agreement_text.n)
        err = agreement_read(&out->agreement, out->agreement_text, fault);
    if (!err)
        err = peer_own_card(desk, arena, &own, &out->line.ours, fault);
    if (err)
        return err;
    out->line.our_card = own.number;
    age_agreement(out, desk_now(desk));
    return ERR_OK;
}

/* ERR_FORGED: what stands at this position of its ledger was signed by another key of its. */
static enum err card_holds(struct query *q, uint64_t position, struct fault *fault)
{
    bool holds = (uint64_t)query_get_int(q, 1) <= position &&
                 (query_is_null(q, 2) || position < (uint64_t)query_get_int(q, 2));
    return holds ? ERR_OK : fault_set(fault, ERR_FORGED, "signed with a key that was not in force there");
}

enum err peer_card_over(struct desk *desk, int64_t channel, uint32_t number, uint64_t position,
                        struct arena *arena, struct card *out, struct fault *fault)
{
    struct query q;
    enum err err = peer_card_at(desk, channel, number, arena, out, fault);
    if (err)
        return err;
    query_open(&q, desk_store(desk), "peer/card_at", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "card_number", number);
    if (query_next(&q))
        err = card_holds(&q, position, fault);
    enum err closed = query_close(&q);
    return err ? err : closed;
}

enum err peer_card_at(struct desk *desk, int64_t channel, uint32_t number, struct arena *arena,
                      struct card *out, struct fault *fault)
{
    struct query q;
    struct str text = {0}, unsigned_text;
    query_open(&q, desk_store(desk), channel ? "peer/card_at" : "peer/own_card_at", fault);
    if (channel)
        query_int(&q, "channel", channel);
    query_int(&q, "card_number", number);
    bool there = query_next(&q);
    if (there)
        text = copy(arena, query_get_text(&q, 0));
    enum err err = query_close(&q);
    if (!err && there && !text.p)
        err = fault_set(fault, ERR_NO_MEMORY, "card");
    if (err)
        return err;
    return there ? card_read(out, text, &unsigned_text, fault)
                 : fault_set(fault, ERR_NOT_FOUND, "no card %u of %s", (unsigned)number,
                             channel ? "the counterpart" : "our own");
}

bool peer_card_follows(struct desk *desk, int64_t channel, const struct card *card, struct str unsigned_text,
                       struct arena *arena)
{
    struct card before;
    return card->number > 0 && !peer_check_card(card, unsigned_text, card->messages, NULL) &&
           !peer_card_at(desk, channel, card->number - 1, arena, &before, NULL) &&
           !card_follows(&before, card, NULL);
}

enum err peer_find(struct desk *desk, struct str counterpart, int64_t *channel, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "peer/named", fault);
    query_text(&q, "counterpart", counterpart);
    enum err err = query_one(&q, 0, channel);
    if (!err && *channel == 0)
        err = fault_set(fault, ERR_NOT_FOUND, "no counterpart '%.*s'", STR_ARG(counterpart));
    return err;
}

enum err peer_each(struct desk *desk, enum err (*each)(void *context, int64_t channel, struct fault *fault),
                   void *context, struct fault *fault)
{
    int64_t channel = 0;
    for (;;) {
        struct query q;
        query_open(&q, desk_store(desk), "peer/channels", fault);
        query_int(&q, "after", channel);
        enum err err = query_one(&q, 0, &channel);
        if (err || channel == 0)
            return err;
        err = each(context, channel, fault);
        if (err)
            return err;
    }
}

enum err peer_sender(struct desk *desk, struct str body, int64_t *channel, struct fault *fault)
{
    struct body head;
    struct query q;
    enum err err = body_read(&head, body, fault);
    if (err)
        return err;
    query_open(&q, desk_store(desk), "peer/of_desk", fault);
    query_bytes(&q, "desk_id", head.sender.bytes, DIGEST_BYTES);
    err = query_one(&q, 0, channel);
    if (!err && *channel == 0)
        err = fault_set(fault, ERR_REFUSED, "a desk that is not paired with this one");
    return err;
}
