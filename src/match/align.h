/* Align: two names put together token by token, as evidence.
 *
 * Tokens are assigned one to one whatever their order, two neighbouring tokens
 * may stand for one on the other side, and of all assignments the best is
 * taken (dynamic programming over the sets of tokens used; not greedy). A token
 * that the other side lacks costs little; one that contradicts costs much, and
 * takes back most of what the rest says, as relatives share names. */
#ifndef LIAISON_MATCH_ALIGN_H
#define LIAISON_MATCH_ALIGN_H

#include "match/person.h"
#include "match/token.h"

#include <stddef.h>

enum { ALIGN_STATES = 1 << PERSON_NAME_TOKENS, ALIGN_PAIRS = 2 * PERSON_NAME_TOKENS };

/* One line of an alignment: indices into the two names' tokens, counts of 1 or
 * 2 where two stand for one, 0 where the other side has nothing. */
struct align_pair {
    uint8_t a, a_n;
    uint8_t b, b_n;
    struct token_evidence evidence;
};

struct alignment {
    double nats;     /* the sum of all below */
    double together; /* names of one origin or family come together, so many say less than each (<= 0) */
    double relative; /* what a contradiction takes back (<= 0) */
    double single;   /* one token against a whole name (<= 0) */
    double disputed; /* 0 with no contradiction, towards 1 with a full one */
    bool given;      /* a given name agrees with a given name */
    size_t pairs_n;
    struct align_pair pair[ALIGN_PAIRS];
};

/* Evidence of the tokens of two persons, worked out when first asked for. */
struct token_matrix {
    const struct model *model;
    const struct person *a;
    const struct person *b;
    struct token_evidence *cell; /* [a token][b token] */
    unsigned char *known;
    size_t capacity;
};

/* Begins a pair of persons; false where there is no memory. */
bool token_matrix_begin(struct token_matrix *matrix, const struct model *model, const struct person *a,
                        const struct person *b);
void token_matrix_release(struct token_matrix *matrix);

/* What an alignment of these names can reach at most: no more than what each
 * token of one agrees at best with any of the other. Cheap. */
double align_bound(struct token_matrix *matrix, const struct person_name *a, const struct person_name *b);

static inline bool align_is_full(uint8_t part)
{
    return part == PART_UNKNOWN || part == PART_FAMILY || part == PART_GIVEN;
}

/* Whether a token of a shorter name contradicts a longer one that nothing of it agrees with, and that has
 * such parts (a bit each): else it is missing there, where one of its kind could be. A nisba or an initial
 * stands where a name could. */
static inline bool align_must_agree(uint8_t part, uint16_t others)
{
    return align_is_full(part) || part == PART_NISBA || part == PART_INITIAL || (others >> part & 1);
}

/* What tokens that agree so much in all bring a pair of names: the more, the less each. */
double names_together(const struct weights *weights, double agreeing);

/* Memory for one alignment at a time; some 180 KB, so it lies with the comparer. */
struct align_scratch;
struct align_scratch *align_scratch_new(void);
void align_scratch_free(struct align_scratch *scratch);

/* The best alignment of name a of person a and name b of person b. */
void align_names(struct token_matrix *matrix, struct align_scratch *scratch, const struct person_name *a,
                 const struct person_name *b, struct alignment *alignment);

/* The share of what agrees that a pair of tokens leaves undisputed which says so much (nats, against below
 * 0). */
double align_undisputed(double nats);

#endif
