/* Culture: names that go together, ready to draw from. Internal to synth/. */
#ifndef LIAISON_SYNTH_CULTURE_H
#define LIAISON_SYNTH_CULTURE_H

#include "synth/words.h"

/* How a full name is put together. */
enum shape {
    SHAPE_WESTERN,  /* given family */
    SHAPE_SLAVIC,   /* given patronymic family */
    SHAPE_ARABIC,   /* given father [grandfather] family */
    SHAPE_IBERIAN,  /* given [given] family family */
    SHAPE_CHINESE,  /* family and one or two syllables, written together */
    SHAPE_KOREAN,   /* family and two syllables, written together */
    SHAPE_JAPANESE, /* family given, written together */
    SHAPE_COUNT
};

struct culture {
    const char *name;
    enum shape shape;
    struct words men;
    struct words women;
    struct words sons;      /* patronymics, in the order of men; only of SHAPE_SLAVIC */
    struct words daughters; /* the same */
    struct words families;
    struct words feminine; /* the families as women bear them, in the same order */
    struct words places;
    struct words countries;
};

enum { CULTURES_MAX = 32 };

struct cultures {
    struct culture at[CULTURES_MAX];
    uint64_t up_to[CULTURES_MAX]; /* of each, the shares up to and with it */
    size_t n;
};

/* Makes the lists of cultures.def; they lie in the arena. NO_MEMORY. */
enum err cultures_init(struct arena *arena, struct cultures *cultures, struct fault *fault) MUST_USE;

/* Draws one by its share of people. */
struct culture *culture_draw(struct cultures *cultures, struct seeded *seeded);

#endif
