/* Serve: typed requests in, replies out. See serve.h. */
#include "keeper/serve.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct {
    size_t least, most;
} bounds[] = {
#define R(name, least, most) {least, most},
#include "keeper/requests.def"
#undef R
};

/* --- requests --- */

static enum err answer_public_keys(const struct keeper *keeper, struct buf *out, struct fault *fault)
{
    struct keeper_public keys;
    enum err err = keeper->public_keys(keeper->context, &keys, fault);
    if (!err) {
        buf_add(out, keys.current, sizeof keys.current);
        buf_add(out, keys.next, sizeof keys.next);
    }
    return err;
}

static enum err answer_sign(const struct keeper *keeper, struct str body, struct buf *out,
                            struct fault *fault)
{
    unsigned char signature[KEEPER_SIGNATURE_BYTES];
    unsigned role = (unsigned char)body.p[0];
    if (role >= KEEPER_ROLES)
        return fault_set(fault, ERR_BAD_INPUT, "keeper: no role %u", role);
    enum err err = keeper->sign(keeper->context, (enum keeper_role)role, (struct str){body.p + 1, body.n - 1},
                                signature, fault);
    if (!err)
        buf_add(out, signature, sizeof signature);
    return err;
}

static enum err answer_sign_before(const struct keeper *keeper, struct str body, struct buf *out,
                                   struct fault *fault)
{
    unsigned char signature[KEEPER_SIGNATURE_BYTES];
    enum err err = keeper->sign_before(keeper->context, body, signature, fault);
    if (!err)
        buf_add(out, signature, sizeof signature);
    return err;
}

static enum err answer_open_seals(const struct keeper *keeper, struct str body, struct buf *out,
                                  struct fault *fault)
{
    struct keeper_opened opened[KEEPER_SEALS_MAX];
    size_t n = body.n / KEEPER_SEALED_BYTES;
    if (body.n % KEEPER_SEALED_BYTES)
        return fault_set(fault, ERR_BAD_INPUT, "keeper: not in pieces of %d bytes", KEEPER_SEALED_BYTES);
    enum err err = keeper->open_seals(keeper->context, (const unsigned char *)body.p, n, opened, fault);
    if (!err)
        buf_add(out, opened, n * sizeof *opened);
    sodium_memzero(opened, sizeof opened);
    return err;
}

static enum err answer_rest_key(const struct keeper *keeper, struct buf *out, struct fault *fault)
{
    unsigned char key[KEEPER_KEY_BYTES];
    enum err err = keeper->rest_key(keeper->context, key, fault);
    if (!err)
        buf_add(out, key, sizeof key);
    sodium_memzero(key, sizeof key);
    return err;
}

static enum err answer_roll(const struct keeper *keeper, struct str body, struct fault *fault)
{
    unsigned role = (unsigned char)body.p[0];
    if (role >= KEEPER_ROLES)
        return fault_set(fault, ERR_BAD_INPUT, "keeper: no role %u", role);
    return keeper->roll(keeper->context, (enum keeper_role)role, fault);
}

static enum err answer_evaluate(const struct oprf_engine *engine, const struct epoch *epoch,
                                struct str points, struct buf *out, struct fault *fault)
{
    struct group_point in[OPRF_BATCH_MAX], evaluated[OPRF_BATCH_MAX];
    struct oprf_proof proof;
    size_t count = points.n / sizeof *in;
    memcpy(in, points.p, count * sizeof *in);
    enum err err = engine->evaluate(engine->context, epoch, in, count, evaluated, &proof, fault);
    if (!err) {
        buf_add(out, &proof, sizeof proof);
        buf_add(out, evaluated, count * sizeof *evaluated);
    }
    return err;
}

static enum err answer_encode(const struct oprf_engine *engine, const struct epoch *epoch, struct str keys,
                              struct buf *out, struct fault *fault)
{
    size_t count = keys.n / sizeof(struct match_key);
    struct match_output *outputs = calloc(count, sizeof *outputs);
    if (!outputs)
        return fault_set(fault, ERR_NO_MEMORY, "keeper: %zu keys", count);
    enum err err = engine->encode(engine->context, epoch, (const struct match_key *)(const void *)keys.p,
                                  count, outputs, fault);
    if (!err)
        buf_add(out, outputs, count * sizeof *outputs);
    sodium_memzero(outputs, count * sizeof *outputs);
    free(outputs);
    return err;
}

static enum err answer_engine(const struct oprf_engine *engine, enum keeper_request what, struct str body,
                              struct buf *out, struct fault *fault)
{
    struct epoch epoch;
    struct group_point key;
    enum err err = epoch_decode((const unsigned char *)body.p, &epoch, fault);
    struct str rest = {body.p + EPOCH_BYTES, body.n - EPOCH_BYTES};
    if (!err && rest.n % 32)
        err = fault_set(fault, ERR_BAD_INPUT, "keeper: not in pieces of 32 bytes");
    if (err)
        return err;
    switch (what) {
    case KEEPER_ASK_CREATE:
        return engine->create(engine->context, &epoch, fault);
    case KEEPER_ASK_PUBLIC:
        err = engine->public_key(engine->context, &epoch, &key, fault);
        if (!err)
            buf_add(out, key.b, sizeof key.b);
        return err;
    case KEEPER_ASK_EVALUATE:
        return answer_evaluate(engine, &epoch, rest, out, fault);
    case KEEPER_ASK_ENCODE:
        return answer_encode(engine, &epoch, rest, out, fault);
    default:
        return engine->destroy(engine->context, &epoch, fault);
    }
}

enum err keeper_answer(const struct keeper *keeper, unsigned what, struct str body, struct buf *out,
                       struct fault *fault)
{
    if (what >= KEEPER_REQUESTS)
        return fault_set(fault, ERR_BAD_INPUT, "keeper: no request %u", what);
    if (body.n < bounds[what].least || body.n > bounds[what].most)
        return fault_set(fault, ERR_BAD_INPUT, "keeper: request %u of %zu bytes", what, body.n);
    switch ((enum keeper_request)what) {
    case KEEPER_ASK_PUBLIC_KEYS:
        return answer_public_keys(keeper, out, fault);
    case KEEPER_ASK_SIGN:
        return answer_sign(keeper, body, out, fault);
    case KEEPER_ASK_OPEN_SEALS:
        return answer_open_seals(keeper, body, out, fault);
    case KEEPER_ASK_REST_KEY:
        return answer_rest_key(keeper, out, fault);
    case KEEPER_ASK_ROLL:
        return answer_roll(keeper, body, fault);
    case KEEPER_ASK_SIGN_BEFORE:
        return answer_sign_before(keeper, body, out, fault);
    default:
        return answer_engine(&keeper->engine, (enum keeper_request)what, body, out, fault);
    }
}

/* --- frames --- */

/* Head and body in one piece where they fit, so that the other side is woken once. */
static bool send_all(int socket, struct str head, struct str body)
{
    while (head.n || body.n) {
        struct iovec pieces[] = {{(char *)(uintptr_t)head.p, head.n}, {(char *)(uintptr_t)body.p, body.n}};
        struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
        ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        size_t of_head = (size_t)sent < head.n ? (size_t)sent : head.n, of_body = (size_t)sent - of_head;
        head = (struct str){head.p + of_head, head.n - of_head};
        body = (struct str){body.p + of_body, body.n - of_body};
    }
    return true;
}

static bool receive_all(int socket, void *bytes, size_t n)
{
    char *p = bytes;
    while (n) {
        ssize_t got = recv(socket, p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

bool keeper_frame_write(int socket, unsigned first, struct str body)
{
    unsigned char head[KEEPER_FRAME] = {(unsigned char)first, (unsigned char)(body.n >> 24),
                                        (unsigned char)(body.n >> 16), (unsigned char)(body.n >> 8),
                                        (unsigned char)body.n};
    return send_all(socket, (struct str){(const char *)head, sizeof head}, body);
}

bool keeper_frame_read(int socket, unsigned *first, struct buf *body)
{
    unsigned char head[KEEPER_FRAME], piece[4096];
    buf_clear(body);
    if (!receive_all(socket, head, sizeof head))
        return false;
    *first = head[0];
    size_t n = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
    if (n > body->maximum)
        return false;
    while (n) {
        size_t now = n < sizeof piece ? n : sizeof piece;
        if (!receive_all(socket, piece, now))
            break;
        buf_add(body, piece, now);
        n -= now;
    }
    sodium_memzero(piece, sizeof piece);
    return n == 0 && !buf_failed(body);
}

void keeper_serve(int socket, const struct keeper *keeper)
{
    struct buf body, out;
    unsigned what;
    buf_init(&body, KEEPER_REQUEST_BODY);
    buf_init(&out, KEEPER_REQUEST_BODY);
    while (keeper_frame_read(socket, &what, &body)) {
        struct fault fault = {0};
        buf_clear(&out);
        enum err err = keeper_answer(keeper, what, buf_str(&body), &out, &fault);
        if (!err && buf_failed(&out))
            err = fault_set(&fault, ERR_NO_MEMORY, "keeper: a reply");
        bool sent = keeper_frame_write(socket, err, err ? str_of(fault.detail) : buf_str(&out));
        if (out.bytes)
            sodium_memzero(out.bytes, out.n);
        if (!sent)
            break;
    }
    buf_release(&body);
    buf_release(&out);
}
