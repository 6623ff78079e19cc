/* Peer: what time brings to a channel. See peer.h. */
#include "desk/peer_internal.h"

/* What waits for a receipt, and since when. */
struct waits {
    time_ms since, urgent_since;
    int64_t count;
};

static enum err load_waits(struct desk *desk, int64_t channel, struct waits *out, struct fault *fault)
{
    struct query q;
    *out = (struct waits){0};
    query_open(&q, desk_store(desk), "peer/waiting", fault);
    query_int(&q, "channel", channel);
    if (query_next(&q)) {
        out->since = query_get_int(&q, 0);
        out->count = query_get_int(&q, 2);
        out->urgent_since = query_is_null(&q, 3) ? 0 : query_get_int(&q, 3);
    }
    return query_close(&q);
}

static enum told told_now(const struct waits *waits, time_ms now)
{
    if (waits->count == 0)
        return TOLD_NOBODY;
    enum told told = told_by(waits->since, false, now);
    enum told urgent = waits->urgent_since ? told_by(waits->urgent_since, true, now) : TOLD_NOBODY;
    return told > urgent ? told : urgent;
}

/* One fact an outage and rung, not one a message. */
static enum err tell(struct desk *desk, const struct peer *peer, const struct waits *waits, enum told told,
                     struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_DELIVERY_TOLD);
    event_int(event, FIELD_channel, peer->channel);
    event_int(event, FIELD_told_code, told);
    event_int(event, FIELD_count, waits->count);
    event_time(event, FIELD_since, waits->since);
    return fact_add(&fact, desk, fault);
}

enum err peer_hold_stale(struct desk *desk, int64_t channel, struct fault *fault)
{
    uint64_t numbers[64];
    size_t count = 0;
    struct query q;
    query_open(&q, desk_store(desk), "peer/stale", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "since", desk_now(desk) - STALE_AFTER);
    while (query_next(&q) && count < sizeof numbers / sizeof *numbers)
        numbers[count++] = (uint64_t)query_get_int(&q, 0);
    enum err err = query_close(&q);
    for (size_t i = 0; i < count && !err; i++)
        err = peer_hold(desk, channel, numbers[i], fault);
    return err;
}

enum err peer_any_stale(struct desk *desk, int64_t channel, bool *any, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "peer/stale", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "since", desk_now(desk) - STALE_AFTER);
    *any = query_next(&q);
    return query_close(&q);
}

enum err peer_step(struct desk *desk, int64_t channel, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    struct waits waits;
    bool stale = false;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_load(desk, channel, &arena, &peer, fault);
    if (!err)
        err = load_waits(desk, channel, &waits, fault);
    if (!err)
        err = peer_any_stale(desk, channel, &stale, fault);
    enum told told = err ? TOLD_NOBODY : told_now(&waits, desk_now(desk));
    if (!err && (told > peer.told || stale)) {
        err = desk_begin(desk, ACTOR_DESK, fault);
        if (!err && told > peer.told)
            err = tell(desk, &peer, &waits, told, fault);
        if (!err && stale)
            err = peer_hold_stale(desk, channel, fault);
        if (!err)
            err = desk_commit(desk, fault);
        desk_rollback(desk);
    }
    arena_release(&arena);
    return err;
}
