/* Grading: the Admiralty code, and the other codes that are mapped to it. */
#ifndef LIAISON_RULES_GRADING_H
#define LIAISON_RULES_GRADING_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* "A" to "F" and "1" to "6". */
bool grading_is_reliability(struct str text);
bool grading_is_credibility(struct str text);

/* "usually reliable, probably true"; "cannot be judged" for F6 and where there is no grading. */
void grading_words(struct str reliability, struct str credibility, char out[96]);

/* What the grading leaves of a weight, in percent: A1 100, F6 0. Without any
 * grading (this desk's own observation) 100; with half a grading 0. */
int64_t grading_percent(struct str reliability, struct str credibility);

/* A grade of "4x4", "5x5x5" or "3x5x2" in ours; false where there is none. And
 * back: the first of that system which maps to ours. */
struct grade {
    struct str reliability, credibility;
};
bool grading_from(struct str system, struct grade theirs, struct grade *ours);
bool grading_to(struct str system, struct grade ours, struct grade *theirs);

#endif
