/* Token: whether two name tokens are one name, as evidence. */
#ifndef LIAISON_MATCH_TOKEN_H
#define LIAISON_MATCH_TOKEN_H

#include "match/person.h"

/* What made two tokens agree, for the explanation. */
enum token_how {
    HOW_SAME,
    HOW_SCHEME,  /* one is a romanisation in use of the other */
    HOW_ENDING,  /* a gendered ending or an article apart */
    HOW_VARIANT, /* forms of one name */
    HOW_DIMINUTIVE,
    HOW_SOUND, /* alike in sound */
    HOW_SLIP,  /* one letter apart */
    HOW_INITIAL,
    HOW_INITIAL_FORM, /* of a short form, or of the name that it is short for: says nothing either way */
    HOW_OTHER         /* another name */
};

struct token_evidence {
    double nats; /* ln P(both | one name) / P(both | two persons): below 0 where they are other names */
    enum token_how how;
    const char *scheme; /* HOW_SCHEME: which; else NULL */
};

/* Symmetric in its arguments. Reentrant. */
struct token_evidence token_compare(const struct model *model, const struct person_token *a,
                                    const struct person_token *b);

/* The shape of the evidence, which sketch.c follows. */
enum {
    TOKEN_SPELLED = 2,        /* nats: what the same spelling says beyond the same skeleton, at most */
    TOKEN_TELLING = 4,        /* nats against, beyond which how much against hardly tells */
    TOKEN_HOPELESS = 60,      /* nats: beyond every cost that could still agree */
    TOKEN_APART_MOST = 2,     /* classes of consonants lost and won: one changed, say */
    TOKEN_APART_JOINED = 1,   /* two tokens taken for one: a whole name must not hide in it */
    TOKEN_APART_ABJAD = 4,    /* where vowels are unwritten: letters that are either */
    TOKEN_SLIP_LETTERS = 6,   /* a shorter token with one letter changed is another name */
    TOKEN_LETTERS_JOINED = 3, /* nor beside it */
    TOKEN_APART_LOOSE = 32,   /* where syllables are written, which change and add consonants */
    TOKEN_SLIP_APART = 4,     /* of one letter changed, classes at most */
    TOKEN_SHORT = 2,          /* classes of a skeleton in which one changed makes another name */
    TOKEN_APART_SHORT = 1,    /* but one more or less may be a spelling */
    TOKEN_SCHEMES = 5,        /* letters that a scheme of another language needs to be told by */
    TOKEN_LETTERS_OF = 4      /* where skeletons differ, of so many letters one may be apart, and one more */
};

/* What goes beyond a skeleton's rarity counts this much. */
#define TOKEN_BEYOND 0.15

/* How many classes must be taken from and put into one skeleton to make the other. */
int token_shape_distance(const struct token_shape *a, const struct token_shape *b);

/* True where one letter is put in, left out or changed, or two are exchanged. */
bool token_one_slip(struct str a, struct str b);

/* Fills in what a model keeps of tokens that are unlike. For model_load. */
void token_unlike_init(struct model *model);

/* Lays out a skeleton. For person_init. */
void token_shape_init(skeleton s, struct token_shape *shape);

#endif
