/* Card: what a desk hands to a counterpart: who it is, its keys by role, where it
 * listens, and the hash of the message key that will come next. Lines of text, for
 * people as well; signed with its own message key.
 *
 *     liaison card 1
 *     name R
 *     number 0
 *     desk HEX               the id; zeros on the first card, whose digest it is
 *     messages HEX           Ed25519, signs messages, receipts, agreements, cuts
 *     checkpoints HEX        Ed25519, signs the heads of its ledgers
 *     cosignatures HEX       Ed25519, signs beside the counterpart's heads
 *     sealing HEX            X25519
 *     tls HEX                SHA-256 of the public key (SubjectPublicKeyInfo) of its TLS certificate
 *     next HEX               SHA-256 of the message key of the next card
 *     address HOST:PORT      none or one; '-' for none
 *     protocol 1
 *     signature HEX
 */
#ifndef LIAISON_CHANNEL_CARD_H
#define LIAISON_CHANNEL_CARD_H

#include "channel/envelope.h"

enum { CARD_NAME_MAX = 32, CARD_ADDRESS_MAX = 255 };

struct card {
    struct str name;
    uint32_t number;
    struct digest desk; /* as written; see card_desk */
    unsigned char messages[PUBLIC_BYTES], checkpoints[PUBLIC_BYTES], cosignatures[PUBLIC_BYTES];
    unsigned char sealing[PUBLIC_BYTES];
    struct digest tls, next;
    struct str address;
    unsigned char signature[SIGNATURE_BYTES];
};

/* Letters, digits, dot, dash, underscore, 1 to CARD_NAME_MAX. */
bool card_name_is_good(struct str name);

/* Appends the text without the signature line (what is signed), or all of it. */
void card_write_unsigned(struct buf *out, const struct card *card);
void card_write(struct buf *out, const struct card *card);

/* Reads the one canonical spelling; strs borrow from text. *unsigned_text is what the signature is over,
 * under STATEMENT_CARD, by card->messages: the caller checks it. The fault names the line. */
MUST_USE enum err card_read(struct card *out, struct str text, struct str *unsigned_text,
                            struct fault *fault);

/* The desk's id: of the first card its digest, of the others what they say. */
void card_desk(const struct card *card, struct digest *out);

/* Digest of the unsigned text. */
void card_digest(const struct card *card, struct digest *out);

/* ERR_OK where newer takes the place of older: the same desk and name, the next number, and the message
 * key whose hash the older card committed to (another address or TLS key alone: the same message key and
 * promise). ERR_REFUSED says what does not fit. */
MUST_USE enum err card_follows(const struct card *older, const struct card *newer, struct fault *fault);

/* SHA-256 under a label, for `next`. */
void card_key_hash(const unsigned char key[PUBLIC_BYTES], struct digest *out);

/* --- pairing: commit, then reveal --- */

enum { PAIRING_NONCE_BYTES = 32, PAIRING_PHRASE_MAX = 24 };

/* What the first side sends before it has seen anything: SHA-256 over its card and nonce. */
void pairing_commit(const struct card *card, const unsigned char nonce[PAIRING_NONCE_BYTES],
                    struct digest *out);

/* The short phrase that both persons read to each other: 15 digits in groups of five, of both cards
 * and both nonces; first is the side that committed. 2^-49 for one who sits between. */
void pairing_phrase(const struct card *first, const unsigned char first_nonce[PAIRING_NONCE_BYTES],
                    const struct card *second, const unsigned char second_nonce[PAIRING_NONCE_BYTES],
                    char out[PAIRING_PHRASE_MAX]);

#endif
