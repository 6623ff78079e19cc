/* Romanisation: sends a token to the romaniser of its script and keeps the forms it gives. */
#include "name/romanise.h"

#include "name/romanise/engine.h"

#include <utf8proc.h>

void roman_read(struct str token, struct roman_token *out)
{
    out->n = 0;
    size_t i = 0;
    while (i < token.n && out->n < ROMAN_LETTERS_MAX) {
        utf8proc_int32_t c = (unsigned char)token.p[i];
        utf8proc_ssize_t step = 1;
        if (c >= 0x80)
            step =
                utf8proc_iterate((const utf8proc_uint8_t *)token.p + i, (utf8proc_ssize_t)(token.n - i), &c);
        if (step <= 0)
            break;
        out->at[out->n++] = (uint32_t)c;
        i += (size_t)step;
    }
    out->at[out->n] = 0;
}

void roman_put(struct roman_text *text, const char *letters)
{
    for (; *letters && text->n < ROMAN_TEXT_MAX; letters++)
        if (*letters >= 'a' && *letters <= 'z')
            text->p[text->n++] = *letters;
    text->p[text->n] = 0;
}

bool roman_full(const struct roman_sink *sink)
{
    if (!sink->arena)
        return sink->n > 0;
    return sink->n == ROMAN_FORMS_MAX || arena_failed(sink->arena);
}

static uint32_t hash_of(const struct roman_text *text)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < text->n; i++)
        hash = hash * 31 + (unsigned char)text->p[i];
    return hash;
}

void roman_give(struct roman_sink *sink, const struct roman_text *text, const char *scheme)
{
    if (text->n == 0 || roman_full(sink))
        return;
    if (!sink->arena) {
        sink->first = *text;
        sink->n = 1;
        return;
    }
    uint32_t hash = hash_of(text);
    for (size_t i = 0; i < sink->n; i++)
        if (sink->hash[i] == hash && str_equal(sink->forms[i].latin, (struct str){text->p, text->n}))
            return;
    char *copy = arena_copy(sink->arena, text->p, text->n);
    if (!copy)
        return;
    sink->hash[sink->n] = hash;
    sink->forms[sink->n++] =
        (struct roman_form){{copy, text->n}, scheme, skeleton_of_latin((struct str){copy, text->n})};
}

static void send(struct str token, enum script script, struct roman_sink *sink)
{
    struct roman_token read;
    roman_read(token, &read);
    if (script == SCRIPT_LATIN)
        roman_latin(&read, sink);
    else if (script == SCRIPT_HANGUL)
        roman_hangul(&read, sink);
    else if (script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA)
        roman_kana(&read, sink);
    else if (script == SCRIPT_HAN)
        roman_han(&read, sink);
    else if (script >= SCRIPT_DEVANAGARI && script <= SCRIPT_SINHALA)
        roman_indic(script, &read, sink);
    else if (script == SCRIPT_THAI || script == SCRIPT_LAO)
        roman_thai(&read, sink);
    else if (script == SCRIPT_ETHIOPIC)
        roman_ethiopic(&read, sink);
    else
        roman_rules(script, &read, sink);
}

size_t romanise(struct arena *arena, struct str token, enum script script,
                struct roman_form forms[ROMAN_FORMS_MAX])
{
    struct roman_sink sink;
    sink.arena = arena;
    sink.forms = forms;
    sink.n = 0;
    send(token, script, &sink);
    return arena_failed(arena) ? 0 : sink.n;
}

void roman_first(struct str token, enum script script, struct roman_text *out)
{
    struct roman_sink sink;
    sink.arena = NULL;
    sink.n = 0;
    sink.first.n = 0;
    send(token, script, &sink);
    *out = sink.first;
}

void roman_see_text(roman_see see, void *context, const char *text)
{
    see(context, text ? text : "", text ? strlen(text) + 1 : 1);
}

void roman_tables(roman_see see, void *context)
{
    roman_rules_tables(see, context);
    roman_latin_tables(see, context);
    roman_hangul_tables(see, context);
    roman_kana_tables(see, context);
    roman_indic_tables(see, context);
    roman_thai_tables(see, context);
    roman_ethiopic_tables(see, context);
    roman_han_tables(see, context);
    skeleton_tables(see, context);
}
