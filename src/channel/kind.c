/* Kind: the table of the kinds of message. See kind.h. */
#include "channel/kind.h"

#include <stddef.h>

struct row {
    const char *word;
    enum level level;
    enum kind answers;
    enum effect effect;
    unsigned hours;
    bool serves;
};

enum { FREE, SERVES };

static const struct row rows[KIND_END] = {
#define M(name, word, code, level, answers, effect, hours, purpose)                                          \
    [code] = {word, LEVEL_##level, KIND_##answers, EFFECT_##effect, hours, purpose},
#include "record/kinds.def"
#undef M
};

static const char *const levels[LEVEL_COUNT] = {"open", "restricted", "suspended"};

const char *kind_word(unsigned kind)
{
    return kind < KIND_END ? rows[kind].word : NULL;
}

enum kind kind_of(struct str word)
{
    for (unsigned kind = 1; kind < KIND_END; kind++)
        if (rows[kind].word && str_equal(word, str_of(rows[kind].word)))
            return (enum kind)kind;
    return KIND_NONE;
}

enum kind kind_answers(enum kind kind)
{
    return kind_word(kind) ? rows[kind].answers : KIND_NONE;
}

enum effect kind_effect(enum kind kind)
{
    return kind_word(kind) ? rows[kind].effect : EFFECT_INFORMS;
}

unsigned kind_hours(enum kind kind)
{
    return kind_word(kind) ? rows[kind].hours : 0;
}

bool kind_passes(enum kind kind, enum level level)
{
    return kind_word(kind) && rows[kind].level >= level;
}

bool kind_serves(enum kind kind)
{
    return kind_word(kind) && rows[kind].serves;
}

bool kind_asker_judges(enum kind kind)
{
    return kind != KIND_TIP && kind != KIND_THREAT;
}

bool kind_is_from_asker(enum kind kind)
{
    switch (kind) {
    case KIND_WITHDRAWN:
    case KIND_CLARIFIED:
    case KIND_DISPUTE:
    case KIND_OVERDUE:
        return true;
    default:
        return false;
    }
}

const char *level_word(enum level level)
{
    return level < LEVEL_COUNT ? levels[level] : "?";
}

bool level_of(struct str word, enum level *level)
{
    for (unsigned i = 0; i < LEVEL_COUNT; i++)
        if (str_equal(word, str_of(levels[i]))) {
            *level = (enum level)i;
            return true;
        }
    return false;
}
