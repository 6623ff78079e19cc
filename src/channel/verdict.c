/* Verdict: the table of verdicts. See verdict.h. */
#include "channel/verdict.h"

#include <stddef.h>

static const char *const words[VERDICT_END] = {
#define V(name, code, word, sentence) [code] = (word),
#include "channel/verdicts.def"
#undef V
};

const char *verdict_word(unsigned verdict)
{
    return verdict < VERDICT_END ? words[verdict] : NULL;
}
