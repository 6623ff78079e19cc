/* Verify: a desk's store held against its own proofs.
 *
 * Every event: its values against the header's root, the header against its
 * columns, its leaf against the tree; every opening against its commitment, and
 * every opening that is not there against an event that erased it; every node of
 * every tree against its children; every checkpoint's signature against the
 * desk's keys and its root against the tree; every cosignature; and the projected
 * tables against those that a replay of all events makes.
 *
 * What is wrong is told, one sentence a finding, and checking goes on. */
#ifndef LIAISON_DESK_VERIFY_H
#define LIAISON_DESK_VERIFY_H

#include "desk/desk.h"

struct verify_options {
    /* A checkpoint of the domestic ledger, as a signed note, that is trusted; empty: from the beginning. What
     * it covers is not looked at again, but for the tree's own root, and the projections are not replayed. */
    struct str since;
    void (*found)(void *context, const char *finding);
    void *context;
};

struct verify_result {
    uint64_t events, openings, erased, checkpoints, cosignatures, findings;
};

/* ERR_FORGED where anything was found; other errors where checking could not go on. */
MUST_USE enum err desk_verify(struct desk *desk, const struct verify_options *options,
                              struct verify_result *result, struct fault *fault);

#endif
