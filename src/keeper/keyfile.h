/* Key file: a desk's private keys at rest, sealed under a passphrase (Argon2id)
 * or under the content of another file: a key file kept apart, or a systemd
 * credential, for a start that nobody attends.
 *
 *     "liaison-keys/3" ‖ 0x0A
 *     how ('p' passphrase, 'f' file) ‖ operations (8) ‖ memory in bytes (8) ‖ salt (16)
 *     nonce (24) ‖ the secrets and tag, XChaCha20-Poly1305 over all before the nonce
 *
 * Of a file the key is BLAKE2b(content, key: salt); it has at least 16 bytes. */
#ifndef LIAISON_KEEPER_KEYFILE_H
#define LIAISON_KEEPER_KEYFILE_H

#include "keeper/local.h"

enum keyfile_how { KEYFILE_PASSPHRASE = 'p', KEYFILE_FILE = 'f' };

enum { KEYFILE_UNLOCK_MIN = 16, KEYFILE_UNLOCK_MAX = 4096 };

/* How a key file is unlocked, without unlocking it. ERR_NOT_FOUND, ERR_BAD_INPUT. */
MUST_USE enum err keyfile_how(const char *path, enum keyfile_how *how, struct fault *fault);

/* Writes the file anew and durably: beside it, synced, renamed over. ERR_IO. With fresh, ERR_BUSY where it
 * is there already. The passphrase's cost is libsodium's INTERACTIVE with how 'p'. */
struct keyfile_lock {
    enum keyfile_how how;
    struct str unlock; /* passphrase, or the file's content; ERR_REFUSED where it is too short */
};
MUST_USE enum err keyfile_write(const char *path, const struct keyfile_lock *lock, bool fresh,
                                const struct keeper_secrets *secrets, const struct random *random,
                                struct fault *fault);

/* ERR_REFUSED: the passphrase or file is not the right one (or a byte was changed: the two look alike). */
MUST_USE enum err keyfile_read(const char *path, struct str unlock, struct keeper_secrets *out,
                               struct fault *fault);

#endif
