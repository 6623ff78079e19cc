/* Cover: the cover letter of a message, to be printed: who, to whom, what, when,
 * and the digest by which the signed message is known. Never its content. */
#ifndef LIAISON_CLI_COVER_H
#define LIAISON_CLI_COVER_H

#include "desk/peer.h"

/* language: "en" or "ru". ERR_USAGE for another, ERR_NOT_FOUND for no such message of ours. */
MUST_USE enum err cover_write(struct desk *desk, int64_t channel, uint64_t number, const char *language,
                              struct arena *arena, struct buf *out, struct fault *fault);

#endif
