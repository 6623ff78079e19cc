/* Contact: when a desk turns to a counterpart. See contact.h. */
#include "desk/contact.h"

#include "desk/peer_internal.h"

#include "base/limits.h"
#include "base/pack.h"

/* A counterpart that wants a table fetches it; one that has not turned to us for so long cannot. */
enum { FETCHES_ITSELF_MS = 60 * 1000 };

/* A body that is out for longer may hang, and the counterpart be one that only turns to us. What was made
 * ahead of its answer is no longer what would be said now. */
enum { UNDER_WAY_MS = 2000 };

/* The body that is out and the one that is made meanwhile are in the window at once. */
static size_t at_most(const struct contact *contact)
{
    return contact->at_most ? contact->at_most : (size_t)LIMIT_WINDOW_MESSAGES / 2;
}

static bool wants_same(const struct peer_view *a, const struct peer_view *b)
{
    for (size_t i = 0; i < PEER_TABLE_KINDS; i++)
        if (a->wanted[i].number != b->wanted[i].number || a->wanted[i].offset != b->wanted[i].offset)
            return false;
    return true;
}

static bool view_same(const struct peer_view *a, const struct peer_view *b)
{
    return a->known == b->known && a->received == b->received && digest_equal(&a->head, &b->head) &&
           a->receipted == b->receipted && a->size == b->size && a->countersigned == b->countersigned &&
           a->cosigned == b->cosigned && wants_same(a, b);
}

static bool wants_table(const struct peer_view *view)
{
    static const struct peer_view nothing;
    return !wants_same(view, &nothing);
}

static enum err size_of(struct desk *desk, int64_t channel, uint64_t *size, struct fault *fault)
{
    struct desk_ledger *ledger;
    enum err err = desk_ledger_find(desk, channel, &ledger, fault);
    *size = err ? 0 : ledger->tree.size;
    return err;
}

/* It comes further in a table of ours: who asks for the same place again and again moves nothing. */
static bool wants_more(const struct contact *contact)
{
    for (size_t i = 0; i < PEER_TABLE_KINDS; i++) {
        const struct peer_wanted *wanted = &contact->view.wanted[i], *given = &contact->given[i];
        if (wanted->number > given->number ||
            (wanted->number == given->number && wanted->offset > given->offset))
            return true;
    }
    return false;
}

static bool stands(const struct contact *contact, uint64_t size, uint64_t held)
{
    return size == contact->stood_size && held == contact->stood_held &&
           view_same(&contact->view, &contact->stood);
}

enum err contact_begin(struct desk *desk, int64_t channel, const struct contact *contact, time_ms now,
                       struct buf *body, bool *due, struct fault *fault)
{
    uint64_t size = 0;
    struct peer_view view = contact->view;
    view.at_most = at_most(contact);
    *due = false;
    if (now < contact->next)
        return ERR_OK;
    /* What was queued since is numbered by this, and so shows in the size. */
    enum err err = peer_outgoing(desk, channel, &view, body, due, fault);
    if (!err && !*due)
        *due = wants_table(&contact->view) && now >= contact->heard + FETCHES_ITSELF_MS;
    if (!err && *due && now < contact->pause) {
        err = size_of(desk, channel, &size, fault);
        *due = !stands(contact, size, table_held(desk, channel));
    }
    return err;
}

enum err contact_answered(struct desk *desk, int64_t channel, struct contact *contact, struct str answer,
                          time_ms now, uint32_t jitter, struct fault *fault)
{
    int64_t from = 0;
    uint64_t size = 0;
    enum err err = peer_sender(desk, answer, &from, fault);
    if (!err && from != channel)
        err = fault_set(fault, ERR_FORGED, "an answer of another desk");
    if (!err)
        err = peer_incoming(desk, answer, &from, &contact->view, fault);
    if (!err)
        err = size_of(desk, channel, &size, fault);
    if (err)
        return err;
    uint64_t held = table_held(desk, channel);
    contact->failures = 0;
    contact->next = 0;
    contact->unmoved = stands(contact, size, held) ? contact->unmoved + 1 : 0;
    contact->pause = contact->unmoved ? now + retry_after(contact->unmoved, jitter) : 0;
    contact->stood = contact->view;
    contact->stood_size = size;
    contact->stood_held = held;
    return ERR_OK;
}

enum err contact_came(struct desk *desk, int64_t channel, struct contact *contact, struct str body,
                      struct buf *answer, bool *moved, struct fault *fault)
{
    int64_t from = 0;
    uint64_t before = 0, size = 0, held = table_held(desk, channel);
    bool worth;
    *moved = false;
    enum err err = peer_sender(desk, body, &from, fault);
    if (!err && from != channel)
        err = fault_set(fault, ERR_REFUSED, "a body of another desk than the one whose key was shown");
    if (!err)
        err = size_of(desk, channel, &before, fault);
    if (!err)
        err = peer_incoming(desk, body, &from, &contact->view, fault);
    if (!err)
        err = size_of(desk, channel, &size, fault);
    *moved = size > before || table_held(desk, channel) != held || wants_more(contact);
    struct peer_view view = contact->view;
    view.under_way = contact->out && desk_now(desk) - contact->out < UNDER_WAY_MS;
    if (!err)
        err = peer_outgoing(desk, channel, &view, answer, &worth, fault);
    if (!err)
        contact_heard(contact, desk_now(desk));
    return err;
}

/* --- the body that is out, and the one after it --- */

static uint64_t last_message(struct str bytes)
{
    struct body body;
    enum frame kind;
    struct str frame;
    uint64_t last = 0;
    if (body_read(&body, bytes, NULL))
        return 0;
    while (body_next(&body, &kind, &frame)) {
        struct message message;
        struct header header;
        if (kind == FRAME_MESSAGE && message_read(&message, frame, NULL) == ERR_OK &&
            header_read(&header, message.header, NULL) == ERR_OK)
            last = header.sequence;
    }
    return last;
}

void contact_out(struct contact *contact, struct str body, time_ms now)
{
    contact->out = now;
    contact->out_to = last_message(body);
}

void contact_in(struct contact *contact)
{
    contact->out = 0;
    contact->out_to = 0;
}

static enum err any_after(struct desk *desk, int64_t channel, uint64_t sequence, bool *any,
                          struct fault *fault)
{
    struct query q;
    int64_t found = 0;
    query_open(&q, desk_store(desk), "peer/any_after", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "sequence", (int64_t)sequence);
    enum err err = query_one(&q, 0, &found);
    *any = found != 0;
    return err;
}

/* The channel as far as it bears on a body that is about to go out. */
static enum err load_card(struct desk *desk, int64_t channel, uint32_t *card, bool *open, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_load(desk, channel, &arena, &peer, fault);
    *card = peer.line.their_card;
    *open = !err && !peer.stolen && !peer.unsettled;
    arena_release(&arena);
    return err;
}

enum err contact_ahead(struct desk *desk, int64_t channel, struct contact *contact, time_ms now,
                       struct buf *body, bool *made, struct fault *fault)
{
    /* As the counterpart will stand when it has taken what is out; its other wishes are seen to there. */
    struct peer_view view = contact->view;
    bool any = false, worth, open = false;
    *made = false;
    if (!contact->out_to || !view.known || view.asks.asks)
        return ERR_OK;
    view.received = contact->out_to;
    view.at_most = at_most(contact);
    memset(view.wanted, 0, sizeof view.wanted);
    enum err err = any_after(desk, channel, contact->out_to, &any, fault);
    if (err || !any)
        return err;
    err = peer_outgoing(desk, channel, &view, body, &worth, fault);
    if (!err)
        err = load_card(desk, channel, &contact->ahead_card, &open, fault);
    contact->ahead = now;
    contact->ahead_to = err ? 0 : last_message(buf_str(body));
    *made = open && contact->ahead_to > contact->out_to;
    return err;
}

/* How much of ours an answer says that the counterpart has. */
static bool answer_position(struct str answer, uint64_t *received)
{
    struct body body;
    enum frame kind;
    struct str frame;
    if (body_read(&body, answer, NULL) || !body_next(&body, &kind, &frame) || kind != FRAME_POSITION)
        return false;
    struct unpack from = unpack_of(frame);
    *received = unpack_number(&from, 8);
    return !from.failed;
}

/* Held again or withdrawn since: its content does not go out. */
static enum err taken_back(struct desk *desk, int64_t channel, uint64_t after, bool *any, struct fault *fault)
{
    struct query q;
    int64_t found = 0;
    query_open(&q, desk_store(desk), "peer/taken_back", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "sequence", (int64_t)after);
    enum err err = query_one(&q, 0, &found);
    *any = found != 0;
    return err;
}

enum err contact_follows(struct desk *desk, int64_t channel, const struct contact *contact, struct str answer,
                         time_ms now, bool *follows, struct fault *fault)
{
    uint64_t received;
    uint32_t card;
    bool open = false, gone = true;
    *follows = false;
    if (!answer_position(answer, &received) || received != contact->out_to ||
        now - contact->ahead >= UNDER_WAY_MS)
        return ERR_OK;
    enum err err = load_card(desk, channel, &card, &open, fault);
    if (!err)
        err = taken_back(desk, channel, contact->out_to, &gone, fault);
    *follows = open && !gone && card == contact->ahead_card;
    return err;
}

void contact_failed(struct contact *contact, time_ms now, uint32_t jitter)
{
    contact_in(contact);
    contact->failures++;
    contact->next = now + retry_after(contact->failures, jitter);
}

void contact_heard(struct contact *contact, time_ms now)
{
    contact->failures = 0;
    contact->next = 0;
    contact->heard = now;
    if (wants_table(&contact->view))
        memcpy(contact->given, contact->view.wanted, sizeof contact->given);
    memset(contact->view.wanted, 0, sizeof contact->view.wanted);
}
