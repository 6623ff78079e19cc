/* Agreement: what a channel may carry: a text that both desks sign. Its digest
 * stands in every header. Raising the level takes a new agreement with both
 * signatures; lowering it takes one signed word of one side, and holds at once.
 *
 *     liaison agreement 1
 *     channel HEX
 *     number 1                   of the channel's agreements
 *     level open
 *     kinds WORD, WORD, ...      or "all"; those that pass at every level always do
 *     purposes WORD, WORD, ...
 *     handling AMBER             the ceiling
 *     profile WORD               of deadlines for requests (rules/deadlines.def)
 *     questions 20               a day
 *     quota 20000                messages a day from either side; 0: without bound
 *     volume 1024                megabytes of them a day; 0: without bound
 *     retention 365              days
 *     assessed 2026-11-25        the human-rights assessment
 *     principal WORDS            who is told last
 *     published WORDS            what each side may publish of the other's signatures
 *     signature HEX              by the desk with the lower id
 *     signature HEX              by the other
 */
#ifndef LIAISON_CHANNEL_AGREEMENT_H
#define LIAISON_CHANNEL_AGREEMENT_H

#include "channel/envelope.h"

struct agreement {
    struct digest channel;
    uint32_t number;
    enum level level;
    struct str kinds, purposes, handling, profile;
    uint32_t questions, quota, volume, retention;
    struct str assessed, principal, published;
};

/* Appends the text that is signed. */
void agreement_write(struct buf *out, const struct agreement *agreement);

/* Reads it; strs borrow. The fault names the line. */
MUST_USE enum err agreement_read(struct agreement *out, struct str text, struct fault *fault);

void agreement_digest(struct str text, struct digest *out);

/* True where the agreement carries the kind at all (its level apart). */
bool agreement_carries(const struct agreement *agreement, enum kind kind);

/* True where the list "a, b, c" has the word. */
bool list_has(struct str list, struct str word);

/* What a message that begins something is for: as said, where the agreement has it; the only one agreed,
 * where nothing is said. ERR_REFUSED else, with what may be said. */
MUST_USE enum err agreement_purpose(const struct agreement *agreement, struct str said, struct str *purpose,
                                    struct fault *fault);

/* A lowering: channel (32) || signer (32) || level (1) || time (8): what is signed under STATEMENT_LEVEL. */
struct lowering {
    struct digest channel, signer;
    enum level level;
    time_ms time;
};
void lowering_write(struct buf *out, const struct lowering *lowering);
MUST_USE enum err lowering_read(struct lowering *out, struct str bytes, struct fault *fault);

/* The level in force: the lower of what was agreed and what each side lowered it to since. */
enum level level_in_force(enum level agreed, enum level ours, enum level theirs);

#endif
