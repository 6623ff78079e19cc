/* How many words fold to one skeleton under every romanisation of a table, and
 * what else tells whether the skeleton is good: how often original and Latin
 * token agree, and how many tokens share a skeleton. Reads tables of tests; no
 * part of what it reads enters the program. */
#ifndef LIAISON_CLI_BENCH_ROMANISATION_H
#define LIAISON_CLI_BENCH_ROMANISATION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct ratio {
    size_t good;
    size_t total;
};

/* tsv_path: lines "system, source, latin" with tabs, the first a header. A
 * phrase is cut at white space and hyphens; where both sides have as many words,
 * word is held against word, otherwise the phrase, joined, against the phrase.
 * Words of one letter are rows of alphabets and not counted. *out counts source
 * words: good where the source and all its romanisations have one skeleton.
 * debug: prints every word that fails to standard output.
 * NOT_FOUND where the file cannot be read, BAD_INPUT with the line otherwise. */
enum err bench_romanisation(const char *tsv_path, bool debug, struct ratio *out,
                            struct fault *fault) MUST_USE;

/* tsv_path: lines "latin, original, count". *hits: lines whose two tokens have
 * one skeleton. *bucket: the mean, over the distinct Latin tokens, of how many
 * distinct Latin tokens share the token's skeleton. */
enum err bench_tokens(const char *tsv_path, struct ratio *hits, double *bucket, struct fault *fault) MUST_USE;

#endif
