/* Publish: see publish.h. */
#include "desk/publish.h"

#include "base/pack.h"
#include "desk/forming.h"
#include "desk/tables.h"
#include "rules/audit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { REFERENCE_BYTES = 8 };

/* One publishing, from the lock to the commit. */
struct publishing {
    struct desk *desk;
    const struct publish_order *order;
    int lock;
    uint64_t last; /* epoch before this one; 0: none */
    struct forming forming;
    struct notice notice;
    char path[TABLES_PATH_MAX];
    struct fault *fault;
};

static enum err last_epoch(struct task *task, const struct publish_order *order, uint64_t *out)
{
    struct query query;
    int64_t last = 0;
    query_open(&query, task->store, "holding/last_epoch", task->fault);
    query_int(&query, "channel", order->channel);
    query_text(&query, "holding", tables_kind_word(order->kind));
    enum err err = query_one(&query, 0, &last);
    *out = (uint64_t)last;
    return err;
}

/* Whether the person may, what epoch it will be and who is in the holding; nothing is written. */
static enum err look(struct publishing *p)
{
    struct task task;
    struct peer peer;
    enum err err = task_begin(&task, p->desk, p->order->person, p->fault);
    if (!err)
        err = actor_needs(&task.context, ROLE_SUPERVISOR, p->fault);
    if (!err)
        err = peer_load(p->desk, p->order->channel, &task.arena, &peer, p->fault);
    if (!err && peer.unsettled) /* it may know an epoch that this desk lost */
        err = fault_set(p->fault, ERR_BUSY,
                        "this desk was restored, and the counterpart has not yet given back what was lost");
    if (!err)
        err = last_epoch(&task, p->order, &p->last);
    if (!err) {
        tables_epoch(&peer, false, p->order->kind, p->last + 1, &p->notice.table.epoch);
        err = forming_persons(p->desk, p->order->channel, &p->forming, p->fault);
    }
    return task_end(&task, err);
}

/* Draw. A key without a notice is that of a publishing that was cut short: nothing was ever read with it. The
 * key of the epoch before last goes; that before stays until questions that are under way are answered. */
static enum err draw(struct publishing *p)
{
    struct oprf_engine engine = desk_env(p->desk)->keeper.engine;
    const struct epoch *epoch = &p->notice.table.epoch;
    struct epoch past = *epoch;
    enum err err = engine.create(engine.context, epoch, p->fault);
    if (err == ERR_BUSY) {
        err = engine.destroy(engine.context, epoch, p->fault);
        if (!err)
            err = engine.create(engine.context, epoch, p->fault);
    }
    if (!err)
        err = engine.public_key(engine.context, epoch, &p->notice.table.public_key, p->fault);
    if (err || epoch->number < 3)
        return err;
    past.number -= 2;
    err = engine.destroy(engine.context, &past, p->fault);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* Build, and copy where one asked for a file to carry. */
static enum err build(struct publishing *p)
{
    struct table_report report;
    struct table_plan plan = {.epoch = p->notice.table.epoch,
                              .public_key = p->notice.table.public_key,
                              .capacity = forming_capacity(&p->forming)};
    enum err err =
        tables_own_path(p->desk, p->order->channel, p->order->kind, plan.epoch.number, p->path, p->fault);
    if (!err)
        err = table_build(&plan, p->forming.pairs, p->forming.pairs_count, desk_env(p->desk)->random, p->path,
                          &report, p->fault);
    if (err)
        return err;
    memcpy(p->notice.table.root, report.root, sizeof report.root);
    p->notice.capacity = plan.capacity;
    p->notice.dropped = report.dropped;
    return p->order->copy ? tables_copy(p->path, &p->notice.table, p->order->copy, p->fault) : ERR_OK;
}

/* How a person is named in his commitment: the subject's number. */
static struct str reference_of(int64_t subject, char out[REFERENCE_BYTES * 3])
{
    int n = snprintf(out, REFERENCE_BYTES * 3, "%lld", (long long)subject);
    return (struct str){out, (size_t)n};
}

static enum err make_leaves(const struct forming *forming, const struct commitment_seed *overseer,
                            const struct epoch *epoch, struct tree_hash **leaves, struct fault *fault)
{
    struct commitment_seed seed;
    char reference[REFERENCE_BYTES * 3];
    *leaves = calloc(forming->count, sizeof **leaves);
    if (!*leaves)
        return fault_set(fault, ERR_NO_MEMORY, "the commitments of a holding");
    commitment_epoch_seed(overseer, epoch, &seed);
    for (size_t i = 0; i < forming->count; i++)
        commitment_of(&seed, epoch, reference_of(forming->persons[i], reference), &forming->values[i],
                      &(*leaves)[i]);
    sodium_memzero(&seed, sizeof seed);
    return ERR_OK;
}

static enum err commit(struct publishing *p)
{
    struct tree_hash *leaves;
    enum err err = make_leaves(&p->forming, &p->order->overseer, &p->notice.table.epoch, &leaves, p->fault);
    if (!err)
        err = commitments_root(leaves, p->forming.count, &p->notice.commitments, p->fault);
    free(leaves);
    return err;
}

/* Who stood in the table with which value, sealed, and the notice for both ledgers. */
static enum err log_epoch(struct task *task, const struct publishing *p)
{
    unsigned char bytes[NOTICE_BYTES];
    uint64_t number = 0;
    struct buf values;
    struct draft draft = {.channel = p->order->channel, .kind = KIND_TABLE, .person = p->order->person};
    notice_encode(&p->notice, bytes);
    buf_init(&values, p->forming.count * (REFERENCE_BYTES + TABLE_VALUE_BYTES));
    for (size_t i = 0; i < p->forming.count; i++) {
        pack_number(&values, (uint64_t)p->forming.persons[i], REFERENCE_BYTES);
        buf_add(&values, p->forming.values[i].b, TABLE_VALUE_BYTES);
    }
    struct event *event = event_add(&task->decision, EVENT_EPOCH_PUBLISHED);
    event_int(event, FIELD_channel, p->order->channel);
    event_text(event, FIELD_holding, tables_kind_word(p->order->kind));
    event_int(event, FIELD_number, (int64_t)p->notice.table.epoch.number);
    event_int(event, FIELD_count, (int64_t)p->forming.count);
    event_bytes(event, FIELD_table_notice, bytes, sizeof bytes);
    event_bytes(event, FIELD_content, values.bytes, values.n);
    event = event_add(&task->decision, EVENT_MESSAGE_DRAFTED);
    event_bytes(event, FIELD_table_notice, bytes, sizeof bytes);
    enum err err = buf_failed(&values)
                       ? fault_set(task->fault, ERR_NO_MEMORY, "the values of a holding")
                       : peer_draft(task->desk, &draft, &task->decision, &number, task->fault);
    decision_init(&task->decision, &task->arena);
    buf_release(&values);
    return err ? err : peer_release(task->desk, p->order->channel, number, task->fault);
}

/* Log: the one transaction. Who left the holding while the table was made is in no table. */
static enum err log_all(struct publishing *p)
{
    struct task task;
    uint64_t last = 0;
    enum err err = task_begin(&task, p->desk, p->order->person, p->fault);
    if (!err)
        err = actor_needs(&task.context, ROLE_SUPERVISOR, p->fault);
    if (!err)
        err = last_epoch(&task, p->order, &last);
    if (!err && last != p->last)
        err = fault_set(p->fault, ERR_BUSY, "epoch %llu was published meanwhile", (unsigned long long)last);
    if (!err)
        err = forming_still_holds(p->desk, p->order->channel, &p->forming, p->fault);
    if (!err)
        err = log_epoch(&task, p);
    return task_end(&task, err);
}

static enum err publish_locked(struct publishing *p)
{
    enum err err = look(p);
    if (!err) /* what a publishing that was cut short left goes */
        err = tables_sweep(p->desk, p->order->channel, p->order->kind, p->last, p->fault);
    if (!err)
        err = forming_keys(p->desk, &p->forming, p->fault);
    if (!err)
        err = draw(p);
    if (!err)
        err = forming_encode(p->desk, &p->notice.table.epoch, &p->forming, p->fault);
    if (!err)
        err = build(p);
    if (!err)
        err = commit(p);
    if (!err)
        err = log_all(p);
    uint64_t kept = err ? p->last : p->notice.table.epoch.number;
    enum err sweeping = tables_sweep(p->desk, p->order->channel, p->order->kind, kept, NULL);
    (void)sweeping; /* the next publishing sweeps again */
    return err;
}

enum err desk_publish(struct desk *desk, const struct publish_order *order, struct published *out,
                      struct fault *fault)
{
    struct publishing p = {.desk = desk, .order = order, .forming = {.kind = order->kind}, .fault = fault};
    *out = (struct published){0};
    enum err err = tables_lock(desk, order->channel, order->kind, &p.lock, fault);
    if (err)
        return err;
    err = publish_locked(&p);
    close(p.lock);
    *out = (struct published){.notice = p.notice, .persons = p.forming.count, .keyless = p.forming.keyless};
    forming_free(&p.forming);
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
    query_text(&query, "holding", tables_kind_word(forming->kind));
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
        return fault_set(task->fault, ERR_NOT_FOUND, "who stood in epoch %lld was erased or lost",
                         (long long)number);
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
    enum err err = make_leaves(forming, overseer, &notice->table.epoch, &leaves, task->fault);
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

enum err desk_holding_audit(struct task *task, int64_t channel, enum epoch_kind kind, int64_t number,
                            int64_t subject, const struct commitment_seed *overseer,
                            struct table_value *value)
{
    struct forming forming = {.kind = kind};
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
        return fault_set(fault, ERR_NOT_FOUND, "who stood in that epoch was erased or lost");
    while (from.rest.n && !from.failed) {
        *subject = (int64_t)unpack_number(&from, REFERENCE_BYTES);
        unpack_copy(&from, one, sizeof one);
        if (!from.failed && memcmp(one, value->b, sizeof one) == 0)
            return ERR_OK;
    }
    return fault_set(fault, ERR_FORGED, "the match proof has a value that nobody had in that epoch");
}
