/* Ask: form keys, ask, learn, prove. See ask.h. */
#include "desk/ask.h"

#include "base/limits.h"
#include "desk/asked.h"
#include "desk/forming.h"
#include "desk/held.h"
#include "desk/mail.h"
#include "desk/peer_internal.h"
#include "desk/release.h"
#include "desk/same.h"
#include "desk/tables.h"
#include "private/keys.h"
#include "record/ftm.h"
#include "record/ftm_write.h"

#include <sodium.h>

enum {
    KEYS_ARENA = 1 << 28,
    WHO_MAX = 1 << 20,
    MATCH_PERSONS_MAX = TABLE_SLOTS,
    EPOCH_DAYS = 7,
    KNOWN_MAX = 64
};
_Static_assert((int)MATCH_PERSONS_MAX == 8,
               "the numbers that project/message.queued keeps behind a question");

static enum epoch_kind kind_of_ask(const struct ask_new *new)
{
    return new->contact ? EPOCH_CONTACTS : EPOCH_PERSONS;
}

/* --- may he? --- */

/* An officer of the section that holds the file; not on account of a cleared file or an item under PAP:RED;
 * on an open line.
 */
static enum err may_ask(struct task *task, const struct ask_new *new, const struct peer *peer)
{
    struct handling handling;
    struct file file;
    enum err err = actor_needs(&task->context, ROLE_OFFICER, task->fault);
    if (!err)
        err = held_file(task, new->file, &file);
    if (!err && (file.file_state == FILE_SEALED || file.file_state == FILE_PURGED))
        return rule_refuse(task->fault, RULE_RETENTION, "file %lld", (long long)new->file);
    if (!err)
        err = desk_handling(task, new->file, 0, &handling);
    if (err)
        return err;
    if (file.file_state == FILE_CLEARED)
        return rule_refuse(task->fault, RULE_CLEARED_FILE, "file %lld", (long long)new->file);
    if (handling.pap == PAP_RED)
        return rule_refuse(task->fault, RULE_PAP, "file %lld", (long long)new->file);
    if (!kind_passes(KIND_QUESTION, peer->line.level))
        return rule_refuse(task->fault, RULE_LEVEL, "the line to %.*s is %s", STR_ARG(peer->counterpart),
                           level_word(peer->line.level));
    return ERR_OK;
}

static enum err load_use(struct task *task, const struct ask_new *new, struct budget_use *use)
{
    struct query q;
    time_ms day = task->context.now / DAY_MS;
    query_open(&q, task->store, "question/used_by", task->fault);
    query_int(&q, "channel", new->channel);
    query_text(&q, "holding", asked_kind_word(kind_of_ask(new)));
    query_int(&q, "person", task->context.actor.person);
    query_int(&q, "since", day * DAY_MS);
    if (query_next(&q))
        *use = (struct budget_use){.epoch = (uint64_t)query_get_int(&q, 0),
                                   .day = day,
                                   .keys_in_epoch = (uint64_t)query_get_int(&q, 1),
                                   .keys_in_day = (uint64_t)query_get_int(&q, 2)};
    return query_close(&q);
}

/* The officer's own budget at this desk. A refusal is recorded after the task is rolled back. */
static enum err charge_officer(struct task *task, const struct ask_new *new, uint64_t epoch, uint64_t *left)
{
    struct budget_use use = {0};
    time_ms day = task->context.now / DAY_MS;
    uint64_t a_day =
        QUESTION_KEYS * (uint64_t)(new->contact ? LIMIT_OFFICER_CONTACTS : LIMIT_OFFICER_QUESTIONS);
    struct budget_terms terms = {a_day * EPOCH_DAYS, a_day};
    enum err err = load_use(task, new, &use);
    if (err)
        return err;
    enum refusal refusal = budget_charge(&terms, &use, epoch, day, QUESTION_KEYS);
    *left = budget_left(&terms, &use, epoch, day) / QUESTION_KEYS;
    if (!refusal)
        return ERR_OK;
    task->refusal = (struct refused_way){.rule = rule_name(RULE_BUDGET),
                                         .message = str_of(kind_word(KIND_QUESTION)),
                                         .about = new->file,
                                         .channel = new->channel,
                                         .way = WAY_MESSAGE};
    return rule_refuse(task->fault, RULE_BUDGET, "%s", refusal_sentence(refusal));
}

/* --- Form keys --- */

static enum err person_keys(struct task *task, const struct subject *who, struct match_key *keys, size_t *n)
{
    const struct key_scheme *scheme = key_scheme(KEY_SCHEME);
    struct arena arena;
    struct model model;
    struct rarity *rarity;
    struct person person;
    struct key_set set = {0};
    arena_init(&arena, KEYS_ARENA);
    enum err err = model_load(&arena, &model, task->fault);
    if (!err)
        err = key_rarity_load(scheme, &arena, &rarity, task->fault);
    if (!err)
        err = person_init(&arena, &model, who, &person, task->fault);
    if (!err)
        err = keys_of_person(scheme, rarity, &person, KEY_ASKED, &arena, &set, task->fault);
    for (*n = 0; !err && *n < set.n; ++*n)
        key_digest(scheme, &set.at[*n], &keys[*n]);
    arena_release(&arena);
    if (!err && !*n)
        err = fault_set(
            task->fault, ERR_NO_USE,
            "nothing given of him is rare enough to be asked about: more names, dates or documents");
    return err;
}

static enum err contact_keys(struct task *task, const struct ask_new *new, struct match_key *keys, size_t *n)
{
    struct buf normal;
    buf_init(&normal, (size_t)LIMIT_VALUE_BYTES);
    enum err err = contact_normal(new->contact, new->identifier, &normal, task->fault);
    if (!err)
        contact_key(KEY_SCHEME, new->contact, buf_str(&normal), &keys[0]);
    *n = err ? 0 : 1;
    buf_release(&normal);
    return err;
}

/* --- Ask --- */

/* Who is asked about, as the asker's overseer reads it: FollowTheMoney, or the identifier. */
static enum err write_who(struct task *task, const struct ask_new *new, struct str *out)
{
    struct buf text;
    buf_init(&text, WHO_MAX);
    if (new->contact)
        buf_printf(&text, "%s %.*s", contact_word(new->contact), STR_ARG(new->identifier));
    else
        ftm_write(&text, new->person);
    char *copy = buf_failed(&text) ? NULL : arena_copy(&task->arena, text.bytes, text.n);
    *out = (struct str){copy ? copy : "", copy ? text.n : 0};
    buf_release(&text);
    return copy ? ERR_OK : fault_set(task->fault, ERR_NO_MEMORY, "who is asked about");
}

/* The message with nothing in it but the blinded points, and, sealed at this desk, all the rest. */
static enum err put_question(struct task *task, const struct ask_new *new, const struct notice *notice,
                             const struct question *question, const struct asking *asking,
                             struct ask_put *out)
{
    unsigned char bytes[QUESTION_BYTES], secret[ASKING_BYTES], noticed[NOTICE_BYTES];
    struct draft draft = {
        .channel = new->channel, .kind = KIND_QUESTION, .person = task->context.actor.person};
    struct str who;
    uint64_t number = 0;
    question_encode(question, bytes);
    asking_encode(asking, secret);
    notice_encode(notice, noticed);
    enum err err = write_who(task, new, &who);
    struct event *event = event_add(&task->decision, EVENT_MESSAGE_DRAFTED);
    event_bytes(event, FIELD_private_question, bytes, sizeof bytes);
    if (!err)
        err = peer_draft(task->desk, &draft, &task->decision, &number, task->fault);
    decision_init(&task->decision, &task->arena);
    if (!err)
        err = peer_release(task->desk, new->channel, number, task->fault);
    if (err)
        return err;
    out->question = context_number(&task->context, ENTITY_question);
    DECIDE(&task->decision, QUESTION_ASKED, SAY(question, out->question), SAY(channel, new->channel),
           SAY_TEXT(holding, asked_kind_word(kind_of_ask(new))),
           SAY(number, (int64_t)notice->table.epoch.number), SAY(about, (int64_t)number),
           SAY(question_keys, QUESTION_KEYS), SAY(file, new->file), SAY_TEXT(subject_json, who),
           SAY_TEXT(text, new->text), SAY_WORD(reason, purpose, new->purpose),
           SAY_TEXT(purpose, new->serves));
    event = task->decision.last;
    event_bytes(event, FIELD_content, secret, sizeof secret);
    event_bytes(event, FIELD_table_notice, noticed, sizeof noticed);
    err = task_apply(task, ERR_OK);
    sodium_memzero(secret, sizeof secret);
    struct mail mail;
    if (!err)
        err = mail_load(task, new->channel, true, number, &mail);
    out->reference = err ? STR("") : mail.reference;
    return err;
}

enum err desk_ask(struct task *task, const struct ask_new *new, struct ask_put *out)
{
    struct peer peer;
    struct table *table = NULL;
    struct notice notice;
    struct match_key keys[QUESTION_KEYS];
    struct question question;
    struct asking asking;
    struct ask_new asked = *new;
    *out = (struct ask_put){0};
    enum err err = peer_load(task->desk, new->channel, &task->arena, &peer, task->fault);
    if (!err)
        err = may_ask(task, new, &peer);
    if (!err)
        err = agreement_purpose(&peer.agreement, new->serves, &asked.serves, task->fault);
    if (!err)
        err = desk_table_open(task->desk, new->channel, kind_of_ask(new), &table, &notice, task->fault);
    table_close(table);
    if (!err)
        err = new->contact ? contact_keys(task, new, keys, &out->keys)
                           : person_keys(task, new->person, keys, &out->keys);
    if (!err)
        err = charge_officer(task, new, notice.table.epoch.number, &out->left);
    if (!err)
        err = question_ask(&notice.table, keys, out->keys, desk_env(task->desk)->random, &question, &asking,
                           task->fault);
    if (err)
        return err;
    out->epoch = notice.table.epoch.number;
    err = put_question(task, &asked, &notice, &question, &asking, out);
    asking_wipe(&asking);
    sodium_memzero(keys, sizeof keys);
    return err;
}

/* --- Learn --- */

/* A question of ours, with what was kept of it. */
struct asked {
    int64_t question, sequence, officer, file;
    enum epoch_kind kind;
    bool open;
    struct event put; /* question.asked */
    struct question sent;
};

static enum err load_question(struct desk *desk, int64_t channel, uint64_t about, struct arena *arena,
                              struct asked *out, struct fault *fault)
{
    struct query q;
    struct event message;
    int64_t content = 0;
    *out = (struct asked){0};
    query_open(&q, desk_store(desk), "question/by_message", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "about", (int64_t)about);
    if (query_next(&q)) {
        *out = (struct asked){.question = query_get_int(&q, 0),
                              .open = str_equal(query_get_text(&q, 1), STR("asked")),
                              .sequence = query_get_int(&q, 2),
                              .officer = query_get_int(&q, 3),
                              .file = query_get_int(&q, 4),
                              .kind = str_equal(query_get_text(&q, 6), asked_kind_word(EPOCH_CONTACTS))
                                          ? EPOCH_CONTACTS
                                          : EPOCH_PERSONS};
        content = query_get_int(&q, 5);
    }
    enum err err = query_close(&q);
    if (err || !out->open)
        return err;
    err = desk_event(desk, out->sequence, arena, &out->put, fault);
    if (!err)
        err = desk_event(desk, content, arena, &message, fault);
    if (!err)
        err = group_start(fault);
    struct str bytes = err ? STR("") : event_get_text(&message, FIELD_private_question);
    return err ? err : question_decode((const unsigned char *)bytes.p, bytes.n, &out->sent, fault);
}

/* What came of it. */
struct learned {
    int state; /* QUESTION_... */
    int refusal;
    struct match_proof proofs[MATCH_PERSONS_MAX]; /* one a person */
    size_t n;
    uint64_t request; /* the first draft's number */
};

/* One proof for each person, however many keys he matched on. */
static void add_match(struct learned *learned, const struct asking *asking, const struct table_value *value)
{
    for (size_t i = 0; i < learned->n; i++)
        if (memcmp(learned->proofs[i].value.b, value->b, sizeof value->b) == 0)
            return;
    if (learned->n < MATCH_PERSONS_MAX)
        match_proof_of(asking, value, &learned->proofs[learned->n++]);
}

static enum err read_answer(struct desk *desk, int64_t channel, const struct asked *asked,
                            const struct answer *answer, struct learned *out, struct fault *fault)
{
    struct question_match matches[QUESTION_MATCHES_MAX];
    struct notice in_force, noticed;
    struct asking asking;
    struct table *table = NULL;
    size_t count = 0;
    struct str secret = event_get_text(&asked->put, FIELD_content);
    enum err err = notice_decode(event_get_text(&asked->put, FIELD_table_notice), &noticed, fault);
    if (!err)
        err = asking_decode((const unsigned char *)secret.p, secret.n, &asked->sent, &noticed.table, &asking,
                            fault);
    if (err)
        return err;
    err = desk_table_open(desk, channel, asked->kind, &table, &in_force, fault);
    if (!err)
        err = question_learn(&asking, answer, table, matches, &count, fault);
    for (size_t i = 0; !err && i < count; i++)
        add_match(out, &asking, &matches[i].value);
    table_close(table);
    asking_wipe(&asking);
    return err;
}

/* Every end that the counterpart can bring about is a state; only the desk's own failure is a fault. */
static enum err learn(struct desk *desk, int64_t channel, const struct asked *asked,
                      const struct event *content, struct learned *out, struct fault *fault)
{
    struct answer answer;
    struct fault found = {0};
    struct str bytes = event_get_text(content, FIELD_private_answer);
    *out = (struct learned){.state = QUESTION_FORGED};
    if (answer_decode((const unsigned char *)bytes.p, bytes.n, &answer, &found))
        return ERR_OK;
    enum err err = read_answer(desk, channel, asked, &answer, out, &found);
    out->refusal = (int)answer.refusal;
    switch (err) {
    case ERR_OK:
        out->state = out->n ? QUESTION_MATCH : QUESTION_NONE_THERE;
        return ERR_OK;
    case ERR_REFUSED:
        out->state = QUESTION_REFUSED;
        return ERR_OK;
    case ERR_STALE:
    case ERR_NOT_FOUND:
        out->state = QUESTION_TABLE_GONE;
        return ERR_OK;
    case ERR_FORGED:
    case ERR_BAD_INPUT:
        return ERR_OK;
    default:
        return fault_set(fault, err, "%s", found.detail);
    }
}

/* --- Prove --- */

/* A draft of the officer's who asked, held until somebody else releases it. It names nobody, and least of all
 * whom the file is about: the proof does. */
static enum err draft_request(struct desk *desk, const struct peer *peer, const struct asked *asked,
                              const struct match_proof *proof, uint64_t kept, uint64_t *number,
                              struct fault *fault)
{
    unsigned char bytes[ASKED_PROOF_BYTES];
    struct str own = event_get_text(&asked->put, FIELD_text), purpose;
    struct draft draft = {.channel = peer->channel,
                          .kind = KIND_REQUEST,
                          .person = asked->officer,
                          .file = asked->file,
                          .number = kept};
    struct fact fact;
    match_proof_encode(proof, bytes);
    enum err err = peer_sign(desk, STATEMENT_MATCH, (struct str){(const char *)bytes, MATCH_PROOF_BYTES},
                             bytes + MATCH_PROOF_BYTES, fault);
    if (!err)
        err =
            agreement_purpose(&peer->agreement, event_get_text(&asked->put, FIELD_purpose), &purpose, fault);
    if (err)
        return err;
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_DRAFTED);
    event_text(event, FIELD_text,
               own.n ? own : STR("A private question matched. What do you hold on this person?"));
    event_text(event, FIELD_handling, peer->agreement.handling);
    event_text(event, FIELD_purpose, purpose);
    event_bytes(event, FIELD_match_proof, bytes, sizeof bytes);
    err = peer_draft(desk, &draft, &fact.decision, number, fault);
    fact_drop(&fact);
    return err;
}

/* What was learned; the blinds, which nobody needs any more, are erased. */
static enum err keep_learned(struct desk *desk, const struct asked *asked, const struct learned *learned,
                             struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_QUESTION_LEARNED);
    event_int(event, FIELD_question, asked->question);
    event_text(event, FIELD_question_state, word_str(WORDS_question_state, learned->state));
    event_int(event, FIELD_count, (int64_t)learned->n);
    if (learned->request)
        event_int(event, FIELD_number, (int64_t)learned->request);
    if (learned->refusal)
        event_int(event, FIELD_refusal, learned->refusal);
    enum err err = fact_add(&fact, desk, fault);
    if (err)
        return err;
    event = fact_begin(&fact, EVENT_OPENING_ERASED);
    event_int(event, FIELD_erased, asked->sequence);
    event_text(event, FIELD_erased_field, STR("content"));
    event_text(event, FIELD_ground, STR("the question was answered"));
    return fact_add(&fact, desk, fault);
}

enum err ask_answered(struct desk *desk, const struct peer *peer, const struct header *header,
                      const struct event *content, struct fault *fault)
{
    struct arena arena;
    struct asked asked;
    struct learned learned;
    arena_init(&arena, PEER_ARENA_BYTES);
    enum err err = load_question(desk, peer->channel, header->about, &arena, &asked, fault);
    if (!err && !asked.open)
        err = peer_alarm(desk, peer->channel, "an answer to no open question", header->message, fault);
    if (!err && asked.open)
        err = learn(desk, peer->channel, &asked, content, &learned, fault);
    for (size_t i = asked.open && !err ? learned.n : 0; i-- > 0 && !err;)
        err = draft_request(desk, peer, &asked, &learned.proofs[i], header->about + 1 + i, &learned.request,
                            fault);
    /* What was agreed has changed since it was asked: the answer is kept, and says itself that he matched. */
    if (err == ERR_REFUSED)
        err = peer_alarm(desk, peer->channel, "a match whose request the agreement no longer carries",
                         header->message, fault);
    if (!err && asked.open)
        err = keep_learned(desk, &asked, &learned, fault);
    if (!err && asked.open && learned.state == QUESTION_FORGED)
        err = peer_alarm(desk, peer->channel, "answer forged", header->message, fault);
    arena_release(&arena);
    return err;
}

/* --- whom a draft is about --- */

static enum err known_person(struct task *task, struct str json, int64_t **subjects, size_t *n)
{
    struct subject who;
    struct intake intake = {.file = "question"};
    enum row row = ROW_SKIPPED;
    enum err err = ftm_row(json, &intake, &task->arena, &who, &row, task->fault);
    if (!err && row != ROW_PERSON)
        err = fault_set(task->fault, ERR_NOT_FOUND, "whom the question was about cannot be read");
    return err ? err : same_known(task, &who, subjects, n);
}

/* "telephone +7 928 ...": identifiers are in no index, so those whom it matters for are gone through. */
static enum err known_contact(struct task *task, struct str written, int64_t **subjects, size_t *n)
{
    struct query q;
    struct buf normal;
    enum contact_kind kind = contact_kind_of(str_cut(&written, ' '));
    buf_init(&normal, (size_t)LIMIT_VALUE_BYTES);
    *subjects = arena_array(&task->arena, KNOWN_MAX, sizeof **subjects);
    enum err err = *subjects ? contact_normal(kind, written, &normal, task->fault)
                             : fault_set(task->fault, ERR_NO_MEMORY, "who has a contact");
    query_open(&q, task->store, "subject/protected", task->fault);
    while (!err && *n < KNOWN_MAX && query_next(&q)) {
        struct subject record;
        err = same_read_subject(task, query_get_int(&q, 0), &record);
        if (!err && forming_has_contact(&record, kind, buf_str(&normal)))
            (*subjects)[(*n)++] = query_get_int(&q, 0);
    }
    enum err closed = query_close(&q);
    buf_release(&normal);
    return err ? err : closed;
}

enum err ask_known(struct task *task, int64_t channel, uint64_t number, int64_t *question, int64_t **subjects,
                   size_t *n)
{
    struct query q;
    struct event put;
    int64_t sequence = 0;
    *question = 0;
    *n = 0;
    query_open(&q, task->store, "question/of_draft", task->fault);
    query_int(&q, "channel", channel);
    query_int(&q, "number", (int64_t)number);
    if (query_next(&q)) {
        *question = query_get_int(&q, 0);
        sequence = query_get_int(&q, 1);
    }
    enum err err = query_close(&q);
    if (err || !*question)
        return err;
    err = desk_event(task->desk, sequence, &task->arena, &put, task->fault);
    if (err)
        return err;
    bool contact = str_equal(event_get_text(&put, FIELD_holding), asked_kind_word(EPOCH_CONTACTS));
    struct str who = event_get_text(&put, FIELD_subject_json);
    return contact ? known_contact(task, who, subjects, n) : known_person(task, who, subjects, n);
}
