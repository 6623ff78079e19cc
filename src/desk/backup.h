/* Backup: a desk's store copied while it works, and put back. The keys are not
 * in it: the key file and what unlocks it are kept apart. What was erased after
 * a backup was made is still in that backup: backups are kept no longer than
 * erasure may wait, and are themselves kept like the desk. */
#ifndef LIAISON_DESK_BACKUP_H
#define LIAISON_DESK_BACKUP_H

#include "desk/desk.h"

/* A whole, synced copy at path, which must not be there yet (ERR_BUSY). */
MUST_USE enum err desk_backup(struct desk *desk, const char *path, struct fault *fault);

/* Makes the store at path, where none may be (ERR_BUSY), from a backup. A copy beside it (path.restoring) is
 * opened with env, whose keeper must be the desk's (ERR_FORGED), and verified whole (ERR_FORGED). Then the
 * event "desk.restored" says until when the backup reaches: what the desk did since, others may prove and
 * give back (core/last_restoration). Only then is it copied to path, in one step. opened (may be NULL) is
 * called before the event: a scenario desk gets its clock there. *until is the time of the backup's last
 * event. */
struct desk_restoring {
    const char *backup, *path;
    const struct desk_env *env;
    void (*opened)(void *context, struct desk *desk);
    void *context;
};
MUST_USE enum err desk_restore(const struct desk_restoring *restoring, time_ms *until, struct fault *fault);

#endif
