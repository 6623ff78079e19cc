/* Peer: what costs most of a message that came, done for all of a body at once: the
 * keeper is asked once, and not woken for each. Signatures come before seals. */
#include "desk/peer_intake.h"

#include "desk/seal.h"

#include <sodium.h>

_Static_assert((int)RECEIPT_MESSAGES_MAX <= (int)KEEPER_SEALS_MAX, "a body's seals go in one request");

const struct checked *peer_checked(const struct peer_intake *intake, const struct message *message)
{
    for (size_t i = 0; i < intake->checked_n; i++)
        if (intake->checked[i].header == message->header.p)
            return &intake->checked[i];
    return NULL;
}

void peer_check_forget(struct peer_intake *intake)
{
    if (intake->checked)
        sodium_memzero(intake->checked, intake->checked_n * sizeof *intake->checked);
    intake->checked_n = 0;
}

/* One message that comes next in the line, under a card that is known. */
static void check(struct peer_intake *intake, const struct message *message, const struct header *header,
                  unsigned char sealed[KEEPER_SEALED_BYTES])
{
    struct checked *checked = &intake->checked[intake->checked_n++];
    *checked = (struct checked){.header = message->header.p};
    checked->signature_holds = peer_signed(intake->card.messages, STATEMENT_MESSAGE, message->header,
                                           (const unsigned char *)message->signature.p, message->signature.n);
    checked->asked = checked->signature_holds &&
                     quota_verdict(&intake->quota, header->kind, message->sealed.n) == VERDICT_ACCEPTED &&
                     seal_key(message->sealed, sealed);
}

/* The keeper's answer for those whose seals are asked about. */
static enum err open_all(struct peer_intake *intake, const unsigned char *sealed, size_t n,
                         struct fault *fault)
{
    struct keeper_opened opened[RECEIPT_MESSAGES_MAX];
    const struct keeper *keeper = &desk_env(intake->desk)->keeper;
    size_t k = 0;
    if (n == 0)
        return ERR_OK;
    enum err err = keeper->open_seals(keeper->context, sealed, n, opened, fault);
    for (size_t i = 0; i < intake->checked_n && !err; i++)
        if (intake->checked[i].asked)
            intake->checked[i].key = opened[k++];
    sodium_memzero(opened, sizeof opened);
    return err;
}

enum err peer_check_all(struct peer_intake *intake, struct body body, struct fault *fault)
{
    unsigned char sealed[RECEIPT_MESSAGES_MAX * KEEPER_SEALED_BYTES];
    uint64_t next = intake->peer.line.received.sequence + 1;
    size_t n = 0;
    enum frame kind;
    struct str bytes;
    intake->checked = arena_array(intake->arena, RECEIPT_MESSAGES_MAX, sizeof *intake->checked);
    if (!intake->checked)
        return fault_set(fault, ERR_NO_MEMORY, "a body's messages");
    while (intake->checked_n < RECEIPT_MESSAGES_MAX && !intake->peer.unsettled && !intake->peer.stolen &&
           body_next(&body, &kind, &bytes)) {
        struct message message;
        struct header header;
        if (kind != FRAME_MESSAGE || message_read(&message, bytes, NULL) ||
            header_read(&header, message.header, NULL) || header.sequence != next)
            continue;
        enum err err = peer_intake_card(intake, header.sender_card, fault);
        if (err)
            return err;
        if (!intake->card_read)
            continue;
        check(intake, &message, &header, sealed + n * KEEPER_SEALED_BYTES);
        n += intake->checked[intake->checked_n - 1].asked;
        next++;
    }
    return open_all(intake, sealed, n, fault);
}
