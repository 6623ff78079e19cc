/* Learning rarity from counts of name tokens. */
#ifndef LIAISON_MATCH_LEARN_RARITY_H
#define LIAISON_MATCH_LEARN_RARITY_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>

/* How many people bear a Latin token (a-z). */
struct token_count {
    struct str latin;
    double people;
};

/* Sorts and makes one of equal tokens; returns how many are left. */
size_t token_counts_add_up(struct token_count *counts, size_t n);

/* Appends the table that rarity_load reads. The counts are sorted in place and
 * equal tokens added up. Tokens of fewer than least people are left to the
 * letter model. NO_MEMORY. */
enum err learn_rarity(struct token_count *counts, size_t n, double least, struct buf *out,
                      struct fault *fault) MUST_USE;

#endif
