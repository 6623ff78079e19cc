/* The tables of words.def, read three times: values, names, words. */
#include "rules/words.h"

#include <stdio.h>

#define SET(set, prefix) static const char *const words_##set[] = {"",
#define W(prefix, name, word) word,
#define END(set, prefix)                                                                                     \
    }                                                                                                        \
    ;                                                                                                        \
    _Static_assert(sizeof(words_##set) / sizeof(words_##set[0]) == prefix##_WORDS, #set);
#include "rules/words.def"
#undef SET
#undef W
#undef END

static const struct {
    const char *name;
    const char *const *at;
    int n;
} sets[] = {
#define SET(set, prefix) {#set, words_##set, prefix##_WORDS},
#define W(prefix, name, word)
#define END(set, prefix)
#include "rules/words.def"
#undef SET
#undef W
#undef END
};

const char *word(enum words set, int value)
{
    return value > 0 && value < sets[set].n ? sets[set].at[value] : "";
}

const char *word_article(const char *word)
{
    return word[0] && strchr("aeiou", word[0]) ? "an" : "a";
}

struct str word_str(enum words set, int value)
{
    return str_of(word(set, value));
}

int word_value(enum words set, struct str text)
{
    for (int i = 1; i < sets[set].n; i++)
        if (str_equal(text, str_of(sets[set].at[i])))
            return i;
    return 0;
}

enum err word_read(enum words set, struct str text, int *value, struct fault *fault)
{
    int found = word_value(set, text);
    char known[FAULT_DETAIL_MAX / 2];
    size_t n = 0;
    if (found) {
        *value = found;
        return ERR_OK;
    }
    known[0] = '\0';
    for (int i = 1; i < sets[set].n && n < sizeof known; i++)
        n += (size_t)snprintf(known + n, sizeof known - n, "%s%s", i > 1 ? ", " : "", sets[set].at[i]);
    return fault_set(fault, ERR_USAGE, "%s: '%.*s' is none of %s", sets[set].name, STR_ARG(text), known);
}

int words_count(enum words set)
{
    return sets[set].n;
}
