/* liaison erase: a sealed value erased for good; header, commitment and every proof stay. */
#include "cli/command.h"
#include "cli/session.h"
#include "desk/rights.h"

struct erase {
    struct session session;
    size_t event;
    const char *field, *ground;
};

static enum err erase(const struct erase *order, struct fault *fault)
{
    struct task task;
    enum err err = task_begin(&task, order->session.desk, order->session.person.person, fault);
    if (!err)
        err = desk_erase(&task, (int64_t)order->event, str_of(order->field), str_of(order->ground));
    return task_end(&task, err);
}

int command_erase(int argc, char **argv)
{
    struct fault fault = {0};
    struct erase order = {0};
    const struct option options[] = {SESSION_OPTIONS(&order.session),
                                     {"--event", OPTION_COUNT, &order.event},
                                     {"--field", OPTION_TEXT, &order.field},
                                     {"--ground", OPTION_TEXT, &order.ground}};
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, NULL, &fault);
    if (!err && (!order.event || !order.field || !order.ground))
        err = fault_set(&fault, ERR_USAGE, "erase wants --event, --field and --ground");
    if (!err)
        err = session_open(&order.session, SESSION_PERSON, &fault);
    if (!err)
        err = erase(&order, &fault);
    session_close(&order.session);
    return err ? command_fail(&fault) : 0;
}
