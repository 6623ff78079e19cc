/* Checkpoint: signed heads and what may be cosigned. See checkpoint.h. */
#include "ledger/checkpoint.h"

#include "base/limits.h"
#include "ledger/text_line.h"

#include <inttypes.h>

static bool extensions_are_valid(struct str rest)
{
    struct str line;
    long long count = 0;
    while (text_line_next(&rest, &line))
        if (line.n == 0 || ++count > LIMIT_CHECKPOINT_EXTENSIONS)
            return false;
    return rest.n == 0;
}

enum err checkpoint_parse(struct checkpoint *out, struct str text, struct fault *fault)
{
    struct str line;
    *out = (struct checkpoint){0};
    if ((long long)text.n > LIMIT_NOTE_BYTES || !text_line_is_clean(text))
        return fault_set(fault, ERR_BAD_INPUT, "checkpoint: not clean UTF-8 text");
    if (!text_line_next(&text, &out->origin) || out->origin.n == 0)
        return fault_set(fault, ERR_BAD_INPUT, "checkpoint: line 1: no origin");
    if (!text_line_next(&text, &line) || !text_line_decimal(line, &out->head.size) ||
        out->head.size > TREE_SIZE_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "checkpoint: line 2: no tree size");
    if (!text_line_next(&text, &line) || !text_line_hash(line, &out->head.root))
        return fault_set(fault, ERR_BAD_INPUT, "checkpoint: line 3: no root hash");
    if (!extensions_are_valid(text))
        return fault_set(fault, ERR_BAD_INPUT, "checkpoint: line 4: bad extension lines");
    out->extensions = text;
    return ERR_OK;
}

enum err checkpoint_write(struct buf *out, const struct checkpoint *checkpoint, struct fault *fault)
{
    size_t before = out->n;
    buf_add_str(out, checkpoint->origin);
    buf_printf(out, "\n%" PRIu64 "\n", checkpoint->head.size);
    text_line_add_hash(out, &checkpoint->head.root);
    buf_add_char(out, '\n');
    buf_add_str(out, checkpoint->extensions);
    if (buf_failed(out))
        return fault_set(fault, ERR_NO_MEMORY, "checkpoint: its text");
    struct checkpoint again;
    struct str written = {out->bytes + before, out->n - before};
    if (checkpoint_parse(&again, written, NULL) || !str_equal(again.origin, checkpoint->origin) ||
        !str_equal(again.extensions, checkpoint->extensions))
        return fault_set(fault, ERR_BUG, "checkpoint: its parts are not lines");
    return ERR_OK;
}

enum err checkpoint_open(struct checkpoint *out, struct note *note, struct str bytes,
                         const struct note_key *log, struct fault *fault)
{
    struct note local;
    if (!note)
        note = &local;
    enum err err = note_parse(note, bytes, fault);
    if (!err)
        err = note_verify(note, log, NULL, fault);
    if (err == ERR_NOT_FOUND)
        err = fault_set(fault, ERR_FORGED, "checkpoint: not signed by %.*s", STR_ARG(log->name));
    if (!err)
        err = checkpoint_parse(out, note->text, fault);
    if (!err && !str_equal(out->origin, log->name))
        err = fault_set(fault, ERR_FORGED, "checkpoint: of %.*s, but signed by %.*s", STR_ARG(out->origin),
                        STR_ARG(log->name));
    return err;
}

const char *checkpoint_verdict_name(enum checkpoint_verdict verdict)
{
    static const char *const names[] = {"same", "grew", "behind", "forked", "unproven", "foreign"};
    return (unsigned)verdict < sizeof names / sizeof *names ? names[verdict] : "unproven";
}

/* The hash of no leaves is known to all: a signed head of size 0 with another is a lie by itself. */
static bool empty_is_true(const struct tree_head *head)
{
    struct tree_hash empty;
    tree_hash_empty(&empty);
    return head->size || tree_hash_equal(&head->root, &empty);
}

static enum checkpoint_verdict judge(const struct checkpoint *older, const struct checkpoint *newer,
                                     const struct tree_proof *proof)
{
    const struct tree_head *from = &older->head, *to = &newer->head;
    if (!str_equal(older->origin, newer->origin))
        return CHECKPOINT_FOREIGN;
    if (!empty_is_true(to) || (from->size == to->size && !tree_hash_equal(&from->root, &to->root)))
        return CHECKPOINT_FORKED;
    if (to->size < from->size)
        return CHECKPOINT_BEHIND;
    /* Whatever a proof between equal heads holds, it is not needed. */
    if (to->size == from->size)
        return CHECKPOINT_SAME;
    if (from->size == 0)
        return proof->count ? CHECKPOINT_UNPROVEN : CHECKPOINT_GREW;
    return tree_check_consistency(from, to, proof, NULL) ? CHECKPOINT_UNPROVEN : CHECKPOINT_GREW;
}

/* The first bytes of both roots tell the two apart in a report; the notes have all. */
static unsigned root_start(const struct tree_head *head)
{
    return (unsigned)head->root.bytes[0] << 24 | (unsigned)head->root.bytes[1] << 16 |
           (unsigned)head->root.bytes[2] << 8 | head->root.bytes[3];
}

enum err checkpoint_follows(const struct checkpoint *older, const struct checkpoint *newer,
                            const struct tree_proof *proof, enum checkpoint_verdict *verdict,
                            struct fault *fault)
{
    static const enum err codes[] = {ERR_OK, ERR_OK, ERR_STALE, ERR_FORGED, ERR_FORGED, ERR_REFUSED};
    *verdict = judge(older, newer, proof);
    if (codes[*verdict] == ERR_OK)
        return ERR_OK;
    return fault_set(fault, codes[*verdict],
                     "ledger %.*s: %s: from %" PRIu64 " leaves (root %08x) to %" PRIu64 " (root %08x)",
                     STR_ARG(newer->origin), checkpoint_verdict_name(*verdict), older->head.size,
                     root_start(&older->head), newer->head.size, root_start(&newer->head));
}
