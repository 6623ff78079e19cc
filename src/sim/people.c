/* People: what the officers of a desk do, now and then. See sim.h. */
#include "sim/world.h"

/* A desk's answer to each kind of question; the last column is how often. */
static const struct {
    enum kind asked, answer;
    bool by_asker;
    unsigned weight;
} ANSWERS[] = {
    {KIND_TIP, KIND_OUTCOME, false, 4},          {KIND_REQUEST, KIND_PART, false, 2},
    {KIND_REQUEST, KIND_ANSWERED, false, 3},     {KIND_REQUEST, KIND_NOTHING_HELD, false, 2},
    {KIND_REQUEST, KIND_NEITHER, false, 2},      {KIND_REQUEST, KIND_REFUSED, false, 2},
    {KIND_REQUEST, KIND_HANDED_OVER, false, 1},  {KIND_REQUEST, KIND_CLARIFY, false, 2},
    {KIND_REQUEST, KIND_EXTENSION, false, 2},    {KIND_REQUEST, KIND_WITHDRAWN, true, 2},
    {KIND_REQUEST, KIND_CLARIFIED, true, 3},     {KIND_REQUEST, KIND_DISPUTE, true, 1},
    {KIND_HANDOVER, KIND_ACCEPTED, false, 2},    {KIND_HANDOVER, KIND_DECLINED, false, 2},
    {KIND_CORRECTION, KIND_CORRECTED, false, 4}, {KIND_RECALL, KIND_RECALLED, false, 4},
    {KIND_CLEARANCE, KIND_CLEARED, false, 4},    {KIND_CONCERN, KIND_CONCERN_ANSWER, false, 4},
    {KIND_THREAT, KIND_THREAT_ANSWER, false, 4}, {KIND_TIP, KIND_FEEDBACK, false, 2},
    {KIND_REQUEST, KIND_FEEDBACK, true, 2},
};

static const enum kind OPENINGS[] = {KIND_TIP,        KIND_TIP,      KIND_REQUEST,  KIND_REQUEST,
                                     KIND_REQUEST,    KIND_SIGHTING, KIND_HANDOVER, KIND_RECALL,
                                     KIND_CORRECTION, KIND_CONCERN,  KIND_THREAT,   KIND_CLEARANCE};

enum { OPENINGS_N = sizeof OPENINGS / sizeof *OPENINGS, ANSWERS_N = sizeof ANSWERS / sizeof *ANSWERS };

/* --- pairing and agreeing, in person: both desks are up and no fault comes between --- */

static enum err pair_one(struct world *world, struct actor *actor, struct actor *other, struct end *end)
{
    struct arena arena;
    struct card card;
    struct digest id;
    arena_init(&arena, ARENA_BYTES);
    enum err err = peer_own_card(other->desk, &arena, &card, &id, world->fault);
    if (!err)
        err = desk_begin(actor->desk, ACTOR_DESK, world->fault);
    if (!err)
        err = peer_pair(actor->desk, &card, &end->channel, world->fault);
    if (!err)
        err = desk_commit(actor->desk, world->fault);
    arena_release(&arena);
    return err;
}

static enum err agree_one(struct world *world, struct actor *actor, const struct end *end, struct str text,
                          const unsigned char *ours, const unsigned char *theirs)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, ARENA_BYTES);
    enum err err = desk_begin(actor->desk, ACTOR_DESK, world->fault);
    if (!err)
        err = peer_load(actor->desk, end->channel, &arena, &peer, world->fault);
    if (!err)
        err = peer_agree(actor->desk, &peer, text, ours, theirs, world->fault);
    if (!err)
        err = desk_commit(actor->desk, world->fault);
    arena_release(&arena);
    return err;
}

static enum err agree(struct world *world, struct actor *actor, struct end *end)
{
    struct actor *other = &world->desks[end->other];
    unsigned char one[SIGNATURE_BYTES], two[SIGNATURE_BYTES];
    struct arena arena;
    struct peer peer;
    struct buf text;
    char today[TIME_TEXT_BYTES];
    arena_init(&arena, ARENA_BYTES);
    buf_init(&text, 8192);
    time_day_text(world->now, today);
    disk_plan(actor->disk, DISK_GOOD, 0);
    disk_plan(other->disk, DISK_GOOD, 0);
    enum err err = peer_load(actor->desk, end->channel, &arena, &peer, world->fault);
    if (!err) {
        struct agreement agreement = {.channel = peer.line.channel,
                                      .number = peer.agreement.number + 1,
                                      .kinds = STR("all"),
                                      .purposes = STR("terrorism"),
                                      .handling = STR("amber"),
                                      .profile = STR("own"),
                                      .questions = 20,
                                      .retention = 365,
                                      .assessed = str_of(today),
                                      .principal = STR("principal"),
                                      .published = STR("nothing")};
        agreement_write(&text, &agreement);
        err = peer_sign(actor->desk, STATEMENT_AGREEMENT, buf_str(&text), one, world->fault);
    }
    if (!err)
        err = peer_sign(other->desk, STATEMENT_AGREEMENT, buf_str(&text), two, world->fault);
    if (!err)
        err = agree_one(world, actor, end, buf_str(&text), one, two);
    if (!err)
        err = agree_one(world, other, &other->ends[end->other_end], buf_str(&text), two, one);
    buf_release(&text);
    arena_release(&arena);
    return err;
}

enum err people_pair(struct world *world, size_t desk, size_t at)
{
    struct actor *actor = &world->desks[desk];
    struct end *end = &actor->ends[at];
    struct actor *other = &world->desks[end->other];
    enum err err = pair_one(world, actor, other, end);
    if (!err)
        err = pair_one(world, other, actor, &other->ends[end->other_end]);
    return err ? err : agree(world, actor, end);
}

/* --- writing --- */

static enum err write_message(struct world *world, struct actor *actor, struct draft draft, bool release,
                              struct fault *fault)
{
    static const struct str grounds[] = {{"political", 9}, {"protected", 9}, {"no offence", 10}};
    struct arena arena;
    struct decision decision;
    uint64_t number = 0;
    arena_init(&arena, ARENA_BYTES);
    decision_init(&decision, &arena);
    struct event *event = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_text(event, FIELD_text, STR("words about somebody invented"));
    event_text(event, FIELD_purpose, STR("terrorism"));
    if (draft.kind == KIND_REFUSED)
        event_text(event, FIELD_ground, grounds[seeded_below(&world->seeded, 3)]);
    if (draft.kind == KIND_FEEDBACK)
        event_int(event, FIELD_useful, one_in(world, 2) ? 1 : -1);
    enum err err = desk_begin(actor->desk, ACTOR_DESK, fault);
    if (!err)
        err = peer_draft(actor->desk, &draft, &decision, &number, fault);
    if (!err && release)
        err = peer_release(actor->desk, draft.channel, number, fault);
    if (!err)
        err = desk_commit(actor->desk, fault);
    desk_rollback(actor->desk);
    arena_release(&arena);
    if (!err)
        world->result->messages++;
    return err;
}

static enum err number_of(struct world *world, struct actor *actor, const struct end *end, const char *query,
                          int ours, int64_t *number)
{
    struct query q;
    query_open(&q, desk_store(actor->desk), query, world->fault);
    query_int(&q, "channel", end->channel);
    query_int(&q, "ours", ours);
    return query_one(&q, 0, number);
}

/* One open obligation, ours or theirs, and a word about it. */
static enum err answer(struct world *world, struct actor *actor, struct end *end, bool wrong,
                       struct fault *fault)
{
    bool ours = one_in(world, 3);
    int64_t count = 0;
    struct query q;
    struct draft draft = {.channel = end->channel, .person = 1};
    enum kind asked = KIND_NONE;
    enum err err = number_of(world, actor, end, "sim/open_count", ours, &count);
    if (err || count == 0)
        return err;
    query_open(&q, desk_store(actor->desk), "sim/open", world->fault);
    query_int(&q, "channel", end->channel);
    query_int(&q, "ours", ours);
    query_int(&q, "skip", (int64_t)seeded_below(&world->seeded, (uint64_t)count));
    if (query_next(&q)) {
        draft.about = (uint64_t)query_get_int(&q, 0);
        asked = (enum kind)query_get_int(&q, 1);
    }
    err = query_close(&q);
    size_t pick = (size_t)seeded_below(&world->seeded, ANSWERS_N);
    for (size_t i = 0; i < ANSWERS_N && !wrong; i++, pick = (pick + 1) % ANSWERS_N)
        if (ANSWERS[pick].asked == asked && ANSWERS[pick].by_asker == ours &&
            !one_in(world, 1 + ANSWERS[pick].weight))
            break;
    if (!wrong && (ANSWERS[pick].asked != asked || ANSWERS[pick].by_asker != ours))
        return err;
    draft.kind = ANSWERS[pick].answer;
    draft.whose = ours ? WHOSE_SENDER : WHOSE_RECIPIENT;
    if (draft.kind == KIND_EXTENSION)
        draft.due = world->now + between(world, TIME_DAY, 20 * TIME_DAY);
    return err ? err : write_message(world, actor, draft, !one_in(world, 4), fault);
}

/* --- releasing, withdrawing, lowering --- */

static enum err release_oldest(struct world *world, struct actor *actor, struct end *end, bool *any,
                               struct fault *fault)
{
    int64_t number = 0;
    enum err err = number_of(world, actor, end, "sim/held", 1, &number);
    *any = number != 0;
    if (err || !number)
        return err;
    err = desk_begin(actor->desk, ACTOR_DESK, fault);
    if (!err)
        err = peer_release(actor->desk, end->channel, (uint64_t)number, fault);
    if (!err)
        err = desk_commit(actor->desk, fault);
    desk_rollback(actor->desk);
    return err;
}

static enum err withdraw_any(struct world *world, struct actor *actor, struct end *end, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, ARENA_BYTES);
    enum err err = peer_load(actor->desk, end->channel, &arena, &peer, fault);
    if (!err && peer.numbered) {
        uint64_t back = seeded_below(&world->seeded, peer.numbered < 5 ? peer.numbered : 5);
        err = desk_begin(actor->desk, ACTOR_DESK, fault);
        if (!err)
            err = peer_withdraw(actor->desk, end->channel, peer.numbered - back, fault);
        if (!err)
            err = desk_commit(actor->desk, fault);
        desk_rollback(actor->desk);
    }
    arena_release(&arena);
    return err;
}

static enum err lower(struct world *world, struct actor *actor, struct end *end, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, ARENA_BYTES);
    enum err err = peer_load(actor->desk, end->channel, &arena, &peer, fault);
    if (!err)
        err = desk_begin(actor->desk, ACTOR_DESK, fault);
    if (!err)
        err = peer_lower(actor->desk, &peer, one_in(world, 2) ? LEVEL_SUSPENDED : LEVEL_RESTRICTED, fault);
    if (!err)
        err = desk_commit(actor->desk, fault);
    desk_rollback(actor->desk);
    arena_release(&arena);
    return err;
}

static bool is_low(struct world *world, struct actor *actor, const struct end *end)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, ARENA_BYTES);
    bool low = peer_load(actor->desk, end->channel, &arena, &peer, world->fault) == ERR_OK &&
               peer.line.level != LEVEL_OPEN;
    arena_release(&arena);
    return low;
}

/* --- a day's work --- */

static enum err act_on(struct world *world, struct actor *actor, struct end *end, struct fault *fault)
{
    bool any;
    uint64_t what = seeded_below(&world->seeded, 20);
    struct draft draft = {.channel = end->channel, .person = 1};
    if (what < 7) {
        draft.kind = OPENINGS[seeded_below(&world->seeded, OPENINGS_N)];
        draft.urgent = draft.kind == KIND_THREAT || one_in(world, 10);
        if (draft.kind == KIND_RECALL) {
            draft.whose = WHOSE_SENDER;
            draft.about = 1;
        }
        bool at_once = has_fault(world, SIM_SLOW) ? one_in(world, 2) : !one_in(world, 10);
        return write_message(world, actor, draft, at_once, fault);
    }
    if (what < 14)
        return answer(world, actor, end, has_fault(world, SIM_WRONG) && one_in(world, 5), fault);
    if (what < 18)
        return release_oldest(world, actor, end, &any, fault);
    if (!has_fault(world, SIM_WRONG))
        return ERR_OK;
    if (is_low(world, actor, end))
        return world->desks[end->other].desk && one_in(world, 4) ? agree(world, actor, end) : ERR_OK;
    return one_in(world, 12) ? lower(world, actor, end, fault) : withdraw_any(world, actor, end, fault);
}

static void maybe_cut(struct world *world, struct actor *actor, struct end *end)
{
    if (!has_fault(world, SIM_PARTITION) || !one_in(world, 40))
        return;
    time_ms until = world->now + between(world, TIME_HOUR, one_in(world, 3) ? 12 * TIME_DAY : TIME_DAY);
    end->cut_until = until;
    world->desks[end->other].ends[end->other_end].cut_until = until;
    (void)actor;
}

enum err people_act(struct world *world, size_t desk)
{
    struct actor *actor = &world->desks[desk];
    struct end *end = &actor->ends[seeded_below(&world->seeded, actor->ends_n)];
    struct fault fault = {0};
    actor->acts_at = world->now + between(world, TIME_MINUTE, 6 * TIME_HOUR);
    if (has_fault(world, SIM_ABSENT) && one_in(world, 60))
        actor->acts_at = world->now + between(world, TIME_DAY, 14 * TIME_DAY);
    if (world->healing)
        return ERR_OK;
    maybe_cut(world, actor, end);
    risk(world, actor);
    enum err err = act_on(world, actor, end, &fault);
    end->wake = true;
    return after(world, actor, err, &fault);
}

enum err people_release_all(struct world *world, size_t desk)
{
    struct actor *actor = &world->desks[desk];
    enum err err = ERR_OK;
    for (size_t i = 0; i < actor->ends_n && !err && actor->desk; i++) {
        struct end *end = &actor->ends[i];
        if (world->desks[end->other].desk && is_low(world, actor, end))
            err = agree(world, actor, end);
        for (bool any = true; any && !err;)
            err = release_oldest(world, actor, end, &any, world->fault);
        end->wake = true;
    }
    return err;
}
