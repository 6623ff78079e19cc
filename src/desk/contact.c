/* Contact: when a desk turns to a counterpart. See contact.h. */
#include "desk/contact.h"

enum err contact_begin(struct desk *desk, int64_t channel, const struct contact *contact, time_ms now,
                       struct buf *body, bool *due, struct fault *fault)
{
    *due = false;
    return now < contact->next ? ERR_OK : peer_outgoing(desk, channel, &contact->view, body, due, fault);
}

enum err contact_answered(struct desk *desk, int64_t channel, struct contact *contact, struct str answer,
                          struct fault *fault)
{
    int64_t from = 0;
    enum err err = peer_sender(desk, answer, &from, fault);
    if (!err && from != channel)
        err = fault_set(fault, ERR_FORGED, "an answer of another desk");
    if (!err)
        err = peer_incoming(desk, answer, &from, &contact->view, fault);
    if (!err)
        contact_heard(contact);
    return err;
}

void contact_failed(struct contact *contact, time_ms now, uint32_t jitter)
{
    contact->failures++;
    contact->next = now + retry_after(contact->failures, jitter);
}

void contact_heard(struct contact *contact)
{
    contact->failures = 0;
    contact->next = 0;
}
