/* Synth: populations of invented persons, to measure with and to try things on.
 *
 * Names of many cultures and scripts with realistic frequencies (cultures.def),
 * 2.5 names and 1.2 birth dates each on average, documents, families. Person
 * number index of a seed is the same on every machine (integers only) and
 * depends on nothing else but the version of the name tables, so that a population can be made in any order
 * and by several threads, each with a synth of its own. */
#ifndef LIAISON_SYNTH_SYNTH_H
#define LIAISON_SYNTH_SYNTH_H

#include "base/arena.h"
#include "base/error.h"
#include "record/subject.h"

#include <stdint.h>

struct synth;

/* Prepares the names to draw from. Not thread-safe, not cheap (some ms). Free with synth_close. */
enum err synth_open(struct synth **synth, uint64_t seed, struct fault *fault) MUST_USE;

/* Person index, all strings in the arena. His id is "s" and the index. NO_MEMORY. */
enum err synth_person(struct synth *synth, uint64_t index, struct arena *arena, struct subject *subject,
                      struct fault *fault) MUST_USE;

/* Person index as another office wrote him down, number copy of such records:
 * other romanisation, order, parts left out, slips, dates in doubt, as often as
 * in real lists (data/learned/errors.tsv), times errors / 1000. His id is
 * "s" index "-" copy. NO_MEMORY. */
enum err synth_copy(struct synth *synth, uint64_t index, uint64_t copy, uint32_t errors, struct arena *arena,
                    struct subject *subject, struct fault *fault) MUST_USE;

/* Index of [0, n) shuffled: a permutation that the seed chooses, without memory. n <= 2^62. */
uint64_t synth_shuffled(uint64_t seed, uint64_t index, uint64_t n);

/* NULL-safe. */
void synth_close(struct synth *synth);

#endif
