/* Intake: one body being taken in, as peer_in.c and the files of its frames share it. */
#ifndef LIAISON_DESK_PEER_INTAKE_H
#define LIAISON_DESK_PEER_INTAKE_H

#include "desk/peer_quota.h"

/* What costs most of a message, done for all of a body at once: whether its signature holds, and where it
 * does and nothing else stands against it yet, what the keeper says to its seal. */
struct checked {
    const char *header; /* which one: where its header lies in the body */
    bool signature_holds, asked;
    struct keeper_opened key;
};

struct peer_intake {
    struct desk *desk;
    struct arena *arena;
    struct peer peer;
    struct peer_view *view;
    struct receipt receipt; /* for the messages taken so far */
    struct buf edge;        /* of our ledger before them */
    struct card card;       /* the counterpart's that the last message names, */
    bool card_read;         /* where there was one */
    struct checked *checked;
    size_t checked_n;
    uint64_t acknowledged; /* up to this sequence the counterpart said before that it has our receipts */
    uint64_t vouched;      /* up to this sequence, messages under an earlier card pass */
    struct peer_quota quota;
    size_t bytes; /* of the messages taken so far */
    bool stopped; /* a message was refused without a number: those after it have no place */
    bool behind;  /* the counterpart has more of our ledger than we: only what is given back is taken */
};

/* One message that came. */
struct arrived {
    struct message message;
    struct header header;
    struct digest digest;
    struct event content; /* values, where it could be opened */
};

/* --- messages; peer_message.c, peer_check.c --- */

/* Checks the messages that come next in the line, before they are taken in their order. Those that it passes
 * over are checked by themselves. */
enum err peer_check_all(struct peer_intake *intake, struct body body, struct fault *fault);
void peer_check_forget(struct peer_intake *intake);
/* NULL: it was passed over. */
const struct checked *peer_checked(const struct peer_intake *intake, const struct message *message);

/* The card that a message names into intake->card; most of a body's name the same. */
enum err peer_intake_card(struct peer_intake *intake, uint32_t number, struct fault *fault);

enum err peer_message_take(struct peer_intake *intake, struct str bytes, struct fault *fault);

/* Opens the content; a verdict where it is not what was signed. */
enum err peer_intake_open(struct peer_intake *intake, struct arrived *arrived, enum verdict *verdict,
                          struct fault *fault);
/* The event: the header as leaf, the signature, and of an accepted message its values. */
enum err peer_intake_add(struct peer_intake *intake, struct arrived *arrived, enum verdict verdict,
                         struct fault *fault);
/* The fact that a message under its number was refused. */
enum err peer_intake_refused(struct peer_intake *intake, bool ours, uint64_t sequence, enum verdict verdict,
                             struct fault *fault);
/* What an accepted message does, at the time of its receipt. */
enum err peer_intake_effects(struct peer_intake *intake, const struct arrived *arrived, time_ms at,
                             struct fault *fault);

/* --- receipts; peer_receipt.c --- */

/* Where the receipt of this body's messages begins: the ledger's edge before them. */
enum err peer_receipt_begin(struct peer_intake *intake, uint64_t sequence, struct fault *fault);
/* One signed receipt for all the messages of the body. */
enum err peer_receipt_give(struct peer_intake *intake, struct fault *fault);

/* A receipt of ours as it is kept: with its bytes, signature and edge, and how many bytes of messages it
 * covers (0: none that count). */
struct receipt_given {
    const struct receipt *receipt;
    struct str bytes, signature, edge;
    size_t covered;
};
enum err peer_receipt_add(struct peer_intake *intake, const struct receipt_given *given, struct fault *fault);

/* The counterpart's, for ours. */
enum err peer_receipt_take(struct peer_intake *intake, struct str bytes, struct fault *fault);

/* --- after a restoration; peer_back.c, peer_restore.c --- */

/* The counterpart was set back: remembered in the view, and shown once. */
enum err back_asked(struct peer_intake *intake, struct str bytes, struct fault *fault);
/* One leaf of ours, and the end. */
enum err back_take(struct peer_intake *intake, struct str bytes, struct fault *fault);
enum err back_ended(struct peer_intake *intake, struct str bytes, struct fault *fault);

#endif
