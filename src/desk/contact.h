/* Contact: when a desk turns to a counterpart. Whoever has the transport (the
 * daemon, the simulator) holds one for each channel and asks it; it never gives up.
 * Where an answer moves nothing (the two disagree, or the counterpart lies), the same
 * is said again only after growing pauses, whatever comes in between, until one side
 * has something new: so two desks that disagree do not keep each other busy.
 *
 * While a body is out the next one can be made (contact_ahead), so that both desks work at the same time. It
 * goes out once the answer shows that all before it came (contact_follows), and the answer is taken in while
 * it is under way. Else it is dropped, and nothing is lost: what there is to say follows from the store. */
#ifndef LIAISON_DESK_CONTACT_H
#define LIAISON_DESK_CONTACT_H

#include "desk/peer.h"

struct contact {
    size_t at_most; /* messages of a body; 0: so many that two bodies fit into the window */
    struct peer_view view;
    unsigned failures;      /* in a row */
    time_ms next;           /* not before; 0: at once */
    unsigned unmoved;       /* answers in a row that moved nothing */
    time_ms pause;          /* until when the same is not said again, */
    struct peer_view stood; /* while both sides stand as they did: the counterpart as it told, */
    uint64_t stood_size;    /* our ledger of the channel, */
    uint64_t stood_held;    /* and what we had of its tables */
    time_ms heard;          /* when it turned to us last */
    time_ms out;            /* since when a body of ours is on its way to it; 0: none */
    uint64_t out_to;        /* its last message; 0: it has none */
    time_ms ahead;          /* when the body after it was made, */
    uint64_t ahead_to;      /* its last message, */
    uint32_t ahead_card;    /* and the counterpart's card that it is sealed to */
    struct peer_wanted given[PEER_TABLE_KINDS]; /* what it got of our tables last */
};

/* Writes the body to be sent now: *due is false where it is not yet time, or there is nothing to say. */
MUST_USE enum err contact_begin(struct desk *desk, int64_t channel, const struct contact *contact,
                                time_ms now, struct buf *body, bool *due, struct fault *fault);

/* The body goes out now: until contact_in or contact_failed, and at most for a moment, messages go into no
 * answer to the counterpart, as they would be sealed, sent and checked twice. */
void contact_out(struct contact *contact, struct str body, time_ms now);
/* Its answer came. */
void contact_in(struct contact *contact);

/* Writes the body after the one that is out; *made is false where no message would be in it. */
MUST_USE enum err contact_ahead(struct desk *desk, int64_t channel, struct contact *contact, time_ms now,
                                struct buf *body, bool *made, struct fault *fault);
/* Whether the body that was made ahead may go out upon this answer to the one before it. */
MUST_USE enum err contact_follows(struct desk *desk, int64_t channel, const struct contact *contact,
                                  struct str answer, time_ms now, bool *follows, struct fault *fault);

/* Takes an answer in. The next contact is at once where it moved anything: it shows whether more is to be
 * said. ERR_FORGED where the answer is another desk's. */
MUST_USE enum err contact_answered(struct desk *desk, int64_t channel, struct contact *contact,
                                   struct str answer, time_ms now, uint32_t jitter, struct fault *fault);

/* A body came from the counterpart: takes it in and appends the answer. *moved: it brought our ledger of the
 * channel something. ERR_REFUSED where the body is another desk's. */
MUST_USE enum err contact_came(struct desk *desk, int64_t channel, struct contact *contact, struct str body,
                               struct buf *answer, bool *moved, struct fault *fault);

/* No answer, or a bad one. */
void contact_failed(struct contact *contact, time_ms now, uint32_t jitter);

/* The counterpart turned to us and was answered: it is there, and got what it asked for. A pause stays. */
void contact_heard(struct contact *contact, time_ms now);

#endif
