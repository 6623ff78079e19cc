/* Rarity: how few people bear a name token, from public counts.
 *
 * -ln of the share of people, by the token's spelling where it was counted,
 * else by a letter model of names; and by its skeleton, so that an odd spelling
 * of a common name need not be taken for a rare name. Integer
 * only, frozen by version; made by 'liaison train' (see data/learned/RECORD.md). */
#ifndef LIAISON_NAME_RARITY_H
#define LIAISON_NAME_RARITY_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "name/skeleton.h"

#include <stdint.h>

enum { RARITY_UNIT = 256 /* a nat */ };

struct rarity;

/* Reads the table: lines "t token cost", "s skeleton cost" (skeleton in hex),
 * "g letters cost" (27 costs after two letters, '_' is the edge), "d name
 * cost" (the defaults). Lies in the arena. BAD_INPUT names the line. */
enum err rarity_load(struct arena *arena, struct str text, struct rarity **rarity,
                     struct fault *fault) MUST_USE;

/* -ln of the share of people who bear this Latin token (a-z) so spelled, in nats / 256. Reentrant. */
int32_t rarity_of(const struct rarity *rarity, struct str latin);

/* The same for all tokens of a skeleton together. */
int32_t rarity_of_skeleton(const struct rarity *rarity, skeleton s);

/* Says to the processor that this will be asked. */
void rarity_expect_skeleton(const struct rarity *rarity, skeleton s);

#endif
