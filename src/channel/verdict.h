/* Verdict: what a desk says to a message that came. The table is verdicts.def. */
#ifndef LIAISON_CHANNEL_VERDICT_H
#define LIAISON_CHANNEL_VERDICT_H

#include "base/str.h"

#include <stdbool.h>

enum verdict {
#define V(name, code, word, sentence) VERDICT_##name = (code),
#include "channel/verdicts.def"
#undef V
    VERDICT_END,
    VERDICT_FIRST_WITHOUT_NUMBER = VERDICT_FORGED
};

/* NULL where there is no such verdict. */
const char *verdict_word(unsigned verdict);

/* True where the message is in the ledger and uses up its number. */
static inline bool verdict_uses_number(enum verdict verdict)
{
    return verdict < VERDICT_FIRST_WITHOUT_NUMBER;
}

#endif
