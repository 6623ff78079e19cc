/* Publish: the table, what its formats share, and the plain ones. See publish.h. */
#include "synth/publish.h"

#include "record/csv_write.h"
#include "record/ftm_write.h"

enum { FIRST_ENTRY = 700000 };

static const struct {
    const char *word;
    const struct published *functions;
} table[] = {
#define P(name, word, functions, what) {word, &functions},
#include "synth/published.def"
#undef P
};

const struct published *published_by_word(struct str word)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_equal(word, str_of(table[i].word)))
            return table[i].functions;
    return NULL;
}

struct str value_of(const struct subject *subject, enum property property, size_t i)
{
    const struct values *values = &subject->values[property];
    return i < values->n ? values->at[i] : STR("");
}

void cut_name(struct str name, struct str *family, struct str *given)
{
    const char *comma = memchr(name.p, ',', name.n);
    if (comma) {
        *family = (struct str){name.p, (size_t)(comma - name.p)};
        *given = str_trim((struct str){comma + 1, name.n - family->n - 1});
        return;
    }
    size_t at = name.n;
    while (at && name.p[at - 1] != ' ')
        at--;
    *family = (struct str){name.p + at, name.n - at};
    *given = str_trim((struct str){name.p, at});
}

bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

struct str latin_name(const struct subject *subject)
{
    const enum property names[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        for (size_t i = 0; i < subject->values[names[k]].n; i++)
            if (is_ascii(value_of(subject, names[k], i)))
                return value_of(subject, names[k], i);
    return value_of(subject, PROPERTY_NAME, 0);
}

uint64_t publish_entry(const struct publishing *publishing)
{
    return FIRST_ENTRY + publishing->number;
}

void add_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        buf_add_str(out, c == '&'   ? STR("&amp;")
                         : c == '<' ? STR("&lt;")
                         : c == '>' ? STR("&gt;")
                         : c == '"' ? STR("&quot;")
                                    : (struct str){text.p + i, 1});
    }
}

void add_element(struct buf *out, const char *name, struct str text)
{
    if (text.n == 0)
        return;
    buf_printf(out, "<%s>", name);
    add_escaped(out, text);
    buf_printf(out, "</%s>", name);
}

static void begin_nothing(struct publishing *publishing)
{
    (void)publishing;
}

static void end_nothing(struct publishing *publishing, uint64_t count)
{
    (void)publishing;
    (void)count;
}

static void ftm_person(struct publishing *publishing, const struct subject *subject)
{
    ftm_write(publishing->out, subject);
}

static void csv_begin(struct publishing *publishing)
{
    csv_write_headings(publishing->out);
}

static void csv_person(struct publishing *publishing, const struct subject *subject)
{
    (void)csv_write(publishing->out, subject);
}

const struct published publish_ftm = {begin_nothing, ftm_person, end_nothing, false};
const struct published publish_csv = {csv_begin, csv_person, end_nothing, false};
