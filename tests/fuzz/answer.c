/* Fuzz: what is read as an answer is written again as the same bytes, and no answer that the
 * fuzzer makes up passes for one to a question of ours. */
#include "private/question.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The proof against a key that nobody has the secret of: the points' first. */
static void must_not_hold(const struct answer *answer)
{
    struct oprf_batch batch = {.mode = OPRF_VERIFIABLE,
                               .count = QUESTION_KEYS,
                               .blinded = answer->points,
                               .evaluated = answer->points};
    must(oprf_verify(&batch, &answer->points[0], &answer->proof, NULL) == ERR_FORGED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct answer answer;
    struct fault fault = {.code = ERR_OK};
    must(group_start(NULL) == ERR_OK);
    enum err code = answer_decode(data, size, &answer, &fault);
    must(code == fault.code && (code == ERR_OK) == (fault.detail[0] == '\0'));
    if (code)
        return 0;
    unsigned char again[ANSWER_BYTES];
    answer_encode(&answer, again);
    must(size == sizeof again && memcmp(again, data, size) == 0);
    if (answer.refusal == REFUSAL_NONE)
        must_not_hold(&answer);
    return 0;
}
