/* Vault: see vault.h. */
#include "keeper/vault.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    FILE_BYTES = NONCE + OPRF_SEED_BYTES + TAG,
    HASH = 16,
    PATH_BYTES = 4096
};

static enum err path_of(const struct vault *vault, const unsigned char name[EPOCH_BYTES],
                        char out[PATH_BYTES], struct fault *fault)
{
    unsigned char hash[HASH];
    char hex[2 * HASH + 1];
    crypto_generichash(hash, sizeof hash, name, EPOCH_BYTES, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    int n = snprintf(out, PATH_BYTES, "%s/%s", vault->directory, hex);
    return n < 0 || n >= PATH_BYTES ? fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", vault->directory)
                                    : ERR_OK;
}

static enum err put(void *context, const struct epoch *epoch, const unsigned char seed[OPRF_SEED_BYTES],
                    struct fault *fault)
{
    const struct vault *vault = context;
    unsigned char name[EPOCH_BYTES], file[FILE_BYTES];
    char path[PATH_BYTES];
    epoch_encode(epoch, name);
    if (mkdir(vault->directory, 0700) && errno != EEXIST)
        return file_failed("cannot be made", vault->directory, fault);
    enum err err = path_of(vault, name, path, fault);
    if (!err && access(path, F_OK) == 0)
        err = fault_set(fault, ERR_BUSY, "epoch %" PRIu64 " of this channel has a key", epoch->number);
    if (err)
        return err;
    vault->random.fill(vault->random.context, file, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(file + NONCE, NULL, seed, OPRF_SEED_BYTES, name, sizeof name,
                                               NULL, file, vault->key);
    err = file_replace(path, file, sizeof file, true, fault);
    return err ? err : file_sync_directory(vault->directory, fault);
}

/* The file's bytes. A file that is not there is no key. */
static enum err read_sealed(const char *path, uint64_t number, unsigned char file[FILE_BYTES],
                            struct fault *fault)
{
    unsigned char more;
    int opened = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (opened < 0 && errno == ENOENT)
        return fault_set(fault, ERR_NOT_FOUND, "there is no key for epoch %" PRIu64 " of this channel",
                         number);
    if (opened < 0)
        return file_failed("cannot be read", path, fault);
    bool whole = read(opened, file, FILE_BYTES) == FILE_BYTES && read(opened, &more, 1) == 0;
    close(opened);
    return whole ? ERR_OK : fault_set(fault, ERR_FORGED, "%s: no key of an epoch", path);
}

static enum err get(void *context, const struct epoch *epoch, unsigned char seed[OPRF_SEED_BYTES],
                    struct fault *fault)
{
    const struct vault *vault = context;
    unsigned char name[EPOCH_BYTES], file[FILE_BYTES];
    char path[PATH_BYTES];
    epoch_encode(epoch, name);
    enum err err = path_of(vault, name, path, fault);
    if (!err)
        err = read_sealed(path, epoch->number, file, fault);
    if (!err && crypto_aead_xchacha20poly1305_ietf_decrypt(seed, NULL, NULL, file + NONCE, FILE_BYTES - NONCE,
                                                           name, sizeof name, file, vault->key))
        err = fault_set(fault, ERR_FORGED, "%s: another epoch's key, or a changed byte", path);
    return err;
}

static enum err erase(void *context, const struct epoch *epoch, struct fault *fault)
{
    static const unsigned char zeros[FILE_BYTES];
    const struct vault *vault = context;
    unsigned char name[EPOCH_BYTES];
    char path[PATH_BYTES];
    epoch_encode(epoch, name);
    enum err err = path_of(vault, name, path, fault);
    if (err)
        return err;
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT)
        return fault_set(fault, ERR_NOT_FOUND, "there is no key for epoch %" PRIu64 " of this channel",
                         epoch->number);
    if (file < 0)
        return file_failed("cannot be written", path, fault);
    bool wiped = write(file, zeros, sizeof zeros) == FILE_BYTES && fsync(file) == 0;
    err = wiped ? ERR_OK : file_failed("cannot be written", path, fault);
    close(file);
    if (unlink(path))
        err = file_failed("cannot be removed", path, fault);
    return err ? err : file_sync_directory(path, fault);
}

struct epoch_vault vault_interface(struct vault *vault)
{
    return (struct epoch_vault){.put = put, .get = get, .erase = erase, .context = vault};
}
