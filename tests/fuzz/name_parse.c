/* Fuzz: name_parse over any bytes. The first byte chooses the hint. */
#include "base/limits.h"
#include "name/equivalents.h"
#include "name/parse.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_token(const struct name_token *token)
{
    struct equivalence classes[EQUIVALENCES_MAX];
    require(token->folded.n > 0 && str_is_utf8(token->folded));
    require(token->script != SCRIPT_UNASSIGNED && token->part < PART_COUNT);
    require(token->forms_n <= ROMAN_FORMS_MAX);
    require(token->stem.n <= (token->forms_n ? token->forms[0].latin.n + 8 : 0));
    require(name_token_classes(token, classes) <= EQUIVALENCES_MAX);
}

/* A name that was understood is understood again as it was folded. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum name_hint hints[] = {NAME_WHOLE, NAME_GIVEN, NAME_FAMILY, NAME_FATHER};
    struct arena arena;
    struct name name;
    struct fault fault = {0};
    if (size == 0)
        return 0;
    arena_init(&arena, 1 << 22);
    struct str text = {(const char *)data + 1, size - 1};
    enum err e = name_parse(&arena, text, hints[data[0] % 4], &name, &fault);
    require(e == ERR_OK || name.tokens_n == 0);
    require(name.tokens_n <= (size_t)LIMIT_NAME_TOKENS);
    for (size_t i = 0; e == ERR_OK && i < name.tokens_n; i++) {
        struct name again;
        check_token(&name.tokens[i]);
        require(name_parse(&arena, name.tokens[i].folded, NAME_GIVEN, &again, &fault) == ERR_OK);
    }
    arena_release(&arena);
    return 0;
}
