/* Quota: how much of what a counterpart sends a desk takes in: the day's quota and
 * volume of the agreement, a bound for threats to life, and the disk's reserve.
 * Days are UTC's. */
#ifndef LIAISON_DESK_PEER_QUOTA_H
#define LIAISON_DESK_PEER_QUOTA_H

#include "desk/peer_internal.h"

/* One channel's day so far, as it is when a body comes; who takes a message in counts it. */
struct peer_quota {
    uint64_t quota, volume;                  /* 0: without bound */
    uint64_t taken, refused, threats, bytes; /* today */
    bool tight;                              /* the disk's free space is below the reserve */
    bool threat_follows; /* in this body: what stands before it is taken in for its sake */
};

enum err quota_load(struct desk *desk, const struct peer *peer, struct peer_quota *out, struct fault *fault);

/* What is said to a message of this kind and size: ACCEPTED, QUOTA (under its number), or FLOOD or RESERVE,
 * which stop the line. Threats to life pass all of them, up to a bound of their own. */
enum verdict quota_verdict(const struct peer_quota *quota, enum kind kind, size_t bytes);
void quota_count(struct peer_quota *quota, enum kind kind, enum verdict verdict, size_t bytes);

/* True where more threats to life came today than are taken as such. */
bool quota_is_misused(const struct peer_quota *quota);

#endif
