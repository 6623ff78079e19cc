/* Rates: how often two records of one person differ, and in what; learned from lists. */
#ifndef LIAISON_SYNTH_RATES_H
#define LIAISON_SYNTH_RATES_H

#include "base/buf.h"
#include "base/error.h"
#include "record/subject.h"

#include <stdint.h>

enum rate {
#define RATE(name, word, of) RATE_##name,
#include "synth/rates.def"
#undef RATE
    RATE_COUNT
};

enum { RATE_UNIT = 10000 };

struct rates {
    uint32_t at[RATE_COUNT]; /* in 1 / RATE_UNIT */
};

/* Reads lines "word TAB rate"; '#' begins a comment. BAD_INPUT names the line, or a rate that is missing. */
enum err rates_read(struct str text, struct rates *rates, struct fault *fault) MUST_USE;

/* Those of data/learned/errors.tsv, built into the program. */
enum err rates_learned(struct rates *rates, struct fault *fault) MUST_USE;

/* Counts while lists are read: what was seen of so many. */
struct rate_counts {
    uint64_t seen[RATE_COUNT];
    uint64_t of[RATE_COUNT];
};

/* Holds the other names and dates of a person against his first. Scratch is reset. NO_MEMORY. */
enum err rates_count(struct rate_counts *counts, const struct subject *subject, struct arena *scratch,
                     struct fault *fault) MUST_USE;

/* Appends the table that rates_read reads, each line with what it was counted of. */
void rates_write(const struct rate_counts *counts, struct buf *out);

#endif
