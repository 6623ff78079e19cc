/* Peer: asking for and giving back what a restored backup lost. A desk whose ledger of a channel is behind
 * what the counterpart proves numbers nothing and asks for the leaves from its size on. The counterpart knows
 * their order: of what it received, the header says where it stands in its sender's ledger, of what it sent,
 * the receipt. peer_restore.c takes them back.
 *
 * FRAME_BACK: 's' (1) || verdict (1) || run: message, of the asker's own; or
 *             'm' (1) || the asker's signature (64) || run: its receipt || run: edge || run: message of ours;
 * or 'c' (1) || our cards up to the one that the line began with, one after another; or the asker's, where
 * that is not its first
 */
#include "desk/peer_intake.h"

#include "base/limits.h"
#include "base/pack.h"

enum { BACK_FRAMES = 1000, BACK_BYTES = 2 * 1024 * 1024 };

enum err peer_is_behind(struct desk *desk, const struct peer *peer, const struct peer_view *view,
                        bool *behind, struct fault *fault)
{
    uint64_t size;
    enum err err = line_end(desk, peer->channel, &size, fault);
    *behind = !err && view->known &&
              (view->received > peer->line.sent.sequence || view->receipted > peer->line.received.sequence ||
               view->cosigned > size);
    return err;
}

enum err back_nonce(struct desk *desk, const struct peer *peer, struct digest *out, struct fault *fault)
{
    static const char label[] = "liaison/fetch/1";
    unsigned char numbers[16] = {0};
    struct digest_state state;
    struct query q;
    query_open(&q, desk_store(desk), "core/last_restoration", fault);
    if (query_next(&q))
        for (int i = 0; i < 8; i++) {
            numbers[i] = (unsigned char)(query_get_int(&q, 0) >> (56 - 8 * i));
            numbers[8 + i] = (unsigned char)(query_get_int(&q, 2) >> (56 - 8 * i));
        }
    enum err err = query_close(&q);
    digest_begin(&state);
    digest_add(&state, label, sizeof label - 1);
    digest_add(&state, peer->line.channel.bytes, DIGEST_BYTES);
    digest_add(&state, numbers, sizeof numbers);
    digest_end(&state, out);
    return err;
}

/* --- asking --- */

enum err back_ask(struct desk *desk, const struct peer *peer, struct buf *body, struct fault *fault)
{
    struct digest nonce;
    uint64_t size;
    enum err err = back_nonce(desk, peer, &nonce, fault);
    if (!err)
        err = line_end(desk, peer->channel, &size, fault);
    if (err)
        return err;
    size_t opened = body_open(body, FRAME_FETCH);
    buf_add(body, nonce.bytes, DIGEST_BYTES);
    pack_number(body, size, 8);
    pack_number(body, peer->line.sent.sequence, 8);
    pack_number(body, peer->line.received.sequence, 8);
    body_close(body, opened);
    return ERR_OK;
}

enum err back_asked(struct peer_intake *intake, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct peer_asks asks = {.asks = true};
    unpack_copy(&from, asks.nonce.bytes, DIGEST_BYTES);
    asks.size = unpack_number(&from, 8);
    asks.sent = unpack_number(&from, 8);
    asks.received = unpack_number(&from, 8);
    if (!unpack_ended(&from) || asks.size > INT64_MAX || asks.sent >= INT64_MAX || asks.received >= INT64_MAX)
        return ERR_OK;
    intake->view->asks = asks;
    return peer_alarm_daily(intake->desk, intake->peer.channel, "the counterpart was set back", asks.size,
                            fault);
}

/* --- giving --- */

/* How far one body has come. */
struct giving {
    struct desk *desk;
    const struct peer *peer;
    struct buf *body;
    struct arena arena; /* of one leaf */
    uint64_t position, sent, received;
    bool given; /* a leaf, in this round */
};

/* header || signature || content, sealed to the asker's card in force; none is a tombstone, or was refused.
 */
static enum err write_back(struct giving *g, struct str header, struct str signature,
                           const struct event *content, struct fault *fault)
{
    struct buf sealed, whole;
    buf_init(&sealed, (size_t)LIMIT_MESSAGE_BYTES + 256);
    buf_init(&whole, (size_t)LIMIT_MESSAGE_BYTES + 1024);
    enum err err = content ? peer_seal(g->desk, g->peer, content, header, &sealed, fault) : ERR_OK;
    struct message message = {header, signature, buf_str(&sealed)};
    message_write(&whole, &message);
    if (!err && buf_failed(&whole))
        err = fault_set(fault, buf_error(&whole), "a message to be given back");
    if (!err)
        pack_run(g->body, buf_str(&whole));
    buf_release(&sealed);
    buf_release(&whole);
    return err;
}

/* What we received next, where it stands next in the asker's ledger. */
static enum err give_theirs(struct giving *g, struct fault *fault)
{
    struct query q;
    struct event event;
    struct str header;
    int64_t sequence = 0, verdict = 0;
    query_open(&q, desk_store(g->desk), "peer/back_received", fault);
    query_int(&q, "channel", g->peer->channel);
    query_int(&q, "first", (int64_t)g->sent + 1);
    if (query_next(&q) && (uint64_t)query_get_int(&q, 1) == g->position) {
        sequence = query_get_int(&q, 0);
        verdict = query_get_int(&q, 2);
    }
    enum err err = query_close(&q);
    if (err || !sequence)
        return err;
    err = line_event(g->desk, sequence, &g->arena, &event, &header, fault);
    if (err)
        return err;
    struct event content = {.values = event.values + 1, .count = event.count - 1};
    size_t opened = body_open(g->body, FRAME_BACK);
    buf_add_char(g->body, 's');
    pack_number(g->body, (uint64_t)verdict, 1);
    err = write_back(g, header, event_get_text(&event, FIELD_header_signature),
                     verdict == VERDICT_ACCEPTED ? &content : NULL, fault);
    body_close(g->body, opened);
    g->given = true;
    g->position++;
    g->sent++;
    return err;
}

/* The asker's receipt for what we sent next; its event's sequence is 0 where there is none. */
static enum err receipt_for(struct giving *g, struct event *event, struct receipt *receipt, bool *there,
                            struct fault *fault)
{
    struct query q;
    int64_t sequence = 0;
    query_open(&q, desk_store(g->desk), "peer/receipt_of", fault);
    query_int(&q, "channel", g->peer->channel);
    query_int(&q, "ours", 0);
    query_int(&q, "first", (int64_t)g->received + 1);
    if (query_next(&q) && (uint64_t)query_get_int(&q, 2) > g->received)
        sequence = query_get_int(&q, 0);
    enum err err = query_close(&q);
    *there = !err && sequence != 0;
    if (!*there)
        return err;
    err = desk_event(g->desk, sequence, &g->arena, event, fault);
    return err ? err : receipt_read(receipt, event_get_text(event, FIELD_receipt), fault);
}

static enum err give_ours(struct giving *g, struct fault *fault)
{
    struct event given, message, content;
    struct receipt *receipt = arena_alloc(&g->arena, sizeof *receipt);
    struct query q;
    struct str header;
    int64_t sequence = 0, written = 0;
    bool there = false, tombstone = false;
    if (!receipt)
        return fault_set(fault, ERR_NO_MEMORY, "receipt");
    enum err err = receipt_for(g, &given, receipt, &there, fault);
    if (err || !there || receipt->position + (g->received + 1 - receipt->sequence) != g->position)
        return err;
    query_open(&q, desk_store(g->desk), "peer/back_sent", fault);
    query_int(&q, "channel", g->peer->channel);
    query_int(&q, "first", (int64_t)g->received + 1);
    if (query_next(&q)) {
        sequence = query_get_int(&q, 0);
        tombstone = query_get_int(&q, 2) != 0;
        written = query_get_int(&q, 3);
    }
    err = query_close(&q);
    if (!err)
        err = line_event(g->desk, sequence, &g->arena, &message, &header, fault);
    if (!err && !tombstone)
        err = desk_event(g->desk, written, &g->arena, &content, fault);
    if (err)
        return err;
    size_t opened = body_open(g->body, FRAME_BACK);
    buf_add_char(g->body, 'm');
    buf_add_str(g->body, event_get_text(&given, FIELD_signature));
    pack_run(g->body, event_get_text(&given, FIELD_receipt));
    pack_run(g->body, event_get_text(&given, FIELD_edge));
    err =
        write_back(g, header, event_get_text(&message, FIELD_signature), tombstone ? NULL : &content, fault);
    body_close(g->body, opened);
    g->given = true;
    g->position++;
    g->received++;
    return err;
}

static enum err give_end(struct giving *g, const struct peer_asks *asks, struct fault *fault)
{
    struct buf signature;
    enum err err = ERR_OK;
    buf_init(&signature, (size_t)LIMIT_NOTE_BYTES);
    if (g->peer->cosigned)
        err = head_signature(g->desk, g->peer, &signature, fault);
    size_t opened = body_open(g->body, FRAME_BACK_END);
    buf_add(g->body, asks->nonce.bytes, DIGEST_BYTES);
    pack_number(g->body, g->position, 8);
    pack_run(g->body, g->peer->cosigned ? g->peer->cosigned_note : STR(""));
    pack_run(g->body, buf_str(&signature));
    body_close(g->body, opened);
    buf_release(&signature);
    return err;
}

/* Ours up to the one that the line began with, which no message of it carried: each promised the next, and
 * the first has the digest that we are known by. */
static enum err give_our_cards(struct giving *g, struct fault *fault)
{
    struct query q;
    uint32_t last;
    bool there;
    enum err err = line_card(g->desk, g->peer->channel, DIRECTION_SENT, 1, &last, &there, fault);
    if (err || !there)
        return err;
    size_t opened = body_open(g->body, FRAME_BACK);
    buf_add_char(g->body, 'c');
    query_open(&q, desk_store(g->desk), "peer/own_cards", fault);
    while (query_next(&q) && query_get_int(&q, 1) <= last)
        buf_add_str(g->body, query_get_text(&q, 0));
    body_close(g->body, opened);
    return query_close(&q);
}

/* The asker's own, where it may have kept the first and the last alone. */
static enum err give_their_card(struct giving *g, struct fault *fault)
{
    struct card card;
    uint32_t number;
    bool there;
    enum err err = line_card(g->desk, g->peer->channel, DIRECTION_RECEIVED, 1, &number, &there, fault);
    if (err || !there || number == 0)
        return err;
    err = peer_card_at(g->desk, g->peer->channel, number, &g->arena, &card, fault);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    size_t opened = body_open(g->body, FRAME_BACK);
    buf_add_char(g->body, 'c');
    card_write(g->body, &card);
    body_close(g->body, opened);
    return ERR_OK;
}

enum err back_give(struct desk *desk, const struct peer *peer, const struct peer_view *view, struct buf *body,
                   struct fault *fault)
{
    const struct peer_asks *asks = &view->asks;
    struct giving g = {.desk = desk,
                       .peer = peer,
                       .body = body,
                       .position = asks->size,
                       .sent = asks->sent,
                       .received = asks->received};
    enum err err = ERR_OK;
    arena_init(&g.arena, PEER_ARENA_BYTES);
    g.given = true;
    /* Who has no message yet that names the first card of its line may have lost that card too. */
    if (asks->received == 0)
        err = give_our_cards(&g, fault);
    if (!err && asks->sent == 0)
        err = give_their_card(&g, fault);
    for (int frames = 0; !err && g.given && frames < BACK_FRAMES && body->n < BACK_BYTES; frames++) {
        g.given = false;
        arena_reset(&g.arena);
        err = give_theirs(&g, fault);
        if (!err && !g.given)
            err = give_ours(&g, fault);
    }
    if (!err && !g.given)
        err = give_end(&g, asks, fault);
    arena_release(&g.arena);
    return err;
}
