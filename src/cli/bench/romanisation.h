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

struct romanisation_figures {
    /* Of names: source words whose romanisations have one skeleton among themselves, of one romanisation
     * too; and of those that are written in several ways, the romanisations that have the usual skeleton. */
    struct ratio alike;
    struct ratio usual;
    struct ratio all;        /* source words whose skeleton is that of all their romanisations */
    struct ratio names;      /* of these, the words that are written as names */
    struct ratio all_pairs;  /* one romanisation against its source word */
    struct ratio name_pairs; /* the same of names */
    /* The same two of names, where it is enough that some form of the source has
     * the skeleton: what an index of all forms finds. */
    struct ratio reached;
    struct ratio reached_pairs;
    size_t letters; /* words of one letter, not counted above */
};

/* tsv_path: lines "system, source, latin" with tabs, the first a header. A
 * phrase is cut at white space and hyphens; where both sides have as many words,
 * word is held against word, otherwise, Latin articles set aside, the phrase
 * joined against the phrase joined. A word is a name where source or Latin form
 * has a capital in any line. Words of one letter are rows of alphabets.
 * debug: prints every word that fails to standard output.
 * NOT_FOUND where the file cannot be read, BAD_INPUT with the line otherwise. */
enum err bench_romanisation(const char *tsv_path, bool debug, struct romanisation_figures *out,
                            struct fault *fault) MUST_USE;

/* tsv_path: lines "latin, original, count". *hits: lines whose two tokens have
 * one skeleton. *bucket: the mean, over the distinct Latin tokens, of how many
 * distinct Latin tokens share the token's skeleton. */
enum err bench_tokens(const char *tsv_path, struct ratio *hits, double *bucket, struct fault *fault) MUST_USE;

#endif
