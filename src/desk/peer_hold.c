/* Peer: what waits for a receipt and may no longer leave as it is goes back to a person. See peer.h. */
#include "desk/peer_internal.h"

#include "rules/handling.h"
#include "rules/release.h"

enum { AT_ONCE = 64 };

struct unsent {
    uint64_t number;
    bool sent; /* it has its number in the line */
    int64_t content;
    struct effect_of of;
};

static enum err load_unsent(struct desk *desk, int64_t channel, uint64_t after, struct unsent *out,
                            size_t *count, struct fault *fault)
{
    struct query q;
    *count = 0;
    query_open(&q, desk_store(desk), "peer/unsent", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "number", (int64_t)after);
    while (query_next(&q) && *count < AT_ONCE)
        out[(*count)++] = (struct unsent){.number = (uint64_t)query_get_int(&q, 0),
                                          .sent = query_get_int(&q, 1) != 0,
                                          .content = query_get_int(&q, 2),
                                          .of = {.sent = true,
                                                 .kind = (enum kind)query_get_int(&q, 3),
                                                 .whose = (enum whose)query_get_int(&q, 4),
                                                 .about = (uint64_t)query_get_int(&q, 5)}};
    return query_close(&q);
}

static bool within_ceiling(const struct peer *peer, struct str label)
{
    int own, ceiling = handling_ceiling(peer->agreement.handling);
    return handling_read_tlp(label, &own, NULL) || !ceiling || own <= ceiling;
}

/* Whether agreement and level let it pass. One that has no number yet waits for the level. */
static enum err is_fit(struct desk *desk, const struct peer *peer, const struct unsent *unsent, bool *fit,
                       struct fault *fault)
{
    struct arena arena;
    struct event content = {0};
    enum kind kind = unsent->of.kind;
    *fit = kind_passes(kind, LEVEL_SUSPENDED);
    if (*fit || !agreement_carries(&peer->agreement, kind) ||
        (unsent->sent && !kind_passes(kind, peer->line.level)))
        return ERR_OK;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = desk_event(desk, unsent->content, &arena, &content, fault);
    if (!err)
        err = effect_serves(desk, peer, &unsent->of, event_get_text(&content, FIELD_purpose), fit, fault);
    if (!err)
        *fit = *fit && within_ceiling(peer, event_get_text(&content, FIELD_handling));
    arena_release(&arena);
    return err;
}

enum err peer_hold_unfit(struct desk *desk, int64_t channel, struct fault *fault)
{
    struct unsent unsent[AT_ONCE];
    struct arena arena;
    struct peer peer;
    size_t count = 0;
    uint64_t after = 0;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_load(desk, channel, &arena, &peer, fault);
    do {
        if (!err)
            err = load_unsent(desk, channel, after, unsent, &count, fault);
        for (size_t i = 0; i < count && !err; i++) {
            bool fit = true;
            after = unsent[i].number;
            err = is_fit(desk, &peer, &unsent[i], &fit, fault);
            if (!err && !fit)
                err = peer_hold(desk, channel, unsent[i].number, fault);
        }
    } while (!err && count == AT_ONCE);
    arena_release(&arena);
    return err;
}

struct about {
    int64_t channel;
    uint64_t number;
    enum kind kind;
};

static enum err load_about(struct desk *desk, int64_t subject, const struct about *after, struct about *out,
                           size_t *count, struct fault *fault)
{
    struct query q;
    *count = 0;
    query_open(&q, desk_store(desk), "peer/unsent_about", fault);
    query_int(&q, "subject", subject);
    query_int(&q, "channel", after->channel);
    query_int(&q, "number", (int64_t)after->number);
    while (query_next(&q) && *count < AT_ONCE)
        out[(*count)++] = (struct about){.channel = query_get_int(&q, 0),
                                         .number = (uint64_t)query_get_int(&q, 1),
                                         .kind = (enum kind)query_get_int(&q, 2)};
    return query_close(&q);
}

enum err peer_hold_about(struct desk *desk, int64_t subject, struct fault *fault)
{
    struct about about[AT_ONCE], after = {0};
    size_t count;
    enum err err;
    do {
        err = load_about(desk, subject, &after, about, &count, fault);
        for (size_t i = 0; i < count && !err; i++) {
            after = about[i];
            if (release_names_person(str_of(kind_word(after.kind))))
                err = peer_hold(desk, after.channel, after.number, fault);
        }
    } while (!err && count == AT_ONCE);
    return err;
}
