/* Ties: what ties two records besides names and dates: numbers of documents,
 * telephones and mail, addresses.
 *
 * A document's number says the more the longer it is. Where it is the same, what
 * else contradicts may be a mistake of who wrote it down, and counts only so much
 * (the blunder class of the error model: compare.c). All else that ties is shared
 * by a household too, or by papers issued one after the other. */
#ifndef LIAISON_MATCH_TIES_H
#define LIAISON_MATCH_TIES_H

#include "match/model.h"
#include "match/person.h"

enum { DOCUMENT_SLIP = 6 /* letters and digits: of a shorter number one that differs makes another */ };

struct tie {
    double nats;     /* 0 where nothing ties, never below */
    const char *how; /* static, for a reader */
    struct str a;
    struct str b;
};

struct ties {
    struct tie document;
    struct tie contact;
    struct tie address;
    bool same_document; /* but for a slip; not where only the end differs, as in papers issued one by one */
};

/* Symmetric but for the sides. */
void ties_compare(const struct weights *weights, const struct person *a, const struct person *b,
                  struct ties *ties);

/* The letters and digits of a document's number. */
size_t document_letters(struct str number);

/* What they bring at most; a household may share them all but the same document. */
double ties_sum(const struct ties *ties);

/* A telephone number or a mail address as it is compared: the digits, or small letters without the name
 * before it; an empty one where it is too short to tell, or a mailbox that an office reads. In the arena. */
struct str contact_read(struct arena *arena, struct str text);

/* What two ways of writing a number have in common: its last digits; a mail address whole. */
struct str contact_stem(struct str contact);

/* An address as it is compared. Words may be run together, split and misspelled. */
void address_read(struct str text, struct address *address);

#endif
