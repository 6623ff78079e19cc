/* Publish: see publish.h. */
#include "desk/publish.h"

#include "base/pack.h"
#include "desk/same.h"
#include "desk/tables.h"
#include "private/keys.h"
#include "rules/audit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { FORMING_ARENA = 64 << 20, REFERENCE_BYTES = 8 };

/* What the holding gives: its persons with their new values, and all their keys. */
struct forming {
    int64_t *persons;
    struct table_value *values;
    size_t count;
    struct match_key *keys;
    struct table_pair *pairs;
    size_t pairs_count;
    uint64_t keyless;
};

static void forming_free(struct forming *forming)
{
    if (forming->keys)
        sodium_memzero(forming->keys, forming->count * KEYS_STORED * sizeof *forming->keys);
    if (forming->pairs)
        sodium_memzero(forming->pairs, forming->count * KEYS_STORED * sizeof *forming->pairs);
    free(forming->persons);
    free(forming->values);
    free(forming->keys);
    free(forming->pairs);
}

static enum err load_persons(struct task *task, int64_t channel, struct forming *forming)
{
    struct query query;
    size_t room = 0;
    query_open(&query, task->store, "holding/persons", task->fault);
    query_int(&query, "channel", channel);
    query_text(&query, "holding", STR("persons"));
    while (query_next(&query)) {
        if (forming->count == room) {
            room = room ? 2 * room : 256;
            int64_t *grown = realloc(forming->persons, room * sizeof *grown);
            if (!grown) {
                query.err = fault_set(task->fault, ERR_NO_MEMORY, "a holding");
                break;
            }
            forming->persons = grown;
        }
        forming->persons[forming->count++] = query_get_int(&query, 0);
    }
    enum err err = query_close(&query);
    if (err)
        return err;
    if (!forming->count)
        return fault_set(task->fault, ERR_NOT_FOUND, "nobody is in the holding for this counterpart");
    forming->values = calloc(forming->count, sizeof *forming->values);
    forming->keys = calloc(forming->count * KEYS_STORED, sizeof *forming->keys);
    forming->pairs = calloc(forming->count * KEYS_STORED, sizeof *forming->pairs);
    if (!forming->values || !forming->keys || !forming->pairs)
        return fault_set(task->fault, ERR_NO_MEMORY, "the keys of a holding");
    const struct random *random = &desk_env(task->desk)->random;
    random->fill(random->context, forming->values, forming->count * sizeof *forming->values);
    return ERR_OK;
}

/* Form keys (of one person). A person whose name cannot be read has none. */
static enum err form_person(struct task *task, const struct model *model, const struct rarity *rarity,
                            struct forming *forming, size_t which)
{
    const struct key_scheme *scheme = key_scheme(KEY_SCHEME);
    struct subject record;
    struct person person;
    struct key_set set = {0};
    struct arena work;
    arena_init(&work, FORMING_ARENA);
    enum err err = same_read_subject(task, forming->persons[which], &record);
    if (!err)
        err = person_init(&work, model, &record, &person, task->fault);
    if (!err)
        err = keys_of_person(scheme, rarity, &person, KEY_STORED, &work, &set, task->fault);
    if (err == ERR_NO_USE)
        err = ERR_OK;
    for (size_t i = 0; !err && i < set.n; i++) {
        key_digest(scheme, &set.at[i], &forming->keys[forming->pairs_count]);
        forming->pairs[forming->pairs_count++].value = forming->values[which];
    }
    forming->keyless += !err && set.n == 0;
    arena_release(&work);
    return err;
}

static enum err form_keys(struct task *task, struct forming *forming)
{
    struct arena tables;
    struct model model;
    struct rarity *rarity;
    arena_init(&tables, (size_t)1 << 28);
    enum err err = model_load(&tables, &model, task->fault);
    if (!err)
        err = key_rarity_load(key_scheme(KEY_SCHEME), &tables, &rarity, task->fault);
    for (size_t i = 0; !err && i < forming->count; i++)
        err = form_person(task, &model, rarity, forming, i);
    arena_release(&tables);
    return err;
}

/* The epoch after the one logged last. */
static enum err next_epoch(struct task *task, const struct peer *peer, struct epoch *out)
{
    struct query query;
    int64_t last = 0;
    query_open(&query, task->store, "holding/last_epoch", task->fault);
    query_int(&query, "channel", peer->channel);
    query_text(&query, "holding", STR("persons"));
    enum err err = query_one(&query, 0, &last);
    tables_epoch(peer, false, EPOCH_PERSONS, (uint64_t)last + 1, out);
    return err;
}

/* Draw. A key without a notice is that of a publishing that was cut short: nothing was ever read with it. The
 * key of the epoch before last goes; that before stays until questions that are under way are answered. */
static enum err draw(struct task *task, const struct epoch *epoch, struct group_point *public)
{
    struct oprf_engine engine = desk_env(task->desk)->keeper.engine;
    struct epoch past = *epoch;
    enum err err = engine.create(engine.context, epoch, task->fault);
    if (err == ERR_BUSY) {
        err = engine.destroy(engine.context, epoch, task->fault);
        if (!err)
            err = engine.create(engine.context, epoch, task->fault);
    }
    if (!err)
        err = engine.public_key(engine.context, epoch, public, task->fault);
    if (err || epoch->number < 3)
        return err;
    past.number -= 2;
    err = engine.destroy(engine.context, &past, task->fault);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* Encode and Build. The size tells no more than the persons rounded up to a power of two. */
static enum err build(struct task *task, struct forming *forming, const char *path, struct notice *notice)
{
    struct oprf_engine engine = desk_env(task->desk)->keeper.engine;
    struct table_report report;
    struct table_plan plan = {
        .epoch = notice->table.epoch, .public_key = notice->table.public_key, .capacity = TABLE_CAPACITY_MIN};
    uint64_t persons = 1;
    while (persons < forming->count)
        persons *= 2;
    if (persons * KEYS_STORED > plan.capacity)
        plan.capacity = persons * KEYS_STORED;
    struct match_output *outputs = calloc(forming->pairs_count + 1, sizeof *outputs);
    if (!outputs)
        return fault_set(task->fault, ERR_NO_MEMORY, "the keys of a holding");
    enum err err = forming->pairs_count ? engine.encode(engine.context, &plan.epoch, forming->keys,
                                                        forming->pairs_count, outputs, task->fault)
                                        : ERR_OK;
    for (size_t i = 0; i < forming->pairs_count; i++)
        forming->pairs[i].output = outputs[i];
    sodium_memzero(outputs, forming->pairs_count * sizeof *outputs);
    free(outputs);
    if (!err)
        err = table_build(&plan, forming->pairs, forming->pairs_count, desk_env(task->desk)->random, path,
                          &report, task->fault);
    if (err)
        return err;
    memcpy(notice->table.root, report.root, sizeof report.root);
    notice->capacity = plan.capacity;
    notice->dropped = report.dropped;
    return ERR_OK;
}

/* How a person is named in his commitment: the subject's number. */
static struct str reference_of(int64_t subject, char out[REFERENCE_BYTES * 3])
{
    int n = snprintf(out, REFERENCE_BYTES * 3, "%lld", (long long)subject);
    return (struct str){out, (size_t)n};
}

static enum err make_leaves(struct task *task, const struct forming *forming,
                            const struct commitment_seed *overseer, const struct epoch *epoch,
                            struct tree_hash **leaves)
{
    struct commitment_seed seed;
    char reference[REFERENCE_BYTES * 3];
    *leaves = calloc(forming->count, sizeof **leaves);
    if (!*leaves)
        return fault_set(task->fault, ERR_NO_MEMORY, "the commitments of a holding");
    commitment_epoch_seed(overseer, epoch, &seed);
    for (size_t i = 0; i < forming->count; i++)
        commitment_of(&seed, epoch, reference_of(forming->persons[i], reference), &forming->values[i],
                      &(*leaves)[i]);
    sodium_memzero(&seed, sizeof seed);
    return ERR_OK;
}

static enum err commit(struct task *task, const struct forming *forming,
                       const struct commitment_seed *overseer, struct notice *notice)
{
    struct tree_hash *leaves;
    enum err err = make_leaves(task, forming, overseer, &notice->table.epoch, &leaves);
    if (!err)
        err = commitments_root(leaves, forming->count, &notice->commitments, task->fault);
    free(leaves);
    return err;
}

/* Log: who stood in the table with which value, sealed, and the notice for both ledgers. */
static enum err log_epoch(struct task *task, int64_t channel, const struct forming *forming,
                          const struct notice *notice)
{
    unsigned char bytes[NOTICE_BYTES];
    uint64_t number = 0;
    struct buf values;
    struct draft draft = {.channel = channel, .kind = KIND_TABLE, .person = task->context.actor.person};
    notice_encode(notice, bytes);
    buf_init(&values, forming->count * (REFERENCE_BYTES + TABLE_VALUE_BYTES));
    for (size_t i = 0; i < forming->count; i++) {
        pack_number(&values, (uint64_t)forming->persons[i], REFERENCE_BYTES);
        buf_add(&values, forming->values[i].b, TABLE_VALUE_BYTES);
    }
    struct event *event = event_add(&task->decision, EVENT_EPOCH_PUBLISHED);
    event_int(event, FIELD_channel, channel);
    event_text(event, FIELD_holding, STR("persons"));
    event_int(event, FIELD_number, (int64_t)notice->table.epoch.number);
    event_int(event, FIELD_count, (int64_t)forming->count);
    event_bytes(event, FIELD_table_notice, bytes, sizeof bytes);
    event_bytes(event, FIELD_content, values.bytes, values.n);
    event = event_add(&task->decision, EVENT_MESSAGE_DRAFTED);
    event_bytes(event, FIELD_table_notice, bytes, sizeof bytes);
    enum err err = buf_failed(&values)
                       ? fault_set(task->fault, ERR_NO_MEMORY, "the values of a holding")
                       : peer_draft(task->desk, &draft, &task->decision, &number, task->fault);
    decision_init(&task->decision, &task->arena);
    buf_release(&values);
    return err ? err : peer_release(task->desk, channel, number, task->fault);
}

enum err desk_publish(struct task *task, int64_t channel, const struct commitment_seed *overseer,
                      const char *path, struct published *out)
{
    struct forming forming = {0};
    struct peer peer;
    *out = (struct published){0};
    enum err err = actor_needs(&task->context, ROLE_SUPERVISOR, task->fault);
    if (!err)
        err = peer_load(task->desk, channel, &task->arena, &peer, task->fault);
    if (!err)
        err = next_epoch(task, &peer, &out->notice.table.epoch);
    if (!err)
        err = load_persons(task, channel, &forming);
    if (!err)
        err = form_keys(task, &forming);
    if (!err)
        err = draw(task, &out->notice.table.epoch, &out->notice.table.public_key);
    if (!err)
        err = build(task, &forming, path, &out->notice);
    if (!err)
        err = commit(task, &forming, overseer, &out->notice);
    if (!err)
        err = log_epoch(task, channel, &forming, &out->notice);
    out->persons = forming.count;
    out->keyless = forming.keyless;
    forming_free(&forming);
    return err;
}

/* Who stood in an epoch's table, as its event says. */
static enum err load_epoch(struct task *task, int64_t channel, int64_t number, struct forming *forming,
                           struct notice *notice)
{
    struct query query;
    struct event event;
    int64_t sequence = 0;
    query_open(&query, task->store, "holding/epoch", task->fault);
    query_int(&query, "channel", channel);
    query_text(&query, "holding", STR("persons"));
    query_int(&query, "number", number);
    enum err err = query_one(&query, 0, &sequence);
    if (!err && !sequence)
        err = fault_set(task->fault, ERR_NOT_FOUND, "epoch %lld was not published", (long long)number);
    if (!err)
        err = desk_event(task->desk, sequence, &task->arena, &event, task->fault);
    if (!err)
        err = group_start(task->fault);
    if (!err)
        err = notice_decode(event_get_text(&event, FIELD_table_notice), notice, task->fault);
    if (err)
        return err;
    struct str content = event_get_text(&event, FIELD_content);
    struct unpack from = unpack_of(content);
    size_t count = content.n / (REFERENCE_BYTES + TABLE_VALUE_BYTES);
    if (!count)
        return fault_set(task->fault, ERR_NOT_FOUND, "who stood in epoch %lld was erased", (long long)number);
    forming->persons = calloc(count, sizeof *forming->persons);
    forming->values = calloc(count, sizeof *forming->values);
    if (!forming->persons || !forming->values)
        return fault_set(task->fault, ERR_NO_MEMORY, "an epoch");
    for (forming->count = 0; forming->count < count; forming->count++) {
        forming->persons[forming->count] = (int64_t)unpack_number(&from, REFERENCE_BYTES);
        unpack_copy(&from, forming->values[forming->count].b, TABLE_VALUE_BYTES);
    }
    return ERR_OK;
}

/* Inspect. The path is made from all commitments, and checked from seed and root alone. */
static enum err inspect(struct task *task, const struct forming *forming, size_t which,
                        const struct commitment_seed *overseer, const struct notice *notice)
{
    struct commitment_proof proof;
    struct tree_hash *leaves, root, leaf;
    char text[REFERENCE_BYTES * 3];
    enum err err = make_leaves(task, forming, overseer, &notice->table.epoch, &leaves);
    if (!err) {
        leaf = leaves[which];
        err = commitments_root(leaves, forming->count, &root, task->fault);
    }
    if (!err)
        err = commitment_prove(leaves, forming->count, &leaf, &proof, task->fault);
    if (!err)
        err = commitment_check(overseer, &notice->table.epoch, reference_of(forming->persons[which], text),
                               &forming->values[which], &proof, &notice->commitments, task->fault);
    free(leaves);
    return err;
}

enum err desk_holding_audit(struct task *task, int64_t channel, int64_t number, int64_t subject,
                            const struct commitment_seed *overseer, struct table_value *value)
{
    struct forming forming = {0};
    struct notice notice;
    size_t which = 0;
    enum err err = audit_may_read(&task->context, task->fault);
    if (!err)
        err = load_epoch(task, channel, number, &forming, &notice);
    while (!err && which < forming.count && forming.persons[which] != subject)
        which++;
    if (!err && which == forming.count)
        err = fault_set(task->fault, ERR_NOT_FOUND, "subject %lld did not stand in epoch %lld",
                        (long long)subject, (long long)number);
    if (!err)
        err = inspect(task, &forming, which, overseer, &notice);
    if (!err)
        *value = forming.values[which];
    forming_free(&forming);
    return err;
}

enum err desk_published_person(struct desk *desk, int64_t channel, const struct epoch *epoch,
                               const struct table_value *value, struct arena *arena, int64_t *subject,
                               struct fault *fault)
{
    struct query query;
    struct event event;
    unsigned char one[TABLE_VALUE_BYTES];
    int64_t sequence = 0;
    query_open(&query, desk_store(desk), "holding/epoch", fault);
    query_int(&query, "channel", channel);
    query_text(&query, "holding",
               word_str(WORDS_holding, epoch->kind == EPOCH_CONTACTS ? HOLDING_CONTACTS : HOLDING_PERSONS));
    query_int(&query, "number", (int64_t)epoch->number);
    enum err err = query_one(&query, 0, &sequence);
    if (!err && !sequence)
        err = fault_set(fault, ERR_NOT_FOUND, "that epoch was not published");
    if (!err)
        err = desk_event(desk, sequence, arena, &event, fault);
    if (err)
        return err;
    struct unpack from = unpack_of(event_get_text(&event, FIELD_content));
    if (!from.rest.n)
        return fault_set(fault, ERR_NOT_FOUND, "who stood in that epoch was erased");
    while (from.rest.n && !from.failed) {
        *subject = (int64_t)unpack_number(&from, REFERENCE_BYTES);
        unpack_copy(&from, one, sizeof one);
        if (!from.failed && memcmp(one, value->b, sizeof one) == 0)
            return ERR_OK;
    }
    return fault_set(fault, ERR_FORGED, "the match proof has a value that nobody had in that epoch");
}
