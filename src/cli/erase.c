/* liaison erase: a sealed value erased for good; header, commitment and every proof stay. */
#include "cli/command.h"
#include "cli/session.h"

struct erase {
    struct session session;
    size_t event;
    const char *field, *ground;
};

/* Whose office it is: he who protects data at this desk, or a head of desk. */
static enum err may_erase(const struct desk_person *person, struct fault *fault)
{
    if (str_equal(person->role, STR("data-protection")) || str_equal(person->role, STR("head")))
        return ERR_OK;
    return fault_set(fault, ERR_REFUSED, "erasing is for the data-protection officer or the head of desk");
}

static enum err decide(struct desk *desk, void *context, struct decision *decision, struct fault *fault)
{
    struct erase *erase = context;
    (void)desk;
    struct event *event = event_add(decision, EVENT_OPENING_ERASED);
    event_int(event, FIELD_erased, (int64_t)erase->event);
    event_text(event, FIELD_erased_field, str_of(erase->field));
    event_text(event, FIELD_ground, str_of(erase->ground));
    return may_erase(&erase->session.person, fault);
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
        err = desk_transact(order.session.desk, order.session.person.person, decide, &order, &fault);
    session_close(&order.session);
    return err ? command_fail(&fault) : 0;
}
