/* Equivalents: names that one person carries for one another, because they are
 * the same name in another language or tradition (Muhammad, Mehmet; Mykola,
 * Nikolay) or its everyday short form (Aleksandr, Sasha; William, Bill).
 *
 * A class is one name. Two tokens that share a class are equivalent; a token may
 * be of several (Sasha is Aleksandr and Aleksandra). Spellings whose skeletons
 * agree anyway need not be listed. Classes come from equivalents.def and from
 * data/learned/equivalents.tsv (made by 'liaison train'), numbered from 0 in
 * that order; numbers are good for one build only. */
#ifndef LIAISON_NAME_EQUIVALENTS_H
#define LIAISON_NAME_EQUIVALENTS_H

#include "base/str.h"
#include "name/parse.h"

#include <stddef.h>
#include <stdint.h>

enum equivalence_kind {
    EQUIVALENT_VARIANT,    /* the name itself, in some language */
    EQUIVALENT_DIMINUTIVE, /* a short or pet form of it */
    EQUIVALENT_SON,        /* the patronymic of a son and */
    EQUIVALENT_DAUGHTER    /* of a daughter of one who bears it */
};

struct equivalence {
    uint16_t class_id;
    uint8_t kind; /* enum equivalence_kind */
};

enum { EQUIVALENCES_MAX = 12 };

/* The classes of a romanised form (a-z, doubles as one or two) or of a folded
 * token of another script, into out; how many, 0 for most names. Thread-safe:
 * the index is built at the first call. */
size_t name_equivalent_class(struct str form, struct equivalence out[EQUIVALENCES_MAX]);

/* The classes of a token by its folded text, its stem and all its romanisations. */
size_t name_token_classes(const struct name_token *token, struct equivalence out[EQUIVALENCES_MAX]);

/* The classes of the father whom a romanised Slavic patronymic names, whatever language it is of
 * (Vladimirovich, Volodymyrovych, Uladzimiravich), as a son's or a daughter's; as above. */
size_t name_father_classes(struct str latin, struct equivalence out[EQUIVALENCES_MAX]);

/* The distinct skeletons of a class's names in Latin letters; how many. */
size_t name_equivalent_skeletons(uint16_t class_id, const skeleton **skeletons);

/* With which letters the names of a class begin that are of a kind: bit 0 is a. */
uint32_t name_equivalent_initials(uint16_t class_id, enum equivalence_kind kind);

/* A hash of the whole table. */
uint64_t name_equivalents_hash(void);

/* How many classes there are, and how many of them, the first, come from equivalents.def. */
size_t name_equivalent_classes(void);
size_t name_equivalent_written(void);

#endif
