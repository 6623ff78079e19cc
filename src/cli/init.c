/* liaison init: makes a desk: its directory, its keys, its store and its first administrator. */
#include "cli/command.h"
#include "cli/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct init {
    struct session session;
    const char *name, *clock, *admin;
    struct texts id;
};

static enum err make_directory(const char *path, struct fault *fault)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return ERR_OK;
    return fault_set(fault, ERR_IO, "%s: cannot be made: %s", path, strerror(errno));
}

/* A scenario desk protects nobody: its keys lie beside the file that unlocks them. */
static enum err prepare(struct init *init, struct fault *fault)
{
    struct session *session = &init->session;
    enum err err = session_paths(session, fault);
    if (!err && init->clock && !session->unlock)
        session->unlock = session->unlock_path;
    if (!err && init->clock)
        snprintf(session->clock, sizeof session->clock, "%s", init->clock);
    return err ? err : make_directory(session->directory, fault);
}

static enum err found(struct init *init, struct fault *fault)
{
    struct session *session = &init->session;
    /* Keys without a desk are those of an init that was cut off: they are used. */
    bool create = access(session->keys, F_OK) != 0;
    struct keeper_process_options options = {
        .keys = session->keys, .unlock = session->unlock, .create = create};
    struct desk_founding founding = {.id = str_of(init->id.at[0]),
                                     .name = str_of(init->name),
                                     .clock = str_of(init->clock),
                                     .admin = str_of(init->admin)};
    enum err err = keeper_process_start(&options, &session->keeper, fault);
    if (err)
        return err;
    struct desk_env env = {.clock = init->clock ? session_file_clock(session) : clock_system(),
                           .random = random_system(),
                           .keeper = keeper_process_interface(session->keeper)};
    return desk_init(session->store, &founding, &env, fault);
}

int command_init(int argc, char **argv)
{
    struct fault fault = {0};
    struct init init = {.admin = "admin"};
    const struct option options[] = {
        {"--desk", OPTION_TEXT, &init.session.directory},
        {"--unlock", OPTION_TEXT, &init.session.unlock},
        {"--name", OPTION_TEXT, &init.name},
        {"--clock", OPTION_TEXT, &init.clock},
        {"--admin", OPTION_TEXT, &init.admin},
    };
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, &init.id, &fault);
    if (!err && init.id.n != 1)
        err = fault_set(&fault, ERR_USAGE, "init wants one name for the desk");
    if (!err)
        err = prepare(&init, &fault);
    if (!err)
        err = found(&init, &fault);
    session_close(&init.session);
    if (err)
        return command_fail(&fault);
    printf("desk %s in %s, administrator %s\n", init.id.at[0], init.session.directory, init.admin);
    return 0;
}
