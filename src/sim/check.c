/* Check: what must hold in a simulated world. See sim.h. */
#include "channel/body.h"
#include "desk/internal.h"
#include "desk/verify.h"
#include "sim/world.h"

#include <inttypes.h>
#include <stdio.h>

static enum err load(struct world *world, struct actor *actor, const struct end *end, struct arena *arena,
                     struct peer *out)
{
    return peer_load(actor->desk, end->channel, arena, out, world->fault);
}

/* --- while it runs --- */

enum err check_promises(struct world *world, struct actor *actor)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < actor->ends_n && !err; i++) {
        struct end *end = &actor->ends[i];
        struct query q;
        bool kept = end->promised == 0;
        query_open(&q, desk_store(actor->desk), "peer/line_at", world->fault);
        query_int(&q, "channel", end->channel);
        query_int(&q, "direction", DIRECTION_RECEIVED);
        query_int(&q, "first", (int64_t)end->promised);
        if (query_next(&q))
            kept = kept || memcmp(query_get_text(&q, 0).p, end->promised_head.bytes, DIGEST_BYTES) == 0;
        err = query_close(&q);
        if (!kept)
            found(world, "durable: %s told that it has message %" PRIu64 " and has it no more", actor->name,
                  end->promised);
    }
    return err;
}

/* When a message was released last. */
static enum err released_at(struct world *world, struct actor *actor, const struct end *end, uint64_t number,
                            time_ms *released)
{
    struct query q;
    query_open(&q, desk_store(actor->desk), "peer/message", world->fault);
    query_int(&q, "channel", end->channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "number", (int64_t)number);
    *released = 0;
    if (query_next(&q))
        *released = query_is_null(&q, 10) ? -1 : query_get_int(&q, 10);
    return query_close(&q);
}

enum err check_fresh(struct world *world, struct actor *actor, const struct end *end, struct str bytes)
{
    struct body body;
    enum frame kind;
    struct str frame;
    enum err err = body_read(&body, bytes, world->fault);
    while (!err && body_next(&body, &kind, &frame)) {
        struct message message;
        struct header header;
        time_ms released;
        if (kind != FRAME_MESSAGE || message_read(&message, frame, NULL) || message.sealed.n == 0 ||
            header_read(&header, message.header, NULL))
            continue;
        err = released_at(world, actor, end, header.message, &released);
        time_ms age = clock_now(&actor->env.clock) - released;
        if (!err && (released < 0 || age > 72 * TIME_HOUR))
            found(world, "fresh: %s sends message %" PRIu64 " %lld hours after its release", actor->name,
                  header.message, (long long)(age / TIME_HOUR));
    }
    return err;
}

enum err check_told(struct world *world, struct actor *actor)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < actor->ends_n && !err; i++) {
        struct end *end = &actor->ends[i];
        struct query q;
        struct arena arena;
        struct peer peer;
        time_ms since = 0;
        arena_init(&arena, ARENA_BYTES);
        query_open(&q, desk_store(actor->desk), "peer/waiting", world->fault);
        query_int(&q, "channel", end->channel);
        if (query_next(&q) && query_get_int(&q, 2) > 0)
            since = query_get_int(&q, 0);
        err = query_close(&q);
        if (!err)
            err = load(world, actor, end, &arena, &peer);
        time_ms waited = since ? clock_now(&actor->env.clock) - since : 0;
        if (!err && ((waited > 12 * TIME_HOUR && peer.told < TOLD_SUPERVISOR) ||
                     (waited > TIME_HOUR && peer.told < TOLD_OWNER)))
            found(world, "told: %s waits for a receipt since %lld minutes and nobody was told", actor->name,
                  (long long)(waited / TIME_MINUTE));
        arena_release(&arena);
    }
    return err;
}

/* Where the counterpart is down its history cannot be read: it is looked at when it is up again. */
enum err check_cosigned(struct world *world, struct actor *actor, struct end *end)
{
    struct actor *other = &world->desks[end->other];
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct tree_hash root;
    struct digest cosigned;
    struct query q;
    uint64_t size = 0;
    query_open(&q, desk_store(actor->desk), "sim/cosigned", world->fault);
    query_int(&q, "channel", end->channel);
    if (query_next(&q) && !query_is_null(&q, 1)) {
        size = (uint64_t)query_get_int(&q, 0);
        memcpy(cosigned.bytes, query_get_text(&q, 1).p, DIGEST_BYTES);
    }
    enum err err = query_close(&q);
    if (err || size == end->cosigned || !other->desk)
        return err;
    err = desk_ledger_find(other->desk, other->ends[end->other_end].channel, &ledger, world->fault);
    if (err)
        return err;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    if (tree_root_at(&nodes, size, &root, NULL) || memcmp(root.bytes, cosigned.bytes, DIGEST_BYTES) != 0)
        found(world, "heads: %s cosigned a head of %s that is not of its history", actor->name, other->name);
    end->cosigned = size;
    return ERR_OK;
}

/* --- at rest --- */

static enum err count_of(struct world *world, struct actor *actor, const struct end *end, const char *query,
                         int64_t *count)
{
    struct query q;
    query_open(&q, desk_store(actor->desk), query, world->fault);
    query_int(&q, "channel", end->channel);
    return query_one(&q, 0, count);
}

static enum err end_rests(struct world *world, struct actor *actor, const struct end *end, bool *rest)
{
    struct arena arena;
    struct peer peer;
    int64_t waiting = 0;
    struct desk_ledger *ledger = NULL;
    arena_init(&arena, ARENA_BYTES);
    enum err err = load(world, actor, end, &arena, &peer);
    if (!err)
        err = count_of(world, actor, end, "sim/waiting_count", &waiting);
    if (!err)
        err = desk_ledger_find(actor->desk, end->channel, &ledger, world->fault);
    *rest = *rest && !err && waiting == 0 && peer.line.receipted == peer.line.sent.sequence &&
            ledger->tree.size == peer.countersigned && !end->waiting;
    arena_release(&arena);
    return err;
}

enum err check_rest(struct world *world, bool *rest)
{
    enum err err = ERR_OK;
    *rest = true;
    for (size_t i = 0; i < world->options.desks && !err; i++) {
        struct actor *actor = &world->desks[i];
        if (!actor->desk)
            *rest = false;
        for (size_t k = 0; k < actor->ends_n && !err && actor->desk; k++)
            err = end_rests(world, actor, &actor->ends[k], rest);
    }
    return err;
}

/* --- in the end --- */

/* The next row of a query by name on each side, written as text, compared. */
static enum err row_text(struct world *world, struct actor *actor, const struct end *end, const char *query,
                         const char *key, int64_t after, int side, struct buf *out, int64_t *at)
{
    struct query q;
    buf_clear(out);
    query_open(&q, desk_store(actor->desk), query, world->fault);
    query_int(&q, "channel", end->channel);
    query_int(&q, "ours", side == 0);
    query_int(&q, "direction", side == 0 ? DIRECTION_SENT : DIRECTION_RECEIVED);
    query_int(&q, key, after);
    *at = 0;
    if (query_next(&q)) {
        *at = query_get_int(&q, 0);
        for (int column = 0; column < query_columns(&q); column++) {
            buf_add_str(out, query_get_text(&q, column));
            buf_add_char(out, '|');
        }
    }
    return query_close(&q);
}

/* All rows that the asker's or sender's side has against those of the other. */
static enum err compare_rows(struct world *world, size_t desk, const struct end *end, const char *query,
                             const char *key, const char *what)
{
    struct actor *one = &world->desks[desk], *other = &world->desks[end->other];
    const struct end *other_end = &other->ends[end->other_end];
    struct buf ours, theirs;
    int64_t at = 0, at_theirs = 0;
    enum err err = ERR_OK;
    buf_init(&ours, 1 << 16);
    buf_init(&theirs, 1 << 16);
    do {
        int64_t after = at;
        err = row_text(world, one, end, query, key, after, 0, &ours, &at);
        if (!err)
            err = row_text(world, other, other_end, query, key, after, 1, &theirs, &at_theirs);
        if (!err && !str_equal(buf_str(&ours), buf_str(&theirs)))
            found(world, "%s: %s and %s differ at %lld", what, one->name, other->name,
                  (long long)(at ? at : at_theirs));
    } while (!err && at && !is_found(world));
    buf_release(&ours);
    buf_release(&theirs);
    return err;
}

static enum err compare_statistics(struct world *world, size_t desk, const struct end *end)
{
    struct actor *one = &world->desks[desk], *other = &world->desks[end->other];
    struct arena arena;
    struct peer a, b;
    struct buf ours, theirs;
    arena_init(&arena, ARENA_BYTES);
    buf_init(&ours, 1 << 20);
    buf_init(&theirs, 1 << 20);
    enum err err = load(world, one, end, &arena, &a);
    if (!err)
        err = load(world, other, &other->ends[end->other_end], &arena, &b);
    if (!err)
        err = peer_statistics(one->desk, &a, world->now, &ours, world->fault);
    if (!err)
        err = peer_statistics(other->desk, &b, world->now, &theirs, world->fault);
    if (!err && !str_equal(buf_str(&ours), buf_str(&theirs)))
        found(world, "equal: the statistics of %s and %s differ", one->name, other->name);
    if (!err && a.line.sent.sequence != b.line.received.sequence)
        found(world, "sequence: %s sent %" PRIu64 ", %s received %" PRIu64, one->name, a.line.sent.sequence,
              other->name, b.line.received.sequence);
    world->result->cuts += err ? 0 : a.cut;
    buf_release(&ours);
    buf_release(&theirs);
    arena_release(&arena);
    return err;
}

static enum err check_once(struct world *world, struct actor *actor, const struct end *end)
{
    int64_t number = 0, states[4] = {0};
    struct query q;
    enum err err = count_of(world, actor, end, "sim/twice", &number);
    if (!err && number)
        found(world, "once: message %lld had its effect twice at %s", (long long)number, actor->name);
    if (!err)
        err = count_of(world, actor, end, "sim/unnumbered", &number);
    if (!err && number)
        found(world, "sequence: %s refused %lld messages that should have used up their numbers", actor->name,
              (long long)number);
    query_open(&q, desk_store(actor->desk), "sim/states", world->fault);
    query_int(&q, "channel", end->channel);
    if (query_next(&q))
        for (int i = 0; i < 4; i++)
            states[i] = query_get_int(&q, i);
    world->result->receipted += (uint64_t)states[1];
    world->result->refused += (uint64_t)states[2];
    world->result->withdrawn += (uint64_t)states[3];
    return err ? err : query_close(&q);
}

static enum err check_alarms(struct world *world, struct actor *actor, const struct end *end)
{
    struct query q;
    query_open(&q, desk_store(actor->desk), "sim/alarms", world->fault);
    query_int(&q, "channel", end->channel);
    if (query_next(&q) && !(world->options.faults & (1U << SIM_CORRUPT | 1U << SIM_FORK)))
        found(world, "alarm: %s raised '%.*s' where nobody lied", actor->name,
              STR_ARG(query_get_text(&q, 0)));
    return query_close(&q);
}

static void tell(void *context, const char *finding)
{
    struct world *world = context;
    found(world, "ledger: %s", finding);
}

static enum err check_ledger(struct world *world, struct actor *actor)
{
    struct verify_result result;
    struct verify_options options = {.found = tell, .context = world};
    enum err err = desk_verify(actor->desk, &options, &result, world->fault);
    return err == ERR_FORGED ? ERR_OK : err;
}

enum err check_end(struct world *world)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < world->options.desks && !err && !is_found(world); i++) {
        struct actor *actor = &world->desks[i];
        for (size_t k = 0; k < actor->ends_n && !err && !is_found(world); k++) {
            struct end *end = &actor->ends[k];
            err = compare_rows(world, i, end, "sim/line", "first", "sequence");
            if (!err)
                err = compare_rows(world, i, end, "sim/owed", "number", "owed");
            if (!err)
                err = compare_statistics(world, i, end);
            if (!err)
                err = check_cosigned(world, actor, end);
            if (!err)
                err = check_once(world, actor, end);
            if (!err)
                err = check_alarms(world, actor, end);
        }
        if (!err)
            err = check_ledger(world, actor);
    }
    return err;
}
