/* Peer: what a desk has to say: numbered, signed and collected into a body. See peer.h. */
#include "desk/peer_quota.h"

#include "base/limits.h"
#include "base/pack.h"
#include "channel/vouch.h"
#include "desk/asked.h"
#include "desk/seal.h"

enum { QUEUE_MAX = 256, BODY_FULL = 2 * 1024 * 1024 };

/* --- numbering and signing --- */

struct waiting {
    int64_t content;
    struct header header;
};

static struct waiting waiting_row(struct query *q, time_ms now)
{
    return (struct waiting){.content = query_get_int(q, 3),
                            .header = {.kind = (enum kind)query_get_int(q, 1),
                                       .urgent = query_get_int(q, 2) != 0,
                                       .message = (uint64_t)query_get_int(q, 0),
                                       .whose = (enum whose)query_get_int(q, 5),
                                       .about = (uint64_t)query_get_int(q, 6),
                                       .due = query_get_int(q, 7),
                                       .written = query_get_int(q, 8),
                                       .sent = now}};
}

/* How many messages go at once. */
static size_t at_once(const struct peer_view *view)
{
    return view->at_most && view->at_most < QUEUE_MAX ? view->at_most : QUEUE_MAX;
}

static enum err load_queue(struct desk *desk, const struct peer *peer, size_t most, struct waiting *out,
                           size_t *count, struct fault *fault)
{
    struct query q;
    *count = 0;
    query_open(&q, desk_store(desk), "peer/queued", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "limit", (int64_t)most);
    while (query_next(&q) && *count < most) {
        struct waiting *w = &out[*count];
        enum kind kind = (enum kind)query_get_int(&q, 1);
        /* What the level does not let through waits; what waited too long goes back to a person. */
        if (!kind_passes(kind, peer->line.level) || is_stale(query_get_int(&q, 4), desk_now(desk)))
            continue;
        *w = waiting_row(&q, desk_now(desk));
        ++*count;
    }
    return query_close(&q);
}

static enum err content_root(struct desk *desk, int64_t content, struct digest *root, struct fault *fault)
{
    struct arena arena;
    struct event event;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = desk_event(desk, content, &arena, &event, fault);
    if (!err)
        event_root(&event, root);
    arena_release(&arena);
    return err;
}

static enum err add_sent(struct desk *desk, struct peer *peer, struct str header, enum signing_key key,
                         struct fault *fault)
{
    unsigned char signature[SIGNATURE_BYTES];
    struct digest digest;
    struct fact fact;
    enum err err = peer_sign_with(desk, key, STATEMENT_MESSAGE, header, signature, fault);
    if (err)
        return err;
    line_fact_begin(&fact, peer->channel, DIRECTION_SENT, header,
                    (struct str){(const char *)signature, sizeof signature});
    err = fact_add(&fact, desk, fault);
    header_digest(header, &digest);
    track_advance(&peer->line.sent, &digest);
    return err;
}

static enum err dispatch_one(struct desk *desk, struct peer *peer, struct waiting *waiting,
                             enum signing_key key, struct fault *fault)
{
    struct buf header;
    enum err err = line_end(desk, peer->channel, &waiting->header.position, fault);
    if (!err)
        err = content_root(desk, waiting->content, &waiting->header.root, fault);
    if (err)
        return err;
    buf_init(&header, HEADER_BYTES);
    header_write(&header, &waiting->header);
    err = buf_failed(&header) ? fault_set(fault, buf_error(&header), "a message's header")
                              : add_sent(desk, peer, buf_str(&header), key, fault);
    buf_release(&header);
    return err;
}

enum err peer_dispatch_now(struct desk *desk, struct peer *peer, uint64_t number, enum signing_key key,
                           struct fault *fault)
{
    struct query q;
    struct waiting waiting = {0};
    query_open(&q, desk_store(desk), "peer/queued_one", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "number", (int64_t)number);
    bool there = query_next(&q);
    if (there)
        waiting = waiting_row(&q, desk_now(desk));
    enum err err = query_close(&q);
    if (err || !there || !track_next(&peer->line, &waiting.header))
        return err;
    return dispatch_one(desk, peer, &waiting, key, fault);
}

static enum err dispatch(struct desk *desk, struct peer *peer, size_t most, struct fault *fault)
{
    static _Thread_local struct waiting queue[QUEUE_MAX];
    size_t count;
    enum err err = load_queue(desk, peer, most, queue, &count, fault);
    for (size_t i = 0; i < count && !err && track_next(&peer->line, &queue[i].header); i++)
        err = dispatch_one(desk, peer, &queue[i], SIGNING_CURRENT, fault);
    return err;
}

static bool window_is_open(const struct peer *peer)
{
    return peer->line.sent.sequence - peer->line.receipted < (uint64_t)LIMIT_WINDOW_MESSAGES;
}

/* A transaction only where something waits: what is stale goes back to a person first. */
static enum err dispatch_waiting(struct desk *desk, int64_t channel, const struct peer_view *view,
                                 struct arena *arena, struct peer *peer, struct fault *fault)
{
    static _Thread_local struct waiting queue[QUEUE_MAX];
    size_t count = 0;
    bool stale = false, behind = false;
    enum err err = peer_load(desk, channel, arena, peer, fault);
    /* Numbers given before all is given back would be given twice, and convict us of a fork. */
    if (!err)
        err = peer_is_behind(desk, peer, view, &behind, fault);
    if (err || behind || peer->unsettled || peer->stolen)
        return err;
    if (!err)
        err = peer_any_stale(desk, channel, &stale, fault);
    if (!err && !stale)
        err = load_queue(desk, peer, at_once(view), queue, &count, fault);
    if (err || (!stale && (count == 0 || !window_is_open(peer))))
        return err;
    err = desk_begin(desk, ACTOR_DESK, fault);
    while (!err && stale) {
        err = peer_hold_stale(desk, channel, fault);
        if (!err)
            err = peer_any_stale(desk, channel, &stale, fault);
    }
    if (!err)
        err = peer_load(desk, channel, arena, peer, fault);
    if (!err)
        err = dispatch(desk, peer, at_once(view), fault);
    if (!err)
        err = desk_commit(desk, fault);
    desk_rollback(desk);
    return err;
}

/* --- collecting --- */

struct numbered {
    int64_t event, content;
    bool tombstone;
};

static enum err load_line(struct desk *desk, int64_t channel, uint64_t after, size_t most,
                          struct numbered *out, size_t *count, struct fault *fault)
{
    struct query q;
    *count = 0;
    query_open(&q, desk_store(desk), "peer/line_from", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "first", (int64_t)after);
    query_int(&q, "limit", (int64_t)most);
    while (query_next(&q) && *count < most)
        out[(*count)++] = (struct numbered){.event = query_get_int(&q, 2),
                                            .content = query_get_int(&q, 4),
                                            .tombstone = query_get_int(&q, 3) != 0};
    return query_close(&q);
}

enum err peer_seal(struct desk *desk, const struct peer *peer, const struct event *content, struct str header,
                   struct buf *out, struct fault *fault)
{
    struct digest digest;
    struct buf plain;
    enum err err;
    buf_init(&plain, (size_t)LIMIT_MESSAGE_BYTES);
    header_digest(header, &digest);
    content_write(&plain, &digest, content);
    if (buf_failed(&plain))
        err = fault_set(fault, buf_error(&plain), "a message, of at most %lld bytes", LIMIT_MESSAGE_BYTES);
    else
        err = seal_write(out, buf_str(&plain), peer->card.sealing, &desk_env(desk)->random, fault);
    buf_release(&plain);
    return err;
}

static enum err add_message(struct desk *desk, const struct peer *peer, const struct numbered *numbered,
                            struct buf *body, struct vouch *vouch, struct fault *fault)
{
    struct header header;
    struct arena arena;
    struct event event, content;
    struct buf sealed;
    struct message message = {0};
    arena_init(&arena, PEER_ARENA_BYTES);
    buf_init(&sealed, (size_t)LIMIT_MESSAGE_BYTES + 256);
    enum err err = line_event(desk, numbered->event, &arena, &event, &message.header, fault);
    if (!err)
        err = header_read(&header, message.header, fault);
    if (!err && header.sender_card < peer->line.our_card) {
        *vouch = (struct vouch){.channel = peer->line.channel, .sequence = header.sequence};
        header_digest(message.header, &vouch->header);
    }
    if (!err && !numbered->tombstone)
        err = desk_event(desk, numbered->content, &arena, &content, fault);
    if (!err && !numbered->tombstone)
        err = peer_seal(desk, peer, &content, message.header, &sealed, fault);
    if (!err) {
        message.signature = event_get_text(&event, FIELD_signature);
        message.sealed = buf_str(&sealed);
        size_t opened = body_open(body, FRAME_MESSAGE);
        message_write(body, &message);
        body_close(body, opened);
    }
    buf_release(&sealed);
    arena_release(&arena);
    return err;
}

/* What this body brings of ours under an earlier card, vouched for under the card in force up to its last. */
static enum err add_vouch(struct desk *desk, const struct vouch *vouch, struct buf *body, struct fault *fault)
{
    unsigned char signature[SIGNATURE_BYTES];
    struct buf bytes;
    if (!vouch->sequence)
        return ERR_OK;
    buf_init(&bytes, VOUCH_BYTES);
    vouch_write(&bytes, vouch);
    enum err err = peer_sign_written(desk, STATEMENT_VOUCH, &bytes, signature, fault);
    if (!err) {
        size_t opened = body_open(body, FRAME_VOUCH);
        buf_add(body, signature, sizeof signature);
        buf_add_str(body, buf_str(&bytes));
        body_close(body, opened);
    }
    buf_release(&bytes);
    return err;
}

static enum err add_messages(struct desk *desk, const struct peer *peer, uint64_t after, size_t most,
                             struct buf *body, bool *worth, struct fault *fault)
{
    static _Thread_local struct numbered line[QUEUE_MAX];
    size_t count;
    struct vouch vouch = {0};
    enum err err = load_line(desk, peer->channel, after, most, line, &count, fault);
    for (size_t i = 0; i < count && !err && body->n < BODY_FULL; i++) {
        err = add_message(desk, peer, &line[i], body, &vouch, fault);
        *worth = true;
    }
    return err ? err : add_vouch(desk, &vouch, body, fault);
}

static enum err add_receipt(struct desk *desk, const struct peer *peer, int64_t sequence, struct buf *body,
                            struct fault *fault)
{
    struct arena arena;
    struct event event;
    struct query q;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = desk_event(desk, sequence, &arena, &event, fault);
    if (err) {
        arena_release(&arena);
        return err;
    }
    query_open(&q, desk_store(desk), "peer/checkpoint_at", fault);
    query_int(&q, "ledger", peer->channel);
    query_int(&q, "size", event_get_int(&event, FIELD_position, 0) + event_get_int(&event, FIELD_count, 0));
    /* One that was given back has no head of its own: the counterpart has it. */
    if (query_next(&q)) {
        size_t opened = body_open(body, FRAME_RECEIPT);
        buf_add_str(body, event_get_text(&event, FIELD_signature));
        pack_run(body, event_get_text(&event, FIELD_receipt));
        pack_run(body, event_get_text(&event, FIELD_edge));
        pack_run(body, query_get_text(&q, 0));
        body_close(body, opened);
    }
    err = query_close(&q);
    arena_release(&arena);
    return err;
}

static enum err add_receipts(struct desk *desk, const struct peer *peer, uint64_t after, struct buf *body,
                             bool *worth, struct fault *fault)
{
    int64_t events[BODY_RECEIPTS_MAX];
    size_t count = 0;
    struct query q;
    query_open(&q, desk_store(desk), "peer/receipts", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "first", (int64_t)after);
    while (query_next(&q) && count < sizeof events / sizeof *events)
        events[count++] = query_get_int(&q, 0);
    enum err err = query_close(&q);
    for (size_t i = 0; i < count && !err && body->n < BODY_FULL; i++) {
        err = add_receipt(desk, peer, events[i], body, fault);
        *worth = true;
    }
    return err;
}

static enum err add_position(struct desk *desk, const struct peer *peer, struct buf *body,
                             struct fault *fault)
{
    struct desk_ledger *ledger;
    struct peer_quota quota;
    enum err err = desk_ledger_find(desk, peer->channel, &ledger, fault);
    if (!err)
        err = quota_load(desk, peer, &quota, fault);
    if (err)
        return err;
    enum verdict verdict = quota_verdict(&quota, KIND_NONE, 0);
    size_t opened = body_open(body, FRAME_POSITION);
    pack_number(body, peer->line.received.sequence, 8);
    buf_add(body, peer->line.received.head.bytes, DIGEST_BYTES);
    pack_number(body, peer->line.receipted, 8);
    pack_number(body, ledger->tree.size, 8);
    pack_number(body, peer->countersigned, 8);
    pack_number(body, peer->cosigned, 8);
    pack_number(body, verdict_uses_number(verdict) ? 0 : verdict, 1);
    body_close(body, opened);
    return ERR_OK;
}

static enum err add_heads(struct desk *desk, const struct peer *peer, const struct peer_view *view,
                          struct buf *body, bool *worth, struct fault *fault)
{
    uint64_t old = view->known ? view->cosigned : peer->countersigned;
    size_t opened = body_open(body, FRAME_COSIGN), empty = body->n;
    enum err err = head_request(desk, peer, old, body, fault);
    if (body->n == empty) {
        body->n = opened - FRAME_HEAD_BYTES;
    } else {
        body_close(body, opened);
        /* The counterpart cosigns only what it could give back: while messages are under way it would wait.
         */
        *worth = *worth || peer->countersigned < peer->line.receipted + peer->line.received.sequence;
    }
    if (err || !view->known || view->countersigned >= peer->cosigned)
        return err;
    opened = body_open(body, FRAME_COSIGNATURE);
    err = head_signature(desk, peer, body, fault);
    body_close(body, opened);
    *worth = true;
    return err;
}

static enum err collect(struct desk *desk, const struct peer *peer, const struct peer_view *view,
                        struct buf *body, bool *worth, struct fault *fault)
{
    /* What has a receipt is not sent again, whatever an old body says of the counterpart's position. */
    uint64_t after =
        view->known && view->received > peer->line.receipted ? view->received : peer->line.receipted;
    bool behind = false;
    body_begin(body, &peer->line.ours, &peer->line.theirs);
    enum err err = add_position(desk, peer, body, fault);
    if (!err)
        err = peer_is_behind(desk, peer, view, &behind, fault);
    if (err || peer->stolen)
        return err; /* whoever has the key could open what is sealed to it */
    if (behind || peer->unsettled || view->asks.asks) {
        *worth = true;
        return err                ? err
               : !view->asks.asks ? back_ask(desk, peer, body, fault)
               : behind           ? ERR_OK
                                  : back_give(desk, peer, view, body, fault);
    }
    if (!err && view->known && view->receipted < peer->line.received.sequence)
        err = add_receipts(desk, peer, view->receipted, body, worth, fault);
    if (!err && after < peer->line.sent.sequence && !view->under_way)
        err = add_messages(desk, peer, after, at_once(view), body, worth, fault);
    if (!err)
        err = add_heads(desk, peer, view, body, worth, fault);
    if (!err)
        err = cut_frame(desk, peer, body, worth, fault);
    /* Last, and in pieces: messages never wait for a table. */
    if (!err && body->n < BODY_FULL)
        err = table_frames(desk, peer, view, body, worth, fault);
    if (!err && buf_failed(body))
        err = fault_set(fault, buf_error(body), "a body");
    return err;
}

enum err peer_outgoing(struct desk *desk, int64_t channel, const struct peer_view *view, struct buf *body,
                       bool *worth, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, PEER_ARENA_BYTES);
    *worth = false;
    enum err err = peer_keys_ready(desk, fault);
    if (!err)
        err = asked_answer(desk, channel, view, fault);
    if (!err)
        err = dispatch_waiting(desk, channel, view, &arena, &peer, fault);
    /* One state, and one lock of it, for all that is read. */
    if (!err)
        err = store_begin_reading(desk_store(desk), fault);
    if (!err)
        err = collect(desk, &peer, view, body, worth, fault);
    store_end_reading(desk_store(desk));
    arena_release(&arena);
    return err;
}
