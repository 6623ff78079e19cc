/* Card: what 'liaison pair' does with keys after the pairing. */
#ifndef LIAISON_CLI_CARD_H
#define LIAISON_CLI_CARD_H

#include "cli/session.h"

/* The promised key takes over; address NULL: stays. */
enum err card_rollover(struct session *session, const char *address, struct fault *fault) MUST_USE;

/* Our cards and the counterparts', with the one in force. */
enum err card_list(struct session *session, struct fault *fault) MUST_USE;

#endif
