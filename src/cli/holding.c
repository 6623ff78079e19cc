/* liaison holding: whom a counterpart may ask about privately. */
#include "desk/holding.h"
#include "cli/command.h"
#include "cli/page.h"
#include "desk/publish.h"
#include "desk/tables.h"

#include <stdio.h>
#include <unistd.h>

/* Persons, where nothing was said. */
static enum err holding_of(struct call *call, enum holding *kind, struct fault *fault)
{
    int value = 0;
    enum err err = call_word(call, "--kind", WORDS_holding, &value, fault);
    *kind = value ? (enum holding)value : HOLDING_PERSONS;
    return err;
}

static enum epoch_kind epoch_kind_of(enum holding kind)
{
    return kind == HOLDING_CONTACTS ? EPOCH_CONTACTS : EPOCH_PERSONS;
}

static enum err change(struct call *call, struct task *task,
                       enum err (*act)(struct task *, int64_t, int64_t, enum holding, struct str),
                       const char *state, json_t **result)
{
    int64_t subject = call_number(call, "N"), channel = 0;
    enum holding kind;
    enum err err = page_channel(task, call_text(call, "--for"), &channel);
    if (!err)
        err = holding_of(call, &kind, task->fault);
    if (!err)
        err = act(task, subject, channel, kind, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s, s:s%}", "subject", (json_int_t)subject, "state", state, "desk",
                            call_text(call, "--for").p, call_text(call, "--for").n);
    return err;
}

static enum err add(struct call *call, struct task *task, json_t **result)
{
    return change(call, task, desk_holding_add, "in the holding", result);
}

static enum err take_out(struct call *call, struct task *task, json_t **result)
{
    return change(call, task, desk_holding_remove, "not in the holding", result);
}

enum { SEED_FILE_MAX = 1 << 16 };

/* The overseer's seed: the SHA-256 of a file that only he keeps. */
static enum err read_seed(struct call *call, struct commitment_seed *seed, struct fault *fault)
{
    struct str bytes;
    struct digest digest;
    const char *path = call_text(call, "--seed").p;
    enum err err = call_file(call, path, SEED_FILE_MAX, &bytes, fault);
    if (!err && bytes.n < COMMITMENT_SEED_BYTES)
        err = fault_set(fault, ERR_BAD_INPUT, "%s: a seed has at least %d bytes", path,
                        (int)COMMITMENT_SEED_BYTES);
    if (err)
        return err;
    digest_of(bytes.p, bytes.n, &digest);
    memcpy(seed->b, digest.bytes, sizeof seed->b);
    return ERR_OK;
}

static enum err publish(struct call *call, struct task *task, json_t **result)
{
    struct published published;
    struct publish_order order = {.person = task->context.actor.person,
                                  .copy = call_has(call, "--out") ? call_text(call, "--out").p : NULL};
    enum holding kind;
    enum err err = page_channel(task, call_text(call, "--for"), &order.channel);
    if (!err)
        err = holding_of(call, &kind, task->fault);
    if (!err)
        err = read_seed(call, &order.overseer, task->fault);
    if (!err && order.copy && access(order.copy, F_OK) == 0)
        err = fault_set(task->fault, ERR_BUSY, "%s: is there already", order.copy);
    if (err)
        return err;
    order.kind = epoch_kind_of(kind);
    err = desk_publish(task->desk, &order, &published, task->fault);
    if (!err)
        *result = json_pack("{s:I, s:s, s:s%, s:I, s:I, s:I}", "epoch",
                            (json_int_t)published.notice.table.epoch.number, "state", "published", "desk",
                            call_text(call, "--for").p, call_text(call, "--for").n, "persons",
                            (json_int_t)published.persons, "without_keys", (json_int_t)published.keyless,
                            "keys_left_out", (json_int_t)published.notice.dropped);
    return err;
}

static enum err audit(struct call *call, struct task *task, json_t **result)
{
    struct commitment_seed seed;
    struct table_value value;
    char hex[2 * TABLE_VALUE_BYTES + 1] = "";
    int64_t channel = 0, subject = call_number(call, "N"), epoch = call_number(call, "--epoch");
    enum holding kind;
    enum err err = page_channel(task, call_text(call, "--for"), &channel);
    if (!err)
        err = holding_of(call, &kind, task->fault);
    if (!err)
        err = read_seed(call, &seed, task->fault);
    if (!err)
        err = page_consult(call, task, "subject", subject);
    if (!err)
        err = desk_holding_audit(task, channel, epoch_kind_of(kind), epoch, subject, &seed, &value);
    if (err)
        return err;
    for (size_t i = 0; i < TABLE_VALUE_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", value.b[i]);
    *result = json_pack("{s:I, s:s, s:I, s:s}", "subject", (json_int_t)subject, "state", "stood in the table",
                        "epoch", (json_int_t)epoch, "token", hex);
    return ERR_OK;
}

static enum err take(struct call *call, struct task *task, json_t **result)
{
    struct notice notice;
    int64_t channel = 0;
    enum err err = page_channel(task, call_text(call, "--of"), &channel);
    if (!err)
        err = desk_table_take(task->desk, task->context.actor.person, channel, call_text(call, "FILE").p,
                              &notice, task->fault);
    if (!err)
        *result = json_pack("{s:I, s:s, s:s%, s:I}", "epoch", (json_int_t)notice.table.epoch.number, "state",
                            "in force", "desk", call_text(call, "--of").p, call_text(call, "--of").n,
                            "capacity", (json_int_t)notice.capacity);
    return err;
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "holding", 0);
    return err ? err : page_rows(task, "page/holdings", 0, result);
}

static enum err tables(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/tables", 0, result);
}

int command_holding(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", VERB_ACT, add, "N --for DESK --reason TEXT [--kind KIND]",
         "that counterpart may ask about him; a supervisor decides"},
        {"remove", VERB_ACT, take_out, "N --for DESK --reason TEXT [--kind KIND]", "it may no longer"},
        {"publish", VERB_LONG, publish, "--for DESK --seed FILE [--kind KIND] [--out FILE]",
         "the table of a new epoch; its notice goes into both desks' ledgers"},
        {"take", VERB_LONG, take, "FILE --of DESK",
         "puts a table that was brought in force, where it is to the last byte the one of the newest notice"},
        {"audit", VERB_READ, audit, "N --for DESK --epoch N --seed FILE [--kind KIND]",
         "whether he stood in that table before anybody asked; with the overseer's seed"},
        {"list", VERB_READ, list, "", "who is in which holding, and by whose decision"},
        {"tables", VERB_READ, tables, "", "what was published, and which counterpart's tables are here"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
