/* Verify: the events of a channel's ledger: header, content and signature of a message. See verify.h. */
#include "channel/leaf.h"
#include "desk/peer_internal.h"
#include "desk/verify_internal.h"

/* Of a message received and accepted, all values after the signature are its content, which its header
 * commits to. Of one refused, and of one sent (whose content is the event that drafted it), none are here. */
static bool content_holds(const struct event *event, const struct header *header)
{
    struct digest root;
    if (event->count < 2)
        return true;
    struct event content = {.values = event->values + 1, .count = event->count - 1};
    event_root(&content, &root);
    return event->values[0].field == FIELD_header_signature && digest_equal(&root, &header->root);
}

static bool signed_by(struct str key, struct str header, struct str signature)
{
    return key.n == PUBLIC_BYTES && peer_signed((const unsigned char *)key.p, STATEMENT_MESSAGE, header,
                                                (const unsigned char *)signature.p, signature.n);
}

static enum err signed_by_them(struct desk *desk, const struct event *event, uint32_t card_number,
                               struct str header, bool *holds, struct arena *arena, struct fault *fault)
{
    struct card card;
    enum err err = peer_card_at(desk, event->ledger, card_number, arena, &card, fault);
    if (!err)
        *holds = signed_by((struct str){(const char *)card.messages, PUBLIC_BYTES}, header,
                           event_get_text(event, FIELD_header_signature));
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err verify_message(struct desk *desk, const struct event *event, struct str leaf, struct arena *arena,
                        const char **wrong, struct fault *fault)
{
    enum direction direction;
    struct header header;
    struct str bytes;
    bool holds = false;
    *wrong = NULL;
    if (leaf_read(leaf, &direction, &bytes, NULL) || header_read(&header, bytes, NULL)) {
        *wrong = "its leaf is no message's";
        return ERR_OK;
    }
    enum err err = direction == DIRECTION_SENT
                       ? peer_signed_by_us(desk, STATEMENT_MESSAGE, bytes,
                                           event_get_text(event, FIELD_signature), &holds, fault)
                       : signed_by_them(desk, event, header.sender_card, bytes, &holds, arena, fault);
    if (err)
        return err;
    if (!holds)
        *wrong = "the signature of its message does not hold";
    else if (direction == DIRECTION_RECEIVED && !content_holds(event, &header))
        *wrong = "its values are not those that its header commits to";
    return ERR_OK;
}
