/* Report: comparisons and candidates in writing. See report.h. */
#include "cli/report.h"

#include "cli/view.h"
#include "match/explanation_json.h"
#include "record/json.h"

#include <string.h>
#include <unistd.h>

enum { LIST_SHOWN = 256 /* bytes of a file's name: as long as one can be */ };

enum err report_format(const char *text, bool csv_too, enum report_format *format, struct fault *fault)
{
    if (!text)
        *format = isatty(STDOUT_FILENO) ? REPORT_TABLE : REPORT_JSONL;
    else if (strcmp(text, "jsonl") == 0)
        *format = REPORT_JSONL;
    else if (strcmp(text, "table") == 0)
        *format = REPORT_TABLE;
    else if (csv_too && strcmp(text, "csv") == 0)
        *format = REPORT_CSV;
    else
        return fault_set(fault, ERR_USAGE, "--format is jsonl%s or table, not '%s'", csv_too ? ", csv" : "",
                         text);
    return ERR_OK;
}

static double nats(micronats weight)
{
    return (double)weight / 1e6;
}

/* False where it cannot be written whole. */
static bool add_explanation(json_t *json, const struct explanation *explanation)
{
    return json_object_set_new(json, "explain", explanation_json(explanation, "left", "right")) == 0;
}

/* What was built since json_watch; an id that found no memory stands in it as "". */
static void write_json(struct buf *out, json_t *json)
{
    view_json(out, json);
    if (json_starved())
        out->failed = true;
    json_decref(json);
}

static json_t *text_json(struct str s)
{
    json_t *text = json_stringn(s.n ? s.p : "", s.n);
    return text ? text : json_string("");
}

void report_explanation(struct buf *out, const struct explanation *explanation)
{
    for (size_t i = 0; i < explanation->n; i++) {
        const struct contribution *line = &explanation->line[i];
        buf_printf(out, "    %+9.3f  %-12s ", nats(line->weight), line->field);
        buf_add_clean(out, line->left[0] ? str_of(line->left) : STR("-"));
        buf_add_str(out, STR(" ~ "));
        buf_add_clean(out, line->right[0] ? str_of(line->right) : STR("-"));
        buf_add_str(out, STR(", "));
        buf_add_clean(out, str_of(line->how));
        buf_add_char(out, '\n');
    }
}

void report_pair(struct buf *out, enum report_format format, micronats evidence, double prior, bool explained,
                 const struct explanation *explanation, struct str left, struct str right)
{
    double score = score_of(nats(evidence), prior);
    bool match = score >= ALERT_THRESHOLD;
    if (format == REPORT_TABLE) {
        buf_printf(out, "%-9s %9.3f  %.6f  ", match ? "match" : "no match", nats(evidence), score);
        buf_add_clean(out, left);
        buf_add_str(out, STR(" ~ "));
        buf_add_clean(out, right);
        buf_add_char(out, '\n');
        if (explained)
            report_explanation(out, explanation);
        return;
    }
    json_watch();
    json_t *json = json_pack("{s:o, s:o, s:o, s:b}", "evidence", nats_json(nats(evidence)), "prior",
                             nats_json(prior), "score", json_real(score), "match", match);
    if (json && explained && !add_explanation(json, explanation))
        out->failed = true;
    write_json(out, json);
}

struct str subject_title(const struct subject *subject)
{
    static const enum property titles[] = {PROPERTY_NAME,       PROPERTY_ALIAS,           PROPERTY_LAST_NAME,
                                           PROPERTY_FIRST_NAME, PROPERTY_PASSPORT_NUMBER, PROPERTY_ID_NUMBER};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (subject->values[titles[i]].n)
            return subject->values[titles[i]].at[0];
    return STR("");
}

/* The name of the file that a candidate stands in, which may be of any bytes. */
static const char *list_of(const struct report_candidate *candidate, char out[LIST_SHOWN])
{
    return str_clean_copy(out, LIST_SHOWN, str_of(candidate->record->list));
}

static bool add_candidate(json_t *candidates, const struct report_candidate *candidate)
{
    char list[LIST_SHOWN];
    json_t *json = json_pack("{s:o, s:s, s:o, s:o}", "id", text_json(candidate->record->subject.id), "list",
                             list_of(candidate, list), "evidence", nats_json(nats(candidate->evidence)),
                             "score", json_real(candidate->score));
    bool good = json_array_append_new(candidates, json) == 0;
    return good && (!candidate->explanation || add_explanation(json, candidate->explanation));
}

static void query_json(struct buf *out, const struct subject *query,
                       const struct report_candidate *candidates, size_t n)
{
    json_watch();
    json_t *list = json_array();
    /* A candidate that cannot be written is an error: none is left out. */
    for (size_t i = 0; i < n; i++)
        if (!add_candidate(list, &candidates[i]))
            out->failed = true;
    write_json(out, json_pack("{s:o, s:o}", "query", text_json(query->id), "candidates", list));
}

void subject_called(struct buf *out, const struct subject *subject)
{
    buf_add_clean(out, subject_title(subject));
    const struct values *given = &subject->values[PROPERTY_FIRST_NAME];
    if (subject->values[PROPERTY_NAME].n || !subject->values[PROPERTY_LAST_NAME].n || !given->n)
        return;
    buf_add_str(out, STR(", "));
    buf_add_clean(out, given->at[0]);
}

static void add_person(struct buf *out, const struct subject *subject)
{
    buf_add_clean(out, subject->id);
    buf_add_str(out, STR("  "));
    subject_called(out, subject);
}

static void query_table(struct buf *out, const struct subject *query,
                        const struct report_candidate *candidates, size_t n)
{
    add_person(out, query);
    if (n == 0)
        buf_add_str(out, STR(": no candidate\n"));
    else
        buf_printf(out, ": %zu candidate%s\n", n, n == 1 ? "" : "s");
    for (size_t i = 0; i < n; i++) {
        const struct report_candidate *candidate = &candidates[i];
        char list[LIST_SHOWN];
        buf_printf(out, "  %.4f  %+.3f  ", candidate->score, nats(candidate->evidence));
        add_person(out, &candidate->record->subject);
        buf_printf(out, " (%s)\n", list_of(candidate, list));
        if (candidate->explanation)
            report_explanation(out, candidate->explanation);
    }
}

/* A CSV cell, quoted where it must be (RFC 4180). */
static void csv_cell(struct buf *out, struct str cell, char end)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.n; i++)
        quoted |= cell.p[i] == '"' || cell.p[i] == ',' || cell.p[i] == '\n' || cell.p[i] == '\r';
    if (quoted)
        buf_add_char(out, '"');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, cell.p[i]);
    }
    if (quoted)
        buf_add_char(out, '"');
    buf_add_char(out, end);
}

void report_csv_heading(struct buf *out)
{
    buf_add_str(out, STR("query,rank,id,list,evidence,score\r\n"));
}

static void query_csv(struct buf *out, const struct subject *query, const struct report_candidate *candidates,
                      size_t n)
{
    char list[LIST_SHOWN];
    for (size_t i = 0; i < n; i++) {
        csv_cell(out, query->id, ',');
        buf_printf(out, "%zu,", i + 1);
        csv_cell(out, candidates[i].record->subject.id, ',');
        csv_cell(out, str_of(list_of(&candidates[i], list)), ',');
        buf_printf(out, "%.6f,%.6f\r\n", nats(candidates[i].evidence), candidates[i].score);
    }
    if (n == 0) {
        csv_cell(out, query->id, ',');
        buf_add_str(out, STR("0,,,,\r\n"));
    }
}

void report_query(struct buf *out, enum report_format format, const struct subject *query,
                  const struct report_candidate *candidates, size_t n)
{
    static void (*const writers[])(struct buf *, const struct subject *, const struct report_candidate *,
                                   size_t) = {
        [REPORT_JSONL] = query_json, [REPORT_TABLE] = query_table, [REPORT_CSV] = query_csv};
    writers[format](out, query, candidates, n);
}
