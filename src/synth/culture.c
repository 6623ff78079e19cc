/* Culture: the lists of cultures.def. See culture.h. */
#include "synth/culture.h"

#include <string.h>

static const struct source {
    const char *name;
    uint32_t share;
    enum shape shape;
    const char *countries;
    const char *men;
    const char *women;
    const char *families;
    const char *stems;
    const char *endings;
    const char *places;
} sources[] = {
#define C(name, share, shape, countries, men, women, families, stems, endings, places)                       \
    {name, share, SHAPE_##shape, countries, men, women, families, stems, endings, places},
#include "synth/cultures.def"
#undef C
};
enum { SOURCES = sizeof sources / sizeof *sources };

static const struct {
    const char *man;
    const char *woman;
} feminine[] = {
#define FEMININE(man, woman) {man, woman},
#include "synth/endings.def"
};

static const struct {
    const char *father;
    const char *son;
    const char *daughter;
} patronymics[] = {
#define PATRONYMIC(father, son, daughter) {father, son, daughter},
#include "synth/endings.def"
};

static bool ends_with(struct str s, const char *ending)
{
    struct str end = str_of(ending);
    return end.n <= s.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

static struct word without_end(struct str s, const char *end)
{
    return (struct word){{s.p, s.n - strlen(end)}, STR(""), NULL, 0};
}

static enum err plain(struct arena *arena, struct words *words, const char *names, struct fault *fault)
{
    struct str list = str_of(names);
    enum err err = words_init(arena, words, words_in_list(list), fault);
    if (err)
        return err;
    words_add_list(words, list);
    words_weigh(words);
    return ERR_OK;
}

/* Of two stems and one ending, which all take in turn: the end of the long tail. */
static enum err add_double_stems(struct arena *arena, struct words *families, const struct words *stems,
                                 const struct words *endings, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < stems->n; i++)
        for (size_t k = 0; !err && k < stems->n; k++) {
            struct word both;
            if (k == i)
                continue;
            err = word_join(arena, &stems->at[i], &stems->at[k], &both, fault);
            if (!err)
                err = words_add_joined(arena, families, &both, &endings->at[(i + k) % endings->n], fault);
        }
    return err;
}

/* Whole names first, then each stem with each ending, then two stems with one. */
static enum err make_families(struct arena *arena, struct culture *culture, const struct source *source,
                              struct fault *fault)
{
    struct words stems;
    struct words endings;
    struct words *families = &culture->families;
    enum err err = plain(arena, &stems, source->stems, fault);
    if (!err)
        err = plain(arena, &endings, source->endings, fault);
    if (!err)
        err = words_init(arena, families,
                         words_in_list(str_of(source->families)) + stems.n * (endings.n + stems.n), fault);
    if (err)
        return err;
    words_add_list(families, str_of(source->families));
    for (size_t i = 0; !err && i < stems.n; i++)
        for (size_t k = 0; !err && k < endings.n; k++)
            err = words_add_joined(arena, families, &stems.at[i], &endings.at[k], fault);
    /* A nisba is made of one word. */
    if (!err && source->shape != SHAPE_ARABIC)
        err = add_double_stems(arena, families, &stems, &endings, fault);
    words_weigh(families);
    return err;
}

static enum err add_feminine(struct arena *arena, struct words *words, const struct word *family,
                             struct fault *fault)
{
    for (size_t i = 0; i < sizeof feminine / sizeof *feminine; i++) {
        if (!ends_with(family->original, feminine[i].man))
            continue;
        struct word stem = without_end(family->original, feminine[i].man);
        struct word end = {str_of(feminine[i].woman), STR(""), NULL, 0};
        return words_add_joined(arena, words, &stem, &end, fault);
    }
    words->at[words->n++] = *family;
    return ERR_OK;
}

static enum err make_feminine(struct arena *arena, struct culture *culture, struct fault *fault)
{
    enum err err = words_init(arena, &culture->feminine, culture->families.n, fault);
    for (size_t i = 0; !err && i < culture->families.n; i++)
        err = add_feminine(arena, &culture->feminine, &culture->families.at[i], fault);
    return err;
}

static enum err add_patronymics(struct arena *arena, struct culture *culture, struct str father,
                                struct fault *fault)
{
    size_t i = 0;
    while (!ends_with(father, patronymics[i].father))
        i++;
    struct word stem = without_end(father, patronymics[i].father);
    struct word son = {str_of(patronymics[i].son), STR(""), NULL, 0};
    struct word daughter = {str_of(patronymics[i].daughter), STR(""), NULL, 0};
    enum err err = words_add_joined(arena, &culture->sons, &stem, &son, fault);
    return err ? err : words_add_joined(arena, &culture->daughters, &stem, &daughter, fault);
}

static enum err make_patronymics(struct arena *arena, struct culture *culture, struct fault *fault)
{
    enum err err = words_init(arena, &culture->sons, culture->men.n, fault);
    if (!err)
        err = words_init(arena, &culture->daughters, culture->men.n, fault);
    for (size_t i = 0; !err && i < culture->men.n; i++)
        err = add_patronymics(arena, culture, culture->men.at[i].original, fault);
    return err;
}

static enum err make_culture(struct arena *arena, struct culture *culture, const struct source *source,
                             struct fault *fault)
{
    *culture = (struct culture){.name = source->name, .shape = source->shape};
    enum err err = plain(arena, &culture->men, source->men, fault);
    if (!err)
        err = plain(arena, &culture->women, source->women, fault);
    if (!err)
        err = plain(arena, &culture->places, source->places, fault);
    if (!err)
        err = plain(arena, &culture->countries, source->countries, fault);
    if (!err)
        err = make_families(arena, culture, source, fault);
    if (!err)
        err = make_feminine(arena, culture, fault);
    if (!err && source->shape == SHAPE_SLAVIC)
        err = make_patronymics(arena, culture, fault);
    return err;
}

enum err cultures_init(struct arena *arena, struct cultures *cultures, struct fault *fault)
{
    _Static_assert((int)SOURCES <= (int)CULTURES_MAX, "room for each culture");
    uint64_t sum = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        enum err err = make_culture(arena, &cultures->at[i], &sources[i], fault);
        if (err)
            return err;
        cultures->up_to[i] = sum += sources[i].share;
    }
    cultures->n = SOURCES;
    return ERR_OK;
}

struct culture *culture_draw(struct cultures *cultures, struct seeded *seeded)
{
    uint64_t drawn = seeded_below(seeded, cultures->up_to[cultures->n - 1]);
    size_t i = 0;
    while (cultures->up_to[i] <= drawn)
        i++;
    return &cultures->at[i];
}
