/* Blind index: which subjects may be somebody, found without reading them all and without content at rest.
 *
 * Each match key of a subject (index/keys.h) is a row: a tag, which is a keyed hash of the key, and a
 * posting, which is his number and the code of his birth date, sealed under the tag. Who holds the database
 * without the keeper's keys sees how many rows share a tag and neither of whom, nor which names (SECURITY.md
 * says what that may tell). A sealed list of a subject's keys takes his rows away again, and his values in
 * one sealed row (desk/blind_record.h) are what he is compared by.
 *
 * Tag: BLAKE2b-256 (RFC 7693) keyed, its first 8 bytes. Posting: the synthetic-IV construction (Rogaway and
 * Shrimpton, "Deterministic Authenticated-Encryption", 2006) of SipHash-2-4 and ChaCha20. List:
 * XChaCha20-Poly1305. Their keys are derived from the rest key by libsodium's crypto_kdf.
 *
 * Rows are made in the transaction that changes the values; all anew where the tables that keys are made with
 * changed or the store comes from before the index. */
#ifndef LIAISON_DESK_BLIND_H
#define LIAISON_DESK_BLIND_H

#include "desk/desk.h"
#include "match/compare.h"

enum { BLIND_SHORT_KEY = 16, BLIND_KEY = 32 };

/* What a desk keeps to find and compare by. */
struct blind {
    struct arena arena, scratch; /* of the model; of the subject at hand */
    struct model model;
    uint8_t fingerprint[MODEL_FINGERPRINT_BYTES];
    struct forms_cache *cache;
    struct comparer *comparer;
    unsigned char tag_key[BLIND_KEY], posting_key[BLIND_KEY], list_key[BLIND_KEY], record_key[BLIND_KEY];
    unsigned char iv_key[BLIND_SHORT_KEY];
};

/* The desk's, made when first asked for; desk_close frees it. */
MUST_USE enum err blind_of(struct desk *desk, struct blind **out, struct fault *fault);
void blind_free(struct blind *blind); /* NULL-safe */

/* Marks whose rows an event will change; inside the transaction, before the event is projected. */
MUST_USE enum err blind_touch(struct desk *desk, const struct event *event, struct fault *fault);

/* Makes the rows of the marked anew; inside a transaction, which desk_commit ends with it. */
MUST_USE enum err blind_refresh(struct desk *desk, struct fault *fault);

/* Inside a transaction: how many persons the index holds, after a refresh. */
MUST_USE enum err blind_persons(struct desk *desk, size_t *n, struct fault *fault);

/* The subjects who share a key with a person and whose dates let them reach a score, each once, ascending; in
 * the arena. */
MUST_USE enum err blind_find(struct desk *desk, const struct person *person, double prior, double score,
                             struct arena *arena, int64_t **out, size_t *n, struct fault *fault);

/* Tells each subject whose rows are not those of his values, and rows of nobody. */
MUST_USE enum err blind_verify(struct desk *desk, void (*differs)(void *context, const char *what),
                               void *context, struct fault *fault);

#endif
