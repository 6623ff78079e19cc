/* Prove: keys, checkpoints, cosignatures and proofs. See prove.h. */
#include "desk/prove.h"

#include "base/limits.h"
#include "base/pack.h"
#include "desk/internal.h"
#include "ledger/text_line.h"

#include <inttypes.h>

/* --- keys --- */

static enum err write_key(struct desk *desk, const char *name, enum note_type type, enum keeper_role role,
                          struct buf *out, struct fault *fault)
{
    struct note_key key;
    enum err err = note_key_init(&key, str_of(name), type, desk->keys.current[role], fault);
    if (!err)
        note_key_write(out, &key);
    return err;
}

enum err desk_ledger_key(struct desk *desk, int64_t ledger, struct buf *out, struct fault *fault)
{
    struct desk_ledger *found;
    enum err err = desk_ledger_find(desk, ledger, &found, fault);
    return err ? err : write_key(desk, found->origin, NOTE_ED25519, KEEPER_CHECKPOINTS, out, fault);
}

enum err desk_cosigner_key(struct desk *desk, struct buf *out, struct fault *fault)
{
    return write_key(desk, desk->name, NOTE_COSIGNATURE, KEEPER_COSIGNATURES, out, fault);
}

/* --- checkpoints --- */

static enum err add_cosignatures(struct desk *desk, int64_t ledger, uint64_t size, struct buf *out,
                                 struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "core/cosignatures_of", fault);
    query_int(&q, "ledger", ledger);
    query_int(&q, "size", (int64_t)size);
    while (query_next(&q))
        buf_add_str(out, query_get_text(&q, 0));
    return query_close(&q);
}

/* The checkpoint to prove under: at least so many leaves, cosigned if one is. */
static enum err best_checkpoint(struct desk *desk, int64_t ledger, uint64_t least, uint64_t *size,
                                struct buf *out, struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "core/best_checkpoint", fault);
    query_int(&q, "ledger", ledger);
    query_int(&q, "least", (int64_t)least);
    bool there = query_next(&q);
    if (there) {
        *size = (uint64_t)query_get_int(&q, 0);
        buf_add_str(out, query_get_text(&q, 1));
    }
    enum err err = query_close(&q);
    if (!err && !there)
        err = fault_set(fault, ERR_NOT_FOUND, "ledger %" PRId64 ": no checkpoint of %" PRIu64 " leaves",
                        ledger, least);
    return err ? err : add_cosignatures(desk, ledger, *size, out, fault);
}

enum err desk_show_checkpoint(struct desk *desk, int64_t ledger, struct buf *out, struct fault *fault)
{
    uint64_t size;
    enum err err = desk_checkpoint(desk, ledger, &size, out, fault);
    return err ? err : add_cosignatures(desk, ledger, size, out, fault);
}

/* --- cosignatures for our ledgers --- */

enum err desk_request(struct desk *desk, int64_t ledger, struct str cosigner, struct buf *out,
                      struct fault *fault)
{
    struct desk_ledger *found;
    struct tiles_file file;
    struct proof_request request = {0};
    struct query q;
    struct buf note;
    int64_t old = 0;
    uint64_t size = 0;
    buf_init(&note, (size_t)LIMIT_NOTE_BYTES);
    query_open(&q, desk->store, "core/last_cosigned", fault);
    query_int(&q, "ledger", ledger);
    query_text(&q, "cosigner", cosigner);
    enum err err = query_one(&q, 0, &old);
    if (!err)
        err = desk_ledger_find(desk, ledger, &found, fault);
    if (!err)
        err = desk_checkpoint(desk, ledger, &size, &note, fault);
    if (!err) {
        struct tree_nodes nodes = desk_ledger_nodes(found, &file);
        request.old_size = (uint64_t)old;
        err = tree_prove_consistency(&nodes, (uint64_t)old, size, &request.path, fault);
    }
    request.note = buf_str(&note);
    if (!err)
        err = proof_request_write(out, &request, fault);
    buf_release(&note);
    return err;
}

/* The stored note of that size and one more line, opened by the cosigner's key. */
static enum err check_line(struct desk *desk, int64_t ledger, uint64_t size, const struct note_key *key,
                           struct str line, struct fault *fault)
{
    struct query q;
    struct note note;
    struct buf text;
    buf_init(&text, (size_t)LIMIT_NOTE_BYTES);
    query_open(&q, desk->store, "core/checkpoint", fault);
    query_int(&q, "ledger", ledger);
    query_int(&q, "size", (int64_t)size);
    bool there = query_next(&q);
    if (there)
        buf_add_str(&text, query_get_text(&q, 1));
    enum err err = query_close(&q);
    buf_add_str(&text, line);
    if (!err && !there)
        err = fault_set(fault, ERR_NOT_FOUND, "no checkpoint of %" PRIu64 " leaves", size);
    if (!err)
        err = note_parse(&note, buf_str(&text), fault);
    if (!err && note_verify(&note, key, NULL, fault))
        err = fault_set(fault, ERR_FORGED,
                        "this is no cosignature of the checkpoint of %" PRIu64 " leaves by %.*s", size,
                        STR_ARG(key->name));
    buf_release(&text);
    return err;
}

static enum err keep_line(struct desk *desk, int64_t ledger, uint64_t size, struct str cosigner,
                          struct str line, struct fault *fault)
{
    struct query q;
    bool begun = desk->begun;
    enum err err = begun ? ERR_OK : desk_begin(desk, ACTOR_DESK, fault);
    if (err)
        return err;
    query_open(&q, desk->store, "core/cosignature_add", fault);
    query_int(&q, "ledger", ledger);
    query_int(&q, "size", (int64_t)size);
    query_text(&q, "cosigner", cosigner);
    query_bytes(&q, "line", line.p, line.n);
    err = query_run(&q);
    if (!err && !begun)
        err = desk_commit(desk, fault);
    if (!begun)
        desk_rollback(desk);
    return err;
}

enum err desk_keep_cosignature(struct desk *desk, int64_t ledger, uint64_t size, struct str cosigner,
                               struct str line, struct fault *fault)
{
    struct note_key key;
    enum err err = note_key_read(&key, cosigner, fault);
    if (!err)
        err = check_line(desk, ledger, size, &key, line, fault);
    return err ? err : keep_line(desk, ledger, size, cosigner, line, fault);
}

/* --- cosigning for others --- */

static enum err remembered_head(struct desk *desk, struct str origin, struct tree_head *head,
                                struct fault *fault)
{
    struct query q;
    struct tree empty;
    tree_init(&empty);
    head->size = 0;
    tree_root(&empty, &head->root);
    query_open(&q, desk->store, "core/cosigned", fault);
    query_text(&q, "ledger_origin", origin);
    if (query_next(&q)) {
        struct str root = query_get_text(&q, 1);
        head->size = (uint64_t)query_get_int(&q, 0);
        if (root.n == TREE_HASH_BYTES)
            memcpy(head->root.bytes, root.p, TREE_HASH_BYTES);
    }
    return query_close(&q);
}

static enum err sign_cosignature(void *context, const struct note_key *key, struct str message,
                                 unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault)
{
    const struct keeper *keeper = context;
    (void)key;
    return keeper->sign(keeper->context, KEEPER_COSIGNATURES, message, signature, fault);
}

struct cosigning {
    const struct note_key *log;
    struct str request;
    struct proof_step step;
};

/* Compared and remembered in one transaction. */
static enum err decide_cosigned(struct desk *desk, void *context, struct decision *decision,
                                struct fault *fault)
{
    struct cosigning *cosigning = context;
    struct proof_step *step = &cosigning->step;
    struct checkpoint last = {.origin = cosigning->log->name};
    enum err err = remembered_head(desk, last.origin, &last.head, fault);
    if (!err)
        err = proof_request_check(&last, cosigning->log, cosigning->request, step, fault);
    if (err || step->verdict == CHECKPOINT_SAME)
        return err;
    struct event *event = event_add(decision, EVENT_LEDGER_COSIGNED);
    event_text(event, FIELD_ledger_origin, last.origin);
    event_int(event, FIELD_size, (int64_t)step->checkpoint.head.size);
    event_bytes(event, FIELD_root, step->checkpoint.head.root.bytes, TREE_HASH_BYTES);
    return ERR_OK;
}

enum err desk_cosign(struct desk *desk, int64_t as, struct str log, struct str request, struct buf *out,
                     struct fault *fault)
{
    struct note_key key, own;
    struct cosigning cosigning = {.log = &key, .request = request};
    enum err err = note_key_read(&key, log, fault);
    if (!err)
        err = note_key_init(&own, str_of(desk->name), NOTE_COSIGNATURE,
                            desk->keys.current[KEEPER_COSIGNATURES], fault);
    if (!err)
        err = desk_transact(desk, as, decide_cosigned, &cosigning, fault);
    struct note_signer signer = {&own, sign_cosignature, &desk->env.keeper};
    return err ? err : note_sign(out, cosigning.step.text, &signer, (uint64_t)(desk_now(desk) / 1000), fault);
}

/* --- proofs of events --- */

static enum err add_extra(struct buf *out, struct event *event,
                          bool (*shown)(void *, const struct event_value *), void *context,
                          struct fault *fault)
{
    struct buf raw;
    buf_init(&raw, (size_t)LIMIT_PROOF_BYTES);
    for (size_t i = 0; i < event->count; i++)
        event->values[i].closed = event->values[i].closed || !shown(context, &event->values[i]);
    for (size_t i = 0; i < event->count; i++)
        event->values[i].apart = false;
    pack_run(&raw, event->leaf);
    event_pack_all(&raw, event);
    text_line_add_base64(out, raw.bytes, raw.n);
    enum err err = buf_failed(&raw) ? buf_error(&raw) : buf_error(out);
    buf_release(&raw);
    return err ? fault_set(fault, err, "a proof, of at most %lld bytes", LIMIT_PROOF_BYTES) : ERR_OK;
}

static enum err find_leaf(struct desk *desk, int64_t sequence, uint64_t *leaf, struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "core/event", fault);
    query_int(&q, "sequence", sequence);
    *leaf = query_next(&q) ? (uint64_t)query_get_int(&q, 2) : 0;
    return query_close(&q);
}

static enum err prove(struct desk *desk, const struct event *event, struct proof *proof, struct buf *note,
                      struct fault *fault)
{
    struct desk_ledger *ledger;
    struct tiles_file file;
    uint64_t size = 0;
    enum err err = find_leaf(desk, event->sequence, &proof->index, fault);
    if (!err)
        err = desk_ledger_find(desk, event->ledger, &ledger, fault);
    if (!err)
        err = best_checkpoint(desk, event->ledger, proof->index + 1, &size, note, fault);
    if (err)
        return err;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    return tree_prove_inclusion(&nodes, proof->index, size, &proof->path, fault);
}

enum err desk_prove(struct desk *desk, int64_t sequence,
                    bool (*shown)(void *context, const struct event_value *value), void *context,
                    struct buf *out, struct fault *fault)
{
    struct arena arena;
    struct event event;
    struct proof proof = {0};
    struct buf note, extra;
    arena_init(&arena, (size_t)LIMIT_EVENT_ARENA_BYTES);
    buf_init(&note, (size_t)LIMIT_NOTE_BYTES);
    buf_init(&extra, (size_t)LIMIT_PROOF_BYTES);
    enum err err = desk_event(desk, sequence, &arena, &event, fault);
    if (!err)
        err = prove(desk, &event, &proof, &note, fault);
    if (!err)
        err = add_extra(&extra, &event, shown, context, fault);
    proof.note = buf_str(&note);
    proof.extra = buf_str(&extra);
    if (!err)
        err = proof_write(out, &proof, fault);
    buf_release(&note);
    buf_release(&extra);
    arena_release(&arena);
    return err;
}

/* Leaf and packed values out of the extra line. */
static enum err read_extra(struct str extra, struct arena *arena, struct proved *out, struct fault *fault)
{
    size_t n = 0;
    char *raw = arena_alloc(arena, extra.n);
    if (!raw)
        return fault_set(fault, ERR_NO_MEMORY, "proof");
    if (extra.n == 0 || !text_line_base64(extra, raw, extra.n, &n))
        return fault_set(fault, ERR_BAD_INPUT, "proof: no extra line with the event");
    struct unpack from = unpack_of((struct str){raw, n});
    out->event.leaf = unpack_run(&from, (size_t)LIMIT_HEADER_BYTES);
    if (from.failed)
        return fault_set(fault, ERR_BAD_INPUT, "proof: the event is cut off");
    return event_unpack(&out->event, arena, from.rest, fault);
}

enum err desk_check_proof(struct str text, struct str log, struct str cosigner, struct arena *arena,
                          struct proved *out, struct fault *fault)
{
    struct note_key keys[2];
    struct proof_policy policy = {.log = &keys[0], .cosigners = &keys[1], .count = cosigner.n > 0};
    struct proof proof;
    struct checkpoint checkpoint;
    struct tree_hash leaf;
    struct digest root;
    *out = (struct proved){0};
    enum err err = note_key_read(&keys[0], log, fault);
    if (!err && cosigner.n)
        err = note_key_read(&keys[1], cosigner, fault);
    if (!err)
        err = proof_parse(&proof, text, fault);
    if (!err)
        err = read_extra(proof.extra, arena, out, fault);
    if (err)
        return err;
    tree_hash_leaf(out->event.leaf, &leaf);
    err = proof_check(&policy, text, &leaf, &checkpoint, &out->index, fault);
    if (!err)
        err = event_header_read(&out->header, out->event.leaf, fault);
    if (err)
        return err;
    out->size = checkpoint.head.size;
    event_root(&out->event, &root);
    if (!digest_equal(&root, &out->header.root))
        return fault_set(fault, ERR_FORGED, "proof: the values are not those that the leaf commits to");
    return ERR_OK;
}

/* --- whole ledgers --- */

struct export
{
    struct desk *desk;
    int64_t ledger;
    enum err (*write)(void *context, const char *path, struct str bytes, struct fault *fault);
    void *context;
    struct buf bytes, path;
    struct fault *fault;
};

static enum err write_file(struct export *e)
{
    if (buf_failed(&e->bytes) || buf_failed(&e->path))
        return fault_set(e->fault, ERR_NO_MEMORY, "export");
    return e->write(e->context, e->path.bytes, buf_str(&e->bytes), e->fault);
}

static enum err export_entries(struct export *e, uint64_t tile, size_t width)
{
    struct query q;
    buf_clear(&e->bytes);
    query_open(&q, e->desk->store, "core/headers", e->fault);
    query_int(&q, "ledger", e->ledger);
    query_int(&q, "from", (int64_t)(tile * TILES_WIDTH));
    query_int(&q, "below", (int64_t)(tile * TILES_WIDTH + width));
    while (query_next(&q)) {
        struct str header = query_get_text(&q, 0);
        pack_number(&e->bytes, header.n, 2);
        buf_add_str(&e->bytes, header);
    }
    enum err err = query_close(&q);
    if (err)
        return err;
    struct buf path;
    buf_init(&path, 256);
    tiles_path(&path, 0, tile, width);
    buf_clear(&e->path);
    /* "tile/0/x001/..." becomes "tile/entries/x001/...". */
    buf_printf(&e->path, "tile/entries%s", path.bytes ? path.bytes + sizeof "tile/0" - 1 : "");
    buf_release(&path);
    return write_file(e);
}

static enum err export_hashes(struct export *e, const struct tiles_file *file, unsigned level, uint64_t tile,
                              size_t width)
{
    struct tree_hash hashes[TILES_WIDTH];
    enum err err = tiles_read(file, level, tile, width, hashes, e->fault);
    if (err)
        return err;
    buf_clear(&e->bytes);
    buf_clear(&e->path);
    buf_add(&e->bytes, hashes, width * sizeof *hashes);
    tiles_path(&e->path, level, tile, width);
    return write_file(e);
}

static enum err export_level(struct export *e, const struct tiles_file *file, unsigned level, uint64_t nodes)
{
    enum err err = ERR_OK;
    for (uint64_t tile = 0; tile * TILES_WIDTH < nodes && !err; tile++) {
        uint64_t left = nodes - tile * TILES_WIDTH;
        size_t width = left < TILES_WIDTH ? (size_t)left : TILES_WIDTH;
        err = export_hashes(e, file, level, tile, width);
        if (!err && level == 0)
            err = export_entries(e, tile, width);
    }
    return err;
}

static enum err export_all(struct export *e)
{
    struct desk_ledger *ledger;
    struct tiles_file file;
    enum err err = desk_ledger_find(e->desk, e->ledger, &ledger, e->fault);
    if (err)
        return err;
    desk_ledger_nodes(ledger, &file);
    for (unsigned level = 0; ledger->tree.size >> 8 * level && !err; level++)
        err = export_level(e, &file, level, ledger->tree.size >> 8 * level);
    buf_clear(&e->bytes);
    buf_clear(&e->path);
    buf_add_str(&e->path, STR("checkpoint"));
    if (!err)
        err = desk_show_checkpoint(e->desk, e->ledger, &e->bytes, e->fault);
    return err ? err : write_file(e);
}

enum err desk_export(struct desk *desk, int64_t ledger,
                     enum err (*write)(void *context, const char *path, struct str bytes,
                                       struct fault *fault),
                     void *context, struct fault *fault)
{
    struct export e = {.desk = desk, .ledger = ledger, .write = write, .context = context, .fault = fault};
    buf_init(&e.bytes, 16 << 20);
    buf_init(&e.path, 256);
    enum err err = store_begin_reading(desk->store, fault);
    if (!err)
        err = export_all(&e);
    store_end_reading(desk->store);
    buf_release(&e.bytes);
    buf_release(&e.path);
    return err;
}
