/* Commitment: who stood in an epoch's table, kept so that only an inspector can
 * open it, also after the epoch key is gone.
 *
 * The holder's overseer keeps a seed. For each epoch its desk gets what follows
 * from it (commitment_epoch_seed), commits to every person and value, and the
 * root of the tree of commitments goes into the channel's ledger before the
 * first question. The desk then forgets the epoch's seed. Later the holder names
 * person, value and path; the overseer's inspector draws the seed anew and
 * checks that this person had that value before the question was put: the value
 * that the asker's match proof shows. Without the seed a commitment says nothing
 * (SHA-256 over a secret salt), and two desks cannot try names against the root. */
#ifndef LIAISON_PRIVATE_COMMITMENT_H
#define LIAISON_PRIVATE_COMMITMENT_H

#include "ledger/tree.h"
#include "private/table.h"

enum { COMMITMENT_SEED_BYTES = 32, COMMITMENT_PERSONS_MAX = 1 << 24 };

struct commitment_seed {
    unsigned char b[COMMITMENT_SEED_BYTES];
};

/* HMAC-SHA256 under the overseer's seed of "liaison epoch seed v1" and the epoch's 48 bytes. */
void commitment_epoch_seed(const struct commitment_seed *overseer, const struct epoch *epoch,
                           struct commitment_seed *out);

/* The leaf of one person: SHA-256 of "liaison commitment v1", the epoch's 48
 * bytes, a salt of 32, the value of 10 and the person's reference; the salt is
 * HMAC-SHA256 of the reference under the epoch's seed. The tree hashes it as its leaves. */
void commitment_of(const struct commitment_seed *epoch_seed, const struct epoch *epoch, struct str person,
                   const struct table_value *value, struct tree_hash *out);

/* Puts the leaves into their order (ascending, so that it says nothing of the
 * persons') and gives the root. ERR_TOO_LARGE, ERR_NO_MEMORY. */
enum err commitments_root(struct tree_hash *leaves, size_t count, struct tree_hash *root,
                          struct fault *fault) MUST_USE;

/* What the holder shows an inspector of one person. */
struct commitment_proof {
    uint64_t index;
    uint64_t size;
    struct tree_proof path;
};

/* leaves as commitments_root left them. ERR_NOT_FOUND: leaf is none of them. */
enum err commitment_prove(const struct tree_hash *leaves, size_t count, const struct tree_hash *leaf,
                          struct commitment_proof *proof, struct fault *fault) MUST_USE;

/* The inspector's check, from nothing but the overseer's seed and the ledger's
 * root. ERR_FORGED: this person did not have this value in this epoch. */
enum err commitment_check(const struct commitment_seed *overseer, const struct epoch *epoch,
                          struct str person, const struct table_value *value,
                          const struct commitment_proof *proof, const struct tree_hash *root,
                          struct fault *fault) MUST_USE;

#endif
