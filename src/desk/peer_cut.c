/* Peer: the daily cut: proposed by the desk with the lower id when nothing is under
 * way, compared and signed by the other. */
#include "desk/peer_internal.h"

#include "base/limits.h"
#include "base/pack.h"

static bool proposes(const struct peer *peer)
{
    return memcmp(peer->line.ours.bytes, peer->line.theirs.bytes, DIGEST_BYTES) < 0;
}

static enum err statistics_digest(struct desk *desk, const struct peer *peer, time_ms at, struct buf *text,
                                  struct digest *out, struct fault *fault)
{
    enum err err = peer_statistics(desk, peer, at, text, fault);
    if (!err && buf_failed(text))
        err = fault_set(fault, buf_error(text), "the statistics");
    digest_of(text->n ? text->bytes : "", text->n, out);
    return err;
}

static enum err add_cut(struct desk *desk, const struct peer *peer, struct str cut, uint64_t number,
                        bool ours, struct str statistics, const unsigned char *signature,
                        const unsigned char *counter, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_CUT_MADE);
    event_int(event, FIELD_channel, peer->channel);
    event_int(event, FIELD_cut_number, (int64_t)number);
    event_bytes(event, FIELD_cut, cut.p, cut.n);
    event_text(event, FIELD_statistics_text, statistics);
    event_bytes(event, FIELD_signature, signature, SIGNATURE_BYTES);
    event_bytes(event, FIELD_counter_signature, counter, SIGNATURE_BYTES);
    event_int(event, FIELD_ours, ours);
    return fact_add(&fact, desk, fault);
}

/* Our ledger's head as the counterpart cosigned it, and its as we did. */
static enum err fill_heads(struct desk *desk, const struct peer *peer, struct cut *cut, struct fault *fault)
{
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct tree_hash root;
    enum err err = desk_ledger_find(desk, peer->channel, &ledger, fault);
    if (err)
        return err;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    cut->ledger.size = peer->countersigned;
    cut->counterpart = (struct cut_head){peer->cosigned, peer->cosigned_root};
    tree_hash_empty(&root);
    if (cut->ledger.size)
        err = tree_root_at(&nodes, cut->ledger.size, &root, fault);
    memcpy(cut->ledger.root.bytes, root.bytes, DIGEST_BYTES);
    return err;
}

static enum err propose(struct desk *desk, const struct peer *peer, struct buf *body, struct fault *fault)
{
    unsigned char signature[SIGNATURE_BYTES];
    struct cut cut = {.channel = peer->line.channel,
                      .proposer = peer->line.ours,
                      .number = peer->cut + 1,
                      .time = desk_now(desk),
                      .sent = peer->line.sent,
                      .received = peer->line.received};
    struct buf text, bytes;
    buf_init(&text, 1 << 20);
    buf_init(&bytes, CUT_BYTES);
    enum err err = statistics_digest(desk, peer, cut.time, &text, &cut.statistics, fault);
    if (!err)
        err = fill_heads(desk, peer, &cut, fault);
    cut_write(&bytes, &cut);
    if (!err)
        err = peer_sign_written(desk, STATEMENT_CUT, &bytes, signature, fault);
    if (!err) {
        size_t opened = body_open(body, FRAME_CUT);
        buf_add_char(body, 'p');
        buf_add(body, signature, sizeof signature);
        buf_add_str(body, buf_str(&bytes));
        body_close(body, opened);
    }
    buf_release(&text);
    buf_release(&bytes);
    return err;
}

/* The last cut that we signed as the other side, said again until a newer one: its answer may have been lost.
 * It is signed anew: with the same key the bytes are the same. */
static enum err answer(struct desk *desk, const struct peer *peer, struct buf *body, struct fault *fault)
{
    struct query q;
    struct arena arena;
    struct event event;
    unsigned char signature[SIGNATURE_BYTES];
    int64_t sequence = 0;
    bool handing = false;
    enum err err = peer_handing_over(desk, peer->channel, &handing, fault);
    if (err || handing)
        return err; /* the new key is not known there yet */
    query_open(&q, desk_store(desk), "peer/cut_last", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "ours", 0);
    if (query_next(&q))
        sequence = query_get_int(&q, 2);
    err = query_close(&q);
    if (err || sequence == 0)
        return err;
    arena_init(&arena, PEER_ARENA_BYTES);
    err = desk_event(desk, sequence, &arena, &event, fault);
    if (!err)
        err = peer_sign(desk, STATEMENT_CUT, event_get_text(&event, FIELD_cut), signature, fault);
    if (!err) {
        size_t opened = body_open(body, FRAME_CUT);
        buf_add_char(body, 's');
        buf_add(body, signature, sizeof signature);
        buf_add_str(body, event_get_text(&event, FIELD_cut));
        body_close(body, opened);
    }
    arena_release(&arena);
    return err;
}

enum err cut_frame(struct desk *desk, const struct peer *peer, struct buf *body, bool *worth,
                   struct fault *fault)
{
    bool quiet = peer->line.receipted == peer->line.sent.sequence;
    if (!proposes(peer))
        return answer(desk, peer, body, fault);
    if (!quiet || !cut_is_due(peer->cut ? peer->cut_time : peer->paired, desk_now(desk)))
        return ERR_OK;
    *worth = true;
    return propose(desk, peer, body, fault);
}

/* The proposer's frame: compared, signed, kept. */
static enum err sign_proposed(struct desk *desk, struct peer *peer, const struct cut *cut, struct str bytes,
                              const unsigned char *theirs, struct fault *fault)
{
    unsigned char ours[SIGNATURE_BYTES];
    struct digest statistics;
    struct buf text;
    switch (cut_compare(&peer->line, cut, desk_now(desk))) {
    case CUT_LATER:
        return ERR_OK;
    case CUT_FOREIGN:
        return peer_alarm(desk, peer->channel, "cut of another channel", cut->number, fault);
    case CUT_FORKED:
        return peer_alarm(desk, peer->channel, "fork", cut->number, fault);
    default:
        break;
    }
    if (cut->number <= peer->cut)
        return ERR_OK;
    buf_init(&text, 1 << 20);
    enum err err = statistics_digest(desk, peer, cut->time, &text, &statistics, fault);
    if (!err && !digest_equal(&statistics, &cut->statistics))
        err = peer_alarm(desk, peer->channel, "statistics differ", cut->number, fault);
    else if (!err) {
        err = peer_sign(desk, STATEMENT_CUT, bytes, ours, fault);
        if (!err)
            err = add_cut(desk, peer, bytes, cut->number, false, buf_str(&text), ours, theirs, fault);
        peer->cut = cut->number;
    }
    buf_release(&text);
    return err;
}

/* The answer to ours: kept, with our own signature beside. */
static enum err keep_answered(struct desk *desk, struct peer *peer, const struct cut *cut, struct str bytes,
                              const unsigned char *theirs, struct fault *fault)
{
    unsigned char ours[SIGNATURE_BYTES];
    struct digest statistics;
    struct buf text;
    if (cut->number <= peer->cut || !digest_equal(&cut->proposer, &peer->line.ours))
        return ERR_OK;
    buf_init(&text, 1 << 20);
    enum err err = statistics_digest(desk, peer, cut->time, &text, &statistics, fault);
    /* Messages that came since changed ours; the text is kept only where it is still that of the cut. */
    if (!err && !digest_equal(&statistics, &cut->statistics))
        buf_clear(&text);
    if (!err)
        err = peer_sign(desk, STATEMENT_CUT, bytes, ours, fault);
    if (!err)
        err = add_cut(desk, peer, bytes, cut->number, true, buf_str(&text), ours, theirs, fault);
    peer->cut = cut->number;
    buf_release(&text);
    return err;
}

enum err cut_take(struct desk *desk, struct peer *peer, struct str frame, struct fault *fault)
{
    struct unpack from = unpack_of(frame);
    struct cut cut;
    struct fault found = {0};
    struct str who = unpack_bytes(&from, 1), signature = unpack_bytes(&from, SIGNATURE_BYTES);
    if (from.failed || cut_read(&cut, from.rest, &found) ||
        !digest_equal(&cut.channel, &peer->line.channel) ||
        !peer_signed(peer->card.messages, STATEMENT_CUT, from.rest, (const unsigned char *)signature.p,
                     signature.n))
        return peer_alarm(desk, peer->channel, "cut forged", 0, fault);
    return who.p[0] == 'p'
               ? sign_proposed(desk, peer, &cut, from.rest, (const unsigned char *)signature.p, fault)
               : keep_answered(desk, peer, &cut, from.rest, (const unsigned char *)signature.p, fault);
}
