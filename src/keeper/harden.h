/* Harden: what the keeper process takes away from itself once it has its keys. */
#ifndef LIAISON_KEEPER_HARDEN_H
#define LIAISON_KEEPER_HARDEN_H

#include "base/error.h"

/* No core dump, no tracing by others of the same user, no new privileges, death with the parent. At once. */
MUST_USE enum err harden_early(struct fault *fault);

/* And from here on no program is started, no socket made, no process traced: the kernel ends who tries
 * (seccomp). ERR_IO where the kernel has no seccomp. */
MUST_USE enum err harden_late(struct fault *fault);

#endif
