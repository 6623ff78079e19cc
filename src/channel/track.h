/* Track: the state of one channel as one desk sees it, and the steps by which it
 * changes: what may be sent next, what is said to a message or a receipt that
 * came, when to try again, when somebody is told. Pure: time, jitter and what a
 * signature was worth are handed in; whoever calls makes the new state durable
 * before a byte of it is sent. */
#ifndef LIAISON_CHANNEL_TRACK_H
#define LIAISON_CHANNEL_TRACK_H

#include "channel/envelope.h"
#include "channel/receipt.h"
#include "channel/verdict.h"

/* One direction: how far it has come, and the digest of the header there (zero at the beginning). */
struct track_end {
    uint64_t sequence;
    struct digest head;
};

struct track {
    struct digest channel, ours, theirs; /* the channel, and the ids of both desks */
    uint32_t our_card, their_card;       /* in force */
    struct digest agreement;             /* in force; zero before the first */
    struct digest agreement_before;      /* what was sent under it may still arrive */
    enum level level;
    struct track_end sent, received;
    uint64_t receipted; /* of what we sent: the last sequence with a receipt */
};

/* Fills what follows from the line into a header to be sent next (sender, recipient, channel, agreement,
 * cards, sequence, previous); false where the window is full, which a rollover (its kind is set before) does
 * not wait for. After it was written, track_advance. */
bool track_next(const struct track *line, struct header *header);
void track_advance(struct track_end *end, const struct digest *header);

/* What is said to a message whose form is good, before its content is opened: header and its digest;
 * whether its signature holds under the key that sender_card names (card_known: there is such a key); known,
 * the digest of the header that was received under the same sequence, or NULL. ACCEPTED or TOMBSTONE is
 * not the last word: content and rules follow. tombstone: it came without content. */
struct track_arrival {
    const struct header *header;
    const struct digest *digest, *known;
    bool card_known, signature_holds, tombstone;
    bool vouched; /* the card in force vouches for it: it may be under an earlier one */
    time_ms now;
};
enum verdict track_receive(const struct track *line, const struct track_arrival *arrival);

/* What a receipt that came is worth. digest_at gives the digest of what we sent under a sequence
 * (false where there is none). */
enum receipt_worth {
    RECEIPT_NEW,     /* it covers messages not yet receipted */
    RECEIPT_KNOWN,   /* all it covers has a receipt: nothing changes */
    RECEIPT_FOREIGN, /* of another desk or channel */
    RECEIPT_UNSENT,  /* it names what we never sent: we were set back, or its signer lies */
    RECEIPT_ANOTHER, /* it names another header than ours: a fork, on one side or the other */
    RECEIPT_BEYOND   /* it leaves out messages before it */
};
enum receipt_worth track_acknowledge(const struct track *line, const struct receipt *receipt,
                                     bool (*digest_at)(void *context, uint64_t sequence, struct digest *out),
                                     void *context);

/* Retries: milliseconds from a failed contact to the next one: 5 s doubling to 15 min, plus and minus a
 * fifth by jitter (any 32 random bits). After an inbound contact the count of failures is set to 0 and the
 * next try is at once. There is no last try. */
time_ms retry_after(unsigned failures, uint32_t jitter);

/* Who is to have been told of a message that waits since `since`: nobody, its owner (1 h; urgent 10 min),
 * the supervisor as well (12 h). */
enum told { TOLD_NOBODY, TOLD_OWNER, TOLD_SUPERVISOR };
enum told told_by(time_ms since, bool urgent, time_ms now);

/* Milliseconds from a release after which nothing is sent unchecked: 72 hours. */
#define STALE_AFTER ((time_ms)72 * 3600 * 1000)

/* True where a message released at `released` has waited too long to be sent unchecked (72 h). */
bool is_stale(time_ms released, time_ms now);

/* True where the daily cut is due. */
bool cut_is_due(time_ms last, time_ms now);

#endif
