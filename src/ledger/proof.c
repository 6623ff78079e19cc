/* Proof: inclusion proofs and cosignature requests as text. See proof.h. */
#include "ledger/proof.h"

#include "base/limits.h"
#include "ledger/text_line.h"

#include <inttypes.h>

static const struct str first_line = {"c2sp.org/tlog-proof@v1", 22};

/* The rest of a line that begins with the word; false where it does not. */
static bool after(struct str line, struct str word, struct str *value)
{
    if (line.n < word.n || memcmp(line.p, word.p, word.n) != 0)
        return false;
    *value = (struct str){line.p + word.n, line.n - word.n};
    return true;
}

/* Canonical base64 of any length, looked at in pieces of whole quartets. */
static bool is_base64(struct str text)
{
    unsigned char piece[768];
    size_t n;
    bool padded = false;
    if (text.n == 0 || text.n % 4)
        return false;
    while (text.n) {
        size_t step = text.n < 1024 ? text.n : 1024;
        if (padded || !text_line_base64((struct str){text.p, step}, piece, sizeof piece, &n))
            return false;
        padded = n != step / 4 * 3;
        text.p += step;
        text.n -= step;
    }
    return true;
}

static bool fits(struct str text)
{
    return (long long)text.n <= LIMIT_PROOF_BYTES;
}

enum err proof_parse(struct proof *out, struct str text, struct fault *fault)
{
    struct str line, value;
    *out = (struct proof){0};
    if (!fits(text))
        return fault_set(fault, ERR_TOO_LARGE, "proof: %zu bytes", text.n);
    if (!text_line_next(&text, &line) || !str_equal(line, first_line))
        return fault_set(fault, ERR_UNSUPPORTED, "proof: line 1 is not %s", first_line.p);
    if (!text_line_next(&text, &line))
        return fault_set(fault, ERR_BAD_INPUT, "proof: it ends after line 1");
    if (after(line, STR("extra "), &out->extra)) {
        if (!is_base64(out->extra))
            return fault_set(fault, ERR_BAD_INPUT, "proof: line 2: extra data are not base64");
        if (!text_line_next(&text, &line))
            line = (struct str){NULL, 0};
    }
    if (!after(line, STR("index "), &value) || !text_line_decimal(value, &out->index))
        return fault_set(fault, ERR_BAD_INPUT, "proof: no line 'index N'");
    if (!text_line_proof(&text, &out->path))
        return fault_set(fault, ERR_BAD_INPUT, "proof: bad hash at line %zu of its path",
                         out->path.count + 1);
    out->note = text;
    return ERR_OK;
}

enum err proof_write(struct buf *out, const struct proof *proof, struct fault *fault)
{
    buf_add_str(out, first_line);
    buf_add_char(out, '\n');
    if (proof->extra.n) {
        buf_add_str(out, STR("extra "));
        buf_add_str(out, proof->extra);
        buf_add_char(out, '\n');
    }
    buf_printf(out, "index %" PRIu64 "\n", proof->index);
    text_line_add_proof(out, &proof->path);
    buf_add_str(out, proof->note);
    return buf_failed(out) ? fault_set(fault, ERR_NO_MEMORY, "proof: its text") : ERR_OK;
}

/* Every cosigner of the policy has cosigned the note. */
static enum err check_cosigners(const struct proof_policy *policy, const struct note *note,
                                struct fault *fault)
{
    for (size_t i = 0; i < policy->count; i++) {
        enum err err = note_verify(note, &policy->cosigners[i], NULL, fault);
        if (err == ERR_NOT_FOUND)
            err = fault_set(fault, ERR_FORGED, "proof: the checkpoint is not cosigned by %.*s",
                            STR_ARG(policy->cosigners[i].name));
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err proof_check(const struct proof_policy *policy, struct str text, const struct tree_hash *leaf,
                     struct checkpoint *checkpoint, uint64_t *index, struct fault *fault)
{
    struct proof proof;
    struct note note;
    enum err err = proof_parse(&proof, text, fault);
    if (!err)
        err = checkpoint_open(checkpoint, &note, proof.note, policy->log, fault);
    if (!err)
        err = check_cosigners(policy, &note, fault);
    if (!err)
        err = tree_check_inclusion(leaf, proof.index, checkpoint->head.size, &proof.path,
                                   &checkpoint->head.root, fault);
    if (!err)
        *index = proof.index;
    return err;
}

enum err proof_request_parse(struct proof_request *out, struct str text, struct fault *fault)
{
    struct str line, value;
    *out = (struct proof_request){0};
    if (!fits(text))
        return fault_set(fault, ERR_TOO_LARGE, "cosignature request: %zu bytes", text.n);
    if (!text_line_next(&text, &line) || !after(line, STR("old "), &value) ||
        !text_line_decimal(value, &out->old_size))
        return fault_set(fault, ERR_BAD_INPUT, "cosignature request: line 1 is not 'old N'");
    if (!text_line_proof(&text, &out->path))
        return fault_set(fault, ERR_BAD_INPUT, "cosignature request: bad hash at line %zu",
                         out->path.count + 2);
    out->note = text;
    return ERR_OK;
}

enum err proof_request_write(struct buf *out, const struct proof_request *request, struct fault *fault)
{
    buf_printf(out, "old %" PRIu64 "\n", request->old_size);
    text_line_add_proof(out, &request->path);
    buf_add_str(out, request->note);
    return buf_failed(out) ? fault_set(fault, ERR_NO_MEMORY, "cosignature request: its text") : ERR_OK;
}

enum err proof_request_check(const struct checkpoint *remembered, const struct note_key *log,
                             struct str request, struct proof_step *out, struct fault *fault)
{
    struct proof_request parsed;
    struct note note;
    *out = (struct proof_step){.verdict = CHECKPOINT_UNPROVEN};
    enum err err = proof_request_parse(&parsed, request, fault);
    if (!err)
        err = checkpoint_open(&out->checkpoint, &note, parsed.note, log, fault);
    if (err)
        return err;
    out->text = note.text;
    err = checkpoint_follows(remembered, &out->checkpoint, &parsed.path, &out->verdict, fault);
    /* A proof from another size than the remembered one cannot hold, and says nothing of a fork. */
    if (out->verdict == CHECKPOINT_UNPROVEN && parsed.old_size != remembered->head.size)
        return fault_set(fault, ERR_STALE,
                         "cosignature request: from %" PRIu64 " leaves; last cosigned: %" PRIu64,
                         parsed.old_size, remembered->head.size);
    return err;
}
