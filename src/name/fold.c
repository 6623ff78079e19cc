/* Fold: NFKC and case by utf8proc, run of letters by run of letters. See fold.h.
 *
 * Separators are told apart in the text as written, so that the case of a run
 * ("Mohammed AL-MASRI") is still known; only runs of letters are normalised. */
#include "name/fold.h"

#include <utf8proc.h>

enum { RUN_BYTES = 192, RUN_POINTS = 18 * RUN_BYTES };

enum text_class { TEXT_LETTER, TEXT_DROPPED, TEXT_SEPARATOR };

static void add_glyph(struct glyphs *glyphs, uint32_t point, enum glyph_kind kind, enum script script,
                      enum glyph_case as_written)
{
    if (glyphs->n == GLYPHS_MAX) {
        glyphs->truncated = true;
        return;
    }
    glyphs->at[glyphs->n++] = (struct glyph){point, (uint8_t)kind, (uint8_t)script, (uint8_t)as_written};
}

static enum glyph_kind ascii_separator(uint32_t point)
{
    switch (point) {
    case '\'':
    case '`':
        return GLYPH_APOSTROPHE;
    case '"':
        return GLYPH_QUOTE;
    case '-':
        return GLYPH_HYPHEN;
    case ',':
        return GLYPH_COMMA;
    case '.':
        return GLYPH_DOT;
    case '(':
    case '[':
    case '{':
        return GLYPH_OPEN;
    case ')':
    case ']':
    case '}':
        return GLYPH_CLOSE;
    default:
        return point >= '0' && point <= '9' ? GLYPH_DIGIT : GLYPH_SPACE;
    }
}

/* Signs that transcriptions use for ayn, hamza, glottal and soft sign; Hebrew geresh. */
static bool is_apostrophe(uint32_t point)
{
    return point == 0xb4 || (point >= 0x2b9 && point <= 0x2bf && point != 0x2ba) ||
           (point >= 0x2c8 && point <= 0x2cb) || point == 0x2ee || point == 0x55a || point == 0x5f3 ||
           (point >= 0x2018 && point <= 0x201b) || point == 0x2032 || point == 0x2035 || point == 0xa78b ||
           point == 0xa78c || point == 0xff07 || point == 0xff40;
}

static bool is_hyphen(uint32_t point)
{
    return point == 0x58a || point == 0x5be || (point >= 0x2010 && point <= 0x2013) || point == 0x2212 ||
           point == 0xfe63 || point == 0xff0d;
}

static bool is_comma(uint32_t point)
{
    return point == 0x60c || point == 0x3001 || point == 0xfe50 || point == 0xff0c || point == 0xff64;
}

static bool is_quote(uint32_t point)
{
    return point == 0xab || point == 0xbb || point == 0x2ba || point == 0x5f4 ||
           (point >= 0x201c && point <= 0x201f) || point == 0x2033 || point == 0xff02;
}

static enum glyph_kind separator_kind(uint32_t point, utf8proc_category_t category)
{
    if (point < 0x80)
        return ascii_separator(point);
    if (is_apostrophe(point))
        return GLYPH_APOSTROPHE;
    if (is_hyphen(point))
        return GLYPH_HYPHEN;
    if (is_comma(point))
        return GLYPH_COMMA;
    if (is_quote(point))
        return GLYPH_QUOTE;
    if (category == UTF8PROC_CATEGORY_PS)
        return GLYPH_OPEN;
    if (category == UTF8PROC_CATEGORY_PE)
        return GLYPH_CLOSE;
    if (category == UTF8PROC_CATEGORY_ND)
        return GLYPH_DIGIT;
    return GLYPH_SPACE;
}

static enum text_class class_of(uint32_t point, utf8proc_category_t category)
{
    if (is_apostrophe(point) || point == 0x2ba)
        return TEXT_SEPARATOR;
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_NL:
        return TEXT_LETTER;
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ME:
        return TEXT_DROPPED;
    default:
        return TEXT_SEPARATOR;
    }
}

/* Marks that a name loses: shared accents that composed with nothing, Arabic
 * vowel and Quran signs, Hebrew points, and tatweel. The vowel signs of other
 * scripts are letters of theirs. */
static bool is_lost_mark(uint32_t point, enum script script, utf8proc_category_t category)
{
    if (point == 0x640)
        return true;
    if (category != UTF8PROC_CATEGORY_MN && category != UTF8PROC_CATEGORY_MC &&
        category != UTF8PROC_CATEGORY_ME)
        return false;
    /* Voicing marks that no kana composed with say nothing either. */
    return script == SCRIPT_COMMON || script == SCRIPT_ARABIC || script == SCRIPT_HEBREW ||
           script == SCRIPT_LATIN || script == SCRIPT_CYRILLIC || script == SCRIPT_GREEK;
}

static void add_folded(struct glyphs *glyphs, uint32_t point, enum glyph_case as_written)
{
    if (point < 0x80) {
        bool letter = point >= 'a' && point <= 'z';
        add_glyph(glyphs, point, letter ? GLYPH_LETTER : ascii_separator(point),
                  letter ? SCRIPT_LATIN : SCRIPT_COMMON, as_written);
        return;
    }
    enum script script = script_of(point);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    if (is_lost_mark(point, script, category) || category == UTF8PROC_CATEGORY_CF)
        return;
    if (class_of(point, category) == TEXT_SEPARATOR)
        add_glyph(glyphs, point, separator_kind(point, category), SCRIPT_COMMON, CASE_NONE);
    else
        add_glyph(glyphs, point, GLYPH_LETTER, script, as_written);
}

/* A run of letters as it stands in the text. */
struct run {
    const char *p;
    size_t n;
    bool upper;
    bool lower;
    bool plain; /* ASCII letters only */
};

static enum err end_run(struct run *run, struct glyphs *glyphs, struct fault *fault)
{
    enum glyph_case as_written = run->lower ? CASE_LOWER : run->upper ? CASE_UPPER : CASE_NONE;
    struct run done = *run;
    *run = (struct run){.plain = true};
    if (done.plain) {
        for (size_t i = 0; i < done.n; i++)
            add_glyph(glyphs, (uint32_t)done.p[i] | 0x20, GLYPH_LETTER, SCRIPT_LATIN, as_written);
        return ERR_OK;
    }
    static const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_int32_t points[RUN_POINTS];
    utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)done.p, (utf8proc_ssize_t)done.n,
                                            points, RUN_POINTS, options);
    if (n >= 0 && n <= RUN_POINTS)
        n = utf8proc_normalize_utf32(points, n, options);
    if (n < 0 || n > RUN_POINTS)
        return fault_set(fault, ERR_BUG, "name: a run of %zu bytes cannot be normalised", done.n);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        add_folded(glyphs, (uint32_t)points[i], as_written);
    return ERR_OK;
}

static void extend_run(struct run *run, const char *p, size_t step, uint32_t point,
                       utf8proc_category_t category)
{
    if (run->n == 0)
        run->p = p;
    run->n += step;
    run->plain = run->plain && point < 0x80;
    run->upper = run->upper || category == UTF8PROC_CATEGORY_LU;
    run->lower = run->lower || category == UTF8PROC_CATEGORY_LL;
}

/* Of ASCII it only matters what is a letter. */
static utf8proc_category_t category_of(uint32_t point)
{
    if (point >= 0x80)
        return utf8proc_category((utf8proc_int32_t)point);
    if (point >= 'a' && point <= 'z')
        return UTF8PROC_CATEGORY_LL;
    return point >= 'A' && point <= 'Z' ? UTF8PROC_CATEGORY_LU : UTF8PROC_CATEGORY_PO;
}

/* Takes the code point at p into the run, or ends the run. */
static enum err take(struct run *run, const char *p, size_t step, uint32_t point, struct glyphs *glyphs,
                     struct fault *fault)
{
    utf8proc_category_t category = category_of(point);
    enum text_class class = class_of(point, category);
    /* A dropped control inside a run stays with it: utf8proc drops it, and what
     * stands on both sides can still compose. */
    if (class == TEXT_LETTER || (class == TEXT_DROPPED && run->n)) {
        enum err e = run->n + step > RUN_BYTES ? end_run(run, glyphs, fault) : ERR_OK;
        extend_run(run, p, step, point, category);
        return e;
    }
    if (class == TEXT_DROPPED)
        return ERR_OK;
    enum err e = end_run(run, glyphs, fault);
    add_glyph(glyphs, point, separator_kind(point, category), SCRIPT_COMMON, CASE_NONE);
    return e;
}

enum err fold_text(struct str text, struct glyphs *glyphs, struct fault *fault)
{
    struct run run = {.plain = true};
    enum err e = ERR_OK;
    glyphs->n = 0;
    glyphs->truncated = false;
    for (size_t i = 0; i < text.n && e == ERR_OK;) {
        utf8proc_int32_t point = (unsigned char)text.p[i];
        utf8proc_ssize_t step = 1;
        if (point >= 0x80)
            step = utf8proc_iterate((const utf8proc_uint8_t *)text.p + i, (utf8proc_ssize_t)(text.n - i),
                                    &point);
        if (step <= 0)
            return fault_set(fault, ERR_BAD_INPUT, "byte %zu: not UTF-8", i);
        if (point >= 0x80 && script_of((uint32_t)point) == SCRIPT_UNASSIGNED)
            return fault_set(fault, ERR_BAD_INPUT, "byte %zu: U+%04X is not assigned in Unicode 15", i,
                             (unsigned)point);
        e = take(&run, text.p + i, (size_t)step, (uint32_t)point, glyphs, fault);
        i += (size_t)step;
    }
    return e == ERR_OK ? end_run(&run, glyphs, fault) : e;
}

size_t fold_encode(uint32_t code_point, char *out)
{
    if (code_point < 0x80) {
        *out = (char)code_point;
        return 1;
    }
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)out);
    return n > 0 ? (size_t)n : 0;
}
