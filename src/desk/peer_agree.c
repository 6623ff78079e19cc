/* Peer: agreements, levels and cards: what both must sign and what one may do alone. */
#include "desk/ask.h"
#include "desk/asked.h"
#include "desk/peer_internal.h"
#include "desk/tables.h"

#include "base/limits.h"
#include "rules/handling.h"

static enum err agreement_fact(struct desk *desk, const struct peer *peer, const struct agreement *agreement,
                               struct str text, const unsigned char *ours, const unsigned char *theirs,
                               struct fault *fault)
{
    struct digest digest;
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_AGREEMENT_MADE);
    agreement_digest(text, &digest);
    event_int(event, FIELD_channel, peer->channel);
    event_text(event, FIELD_agreement, text);
    event_int(event, FIELD_number, agreement->number);
    event_bytes(event, FIELD_digest, digest.bytes, DIGEST_BYTES);
    event_int(event, FIELD_level_code, agreement->level);
    event_bytes(event, FIELD_signature, ours, SIGNATURE_BYTES);
    event_bytes(event, FIELD_counter_signature, theirs, SIGNATURE_BYTES);
    enum err err = fact_add(&fact, desk, fault);
    return err ? err : peer_hold_unfit(desk, peer->channel, fault);
}

/* What was signed before a rollover and is read after it: the card in force, or the one before it; of what is
 * given back, any that is known. */
static bool they_signed(struct desk *desk, const struct peer *peer, enum statement type, struct str text,
                        const unsigned char *signature, size_t n)
{
    struct query q;
    struct card before;
    struct str unsigned_text;
    bool holds = peer_signed(peer->card.messages, type, text, signature, n);
    query_open(&q, desk_store(desk), "peer/their_cards", NULL);
    query_int(&q, "channel", peer->channel);
    while (!holds && query_next(&q))
        holds = card_read(&before, query_get_text(&q, 0), &unsigned_text, NULL) == ERR_OK &&
                (peer->unsettled || card_follows(&before, &peer->card, NULL) == ERR_OK) &&
                peer_signed(before.messages, type, text, signature, n);
    if (query_close(&q))
        return false;
    return holds;
}

/* The same of this desk, back to the card that none before it promised: the key of that one was stolen or
 * lost.
 */
static enum err we_signed(struct desk *desk, const struct peer *peer, enum statement type, struct str text,
                          const unsigned char *signature, bool *holds, struct fault *fault)
{
    struct query q;
    struct arena arena;
    struct card before = {0}, card;
    struct str unsigned_text;
    enum err err = ERR_OK;
    *holds = false;
    arena_init(&arena, PEER_ARENA_BYTES);
    query_open(&q, desk_store(desk), "peer/own_cards", fault);
    while (!err && query_next(&q)) {
        struct str row = query_get_text(&q, 0), kept = {arena_copy(&arena, row.p, row.n), row.n};
        err =
            kept.p ? card_read(&card, kept, &unsigned_text, fault) : fault_set(fault, ERR_NO_MEMORY, "card");
        if (err)
            break;
        bool goes_on = peer->unsettled || card_follows(&before, &card, NULL) == ERR_OK;
        *holds = (*holds && goes_on) || peer_signed(card.messages, type, text, signature, SIGNATURE_BYTES);
        before = card;
    }
    arena_release(&arena);
    /* A rollover that was cut off has no card yet. */
    *holds = *holds ||
             peer_signed(desk_keys(desk)->current[KEEPER_MESSAGES], type, text, signature, SIGNATURE_BYTES);
    enum err closed = query_close(&q);
    return err ? err : closed;
}

enum err peer_terms(const struct agreement *agreement, struct fault *fault)
{
    struct fault why = {0};
    struct str words = agreement->kinds, all = STR("all");
    int tlp;
    if (handling_read_tlp(agreement->handling, &tlp, &why))
        return fault_set(fault, ERR_BAD_INPUT, "handling: %s", why.detail);
    if (!word_value(WORDS_profile, agreement->profile))
        return fault_set(fault, ERR_BAD_INPUT, "profile: there are no deadlines '%.*s'",
                         STR_ARG(agreement->profile));
    while (words.n && !str_equal(agreement->kinds, all)) {
        struct str word = str_trim(str_cut(&words, ','));
        if (!kind_of(word))
            return fault_set(fault, ERR_BAD_INPUT, "kinds: there is no kind of message '%.*s'",
                             STR_ARG(word));
    }
    return ERR_OK;
}

enum err peer_agree(struct desk *desk, const struct peer *peer, struct str text,
                    const unsigned char ours[SIGNATURE_BYTES], const unsigned char theirs[SIGNATURE_BYTES],
                    struct fault *fault)
{
    struct agreement agreement;
    bool holds = false;
    enum err err = agreement_read(&agreement, text, fault);
    if (err)
        return err;
    if (!digest_equal(&agreement.channel, &peer->line.channel))
        return fault_set(fault, ERR_REFUSED, "the agreement is of another channel");
    if (agreement.number <= peer->agreement.number)
        return fault_set(fault, ERR_REFUSED, "agreement %u does not follow %u", (unsigned)agreement.number,
                         (unsigned)peer->agreement.number);
    err = we_signed(desk, peer, STATEMENT_AGREEMENT, text, ours, &holds, fault);
    if (err)
        return err;
    if (!holds || !they_signed(desk, peer, STATEMENT_AGREEMENT, text, theirs, SIGNATURE_BYTES))
        return fault_set(fault, ERR_FORGED, "the agreement lacks a signature that holds");
    return agreement_fact(desk, peer, &agreement, text, ours, theirs, fault);
}

/* --- lowering --- */

static enum err lowered(struct desk *desk, int64_t channel, enum level level, bool ours,
                        const unsigned char *signature, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_LEVEL_LOWERED);
    event_int(event, FIELD_channel, channel);
    event_int(event, FIELD_level_code, level);
    event_int(event, FIELD_ours, ours);
    event_bytes(event, FIELD_signature, signature, SIGNATURE_BYTES);
    return fact_add(&fact, desk, fault);
}

/* A message of the channel's own, written and released in one go. */
static enum err send_own(struct desk *desk, const struct draft *draft, struct fact *fact, struct fault *fault)
{
    uint64_t number;
    enum err err = peer_draft(desk, draft, &fact->decision, &number, fault);
    if (!err)
        err = peer_release(desk, draft->channel, number, fault);
    fact_drop(fact);
    return err;
}

static void lowering_payload(struct buf *out, const struct digest *channel, const struct digest *signer,
                             enum level level, time_ms time)
{
    struct lowering lowering = {.channel = *channel, .signer = *signer, .level = level, .time = time};
    lowering_write(out, &lowering);
}

enum err peer_lower(struct desk *desk, const struct peer *peer, enum level level, struct fault *fault)
{
    unsigned char signature[SIGNATURE_BYTES];
    struct buf payload;
    struct fact fact;
    struct draft draft = {
        .channel = peer->channel, .kind = KIND_LEVEL, .urgent = true, .person = desk_actor(desk)};
    if (level <= peer->level_ours)
        return fault_set(fault, ERR_REFUSED, "this side's level is %s: raising it takes a new agreement",
                         level_word(peer->level_ours));
    time_ms now = desk_now(desk);
    buf_init(&payload, 256);
    lowering_payload(&payload, &peer->line.channel, &peer->line.ours, level, now);
    enum err err = peer_sign_written(desk, STATEMENT_LEVEL, &payload, signature, fault);
    if (!err)
        err = lowered(desk, peer->channel, level, true, signature, fault);
    if (!err)
        err = peer_hold_unfit(desk, peer->channel, fault);
    if (!err) {
        struct event *event = fact_begin(&fact, EVENT_MESSAGE_DRAFTED);
        event_int(event, FIELD_level_code, level);
        event_time(event, FIELD_since, now);
        event_bytes(event, FIELD_signature, signature, sizeof signature);
        err = send_own(desk, &draft, &fact, fault);
    }
    buf_release(&payload);
    return err;
}

static enum err took_level(struct desk *desk, struct peer *peer, const struct event *content,
                           struct fault *fault)
{
    struct buf payload;
    struct str signature = event_get_text(content, FIELD_signature);
    int64_t level = event_get_int(content, FIELD_level_code, -1);
    if (level < 0 || level >= LEVEL_COUNT || level <= (int64_t)peer->level_theirs)
        return ERR_OK;
    buf_init(&payload, 256);
    lowering_payload(&payload, &peer->line.channel, &peer->line.theirs, (enum level)level,
                     event_get_int(content, FIELD_since, 0));
    bool holds = they_signed(desk, peer, STATEMENT_LEVEL, buf_str(&payload),
                             (const unsigned char *)signature.p, signature.n);
    buf_release(&payload);
    if (!holds)
        return peer_alarm(desk, peer->channel, "level forged", 0, fault);
    peer->level_theirs = (enum level)level;
    if (peer->line.level < peer->level_theirs)
        peer->line.level = peer->level_theirs;
    return lowered(desk, peer->channel, (enum level)level, false, (const unsigned char *)signature.p, fault);
}

/* --- agreements --- */

/* A text that we proposed and the counterpart signed too is in force; a proposal waits for a person. */
static enum err took_agreement(struct desk *desk, struct peer *peer, const struct event *content,
                               struct arena *arena, struct fault *fault)
{
    struct str theirs = event_get_text(content, FIELD_signature);
    struct str ours = event_get_text(content, FIELD_counter_signature);
    struct str text = event_get_text(content, FIELD_agreement);
    struct fault found = {0};
    if (ours.n == 0)
        return ERR_OK;
    enum err err = ours.n != SIGNATURE_BYTES || theirs.n != SIGNATURE_BYTES
                       ? ERR_FORGED
                       : peer_agree(desk, peer, text, (const unsigned char *)ours.p,
                                    (const unsigned char *)theirs.p, &found);
    if (peer_failed_here(err))
        return fault_set(fault, err, "%s", found.detail);
    if (err)
        return peer_alarm(desk, peer->channel, "agreement forged", 0, fault);
    struct track line = peer->line;
    err = peer_load(desk, peer->channel, arena, peer, fault);
    /* What this body brought so far is projected too; the line's own state is the same. */
    peer->line.received = line.received;
    return err;
}

/* --- cards --- */

/* After a loss the card in force is the one that two persons compared. Those before it follow from the first,
 * and their places in the line come back with the messages that said so. */
static enum err took_card_again(struct desk *desk, const struct peer *peer, const struct header *header,
                                const struct card *card, struct str text, struct str unsigned_text,
                                struct arena *arena, struct fault *fault)
{
    if (!peer_card_follows(desk, peer->channel, card, unsigned_text, arena))
        return peer_alarm(desk, peer->channel, "card refused", 0, fault);
    return peer_set_card(desk, peer->channel, text, card->number, &header->position, fault);
}

/* The message came in its place, signed with the key in force: what follows it is signed with the new one. */
static enum err took_card(struct desk *desk, struct peer *peer, const struct header *header,
                          const struct event *content, struct arena *arena, struct fault *fault)
{
    struct card card;
    struct str text = event_get_text(content, FIELD_card), unsigned_text;
    struct fault found = {0};
    time_ms since = event_get_int(content, FIELD_since, 0);
    size_t count;
    if (since) {
        /* A time after the word was given would call good what came before it. */
        if (since > header->sent)
            since = header->sent;
        enum err err = peer_revoke(desk, peer, header->sender_card, since,
                                   event_get_text(content, FIELD_text), &count, fault);
        peer->stolen = peer->stolen || header->sender_card == peer->line.their_card;
        return err;
    }
    if (peer->unsettled && card_read(&card, text, &unsigned_text, &found) == ERR_OK &&
        card.number < peer->card.number)
        return took_card_again(desk, peer, header, &card, text, unsigned_text, arena, fault);
    /* The first message after the desks paired anew says again what they read to each other. */
    if (card_read(&card, text, &unsigned_text, &found) == ERR_OK && card.number == peer->card.number &&
        memcmp(&card.signature, peer->card.signature, SIGNATURE_BYTES) == 0)
        return ERR_OK;
    if (card_read(&card, text, &unsigned_text, &found) || card_follows(&peer->card, &card, &found) ||
        peer_check_card(&card, unsigned_text, card.messages, &found))
        return peer_alarm(desk, peer->channel, "card refused", 0, fault);
    enum err err = peer_set_card(desk, peer->channel, text, card.number, &header->position, fault);
    struct track line = peer->line;
    if (!err)
        err = peer_load(desk, peer->channel, arena, peer, fault);
    peer->line.received = line.received;
    return err;
}

/* A card of ours that a backup did not know yet. Who stole the key before alone signed one that does not
 * follow.
 */
static enum err own_card_again(struct desk *desk, const struct peer *peer, struct str text,
                               struct arena *arena, struct fault *fault)
{
    struct card card, known;
    struct str unsigned_text;
    if (!text.n)
        return ERR_OK; /* it said that the key was stolen */
    bool whole = card_read(&card, text, &unsigned_text, NULL) == ERR_OK;
    if (whole && peer_card_at(desk, 0, card.number, arena, &known, NULL) == ERR_OK)
        return ERR_OK;
    if (!whole || !peer_card_follows(desk, 0, &card, unsigned_text, arena))
        return peer_alarm(desk, peer->channel, "card refused", 0, fault);
    return peer_own_card_add(desk, &card, fault);
}

enum err peer_sent_before(struct desk *desk, struct peer *peer, enum kind kind, const struct event *content,
                          struct arena *arena, struct fault *fault)
{
    struct str ours = event_get_text(content, FIELD_signature);
    struct str theirs = event_get_text(content, FIELD_counter_signature);
    int64_t level = event_get_int(content, FIELD_level_code, -1);
    if (kind == KIND_ROLLOVER)
        return own_card_again(desk, peer, event_get_text(content, FIELD_card), arena, fault);
    if (kind == KIND_TABLE)
        return tables_noticed_before(desk, peer, content, fault);
    if (kind == KIND_LEVEL && level > (int64_t)peer->level_ours && level < LEVEL_COUNT &&
        ours.n == SIGNATURE_BYTES)
        return lowered(desk, peer->channel, (enum level)level, true, (const unsigned char *)ours.p, fault);
    if (kind == KIND_AGREEMENT && ours.n == SIGNATURE_BYTES && theirs.n == SIGNATURE_BYTES) {
        struct fault found = {0};
        enum err err = peer_agree(desk, peer, event_get_text(content, FIELD_agreement),
                                  (const unsigned char *)ours.p, (const unsigned char *)theirs.p, &found);
        return err == ERR_REFUSED || err == ERR_OK ? ERR_OK : fault_set(fault, err, "%s", found.detail);
    }
    return ERR_OK;
}

enum err peer_took(struct desk *desk, struct peer *peer, const struct header *header, time_ms at,
                   const struct event *content, struct arena *arena, struct fault *fault)
{
    switch (header->kind) {
    case KIND_AGREEMENT:
        return took_agreement(desk, peer, content, arena, fault);
    case KIND_LEVEL:
        return took_level(desk, peer, content, fault);
    case KIND_ROLLOVER:
        return took_card(desk, peer, header, content, arena, fault);
    case KIND_TABLE:
        return tables_noticed(desk, peer, content, fault);
    case KIND_QUESTION:
        return asked_take(desk, peer, header, at, content, fault);
    case KIND_BLINDED:
        return ask_answered(desk, peer, header, content, fault);
    case KIND_REQUEST:
        return asked_prove(desk, peer, header, content, arena, fault);
    default:
        return ERR_OK;
    }
}
