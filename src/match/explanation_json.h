/* Explanation, for programs: the lines of a comparison as JSON. */
#ifndef LIAISON_MATCH_EXPLANATION_JSON_H
#define LIAISON_MATCH_EXPLANATION_JSON_H

#include "match/compare.h"

#include <jansson.h>

/* Evidence in nats as JSON, to the micro-nat in which it is counted. */
json_t *nats_json(double nats);

/* The lines as an array of {"field", left, right, "how", "weight"}, the sides under these two names. The
 * weights, in nats, add up to the evidence. The array is the caller's; NULL where there is no memory: no line
 * is left out. */
json_t *explanation_json(const struct explanation *explanation, const char *left, const char *right);

#endif
