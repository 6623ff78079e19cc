/* Draft: values of a subject in any order. See draft.h. */
#include "record/draft.h"

#include "base/limits.h"
#include "record/date_text.h"

#include <stdio.h>

void draft_begin(struct draft *draft, struct arena *arena)
{
    *draft = (struct draft){.arena = arena};
}

static bool has(const struct draft *draft, enum property property, struct str value)
{
    for (const struct draft_value *at = draft->first[property]; at; at = at->next)
        if (str_equal(at->value, value))
            return true;
    return false;
}

void draft_add(struct draft *draft, enum property property, struct str field, struct str value)
{
    value = str_trim(value);
    if (value.n == 0 || has(draft, property, value))
        return;
    struct draft_value *fresh = arena_alloc(draft->arena, sizeof *fresh);
    if (!fresh)
        return;
    *fresh = (struct draft_value){NULL, property, field, value};
    if (draft->last[property])
        draft->last[property]->next = fresh;
    else
        draft->first[property] = fresh;
    draft->last[property] = fresh;
}

static struct str join(struct draft *draft, const struct str *pieces, size_t n, struct str between)
{
    size_t room = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        room += pieces[i].n + between.n;
    char *bytes = arena_alloc(draft->arena, room);
    for (size_t i = 0; bytes && i < n; i++) {
        struct str piece = str_trim(pieces[i]);
        if (piece.n == 0)
            continue;
        if (used) {
            memcpy(bytes + used, between.p, between.n);
            used += between.n;
        }
        memcpy(bytes + used, piece.p, piece.n);
        used += piece.n;
    }
    return bytes ? (struct str){bytes, used} : STR("");
}

struct str draft_joined(struct draft *draft, const struct str *pieces, size_t n)
{
    return join(draft, pieces, n, STR(" "));
}

void draft_add_joined(struct draft *draft, enum property property, struct str field, const struct str *pieces,
                      size_t n)
{
    draft_add(draft, property, field, join(draft, pieces, n, STR(" ")));
}

void draft_add_list(struct draft *draft, enum property property, struct str field, const struct str *pieces,
                    size_t n)
{
    draft_add(draft, property, field, join(draft, pieces, n, STR(", ")));
}

static bool has_small_letter(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'a' && text.p[i] <= 'z')
            return true;
    return false;
}

/* Whether what follows tells of the paper. */
static bool tells_of_paper(struct str text)
{
    static const char *const words[] = {" (", " issued", " expire"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_of(words[i]);
        if (text.n >= word.n && str_equal_nocase((struct str){text.p, word.n}, word))
            return true;
    }
    return false;
}

/* Up to a bracket or when it was issued, where the number stands before that. */
static struct str number_alone(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (tells_of_paper((struct str){text.p + i, text.n - i}) && str_has_digit((struct str){text.p, i}))
            return (struct str){text.p, i};
    return text;
}

void draft_add_number(struct draft *draft, enum property property, struct str field, struct str text)
{
    enum { WORDS_MAX = 8 };
    struct str words[WORDS_MAX];
    size_t n = 0;
    bool worded = false;
    text = number_alone(str_trim(text));
    for (struct str rest = text; rest.p && rest.n && n < WORDS_MAX;) {
        struct str word = str_cut(&rest, ' ');
        while (word.n && word.p[word.n - 1] == ',')
            word.n--;
        if (str_has_digit(word))
            words[n++] = word;
        else
            worded |= has_small_letter(word);
    }
    if (worded && n)
        draft_add_joined(draft, property, field, words, n);
    else
        draft_add(draft, property, field, text);
}

enum err draft_add_dates(struct draft *draft, struct intake *intake, struct str field, struct str text,
                         struct fault *fault)
{
    struct date dates[DATES_IN_TEXT_MAX];
    char written[12];
    text = str_trim(text);
    if (text.n == 0)
        return ERR_OK;
    size_t n = dates_in_text(text, dates);
    if (n == 0)
        return intake ? intake_problem(intake, fault, "%.*s: not a date: value skipped", STR_ARG(field))
                      : ERR_OK;
    n = intake ? intake_born(intake, dates, n) : n;
    for (size_t i = 0; i < n; i++) {
        date_text(dates[i], written);
        size_t length = strlen(written);
        char *copy = arena_copy(draft->arena, written, length);
        if (copy)
            draft_add(draft, PROPERTY_BIRTH_DATE, field, (struct str){copy, length});
    }
    return ERR_OK;
}

enum err draft_add_years(struct draft *draft, struct intake *intake, struct str field, struct str from,
                         struct str to, struct fault *fault)
{
    size_t n = from.n + to.n + 4;
    char *text = arena_alloc(draft->arena, n + 1);
    if (!text)
        return ERR_OK; /* found at the end */
    n = (size_t)snprintf(text, n + 1, "%.*s to %.*s", STR_ARG(from), STR_ARG(to));
    return draft_add_dates(draft, intake, field, (struct str){text, n}, fault);
}

static enum err take_in(struct draft *draft, struct intake *intake, struct arena *arena,
                        enum property property, struct values *values, struct fault *fault)
{
    size_t n = 0;
    for (const struct draft_value *at = draft->first[property]; at; at = at->next)
        n++;
    if (n == 0)
        return ERR_OK;
    size_t most = (size_t)LIMIT_VALUES_PER_PROPERTY;
    values->at = arena_array(arena, n < most ? n : most, sizeof *values->at);
    if (!values->at)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    bool full = false;
    enum err err = ERR_OK;
    for (const struct draft_value *at = draft->first[property]; at && !full && !err; at = at->next)
        err = intake_add(intake, values, property, at->field, at->value, &full, fault);
    return err ? err : intake_keep(intake, arena, property, values, fault);
}

enum err draft_finish(struct draft *draft, struct intake *intake, struct arena *arena, struct str id,
                      struct subject *subject, enum row *row, struct fault *fault)
{
    *row = ROW_SKIPPED;
    *subject = (struct subject){0};
    if (arena_failed(draft->arena))
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    enum err err = ERR_OK;
    for (size_t i = 0; i < PROPERTY_COUNT && !err; i++)
        err = take_in(draft, intake, arena, (enum property)i, &subject->values[i], fault);
    return err ? err : intake_finish(intake, arena, id, subject, row, fault);
}
