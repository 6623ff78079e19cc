/* Desk: its ledgers: trees over the store's tiles, and their checkpoints. */
#include "desk/internal.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* --- tiles in the store --- */

static enum err read_tiles(void *context, uint64_t offset, void *bytes, size_t n, struct fault *fault)
{
    const struct desk_ledger *ledger = context;
    return store_tiles_read(ledger->desk->store, ledger->number, offset, bytes, n, fault);
}

static enum err write_tiles(void *context, uint64_t offset, const void *bytes, size_t n, struct fault *fault)
{
    const struct desk_ledger *ledger = context;
    return store_tiles_write(ledger->desk->store, ledger->number, offset, bytes, n, fault);
}

struct tree_nodes desk_ledger_nodes(struct desk_ledger *ledger, struct tiles_file *file)
{
    *file = (struct tiles_file){read_tiles, write_tiles, ledger};
    return tiles_nodes(file);
}

/* --- finding --- */

static struct desk_ledger *remembered(struct desk *desk, int64_t number)
{
    struct desk_ledger *ledger = desk->ledgers;
    while (ledger && ledger->number != number)
        ledger = ledger->next;
    return ledger;
}

static enum err remember(struct desk *desk, int64_t number, struct str origin, struct desk_ledger **out,
                         struct fault *fault)
{
    struct desk_ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger || origin.n > ORIGIN_MAX) {
        free(ledger);
        return fault_set(fault, ledger ? ERR_BAD_INPUT : ERR_NO_MEMORY, "ledger %lld", (long long)number);
    }
    ledger->desk = desk;
    ledger->number = number;
    memcpy(ledger->origin, origin.p, origin.n);
    tree_init(&ledger->tree);
    ledger->next = desk->ledgers;
    desk->ledgers = *out = ledger;
    return ERR_OK;
}

/* Another process may have written since: the size in the store says so. */
static enum err catch_up(struct desk_ledger *ledger, uint64_t size, struct fault *fault)
{
    struct tiles_file file;
    if (ledger->tree.size == size)
        return ERR_OK;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    return tree_load(&ledger->tree, &nodes, size, fault);
}

enum err desk_ledger_find(struct desk *desk, int64_t number, struct desk_ledger **out, struct fault *fault)
{
    struct desk_ledger *ledger = remembered(desk, number);
    if (ledger && ledger->count) {
        *out = ledger;
        return ERR_OK;
    }
    struct query q;
    uint64_t size = 0;
    enum err err = ERR_OK;
    query_open(&q, desk->store, "core/ledger", fault);
    query_int(&q, "ledger", number);
    bool there = query_next(&q);
    if (there) {
        size = (uint64_t)query_get_int(&q, 1);
        if (!ledger)
            err = remember(desk, number, query_get_text(&q, 0), &ledger, fault);
    }
    enum err closed = query_close(&q);
    if (err || closed)
        return err ? err : closed;
    if (!there)
        return fault_set(fault, ERR_NOT_FOUND, "no ledger %lld", (long long)number);
    *out = ledger;
    return catch_up(ledger, size, fault);
}

/* --- growing --- */

enum err desk_ledger_put(struct desk_ledger *ledger, struct str leaf, int64_t *index, struct fault *fault)
{
    if (ledger->count == ledger->capacity) {
        size_t capacity = ledger->capacity ? 2 * ledger->capacity : 16;
        struct tree_hash *leaves = reallocarray(ledger->leaves, capacity, sizeof *leaves);
        if (!leaves)
            return fault_set(fault, ERR_NO_MEMORY, "leaves");
        ledger->leaves = leaves;
        ledger->capacity = capacity;
    }
    *index = (int64_t)(ledger->tree.size + ledger->count);
    tree_hash_leaf(leaf, &ledger->leaves[ledger->count++]);
    return ERR_OK;
}

static enum err sign_note(void *context, const struct note_key *key, struct str message,
                          unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault)
{
    const struct keeper *keeper = context;
    (void)key;
    return keeper->sign(keeper->context, KEEPER_CHECKPOINTS, message, signature, fault);
}

static enum err write_checkpoint(struct desk_ledger *ledger, struct buf *note, struct fault *fault)
{
    struct desk *desk = ledger->desk;
    struct note_key key;
    struct buf text;
    struct checkpoint checkpoint = {.origin = str_of(ledger->origin), .head.size = ledger->tree.size};
    tree_root(&ledger->tree, &checkpoint.head.root);
    buf_init(&text, (size_t)LIMIT_NOTE_BYTES);
    enum err err = checkpoint_write(&text, &checkpoint, fault);
    if (!err)
        err = note_key_init(&key, checkpoint.origin, NOTE_ED25519, desk->keys.current[KEEPER_CHECKPOINTS],
                            fault);
    struct note_signer signer = {&key, sign_note, &desk->env.keeper};
    if (!err)
        err = note_write(note, buf_str(&text), &signer, fault);
    buf_release(&text);
    return err;
}

static enum err store_checkpoint(struct desk_ledger *ledger, struct fault *fault)
{
    struct desk *desk = ledger->desk;
    struct query q;
    struct buf note;
    buf_init(&note, (size_t)LIMIT_NOTE_BYTES);
    enum err err = write_checkpoint(ledger, &note, fault);
    if (!err) {
        query_open(&q, desk->store, "core/checkpoint_add", fault);
        query_int(&q, "ledger", ledger->number);
        query_int(&q, "size", (int64_t)ledger->tree.size);
        query_bytes(&q, "note", note.bytes, note.n);
        err = query_run(&q);
    }
    if (!err) {
        query_open(&q, desk->store, "core/ledger_grow", fault);
        query_int(&q, "ledger", ledger->number);
        query_int(&q, "size", (int64_t)ledger->tree.size);
        err = query_run(&q);
    }
    buf_release(&note);
    return err;
}

static enum err grow(struct desk_ledger *ledger, struct fault *fault)
{
    struct tiles_file file;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    enum err err = ERR_OK;
    if (ledger->tree.size == 0)
        err = tiles_create(&file, fault);
    if (!err)
        err = tree_append(&ledger->tree, &nodes, ledger->leaves, ledger->count, fault);
    return err ? err : store_checkpoint(ledger, fault);
}

enum err desk_ledgers_grow(struct desk *desk, struct fault *fault)
{
    enum err err = ERR_OK;
    for (struct desk_ledger *ledger = desk->ledgers; ledger && !err; ledger = ledger->next)
        if (ledger->count)
            err = grow(ledger, fault);
    return err;
}

void desk_ledgers_forget(struct desk *desk, bool trees)
{
    for (struct desk_ledger *ledger = desk->ledgers; ledger; ledger = ledger->next) {
        ledger->count = 0;
        if (trees)
            tree_init(&ledger->tree);
    }
}

void desk_ledgers_release(struct desk *desk)
{
    while (desk->ledgers) {
        struct desk_ledger *ledger = desk->ledgers;
        desk->ledgers = ledger->next;
        free(ledger->leaves);
        free(ledger);
    }
}

enum err desk_add_ledger(struct desk *desk, int64_t number, struct str origin, struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "core/ledger_add", fault);
    query_int(&q, "ledger", number);
    query_text(&q, "origin", origin);
    return query_run(&q);
}

enum err desk_checkpoint(struct desk *desk, int64_t ledger, uint64_t *size, struct buf *note,
                         struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "core/checkpoint_last", fault);
    query_int(&q, "ledger", ledger);
    bool there = query_next(&q);
    if (there) {
        *size = (uint64_t)query_get_int(&q, 0);
        buf_add_str(note, query_get_text(&q, 1));
    }
    enum err err = query_close(&q);
    return err || there ? err
                        : fault_set(fault, ERR_NOT_FOUND, "ledger %lld has no checkpoint", (long long)ledger);
}
