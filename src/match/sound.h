/* Sound: how likely a name of one alphabet is written so in Latin letters.
 *
 * A noisy channel over chunks: one or two symbols of the source give nothing or
 * up to three Latin letters, and Latin letters may appear from nothing (the
 * unwritten vowels of Arabic and Hebrew). Each choice has a cost,
 * -ln P(letters | symbols, place) one way and -ln P(symbols | letters, place) the
 * other, learned by expectation maximisation from
 * pairs of tokens (match/learn_sound.h; the joint-sequence model of Bisani and
 * Ney, "Joint-sequence models for grapheme-to-phoneme conversion", 2008, without
 * context). The cost of a pair of tokens is that of its best segmentation.
 *
 * Places: the first chunk of a token, the last, and those between are learned
 * apart, as names begin and end in their own ways. */
#ifndef LIAISON_MATCH_SOUND_H
#define LIAISON_MATCH_SOUND_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "match/alphabet.h"

#include <stdint.h>

/* Which side is given, and which is written from it. */
enum sound_direction { TO_LATIN, FROM_LATIN, DIRECTION_COUNT };

enum sound_place { PLACE_MIDDLE, PLACE_FIRST, PLACE_LAST, PLACE_COUNT };

enum {
    SOUND_SOURCE_CHUNK = 2, /* symbols of one chunk at most */
    SOUND_LATIN_CHUNK = 3,  /* letters of one chunk at most */
    SOUND_FILTER_WORDS = 4, /* of a Bloom filter over Latin chunks */
    SOUND_UNIT = 256,       /* costs are in nats / 256 */
    SOUND_IMPOSSIBLE = 0xffff
};

struct sounds;

/* A Latin token made ready: the numbers of the chunks that begin at each letter. */
struct sound_latin {
    uint8_t n;
    uint8_t letters[SYMBOLS_MAX];                       /* 1 to 26 */
    uint16_t chunk[SOUND_LATIN_CHUNK - 1][SYMBOLS_MAX]; /* [length - 2][where]; 0 where none is known */
    uint64_t filter[SOUND_FILTER_WORDS];                /* over these, its letters, and nothing */
};

/* Reads the learned costs, lines of "alphabet source latin place cost cost",
 * to Latin and from it, in nats / 256 ("-" for nothing). The model lies in the arena. BAD_INPUT names the
 * line. */
enum err sounds_load(struct arena *arena, struct str text, struct sounds **sounds,
                     struct fault *fault) MUST_USE;

/* Makes a Latin token (a-z; other bytes are left out) ready. */
void sound_latin_init(const struct sounds *sounds, struct str latin, struct sound_latin *ready);

/* How many letters must be taken from and put into one token to make the other. */
int sound_letters_apart(const struct sound_latin *a, const struct sound_latin *b);

/* -ln P(latin | symbols), or -ln P(symbols | latin), in nats / 256, by the best segmentation; limit + 1
 * where it is more than limit. Reentrant. */
int32_t sounds_cost(const struct sounds *sounds, enum sound_direction direction, enum alphabet alphabet,
                    const uint8_t *symbols, size_t n, const struct sound_latin *latin, int32_t limit);

#endif
