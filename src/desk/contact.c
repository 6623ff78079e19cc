/* Contact: when a desk turns to a counterpart. See contact.h. */
#include "desk/contact.h"

#include "desk/internal.h"

static bool view_same(const struct peer_view *a, const struct peer_view *b)
{
    return a->known == b->known && a->received == b->received && digest_equal(&a->head, &b->head) &&
           a->receipted == b->receipted && a->size == b->size && a->countersigned == b->countersigned &&
           a->cosigned == b->cosigned;
}

static enum err size_of(struct desk *desk, int64_t channel, uint64_t *size, struct fault *fault)
{
    struct desk_ledger *ledger;
    enum err err = desk_ledger_find(desk, channel, &ledger, fault);
    *size = err ? 0 : ledger->tree.size;
    return err;
}

static bool stands(const struct contact *contact, uint64_t size)
{
    return size == contact->stood_size && view_same(&contact->view, &contact->stood);
}

enum err contact_begin(struct desk *desk, int64_t channel, const struct contact *contact, time_ms now,
                       struct buf *body, bool *due, struct fault *fault)
{
    uint64_t size = 0;
    *due = false;
    if (now < contact->next)
        return ERR_OK;
    /* What was queued since is numbered by this, and so shows in the size. */
    enum err err = peer_outgoing(desk, channel, &contact->view, body, due, fault);
    if (!err && *due && now < contact->pause) {
        err = size_of(desk, channel, &size, fault);
        *due = !stands(contact, size);
    }
    return err;
}

enum err contact_answered(struct desk *desk, int64_t channel, struct contact *contact, struct str answer,
                          time_ms now, uint32_t jitter, struct fault *fault)
{
    int64_t from = 0;
    uint64_t size = 0;
    enum err err = peer_sender(desk, answer, &from, fault);
    if (!err && from != channel)
        err = fault_set(fault, ERR_FORGED, "an answer of another desk");
    if (!err)
        err = peer_incoming(desk, answer, &from, &contact->view, fault);
    if (!err)
        err = size_of(desk, channel, &size, fault);
    if (err)
        return err;
    contact_heard(contact);
    contact->unmoved = stands(contact, size) ? contact->unmoved + 1 : 0;
    contact->pause = contact->unmoved ? now + retry_after(contact->unmoved, jitter) : 0;
    contact->stood = contact->view;
    contact->stood_size = size;
    return ERR_OK;
}

enum err contact_came(struct desk *desk, int64_t channel, struct contact *contact, struct str body,
                      struct buf *answer, bool *moved, struct fault *fault)
{
    int64_t from = 0;
    uint64_t before = 0, size = 0;
    bool worth;
    *moved = false;
    enum err err = peer_sender(desk, body, &from, fault);
    if (!err && from != channel)
        err = fault_set(fault, ERR_REFUSED, "a body of another desk than the one whose key was shown");
    if (!err)
        err = size_of(desk, channel, &before, fault);
    if (!err)
        err = peer_incoming(desk, body, &from, &contact->view, fault);
    if (!err)
        err = size_of(desk, channel, &size, fault);
    *moved = size > before;
    if (!err)
        err = peer_outgoing(desk, channel, &contact->view, answer, &worth, fault);
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
