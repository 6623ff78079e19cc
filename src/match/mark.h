/* Mark: which classes of consonants stand side by side in the names of a record, in 16 bytes: enough to say
 * of most tokens that the record has none so written, or nearly.
 *
 * The pairs of neighbours of all its tokens are put down together, each by a bit in either half (a Bloom
 * filter of two hashes). A class put in, left out or changed takes two pairs of a token at most (Ukkonen,
 * "Approximate string-matching with q-grams and maximal matches", 1992, for q of 2). Two neighbours exchanged
 * take three, and two classes too many four: who asks seeks those as they are (skeleton_far_slips). */
#ifndef LIAISON_MATCH_MARK_H
#define LIAISON_MATCH_MARK_H

#include "name/skeleton.h"

#include <stdbool.h>

/* The bytes lie so in index files. */
struct mark {
    uint64_t half[2];
};

/* Adds the pairs of a skeleton, its first and last class with nothing beside them; of an empty one nothing.
 */
void mark_add(struct mark *mark, skeleton s);

/* Adds all there are: of a record with a token that has no skeleton. */
void mark_add_any(struct mark *mark);

/* How many pairs a slip takes of a skeleton: two; of one so short that one class changed makes another name,
 * the one that a class put in parts. */
uint8_t mark_slip(skeleton s);

/* True where the record may have all pairs of a token's mark but so many. */
static inline bool mark_lacks_few(const struct mark *record, const struct mark *token, unsigned most)
{
    uint64_t lacks[2] = {token->half[0] & ~record->half[0], token->half[1] & ~record->half[1]};
    for (unsigned i = 0; i < most; i++) {
        lacks[0] &= lacks[0] - 1;
        lacks[1] &= lacks[1] - 1;
    }
    return (lacks[0] | lacks[1]) == 0;
}

#endif
