/* Words: the vocabularies of words.def as enumerations, each value with the one
 * word that stands for it in events, in SQL and on the command line. */
#ifndef LIAISON_RULES_WORDS_H
#define LIAISON_RULES_WORDS_H

#include "base/error.h"
#include "base/str.h"

#define SET(set, prefix) enum set { prefix##_NONE,
#define W(prefix, name, word) prefix##_##name,
#define END(set, prefix)                                                                                     \
    prefix##_WORDS                                                                                           \
    }                                                                                                        \
    ;
#include "rules/words.def"
#undef SET
#undef W
#undef END

enum words {
#define SET(set, prefix) WORDS_##set,
#define W(prefix, name, word)
#define END(set, prefix)
#include "rules/words.def"
#undef SET
#undef W
#undef END
    WORDS_COUNT
};

/* The word of a value; "" for NONE and for what is no value of the set. */
const char *word(enum words set, int value);
struct str word_str(enum words set, int value);

/* "a" or "an", as goes before the word. */
const char *word_article(const char *word);

/* The value of a word, 0 (NONE) where the set has no such word. */
int word_value(enum words set, struct str text);

/* The same for what a person typed: ERR_USAGE names the set and its words. */
enum err word_read(enum words set, struct str text, int *value, struct fault *fault) MUST_USE;

/* Values of the set: 1 to words_count - 1. */
int words_count(enum words set);

#endif
