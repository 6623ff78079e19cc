/* Learning names that stand for one another (Yusuf, Joseph): from tokens and a list.
 *
 * Two Latin tokens of different skeletons are linked where several persons of
 * one source carry the one for the other: an original token that both are
 * written for, or two names of a listed person that agree in all else. A link
 * that two sources agree on, or enough persons of the list, is kept; names all of
 * which are linked to one another make a class. So a single pair, or a single
 * wrong page, makes no equivalence. */
#ifndef LIAISON_MATCH_LEARN_NAMES_H
#define LIAISON_MATCH_LEARN_NAMES_H

#include "match/learn_lists.h"
#include "match/learn_tokens.h"

struct names_learning {
    size_t links;   /* out: found */
    size_t kept;    /* of them */
    size_t classes; /* made of these */
    size_t written; /* classes of name/equivalents.def, */
    size_t borne;   /* and those of them of which the data have two names for one another as well */
};

/* Appends lines of names with spaces between, a class each, in an order that the
 * data alone decide. The pairs are sorted in place. NO_MEMORY. */
enum err learn_names(struct token_file **files, size_t files_n, const struct listed_names *listed,
                     struct names_learning *learning, struct buf *out, struct fault *fault) MUST_USE;

#endif
