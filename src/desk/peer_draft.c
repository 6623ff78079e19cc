/* Peer: what a person does with a message before the line has it: written, released, held again, taken back.
 * See peer.h. */
#include "desk/mail.h"
#include "desk/peer_internal.h"

/* What is held in `message`, as far as the outbox asks. */
struct row {
    bool there;
    enum kind kind;
    char state[16];
    int64_t sequence; /* in the line; 0: none */
    bool receipted;
};

static enum err message_row(struct desk *desk, int64_t channel, uint64_t number, struct row *out,
                            struct fault *fault)
{
    struct query q;
    *out = (struct row){0};
    query_open(&q, desk_store(desk), "peer/message", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "number", (int64_t)number);
    if (query_next(&q)) {
        struct str state = query_get_text(&q, 2);
        out->there = true;
        out->kind = (enum kind)query_get_int(&q, 0);
        memcpy(out->state, state.p, state.n < sizeof out->state ? state.n : sizeof out->state - 1);
        out->sequence = query_get_int(&q, 11);
        out->receipted = !query_is_null(&q, 13);
    }
    enum err err = query_close(&q);
    if (!err && !out->there)
        err = fault_set(fault, ERR_NOT_FOUND, "no message %llu", (unsigned long long)number);
    return err;
}

static void number_event(struct event *event, int64_t channel, uint64_t number)
{
    event_int(event, FIELD_channel, channel);
    event_int(event, FIELD_number, (int64_t)number);
}

/* A fact about one of our messages; sequence is given where its number in the line becomes a tombstone. */
static enum err message_fact(struct desk *desk, enum event_kind kind, int64_t channel, uint64_t number,
                             int64_t sequence, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, kind);
    number_event(event, channel, number);
    if (sequence)
        event_int(event, FIELD_first, sequence);
    return fact_add(&fact, desk, fault);
}

static void queue_event(struct decision *decision, const struct draft *draft, uint64_t number)
{
    struct event *event = event_add(decision, EVENT_MESSAGE_QUEUED);
    number_event(event, draft->channel, number);
    event_int(event, FIELD_message_kind, draft->kind);
    event_int(event, FIELD_urgent, draft->urgent);
    if (draft->person)
        event_int(event, FIELD_person, draft->person);
    if (draft->file)
        event_int(event, FIELD_file, draft->file);
    if (draft->subject)
        event_int(event, FIELD_subject, draft->subject);
    if (draft->sighting)
        event_int(event, FIELD_sighting, draft->sighting);
    if (draft->whose != WHOSE_NONE) {
        event_int(event, FIELD_whose, draft->whose);
        event_int(event, FIELD_about, (int64_t)draft->about);
    }
    if (draft->due)
        event_time(event, FIELD_due, draft->due);
}

static enum err may_draft(struct desk *desk, const struct peer *peer, const struct draft *draft,
                          const struct event *content, struct fault *fault)
{
    struct str purpose = event_get_text(content, FIELD_purpose);
    struct effect_of of = {.sent = true,
                           .kind = draft->kind,
                           .whose = draft->whose,
                           .about = draft->about,
                           .due = draft->due,
                           .at = desk_now(desk)};
    bool allowed;
    if (!kind_word(draft->kind))
        return fault_set(fault, ERR_BUG, "a message of no kind");
    bool always = kind_passes(draft->kind, LEVEL_SUSPENDED);
    if (!always && (!peer->agreement_text.n || !agreement_carries(&peer->agreement, draft->kind)))
        return fault_set(fault, ERR_REFUSED, "the agreement with %.*s carries no %s",
                         STR_ARG(peer->counterpart), kind_word(draft->kind));
    enum err err = effect_allowed(desk, draft->channel, &of, &allowed, fault);
    if (!err && !allowed)
        err = fault_set(fault, ERR_REFUSED, "a message of kind %s refers to nothing that it may refer to",
                        kind_word(draft->kind));
    if (!err)
        err = effect_serves(desk, peer, &of, purpose, &allowed, fault);
    if (err || allowed)
        return err;
    return purpose.n ? fault_set(fault, ERR_REFUSED, "the agreement with %.*s is not for the purpose '%.*s'",
                                 STR_ARG(peer->counterpart), STR_ARG(purpose))
                     : fault_set(fault, ERR_REFUSED, "a message of kind %s says what it is for",
                                 kind_word(draft->kind));
}

enum err peer_draft(struct desk *desk, const struct draft *draft, struct decision *decision, uint64_t *number,
                    struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_load(desk, draft->channel, &arena, &peer, fault);
    if (!err && peer.unsettled)
        err =
            fault_set(fault, ERR_REFUSED,
                      "this desk was restored: what it lost is asked of %.*s before anything new is numbered",
                      STR_ARG(peer.counterpart));
    if (!err)
        err = may_draft(desk, &peer, draft, decision->last, fault);
    if (!err) {
        *number = draft->number ? draft->number : peer.numbered + 1;
        queue_event(decision, draft, *number);
        err = desk_add(desk, decision, fault);
    }
    arena_release(&arena);
    return err;
}

enum err peer_release(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault)
{
    struct row row;
    enum err err = message_row(desk, channel, number, &row, fault);
    if (!err && !str_equal(str_of(row.state), STR("held")))
        err = fault_set(fault, ERR_REFUSED, "message %llu is %s, not held for release",
                        (unsigned long long)number, row.state);
    return err ? err : message_fact(desk, EVENT_MESSAGE_RELEASED, channel, number, 0, fault);
}

static bool is_waiting(const struct row *row)
{
    return str_equal(str_of(row->state), STR("queued")) || str_equal(str_of(row->state), STR("sent"));
}

enum err peer_withdraw(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault)
{
    struct row row;
    enum err err = message_row(desk, channel, number, &row, fault);
    if (!err && !is_waiting(&row) && !str_equal(str_of(row.state), STR("held")))
        err = fault_set(fault, ERR_REFUSED, "message %llu is %s: a recall is what remains",
                        (unsigned long long)number, row.state);
    return err ? err
               : message_fact(desk, EVENT_MESSAGE_WITHDRAWN, channel, number,
                              row.state[0] == 's' ? row.sequence : 0, fault);
}

enum err peer_hold(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault)
{
    struct row row;
    enum err err = message_row(desk, channel, number, &row, fault);
    if (err || !is_waiting(&row))
        return err;
    err = mail_returned(desk, channel, number, fault);
    return err ? err
               : message_fact(desk, EVENT_MESSAGE_HELD, channel, number,
                              row.state[0] == 's' ? row.sequence : 0, fault);
}
