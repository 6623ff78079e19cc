/* Asked: charge, answer, verify. See asked.h. */
#include "desk/asked.h"

#include "desk/peer_internal.h"
#include "desk/publish.h"
#include "desk/tables.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPEN_AT_ONCE = 16, EPOCH_DAYS = 7 };

/* --- judging: nothing is written but what was wrong --- */

static enum err decode_question(struct str bytes, struct question *question, struct fault *fault)
{
    enum err err = group_start(fault);
    return err ? err : question_decode((const unsigned char *)bytes.p, bytes.n, question, fault);
}

/* Of this channel and of the direction in which we hold; which epoch and table is in force is asked later. */
static enum err judge_question(const struct peer *peer, const struct event *content, struct fault *fault)
{
    struct question question;
    struct epoch ours;
    enum err err = decode_question(event_get_text(content, FIELD_private_question), &question, fault);
    if (err)
        return err;
    tables_epoch(peer, false, question.epoch.kind, question.epoch.number, &ours);
    return epoch_check(&question.epoch, &ours, "question", fault);
}

static enum err judge_answer(const struct event *content, struct fault *fault)
{
    struct answer answer;
    struct str bytes = event_get_text(content, FIELD_private_answer);
    enum err err = group_start(fault);
    return err ? err : answer_decode((const unsigned char *)bytes.p, bytes.n, &answer, fault);
}

/* A match proof that holds, and whom it is about. */
struct proven {
    struct match_proof proof;
    struct digest digest;
    int64_t subject;
};

/* Signed by the desk whose question it was, with the key of its request or the one before. */
static bool is_signed(struct desk *desk, const struct peer *peer, uint32_t card_number, struct str bytes,
                      struct arena *arena)
{
    struct str payload = {bytes.p, MATCH_PROOF_BYTES};
    const unsigned char *signature = (const unsigned char *)bytes.p + MATCH_PROOF_BYTES;
    struct card card;
    for (uint32_t back = 0; back < 2 && back <= card_number; back++)
        if (!peer_card_at(desk, peer->channel, card_number - back, arena, &card, NULL) &&
            peer_signed(card.messages, STATEMENT_MATCH, payload, signature, SIGNATURE_BYTES))
            return true;
    return false;
}

/* The question that was charged and answered under this digest. */
static enum err answered_question(struct desk *desk, int64_t channel, const unsigned char *digest,
                                  struct arena *arena, struct question *out, struct fault *fault)
{
    struct query q;
    struct event event;
    int64_t content = 0;
    query_open(&q, desk_store(desk), "question/by_digest", fault);
    query_int(&q, "channel", channel);
    query_bytes(&q, "digest", digest, QUESTION_DIGEST_BYTES);
    enum err err = query_one(&q, 0, &content);
    if (!err && !content)
        err = fault_set(fault, ERR_FORGED, "the match proof is for a question that was not answered");
    if (!err)
        err = desk_event(desk, content, arena, &event, fault);
    return err ? err : decode_question(event_get_text(&event, FIELD_private_question), out, fault);
}

static enum err used_before(struct desk *desk, int64_t channel, const struct digest *digest,
                            struct fault *fault)
{
    struct query q;
    int64_t used = 0;
    query_open(&q, desk_store(desk), "question/proof_used", fault);
    query_int(&q, "channel", channel);
    query_bytes(&q, "digest", digest->bytes, DIGEST_BYTES);
    enum err err = query_one(&q, 0, &used);
    return err || !used ? err : fault_set(fault, ERR_FORGED, "the match proof was used before");
}

/* Verify. */
static enum err verify_proof(struct desk *desk, const struct peer *peer, const struct header *header,
                             struct str bytes, struct arena *arena, struct proven *out, struct fault *fault)
{
    struct question question;
    enum err err = group_start(fault);
    if (!err && bytes.n != ASKED_PROOF_BYTES)
        err = fault_set(fault, ERR_BAD_INPUT, "match proof: %zu bytes, not %d", bytes.n,
                        (int)ASKED_PROOF_BYTES);
    if (!err)
        err = match_proof_decode((const unsigned char *)bytes.p, MATCH_PROOF_BYTES, &out->proof, fault);
    if (!err && !is_signed(desk, peer, header->sender_card, bytes, arena))
        err = fault_set(fault, ERR_FORGED, "the match proof is not signed by the desk that shows it");
    if (!err)
        err = answered_question(desk, peer->channel, out->proof.question, arena, &question, fault);
    if (!err)
        err = match_proof_check(&out->proof, &question, fault);
    if (!err) {
        digest_of(bytes.p, MATCH_PROOF_BYTES, &out->digest);
        err = used_before(desk, peer->channel, &out->digest, fault);
    }
    return err ? err
               : desk_published_person(desk, peer->channel, &out->proof.epoch, &out->proof.value, arena,
                                       &out->subject, fault);
}

/* Whether a fault is what the counterpart said, and not this desk's own. */
static bool is_theirs(enum err err)
{
    return err == ERR_BAD_INPUT || err == ERR_STALE || err == ERR_FORGED || err == ERR_UNSUPPORTED ||
           err == ERR_NOT_FOUND;
}

enum err asked_judge(struct desk *desk, const struct peer *peer, const struct header *header,
                     const struct event *content, struct arena *arena, enum verdict *verdict,
                     struct fault *fault)
{
    char alarm[sizeof((struct fault *)0)->detail + 16];
    struct fault found = {0};
    struct proven proven;
    enum err err = ERR_OK;
    struct str proof = event_get_text(content, FIELD_match_proof);
    if (header->kind == KIND_QUESTION)
        err = judge_question(peer, content, &found);
    else if (header->kind == KIND_BLINDED)
        err = judge_answer(content, &found);
    else if (header->kind == KIND_REQUEST && proof.n)
        err = verify_proof(desk, peer, header, proof, arena, &proven, &found);
    if (!err)
        return ERR_OK;
    if (!is_theirs(err))
        return fault_set(fault, err, "%s", found.detail);
    *verdict = header->kind == KIND_REQUEST ? VERDICT_MATCH : VERDICT_QUESTION;
    snprintf(alarm, sizeof alarm, "refused: %s", found.detail);
    return peer_alarm(desk, peer->channel, alarm, header->message, fault);
}

/* --- Charge --- */

struct str asked_kind_word(enum epoch_kind kind)
{
    return word_str(WORDS_holding, kind == EPOCH_CONTACTS ? HOLDING_CONTACTS : HOLDING_PERSONS);
}

struct budget_terms asked_terms(const struct agreement *agreement, enum epoch_kind kind)
{
    struct budget_terms terms = budget_default(kind, EPOCH_DAYS);
    uint64_t agreed = (uint64_t)agreement->questions * QUESTION_KEYS;
    if (kind == EPOCH_PERSONS || agreed < terms.keys_per_day)
        terms = (struct budget_terms){agreed * EPOCH_DAYS, agreed};
    return terms;
}

static enum err load_use(struct desk *desk, int64_t channel, struct str kind, int64_t day,
                         struct budget_use *use, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "question/used_of", fault);
    query_int(&q, "channel", channel);
    query_text(&q, "holding", kind);
    query_int(&q, "since", day * DAY_MS);
    if (query_next(&q))
        *use = (struct budget_use){.epoch = (uint64_t)query_get_int(&q, 0),
                                   .day = day,
                                   .keys_in_epoch = (uint64_t)query_get_int(&q, 1),
                                   .keys_in_day = (uint64_t)query_get_int(&q, 2)};
    return query_close(&q);
}

static enum err put_before(struct desk *desk, int64_t channel, const unsigned char *digest,
                           enum refusal *refusal, struct fault *fault)
{
    struct query q;
    int64_t seen = 0;
    query_open(&q, desk_store(desk), "question/seen", fault);
    query_int(&q, "channel", channel);
    query_bytes(&q, "digest", digest, QUESTION_DIGEST_BYTES);
    enum err err = query_one(&q, 0, &seen);
    if (!err && seen)
        *refusal = REFUSAL_REPEATED;
    return err;
}

/* In force are the newest epoch and, for questions under way, the one before. */
static enum err in_force(struct desk *desk, int64_t channel, const struct question *question,
                         enum refusal *refusal, struct fault *fault)
{
    struct notice notice;
    struct fault found = {0};
    const struct epoch *epoch = &question->epoch;
    enum err err = desk_own_notice(desk, channel, epoch->kind, 0, &notice, &found);
    bool known = !err && epoch->number <= notice.table.epoch.number &&
                 epoch->number + 1 >= notice.table.epoch.number && epoch->number > 0;
    if (known)
        err = desk_own_notice(desk, channel, epoch->kind, epoch->number, &notice, &found);
    if (err && err != ERR_NOT_FOUND)
        return fault_set(fault, err, "%s", found.detail);
    if (!known || err)
        *refusal = REFUSAL_EPOCH_UNKNOWN;
    else if (question_check(question, &notice.table, &found))
        *refusal = REFUSAL_TABLE_UNKNOWN;
    return ERR_OK;
}

enum err asked_take(struct desk *desk, const struct peer *peer, const struct header *header, time_ms at,
                    const struct event *content, struct fault *fault)
{
    struct question question;
    unsigned char digest[QUESTION_DIGEST_BYTES];
    enum refusal refusal = REFUSAL_NONE;
    struct budget_use use = {0};
    struct fact fact;
    enum err err = decode_question(event_get_text(content, FIELD_private_question), &question, fault);
    struct str kind = asked_kind_word(question.epoch.kind);
    if (!err)
        err = question_digest(&question, digest, fault);
    if (!err)
        err = put_before(desk, peer->channel, digest, &refusal, fault);
    if (!err && !refusal)
        err = in_force(desk, peer->channel, &question, &refusal, fault);
    if (!err && !refusal) {
        struct budget_terms terms = asked_terms(&peer->agreement, question.epoch.kind);
        err = load_use(desk, peer->channel, kind, at / DAY_MS, &use, fault);
        if (!err)
            refusal = budget_charge(&terms, &use, question.epoch.number, at / DAY_MS, QUESTION_KEYS);
    }
    if (err)
        return err;
    struct event *event = fact_begin(&fact, EVENT_QUESTION_TAKEN);
    event_int(event, FIELD_channel, peer->channel);
    event_text(event, FIELD_holding, kind);
    event_int(event, FIELD_number, (int64_t)(question.epoch.number & INT64_MAX));
    event_int(event, FIELD_about, (int64_t)header->message);
    event_int(event, FIELD_question_keys, refusal ? 0 : QUESTION_KEYS);
    event_int(event, FIELD_refusal, refusal);
    event_bytes(event, FIELD_digest, digest, sizeof digest);
    event_time(event, FIELD_since, at);
    return fact_add(&fact, desk, fault);
}

/* --- Answer --- */

/* One question that waits for its answer. */
struct waits {
    int64_t message, content;
    enum refusal refusal;
};

static enum err load_waiting(struct desk *desk, int64_t channel, struct waits *out, size_t *n,
                             struct fault *fault)
{
    struct query q;
    *n = 0;
    query_open(&q, desk_store(desk), "question/open", fault);
    query_int(&q, "channel", channel);
    while (*n < OPEN_AT_ONCE && query_next(&q))
        out[(*n)++] = (struct waits){.message = query_get_int(&q, 0),
                                     .refusal = (enum refusal)query_get_int(&q, 1),
                                     .content = query_get_int(&q, 2)};
    return query_close(&q);
}

/* The answer as bytes. A key that is gone meanwhile refuses; what was charged stays charged. */
static enum err make_answer(struct desk *desk, const struct waits *waits, unsigned char out[ANSWER_BYTES],
                            struct fault *fault)
{
    const struct oprf_engine *engine = &desk_env(desk)->keeper.engine;
    struct arena arena;
    struct event event;
    struct question question;
    struct answer answer;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum refusal refusal = waits->refusal;
    enum err err = desk_event(desk, waits->content, &arena, &event, fault);
    if (!err)
        err = decode_question(event_get_text(&event, FIELD_private_question), &question, fault);
    if (!err && !refusal) {
        err = question_answer(engine, &question, &answer, fault);
        if (err == ERR_NOT_FOUND) {
            refusal = REFUSAL_EPOCH_UNKNOWN;
            err = ERR_OK;
        }
    }
    if (!err && refusal)
        err = question_refuse(&question, refusal, &answer, fault);
    if (!err)
        answer_encode(&answer, out);
    arena_release(&arena);
    return err;
}

/* The answer as a message of a kind that a machine may send. */
static enum err write_answer(struct desk *desk, int64_t channel, int64_t about,
                             const unsigned char answer[ANSWER_BYTES], struct fault *fault)
{
    uint64_t number = 0;
    struct fact fact;
    struct draft draft = {
        .channel = channel, .kind = KIND_BLINDED, .whose = WHOSE_RECIPIENT, .about = (uint64_t)about};
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_DRAFTED);
    event_bytes(event, FIELD_private_answer, answer, ANSWER_BYTES);
    enum err err = peer_draft(desk, &draft, &fact.decision, &number, fault);
    fact_drop(&fact);
    return err ? err : peer_release(desk, channel, number, fault);
}

/* Whatever another process of this desk answered meanwhile is left out. */
static enum err write_answers(struct desk *desk, int64_t channel, const struct waits *waits, size_t n,
                              unsigned char (*answers)[ANSWER_BYTES], struct fault *fault)
{
    struct waits still[OPEN_AT_ONCE];
    size_t still_n = 0;
    enum err err = desk_begin(desk, ACTOR_DESK, fault);
    if (!err)
        err = load_waiting(desk, channel, still, &still_n, fault);
    for (size_t i = 0; i < n && !err; i++)
        for (size_t k = 0; k < still_n && !err; k++)
            if (still[k].message == waits[i].message)
                err = write_answer(desk, channel, waits[i].message, answers[i], fault);
    if (!err)
        err = desk_commit(desk, fault);
    desk_rollback(desk);
    return err;
}

static enum err is_restoring(struct desk *desk, int64_t channel, const struct peer_view *view,
                             bool *restoring, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = peer_load(desk, channel, &arena, &peer, fault);
    if (!err)
        err = peer_is_behind(desk, &peer, view, restoring, fault);
    *restoring = err || *restoring || peer.unsettled;
    arena_release(&arena);
    return err;
}

enum err asked_answer(struct desk *desk, int64_t channel, const struct peer_view *view, struct fault *fault)
{
    struct waits waits[OPEN_AT_ONCE];
    size_t n;
    bool restoring = false;
    enum err err = load_waiting(desk, channel, waits, &n, fault);
    if (err || n == 0)
        return err;
    err = is_restoring(desk, channel, view, &restoring, fault);
    if (err || restoring)
        return err;
    unsigned char(*answers)[ANSWER_BYTES] = calloc(n, sizeof *answers);
    if (!answers)
        return fault_set(fault, ERR_NO_MEMORY, "answers");
    for (size_t i = 0; i < n && !err; i++)
        err = make_answer(desk, &waits[i], answers[i], fault);
    if (!err)
        err = write_answers(desk, channel, waits, n, answers, fault);
    free(answers);
    return err;
}

/* --- the proof's use --- */

enum err asked_prove(struct desk *desk, const struct peer *peer, const struct header *header,
                     const struct event *content, struct arena *arena, struct fault *fault)
{
    struct proven proven;
    struct fact fact;
    struct str bytes = event_get_text(content, FIELD_match_proof);
    if (!bytes.n)
        return ERR_OK;
    struct fault found = {0};
    enum err err = verify_proof(desk, peer, header, bytes, arena, &proven, &found);
    /* It was judged before: only after a restoration may what it rests on be lost. */
    if (err)
        return is_theirs(err) ? peer_alarm(desk, peer->channel, "a match proof whose epoch is lost",
                                           header->message, fault)
                              : fault_set(fault, err, "%s", found.detail);
    struct event *event = fact_begin(&fact, EVENT_MATCH_PROVED);
    event_int(event, FIELD_channel, peer->channel);
    event_text(event, FIELD_holding, asked_kind_word(proven.proof.epoch.kind));
    event_int(event, FIELD_number, (int64_t)proven.proof.epoch.number);
    event_int(event, FIELD_about, (int64_t)header->message);
    event_int(event, FIELD_subject, proven.subject);
    event_bytes(event, FIELD_digest, proven.digest.bytes, DIGEST_BYTES);
    event_bytes(event, FIELD_match_proof, bytes.p, bytes.n);
    return fact_add(&fact, desk, fault);
}
