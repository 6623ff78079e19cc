/* Vault: the seeds of epoch keys at rest, one file an epoch, so that the daemon
 * and a command beside it work with the same keys, and a destroyed one is gone
 * for both. They are in no database, write-ahead log or backup of one.
 *
 * DIRECTORY/HEX, HEX the first 16 bytes of BLAKE2b of the epoch's 48:
 *     nonce (24) ‖ the seed (32) and tag (16), XChaCha20-Poly1305 over the epoch's 48 bytes
 *
 * Erasing overwrites the file, syncs, and removes it. On media that write elsewhere, and in copies of the
 * directory, the sealed seed may outlive that, as useful as the key file and what unlocks it. */
#ifndef LIAISON_KEEPER_VAULT_H
#define LIAISON_KEEPER_VAULT_H

#include "base/random.h"
#include "keeper/keeper.h"

struct vault {
    const char *directory;    /* made where it is missing */
    const unsigned char *key; /* KEEPER_KEY_BYTES; borrowed */
    struct random random;
};

/* get: ERR_FORGED where the file was changed or is another epoch's. */
struct epoch_vault vault_interface(struct vault *vault);

#endif
