/* Note: text signed by one or more keys, C2SP signed-note v1.0.0, with Ed25519
 * signatures (RFC 8032) and the timestamped cosignatures of C2SP tlog-cosignature.
 *
 *     text, of lines            <- signed, its last newline included
 *                               <- an empty line, the last one in the note
 *     — NAME BASE64             <- em dash, key name, base64(key id || signature)
 *
 * Private keys never come here: a signer is a callback into the keeper. Parsers
 * borrow from the bytes they are given and allocate nothing. */
#ifndef LIAISON_LEDGER_NOTE_H
#define LIAISON_LEDGER_NOTE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { NOTE_PUBLIC_BYTES = 32, NOTE_SIGNATURE_BYTES = 64 };

/* The signature type byte that goes into the key id. */
enum note_type { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

/* A public key by name. The name is borrowed: non-empty UTF-8, at most
 * LIMIT_NOTE_NAME_BYTES, no white space, no control character, no plus. */
struct note_key {
    struct str name;
    enum note_type type;
    unsigned char bytes[NOTE_PUBLIC_BYTES];
    uint32_t id;
};

/* Fills *key; the id is SHA-256(name || "\n" || type || public key)[:4], big-endian. */
MUST_USE enum err note_key_init(struct note_key *key, struct str name, enum note_type type,
                                const unsigned char public_key[NOTE_PUBLIC_BYTES], struct fault *fault);

/* The text form of a key, "NAME+hexid+BASE64(type || public key)" (a vkey), and
 * back. Reading refuses an id that is not the key's. */
void note_key_write(struct buf *out, const struct note_key *key);
MUST_USE enum err note_key_read(struct note_key *key, struct str text, struct fault *fault);

/* Signs message into signature with the private key of *key, or says in fault
 * why not. The keeper sees from key->type and the message's first line what it signs. */
struct note_signer {
    const struct note_key *key;
    enum err (*sign)(void *context, const struct note_key *key, struct str message,
                     unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault);
    void *context;
};

/* A parsed note: text ends in a newline, signatures are its signature lines. */
struct note {
    struct str text;
    struct str signatures;
    size_t count;
};

/* Reads bytes as a note, borrowing from them. Checks form only: nothing in a
 * note may be believed before note_verify. At most LIMIT_NOTE_BYTES (ERR_TOO_LARGE)
 * and LIMIT_NOTE_SIGNATURES lines; the fault names the line. */
MUST_USE enum err note_parse(struct note *note, struct str bytes, struct fault *fault);

/* ERR_OK where *key signed the text, ERR_NOT_FOUND where no line is of this key
 * (name and id), ERR_FORGED where one is and does not hold: as C2SP asks, one
 * false signature spoils all by that key. Lines of other keys are passed over.
 * For a cosignature *seconds (may be NULL) is its time, the latest of several;
 * else 0. */
MUST_USE enum err note_verify(const struct note *note, const struct note_key *key, uint64_t *seconds,
                              struct fault *fault);

/* Appends one signature line over text to out. seconds is the time of a
 * cosignature (POSIX, at most 2^63 - 1) and unused for NOTE_ED25519.
 * ERR_BUG where text is not a note's text; ERR_REFUSED where a plain signature
 * would read as a cosignature; otherwise what the signer says. */
MUST_USE enum err note_sign(struct buf *out, struct str text, const struct note_signer *signer,
                            uint64_t seconds, struct fault *fault);

/* text, the empty line and the first signature: a whole note. */
MUST_USE enum err note_write(struct buf *out, struct str text, const struct note_signer *signer,
                             struct fault *fault);

#endif
