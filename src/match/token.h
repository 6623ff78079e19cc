/* Token: whether two name tokens are one name, as evidence. */
#ifndef LIAISON_MATCH_TOKEN_H
#define LIAISON_MATCH_TOKEN_H

#include "match/person.h"

/* What made two tokens agree, for the explanation. */
enum token_how {
    HOW_SAME,
    HOW_SCHEME,  /* one is a romanisation in use of the other */
    HOW_ENDING,  /* a gendered ending apart */
    HOW_VARIANT, /* forms of one name */
    HOW_DIMINUTIVE,
    HOW_SOUND, /* alike in sound */
    HOW_SLIP,  /* one letter apart */
    HOW_INITIAL,
    HOW_OTHER /* another name */
};

struct token_evidence {
    double nats; /* ln P(both | one name) / P(both | two persons): below 0 where they are other names */
    enum token_how how;
    const char *scheme; /* HOW_SCHEME: which; else NULL */
};

/* Symmetric in its arguments. Reentrant. */
struct token_evidence token_compare(const struct model *model, const struct person_token *a,
                                    const struct person_token *b);

/* Lays out a skeleton. For person_init. */
void token_shape_init(skeleton s, struct token_shape *shape);

#endif
