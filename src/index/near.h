/* Near: the skeletons that a token of a query may have been written with besides its own, of those that a
 * segment has: a slip apart from it or from what may be a name behind its particles, and those of equivalent
 * names. */
#ifndef LIAISON_INDEX_NEAR_H
#define LIAISON_INDEX_NEAR_H

#include "index/keys.h"
#include "index/segment.h"

struct near_skeleton {
    skeleton skeleton;
    float nats; /* what a token so written agrees at most; of nearly all that do so the truth is less */
};

struct near {
    const struct model *model;
    const unsigned char *filter; /* of the segment */
    unsigned filter_bits;
    struct near_skeleton *at;
    size_t n, room;
    bool failed; /* no memory: some are missing */
};

/* Begins anew; near was zeroes, or begun before. */
void near_begin(struct near *near, struct segment *segment, const struct model *model);

/* Adds those of a token, whose own skeletons are given. */
void near_add(struct near *near, const struct person_token *token, const struct token_skeletons *own);
void near_release(struct near *near);

#endif
