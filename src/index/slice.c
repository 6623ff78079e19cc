/* Slice: a query some names at a time. See slice.h. */
#include "index/slice.h"

#include <string.h>

_Static_assert(GLANCE_TOKENS >= 4 * PERSON_NAME_TOKENS, "two names, with neighbours as one, fit a slice");

/* Tokens of the person by number, ascending. */
struct chosen {
    size_t n;
    uint16_t token[GLANCE_TOKENS];
};

/* Where a token is among those chosen, or would be. */
static uint16_t place_of(const struct chosen *chosen, uint16_t token)
{
    uint16_t at = 0;
    while (at < chosen->n && chosen->token[at] < token)
        at++;
    return at;
}

/* False where there is no room for it. */
static bool choose(struct chosen *chosen, uint16_t token)
{
    size_t at = place_of(chosen, token);
    if (token == UINT16_MAX || (at < chosen->n && chosen->token[at] == token))
        return true;
    if (chosen->n == GLANCE_TOKENS)
        return false;
    memmove(&chosen->token[at + 1], &chosen->token[at], (chosen->n - at) * sizeof *chosen->token);
    chosen->token[at] = token;
    chosen->n++;
    return true;
}

/* Takes a name in, if there is room for it and all its tokens. */
static bool add_name(const struct person_name *name, struct slice *slice, struct chosen *chosen)
{
    struct chosen with = *chosen;
    bool room = slice->person.names_n < GLANCE_NAMES;
    for (size_t i = 0; room && i < name->tokens_n; i++)
        room = choose(&with, name->token[i]) && choose(&with, name->joined[i]);
    if (!room)
        return false;
    *chosen = with;
    slice->names[slice->person.names_n++] = *name;
    return true;
}

/* Lays out the slice's tokens, and has its names say where they are. */
static void lay_out(const struct person *person, const struct chosen *chosen, struct slice *slice)
{
    slice->person.tokens_n = chosen->n;
    slice->person.apart_tokens_n = place_of(chosen, (uint16_t)person->apart_tokens_n);
    for (size_t i = 0; i < chosen->n; i++) {
        slice->tokens[i] = person->tokens[chosen->token[i]];
        slice->tokens[i].behind = UINT16_MAX; /* it may be in no slice, and is for the comparison in full */
    }
    for (size_t i = 0; i < slice->person.names_n; i++) {
        struct person_name *name = &slice->names[i];
        for (size_t k = 0; k < name->tokens_n; k++) {
            name->token[k] = place_of(chosen, name->token[k]);
            if (name->joined[k] != UINT16_MAX)
                name->joined[k] = place_of(chosen, name->joined[k]);
        }
    }
}

const struct person *slice_of(const struct person *person, size_t from, struct slice *slice, size_t *next)
{
    struct chosen chosen = {0};
    *next = person->names_n;
    if (person->names_n <= GLANCE_NAMES && person->tokens_n <= GLANCE_TOKENS)
        return person;
    slice->person = *person;
    slice->person.names = slice->names;
    slice->person.tokens = slice->tokens;
    slice->person.names_n = 0;
    /* No slice is without a name as written. */
    if (from >= person->apart_n)
        (void)add_name(&person->names[0], slice, &chosen);
    size_t written = slice->person.names_n;
    for (*next = from; *next < person->names_n && add_name(&person->names[*next], slice, &chosen); ++*next)
        written += *next < person->apart_n;
    slice->person.apart_n = written;
    lay_out(person, &chosen, slice);
    return &slice->person;
}
