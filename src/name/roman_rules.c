/* Rules: the romaniser of the alphabets and abjads, and of the scripts whose
 * unwritten vowel is always the same. It runs the rules of name/romanise/SCRIPT.def,
 * which say for each scheme what a letter or a sequence of letters becomes, and
 * between what. A letter nobody names is dropped. */
#include "name/romanise/table.h"

#include <utf8proc.h>

/* A token ready to be run: its letters that the table knows, and what they are.
 * kind[i + 1] is that of letter i; both ends have an EDGE. */
struct ready {
    size_t n;
    uint16_t at[ROMAN_LETTERS_MAX + 1];
    uint8_t kind[ROMAN_LETTERS_MAX + 2];
    uint32_t languages;
};

static uint8_t kind_of(const struct table *table, uint32_t letter)
{
    if (letter < 0x80)
        return strchr("aeiouy", (int)letter) ? VOWEL : CONS;
    uint8_t kind = table->kind[letter - table->base];
    return kind ? kind : CONS;
}

/* The letter as the table knows it, 0 where it does not. What is not in its
 * block is taken apart into base and marks where Unicode can. A Latin letter (a
 * look-alike, typed by mistake) stays what it is. */
static uint32_t known(const struct table *table, uint32_t letter)
{
    if (letter == '\'' || letter == 0x2019)
        letter = table->apostrophe;
    if (letter < 0x80)
        return letter >= 'a' && letter <= 'z' ? letter : 0;
    if (letter - table->also_base < table->also_n)
        letter = letter - table->also_base + table->base;
    if (letter - table->base >= table->n) {
        utf8proc_int32_t parts[8];
        int boundary = 0;
        utf8proc_ssize_t n =
            utf8proc_decompose_char((utf8proc_int32_t)letter, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
        letter = n > 0 && n <= 8 ? (uint32_t)parts[0] : 0;
    }
    if (letter - table->base >= table->n)
        return 0;
    uint32_t same = table->same[letter - table->base];
    return same ? same : letter;
}

/* Languages: those whose alphabet has every letter of the token; all of them where none has. */
static void make_ready(const struct table *table, const struct roman_token *token, struct ready *ready)
{
    ready->n = 0;
    ready->kind[0] = EDGE;
    ready->languages = table->all_languages;
    for (size_t i = 0; i < token->n; i++) {
        uint32_t letter = known(table, token->at[i]);
        if (letter == 0)
            continue;
        if (letter >= 0x80)
            ready->languages &= table->languages[letter - table->base];
        ready->at[ready->n++] = (uint16_t)letter;
        ready->kind[ready->n] = kind_of(table, letter);
    }
    ready->at[ready->n] = 0;
    ready->kind[ready->n + 1] = EDGE;
    if (ready->languages & ~table->open_languages)
        ready->languages &= ~table->open_languages;
    else if (!ready->languages)
        ready->languages = table->all_languages;
}

static const struct rule *rule_at(const struct rule *const *list, const struct ready *ready, size_t i)
{
    for (; list && *list; list++) {
        const struct rule *rule = *list;
        size_t k = 1;
        while (k < rule->from_n && ready->at[i + k] == rule->from[k])
            k++;
        if (k == rule->from_n && (rule->before & ready->kind[i]) && (rule->after & ready->kind[i + k + 1]))
            return rule;
    }
    return NULL;
}

static bool is_consonant(char letter)
{
    return (UINT32_C(1) << (letter - 'a') & (1U << 0 | 1U << 4 | 1U << 8 | 1U << 14 | 1U << 20)) == 0;
}

/* A sign of doubling: the last consonant once more, before the vowels written
 * after it. Digraphs are not doubled. */
static void put_double(struct roman_text *text)
{
    size_t i = text->n;
    while (i > 0 && !is_consonant(text->p[i - 1]))
        i--;
    if (i == 0 || text->n == ROMAN_TEXT_MAX ||
        (text->p[i - 1] == 'h' && i > 1 && strchr("sktdgcz", text->p[i - 2])))
        return;
    memmove(text->p + i, text->p + i - 1, text->n - i + 1);
    text->n++;
}

static void put_rule(struct roman_text *text, const struct rule *rule, bool fill, char vowel)
{
    if (rule->doubles)
        put_double(text);
    if (text->n + OUT_MAX + 1 > ROMAN_TEXT_MAX)
        return;
    if (fill && rule->out_n && text->n && is_consonant(rule->out[0]) && is_consonant(text->p[text->n - 1]))
        text->p[text->n++] = vowel;
    memcpy(text->p + text->n, rule->out, OUT_MAX);
    text->n += rule->out_n;
}

static void run(const struct table *table, const struct scheme *scheme, const struct ready *ready,
                struct roman_text *text)
{
    bool joined = false;
    text->n = 0;
    for (size_t i = 0; i < ready->n;) {
        if (ready->at[i] < 0x80) {
            roman_put(text, (char[2]){(char)ready->at[i++], 0});
            continue;
        }
        const struct rule *rule = rule_at(scheme->rules[ready->at[i] - table->base], ready, i);
        if (rule) {
            put_rule(text, rule, scheme->fill && !joined && !rule->doubles && !rule->joins_before,
                     scheme->fill);
            joined = rule->joins_after || (joined && !rule->out_n);
        }
        i += rule ? rule->from_n : 1;
    }
    text->p[text->n] = 0;
}

void roman_rules(enum script script, const struct roman_token *token, struct roman_sink *sink)
{
    const struct table *table = roman_table(script);
    if (!table)
        return;
    struct ready ready;
    struct roman_text text;
    make_ready(table, token, &ready);
    for (size_t s = 0; s < table->schemes_n && !roman_full(sink); s++)
        if (table->schemes[s].languages & ready.languages) {
            run(table, &table->schemes[s], &ready, &text);
            roman_give(sink, &text, table->schemes[s].label);
        }
}
