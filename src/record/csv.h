/* Csv: rows of cells out of a text after RFC 4180.
 *
 * The separator (comma, semicolon, TAB or |) is the one that stands most often
 * in the first line outside quotes. A quoted cell may hold separators, doubled
 * quotes and line ends, which are given as LF; a quote within a cell that does
 * not begin with one is a letter like any other. Empty lines are passed over. */
#ifndef LIAISON_RECORD_CSV_H
#define LIAISON_RECORD_CSV_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "record/lines.h"

#include <stdbool.h>
#include <stddef.h>

enum { CSV_WRONG_MAX = 96 };

struct csv {
    struct lines *lines; /* borrowed */
    char separator;
    struct buf text;   /* the cells of a row with quotes */
    size_t *ends;      /* where each cell ends in text */
    struct str *cells; /* LIMIT_CSV_COLUMNS of them */
    char wrong[CSV_WRONG_MAX];
};

/* Cells and wrong are valid until the next call. */
struct csv_row {
    const struct str *cells;
    size_t n;
    size_t line;       /* 1-based; where the row begins */
    const char *wrong; /* NULL, or why its cells are not to be used: bytes that are
                        * no UTF-8, text after a closing quote, too many columns */
};

/* Begins over opened lines, which must outlive csv. UNSUPPORTED where they end with CR alone. Free with
 * csv_close also after a failure. */
enum err csv_open(struct csv *csv, struct lines *lines, struct fault *fault) MUST_USE;

/* The next row, the first one (the headings, if there are any) like all others. *end is true
 * after the last. BAD_INPUT names the line on which a quote opened that is not closed, TOO_LARGE a row
 * over LIMIT_LINE_BYTES, NO_MEMORY one for which there is none: reading cannot go on after either. */
enum err csv_next(struct csv *csv, struct csv_row *row, bool *end, struct fault *fault) MUST_USE;

/* The first column under this heading, case, spaces and punctuation aside, or headings->n. */
size_t csv_column(const struct csv_row *headings, struct str heading);

/* NULL-safe; leaves the lines to their owner. */
void csv_close(struct csv *csv);

#endif
