/* Upcast: events written by older programs, lifted on reading. See event.h. */
#include "record/event.h"

static const struct upcast upcasts[] = {
#define U(KIND, before, field, integer, text)                                                                \
    {EVENT_##KIND, before, FIELD_##field, integer, {text, sizeof text - 1}},
#include "record/upcasts.def"
#undef U
    {EVENT_KINDS, 0, FIELD_COUNT, 0, {NULL, 0}},
};

enum err event_upcast_by(struct event *event, const struct upcast *table, size_t n, unsigned current,
                         struct fault *fault)
{
    if (event->version > current)
        return fault_set(fault, ERR_UNSUPPORTED, "event %lld: %.*s of version %u is newer than this program",
                         (long long)event->sequence, STR_ARG(event_spec(event->kind)->name), event->version);
    for (size_t i = 0; i < n; i++) {
        const struct upcast *upcast = &table[i];
        if (upcast->kind != event->kind || event->version >= upcast->before ||
            event_value(event, upcast->field))
            continue;
        if (event->count == EVENT_VALUES_MAX)
            return fault_set(fault, ERR_BUG, "upcast: no room for %.*s",
                             STR_ARG(field_spec(upcast->field)->name));
        event->values[event->count++] =
            (struct event_value){.field = upcast->field, .integer = upcast->integer, .bytes = upcast->text};
    }
    event->version = current;
    return ERR_OK;
}

enum err event_upcast(struct event *event, struct fault *fault)
{
    return event_upcast_by(event, upcasts, sizeof upcasts / sizeof *upcasts - 1,
                           event_spec(event->kind)->version, fault);
}
