/* "Anything on him?": what a section sees of another's files, by its purpose.
 * Never "closed, no nexus": a pending decision, an open request, a watch or flags
 * since closing are said as what they are, and with whom to ask. */
#ifndef LIAISON_RULES_QUERY_H
#define LIAISON_RULES_QUERY_H

#include "rules/context.h"

/* What is known of a file, and what of it the reader is shown. */
struct query_facts {
    struct file file;
    const struct proposal *pending; /* or NULL */
    int64_t requests;               /* open ones, either way */
    int64_t watches;                /* in force */
    int64_t flags_since;            /* raised since the last decision */
    bool holds;                     /* the reader's own section holds it */
};

struct query_line {
    int64_t file;
    struct str reference, ask; /* ask: the section that answers */
    bool pending;              /* a decision is pending */
    time_ms until;             /* when it is due */
    bool full;                 /* the reader may see state and counts */
    int file_state;
    int64_t requests, watches, flags_since;
};

/* The lines for a reader, in the order of facts; a file that says nothing to this purpose (cleared, sealed,
 * purged) is left out. Records the answer and asks the holder, and the originator, for use in the other
 * purpose. lines has room for n. */
enum err query_answer(struct rule_context *context, int64_t subject, int purpose,
                      const struct query_facts *facts, size_t n, struct query_line *lines, size_t *n_lines,
                      struct decision *decision, struct fault *fault) MUST_USE;

#endif
