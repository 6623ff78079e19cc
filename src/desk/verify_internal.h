/* Verify, inside: what its two sources share. */
#ifndef LIAISON_DESK_VERIFY_INTERNAL_H
#define LIAISON_DESK_VERIFY_INTERNAL_H

#include "desk/internal.h"

/* One event of a channel's ledger; *wrong says what does not hold, or is NULL. */
enum err verify_message(struct desk *desk, const struct event *event, struct str leaf, struct arena *arena,
                        const char **wrong, struct fault *fault);

#endif
