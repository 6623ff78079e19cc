/* Bundle: written from a desk. See bundle.h; bundle_check.c reads it. */
#include "desk/bundle.h"

#include "base/limits.h"
#include "base/pack.h"
#include "desk/peer_internal.h"
#include "ledger/proof.h"
#include "ledger/text_line.h"

static void add_line(struct buf *out, const char *word, struct str bytes)
{
    buf_printf(out, "%s ", word);
    text_line_add_base64(out, bytes.p, bytes.n);
    buf_add_char(out, '\n');
}

enum err bundle_begin(struct desk *desk, const struct peer *peer, struct buf *out, struct fault *fault)
{
    struct query q;
    buf_add_str(out, STR("liaison bundle 1\n"));
    query_open(&q, desk_store(desk), "peer/own_cards", fault);
    while (query_next(&q))
        add_line(out, "card", query_get_text(&q, 0));
    enum err err = query_close(&q);
    if (err)
        return err;
    query_open(&q, desk_store(desk), "peer/their_cards", fault);
    query_int(&q, "channel", peer->channel);
    while (query_next(&q))
        add_line(out, "card", query_get_text(&q, 0));
    return query_close(&q);
}

/* --- the path from an edge: what a receipt brought, without the ledger itself --- */

struct edge_nodes {
    struct tree edge;
    struct tree_hash *leaves;
    size_t count;
};

static enum err edge_read_node(void *context, unsigned level, uint64_t index, struct tree_hash *out,
                               struct fault *fault)
{
    const struct edge_nodes *nodes = context;
    uint64_t size = nodes->edge.size;
    if ((size >> level & 1) && index == (size >> level) - 1) {
        *out = nodes->edge.edge[level];
        return ERR_OK;
    }
    if (level == 0) {
        if (index < size || index - size >= nodes->count)
            return fault_set(fault, ERR_NOT_FOUND, "a leaf that the receipt does not cover");
        *out = nodes->leaves[index - size];
        return ERR_OK;
    }
    struct tree_hash left, right;
    enum err err = edge_read_node(context, level - 1, 2 * index, &left, fault);
    if (!err)
        err = edge_read_node(context, level - 1, 2 * index + 1, &right, fault);
    if (!err)
        tree_hash_node(&left, &right, out);
    return err;
}

/* --- one message --- */

/* What a desk keeps of one number of the line and its receipt. */
struct kept {
    struct event message, receipt;
    struct str header;
};

/* The receipt that covers that number. */
static enum err load_receipt(struct desk *desk, const struct peer *peer, bool sent, uint64_t sequence,
                             struct arena *arena, struct event *out, struct fault *fault)
{
    struct query q;
    int64_t at = 0;
    query_open(&q, desk_store(desk), "peer/receipt_of", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "ours", !sent);
    query_int(&q, "first", (int64_t)sequence);
    if (query_next(&q))
        at = query_get_int(&q, 0);
    enum err err = query_close(&q);
    if (!err && at)
        err = desk_event(desk, at, arena, out, fault);
    if (!err && (!at || sequence >= (uint64_t)(event_get_int(out, FIELD_first, 0) +
                                               event_get_int(out, FIELD_count, 0))))
        err = fault_set(fault, ERR_NOT_FOUND, "number %llu of the line has no receipt yet",
                        (unsigned long long)sequence);
    return err;
}

static enum err load_kept(struct desk *desk, const struct peer *peer, bool sent, uint64_t sequence,
                          struct arena *arena, struct kept *out, struct fault *fault)
{
    struct line_entry entry;
    enum err err =
        line_at(desk, peer->channel, sent ? DIRECTION_SENT : DIRECTION_RECEIVED, sequence, &entry, fault);
    if (!err && !entry.there)
        err = fault_set(fault, ERR_NOT_FOUND, "number %llu of the line", (unsigned long long)sequence);
    if (!err)
        err = line_event(desk, entry.event, arena, &out->message, &out->header, fault);
    return err ? err : load_receipt(desk, peer, sent, sequence, arena, &out->receipt, fault);
}

/* The path in the counterpart's ledger, which the receipt's edge gives. */
static enum err path_from_receipt(struct desk *desk, const struct peer *peer, const struct kept *kept,
                                  uint64_t sequence, struct arena *arena, struct buf *out,
                                  struct fault *fault)
{
    struct receipt *receipt = arena_alloc(arena, sizeof *receipt);
    struct edge_nodes nodes = {.leaves = arena_array(arena, RECEIPT_MESSAGES_MAX, sizeof *nodes.leaves)};
    struct proof proof = {.note = event_get_text(&kept->receipt, FIELD_checkpoint_note)};
    if (!receipt || !nodes.leaves)
        return fault_set(fault, ERR_NO_MEMORY, "a bundle");
    enum err err = receipt_read(receipt, event_get_text(&kept->receipt, FIELD_receipt), fault);
    if (!err)
        err = line_leaves(desk, peer->channel, receipt, arena, nodes.leaves, fault);
    if (err)
        return err;
    nodes.count = receipt->count;
    if (!head_edge_read(&nodes.edge, event_get_text(&kept->receipt, FIELD_edge), receipt->position))
        return fault_set(fault, ERR_FORGED, "a receipt's edge");
    struct tree_nodes interface = {.read = edge_read_node, .context = &nodes};
    proof.index = receipt->position + (sequence - receipt->sequence);
    err =
        tree_prove_inclusion(&interface, proof.index, receipt->position + receipt->count, &proof.path, fault);
    return err ? err : proof_write(out, &proof, fault);
}

/* The path in our own ledger, under a head that the counterpart cosigned. *there: it has cosigned one. */
static enum err path_from_ledger(struct desk *desk, const struct peer *peer, uint64_t index, bool *there,
                                 struct buf *out, struct fault *fault)
{
    struct query q;
    struct buf note;
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct proof proof = {.index = index};
    uint64_t size = 0;
    buf_init(&note, (size_t)LIMIT_NOTE_BYTES);
    query_open(&q, desk_store(desk), "peer/head_covering", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "size", (int64_t)index + 1);
    *there = query_next(&q);
    struct buf line;
    buf_init(&line, (size_t)LIMIT_NOTE_BYTES);
    if (*there) {
        size = (uint64_t)query_get_int(&q, 0);
        buf_add_str(&line, query_get_text(&q, 1));
    }
    enum err err = query_close(&q);
    if (!err && *there) {
        query_open(&q, desk_store(desk), "peer/checkpoint_at", fault);
        query_int(&q, "ledger", peer->channel);
        query_int(&q, "size", (int64_t)size);
        if (query_next(&q))
            buf_add_str(&note, query_get_text(&q, 0));
        err = query_close(&q);
        buf_add_str(&note, buf_str(&line));
        proof.note = buf_str(&note);
        if (!err)
            err = desk_ledger_find(desk, peer->channel, &ledger, fault);
        struct tree_nodes nodes = err ? (struct tree_nodes){0} : desk_ledger_nodes(ledger, &file);
        if (!err)
            err = tree_prove_inclusion(&nodes, index, size, &proof.path, fault);
        if (!err)
            err = proof_write(out, &proof, fault);
    }
    buf_release(&note);
    buf_release(&line);
    return err;
}

static void add_signed(struct buf *out, const char *word, struct str first, struct str second)
{
    struct buf both;
    buf_init(&both, (size_t)LIMIT_PROOF_BYTES);
    buf_add_str(&both, first);
    buf_add_str(&both, second);
    add_line(out, word, buf_str(&both));
    buf_release(&both);
}

static enum err content_event(struct desk *desk, const struct peer *peer, bool sent, const struct kept *kept,
                              struct arena *arena, struct event *out, struct fault *fault)
{
    struct header header;
    int64_t content;
    enum err err = header_read(&header, kept->header, fault);
    if (!err)
        err = line_content(desk, peer->channel, sent ? DIRECTION_SENT : DIRECTION_RECEIVED, header.message,
                           &content, fault);
    return err ? err : desk_event(desk, content, arena, out, fault);
}

/* The values as they travelled: the signature beside them in a received event is none of them. */
static enum err add_content(struct desk *desk, const struct peer *peer, bool sent, const struct kept *kept,
                            struct arena *arena, struct buf *out, struct fault *fault)
{
    struct event event;
    struct buf packed;
    enum err err = content_event(desk, peer, sent, kept, arena, &event, fault);
    if (err)
        return err;
    size_t n = 0;
    for (size_t i = 0; i < event.count; i++)
        if (event.values[i].field != FIELD_header_signature)
            event.values[n++] = event.values[i];
    event.count = n;
    buf_init(&packed, (size_t)LIMIT_MESSAGE_BYTES);
    event_pack_all(&packed, &event);
    add_line(out, "content", buf_str(&packed));
    buf_release(&packed);
    return ERR_OK;
}

enum err bundle_add(struct desk *desk, const struct peer *peer, bool sent, uint64_t sequence, bool open,
                    struct buf *out, struct fault *fault)
{
    struct arena arena;
    struct kept kept;
    struct header header;
    struct buf received, ours;
    bool there = true;
    arena_init(&arena, PEER_ARENA_BYTES);
    buf_init(&received, (size_t)LIMIT_PROOF_BYTES);
    buf_init(&ours, (size_t)LIMIT_PROOF_BYTES);
    enum err err = load_kept(desk, peer, sent, sequence, &arena, &kept, fault);
    if (!err)
        err = header_read(&header, kept.header, fault);
    if (!err && sent)
        err = path_from_receipt(desk, peer, &kept, sequence, &arena, &received, fault);
    if (!err)
        err = path_from_ledger(desk, peer,
                               sent ? header.position
                                    : (uint64_t)event_get_int(&kept.receipt, FIELD_position, 0) + sequence -
                                          (uint64_t)event_get_int(&kept.receipt, FIELD_first, 0),
                               &there, sent ? &ours : &received, fault);
    if (!err) {
        add_signed(out, "message", kept.header,
                   event_get_text(&kept.message, sent ? FIELD_signature : FIELD_header_signature));
        add_signed(out, "receipt", event_get_text(&kept.receipt, FIELD_signature),
                   event_get_text(&kept.receipt, FIELD_receipt));
        if (received.n)
            add_line(out, "received", buf_str(&received));
        if (ours.n)
            add_line(out, "sent", buf_str(&ours));
        if (open)
            err = add_content(desk, peer, sent, &kept, &arena, out, fault);
    }
    if (!err && buf_failed(out))
        err = fault_set(fault, buf_error(out), "a bundle");
    buf_release(&received);
    buf_release(&ours);
    arena_release(&arena);
    return err;
}
