/* Words: lists of names and their spellings. See words.h. */
#include "synth/words.h"

#include "name/parse.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { SPELLING_BYTES = 192, SPELLINGS = 24, FLATTENING = 5, WEIGHT = 1000000 };

static const struct {
    const char *scheme;
    const char *changes;
} respellings[] = {
#define R(scheme, changes) {scheme, changes},
#include "synth/respellings.def"
#undef R
};
enum { RESPELLINGS = sizeof respellings / sizeof *respellings };

enum err words_init(struct arena *arena, struct words *words, size_t n, struct fault *fault)
{
    *words = (struct words){arena_array(arena, n, sizeof *words->at),
                            arena_array(arena, n, sizeof *words->up_to), 0};
    return words->at && words->up_to ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "the names to draw from");
}

/* The next word of a list: up to the blank before the next, where a reading may hold blanks itself, and so
 * may what it is the reading of. */
static struct str next_word(struct str *list)
{
    if (!memchr(list->p, ':', list->n))
        return str_cut(list, ' ');
    /* A reading ends at the last blank before the next original, which is the first word whose first byte
     * is no ASCII letter. */
    size_t i = (size_t)((const char *)memchr(list->p, ':', list->n) - list->p);
    while (i < list->n && !(list->p[i] == ' ' && i + 1 < list->n && (unsigned char)list->p[i + 1] >= 0x80))
        i++;
    struct str word = {list->p, i};
    bool more = i < list->n;
    *list = (struct str){more ? list->p + i + 1 : NULL, more ? list->n - i - 1 : 0};
    return word;
}

size_t words_in_list(struct str list)
{
    size_t n = 0;
    while (list.p && list.n) {
        next_word(&list);
        n++;
    }
    return n;
}

void words_add_list(struct words *words, struct str list)
{
    while (list.p && list.n) {
        struct str reading = next_word(&list);
        struct str original = str_cut(&reading, ':');
        words->at[words->n++] = (struct word){original, reading.p ? reading : STR(""), NULL, 0};
    }
}

static struct str join(struct arena *arena, struct str a, struct str b)
{
    char *bytes = arena_alloc(arena, a.n + b.n);
    if (!bytes)
        return STR("");
    memcpy(bytes, a.p, a.n);
    memcpy(bytes + a.n, b.p, b.n);
    return (struct str){bytes, a.n + b.n};
}

enum err words_add_joined(struct arena *arena, struct words *words, const struct word *stem,
                          const struct word *ending, struct fault *fault)
{
    struct word *word = &words->at[words->n++];
    *word = (struct word){join(arena, stem->original, ending->original), STR(""), NULL, 0};
    if (stem->reading.n)
        word->reading = join(arena, stem->reading, ending->reading);
    return arena_failed(arena) ? fault_set(fault, ERR_NO_MEMORY, "the names to draw from") : ERR_OK;
}

/* The first letter small; of a script that has no capitals it stays. */
static struct str small(struct arena *arena, struct str s)
{
    utf8proc_int32_t letter;
    char *bytes = arena_alloc(arena, s.n + 4);
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &letter);
    if (!bytes || step <= 0)
        return STR("");
    size_t n = (size_t)utf8proc_encode_char(utf8proc_tolower(letter), (utf8proc_uint8_t *)bytes);
    memcpy(bytes + n, s.p + step, s.n - (size_t)step);
    return (struct str){bytes, n + s.n - (size_t)step};
}

enum err word_join(struct arena *arena, const struct word *first, const struct word *second,
                   struct word *joined, struct fault *fault)
{
    *joined = (struct word){join(arena, first->original, small(arena, second->original)), STR(""), NULL, 0};
    if (first->reading.n)
        joined->reading = join(arena, first->reading, small(arena, second->reading));
    return arena_failed(arena) ? fault_set(fault, ERR_NO_MEMORY, "the names to draw from") : ERR_OK;
}

void words_weigh(struct words *words)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < words->n; i++)
        words->up_to[i] = sum += WEIGHT / (i + FLATTENING);
}

size_t words_draw(const struct words *words, struct seeded *seeded)
{
    uint64_t drawn = seeded_below(seeded, words->up_to[words->n - 1]);
    size_t low = 0;
    size_t high = words->n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->up_to[middle] > drawn)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

size_t words_draw_even(const struct words *words, struct seeded *seeded)
{
    return (size_t)seeded_below(seeded, words->n);
}

/* --- Spellings --- */

struct text {
    char p[SPELLING_BYTES];
    size_t n;
};

static void put(struct text *text, struct str s)
{
    for (size_t i = 0; i < s.n && text->n < SPELLING_BYTES; i++)
        text->p[text->n++] = s.p[i];
}

/* Copies text and applies "from to|from to|..." at each place, the first change that fits. */
static void respell(struct text *text, struct str reading, const char *changes)
{
    text->n = 0;
    while (reading.n) {
        struct str to = STR("");
        struct str from = STR("");
        for (struct str rest = str_of(changes); rest.p && !from.n;) {
            to = str_cut(&rest, '|');
            from = str_cut(&to, ' ');
            if (from.n > reading.n || memcmp(from.p, reading.p, from.n) != 0)
                from.n = 0;
        }
        if (from.n == 0)
            to = from = (struct str){reading.p, 1};
        put(text, to);
        reading = (struct str){reading.p + from.n, reading.n - from.n};
    }
}

static void give(struct arena *arena, struct word *word, const struct text *text, const char *scheme)
{
    struct str latin = {text->p, text->n};
    if (text->n == 0 || word->spellings_n == SPELLINGS)
        return;
    for (size_t i = 0; i < word->spellings_n; i++)
        if (str_equal(word->spellings[i].latin, latin))
            return;
    char *copy = arena_copy(arena, text->p, text->n);
    if (copy)
        word->spellings[word->spellings_n++] = (struct spelling){{copy, text->n}, scheme};
}

static void spell_reading(struct arena *arena, struct word *word)
{
    struct text text = {.n = 0};
    put(&text, word->reading);
    give(arena, word, &text, "reading");
    for (size_t i = 0; i < RESPELLINGS; i++) {
        respell(&text, word->reading, respellings[i].changes);
        give(arena, word, &text, respellings[i].scheme);
    }
}

static struct str form_by(const struct name_token *token, const char *scheme)
{
    for (size_t i = 0; i < token->forms_n; i++)
        if (token->forms[i].scheme == scheme)
            return token->forms[i].latin;
    return token->forms_n ? token->forms[0].latin : STR("");
}

/* All tokens of the word in one scheme, each with a capital. */
static void spell_by(const struct name *name, const char *scheme, struct text *text)
{
    text->n = 0;
    for (size_t i = 0; i < name->tokens_n; i++) {
        struct str form = form_by(&name->tokens[i], scheme);
        if (i && form.n)
            put(text, STR(" "));
        size_t start = text->n;
        put(text, form);
        if (start < text->n)
            text->p[start] = (char)toupper((unsigned char)text->p[start]);
    }
}

static enum err spell_script(struct arena *arena, struct arena *scratch, struct word *word,
                             struct fault *fault)
{
    struct name name;
    struct text text = {.n = 0};
    enum err err = name_parse(scratch, word->original, NAME_WHOLE, &name, fault);
    for (size_t i = 0; !err && i < name.tokens_n; i++)
        for (size_t k = 0; k < name.tokens[i].forms_n; k++) {
            spell_by(&name, name.tokens[i].forms[k].scheme, &text);
            give(arena, word, &text, name.tokens[i].forms[k].scheme);
        }
    return err;
}

enum err word_spell(struct arena *arena, struct arena *scratch, struct word *word, struct fault *fault)
{
    struct spelling found[SPELLINGS];
    enum err err = ERR_OK;
    if (word->spellings)
        return ERR_OK;
    arena_reset(scratch);
    word->spellings = found;
    if (word->reading.n)
        spell_reading(arena, word);
    else
        err = spell_script(arena, scratch, word, fault);
    word->spellings = arena_array(arena, word->spellings_n, sizeof *found);
    if (!err && arena_failed(arena))
        err = fault_set(fault, ERR_NO_MEMORY, "the spellings of a name");
    if (!err && word->spellings_n == 0)
        err = fault_set(fault, ERR_BUG, "no romanisation of %.*s", STR_ARG(word->original));
    if (!err)
        memcpy(word->spellings, found, word->spellings_n * sizeof *found);
    return err;
}

struct str word_by(const struct word *word, const char *scheme)
{
    for (size_t i = 0; i < word->spellings_n; i++)
        if (word->spellings[i].scheme == scheme)
            return word->spellings[i].latin;
    return word->spellings[0].latin;
}
