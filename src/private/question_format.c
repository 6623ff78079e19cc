/* Question format: question, answer and match proof as bytes. See question.h. */
#include "private/question.h"

#include "private/wire.h"

#include <inttypes.h>
#include <sodium.h>

enum { MAGIC_BYTES = 8 };

static const char QUESTION_MAGIC[MAGIC_BYTES] = "LIAISONQ";
static const char ANSWER_MAGIC[MAGIC_BYTES] = "LIAISONA";
static const char PROOF_MAGIC[MAGIC_BYTES] = "LIAISONP";

_Static_assert(QUESTION_BYTES == ANSWER_BYTES, "an observer cannot tell question from answer by size");

/* Exact size, magic and version: what all three formats begin with. */
static enum err take_start(const unsigned char **at, size_t n, size_t expected, const char *magic,
                           const char *what, struct fault *fault)
{
    if (n != expected)
        return fault_set(fault, ERR_BAD_INPUT, "%s: %zu bytes, not %zu", what, n, expected);
    if (memcmp(*at, magic, MAGIC_BYTES) != 0)
        return fault_set(fault, ERR_BAD_INPUT, "%s: does not begin as one", what);
    *at += MAGIC_BYTES;
    uint64_t version = wire_take(at, 2);
    if (version != QUESTION_VERSION)
        return fault_set(fault, ERR_UNSUPPORTED, "%s: version %" PRIu64 ", not %d", what, version,
                         (int)QUESTION_VERSION);
    return ERR_OK;
}

static enum err not_zero(const char *what, struct fault *fault)
{
    return fault_set(fault, ERR_BAD_INPUT, "%s: reserved bytes are not zero", what);
}

static enum err take_points(const unsigned char **at, struct group_point *points, const char *what,
                            struct fault *fault)
{
    wire_take_bytes(at, points, QUESTION_KEYS * sizeof *points);
    for (size_t i = 0; i < QUESTION_KEYS; i++) {
        enum err code = group_check_point(&points[i], what, i, fault);
        if (code)
            return code;
    }
    return ERR_OK;
}

void question_encode(const struct question *question, unsigned char out[QUESTION_BYTES])
{
    unsigned char *at = wire_put_bytes(out, QUESTION_MAGIC, MAGIC_BYTES);
    at = wire_put(at, QUESTION_VERSION, 2);
    at = wire_put(at, QUESTION_KEYS, 2);
    at = wire_put(at, 0, 4);
    epoch_encode(&question->epoch, at);
    at = wire_put_bytes(at + EPOCH_BYTES, question->root, sizeof question->root);
    at = wire_put_bytes(at, question->id, sizeof question->id);
    wire_put_bytes(at, question->points, sizeof question->points);
}

enum err question_decode(const unsigned char *bytes, size_t n, struct question *question, struct fault *fault)
{
    const unsigned char *at = bytes;
    enum err code = take_start(&at, n, QUESTION_BYTES, QUESTION_MAGIC, "question", fault);
    if (code)
        return code;
    uint64_t keys = wire_take(&at, 2);
    if (keys != QUESTION_KEYS)
        return fault_set(fault, ERR_BAD_INPUT, "question: %" PRIu64 " keys, not %d", keys,
                         (int)QUESTION_KEYS);
    if (wire_take(&at, 4) != 0)
        return not_zero("question", fault);
    code = epoch_decode(at, &question->epoch, fault);
    if (code)
        return code;
    at += EPOCH_BYTES;
    wire_take_bytes(&at, question->root, sizeof question->root);
    wire_take_bytes(&at, question->id, sizeof question->id);
    return take_points(&at, question->points, "question: point", fault);
}

enum err question_digest(const struct question *question, unsigned char digest[QUESTION_DIGEST_BYTES],
                         struct fault *fault)
{
    unsigned char bytes[QUESTION_BYTES];
    question_encode(question, bytes);
    if (crypto_hash_sha256(digest, bytes, sizeof bytes) != 0)
        return fault_set(fault, ERR_BUG, "libsodium failed to hash");
    return ERR_OK;
}

void answer_encode(const struct answer *answer, unsigned char out[ANSWER_BYTES])
{
    unsigned char *at = wire_put_bytes(out, ANSWER_MAGIC, MAGIC_BYTES);
    at = wire_put(at, QUESTION_VERSION, 2);
    at = wire_put(at, (uint64_t)answer->refusal, 1);
    at = wire_put(at, 0, 5);
    at = wire_put_bytes(at, answer->question, sizeof answer->question);
    at = wire_put_bytes(at, answer->points, sizeof answer->points);
    at = wire_put_bytes(at, answer->proof.c.b, GROUP_BYTES);
    wire_put_bytes(at, answer->proof.s.b, GROUP_BYTES);
}

/* A refusal carries nothing else, and takes as many bytes. */
static enum err take_refusal(const unsigned char *at, struct answer *answer, struct fault *fault)
{
    if (!sodium_is_zero(at, QUESTION_KEYS * GROUP_BYTES + 2 * GROUP_BYTES))
        return fault_set(fault, ERR_BAD_INPUT, "answer: a refusal that carries points");
    memset(answer->points, 0, sizeof answer->points);
    memset(&answer->proof, 0, sizeof answer->proof);
    return ERR_OK;
}

enum err answer_decode(const unsigned char *bytes, size_t n, struct answer *answer, struct fault *fault)
{
    const unsigned char *at = bytes;
    enum err code = take_start(&at, n, ANSWER_BYTES, ANSWER_MAGIC, "answer", fault);
    if (code)
        return code;
    uint64_t refusal = wire_take(&at, 1);
    if (!refusal_sentence((unsigned)refusal))
        return fault_set(fault, ERR_BAD_INPUT, "answer: there is no refusal %" PRIu64, refusal);
    answer->refusal = (enum refusal)refusal;
    if (wire_take(&at, 5) != 0)
        return not_zero("answer", fault);
    wire_take_bytes(&at, answer->question, sizeof answer->question);
    if (refusal)
        return take_refusal(at, answer, fault);
    code = take_points(&at, answer->points, "answer: point", fault);
    if (code)
        return code;
    wire_take_bytes(&at, answer->proof.c.b, GROUP_BYTES);
    wire_take_bytes(&at, answer->proof.s.b, GROUP_BYTES);
    if (!group_scalar_is_canonical(&answer->proof.c) || !group_scalar_is_canonical(&answer->proof.s))
        return fault_set(fault, ERR_BAD_INPUT, "answer: the proof holds a scalar that is not canonical");
    return ERR_OK;
}

void match_proof_encode(const struct match_proof *proof, unsigned char out[MATCH_PROOF_BYTES])
{
    unsigned char *at = wire_put_bytes(out, PROOF_MAGIC, MAGIC_BYTES);
    at = wire_put(at, QUESTION_VERSION, 2);
    at = wire_put_bytes(at, proof->value.b, TABLE_VALUE_BYTES);
    at = wire_put(at, 0, 4);
    epoch_encode(&proof->epoch, at);
    at = wire_put_bytes(at + EPOCH_BYTES, proof->root, sizeof proof->root);
    wire_put_bytes(at, proof->question, sizeof proof->question);
}

enum err match_proof_decode(const unsigned char *bytes, size_t n, struct match_proof *proof,
                            struct fault *fault)
{
    const unsigned char *at = bytes;
    enum err code = take_start(&at, n, MATCH_PROOF_BYTES, PROOF_MAGIC, "match proof", fault);
    if (code)
        return code;
    wire_take_bytes(&at, proof->value.b, TABLE_VALUE_BYTES);
    if (wire_take(&at, 4) != 0)
        return not_zero("match proof", fault);
    code = epoch_decode(at, &proof->epoch, fault);
    if (code)
        return code;
    at += EPOCH_BYTES;
    wire_take_bytes(&at, proof->root, sizeof proof->root);
    wire_take_bytes(&at, proof->question, sizeof proof->question);
    return ERR_OK;
}

void asking_encode(const struct asking *asking, unsigned char out[ASKING_BYTES])
{
    unsigned char *at = wire_put(out, asking->keys, 2);
    at = wire_put_bytes(at, asking->inputs, sizeof asking->inputs);
    wire_put_bytes(at, asking->blinds, sizeof asking->blinds);
}

enum err asking_decode(const unsigned char *bytes, size_t n, const struct question *question,
                       const struct table_expected *table, struct asking *asking, struct fault *fault)
{
    const unsigned char *at = bytes;
    if (n != ASKING_BYTES)
        return fault_set(fault, ERR_BAD_INPUT, "what was kept of a question: %zu bytes", n);
    asking->keys = (size_t)wire_take(&at, 2);
    wire_take_bytes(&at, asking->inputs, sizeof asking->inputs);
    wire_take_bytes(&at, asking->blinds, sizeof asking->blinds);
    asking->table = *table;
    memcpy(asking->points, question->points, sizeof asking->points);
    if (asking->keys == 0 || asking->keys > QUESTION_KEYS)
        return fault_set(fault, ERR_BAD_INPUT, "what was kept of a question: %zu keys", asking->keys);
    return question_digest(question, asking->question, fault);
}
