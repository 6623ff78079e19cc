/* Question: Ask, Check, Answer, Learn, Prove. See question.h. */
#include "private/question.h"

#include <sodium.h>

#include <string.h>

/* Where keys are fewer than n_q, random ones take their place: nobody, the asker included, learns anything by
 * them. */
static void pad(struct asking *asking, struct random random)
{
    for (size_t i = asking->keys; i < QUESTION_KEYS; i++)
        random.fill(random.context, asking->inputs[i].b, sizeof asking->inputs[i].b);
}

static enum err blind_all(struct asking *asking, struct random random, struct fault *fault)
{
    for (size_t i = 0; i < QUESTION_KEYS; i++) {
        struct str input = {(const char *)asking->inputs[i].b, sizeof asking->inputs[i].b};
        enum err code =
            oprf_blind(OPRF_VERIFIABLE, input, random, &asking->blinds[i], &asking->points[i], fault);
        if (code)
            return code;
    }
    return ERR_OK;
}

enum err question_ask(const struct table_expected *table, const struct match_key *keys, size_t count,
                      struct random random, struct question *question, struct asking *asking,
                      struct fault *fault)
{
    if (count == 0 || count > QUESTION_KEYS)
        return fault_set(fault, ERR_BAD_INPUT, "a question has 1 to %d keys, not %zu", (int)QUESTION_KEYS,
                         count);
    asking->table = *table;
    asking->keys = count;
    memcpy(asking->inputs, keys, count * sizeof *keys);
    pad(asking, random);
    enum err code = blind_all(asking, random, fault);
    if (!code) {
        question->epoch = table->epoch;
        memcpy(question->root, table->root, sizeof question->root);
        random.fill(random.context, question->id, sizeof question->id);
        memcpy(question->points, asking->points, sizeof question->points);
        code = question_digest(question, asking->question, fault);
    }
    if (code)
        asking_wipe(asking);
    return code;
}

void asking_wipe(struct asking *asking)
{
    sodium_memzero(asking, sizeof *asking);
}

enum err question_check(const struct question *question, const struct table_expected *table,
                        struct fault *fault)
{
    enum err code = epoch_check(&question->epoch, &table->epoch, "question", fault);
    if (code)
        return code;
    if (memcmp(question->root, table->root, TABLE_ROOT_BYTES) != 0)
        return fault_set(fault, ERR_STALE, "the question names another table than the one in force");
    return ERR_OK;
}

enum err question_answer(const struct oprf_engine *engine, const struct question *question,
                         struct answer *answer, struct fault *fault)
{
    answer->refusal = REFUSAL_NONE;
    enum err code = question_digest(question, answer->question, fault);
    if (code)
        return code;
    return engine->evaluate(engine->context, &question->epoch, question->points, QUESTION_KEYS,
                            answer->points, &answer->proof, fault);
}

enum err question_refuse(const struct question *question, enum refusal refusal, struct answer *answer,
                         struct fault *fault)
{
    *answer = (struct answer){.refusal = refusal};
    return question_digest(question, answer->question, fault);
}

/* The values of the asked keys, once the proof holds. */
static enum err unblind(const struct asking *asking, const struct answer *answer,
                        unsigned char (*outputs)[OPRF_OUTPUT_BYTES], struct fault *fault)
{
    struct str inputs[QUESTION_KEYS];
    for (size_t i = 0; i < QUESTION_KEYS; i++)
        inputs[i] = (struct str){(const char *)asking->inputs[i].b, sizeof asking->inputs[i].b};
    struct oprf_batch batch = {.mode = OPRF_VERIFIABLE,
                               .count = QUESTION_KEYS,
                               .blinded = asking->points,
                               .evaluated = answer->points};
    struct oprf_client client = {.inputs = inputs,
                                 .blinds = asking->blinds,
                                 .public_key = &asking->table.public_key,
                                 .proof = &answer->proof};
    return oprf_finalize(&batch, &client, outputs, fault);
}

static size_t read_table(const struct asking *asking, const struct table *table,
                         unsigned char (*outputs)[OPRF_OUTPUT_BYTES], struct question_match *matches)
{
    struct table_value values[TABLE_SLOTS];
    struct match_output output;
    size_t count = 0;
    for (size_t i = 0; i < asking->keys; i++) {
        memcpy(output.b, outputs[i], sizeof output.b);
        size_t n = table_lookup(table, &output, values);
        for (size_t k = 0; k < n; k++)
            matches[count++] = (struct question_match){i, values[k]};
    }
    sodium_memzero(&output, sizeof output);
    return count;
}

enum err question_learn(const struct asking *asking, const struct answer *answer, const struct table *table,
                        struct question_match matches[QUESTION_MATCHES_MAX], size_t *count,
                        struct fault *fault)
{
    unsigned char outputs[QUESTION_KEYS][OPRF_OUTPUT_BYTES];
    if (memcmp(answer->question, asking->question, QUESTION_DIGEST_BYTES) != 0)
        return fault_set(fault, ERR_BAD_INPUT, "the answer is to another question");
    if (answer->refusal)
        return fault_set(fault, ERR_REFUSED, "the counterpart: %s", refusal_sentence(answer->refusal));
    if (memcmp(table_facts_of(table)->root, asking->table.root, TABLE_ROOT_BYTES) != 0)
        return fault_set(fault, ERR_STALE, "the table is not the one that was asked about");
    enum err code = unblind(asking, answer, outputs, fault);
    if (!code)
        *count = read_table(asking, table, outputs, matches);
    sodium_memzero(outputs, sizeof outputs);
    return code;
}

void match_proof_of(const struct asking *asking, const struct table_value *value, struct match_proof *proof)
{
    proof->epoch = asking->table.epoch;
    proof->value = *value;
    memcpy(proof->root, asking->table.root, sizeof proof->root);
    memcpy(proof->question, asking->question, sizeof proof->question);
}

enum err match_proof_check(const struct match_proof *proof, const struct question *answered,
                           struct fault *fault)
{
    unsigned char digest[QUESTION_DIGEST_BYTES];
    enum err code = epoch_check(&proof->epoch, &answered->epoch, "match proof", fault);
    if (!code)
        code = question_digest(answered, digest, fault);
    if (code)
        return code;
    if (memcmp(proof->root, answered->root, TABLE_ROOT_BYTES) != 0)
        return fault_set(fault, ERR_FORGED, "the match proof names another table than the question");
    if (memcmp(proof->question, digest, sizeof digest) != 0)
        return fault_set(fault, ERR_FORGED, "the match proof is for a question that was not answered");
    return ERR_OK;
}
