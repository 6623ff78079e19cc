/* Report: comparisons and candidates as JSON, tables and CSV. */
#ifndef LIAISON_CLI_REPORT_H
#define LIAISON_CLI_REPORT_H

#include "base/buf.h"
#include "match/screen.h"

#include <stdbool.h>

enum report_format { REPORT_JSONL, REPORT_TABLE, REPORT_CSV };

/* The format of --format, or of where the output goes: a table for a terminal. USAGE. */
enum err report_format(const char *text, bool csv_too, enum report_format *format,
                       struct fault *fault) MUST_USE;

/* The line of 'liaison compare' for one pair. */
void report_pair(struct buf *out, enum report_format format, micronats evidence, double prior, bool explained,
                 const struct explanation *explanation, struct str left, struct str right);

/* What is shown of one candidate. */
struct report_candidate {
    const struct list_person *record;
    micronats evidence;
    double score;
    const struct explanation *explanation; /* NULL: none wanted */
};

/* The answer of 'liaison screen' to one query. */
void report_query(struct buf *out, enum report_format format, const struct subject *query,
                  const struct report_candidate *candidates, size_t n);

/* The heading line of a CSV report. */
void report_csv_heading(struct buf *out);

/* The lines of an explanation for a human reader, indented. */
void report_explanation(struct buf *out, const struct explanation *explanation);

/* A subject's first name, for headings; where he has none, the number of his document. */
struct str subject_title(const struct subject *subject);

/* The same, and where he has no whole name, "FAMILY, GIVEN". Clean of control characters. */
void subject_called(struct buf *out, const struct subject *subject);

#endif
