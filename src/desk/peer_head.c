/* Peer: heads of ledgers: cosignatures asked and given, and the proof that comes
 * with a receipt. See peer.h and ledger/proof.h. */
#include "desk/peer_internal.h"

#include "base/limits.h"
#include "base/pack.h"
#include "ledger/proof.h"

/* --- asking --- */

static enum err checkpoint_at(struct desk *desk, int64_t ledger, uint64_t size, struct buf *note,
                              struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "peer/checkpoint_at", fault);
    query_int(&q, "ledger", ledger);
    query_int(&q, "size", (int64_t)size);
    bool there = query_next(&q);
    if (there)
        buf_add_str(note, query_get_text(&q, 0));
    enum err err = query_close(&q);
    return err || there
               ? err
               : fault_set(fault, ERR_NOT_FOUND, "no checkpoint of size %llu", (unsigned long long)size);
}

enum err head_request(struct desk *desk, const struct peer *peer, uint64_t old, struct buf *out,
                      struct fault *fault)
{
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct buf note;
    struct proof_request request = {.old_size = old};
    enum err err = desk_ledger_find(desk, peer->channel, &ledger, fault);
    if (err || ledger->tree.size == 0 || old >= ledger->tree.size)
        return err;
    buf_init(&note, (size_t)LIMIT_NOTE_BYTES);
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    err = checkpoint_at(desk, peer->channel, ledger->tree.size, &note, fault);
    if (!err)
        err = tree_prove_consistency(&nodes, old, ledger->tree.size, &request.path, fault);
    request.note = buf_str(&note);
    if (!err)
        err = proof_request_write(out, &request, fault);
    buf_release(&note);
    return err;
}

/* --- cosigning --- */

/* Where the line ends has told us of every leaf below this size: what we sent and has a receipt, what came.
 */
static bool could_give_back(const struct peer *peer, uint64_t size)
{
    return size <= peer->line.received.sequence + peer->line.receipted;
}

static enum err remember_head(struct desk *desk, struct peer *peer, const struct checkpoint *head,
                              struct str text, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_HEAD_COSIGNED);
    event_int(event, FIELD_channel, peer->channel);
    event_int(event, FIELD_size, (int64_t)head->head.size);
    event_bytes(event, FIELD_root, head->head.root.bytes, TREE_HASH_BYTES);
    event_bytes(event, FIELD_checkpoint_note, text.p, text.n);
    enum err err = fact_add(&fact, desk, fault);
    peer->cosigned = head->head.size;
    return err;
}

static const char *alarm_of(enum checkpoint_verdict verdict)
{
    switch (verdict) {
    case CHECKPOINT_FORKED:
        return "fork";
    case CHECKPOINT_UNPROVEN:
        return "head unproven";
    case CHECKPOINT_FOREIGN:
        return "head of another ledger";
    default:
        return NULL;
    }
}

enum err head_cosign(struct desk *desk, struct peer *peer, struct str request, struct fault *fault)
{
    char name[PEER_ORIGIN_MAX];
    struct note_key log;
    struct proof_step step;
    struct fault found = {0};
    enum err err = peer_their_log(peer, name, &log, fault);
    if (err)
        return err;
    struct checkpoint remembered = {.origin = log.name, .head.size = peer->cosigned};
    memcpy(remembered.head.root.bytes, peer->cosigned_root.bytes, TREE_HASH_BYTES);
    if (peer->cosigned == 0)
        tree_hash_empty(&remembered.head.root);
    step.verdict = CHECKPOINT_UNPROVEN;
    err = proof_request_check(&remembered, &log, request, &step, &found);
    if (err == ERR_STALE)
        return ERR_OK; /* it asks again from the size that our position names */
    if (peer_failed_here(err))
        return fault_set(fault, err, "%s", found.detail);
    if (err) {
        const char *alarm = alarm_of(step.verdict);
        return peer_alarm(desk, peer->channel, alarm ? alarm : "head", 0, fault);
    }
    if (step.checkpoint.head.size == peer->cosigned || !could_give_back(peer, step.checkpoint.head.size))
        return ERR_OK;
    return remember_head(desk, peer, &step.checkpoint, step.text, fault);
}

static enum err sign_cosignature(void *context, const struct note_key *key, struct str message,
                                 unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault)
{
    const struct keeper *keeper = context;
    (void)key;
    return keeper->sign(keeper->context, KEEPER_COSIGNATURES, message, signature, fault);
}

enum err head_signature(struct desk *desk, const struct peer *peer, struct buf *out, struct fault *fault)
{
    struct note_key key;
    struct keeper keeper = desk_env(desk)->keeper;
    enum err err = note_key_init(&key, desk_id(desk), NOTE_COSIGNATURE,
                                 desk_keys(desk)->current[KEEPER_COSIGNATURES], fault);
    struct note_signer signer = {&key, sign_cosignature, &keeper};
    pack_number(out, peer->cosigned, 8);
    return err ? err : note_sign(out, peer->cosigned_note, &signer, (uint64_t)(desk_now(desk) / 1000), fault);
}

/* --- being cosigned --- */

static enum err check_countersignature(struct desk *desk, const struct peer *peer, uint64_t size,
                                       struct str line, struct fault *fault)
{
    struct buf whole;
    struct note note;
    struct note_key key;
    buf_init(&whole, (size_t)LIMIT_NOTE_BYTES);
    enum err err = checkpoint_at(desk, peer->channel, size, &whole, fault);
    buf_add_str(&whole, line);
    if (!err && buf_failed(&whole))
        err = fault_set(fault, buf_error(&whole), "a cosignature");
    if (!err)
        err = note_parse(&note, buf_str(&whole), fault);
    if (!err)
        err = peer_cosigner(&peer->card, &key, fault);
    if (!err)
        err = note_verify(&note, &key, NULL, fault);
    buf_release(&whole);
    return err;
}

enum err head_cosigned_text(const struct peer *peer, struct str text, struct str sized_line,
                            struct fault *fault)
{
    struct buf whole;
    struct note note;
    struct note_key key;
    struct unpack from = unpack_of(sized_line);
    (void)unpack_number(&from, 8);
    buf_init(&whole, (size_t)LIMIT_NOTE_BYTES);
    buf_add_str(&whole, text);
    buf_add_char(&whole, '\n');
    buf_add_str(&whole, from.rest);
    enum err err = note_parse(&note, buf_str(&whole), fault);
    if (!err)
        err = peer_cosigner(&peer->card, &key, fault);
    if (!err)
        err = note_verify(&note, &key, NULL, fault);
    buf_release(&whole);
    return err;
}

enum err head_countersigned(struct desk *desk, struct peer *peer, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct fault found = {0};
    struct fact fact;
    uint64_t size = unpack_number(&from, 8);
    if (from.failed || size > INT64_MAX || size <= peer->countersigned)
        return ERR_OK;
    enum err err = check_countersignature(desk, peer, size, from.rest, &found);
    if (err == ERR_NOT_FOUND)
        return ERR_OK; /* of a head that was before a restoration: a newer one is asked for */
    if (peer_failed_here(err))
        return fault_set(fault, err, "%s", found.detail);
    if (err)
        return peer_alarm(desk, peer->channel, "cosignature", size, fault);
    struct event *event = fact_begin(&fact, EVENT_HEAD_COUNTERSIGNED);
    event_int(event, FIELD_channel, peer->channel);
    event_int(event, FIELD_size, (int64_t)size);
    event_bytes(event, FIELD_signature_line, from.rest.p, from.rest.n);
    peer->countersigned = size;
    return fact_add(&fact, desk, fault);
}

/* --- the proof of a receipt --- */

void head_edge_write(struct buf *out, const struct tree *tree)
{
    for (unsigned level = TREE_LEVELS; level-- > 0;)
        if (tree->size >> level & 1)
            buf_add(out, tree->edge[level].bytes, TREE_HASH_BYTES);
}

bool head_edge_read(struct tree *tree, struct str edge, uint64_t size)
{
    struct unpack from = unpack_of(edge);
    tree_init(tree);
    if (size > TREE_SIZE_MAX)
        return false;
    tree->size = size;
    for (unsigned level = TREE_LEVELS; level-- > 0;)
        if (size >> level & 1)
            unpack_copy(&from, tree->edge[level].bytes, TREE_HASH_BYTES);
    return unpack_ended(&from);
}

enum err head_check_edge(const struct peer *peer, const struct card *card, struct str edge, uint64_t position,
                         const struct tree_hash *leaves, size_t count, struct str note, struct fault *fault)
{
    char name[PEER_ORIGIN_MAX];
    struct note_key log;
    struct checkpoint checkpoint;
    struct tree tree;
    struct tree_hash root;
    peer_origin(name, card->name, &peer->line.channel);
    enum err err = note_key_init(&log, str_of(name), NOTE_ED25519, card->checkpoints, fault);
    if (!err)
        err = checkpoint_open(&checkpoint, NULL, note, &log, fault);
    if (err)
        return err;
    if (!head_edge_read(&tree, edge, position) || checkpoint.head.size != position + count)
        return fault_set(fault, ERR_FORGED, "receipt: its proof is not of its size");
    err = tree_append(&tree, NULL, leaves, count, fault);
    if (err)
        return err;
    tree_root(&tree, &root);
    return tree_hash_equal(&root, &checkpoint.head.root)
               ? ERR_OK
               : fault_set(fault, ERR_FORGED, "receipt: the messages are not in the signer's ledger");
}
