/* Epoch: what one OPRF key, one table and its questions belong to. Every format
 * of the private question carries it whole, and every reader compares it whole,
 * so that nothing made for one channel, direction, kind, scheme or epoch is
 * taken for another's. */
#ifndef LIAISON_PRIVATE_EPOCH_H
#define LIAISON_PRIVATE_EPOCH_H

#include "base/error.h"

#include <stdint.h>

enum { EPOCH_CHANNEL_BYTES = 32, EPOCH_BYTES = 48 };

/* Which of the channel's two desks holds, the desks ordered by their ids. */
enum epoch_direction { EPOCH_FIRST_HOLDS = 1, EPOCH_SECOND_HOLDS = 2 };

/* Persons by conjunctions; contacts (telephone, mail, document alone) have a key, table and budget of their
 * own. */
enum epoch_kind { EPOCH_PERSONS = 1, EPOCH_CONTACTS = 2 };

struct epoch {
    unsigned char channel[EPOCH_CHANNEL_BYTES]; /* the channel's id */
    uint64_t number;                            /* counts up on one channel, direction and kind */
    uint32_t scheme;                            /* key_scheme_tag: whose frozen match key tables */
    enum epoch_direction direction;
    enum epoch_kind kind;
};

/* 48 bytes: channel 32, number 8, scheme 4, direction 1, kind 1, zero 2. */
void epoch_encode(const struct epoch *epoch, unsigned char out[EPOCH_BYTES]);

/* ERR_BAD_INPUT: no such direction or kind, or the reserved bytes are not zero. */
MUST_USE enum err epoch_decode(const unsigned char bytes[EPOCH_BYTES], struct epoch *epoch,
                               struct fault *fault);

/* Refuses found where it is not expected, and names the first difference:
 * ERR_BAD_INPUT for channel, direction and kind, ERR_STALE for scheme and number.
 * what ("table", "question") begins the sentence. */
MUST_USE enum err epoch_check(const struct epoch *found, const struct epoch *expected, const char *what,
                              struct fault *fault);

#endif
