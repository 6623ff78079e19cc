/* Learning from files of tokens: what is read, and what is learned from it. */
#ifndef LIAISON_MATCH_LEARN_TOKENS_H
#define LIAISON_MATCH_LEARN_TOKENS_H

#include "base/arena.h"
#include "base/error.h"
#include "match/learn_rarity.h"
#include "match/learn_sound.h"
#include "name/parse.h"

/* A token in its own script and in Latin letters, and on how many people it was seen. */
struct token_pair {
    struct str latin;    /* a-z, the most usual folding */
    struct str original; /* folded */
    enum script script;
    double count;
};

struct token_file {
    struct token_pair *pairs;
    size_t n;
    size_t capacity;
    size_t passed_over; /* lines without two tokens */
};

/* Reads lines "latin TAB original [TAB count]" (original_first: the other way
 * round) and adds them; strings lie in the arena. Free pairs with free(). */
enum err token_file_add(struct arena *arena, const char *path, bool original_first, struct token_file *file,
                        struct fault *fault) MUST_USE;

/* Appends the sound costs of the alphabet of the pairs. */
enum err learn_alphabet(const struct token_file *file, struct sound_learning *learning, struct buf *out,
                        struct fault *fault) MUST_USE;

/* Appends the costs of Latin spellings of one another: those that stand for the
 * same original token, two and two. */
enum err learn_spellings(struct token_file *files, size_t files_n, struct sound_learning *learning,
                         struct buf *out, struct fault *fault) MUST_USE;

/* Appends the costs of Latin spellings that the schemes of romanise.h give to one original, each with each,
 * as costs of an alphabet: as German and English papers write a Russian. Where vowels are unwritten, doubles
 * are too: there also with a letter doubled (Qadhafi, Kaddafi); what the schemes fill in for vowels tells
 * nothing of them. Of so many originals one is taken: what the schemes do is the same with all. */
enum err learn_schemes(struct token_file *file, enum alphabet alphabet, size_t every,
                       struct sound_learning *learning, struct buf *out, struct fault *fault) MUST_USE;

#endif
