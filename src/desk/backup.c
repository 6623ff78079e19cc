/* Backup: copies of a desk's store, and restoring one. See backup.h. */
#include "desk/backup.h"

#include "base/log.h"
#include "desk/internal.h"
#include "desk/verify.h"

#include <stdio.h>

enum err desk_backup(struct desk *desk, const char *path, struct fault *fault)
{
    return store_backup(desk->store, path, desk->env.vfs, fault);
}

static enum err copy_back(const char *backup, const char *path, const struct desk_env *env,
                          struct fault *fault)
{
    struct store *store;
    struct store_options options = {
        .path = backup, .vfs = env->vfs, .read_only = true, .random = env->random};
    enum err err = store_open(&options, &store, fault);
    if (err)
        return err;
    err = store_backup(store, path, env->vfs, fault);
    store_close(store);
    return err;
}

static void tell(void *context, const char *finding)
{
    (void)context;
    log_line(LOG_ERROR, "%s", finding);
}

static enum err decide_restored(struct desk *desk, void *context, struct decision *decision,
                                struct fault *fault)
{
    const time_ms *until = context;
    (void)desk;
    (void)fault;
    event_time(event_add(decision, EVENT_DESK_RESTORED), FIELD_until, *until);
    return ERR_OK;
}

static enum err check_and_record(const char *path, const struct desk_restoring *restoring, time_ms *until,
                                 struct fault *fault)
{
    struct verify_options options = {.found = tell};
    struct verify_result result;
    struct desk *desk;
    int64_t sequence;
    enum err err = desk_open(path, restoring->env, &desk, fault);
    if (err)
        return err;
    if (restoring->opened)
        restoring->opened(restoring->context, desk);
    err = store_last(desk->store, &sequence, until, fault);
    if (!err)
        err = desk_verify(desk, &options, &result, fault);
    if (!err)
        err = desk_transact(desk, ACTOR_DESK, decide_restored, until, fault);
    if (!err)
        err = store_backup(desk->store, restoring->path, restoring->env->vfs, fault);
    desk_close(desk);
    return err;
}

enum err desk_restore(const struct desk_restoring *restoring, time_ms *until, struct fault *fault)
{
    char beside[4096];
    const char *vfs = restoring->env->vfs;
    if ((size_t)snprintf(beside, sizeof beside, "%s.restoring", restoring->path) >= sizeof beside)
        return fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", restoring->path);
    if (store_exists(restoring->path, vfs))
        return fault_set(fault, ERR_BUSY, "%s: there is one already", restoring->path);
    store_remove(beside, vfs);
    enum err err = copy_back(restoring->backup, beside, restoring->env, fault);
    if (!err)
        err = check_and_record(beside, restoring, until, fault);
    store_remove(beside, vfs);
    return err;
}
