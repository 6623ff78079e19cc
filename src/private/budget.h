/* Budget: how much may be asked, counted in keys. Pure: state in, state out; the
 * caller keeps the state and commits it, with the question's leaf, before the
 * first scalar multiplication. What is charged stays charged, whatever fails
 * afterwards: an error that gave keys back could be provoked.
 *
 * The holder keeps one for the asking desk (it cannot know more); the asker's
 * desk keeps one for each officer by the same functions. Persons and contacts
 * have budgets of their own. */
#ifndef LIAISON_PRIVATE_BUDGET_H
#define LIAISON_PRIVATE_BUDGET_H

#include "private/epoch.h"

#include <stdbool.h>

enum refusal {
#define R(name, number, sentence) REFUSAL_##name = (number),
#include "private/refusals.def"
#undef R
};

/* The reason's sentence, or NULL where there is no such reason. */
const char *refusal_sentence(unsigned number);

struct budget_terms {
    uint64_t keys_per_epoch;
    uint64_t keys_per_day;
};

/* A new one is all zeros. */
struct budget_use {
    uint64_t epoch;
    int64_t day; /* days since 1970-01-01, UTC */
    uint64_t keys_in_epoch;
    uint64_t keys_in_day;
    uint64_t refused; /* questions, over all time */
};

/* Where an agreement names none: 30 questions a day about persons, 5 about
 * contacts, whose domain can be enumerated; and as many days' worth an epoch as it has days. */
struct budget_terms budget_default(enum epoch_kind kind, unsigned epoch_days);

/* Charges keys to epoch and day, or refuses and counts the refusal. A refused
 * question costs no keys. A later epoch or day starts from nothing; an earlier
 * epoch is REFUSAL_EPOCH_UNKNOWN; a clock set back stays on the day it was. */
enum refusal budget_charge(const struct budget_terms *terms, struct budget_use *use, uint64_t epoch,
                           int64_t day, uint64_t keys);

/* Keys that could be charged now, for those who plan. */
uint64_t budget_left(const struct budget_terms *terms, const struct budget_use *use, uint64_t epoch,
                     int64_t day);

#endif
