/* Record: a subject as he lies in a segment: first what comparing needs, then
 * what showing needs.
 *
 *   names_n * 2, and 1 where some have their particles fused; then how many have not
 *   each name: tokens_n, its generation << 4 and a flag (weak), tokens_n times 4
 *     bytes of token number << 4 | part
 *   gender, dates, places, countries of birth, nationalities, documents,
 *     contacts, addresses
 *   the value that each name was written in, the names given
 *   list, line, id, and the properties with their values
 *
 * Numbers are of 7 bits a byte, the lowest first, the top bit set where more
 * follow; those of fixed size are little-endian. */
#ifndef LIAISON_INDEX_RECORD_H
#define LIAISON_INDEX_RECORD_H

#include "base/buf.h"
#include "match/list.h"
#include "match/person.h"

/* The tokens of a name by number and part, as they lie in a record. */
struct record_name {
    uint8_t tokens_n;
    bool weak;
    bool fused;                         /* a name before it with its particles fused */
    uint8_t generation;                 /* enum generation */
    uint32_t token[PERSON_NAME_TOKENS]; /* number << 4 | part */
};

enum { RECORD_PART_BITS = 4, RECORD_TOKENS_MAX = 1 << 28 };

/* How many names are as written: those before the first fused one. */
size_t record_apart(const struct record_name *names, size_t names_n);

/* Appends a record. person holds all but names and tokens, of which there are
 * names_n, the fused ones last. */
void record_encode(struct buf *out, const struct person *person, const struct record_name *names,
                   const struct spelling *spellings, size_t names_n, size_t list, size_t line);

/* Gives every token of a record its new number. */
void record_renumber(char *record, size_t n, const uint32_t *numbers);

/* A record being read. Every read stays within it; one that would not makes it bad, and all that
 * follows reads as 0. */
struct record_reader {
    const unsigned char *at;
    const unsigned char *end;
    size_t apart_n; /* names as written, known behind record_names */
    size_t names_read;
    bool bad;
};

void record_open(struct record_reader *reader, struct str bytes);

/* How many names, of which how many as written, then each of them; then the rest of the person, arrays in the
 * arena (dates, places, countries, documents, contacts, addresses, gender). */
size_t record_names(struct record_reader *reader);
void record_name(struct record_reader *reader, struct record_name *name);
void record_facts(struct record_reader *reader, struct arena *arena, struct person *person);

/* What is left: how the names were written, and the subject. */
struct record_source {
    struct spelling *spellings; /* property and value only */
    size_t given;
    size_t list;
    size_t line;
    struct str subject_bytes; /* of id and properties: equal where nothing changed */
};
void record_source(struct record_reader *reader, struct arena *arena, size_t names_n,
                   struct record_source *source);

/* The subject; strings point into the record. */
void record_subject(struct record_reader *reader, struct arena *arena, struct subject *subject);

/* The bytes that record_source gives of a subject. */
void record_encode_subject(struct buf *out, const struct subject *subject);

#endif
