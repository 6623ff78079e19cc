/* View: JSON written for a program or for a reader. See view.h. */
#include "cli/view.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

enum { COLUMNS_MAX = 32, INDENT = 4, GAP = 2 };

size_t view_room(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int append(const char *bytes, size_t n, void *out)
{
    buf_add(out, bytes, n);
    return buf_failed(out) ? -1 : 0;
}

static void dump(struct buf *out, const json_t *value)
{
    if (json_dump_callback(value, append, out, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) != 0)
        out->failed = true;
    buf_add_char(out, '\n');
}

void view_json(struct buf *out, const json_t *value)
{
    if (!json_is_array(value)) {
        dump(out, value);
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        dump(out, json_array_get(value, i));
}

/* The columns that a terminal gives a text. */
static size_t width(struct str text)
{
    size_t columns = 0;
    while (text.n) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.n, &c);
        int w = n > 0 ? utf8proc_charwidth(c) : 1;
        columns += w > 0 ? (size_t)w : 0;
        text.p += n > 0 ? n : 1;
        text.n -= n > 0 ? (size_t)n : 1;
    }
    return columns;
}

static void blanks(struct buf *out, size_t n)
{
    while (n-- > 0 && !buf_failed(out))
        buf_add_char(out, ' ');
}

static bool is_empty(const json_t *value)
{
    return !value || json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_object(value) && json_object_size(value) == 0);
}

/* Whether a value fits into a cell: no object, no array of them. */
static bool is_plain(const json_t *value)
{
    return !json_is_object(value) && !(json_is_array(value) && json_is_object(json_array_get(value, 0)));
}

static void add_cell(struct buf *out, const json_t *value)
{
    if (json_is_string(value))
        buf_add_clean(out, (struct str){json_string_value(value), json_string_length(value)});
    else if (json_is_integer(value))
        buf_printf(out, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        buf_printf(out, "%.2f", json_real_value(value));
    else if (json_is_boolean(value))
        buf_add_str(out, json_is_true(value) ? STR("yes") : STR("no"));
    else if (json_is_array(value))
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i)
                buf_add_str(out, STR(", "));
            add_cell(out, json_array_get(value, i));
        }
}

static void add_key(struct buf *out, const char *key)
{
    for (; *key; key++)
        buf_add_char(out, *key == '_' ? ' ' : *key);
}

/* The columns of a table: its keys with a value in some row, each behind that which it follows in a row, so
 * that their order does not hang on which row has a value. */
static size_t columns_of(const json_t *rows, const char *keys[COLUMNS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i), *value;
        const char *key;
        size_t next = 0;
        json_object_foreach(row, key, value)
        {
            size_t k = 0;
            while (k < n && strcmp(keys[k], key) != 0)
                k++;
            if (k < n)
                next = k + 1;
            else if (n < COLUMNS_MAX && is_plain(value) && !is_empty(value)) {
                memmove(keys + next + 1, keys + next, (n++ - next) * sizeof *keys);
                keys[next++] = key;
            }
        }
    }
    return n;
}

/* One row, its cells padded to the widths, or these widened to it; rows NULL is the heading. */
static void table_row(struct buf *out, bool widens, const json_t *row, const char *const *keys,
                      size_t *widths, size_t n)
{
    struct buf cell;
    buf_init(&cell, (size_t)LIMIT_PRINTED_BYTES);
    for (size_t k = 0; k < n; k++) {
        buf_clear(&cell);
        if (row)
            add_cell(&cell, json_object_get(row, keys[k]));
        else
            add_key(&cell, keys[k]);
        out->failed |= buf_failed(&cell);
        size_t w = width(buf_str(&cell));
        if (widens) {
            widths[k] = w > widths[k] ? w : widths[k];
            continue;
        }
        buf_add_str(out, buf_str(&cell));
        if (k + 1 < n)
            blanks(out, widths[k] - w + GAP);
    }
    buf_release(&cell);
}

static void block(struct buf *out, json_t *object, size_t indent, size_t room);

/* Twice over the rows: to measure, and to write; where they are wider than the room, each as a block of its
 * own. */
static void table(struct buf *out, const json_t *rows, size_t indent, size_t room)
{
    const char *keys[COLUMNS_MAX];
    size_t widths[COLUMNS_MAX] = {0};
    size_t n = columns_of(rows, keys), rows_n = json_array_size(rows), all = indent;
    for (size_t i = 0; i <= rows_n; i++)
        table_row(out, true, i ? json_array_get(rows, i - 1) : NULL, keys, widths, n);
    for (size_t k = 0; k < n; k++)
        all += widths[k] + (k ? GAP : 0);
    bool fits = !room || all <= room;
    for (size_t i = 0; fits && i <= rows_n; i++) {
        blanks(out, indent);
        table_row(out, false, i ? json_array_get(rows, i - 1) : NULL, keys, widths, n);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; !fits && i < rows_n; i++) {
        buf_add_str(out, i ? STR("\n") : STR(""));
        block(out, json_array_get(rows, i), indent, room);
    }
}

static void block(struct buf *out, json_t *object, size_t indent, size_t room)
{
    size_t widest = 0;
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (is_plain(value) && !is_empty(value) && strlen(key) > widest)
            widest = strlen(key);
    }
    json_object_foreach(object, key, value)
    {
        if (is_empty(value))
            continue;
        blanks(out, indent);
        add_key(out, key);
        if (is_plain(value)) {
            blanks(out, widest - strlen(key) + GAP);
            add_cell(out, value);
            buf_add_char(out, '\n');
        } else if (json_is_object(value)) {
            buf_add_char(out, '\n');
            block(out, value, indent + INDENT, room);
        } else {
            buf_add_char(out, '\n');
            table(out, value, indent + INDENT, room);
        }
    }
}

void view_text(struct buf *out, const json_t *value, size_t room)
{
    if (json_is_array(value) && json_array_size(value) == 0)
        buf_add_str(out, STR("none\n"));
    else if (json_is_array(value) && !is_plain(value))
        table(out, value, 0, room);
    else if (json_is_object(value))
        block(out, (json_t *)(uintptr_t)value, 0, room);
    else {
        add_cell(out, value);
        buf_add_char(out, '\n');
    }
}

void view_line(struct buf *out, const json_t *object)
{
    const char *key;
    json_t *value;
    bool first = true;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (is_empty(value) || !is_plain(value))
            continue;
        if (!first)
            blanks(out, GAP);
        if (strcmp(key, "state") != 0 && strcmp(key, "said") != 0) {
            add_key(out, key);
            buf_add_char(out, ' ');
        }
        add_cell(out, value);
        first = false;
    }
    buf_add_char(out, '\n');
}

json_t *view_value(struct str text)
{
    enum { DIGITS = 18 /* which 64 bits always hold */ };
    long long count = 0;
    bool digits = text.n > 0 && text.n <= DIGITS;
    for (size_t i = 0; digits && i < text.n; i++) {
        digits = text.p[i] >= '0' && text.p[i] <= '9';
        count = count * 10 + (text.p[i] - '0');
    }
    return digits ? json_integer(count) : json_stringn(text.n ? text.p : "", text.n);
}
