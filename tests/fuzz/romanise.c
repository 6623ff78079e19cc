/* Fuzz: romanisation. The first byte names the script, the rest is the token.
 * Every form is a-z, ends in NUL and occurs once; the same token gives the same
 * forms; the skeleton has no gap. */
#include "name/romanise.h"
#include "name/skeleton.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { ARENA_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_skeleton(skeleton s)
{
    char text[17];
    skeleton_text(s, text);
    for (size_t i = 0; text[i]; i++)
        check(text[i] >= 'A' && text[i] <= 'Z');
    check(s == 0 || text[0]);
}

static void check_form(const struct roman_form *forms, size_t i)
{
    check(forms[i].latin.n > 0 && forms[i].latin.p[forms[i].latin.n] == 0);
    for (size_t c = 0; c < forms[i].latin.n; c++)
        check(forms[i].latin.p[c] >= 'a' && forms[i].latin.p[c] <= 'z');
    for (size_t k = 0; k < i; k++)
        check(!str_equal(forms[i].latin, forms[k].latin));
    check_skeleton(skeleton_of_latin(forms[i].latin));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct roman_form forms[2][ROMAN_FORMS_MAX];
    enum script script = (enum script)(data[0] % SCRIPT_COUNT);
    struct str token = {(const char *)data + 1, size - 1};
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    size_t n = romanise(&arena, token, script, forms[0]);
    check(n <= ROMAN_FORMS_MAX && n == romanise(&arena, token, script, forms[1]));
    for (size_t i = 0; i < n; i++) {
        check_form(forms[0], i);
        check(str_equal(forms[0][i].latin, forms[1][i].latin) && forms[0][i].scheme == forms[1][i].scheme);
    }
    check_skeleton(skeleton_of(token, script));
    skeleton_of_latin(token);
    arena_release(&arena);
    return 0;
}
