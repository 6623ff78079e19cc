/* Contact: an identifier that is asked about alone, without a name: a telephone
 * number, a mail address, a handle, a document's number. Such domains can be
 * enumerated, so these keys go into tables of their own (EPOCH_CONTACTS), with
 * an OPRF key and a small budget of their own, never into those of persons. */
#ifndef LIAISON_PRIVATE_CONTACT_H
#define LIAISON_PRIVATE_CONTACT_H

#include "base/buf.h"
#include "private/engine.h"

enum contact_kind {
#define C(name, number, word) CONTACT_##name = (number),
#include "private/contacts.def"
#undef C
};

/* "telephone"; NULL where there is no such kind. And back, 0 where there is none. */
const char *contact_word(unsigned kind);
unsigned contact_kind_of(struct str word);

/* The one form of what may be written in several, appended to out:
 * a telephone number as digits with the country's first (E.164), written with
 * '+' or 00; a mail address in lower case; a handle as "service:name" in lower
 * case, without '@'; a document as letters and digits, upper case, at least 5.
 * ERR_BAD_INPUT says what is wrong, ERR_NO_MEMORY where out failed. */
enum err contact_normal(enum contact_kind kind, struct str written, struct buf *out,
                        struct fault *fault) MUST_USE;

/* The digest that enters the OPRF: SHA-256 of "liaison contact key", scheme 4, kind 1, the normal form. */
void contact_key(uint32_t scheme, enum contact_kind kind, struct str normal, struct match_key *key);

#endif
