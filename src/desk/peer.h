/* Peer: a desk's side of its channels: cards and pairing, the outbox, and the
 * exchange. Transport is bytes: what peer_outgoing wrote is handed, by HTTPS, stick
 * or simulator, to the counterpart's peer_incoming; what that desk's peer_outgoing
 * writes next is the answer. Both may be called at any time, repeated, lost or
 * doubled: what there is to say follows from the store and from the position that
 * the counterpart told last (struct peer_view), so nothing depends on an answer. */
#ifndef LIAISON_DESK_PEER_H
#define LIAISON_DESK_PEER_H

#include "channel/agreement.h"
#include "channel/card.h"
#include "channel/track.h"
#include "desk/desk.h"

/* One channel as it stands. Strs lie in the arena that it was loaded into. */
struct peer {
    int64_t channel; /* the number of its ledger */
    struct str counterpart;
    struct track line;
    struct card card; /* the counterpart's, in force */
    struct agreement agreement;
    struct str agreement_text; /* empty: none yet */
    enum level level_ours, level_theirs;
    uint64_t numbered; /* our last message number */
    uint64_t cosigned; /* size of the counterpart's head that we cosigned last */
    struct digest cosigned_root;
    struct str cosigned_note; /* its text, as signed by the counterpart */
    uint64_t countersigned;   /* size of our head that the counterpart cosigned last */
    uint64_t cut;             /* number of the last cut, and when it was made */
    time_ms cut_time;
    time_ms paired;
    enum told told; /* who was told of what waits now */
    bool stolen;    /* the key of the counterpart's card in force was: nothing of it is believed */
    bool unsettled; /* this desk was restored, and the counterpart has not yet given back what it lost */
};

/* From where on the counterpart lacks a table of ours; number 0: it lacks none. */
struct peer_wanted {
    uint64_t number; /* of the epoch */
    uint64_t offset;
};

enum { PEER_TABLE_KINDS = 2 }; /* persons, contacts */

/* What the counterpart said last of where it stands; memory of whoever drives the exchange. */
struct peer_view {
    bool known;
    uint64_t received;      /* of ours */
    struct digest head;     /* of the last of these */
    uint64_t receipted;     /* of its own */
    uint64_t size;          /* of its ledger of the channel */
    uint64_t countersigned; /* the size of its head that it has our cosignature for */
    uint64_t cosigned;      /* the size of our head that it cosigned last */
    struct peer_asks {      /* it was set back, and asks for its ledger from here on */
        bool asks;
        struct digest nonce;
        uint64_t size, sent, received;
    } asks;
    struct peer_wanted wanted[PEER_TABLE_KINDS];
    /* Not told, but known to who drives the exchange: */
    bool under_way; /* our messages are on their way to it, and go into no other body */
    size_t at_most; /* messages that are numbered and put into a body at once; 0: a window of them */
};

/* --- cards and pairing --- */

/* Our newest card, in the arena. ERR_NOT_FOUND: none was made yet. */
MUST_USE enum err peer_own_card(struct desk *desk, struct arena *arena, struct card *out,
                                struct digest *desk_id, struct fault *fault);

/* Makes our first card, or a new one with another address or TLS key, which every counterpart is sent; inside
 * a transaction. */
MUST_USE enum err peer_make_card(struct desk *desk, struct str address, const struct digest *tls,
                                 struct fault *fault);

/* Rollover: the promised key for messages takes over, with a new one for sealing, and the card promises
 * another. The last message that the key before signs, in every channel, carries the card; what is dispatched
 * after it is signed with the new key. Outside a transaction; completed at the next exchange where it is cut
 * off. An empty address and tls NULL stay as they are. ERR_REFUSED while a counterpart has not receipted the
 * one before. */
MUST_USE enum err peer_roll(struct desk *desk, int64_t actor, struct str address, const struct digest *tls,
                            struct fault *fault);

/* ERR_FORGED where a card's own signature does not hold (a first card's, by its own key). */
MUST_USE enum err peer_check_card(const struct card *card, struct str unsigned_text,
                                  const unsigned char key[PUBLIC_BYTES], struct fault *fault);

/* Pairs with the desk of a first card that was checked and whose phrase two persons compared; inside a
 * transaction. ERR_REFUSED: paired already, our own card, or one of our name or another
 * counterpart's. */
MUST_USE enum err peer_pair(struct desk *desk, const struct card *card, int64_t *channel,
                            struct fault *fault);

/* Puts a card in force that the one before did not promise, as the key was lost or stolen: two persons
 * compared the phrase again; inside a transaction. *channel is that of the desk. ERR_REFUSED: another desk's,
 * or a number that is not later. The same card again changes nothing. */
MUST_USE enum err peer_pair_anew(struct desk *desk, const struct card *card, int64_t *channel,
                                 struct fault *fault);

/* The counterpart's key was stolen at `since`: from now on nothing under it is believed, and every message
 * that came since then is named in an alarm (the first 64); inside a transaction. *count is how many there
 * are. */
MUST_USE enum err peer_revoke(struct desk *desk, const struct peer *peer, uint32_t card, time_ms since,
                              struct str reason, size_t *count, struct fault *fault);

/* Our own keys were stolen at `since`: tells every counterpart so, under the old key, and draws all keys
 * anew, which none has promised; the desks pair anew. Outside a transaction. */
MUST_USE enum err peer_renew(struct desk *desk, int64_t actor, time_ms since, struct str reason,
                             struct str address, const struct digest *tls, struct fault *fault);

/* A desk made anew after its keys were lost takes up the identity of its old cards, oldest first, with a card
 * of its new keys; inside a transaction, before it is paired. Where it has a card already, earlier ones are
 * added as long as something is still to be given back under them; then ERR_REFUSED. */
MUST_USE enum err peer_take_up(struct desk *desk, const struct card *cards, size_t n, struct str address,
                               const struct digest *tls, struct fault *fault);

/* Reads a channel. ERR_NOT_FOUND: there is none. */
MUST_USE enum err peer_load(struct desk *desk, int64_t channel, struct arena *arena, struct peer *out,
                            struct fault *fault);
/* The channel with the desk of a card; 0: there is none. */
MUST_USE enum err peer_of(struct desk *desk, const struct card *card, int64_t *channel, struct fault *fault);
MUST_USE enum err peer_find(struct desk *desk, struct str counterpart, int64_t *channel, struct fault *fault);

/* Calls each for every channel, in order. */
MUST_USE enum err peer_each(struct desk *desk,
                            enum err (*each)(void *context, int64_t channel, struct fault *fault),
                            void *context, struct fault *fault);

/* --- the agreement --- */

/* Signs a text as an agreement or lowering of this desk. */
MUST_USE enum err peer_sign(struct desk *desk, enum statement type, struct str payload,
                            unsigned char signature[SIGNATURE_BYTES], struct fault *fault);
bool peer_signed(const unsigned char key[PUBLIC_BYTES], enum statement type, struct str payload,
                 const unsigned char *signature, size_t n);

/* By one of this desk's keys for messages, past or present, as its store or its cards have them. */
MUST_USE enum err peer_signed_by_us(struct desk *desk, enum statement type, struct str payload,
                                    struct str signature, bool *holds, struct fault *fault);

/* Whether what an agreement says is known here: its kinds of message and its label. To be asked before it is
 * signed: what nobody knows would bind nobody. BAD_INPUT names the word, and of labels those there are. */
MUST_USE enum err peer_terms(const struct agreement *agreement, struct fault *fault);

/* Puts an agreement that both signed in force; inside a transaction. ERR_FORGED, ERR_REFUSED (another
 * channel, an old number). */
MUST_USE enum err peer_agree(struct desk *desk, const struct peer *peer, struct str text,
                             const unsigned char ours[SIGNATURE_BYTES],
                             const unsigned char theirs[SIGNATURE_BYTES], struct fault *fault);

/* Lowers the level from this side, at once, and queues the word for the counterpart; inside a transaction. */
MUST_USE enum err peer_lower(struct desk *desk, const struct peer *peer, enum level level,
                             struct fault *fault);

/* --- the outbox; all inside a transaction --- */

/* A message to be written: content is an EVENT_MESSAGE_DRAFTED, the last event of the decision. */
struct draft {
    int64_t channel;
    enum kind kind;
    bool urgent;
    int64_t person;            /* who owns it */
    int64_t file;              /* 0: none */
    int64_t subject, sighting; /* that it tells of; 0: none */
    enum whose whose;
    uint64_t about;
    time_ms due;     /* 0: none */
    uint64_t number; /* one of those that a private question keeps, so that the next one does not tell whether
                      * a request was drafted; 0: the next */
};

/* Adds the decision and the message, held for release. ERR_REFUSED: the agreement does not carry the kind, or
 * it refers to nothing it may refer to. *number is the message's. */
MUST_USE enum err peer_draft(struct desk *desk, const struct draft *draft, struct decision *decision,
                             uint64_t *number, struct fault *fault);

/* A person's release, after the release check; machine kinds need none. ERR_REFUSED where it is not held. */
MUST_USE enum err peer_release(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault);

/* Takes a message back that has no receipt yet; where it has a number in the line, a tombstone goes. */
MUST_USE enum err peer_withdraw(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault);

/* A released message without a receipt is held again, for a person to release it anew; others are left. */
MUST_USE enum err peer_hold(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault);

/* The same for all of a channel that its agreement no longer carries, or its level no longer lets pass, */
MUST_USE enum err peer_hold_unfit(struct desk *desk, int64_t channel, struct fault *fault);
/* and for all that tell of this person where he is protected now. Inside a transaction. */
MUST_USE enum err peer_hold_about(struct desk *desk, int64_t subject, struct fault *fault);

/* --- the exchange --- */

/* Numbers, signs and makes durable what may go, then writes a body. *worth is false where the body says
 * nothing that the counterpart needs now. */
MUST_USE enum err peer_outgoing(struct desk *desk, int64_t channel, const struct peer_view *view,
                                struct buf *body, bool *worth, struct fault *fault);

/* Takes a body in: one transaction, durable on return. *channel says whose it was, *view where it stands now.
 * ERR_REFUSED: a desk that is not paired; ERR_BAD_INPUT, ERR_TOO_LARGE: no body. Single frames that are wrong
 * are refused by name and do not fail the body. */
MUST_USE enum err peer_incoming(struct desk *desk, struct str body, int64_t *channel, struct peer_view *view,
                                struct fault *fault);

/* Whose body it is, without taking it in: for the transport's own checks. */
MUST_USE enum err peer_sender(struct desk *desk, struct str body, int64_t *channel, struct fault *fault);

/* --- time --- */

/* What time brings to a channel: people told of what waits, stale messages held again, the assessment's end,
 * a cut proposed. Opens its own transaction, and only where something is due. */
MUST_USE enum err peer_step(struct desk *desk, int64_t channel, struct fault *fault);

/* The statistics of a channel as of now, as text. */
MUST_USE enum err peer_statistics(struct desk *desk, const struct peer *peer, time_ms now, struct buf *out,
                                  struct fault *fault);

#endif
