/* Publish: invented persons in the formats of lists, manifests and documents, to
 * try readers with. What a format cannot say of a person is left out. */
#ifndef LIAISON_SYNTH_PUBLISH_H
#define LIAISON_SYNTH_PUBLISH_H

#include "base/arena.h"
#include "base/buf.h"
#include "record/subject.h"

#include <stdint.h>

enum { PUBLISH_ASIDES = 2, PUBLISHED_BYTES = 256 * 1024 * 1024 };

/* Where to: the file, and, of the OFAC list as CSV, alt.csv and add.csv. */
struct publishing {
    struct buf *out;
    struct buf *asides[PUBLISH_ASIDES];
    struct arena *arena; /* reset after each person */
    uint64_t number;     /* of the person, from 1 */
};

struct published {
    void (*begin)(struct publishing *publishing);
    void (*person)(struct publishing *publishing, const struct subject *subject);
    /* count persons were written. May pack what stands in out. */
    void (*end)(struct publishing *publishing, uint64_t count);
    bool whole; /* out must hold all until the end */
};

#define P(name, word, functions, what) extern const struct published functions;
#include "synth/published.def"
#undef P

/* By its word, or NULL. */
const struct published *published_by_word(struct str word);

/* --- Internal to synth/publish*.c --- */

/* The i-th value of a property, empty where there is none. */
struct str value_of(const struct subject *subject, enum property property, size_t i);

/* A name cut into family and given names: at its comma, else before its last word. */
void cut_name(struct str name, struct str *family, struct str *given);

/* True where the text is ASCII. */
bool is_ascii(struct str text);

/* The first of his names that is ASCII, else his first. */
struct str latin_name(const struct subject *subject);

/* The person's number in the lists of OFAC and the UN. */
uint64_t publish_entry(const struct publishing *publishing);

/* The text as XML has it; an element of it, nothing where it is empty. */
void add_escaped(struct buf *out, struct str text);
void add_element(struct buf *out, const char *name, struct str text);

#endif
