/* Peer: what messages make each side owe the other. See channel/statistics.h. */
#include "desk/peer_internal.h"

#include "rules/obligation.h"

#include <stdlib.h>

/* What we keep of one; base as in struct obligation. */
static enum err owed_load(struct desk *desk, int64_t channel, bool ours, uint64_t number, struct arena *arena,
                          struct obligation *out, bool *there, struct fault *fault)
{
    struct query q;
    *out = (struct obligation){0};
    query_open(&q, desk_store(desk), "peer/owed", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "ours", ours);
    query_int(&q, "number", (int64_t)number);
    *there = query_next(&q);
    if (*there) {
        struct str ground = query_get_text(&q, 8);
        *out =
            (struct obligation){.kind = (enum kind)query_get_int(&q, 0),
                                .since = query_get_int(&q, 1),
                                .due = query_get_int(&q, 2),
                                .pauses = (uint64_t)query_get_int(&q, 3),
                                .resumes = (uint64_t)query_get_int(&q, 4),
                                .shift = query_get_int(&q, 5),
                                .end = (enum kind)query_get_int(&q, 6),
                                .ended = query_get_int(&q, 7),
                                .ground = {arena_copy(arena, ground.p ? ground.p : "", ground.n), ground.n},
                                .disputed = query_get_int(&q, 9) != 0,
                                .useful = (int)query_get_int(&q, 10)};
    }
    return query_close(&q);
}

/* The asker of what a message refers to: its sender where the number is the sender's. */
static bool asked_by_us(const struct effect_of *of)
{
    return of->sent == (of->whose == WHOSE_SENDER);
}

static struct change change_of(const struct effect_of *of)
{
    return (struct change){.kind = of->kind,
                           .by_asker = of->whose == WHOSE_SENDER,
                           .at = of->at,
                           .due = of->due,
                           .ground = of->ground,
                           .useful = of->useful};
}

/* A message that informs of anything refers to any message of that number. */
static enum err message_exists(struct desk *desk, int64_t channel, const struct effect_of *of, bool *exists,
                               struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "peer/message", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", asked_by_us(of) ? DIRECTION_SENT : DIRECTION_RECEIVED);
    query_int(&q, "number", (int64_t)of->about);
    *exists = query_next(&q);
    return query_close(&q);
}

enum err effect_allowed(struct desk *desk, int64_t channel, const struct effect_of *of, bool *allowed,
                        struct fault *fault)
{
    enum kind answers = kind_answers(of->kind);
    struct arena arena;
    struct obligation obligation;
    struct change change = change_of(of);
    bool there = false;
    *allowed = answers == KIND_NONE ? of->whose == WHOSE_NONE : of->whose != WHOSE_NONE;
    if (of->kind == KIND_RECALL)
        *allowed = of->whose == WHOSE_SENDER;
    if (answers == KIND_NONE || !*allowed)
        return ERR_OK;
    if (answers == KIND_ANY)
        return message_exists(desk, channel, of, allowed, fault);
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = owed_load(desk, channel, asked_by_us(of), of->about, &arena, &obligation, &there, fault);
    *allowed = there && obligation_change(&obligation, &change);
    arena_release(&arena);
    return err;
}

enum err effect_purpose(struct desk *desk, int64_t channel, const struct effect_of *of, struct arena *arena,
                        struct str *purpose, struct fault *fault)
{
    struct event asked;
    int64_t content = 0;
    *purpose = STR("");
    if (of->whose == WHOSE_NONE)
        return ERR_OK;
    enum err err = line_content(desk, channel, asked_by_us(of) ? DIRECTION_SENT : DIRECTION_RECEIVED,
                                of->about, &content, fault);
    if (err || !content)
        return err;
    err = desk_event(desk, content, arena, &asked, fault);
    *purpose = err ? STR("") : event_get_text(&asked, FIELD_purpose);
    return err;
}

enum err effect_serves(struct desk *desk, const struct peer *peer, const struct effect_of *of,
                       struct str purpose, bool *holds, struct fault *fault)
{
    struct arena arena;
    struct str asked;
    *holds = !kind_serves(of->kind);
    if (!purpose.n || (*holds && kind_passes(of->kind, LEVEL_SUSPENDED)))
        return ERR_OK;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = effect_purpose(desk, peer->channel, of, &arena, &asked, fault);
    *holds = asked.n ? str_equal(asked, purpose) : list_has(peer->agreement.purposes, purpose);
    arena_release(&arena);
    return err;
}

enum err effect_profile(struct desk *desk, int64_t channel, const struct digest *agreement, int *profile,
                        struct fault *fault)
{
    struct query q;
    struct agreement terms = {0};
    *profile = PROFILE_NONE;
    query_open(&q, desk_store(desk), "peer/agreement", fault);
    query_int(&q, "channel", channel);
    query_bytes(&q, "digest", agreement->bytes, DIGEST_BYTES);
    enum err err = query_next(&q) ? agreement_read(&terms, query_get_text(&q, 0), fault) : ERR_OK;
    if (!err)
        *profile = word_value(WORDS_profile, terms.profile);
    enum err closed = query_close(&q);
    return err ? err : closed;
}

/* By the same rule at both desks: no profile counts worked days, of which each desk has its own. */
static enum err due_of(struct desk *desk, int64_t channel, const struct effect_of *of, time_ms *due,
                       struct fault *fault)
{
    int profile;
    bool named = of->due > of->at; /* one that had passed is none */
    *due = named ? of->due : of->at + (time_ms)kind_hours(of->kind) * HOUR_MS;
    if (named || of->kind != KIND_REQUEST)
        return ERR_OK;
    enum err err = effect_profile(desk, channel, &of->agreement, &profile, fault);
    *due = deadline(NULL, profile, OBLIGATION_REQUEST, of->urgent ? URGENCY_URGENT : URGENCY_NORMAL, false,
                    of->at);
    return err;
}

static enum err open_owed(struct desk *desk, int64_t channel, const struct effect_of *of, struct fault *fault)
{
    struct fact fact;
    time_ms due;
    enum err err = due_of(desk, channel, of, &due, fault);
    if (err)
        return err;
    struct event *event = fact_begin(&fact, EVENT_OWED_OPENED);
    event_int(event, FIELD_channel, channel);
    event_int(event, FIELD_ours, of->sent);
    event_int(event, FIELD_number, (int64_t)of->number);
    event_int(event, FIELD_message_kind, of->kind);
    event_time(event, FIELD_since, of->at);
    event_time(event, FIELD_due, due);
    return fact_add(&fact, desk, fault);
}

static enum err change_owed(struct desk *desk, int64_t channel, const struct effect_of *of,
                            const struct obligation *now, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_OWED_CHANGED);
    event_int(event, FIELD_channel, channel);
    event_int(event, FIELD_ours, asked_by_us(of));
    event_int(event, FIELD_number, (int64_t)of->about);
    event_time(event, FIELD_due, now->due);
    event_time(event, FIELD_until, obligation_due(now));
    event_int(event, FIELD_pauses, (int64_t)now->pauses);
    event_int(event, FIELD_resumes, (int64_t)now->resumes);
    event_int(event, FIELD_shift, now->shift);
    if (now->end != KIND_NONE) {
        event_int(event, FIELD_end, now->end);
        event_time(event, FIELD_ended, now->ended);
    }
    if (now->ground.n)
        event_text(event, FIELD_ground, now->ground);
    event_int(event, FIELD_disputed, now->disputed);
    event_int(event, FIELD_useful, now->useful);
    return fact_add(&fact, desk, fault);
}

enum err effect_apply(struct desk *desk, int64_t channel, const struct effect_of *of, struct fault *fault)
{
    struct arena arena;
    struct obligation obligation;
    struct change change = change_of(of);
    bool there = false;
    if (kind_effect(of->kind) == EFFECT_OPENS)
        return open_owed(desk, channel, of, fault);
    if (of->about == 0)
        return ERR_OK;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = owed_load(desk, channel, asked_by_us(of), of->about, &arena, &obligation, &there, fault);
    if (!err && there && obligation_change(&obligation, &change))
        err = change_owed(desk, channel, of, &obligation, fault);
    arena_release(&arena);
    return err;
}

/* --- statistics --- */

/* Private questions, as both sides know them: accepted by the one that was asked, receipted to the other. */
static enum err count_questions(struct desk *desk, int64_t channel, int direction, int64_t *count,
                                struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "peer/questions_count", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", direction);
    return query_one(&q, 0, count);
}

enum err peer_statistics(struct desk *desk, const struct peer *peer, time_ms now, struct buf *out,
                         struct fault *fault)
{
    struct query q;
    struct statistics *statistics = calloc(1, sizeof *statistics);
    enum side us =
        memcmp(peer->line.ours.bytes, peer->line.theirs.bytes, DIGEST_BYTES) < 0 ? SIDE_LOWER : SIDE_HIGHER;
    enum side them = us == SIDE_LOWER ? SIDE_HIGHER : SIDE_LOWER;
    enum err err = ERR_OK;
    if (!statistics)
        return fault_set(fault, ERR_NO_MEMORY, "statistics");
    query_open(&q, desk_store(desk), "peer/owed_all", fault);
    query_int(&q, "channel", peer->channel);
    while (query_next(&q)) {
        struct obligation item = {.asker = query_get_int(&q, 0) ? us : them,
                                  .kind = (enum kind)query_get_int(&q, 1),
                                  .since = query_get_int(&q, 2),
                                  .due = query_get_int(&q, 3),
                                  .pauses = (uint64_t)query_get_int(&q, 4),
                                  .resumes = (uint64_t)query_get_int(&q, 5),
                                  .shift = query_get_int(&q, 6),
                                  .end = (enum kind)query_get_int(&q, 7),
                                  .ended = query_get_int(&q, 8),
                                  .ground = query_get_text(&q, 9),
                                  .disputed = query_get_int(&q, 10) != 0,
                                  .useful = (int)query_get_int(&q, 11)};
        statistics_add(statistics, &item, now);
    }
    err = query_close(&q);
    for (int direction = DIRECTION_SENT; direction <= DIRECTION_RECEIVED && !err; direction++) {
        int64_t count = 0;
        query_open(&q, desk_store(desk), "peer/refused_count", fault);
        query_int(&q, "channel", peer->channel);
        query_int(&q, "direction", direction);
        err = query_one(&q, 0, &count);
        enum side sender = direction == DIRECTION_SENT ? us : them;
        statistics_add_refused(statistics, sender, (uint64_t)count);
        if (!err)
            err = count_questions(desk, peer->channel, direction, &count, fault);
        statistics_add_questions(statistics, sender, (uint64_t)count);
    }
    if (!err)
        statistics_write(out, statistics);
    free(statistics);
    return err;
}
