/* Cut: where a name's pieces begin and end. See cut.h. */
#include "name/cut.h"

#include "name/words.h"

enum { PALOCHKA = 0x4cf, GERESH = 0x5f3, MIDDLE_DOT = 0xb7 };

static bool is_letter(const struct glyphs *glyphs, size_t i)
{
    return i < glyphs->n && glyphs->at[i].kind == GLYPH_LETTER;
}

static bool is_letter_of(const struct glyphs *glyphs, size_t i, enum script script)
{
    return is_letter(glyphs, i) && glyphs->at[i].script == script;
}

/* Cyrillic and Latin letters that look alike, Cyrillic first; at the end, Latin
 * ones with the accent that shows the stress of a Cyrillic word. */
static const struct {
    uint16_t cyrillic;
    uint16_t latin;
} look_alikes[] = {
    {0x430, 'a'},  {0x432, 'b'},  {0x441, 'c'},  {0x435, 'e'},  {0x43d, 'h'},  {0x456, 'i'},  {0x458, 'j'},
    {0x43a, 'k'},  {0x43c, 'm'},  {0x43e, 'o'},  {0x440, 'p'},  {0x455, 's'},  {0x442, 't'},  {0x443, 'y'},
    {0x445, 'x'},  {0x4bb, 'h'},  {0x51b, 'q'},  {0x51d, 'w'},  {0x451, 0xeb}, {0x457, 0xef}, {PALOCHKA, 'l'},
    {0x430, 0xe1}, {0x435, 0xe9}, {0x43e, 0xf3}, {0x443, 0xfd}, {0x456, 0xed},
};

/* The look-alike of a letter in the other of the two scripts; 0 where there is none. */
static uint32_t look_alike(uint32_t point, enum script wanted)
{
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++) {
        if (wanted == SCRIPT_LATIN && look_alikes[i].cyrillic == point)
            return look_alikes[i].latin;
        if (wanted == SCRIPT_CYRILLIC && look_alikes[i].latin == point)
            return look_alikes[i].cyrillic;
    }
    return 0;
}

/* Writes the letters of [from, to) that are not of script as their look-alikes,
 * if all have one. */
static bool unify(struct glyphs *glyphs, size_t from, size_t to, enum script script)
{
    for (size_t i = from; i < to; i++)
        if (glyphs->at[i].kind == GLYPH_LETTER && glyphs->at[i].script != script &&
            !look_alike(glyphs->at[i].code_point, script))
            return false;
    for (size_t i = from; i < to; i++) {
        struct glyph *g = &glyphs->at[i];
        if (g->kind != GLYPH_LETTER || g->script == script)
            continue;
        g->code_point = look_alike(g->code_point, script);
        g->script = (uint8_t)script;
    }
    return true;
}

/* A palochka is often typed as the digit 1 or a bar: К1ант. */
static void restore_palochka(struct glyphs *glyphs)
{
    for (size_t i = 0; i + 1 < glyphs->n; i++) {
        struct glyph *g = &glyphs->at[i];
        if ((g->code_point != '1' && g->code_point != '|') || !is_letter_of(glyphs, i + 1, SCRIPT_CYRILLIC))
            continue;
        *g = (struct glyph){PALOCHKA, GLYPH_LETTER, SCRIPT_CYRILLIC, glyphs->at[i + 1].as_written};
    }
}

/* Words that mix Latin and Cyrillic are of the script that has more of their letters. */
static void restore_scripts(struct glyphs *glyphs)
{
    for (size_t from = 0; from < glyphs->n;) {
        size_t to = from;
        size_t latin = 0;
        size_t cyrillic = 0;
        for (; to < glyphs->n && (is_letter(glyphs, to) || glyphs->at[to].kind == GLYPH_APOSTROPHE); to++) {
            latin += is_letter_of(glyphs, to, SCRIPT_LATIN);
            cyrillic += is_letter_of(glyphs, to, SCRIPT_CYRILLIC);
        }
        if (latin && cyrillic) {
            enum script more = latin > cyrillic ? SCRIPT_LATIN : SCRIPT_CYRILLIC;
            enum script fewer = latin > cyrillic ? SCRIPT_CYRILLIC : SCRIPT_LATIN;
            if (!unify(glyphs, from, to, more))
                (void)unify(glyphs, from, to, fewer);
        }
        from = to + 1;
    }
}

/* The state of cutting. open is the piece being written, NULL between pieces. */
struct cutter {
    struct pieces *out;
    struct piece *open;
    unsigned segment;
    bool hyphen;
    bool digit;
    bool bracket;
    bool quote;
};

static void put(struct pieces *out, struct piece *piece, uint32_t point)
{
    if (piece->letters == LIMIT_TOKEN_LETTERS || out->text_n + 4 > PIECE_TEXT_MAX)
        return;
    size_t n = fold_encode(point, out->text + out->text_n);
    out->text_n += n;
    piece->text.n += n;
    piece->letters++;
}

static void open_piece(struct cutter *c, const struct glyph *g)
{
    if (c->out->n == PIECES_MAX) {
        c->out->truncated = true;
        return;
    }
    c->open = &c->out->at[c->out->n++];
    *c->open = (struct piece){.text = {c->out->text + c->out->text_n, 0},
                              .script = (enum script)g->script,
                              .segment = c->segment,
                              .hyphen_before = c->hyphen,
                              .after_digit = c->digit,
                              .nickname = c->bracket || c->quote,
                              .upper = true};
}

/* Room for one more piece at index i, a copy of the one there. */
static bool insert_piece(struct pieces *out, size_t i)
{
    if (out->n == PIECES_MAX) {
        out->truncated = true;
        return false;
    }
    memmove(&out->at[i + 1], &out->at[i], (out->n - i) * sizeof *out->at);
    out->n++;
    return true;
}

/* Splits piece i behind its first letters, which take bytes bytes. */
static void split_piece(struct pieces *out, size_t i, size_t bytes, unsigned letters)
{
    if (!insert_piece(out, i))
        return;
    struct piece *head = &out->at[i];
    struct piece *tail = &out->at[i + 1];
    head->text.n = bytes;
    head->letters = letters;
    head->dot_after = false;
    tail->text = (struct str){tail->text.p + bytes, tail->text.n - bytes};
    tail->letters -= letters;
    tail->hyphen_before = true;
    tail->after_digit = false;
    head->words = word_kinds(head->text);
    tail->words = word_kinds(tail->text);
}

/* "al-Shaykh" is a title only where it opens the name. */
static bool has_attached_article(const struct piece *piece, bool opens)
{
    enum { ARTICLE_BYTES = 4, LETTERS_MIN = 5 };
    static const char article[] = "\u0627\u0644";
    return piece->script == SCRIPT_ARABIC && (piece->words & ~(opens ? 0U : WORD_TITLE_FIRST)) == 0 &&
           piece->letters >= LETTERS_MIN && memcmp(piece->text.p, article, ARTICLE_BYTES) == 0;
}

static void close_piece(struct cutter *c)
{
    enum { ARTICLE_BYTES = 4 };
    struct piece *piece = c->open;
    c->open = NULL;
    c->hyphen = false;
    c->digit = false;
    if (!piece)
        return;
    piece->words = word_kinds(piece->text);
    if (has_attached_article(piece, c->out->n == 1))
        split_piece(c->out, c->out->n - 1, ARTICLE_BYTES, 2);
}

static void add_letter(struct cutter *c, const struct glyph *g)
{
    if (c->open && c->open->script == SCRIPT_COMMON)
        c->open->script = (enum script)g->script;
    if (c->open && g->script != SCRIPT_COMMON && g->script != c->open->script)
        close_piece(c);
    if (!c->open)
        open_piece(c, g);
    if (!c->open)
        return;
    c->open->upper = c->open->upper && g->as_written == CASE_UPPER;
    c->open->lower = c->open->lower || g->as_written == CASE_LOWER;
    put(c->out, c->open, g->code_point);
}

/* Apostrophes inside a word vanish; Hebrew's geresh changes the letter before it. */
static void add_apostrophe(struct cutter *c)
{
    if (c->open && c->open->script == SCRIPT_HEBREW)
        put(c->out, c->open, GERESH);
}

static void add_quote(struct cutter *c, bool letter_before, bool letter_after)
{
    if (letter_before && letter_after && c->open)
        return; /* Hebrew acronyms; a hard sign in old transcriptions */
    close_piece(c);
    c->quote = !c->quote && letter_after;
}

static void add_separator(struct cutter *c, enum glyph_kind kind)
{
    if (c->open && kind == GLYPH_DOT)
        c->open->dot_after = true;
    close_piece(c);
    if (kind == GLYPH_COMMA && !c->bracket)
        c->segment++;
    if (kind == GLYPH_OPEN || kind == GLYPH_CLOSE)
        c->bracket = kind == GLYPH_OPEN;
}

static void add_glyph(struct cutter *c, const struct glyphs *glyphs, size_t i)
{
    const struct glyph *g = &glyphs->at[i];
    bool before = i > 0 && is_letter(glyphs, i - 1);
    bool after = is_letter(glyphs, i + 1);
    switch ((enum glyph_kind)g->kind) {
    case GLYPH_LETTER:
        add_letter(c, g);
        break;
    case GLYPH_APOSTROPHE:
        add_apostrophe(c);
        break;
    case GLYPH_QUOTE:
        add_quote(c, before, after);
        break;
    case GLYPH_DIGIT:
        if (!before || !after)
            close_piece(c);
        c->digit = !before;
        break;
    case GLYPH_HYPHEN: {
        bool joins = c->open != NULL;
        close_piece(c);
        c->hyphen = joins;
        break;
    }
    default:
        if (g->code_point != MIDDLE_DOT || !before || !after || glyphs->at[i - 1].code_point != 'l')
            add_separator(c, (enum glyph_kind)g->kind);
        break;
    }
}

static bool is_unspaced_script(enum script script)
{
    return script == SCRIPT_HAN || script == SCRIPT_HANGUL;
}

/* The letters of text that make its family name, 0 where it is not to be cut. */
static unsigned family_letters(const struct piece *piece)
{
    enum { LETTER_BYTES = 3 };
    uint32_t kind = piece->script == SCRIPT_HAN ? WORD_CHINESE : WORD_KOREAN;
    if (piece->letters < 2 || piece->letters > 5 || piece->text.n != LETTER_BYTES * piece->letters)
        return 0;
    struct str one = {piece->text.p, LETTER_BYTES};
    struct str two = {piece->text.p, LETTER_BYTES * 2};
    if (piece->letters > 2 && word_kinds(two) & kind)
        return 2;
    if (piece->letters == 2 || (piece->letters == 3 && word_kinds(one) & kind))
        return 1;
    /* What is left is Japanese where it is Han; transcribed where it is Hangul. */
    return piece->script == SCRIPT_HAN ? 2 : 0;
}

static void cut_unspaced(struct pieces *out)
{
    size_t found = PIECES_MAX;
    for (size_t i = 0; i < out->n; i++) {
        const struct piece *piece = &out->at[i];
        bool title = piece->words & (WORD_TITLE | WORD_GENERATION);
        if (piece->nickname || title || !is_unspaced_script(piece->script))
            continue;
        if (found < PIECES_MAX)
            return; /* two: spaced already */
        found = i;
    }
    unsigned letters = found < PIECES_MAX ? family_letters(&out->at[found]) : 0;
    /* A kana piece beside it is the given name: 高橋みなみ. */
    bool kana = found + 1 < out->n && (out->at[found + 1].script == SCRIPT_HIRAGANA ||
                                       out->at[found + 1].script == SCRIPT_KATAKANA);
    if (letters == 0 || kana || out->n == PIECES_MAX)
        return;
    split_piece(out, found, (size_t)letters * 3, letters);
    out->at[found].part = PART_FAMILY;
    out->at[found + 1].part = PART_GIVEN;
}

/* Two spaced pieces: the one that is a family name, if only one of them is. */
static void mark_spaced(struct pieces *out)
{
    if (out->n != 2 || !is_unspaced_script(out->at[0].script) || out->at[0].part != PART_UNKNOWN)
        return;
    uint32_t kind = WORD_CHINESE | WORD_KOREAN;
    bool first = out->at[0].words & kind;
    bool second = out->at[1].words & kind;
    if (first == second)
        return;
    out->at[0].part = first ? PART_FAMILY : PART_GIVEN;
    out->at[1].part = first ? PART_GIVEN : PART_FAMILY;
}

/* "JC": two capitals without a vowel are no syllable of any language but Ng, hence initials, where the rest
 * of the name shows that capitals are meant. */
static bool is_joined_initials(const struct piece *piece)
{
    static const char vowels[] = "aeiouy";
    const char *letters = piece->text.p;
    return piece->script == SCRIPT_LATIN && piece->upper && piece->words == 0 && piece->letters == 2 &&
           piece->text.n == 2 && !strchr(vowels, letters[0]) && !strchr(vowels, letters[1]) &&
           memcmp(letters, "ng", 2) != 0;
}

static void cut_initials(struct pieces *out)
{
    bool lower = false;
    for (size_t i = 0; i < out->n; i++)
        lower = lower || out->at[i].lower;
    for (size_t i = 0; lower && i < out->n; i++)
        if (is_joined_initials(&out->at[i]))
            split_piece(out, i, 1, 1);
}

void cut_pieces(struct glyphs *glyphs, bool whole, struct pieces *pieces)
{
    pieces->n = 0;
    pieces->text_n = 0;
    pieces->truncated = glyphs->truncated;
    restore_palochka(glyphs);
    restore_scripts(glyphs);
    struct cutter c = {.out = pieces};
    for (size_t i = 0; i < glyphs->n; i++)
        add_glyph(&c, glyphs, i);
    close_piece(&c);
    cut_initials(pieces);
    if (whole) {
        cut_unspaced(pieces);
        mark_spaced(pieces);
    }
}
