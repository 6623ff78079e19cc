/* Key file: reading and writing sealed keys. See keyfile.h. */
#include "keeper/keyfile.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "liaison-keys/3\n"

enum {
    MAGIC_BYTES = sizeof MAGIC - 1,
    SALT = crypto_pwhash_SALTBYTES,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    AT_HOW = MAGIC_BYTES,
    AT_OPERATIONS = AT_HOW + 1,
    AT_MEMORY = AT_OPERATIONS + 8,
    AT_SALT = AT_MEMORY + 8,
    AT_NONCE = AT_SALT + SALT,
    AT_SEALED = AT_NONCE + NONCE,
    FILE_BYTES = AT_SEALED + (int)sizeof(struct keeper_secrets) + TAG
};

static uint64_t number_at(const unsigned char *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | bytes[i];
    return number;
}

static void put_number(unsigned char *bytes, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (56 - 8 * i));
}

/* The sealing key from what unlocks, as the file's head says. A hostile head may not ask for endless work. */
static enum err derive(const unsigned char *file, struct str unlock, unsigned char key[KEEPER_KEY_BYTES],
                       struct fault *fault)
{
    uint64_t operations = number_at(file + AT_OPERATIONS), memory = number_at(file + AT_MEMORY);
    if (file[AT_HOW] == KEYFILE_FILE) {
        if (unlock.n < KEYFILE_UNLOCK_MIN || unlock.n > KEYFILE_UNLOCK_MAX)
            return fault_set(fault, ERR_REFUSED, "the unlocking file has %zu bytes, not %d to %d", unlock.n,
                             KEYFILE_UNLOCK_MIN, KEYFILE_UNLOCK_MAX);
        crypto_generichash(key, KEEPER_KEY_BYTES, (const unsigned char *)unlock.p, unlock.n, file + AT_SALT,
                           SALT);
        return ERR_OK;
    }
    if (operations > crypto_pwhash_OPSLIMIT_SENSITIVE || memory > crypto_pwhash_MEMLIMIT_SENSITIVE)
        return fault_set(fault, ERR_TOO_LARGE, "keys: the passphrase's cost is out of bounds");
    if (crypto_pwhash(key, KEEPER_KEY_BYTES, unlock.p, unlock.n, file + AT_SALT, operations, (size_t)memory,
                      crypto_pwhash_ALG_ARGON2ID13))
        return fault_set(fault, ERR_NO_MEMORY, "keys: no memory for Argon2id");
    return ERR_OK;
}

/* --- the file --- */

static enum err read_file(const char *path, unsigned char out[FILE_BYTES], struct fault *fault)
{
    unsigned char more;
    size_t n = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return file_failed("cannot be read", path, fault);
    ssize_t got;
    while (n < FILE_BYTES && (got = read(file, out + n, FILE_BYTES - n)) > 0)
        n += (size_t)got;
    bool exact = n == FILE_BYTES && read(file, &more, 1) == 0;
    close(file);
    if (!exact || memcmp(out, MAGIC, MAGIC_BYTES) != 0 ||
        (out[AT_HOW] != KEYFILE_PASSPHRASE && out[AT_HOW] != KEYFILE_FILE))
        return fault_set(fault, ERR_BAD_INPUT, "%s: no key file of this version", path);
    return ERR_OK;
}

/* --- what the header tells --- */

enum err keyfile_how(const char *path, enum keyfile_how *how, struct fault *fault)
{
    unsigned char file[FILE_BYTES];
    enum err err = read_file(path, file, fault);
    if (!err)
        *how = (enum keyfile_how)file[AT_HOW];
    return err;
}

enum err keyfile_write(const char *path, const struct keyfile_lock *lock, bool fresh,
                       const struct keeper_secrets *secrets, const struct random *random, struct fault *fault)
{
    unsigned char file[FILE_BYTES] = MAGIC, key[KEEPER_KEY_BYTES];
    if (lock->how == KEYFILE_PASSPHRASE && lock->unlock.n < 8)
        return fault_set(fault, ERR_REFUSED, "a passphrase has at least 8 bytes");
    file[AT_HOW] = (unsigned char)lock->how;
    put_number(file + AT_OPERATIONS, crypto_pwhash_OPSLIMIT_INTERACTIVE);
    put_number(file + AT_MEMORY, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    random->fill(random->context, file + AT_SALT, SALT + NONCE);
    enum err err = derive(file, lock->unlock, key, fault);
    if (err)
        return err;
    crypto_aead_xchacha20poly1305_ietf_encrypt(file + AT_SEALED, NULL, (const unsigned char *)secrets,
                                               sizeof *secrets, file, AT_NONCE, NULL, file + AT_NONCE, key);
    sodium_memzero(key, sizeof key);
    return file_replace(path, file, sizeof file, fresh, fault);
}

enum err keyfile_read(const char *path, struct str unlock, struct keeper_secrets *out, struct fault *fault)
{
    unsigned char file[FILE_BYTES], key[KEEPER_KEY_BYTES];
    enum err err = read_file(path, file, fault);
    if (!err)
        err = derive(file, unlock, key, fault);
    if (err)
        return err;
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)out, NULL, NULL, file + AT_SEALED,
                                                         FILE_BYTES - AT_SEALED, file, AT_NONCE,
                                                         file + AT_NONCE, key);
    sodium_memzero(key, sizeof key);
    return bad ? fault_set(fault, ERR_REFUSED,
                           "%s: not unlocked: another passphrase or file, or a changed byte", path)
               : ERR_OK;
}
