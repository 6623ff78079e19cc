/* Uk: see uk.h; the formats of its two files are at the end. */
#include "record/uk.h"

#include "base/limits.h"
#include "record/fold.h"
#include "record/format.h"
#include "record/ods.h"

#include <stdlib.h>

enum { FOLDED_MAX = 64, HEADING_ROWS = 10 };

static const struct {
    struct str heading;
    unsigned char holds;
} headings[] = {
#define U(heading, holds) {{"" heading, sizeof(heading) - 1}, holds},
#include "record/uk_headings.def"
#undef U
};

static unsigned char column_of(struct str heading)
{
    char one[FOLDED_MAX];
    char other[FOLDED_MAX];
    size_t n = fold(heading, one, sizeof one);
    for (size_t i = 0; n && i < sizeof headings / sizeof *headings; i++)
        if (fold(headings[i].heading, other, sizeof other) == n && memcmp(one, other, n) == 0)
            return headings[i].holds;
    return UK_NOTHING;
}

/* True where the row names the columns that a person cannot do without. */
static bool take_headings(struct uk *uk, const struct csv_row *row)
{
    bool has[UK_COLUMNS + 1] = {false};
    uk->columns = row->n < sizeof uk->holds ? row->n : sizeof uk->holds;
    for (size_t i = 0; i < uk->columns; i++) {
        uk->holds[i] = column_of(row->cells[i]);
        has[uk->holds[i]] = true;
    }
    return has[UK_ID] && has[UK_NAME_6];
}

static enum err fetch(struct uk *uk, bool *end, struct fault *fault)
{
    enum err err = uk->rows.next(uk->rows.context, &uk->row, end, fault);
    uk->pending = !err && !*end;
    return err;
}

enum err uk_open(struct uk *uk, struct uk_rows rows, struct intake *intake, struct fault *fault)
{
    bool end = false;
    *uk = (struct uk){.rows = rows, .intake = intake};
    arena_init(&uk->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    for (int i = 0; i < HEADING_ROWS; i++) {
        enum err err = fetch(uk, &end, fault);
        if (err)
            return err;
        if (end)
            break;
        uk->pending = false;
        if (!uk->row.wrong && take_headings(uk, &uk->row))
            return ERR_OK;
    }
    return fault_set(
        fault, ERR_NO_USE,
        "%s: no row among the first %d has the headings of the UK list (Unique ID or Group ID, Name 6)",
        intake->file, (int)HEADING_ROWS);
}

static struct str cell(const struct uk *uk, enum uk_column column)
{
    for (size_t i = 0; i < uk->columns && i < uk->row.n; i++)
        if (uk->holds[i] == (unsigned char)column && str_trim(uk->row.cells[i]).n)
            return str_trim(uk->row.cells[i]);
    return STR("");
}

static struct str kept(struct draft *draft, struct str s)
{
    char *copy = arena_copy(draft->arena, s.p, s.n);
    return copy ? (struct str){copy, s.n} : STR("");
}

/* The next of several values in one cell: "(1) A123 (2) B456", or all of it. */
static struct str next_value(struct str *rest)
{
    struct str s = str_trim(*rest);
    bool counted = s.n > 3 && s.p[0] == '(' && s.p[1] >= '1' && s.p[1] <= '9';
    const char *close = counted ? memchr(s.p, ')', s.n < 5 ? s.n : 5) : NULL;
    if (close)
        s = (struct str){close + 1, (size_t)(s.p + s.n - close - 1)};
    for (size_t i = 0; close && i + 3 < s.n; i++)
        if (s.p[i] == '(' && s.p[i + 1] >= '1' && s.p[i + 1] <= '9' &&
            (s.p[i + 2] == ')' || s.p[i + 3] == ')')) {
            *rest = (struct str){s.p + i, s.n - i};
            return str_trim((struct str){s.p, i});
        }
    *rest = (struct str){NULL, 0};
    return str_trim(s);
}

void uk_add_values(struct draft *draft, enum property property, struct str text)
{
    for (struct str rest = text; rest.p && rest.n;) {
        struct str value = next_value(&rest);
        if (property == PROPERTY_PASSPORT_NUMBER || property == PROPERTY_ID_NUMBER)
            draft_add_number(draft, property, str_of(property_ftm(property)), kept(draft, value));
        else
            draft_add(draft, property, str_of(property_ftm(property)), kept(draft, value));
    }
}

static void add_values(struct uk *uk, struct draft *draft, enum uk_column column, enum property property)
{
    uk_add_values(draft, property, cell(uk, column));
}

enum err uk_add_dates(struct draft *draft, struct intake *intake, struct str text, struct fault *fault)
{
    enum err err = ERR_OK;
    for (struct str rest = text; rest.p && rest.n && !err;) {
        struct str value = next_value(&rest);
        char *copy = arena_copy(draft->arena, value.p, value.n);
        for (size_t i = 0; copy && i < value.n; i++)
            if (memchr("dDmM", copy[i], 4) && i < 5 && value.n == 10 && copy[2] == '/')
                copy[i] = '0';
        if (copy)
            err = draft_add_dates(draft, intake, STR("D.O.B"), (struct str){copy, value.n}, fault);
    }
    return err;
}

enum property uk_name_property(struct str type, struct str strength)
{
    bool primary = str_equal_nocase(type, STR("Primary name")) || str_equal_nocase(type, STR("Prime Alias"));
    bool weak = str_equal_nocase(strength, STR("Low quality a.k.a.")) ||
                str_equal_nocase(strength, STR("Low quality a.k.a")) ||
                str_equal_nocase(strength, STR("Weak")) || str_equal_nocase(strength, STR("Low"));
    return primary || !type.n ? PROPERTY_NAME : weak ? PROPERTY_WEAK_ALIAS : PROPERTY_ALIAS;
}

/* Names 1 to 5 come before name 6, the family's. */
static void add_name(struct uk *uk, struct draft *draft)
{
    struct str parts[6];
    for (size_t i = 0; i < 6; i++)
        parts[i] = cell(uk, (enum uk_column)(UK_NAME_1 + i));
    enum property property = uk_name_property(cell(uk, UK_NAME_TYPE), cell(uk, UK_STRENGTH));
    draft_add_joined(draft, property, STR("Name 6"), parts, 6);
    draft_add(draft, PROPERTY_NAME, STR("Name non-latin script"), kept(draft, cell(uk, UK_ORIGINAL)));
}

/* The lines of an address and its postal code. */
static void add_address(struct uk *uk, struct draft *draft)
{
    struct str lines[UK_POSTAL_CODE - UK_ADDRESS_1 + 1];
    size_t n = sizeof lines / sizeof *lines;
    for (size_t i = 0; i < n; i++)
        lines[i] = cell(uk, (enum uk_column)(UK_ADDRESS_1 + i));
    draft_add_list(draft, PROPERTY_ADDRESS, STR("Address Line 1"), lines, n);
}

static enum err add_row(struct uk *uk, struct draft *draft, struct fault *fault)
{
    add_name(uk, draft);
    add_values(uk, draft, UK_NATIONALITY, PROPERTY_NATIONALITY);
    add_values(uk, draft, UK_PASSPORT, PROPERTY_PASSPORT_NUMBER);
    add_values(uk, draft, UK_ID_NUMBER, PROPERTY_ID_NUMBER);
    add_values(uk, draft, UK_GENDER, PROPERTY_GENDER);
    add_values(uk, draft, UK_TOWN, PROPERTY_BIRTH_PLACE);
    add_values(uk, draft, UK_BIRTH_COUNTRY, PROPERTY_BIRTH_COUNTRY);
    add_values(uk, draft, UK_COUNTRY, PROPERTY_COUNTRY);
    add_values(uk, draft, UK_PHONE, PROPERTY_PHONE);
    add_values(uk, draft, UK_EMAIL, PROPERTY_EMAIL);
    add_address(uk, draft);
    return uk_add_dates(draft, uk->intake, cell(uk, UK_BORN), fault);
}

/* This row and those below of the same number. */
static enum err add_rows(struct uk *uk, struct str id, struct draft *draft, struct fault *fault)
{
    enum err err = ERR_OK;
    while (!err && uk->pending && !uk->row.wrong && str_equal(cell(uk, UK_ID), id)) {
        bool end = false;
        err = add_row(uk, draft, fault);
        if (!err)
            err = fetch(uk, &end, fault);
    }
    return err;
}

bool uk_is_person(struct str kind)
{
    return kind.n == 0 || str_equal_nocase(kind, STR("Individual"));
}

enum err uk_next(struct uk *uk, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                 struct fault *fault)
{
    enum err err = ERR_OK;
    struct draft draft;
    *end = false;
    if (!uk->pending)
        err = fetch(uk, end, fault);
    if (err || *end)
        return err;
    intake_row(uk->intake, uk->row.line);
    *row = ROW_SKIPPED;
    struct str id = cell(uk, UK_ID);
    if (uk->row.wrong || id.n == 0) {
        uk->pending = false;
        return intake_problem(uk->intake, fault, "%s: row skipped", uk->row.wrong ? uk->row.wrong : "no id");
    }
    arena_reset(&uk->arena);
    draft_begin(&draft, &uk->arena);
    id = kept(&draft, id);
    bool person = uk_is_person(cell(uk, UK_KIND));
    if (arena_failed(&uk->arena))
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", uk->intake->file, uk->intake->line);
    err = add_rows(uk, id, &draft, fault);
    *row = ROW_OTHER;
    return err || !person ? err : draft_finish(&draft, uk->intake, arena, id, subject, row, fault);
}

void uk_close(struct uk *uk)
{
    arena_release(&uk->arena);
}

/* --- Its files: CSV and spreadsheet --- */

struct uk_file {
    struct uk uk;
    struct csv csv;
    struct ods *ods;
};

static enum err next_of_csv(void *context, struct csv_row *row, bool *end, struct fault *fault)
{
    return csv_next(context, row, end, fault);
}

static enum err next_of_ods(void *context, struct csv_row *row, bool *end, struct fault *fault)
{
    return ods_next(context, row, end, fault);
}

static void close_file(void *state)
{
    struct uk_file *file = state;
    if (!file)
        return;
    uk_close(&file->uk);
    csv_close(&file->csv);
    ods_close(file->ods);
    free(file);
}

static enum err next_person(void *state, struct arena *arena, struct subject *subject, enum row *row,
                            bool *end, struct fault *fault)
{
    return uk_next(&((struct uk_file *)state)->uk, arena, subject, row, end, fault);
}

static struct uk_file *new_file(void **state, const struct format_source *source, struct fault *fault)
{
    struct uk_file *file = calloc(1, sizeof *file);
    if (!file)
        fault_set(fault, ERR_NO_MEMORY, "%s", source->intake->file);
    *state = file;
    return file;
}

static enum err open_csv(void **state, struct format_source *source, struct fault *fault)
{
    struct uk_file *file = new_file(state, source, fault);
    if (!file)
        return ERR_NO_MEMORY;
    enum err err = csv_open(&file->csv, source->lines, fault);
    /* The first line, a date, has fewer columns than the headings, and need have no comma. */
    file->csv.separator = ',';
    return err ? err : uk_open(&file->uk, (struct uk_rows){next_of_csv, &file->csv}, source->intake, fault);
}

static enum err open_ods(void **state, struct format_source *source, struct fault *fault)
{
    struct uk_file *file = new_file(state, source, fault);
    if (!file)
        return ERR_NO_MEMORY;
    if (!source->path && !source->bytes.p)
        return fault_set(fault, ERR_UNSUPPORTED, "%s: a spreadsheet must be a file", source->intake->file);
    enum err err = ods_open(&file->ods, source->intake->file, source->path, source->bytes, fault);
    return err ? err : uk_open(&file->uk, (struct uk_rows){next_of_ods, file->ods}, source->intake, fault);
}

static bool csv_begins(struct str start)
{
    return start.n && start.p[0] != '<' && start.p[0] != '{' && str_holds_nocase(start, STR("Name 6")) &&
           (str_holds_nocase(start, STR("Unique ID")) || str_holds_nocase(start, STR("Group ID")));
}

const struct format format_uk_csv = {csv_begins, open_csv, next_person, close_file};
const struct format format_uk_ods = {ods_begins, open_ods, next_person, close_file};
