/* Card: what 'liaison pair' does with keys after the pairing. */
#ifndef LIAISON_CLI_CARD_H
#define LIAISON_CLI_CARD_H

#include "cli/session.h"

/* The promised key takes over; address NULL: stays. */
enum err card_rollover(struct session *session, const char *address, struct fault *fault) MUST_USE;

/* Our keys were stolen: told to all, and drawn anew. */
enum err card_renew(struct session *session, const char *address, const char *since, const char *reason,
                    struct fault *fault) MUST_USE;

/* The counterpart's were: nothing of it is believed from now on, and what came since is named. */
enum err card_revoke(struct session *session, const char *counterpart, const char *since, const char *reason,
                     struct fault *fault) MUST_USE;

/* A desk made anew takes up its old identity: the files hold its cards, oldest first. */
enum err card_take_up(struct session *session, const char *address, const char *const files[], size_t n,
                      struct fault *fault) MUST_USE;

/* Our cards and the counterparts', with the one in force. */
enum err card_list(struct session *session, struct fault *fault) MUST_USE;

#endif
