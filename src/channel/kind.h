/* Kind: what a message may be, when it passes, and what it makes somebody owe.
 * The table is record/kinds.def. */
#ifndef LIAISON_CHANNEL_KIND_H
#define LIAISON_CHANNEL_KIND_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* What a channel may carry, fullest first. */
enum level { LEVEL_OPEN, LEVEL_RESTRICTED, LEVEL_SUSPENDED, LEVEL_COUNT };

enum effect {
    EFFECT_OPENS,
    EFFECT_ENDS,
    EFFECT_TAKES,
    EFFECT_PAUSES,
    EFFECT_RESUMES,
    EFFECT_EXTENDS,
    EFFECT_DISPUTES,
    EFFECT_INFORMS
};

/* The codes on the wire are the values. */
enum kind {
    KIND_NONE = 0,
#define M(name, word, code, level, answers, effect, hours, purpose) KIND_##name = (code),
#include "record/kinds.def"
#undef M
    KIND_END,
    KIND_ANY = 0xffff
};

/* The word of a kind, NULL where there is no such kind. */
const char *kind_word(unsigned kind);

/* KIND_NONE where no kind has this word. */
enum kind kind_of(struct str word);

/* The kind it refers to: KIND_NONE, KIND_ANY or a kind. */
enum kind kind_answers(enum kind kind);
enum effect kind_effect(enum kind kind);

/* Hours from the receipt to the due time, where neither the message nor the profile of its agreement says
 * another; 0: nothing is owed. */
unsigned kind_hours(enum kind kind);

/* True where the kind passes at this level. */
bool kind_passes(enum kind kind, enum level level);

/* True where its content must say what it is for. */
bool kind_serves(enum kind kind);

/* True where the sender of an answer is the one who got what it answers: most,
 * but the asker itself takes back, clarifies and disputes. */
bool kind_is_from_asker(enum kind kind);

/* Who says how useful it was: who asked, or, of a tip and a warning that nobody had asked for, who was told.
 */
bool kind_asker_judges(enum kind kind);

const char *level_word(enum level level);
bool level_of(struct str word, enum level *level);

#endif
