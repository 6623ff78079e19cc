/* Csv: rows of cells. See csv.h. */
#include "record/csv.h"

#include "base/limits.h"
#include "record/fold.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEADING_MAX = 256 };

/* How often c stands in the first line of start, outside quotes. */
static size_t count_outside_quotes(struct str start, char c)
{
    bool quoted = false;
    size_t count = 0;
    for (size_t i = 0; i < start.n && start.p[i] != '\n'; i++) {
        if (start.p[i] == '"')
            quoted = !quoted;
        count += !quoted && start.p[i] == c;
    }
    return count;
}

static char guess_separator(struct str start)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t count = count_outside_quotes(start, candidates[i]);
        if (count > most) {
            most = count;
            best = candidates[i];
        }
    }
    return best;
}

/* The line "sep=;" that a spreadsheet puts before the headings; it is taken off. */
static enum err take_separator(struct csv *csv, struct str start, struct fault *fault)
{
    struct str line = str_cut(&start, '\n');
    bool end;
    if (line.n >= 3 && memcmp(line.p, "\xef\xbb\xbf", 3) == 0)
        line = (struct str){line.p + 3, line.n - 3};
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    if (line.n != 5 || memcmp(line.p, "sep=", 4) != 0)
        return ERR_OK;
    csv->separator = line.p[4];
    return lines_next(csv->lines, &line, &end, fault);
}

/* Lines that end with CR alone, as old spreadsheets write them: the whole file would be its first line. */
static bool ends_with_cr(struct str start)
{
    bool quoted = false;
    for (size_t i = 0; i + 1 < start.n && (quoted || start.p[i] != '\n'); i++) {
        if (start.p[i] == '"')
            quoted = !quoted;
        if (!quoted && start.p[i] == '\r' && start.p[i + 1] != '\n')
            return true;
    }
    return false;
}

enum err csv_open(struct csv *csv, struct lines *lines, struct fault *fault)
{
    *csv = (struct csv){.lines = lines};
    buf_init(&csv->text, (size_t)LIMIT_LINE_BYTES);
    csv->ends = calloc((size_t)LIMIT_CSV_COLUMNS, sizeof *csv->ends);
    csv->cells = calloc((size_t)LIMIT_CSV_COLUMNS, sizeof *csv->cells);
    if (!csv->ends || !csv->cells)
        return fault_set(fault, ERR_NO_MEMORY, "%s", lines->name);
    struct str start;
    enum err err = lines_peek(lines, &start, fault);
    if (err)
        return err;
    if (ends_with_cr(start))
        return fault_set(fault, ERR_UNSUPPORTED,
                         "%s: lines that end with CR alone; save it with LF or CRLF first", lines->name);
    csv->separator = guess_separator(start);
    return take_separator(csv, start, fault);
}

/* The first thing that is wrong with a row stands: "BEFORE number AFTER". */
static void set_wrong(struct csv *csv, struct csv_row *row, const char *before, size_t number,
                      const char *after)
{
    if (row->wrong)
        return;
    snprintf(csv->wrong, sizeof csv->wrong, "%s %zu%s", before, number, after);
    row->wrong = csv->wrong;
}

/* One more physical line of the row. */
static enum err next_line(struct csv *csv, struct csv_row *row, struct str *line, bool *end,
                          struct fault *fault)
{
    enum err err = lines_next(csv->lines, line, end, fault);
    if (err != ERR_OK || *end)
        return err;
    size_t bad = utf8_bad_at(*line);
    if (bad < line->n)
        set_wrong(csv, row, "byte", bad + 1, " of the line is not UTF-8");
    return ERR_OK;
}

static bool has_room(struct csv *csv, struct csv_row *row)
{
    if (row->n < (size_t)LIMIT_CSV_COLUMNS)
        return true;
    set_wrong(csv, row, "over", (size_t)LIMIT_CSV_COLUMNS, " columns");
    return false;
}

/* A line without quotes: its cells lie in the line itself. */
static void split_plain(struct csv *csv, struct str line, struct csv_row *row)
{
    for (struct str rest = line; rest.p && has_room(csv, row);)
        csv->cells[row->n++] = str_cut(&rest, csv->separator);
}

static enum err no_room(const struct csv *csv, const struct csv_row *row, struct fault *fault)
{
    if (buf_error(&csv->text) == ERR_NO_MEMORY)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu: no memory for a row", csv->lines->name,
                         row->line);
    return fault_set(fault, ERR_TOO_LARGE, "%s: line %zu: a row over %lld bytes", csv->lines->name, row->line,
                     LIMIT_LINE_BYTES);
}

static enum err unbalanced(const struct csv *csv, size_t opened, struct fault *fault)
{
    return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: the quote that opens here is not closed",
                     csv->lines->name, opened);
}

/* Adds a quoted cell, whose opening quote is behind *rest, and leaves what
 * follows its closing quote in *rest, perhaps some lines further down. */
static enum err take_quoted(struct csv *csv, struct csv_row *row, struct str *rest, struct fault *fault)
{
    size_t opened = csv->lines->line;
    for (;;) {
        struct str piece = str_cut(rest, '"');
        buf_add_str(&csv->text, piece);
        if (!rest->p) {
            bool end;
            buf_add_char(&csv->text, '\n');
            if (buf_failed(&csv->text))
                return no_room(csv, row, fault);
            enum err err = next_line(csv, row, rest, &end, fault);
            if (err != ERR_OK)
                return err;
            if (end)
                return unbalanced(csv, opened, fault);
        } else if (rest->n && rest->p[0] == '"') {
            buf_add_char(&csv->text, '"');
            *rest = (struct str){rest->p + 1, rest->n - 1};
        } else {
            return ERR_OK;
        }
    }
}

/* What follows a closing quote: a separator, the end, or something wrong. Where
 * the quote closed on a later line than it opened, it was not meant to close there. */
static enum err end_quoted(struct csv *csv, struct csv_row *row, size_t opened, struct str *rest,
                           struct fault *fault)
{
    struct str after = str_cut(rest, csv->separator);
    if (str_trim(after).n == 0)
        return ERR_OK;
    if (csv->lines->line != opened)
        return unbalanced(csv, opened, fault);
    set_wrong(csv, row, "text after the closing quote of column", row->n + 1, "");
    *rest = (struct str){NULL, 0};
    return ERR_OK;
}

static struct str without_spaces_before(struct str s)
{
    while (s.n && s.p[0] == ' ')
        s = (struct str){s.p + 1, s.n - 1};
    return s;
}

/* A line with quotes: its cells are put together in the buffer. */
static enum err split_quoted(struct csv *csv, struct str line, struct csv_row *row, struct fault *fault)
{
    buf_clear(&csv->text);
    for (struct str rest = line; rest.p && has_room(csv, row);) {
        struct str start = without_spaces_before(rest);
        enum err err = ERR_OK;
        if (start.n && start.p[0] == '"') {
            size_t opened = csv->lines->line;
            rest = (struct str){start.p + 1, start.n - 1};
            err = take_quoted(csv, row, &rest, fault);
            if (err == ERR_OK)
                err = end_quoted(csv, row, opened, &rest, fault);
        } else {
            buf_add_str(&csv->text, str_cut(&rest, csv->separator));
        }
        if (err != ERR_OK)
            return err;
        csv->ends[row->n++] = csv->text.n;
    }
    if (buf_failed(&csv->text))
        return no_room(csv, row, fault);
    for (size_t i = 0, start = 0; i < row->n; start = csv->ends[i++])
        csv->cells[i] = (struct str){buf_str(&csv->text).p + start, csv->ends[i] - start};
    return ERR_OK;
}

enum err csv_next(struct csv *csv, struct csv_row *row, bool *end, struct fault *fault)
{
    struct str line;
    *row = (struct csv_row){.cells = csv->cells};
    do {
        enum err err = next_line(csv, row, &line, end, fault);
        if (err != ERR_OK || *end)
            return err;
    } while (str_trim(line).n == 0);
    row->line = csv->lines->line;
    if (memchr(line.p, '"', line.n))
        return split_quoted(csv, line, row, fault);
    split_plain(csv, line, row);
    return ERR_OK;
}

size_t csv_column(const struct csv_row *headings, struct str heading)
{
    char wanted[HEADING_MAX];
    char found[HEADING_MAX];
    size_t n = fold(heading, wanted, sizeof wanted);
    for (size_t i = 0; i < headings->n; i++)
        if (n && fold(headings->cells[i], found, sizeof found) == n && memcmp(found, wanted, n) == 0)
            return i;
    return headings->n;
}

void csv_close(struct csv *csv)
{
    if (!csv)
        return;
    buf_release(&csv->text);
    free(csv->ends);
    free(csv->cells);
    *csv = (struct csv){0};
}
