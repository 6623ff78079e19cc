/* Serve: the keeper's side of the socket pair. A request is
 *     what (1, place in requests.def) ‖ length of the body (4, big-endian) ‖ body
 * and each has one reply:
 *     error (1, enum err) ‖ length (4) ‖ body, or the fault's detail
 * The keeper speaks first: a reply says whether it has its keys. */
#ifndef LIAISON_KEEPER_SERVE_H
#define LIAISON_KEEPER_SERVE_H

#include "base/buf.h"
#include "keeper/keeper.h"

enum {
    KEEPER_ENCODE_MAX = 16384, /* keys of one ENCODE */
    KEEPER_REQUEST_BODY = 1024 * 1024,
    KEEPER_FRAME = 5
};

enum keeper_request {
#define R(name, least, most) KEEPER_ASK_##name,
#include "keeper/requests.def"
#undef R
    KEEPER_REQUESTS
};

/* Does one request and appends the reply's body to out. What is not in requests.def, or not of its length, is
 * ERR_BAD_INPUT. The fault's detail, without any secret, goes to the other side. */
MUST_USE enum err keeper_answer(const struct keeper *keeper, unsigned what, struct str body, struct buf *out,
                                struct fault *fault);

/* Frames over a stream socket. False at its end and on any error; body then holds nothing. */
bool keeper_frame_write(int socket, unsigned first, struct str body);
bool keeper_frame_read(int socket, unsigned *first, struct buf *body);

/* Answers until the other side closes. */
void keeper_serve(int socket, const struct keeper *keeper);

#endif
