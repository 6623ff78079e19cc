/* Process: starting the keeper and asking it. See process.h. */
#include "keeper/process.h"
#include "keeper/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct keeper_process {
    pid_t pid;
    int socket;
    pthread_mutex_t lock; /* one request at a time; the engine is asked from many threads */
    struct buf reply;
};

/* --- asking --- */

/* Takes a reply: its body in process->reply, or its fault. */
static enum err take_reply(struct keeper_process *process, struct fault *fault)
{
    unsigned err;
    if (!keeper_frame_read(process->socket, &err, &process->reply) || err >= ERR_COUNT)
        return fault_set(fault, ERR_IO, "the keeper has ended");
    if (err)
        return fault_set(fault, (enum err)err, "%.*s", STR_ARG(buf_str(&process->reply)));
    return ERR_OK;
}

/* One request of two parts; n bytes are expected and copied to out, of which NULL wants none. */
static enum err ask(struct keeper_process *process, enum keeper_request what, struct str first,
                    struct str second, void *out, size_t n, struct fault *fault)
{
    struct buf body;
    buf_init(&body, KEEPER_REQUEST_BODY);
    buf_add_str(&body, first);
    buf_add_str(&body, second);
    enum err err = buf_failed(&body) ? fault_set(fault, buf_error(&body), "a request to the keeper") : ERR_OK;
    pthread_mutex_lock(&process->lock);
    if (!err && !keeper_frame_write(process->socket, what, buf_str(&body)))
        err = fault_set(fault, ERR_IO, "the keeper has ended");
    if (!err)
        err = take_reply(process, fault);
    if (!err && process->reply.n != n)
        err = fault_set(fault, ERR_BUG, "the keeper's reply has %zu bytes, not %zu", process->reply.n, n);
    if (!err && n)
        memcpy(out, process->reply.bytes, n);
    if (process->reply.bytes)
        sodium_memzero(process->reply.bytes, process->reply.n);
    pthread_mutex_unlock(&process->lock);
    buf_release(&body);
    return err;
}

static const struct str none = {"", 0};

static enum err public_keys(void *context, struct keeper_public *out, struct fault *fault)
{
    return ask(context, KEEPER_ASK_PUBLIC_KEYS, none, none, out, sizeof *out, fault);
}

static enum err sign(void *context, enum keeper_role role, struct str bytes,
                     unsigned char signature[KEEPER_SIGNATURE_BYTES], struct fault *fault)
{
    char number = (char)role;
    return ask(context, KEEPER_ASK_SIGN, (struct str){&number, 1}, bytes, signature, KEEPER_SIGNATURE_BYTES,
               fault);
}

static enum err sign_before(void *context, struct str bytes, unsigned char signature[KEEPER_SIGNATURE_BYTES],
                            struct fault *fault)
{
    return ask(context, KEEPER_ASK_SIGN_BEFORE, bytes, none, signature, KEEPER_SIGNATURE_BYTES, fault);
}

static enum err open_seals(void *context, const unsigned char *sealed, size_t n, struct keeper_opened *out,
                           struct fault *fault)
{
    struct str body = {(const char *)sealed, n * KEEPER_SEALED_BYTES};
    return ask(context, KEEPER_ASK_OPEN_SEALS, body, none, out, n * sizeof *out, fault);
}

static enum err rest_key(void *context, unsigned char key[KEEPER_KEY_BYTES], struct fault *fault)
{
    return ask(context, KEEPER_ASK_REST_KEY, none, none, key, KEEPER_KEY_BYTES, fault);
}

static enum err roll(void *context, enum keeper_role role, struct fault *fault)
{
    char number = (char)role;
    return ask(context, KEEPER_ASK_ROLL, (struct str){&number, 1}, none, NULL, 0, fault);
}

/* --- the engine --- */

static enum err ask_epoch(void *context, enum keeper_request what, const struct epoch *epoch, struct str rest,
                          void *out, size_t n, struct fault *fault)
{
    unsigned char bytes[EPOCH_BYTES];
    epoch_encode(epoch, bytes);
    return ask(context, what, (struct str){(const char *)bytes, sizeof bytes}, rest, out, n, fault);
}

static enum err create(void *context, const struct epoch *epoch, struct fault *fault)
{
    return ask_epoch(context, KEEPER_ASK_CREATE, epoch, none, NULL, 0, fault);
}

static enum err public_key(void *context, const struct epoch *epoch, struct group_point *key,
                           struct fault *fault)
{
    return ask_epoch(context, KEEPER_ASK_PUBLIC, epoch, none, key->b, sizeof key->b, fault);
}

static enum err evaluate(void *context, const struct epoch *epoch, const struct group_point *blinded,
                         size_t count, struct group_point *evaluated, struct oprf_proof *proof,
                         struct fault *fault)
{
    struct {
        struct oprf_proof proof;
        struct group_point points[OPRF_BATCH_MAX];
    } reply;
    if (count == 0 || count > OPRF_BATCH_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "%zu points in a batch", count);
    struct str points = {(const char *)blinded, count * sizeof *blinded};
    enum err err = ask_epoch(context, KEEPER_ASK_EVALUATE, epoch, points, &reply,
                             sizeof reply.proof + count * sizeof *evaluated, fault);
    if (!err) {
        *proof = reply.proof;
        memcpy(evaluated, reply.points, count * sizeof *evaluated);
    }
    return err;
}

static enum err encode(void *context, const struct epoch *epoch, const struct match_key *keys, size_t count,
                       struct match_output *outputs, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t done = 0; done < count && !err;) {
        size_t now = count - done < KEEPER_ENCODE_MAX ? count - done : KEEPER_ENCODE_MAX;
        struct str body = {(const char *)(keys + done), now * sizeof *keys};
        err =
            ask_epoch(context, KEEPER_ASK_ENCODE, epoch, body, outputs + done, now * sizeof *outputs, fault);
        done += now;
    }
    return err;
}

static enum err destroy(void *context, const struct epoch *epoch, struct fault *fault)
{
    return ask_epoch(context, KEEPER_ASK_DESTROY, epoch, none, NULL, 0, fault);
}

struct keeper keeper_process_interface(struct keeper_process *process)
{
    return (struct keeper){.public_keys = public_keys,
                           .sign = sign,
                           .sign_before = sign_before,
                           .open_seals = open_seals,
                           .rest_key = rest_key,
                           .roll = roll,
                           .engine = {.create = create,
                                      .public_key = public_key,
                                      .evaluate = evaluate,
                                      .encode = encode,
                                      .destroy = destroy,
                                      .context = process},
                           .context = process};
}

/* --- starting and stopping --- */

static enum err spawn(const struct keeper_process_options *options, int socket, pid_t *pid,
                      struct fault *fault)
{
    char program[] = "/proc/self/exe", name[] = "keeper", keys[] = "--keys", unlock[] = "--unlock",
         create_flag[] = "--create";
    char *arguments[8] = {program, name, keys, (char *)(uintptr_t)options->keys};
    size_t n = 4;
    if (options->unlock) {
        arguments[n++] = unlock;
        arguments[n++] = (char *)(uintptr_t)options->unlock;
    }
    if (options->create)
        arguments[n++] = create_flag;
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (!code)
        code = posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    if (!code)
        code = posix_spawn(pid, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return code ? fault_set(fault, ERR_IO, "the keeper cannot be started: %s", strerror(code)) : ERR_OK;
}

enum err keeper_process_start(const struct keeper_process_options *options, struct keeper_process **out,
                              struct fault *fault)
{
    int pair[2];
    *out = NULL;
    struct keeper_process *process = calloc(1, sizeof *process);
    if (!process)
        return fault_set(fault, ERR_NO_MEMORY, "keeper");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
        free(process);
        return fault_set(fault, ERR_IO, "no socket for the keeper: %s", strerror(errno));
    }
    process->socket = pair[0];
    pthread_mutex_init(&process->lock, NULL);
    buf_init(&process->reply, KEEPER_REQUEST_BODY);
    enum err err = spawn(options, pair[1], &process->pid, fault);
    close(pair[1]);
    if (!err)
        err = take_reply(process, fault);
    if (err) {
        keeper_process_stop(process);
        return err;
    }
    *out = process;
    return ERR_OK;
}

void keeper_process_stop(struct keeper_process *process)
{
    if (!process)
        return;
    close(process->socket);
    while (process->pid > 0 && waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    pthread_mutex_destroy(&process->lock);
    buf_release(&process->reply);
    free(process);
}
