/* Peer: what this desk has of the line of a channel: an event a number, whose leaf is the header, and the
 * content beside it. */
#include "channel/leaf.h"
#include "desk/peer_internal.h"

enum err line_at(struct desk *desk, int64_t channel, enum direction direction, uint64_t sequence,
                 struct line_entry *out, struct fault *fault)
{
    struct query q;
    *out = (struct line_entry){0};
    query_open(&q, desk_store(desk), "peer/line_at", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", direction);
    query_int(&q, "first", (int64_t)sequence);
    if (query_next(&q)) {
        out->there = true;
        memcpy(out->digest.bytes, query_get_text(&q, 0).p, DIGEST_BYTES);
        out->message = (uint64_t)query_get_int(&q, 1);
        out->kind = (enum kind)query_get_int(&q, 2);
        out->event = query_get_int(&q, 3);
    }
    return query_close(&q);
}

enum err line_event(struct desk *desk, int64_t sequence, struct arena *arena, struct event *out,
                    struct str *header, struct fault *fault)
{
    enum direction direction;
    enum err err = desk_event(desk, sequence, arena, out, fault);
    return err ? err : leaf_read(out->leaf, &direction, header, fault);
}

enum err line_card(struct desk *desk, int64_t channel, enum direction direction, uint64_t sequence,
                   uint32_t *number, bool *there, struct fault *fault)
{
    struct arena arena;
    struct line_entry entry;
    struct event event;
    struct header header;
    struct str bytes;
    enum err err = line_at(desk, channel, direction, sequence, &entry, fault);
    *number = 0;
    *there = !err && entry.there;
    if (!*there)
        return err;
    arena_init(&arena, PEER_ARENA_BYTES);
    err = line_event(desk, entry.event, &arena, &event, &bytes, fault);
    if (!err)
        err = header_read(&header, bytes, fault);
    if (!err)
        *number = header.sender_card;
    arena_release(&arena);
    return err;
}

enum err line_content(struct desk *desk, int64_t channel, enum direction direction, uint64_t number,
                      int64_t *sequence, struct fault *fault)
{
    struct query q;
    *sequence = 0;
    query_open(&q, desk_store(desk), "peer/message", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", direction);
    query_int(&q, "number", (int64_t)number);
    if (query_next(&q))
        *sequence = query_get_int(&q, 8);
    return query_close(&q);
}

enum err line_leaves(struct desk *desk, int64_t channel, const struct receipt *receipt, struct arena *arena,
                     struct tree_hash *leaves, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < receipt->count && !err; i++) {
        struct line_entry entry;
        struct event event;
        struct str header;
        struct buf leaf;
        err = line_at(desk, channel, DIRECTION_SENT, receipt->sequence + i, &entry, fault);
        if (!err && !entry.there)
            err = fault_set(fault, ERR_NOT_FOUND, "number %llu of the line",
                            (unsigned long long)(receipt->sequence + i));
        if (!err)
            err = line_event(desk, entry.event, arena, &event, &header, fault);
        if (err)
            break;
        buf_init(&leaf, LEAF_BYTES);
        leaf_write(&leaf, DIRECTION_RECEIVED, header);
        if (buf_failed(&leaf))
            err = fault_set(fault, buf_error(&leaf), "a leaf");
        tree_hash_leaf(buf_str(&leaf), &leaves[i]);
        buf_release(&leaf);
    }
    return err;
}

enum err line_end(struct desk *desk, int64_t channel, uint64_t *size, struct fault *fault)
{
    struct desk_ledger *ledger;
    enum err err = desk_ledger_find(desk, channel, &ledger, fault);
    *size = err ? 0 : ledger->tree.size + ledger->count;
    return err;
}

struct event *line_fact_begin(struct fact *fact, int64_t channel, enum direction direction, struct str header,
                              struct str signature)
{
    bool sent = direction == DIRECTION_SENT;
    struct event *event = fact_begin(fact, sent ? EVENT_MESSAGE_SENT : EVENT_MESSAGE_RECEIVED);
    struct buf leaf;
    event_bytes(event, sent ? FIELD_signature : FIELD_header_signature, signature.p, signature.n);
    if (!event)
        return NULL;
    buf_init(&leaf, LEAF_BYTES);
    leaf_write(&leaf, direction, header);
    char *kept = buf_failed(&leaf) ? NULL : arena_copy(&fact->arena, leaf.bytes, leaf.n);
    buf_release(&leaf);
    if (!kept) {
        fact->decision.failed = true;
        return NULL;
    }
    event->ledger = channel;
    event->leaf = (struct str){kept, LEAF_BYTES};
    return event;
}
