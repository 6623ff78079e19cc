/* Learning the sound model from pairs of tokens by expectation maximisation. */
#ifndef LIAISON_MATCH_LEARN_SOUND_H
#define LIAISON_MATCH_LEARN_SOUND_H

#include "base/buf.h"
#include "base/error.h"
#include "match/alphabet.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A token in its alphabet's symbols and in Latin letters (1 to 26). */
struct sound_pair {
    uint8_t symbols[SYMBOLS_MAX];
    uint8_t letters[SYMBOLS_MAX];
    uint8_t symbols_n;
    uint8_t letters_n;
    float weight;
};

struct sound_learning {
    size_t rounds;       /* of expectation maximisation */
    size_t source_chunk; /* symbols of one chunk at most: 1 or 2 */
    double discount;     /* taken off every count each round, so that rare chunks die out */
    bool mutual;         /* neither side is the other's source: each way costs the mean of both */
    double likelihood;   /* out: mean ln P of a pair in the last round */
    size_t chunks;       /* out: chunk pairs kept */
};

/* Appends the learned costs to out, as sounds_load reads them. NO_MEMORY. */
enum err learn_sound(enum alphabet alphabet, const struct sound_pair *pairs, size_t n,
                     struct sound_learning *learning, struct buf *out, struct fault *fault) MUST_USE;

#endif
