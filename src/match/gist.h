/* Gist: the most that all but the names and dates of two persons can bring, from 16 bytes of one of them;
 * beside these lies the mark of the names.
 *
 * An index asks it of a record before it touches the names themselves. It follows compare.c and ties.c rule
 * by rule; tests/unit/bound_test.c holds it against them. */
#ifndef LIAISON_MATCH_GIST_H
#define LIAISON_MATCH_GIST_H

#include "match/mark.h"
#include "match/model.h"
#include "match/person.h"

/* What a person says besides dates; the bytes lie so in index files. */
struct gist {
    country birth; /* 0: none given; GIST_SEVERAL */
    country nationality;
    uint16_t places;          /* a Bloom filter over the skeletons of places of birth */
    uint8_t gender : 7;       /* 'm', 'f' or 0 */
    uint8_t may_be_fused : 1; /* one of its names may be (person.h); set by whoever knows their tokens */
    uint8_t names_n;          /* at most 255 */
    uint32_t numbers;         /* Bloom filters over the numbers in addresses */
    uint32_t documents; /* and over thirds of documents' numbers: a slip spoils no more than two of them */
    struct mark names;  /* empty, until whoever knows their skeletons adds these */
};
_Static_assert(sizeof(struct gist) == 32, "a gist lies within a line of memory");

enum { GIST_SEVERAL = 0xffff };

/* As person_says_who. */
static inline bool gist_says_who(const struct gist *gist)
{
    return gist->names_n > 0 || gist->documents > 0;
}

void gist_init(const struct person *person, size_t names_n, struct gist *gist);

/* The most that what two persons say besides names and dates can bring, where they share no document and no
 * contact. Symmetric. */
double gist_most(const struct weights *weights, const struct gist *own, const struct gist *gist);

#endif
