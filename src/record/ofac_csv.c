/* OFAC CSV: the SDN list as three files without headings, sdn.csv with the
 * primary names, alt.csv with the aliases, add.csv with the addresses (layout:
 * "SDN Data Specification" of the US Treasury, delimited files), and sdn_comments.csv
 * with what remarks have over 1,000 characters. These are looked for beside the first. */
#include "base/limits.h"
#include "record/csv.h"
#include "record/draft.h"
#include "record/format.h"
#include "record/ofac_remarks.h"

#include <stdio.h>
#include <stdlib.h>

enum { PATH_BYTES = 4096 };
enum { SDN_ENTRY, SDN_NAME, SDN_TYPE, SDN_TITLE = 4, SDN_REMARKS = 11, SDN_COLUMNS = 12 };
enum { ALT_ENTRY, ALT_TYPE = 2, ALT_NAME, ALT_COLUMNS };
enum { COMMENTS_ENTRY, COMMENTS_TEXT, COMMENTS_COLUMNS };
enum { ADD_ENTRY, ADD_COUNTRY = 4, ADD_COLUMNS };

/* A row of one of the files beside the list. */
struct aside {
    long entry;
    size_t number;   /* of the row, so that those of an entry stay in order */
    struct str text; /* an alias, a country, the rest of a remark */
};

struct asides {
    struct aside *at; /* by entry */
    size_t n;
    size_t capacity;
};

struct ofac {
    struct format_source *source;
    struct csv csv;
    struct arena arena;   /* of the asides */
    struct arena scratch; /* of the row being read */
    struct asides aliases;
    struct asides countries;
    struct asides rests;
};

/* "-0-" stands for nothing. */
static struct str cell_at(const struct csv_row *row, size_t i)
{
    struct str cell = i < row->n ? str_trim(row->cells[i]) : STR("");
    return str_equal(cell, STR("-0-")) ? STR("") : cell;
}

static long entry_of(struct str cell)
{
    char text[16] = {0};
    char *end;
    if (cell.n == 0 || cell.n >= sizeof text)
        return 0;
    memcpy(text, cell.p, cell.n);
    long entry = strtol(text, &end, 10);
    return *end == '\0' && entry > 0 ? entry : 0;
}

static enum err push(struct ofac *ofac, struct asides *asides, long entry, struct str text,
                     struct fault *fault)
{
    if (asides->n == asides->capacity) {
        size_t capacity = asides->capacity ? asides->capacity * 2 : 1024;
        struct aside *at = realloc(asides->at, capacity * sizeof *at);
        if (!at)
            return fault_set(fault, ERR_NO_MEMORY, "%s", ofac->source->intake->file);
        asides->at = at;
        asides->capacity = capacity;
    }
    char *copy = arena_copy(&ofac->arena, text.p, text.n);
    if (!copy)
        return fault_set(fault, ERR_NO_MEMORY, "%s", ofac->source->intake->file);
    asides->at[asides->n] = (struct aside){entry, asides->n, {copy, text.n}};
    asides->n++;
    return ERR_OK;
}

static int by_entry(const void *a, const void *b)
{
    const struct aside *x = a;
    const struct aside *y = b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* The path of the file beside the list: its name with sdn made the word, the case kept. */
static bool path_beside(const char *list, const char *word, char path[PATH_BYTES])
{
    size_t n = strlen(list);
    size_t letters = strlen(word);
    if (n + letters >= PATH_BYTES)
        return false;
    const char *slash = strrchr(list, '/');
    for (size_t i = slash ? (size_t)(slash - list) : 0; i + 3 <= n; i++) {
        if (!str_equal_nocase((struct str){list + i, 3}, STR("sdn")))
            continue;
        memcpy(path, list, i);
        for (size_t k = 0; k < letters; k++)
            path[i + k] = (char)(list[i] == 'S' && word[k] >= 'a' ? word[k] - 'a' + 'A' : word[k]);
        memcpy(path + i + letters, list + i + 3, n - i - 3 + 1);
        return true;
    }
    return false;
}

/* A row is of use where it has its number and its text. */
static enum err read_rows(struct ofac *ofac, struct intake *intake, struct csv *csv, size_t text_at,
                          size_t columns, struct asides *asides, struct fault *fault)
{
    struct csv_row row;
    bool end = false;
    enum err err = ERR_OK;
    while (!err) {
        err = csv_next(csv, &row, &end, fault);
        if (err || end)
            break;
        intake_row(intake, row.line);
        long entry = row.wrong ? 0 : entry_of(cell_at(&row, 0));
        struct str text = row.wrong || !cell_at(&row, text_at).n ? STR("") : row.cells[text_at];
        if (row.wrong || row.n < columns || !entry)
            err = intake_problem(intake, fault, "%s: row skipped",
                                 row.wrong ? row.wrong : "no row of the OFAC layout");
        else if (text.n)
            err = push(ofac, asides, entry, text, fault);
    }
    return err;
}

static enum err read_beside(struct ofac *ofac, const char *word, size_t text_at, size_t columns,
                            struct asides *asides, struct fault *fault)
{
    char path[PATH_BYTES];
    struct lines lines;
    struct csv csv = {0};
    struct intake *own = ofac->source->intake;
    if (!ofac->source->path || !path_beside(ofac->source->path, word, path)) {
        if (asides != &ofac->rests)
            intake_remark(own, "no %s.csv can stand beside it: what it tells is not read", word);
        return ERR_OK;
    }
    enum err err = lines_open(&lines, path, fault);
    if (err == ERR_NOT_FOUND && asides == &ofac->rests)
        return ERR_OK; /* few remarks are that long */
    if (err == ERR_NOT_FOUND) {
        intake_remark(own, "there is no %s.csv beside it: what it tells is not read", word);
        return ERR_OK;
    }
    struct intake intake = *own;
    intake.file = path;
    intake.warnings = 0;
    if (!err)
        err = csv_open(&csv, &lines, fault);
    if (!err)
        err = read_rows(ofac, &intake, &csv, text_at, columns, asides, fault);
    own->warnings += intake.warnings;
    csv_close(&csv);
    lines_close(&lines);
    if (asides->n)
        qsort(asides->at, asides->n, sizeof *asides->at, by_entry);
    return err;
}

/* The first aside of an entry or of a greater one. */
static size_t first_of(const struct asides *asides, long entry)
{
    size_t low = 0;
    size_t high = asides->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (asides->at[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* All asides of an entry. */
static void add_asides(const struct asides *asides, long entry, struct draft *draft, enum property property)
{
    for (size_t i = first_of(asides, entry); i < asides->n && asides->at[i].entry == entry; i++)
        draft_add(draft, property, str_of(property_ftm(property)), asides->at[i].text);
}

/* A remark that is over 1,000 characters goes on in the middle of a word. */
static struct str whole_remarks(const struct ofac *ofac, const struct csv_row *cells, struct arena *arena)
{
    struct str remarks = cell_at(cells, SDN_REMARKS);
    long entry = entry_of(cell_at(cells, SDN_ENTRY));
    size_t i = first_of(&ofac->rests, entry);
    if (i == ofac->rests.n || ofac->rests.at[i].entry != entry || !remarks.n)
        return remarks;
    struct str begun = cells->cells[SDN_REMARKS];
    struct str rest = ofac->rests.at[i].text;
    char *bytes = arena_alloc(arena, begun.n + rest.n);
    if (!bytes)
        return remarks; /* found at the end */
    memcpy(bytes, begun.p, begun.n);
    memcpy(bytes + begun.n, rest.p, rest.n);
    return (struct str){bytes, begun.n + rest.n};
}

static enum err read_row(struct ofac *ofac, const struct csv_row *cells, struct arena *arena,
                         struct subject *subject, enum row *row, struct fault *fault)
{
    struct intake *intake = ofac->source->intake;
    *row = ROW_SKIPPED;
    if (cells->wrong)
        return intake_problem(intake, fault, "%s: row skipped", cells->wrong);
    long entry = entry_of(cell_at(cells, SDN_ENTRY));
    if (cells->n != SDN_COLUMNS || !entry)
        return intake_problem(intake, fault, "no row of the OFAC layout: row skipped");
    if (!str_equal_nocase(cell_at(cells, SDN_TYPE), STR("individual"))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    struct draft draft;
    arena_reset(&ofac->scratch);
    draft_begin(&draft, &ofac->scratch);
    draft_add(&draft, PROPERTY_NAME, STR("SDN_Name"), cell_at(cells, SDN_NAME));
    add_asides(&ofac->aliases, entry, &draft, PROPERTY_ALIAS);
    add_asides(&ofac->countries, entry, &draft, PROPERTY_COUNTRY);
    enum err err = ofac_remarks(&draft, intake, whole_remarks(ofac, cells, &ofac->scratch), fault);
    return err ? err : draft_finish(&draft, intake, arena, cell_at(cells, SDN_ENTRY), subject, row, fault);
}

static enum err next_row(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                         struct fault *fault)
{
    struct ofac *ofac = state;
    struct csv_row cells;
    enum err err = csv_next(&ofac->csv, &cells, end, fault);
    if (err || *end)
        return err;
    intake_row(ofac->source->intake, cells.line);
    return read_row(ofac, &cells, arena, subject, row, fault);
}

/* The cells of a line, of which the first `most` are kept. Looked at in place: no want of memory makes it
 * another format. */
static size_t cells_of(struct str line, char separator, struct str *cells, size_t most)
{
    size_t n = 0, from = 0;
    bool quoted = false;
    for (size_t i = 0; i <= line.n; i++) {
        quoted ^= i < line.n && line.p[i] == '"';
        if (i < line.n && (quoted || line.p[i] != separator))
            continue;
        struct str cell = str_trim((struct str){line.p + from, i - from});
        if (cell.n > 1 && cell.p[0] == '"')
            cell = (struct str){cell.p + 1, cell.n - 2};
        if (n < most)
            cells[n] = str_trim(cell);
        n++;
        from = i + 1;
    }
    return n;
}

/* The first row: a number, a quoted name, then "-0-" or a quoted type. */
static bool begins(struct str start)
{
    static const char separators[] = {',', ';', '\t', '|'};
    struct str cells[SDN_COLUMNS], line = str_cut(&start, '\n');
    for (size_t i = 0; i < sizeof separators; i++)
        if (cells_of(line, separators[i], cells, SDN_COLUMNS) == SDN_COLUMNS &&
            entry_of(cells[SDN_ENTRY]) > 0 && str_equal(cells[SDN_COLUMNS - 2], STR("-0-")))
            return true;
    return false;
}

static void close_ofac(void *state)
{
    struct ofac *ofac = state;
    if (!ofac)
        return;
    csv_close(&ofac->csv);
    free(ofac->aliases.at);
    free(ofac->countries.at);
    free(ofac->rests.at);
    arena_release(&ofac->arena);
    arena_release(&ofac->scratch);
    free(ofac);
}

static enum err open_ofac(void **state, struct format_source *source, struct fault *fault)
{
    struct ofac *ofac = calloc(1, sizeof *ofac);
    if (!ofac)
        return fault_set(fault, ERR_NO_MEMORY, "%s", source->intake->file);
    ofac->source = source;
    arena_init(&ofac->arena, (size_t)LIMIT_ASIDE_ARENA_BYTES);
    arena_init(&ofac->scratch, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    *state = ofac;
    enum err err = csv_open(&ofac->csv, source->lines, fault);
    if (!err)
        err = read_beside(ofac, "alt", ALT_NAME, ALT_COLUMNS, &ofac->aliases, fault);
    if (!err)
        err = read_beside(ofac, "add", ADD_COUNTRY, ADD_COLUMNS, &ofac->countries, fault);
    return err ? err
               : read_beside(ofac, "sdn_comments", COMMENTS_TEXT, COMMENTS_COLUMNS, &ofac->rests, fault);
}

const struct format format_ofac_csv = {begins, open_ofac, next_row, close_ofac};
