/* Handling: what may be done with an item: TLP 2.0, PAP, Europol's H0 to H3, and
 * whose it is. Combining takes the strictest of each. */
#ifndef LIAISON_RULES_HANDLING_H
#define LIAISON_RULES_HANDLING_H

#include "rules/words.h"

#include <stdbool.h>
#include <stdint.h>

struct handling {
    int tlp;            /* TLP_NONE counts as RED */
    int pap;            /* PAP_NONE: no limit */
    int europol;        /* EUROPOL_NONE: no limit */
    int64_t originator; /* a channel; 0: this desk; -1: more than one */
};

/* What no label was given for is TLP:RED. */
int handling_tlp(const struct handling *handling);

/* Reads "TLP:AMBER" or "AMBER"; "WHITE" is the old name of CLEAR. ERR_USAGE names the labels. */
enum err handling_read_tlp(struct str text, int *tlp, struct fault *fault) MUST_USE;

/* The strictest that an agreement lets pass by its label: TLP_NONE, without bound, where it has none, and
 * CLEAR alone where the label is none that is known. */
int handling_ceiling(struct str label);

/* The strictest of both. */
struct handling handling_combine(struct handling a, struct handling b);

#endif
