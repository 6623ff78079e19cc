/* Verdict: the table of verdicts. See verdict.h. */
#include "channel/verdict.h"

#include <stddef.h>

static const struct {
    const char *word, *sentence;
} rows[VERDICT_END] = {
#define V(name, code, word, sentence) [code] = {word, sentence},
#include "channel/verdicts.def"
#undef V
};

const char *verdict_word(unsigned verdict)
{
    return verdict < VERDICT_END ? rows[verdict].word : NULL;
}

const char *verdict_sentence(unsigned verdict)
{
    return verdict < VERDICT_END ? rows[verdict].sentence : NULL;
}
