/* Ods: spreadsheets as rows. See ods.h. */
#include "record/ods.h"

#include "base/limits.h"
#include "record/lines.h"
#include "record/xml.h"

#include <errno.h>
#include <stdlib.h>
#include <zip.h>

enum { CHUNK = 64 * 1024, ROW_ARENA_BYTES = 64 * 1024 * 1024 };

static const char *const rows[] = {"table-row", NULL};

struct ods {
    const char *name;
    zip_t *zip;
    zip_file_t *content;
    uint64_t unpacked;
    struct xml *xml;
    struct arena arena; /* of the row given out */
    char chunk[CHUNK];
};

static enum err read_content(void *context, struct str *bytes, bool *end, struct fault *fault)
{
    struct ods *ods = context;
    zip_int64_t got = zip_fread(ods->content, ods->chunk, CHUNK);
    if (got < 0)
        return fault_set(fault, ERR_BAD_INPUT, "%s: content.xml cannot be unpacked", ods->name);
    ods->unpacked += (uint64_t)got;
    if (ods->unpacked > (uint64_t)LIMIT_UNPACKED_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "%s: content.xml is over %lld bytes", ods->name,
                         LIMIT_UNPACKED_BYTES);
    *bytes = (struct str){ods->chunk, (size_t)got};
    *end = got == 0;
    return ERR_OK;
}

/* *code says why where it is NULL. */
static zip_t *open_zip(const char *path, struct str bytes, int *code)
{
    if (path)
        return zip_open(path, ZIP_RDONLY, code);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip && source)
        zip_source_free(source);
    *code = source ? zip_error_code_zip(&error) : ZIP_ER_MEMORY;
    zip_error_fini(&error);
    return zip;
}

/* libzip calls a file broken, or none of its own, also where it found no memory. */
static zip_t *open_said(const char *path, struct str bytes, int *code)
{
    errno = 0;
    zip_t *zip = open_zip(path, bytes, code);
    if (!zip && errno == ENOMEM)
        *code = ZIP_ER_MEMORY;
    return zip;
}

enum err ods_open(struct ods **out, const char *name, const char *path, struct str bytes, struct fault *fault)
{
    *out = NULL;
    struct ods *ods = calloc(1, sizeof *ods);
    if (!ods)
        return fault_set(fault, ERR_NO_MEMORY, "%s", name);
    ods->name = name;
    arena_init(&ods->arena, ROW_ARENA_BYTES);
    enum err err = ERR_OK;
    int code = ZIP_ER_OK;
    ods->zip = open_said(path, bytes, &code);
    if (ods->zip)
        ods->content = zip_fopen(ods->zip, "content.xml", 0);
    if (ods->zip && !ods->content)
        code = zip_error_code_zip(zip_get_error(ods->zip));
    if (!ods->content && code == ZIP_ER_MEMORY)
        err = fault_set(fault, ERR_NO_MEMORY, "%s", name);
    else if (!ods->zip)
        err = fault_set(fault, ERR_BAD_INPUT, "%s: a zip file that is not whole", name);
    else if (!ods->content)
        err = fault_set(fault, ERR_UNSUPPORTED, "%s: a zip file that is no spreadsheet (.ods)", name);
    if (!err)
        err = xml_open(&ods->xml, (struct xml_source){read_content, ods, name}, rows, fault);
    if (err)
        ods_close(ods);
    else
        *out = ods;
    return err;
}

static size_t repeats(const struct xml_node *cell)
{
    struct str text = xml_value(cell, "number-columns-repeated");
    size_t n = 0;
    for (size_t i = 0; i < text.n && i < 7 && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        n = n * 10 + (size_t)(text.p[i] - '0');
    return n ? n : 1;
}

/* The paragraphs of a cell, with a line end between. */
static struct str cell_text(struct arena *arena, const struct xml_node *cell)
{
    struct str date = xml_value(cell, "date-value");
    const struct xml_node *p = xml_child(cell, "p");
    if (date.n >= 10)
        return (struct str){date.p, 10};
    if (!p)
        return STR("");
    if (!xml_beside(p, "p"))
        return p->text;
    size_t room = 0;
    for (const struct xml_node *at = p; at; at = xml_beside(at, "p"))
        room += at->text.n + 1;
    char *bytes = arena_alloc(arena, room);
    size_t n = 0;
    for (const struct xml_node *at = p; bytes && at; at = xml_beside(at, "p")) {
        if (n)
            bytes[n++] = '\n';
        memcpy(bytes + n, at->text.p, at->text.n);
        n += at->text.n;
    }
    return bytes ? (struct str){bytes, n} : STR("");
}

/* Empty cells at the end are left out: a sheet is as wide as the program allows. */
static enum err take_cells(struct ods *ods, const struct xml_node *record, struct csv_row *row,
                           struct fault *fault)
{
    size_t most = (size_t)LIMIT_CSV_COLUMNS;
    struct str *cells = arena_array(&ods->arena, most, sizeof *cells);
    size_t n = 0;
    size_t filled = 0;
    for (const struct xml_node *at = record->first; cells && at; at = at->next) {
        if (!str_equal(at->name, STR("table-cell")) && !str_equal(at->name, STR("covered-table-cell")))
            continue;
        struct str text = cell_text(&ods->arena, at);
        for (size_t k = repeats(at); k > 0 && n < most; k--)
            cells[n++] = text;
        if (text.n && n == most)
            row->wrong = "too many columns";
        if (text.n)
            filled = n;
    }
    if (arena_failed(&ods->arena))
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", ods->name, row->line);
    row->cells = cells;
    row->n = filled;
    return ERR_OK;
}

enum err ods_next(struct ods *ods, struct csv_row *row, bool *end, struct fault *fault)
{
    enum err err = ERR_OK;
    do {
        struct xml_node *record = NULL;
        *row = (struct csv_row){0};
        arena_reset(&ods->arena);
        err = xml_next(ods->xml, &ods->arena, &record, &row->line, end, fault);
        if (!err && !*end)
            err = take_cells(ods, record, row, fault);
    } while (!err && !*end && row->n == 0);
    return err;
}

void ods_close(struct ods *ods)
{
    if (!ods)
        return;
    xml_close(ods->xml);
    if (ods->content)
        zip_fclose(ods->content);
    if (ods->zip)
        zip_discard(ods->zip);
    arena_release(&ods->arena);
    free(ods);
}

bool ods_begins(struct str start)
{
    struct str kind = STR("mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
    return start.n >= 30 + kind.n && memcmp(start.p, "PK\x03\x04", 4) == 0 &&
           memcmp(start.p + 30, kind.p, kind.n) == 0;
}
