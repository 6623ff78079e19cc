/* Words: the names of cultures.def as lists to draw from, and how each is
 * written in Latin letters. Internal to synth/. */
#ifndef LIAISON_SYNTH_WORDS_H
#define LIAISON_SYNTH_WORDS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/random.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One way to write a word in Latin letters, capitalised. */
struct spelling {
    struct str latin;
    const char *scheme; /* static; spellings of one scheme go together */
};

struct word {
    struct str original;        /* as its script writes it */
    struct str reading;         /* empty where the script tells it */
    struct spelling *spellings; /* NULL until asked for; then at least one */
    size_t spellings_n;
};

struct words {
    struct word *at;
    uint64_t *up_to; /* of each, the weights up to and with it */
    size_t n;
};

/* Room for n words. NO_MEMORY. */
enum err words_init(struct arena *arena, struct words *words, size_t n, struct fault *fault) MUST_USE;

/* How many words a list of cultures.def holds. */
size_t words_in_list(struct str list);

/* Adds the words of a list, "original" or "original:Reading", one blank between them: those without a
 * reading may hold none, those with one may ("بن عمار:bin Ammar"). Room must be there. */
void words_add_list(struct words *words, struct str list);

/* Makes one word of two, the second without its capital; the strings lie in the arena. */
enum err word_join(struct arena *arena, const struct word *first, const struct word *second,
                   struct word *joined, struct fault *fault) MUST_USE;

/* Adds one word that is made of two; the strings lie in the arena. */
enum err words_add_joined(struct arena *arena, struct words *words, const struct word *stem,
                          const struct word *ending, struct fault *fault) MUST_USE;

/* Weighs the words: 1 / (rank + 5), the law of Zipf and Mandelbrot, in integers. */
void words_weigh(struct words *words);

/* Draws one by weight; evenly where even. words must not be empty. */
size_t words_draw(const struct words *words, struct seeded *seeded);
size_t words_draw_even(const struct words *words, struct seeded *seeded);

/* Fills in the spellings of the word: of its reading and its respellings, else
 * those that the romanisers of its script give. NO_MEMORY. */
enum err word_spell(struct arena *arena, struct arena *scratch, struct word *word,
                    struct fault *fault) MUST_USE;

/* The spelling by this scheme, else the most usual. The word must be spelled. */
struct str word_by(const struct word *word, const char *scheme);

#endif
