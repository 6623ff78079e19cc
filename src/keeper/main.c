/* Main: the keeper process itself, from its key file to its last reply. See process.h. */
#include "base/file.h"
#include "keeper/harden.h"
#include "keeper/keyfile.h"
#include "keeper/process.h"
#include "keeper/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct unlock {
    char bytes[KEYFILE_UNLOCK_MAX + 1];
    size_t n;
};

/* --- where the secret that unlocks comes from --- */

static enum err ask_terminal(const char *prompt, struct unlock *out, struct fault *fault)
{
    struct termios before, silent;
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0 || tcgetattr(terminal, &before)) {
        if (terminal >= 0)
            close(terminal);
        return fault_set(fault, ERR_REFUSED,
                         "the keys want a passphrase, and there is no terminal to ask for it; "
                         "see --unlock");
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(terminal, TCSAFLUSH, &silent);
    dprintf(terminal, "%s: ", prompt);
    ssize_t n = read(terminal, out->bytes, sizeof out->bytes);
    tcsetattr(terminal, TCSAFLUSH, &before);
    dprintf(terminal, "\n");
    close(terminal);
    out->n = n > 0 ? (size_t)n - (out->bytes[n - 1] == '\n') : 0;
    return out->n ? ERR_OK : fault_set(fault, ERR_REFUSED, "no passphrase given");
}

static enum err ask_passphrase(bool twice, struct unlock *out, struct fault *fault)
{
    struct unlock again;
    enum err err = ask_terminal("Passphrase of this desk's keys", out, fault);
    if (err || !twice)
        return err;
    err = ask_terminal("The same again", &again, fault);
    if (!err && !str_equal((struct str){out->bytes, out->n}, (struct str){again.bytes, again.n}))
        err = fault_set(fault, ERR_REFUSED, "the two passphrases differ");
    sodium_memzero(&again, sizeof again);
    return err;
}

/* A new unlocking file: 32 random bytes. One that is there is used as it is. */
static enum err make_file(const char *path, struct fault *fault)
{
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    enum err err = file_replace(path, bytes, sizeof bytes, true, fault);
    sodium_memzero(bytes, sizeof bytes);
    return err == ERR_BUSY ? ERR_OK : err;
}

static enum err read_unlock(const char *path, struct unlock *out, struct fault *fault)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = file < 0 ? -1 : read(file, out->bytes, sizeof out->bytes);
    if (file >= 0)
        close(file);
    if (n < 0)
        return fault_set(fault, file < 0 && errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                         "%s: cannot be read: %s", path, strerror(errno));
    out->n = (size_t)n;
    return ERR_OK;
}

/* --- keys --- */

struct held {
    const struct keeper_process_options *options;
    struct keyfile_lock lock;
    struct random random;
    char epochs[4096]; /* the directory of epoch keys, beside the key file */
};

static enum err save(void *context, const struct keeper_secrets *secrets, struct fault *fault)
{
    const struct held *held = context;
    return keyfile_write(held->options->keys, &held->lock, false, secrets, &held->random, fault);
}

static enum err load(void *context, struct keeper_secrets *secrets, struct fault *fault)
{
    const struct held *held = context;
    return keyfile_read(held->options->keys, held->lock.unlock, secrets, fault);
}

static enum err find_unlock(const struct keeper_process_options *options, struct unlock *unlock,
                            enum keyfile_how *how, struct fault *fault)
{
    *how = options->unlock ? KEYFILE_FILE : KEYFILE_PASSPHRASE;
    enum keyfile_how wanted = *how;
    enum err err = options->create ? ERR_OK : keyfile_how(options->keys, &wanted, fault);
    if (!err && wanted == KEYFILE_FILE && !options->unlock)
        err = fault_set(fault, ERR_REFUSED, "%s: is unlocked by a file; see --unlock", options->keys);
    if (!err && wanted == KEYFILE_PASSPHRASE)
        *how = KEYFILE_PASSPHRASE;
    if (!err && options->create && options->unlock)
        err = make_file(options->unlock, fault);
    if (err)
        return err;
    return options->unlock ? read_unlock(options->unlock, unlock, fault)
                           : ask_passphrase(options->create, unlock, fault);
}

/* A passphrase may also stand in a file, on its first line. */
static struct str as_unlock(const struct unlock *unlock, enum keyfile_how how)
{
    struct str all = {unlock->bytes, unlock->n};
    return how == KEYFILE_PASSPHRASE ? str_cut(&all, '\n') : all;
}

static enum err get_secrets(const struct held *held, struct keeper_secrets *secrets, struct fault *fault)
{
    if (!held->options->create)
        return keyfile_read(held->options->keys, held->lock.unlock, secrets, fault);
    keeper_secrets_draw(secrets, &held->random);
    return keyfile_write(held->options->keys, &held->lock, true, secrets, &held->random, fault);
}

static enum err open_keys(struct held *held, struct unlock *unlock, struct keeper_local **out,
                          struct fault *fault)
{
    struct keeper_secrets secrets;
    enum err err = sodium_init() < 0 ? fault_set(fault, ERR_BUG, "libsodium") : ERR_OK;
    if (!err)
        err = find_unlock(held->options, unlock, &held->lock.how, fault);
    held->lock.unlock = as_unlock(unlock, held->lock.how);
    if (!err)
        err = get_secrets(held, &secrets, fault);
    int n = snprintf(held->epochs, sizeof held->epochs, "%s.epochs", held->options->keys);
    if (!err && (n < 0 || n >= (int)sizeof held->epochs))
        err = fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", held->options->keys);
    struct keeper_local_options options = {.secrets = &secrets,
                                           .random = held->random,
                                           .save = save,
                                           .load = load,
                                           .context = held,
                                           .epochs = held->epochs};
    if (!err)
        err = keeper_local_open(&options, out, fault);
    sodium_memzero(&secrets, sizeof secrets);
    return err;
}

int keeper_process_main(const struct keeper_process_options *options)
{
    static struct unlock unlock; /* stays: rolling a key seals the file again */
    struct held held = {.options = options, .random = random_system()};
    struct keeper_local *local = NULL;
    struct fault fault = {0};
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &ignore, NULL);       /* the terminal's, meant for the parent, whose end ends us */
    close_range(STDERR_FILENO + 1, ~0U, 0); /* what the parent had open is none of ours */
    enum err err = harden_early(&fault);
    sodium_mlock(&unlock, sizeof unlock);
    if (!err)
        err = open_keys(&held, &unlock, &local, &fault);
    if (!err)
        err = harden_late(&fault);
    bool told = keeper_frame_write(STDIN_FILENO, err, err ? str_of(fault.detail) : STR(""));
    if (!err && told) {
        struct keeper keeper = keeper_local_interface(local);
        keeper_serve(STDIN_FILENO, &keeper);
    }
    keeper_local_close(local);
    sodium_munlock(&unlock, sizeof unlock); /* wipes it */
    /* Without exit handlers: a leak checker's traces the process, which the filter answers with a kill. */
    _exit(err_exit_status(err));
}
