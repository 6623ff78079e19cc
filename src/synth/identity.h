/* Identity: who an invented person is, before he is written down. Internal to synth/. */
#ifndef LIAISON_SYNTH_IDENTITY_H
#define LIAISON_SYNTH_IDENTITY_H

#include "record/date.h"
#include "synth/culture.h"

/* A part of a full name: one word or two that stand together. */
enum part { PART_FIRST, PART_SECOND, PART_LAST, PART_SECOND_LAST, PARTS };

struct name_piece {
    struct word *words[2];
    size_t n; /* 0: he has no such part */
};

struct identity {
    struct culture *culture;
    bool woman;
    struct name_piece parts[PARTS]; /* second: patronymic, father, second given name; second last: of
                                     * SHAPE_ARABIC the grandfather, of SHAPE_IBERIAN the mother's family */
    size_t given;                   /* among the culture's men or women; of use to his children */
    size_t family;
    struct date born;
    struct word *place;
    struct str country;
    uint64_t document; /* the number that his papers are made of */
};

/* Person index of the population of the seed: depends on nothing else. */
void identity_of(struct cultures *cultures, uint64_t seed, uint64_t index, struct identity *identity);

/* Randomness for one purpose and one index. */
struct seeded synth_draws(uint64_t seed, uint64_t purpose, uint64_t index);

/* Purposes, so that no two share their draws. */
enum { DRAWS_HOUSEHOLD = 1, DRAWS_IDENTITY, DRAWS_RECORD, DRAWS_COPY, DRAWS_ORDER };

static inline bool chance(struct seeded *seeded, uint64_t per_thousand)
{
    return seeded_below(seeded, 1000) < per_thousand;
}

/* Days of the month. */
unsigned days_of(int year, unsigned month);

#endif
