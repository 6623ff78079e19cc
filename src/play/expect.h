/* Expect: whether what a command printed is what a scenario expects of it. */
#ifndef LIAISON_PLAY_EXPECT_H
#define LIAISON_PLAY_EXPECT_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether each of the words (or, after "not", none) stands in the output; any run of
 * white space counts as one blank. After "json" (or "not json") come triples PATH is|has|lacks
 * VALUE: some object that was printed (one a line, or an array) must fulfil all of
 * them (or none may). PATH is names and array places with dots between. REFUSED says what is
 * missing; BAD_INPUT that the expectation itself is not understood, NO_MEMORY. */
enum err expect_holds(const char *const *words, size_t n, struct str output, struct fault *fault) MUST_USE;

/* Whether the expectation asks for the command's output in JSON. */
bool expect_wants_json(const char *const *words, size_t n);

#endif
