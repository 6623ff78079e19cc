/* CSV write: see csv_write.h. */
#include "record/csv_write.h"

#include "record/csv_person.h"

void csv_write_headings(struct buf *out)
{
    buf_add_str(out, STR("id"));
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        buf_printf(out, ",%s", property_ftm((enum property)i));
    buf_add_char(out, '\n');
}

static bool is_bare(struct str cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] == ',' || cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r' ||
            cell.p[i] == ';' || cell.p[i] == '\t' || cell.p[i] == '|')
            return false;
    return true;
}

/* The inside of a quoted cell. A ';' within a value would cut it in two. */
static void write_inside(struct buf *out, struct str text, bool list)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, list && text.p[i] == ';' ? ',' : text.p[i]);
    }
}

void csv_write_cell(struct buf *out, struct str cell)
{
    if (is_bare(cell)) {
        buf_add_str(out, cell);
        return;
    }
    buf_add_char(out, '"');
    write_inside(out, cell, false);
    buf_add_char(out, '"');
}

static void write_list(struct buf *out, const struct values *values, const struct values *more)
{
    if (values->n == 0 && more->n <= 1)
        return;
    buf_add_char(out, '"');
    for (size_t i = 0; i < values->n; i++) {
        buf_add_str(out, i ? STR(";") : STR(""));
        write_inside(out, values->at[i], true);
    }
    for (size_t i = 1; i < more->n; i++) {
        buf_add_str(out, i > 1 || values->n ? STR(";") : STR(""));
        write_inside(out, more->at[i], true);
    }
    buf_add_char(out, '"');
}

size_t csv_write(struct buf *out, const struct subject *subject)
{
    static const struct values none = {NULL, 0};
    size_t left_out = 0;
    csv_write_cell(out, subject->id);
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        enum property property = (enum property)i;
        const struct values *values = &subject->values[property];
        buf_add_char(out, ',');
        if (csv_is_list(property)) {
            write_list(out, values, property == PROPERTY_ALIAS ? &subject->values[PROPERTY_NAME] : &none);
            continue;
        }
        if (values->n)
            csv_write_cell(out, values->at[0]);
        if (property != PROPERTY_NAME && values->n > 1)
            left_out += values->n - 1;
    }
    buf_add_char(out, '\n');
    return left_out;
}
