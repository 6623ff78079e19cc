/* FtM write: JSON lines. See ftm_write.h. */
#include "record/ftm_write.h"

/* The bytes that JSON wants escaped: '"', '\' and the control characters (RFC 8259, section 7). */
static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

void json_write_text(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        while (i < text.n && is_plain(text.p[i]))
            i++;
        buf_add(out, text.p + start, i - start);
        if (i == text.n)
            break;
        char c = text.p[i++];
        if (c == '"' || c == '\\')
            buf_add(out, (char[]){'\\', c}, 2);
        else
            buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
    buf_add_char(out, '"');
}

static void write_values(struct buf *out, const struct values *values)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < values->n; i++) {
        if (i)
            buf_add_char(out, ',');
        json_write_text(out, values->at[i]);
    }
    buf_add_char(out, ']');
}

void ftm_write(struct buf *out, const struct subject *subject)
{
    bool first = true;
    buf_add_str(out, STR("{\"id\":"));
    json_write_text(out, subject->id);
    buf_add_str(out, STR(",\"schema\":\"Person\",\"properties\":{"));
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (subject->values[i].n == 0)
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        json_write_text(out, str_of(property_ftm((enum property)i)));
        buf_add_char(out, ':');
        write_values(out, &subject->values[i]);
    }
    buf_add_str(out, STR("}}\n"));
}
