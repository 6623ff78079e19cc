/* Why: two persons compared, and the evidence laid out for a reader. */
#ifndef LIAISON_CLI_WHY_H
#define LIAISON_CLI_WHY_H

#include "base/error.h"
#include "record/subject.h"

#include <jansson.h>

/* The contributions to the evidence that both are one person (match/explanation_json.h), the sides named
 * "on_file" and "seen"; *why is the caller's. Their weights, as this program has them, add up to *evidence.
 */
enum err why_same(const struct subject *ours, const struct subject *seen, json_t **why, double *evidence,
                  struct fault *fault) MUST_USE;

#endif
