/* Card: rolling the keys over, and the cards that are known. See card.h. */
#include "cli/card.h"

#include "channel/card.h"
#include "desk/peer.h"
#include "http/identity.h"

#include <stdio.h>

enum err card_rollover(struct session *session, const char *address, struct fault *fault)
{
    struct identity identity;
    struct card card;
    struct digest id;
    enum err err = identity_open(&identity, session->directory, fault);
    if (!err)
        err = peer_roll(session->desk, session->person.person, str_of(address ? address : ""), &identity.pin,
                        fault);
    identity_close(&identity);
    if (!err)
        err = peer_own_card(session->desk, &session->arena, &card, &id, fault);
    if (!err)
        printf("card %u: its key signs from now on; each counterpart is told by the last message of the key "
               "before\n",
               (unsigned)card.number);
    return err;
}

static void print_card(struct str name, uint32_t number, struct str text, bool json)
{
    struct card card;
    struct str unsigned_text;
    char hash[2 * 8 + 1] = "";
    if (card_read(&card, text, &unsigned_text, NULL) == ERR_OK)
        for (size_t i = 0; i < 8; i++)
            snprintf(hash + 2 * i, 3, "%02x", card.messages[i]);
    printf(json ? "{\"desk\":\"%.*s\",\"card\":%u,\"key\":\"%s\"}\n" : "%-24.*s card %-4u key %s...\n",
           STR_ARG(name), (unsigned)number, hash);
}

static enum err list_theirs(void *context, int64_t channel, struct fault *fault)
{
    struct session *session = context;
    struct peer peer;
    struct query q;
    enum err err = peer_load(session->desk, channel, &session->arena, &peer, fault);
    if (err)
        return err;
    query_open(&q, desk_store(session->desk), "peer/their_cards", fault);
    query_int(&q, "channel", channel);
    while (query_next(&q))
        print_card(peer.counterpart, (uint32_t)query_get_int(&q, 1), query_get_text(&q, 0), session->json);
    return query_close(&q);
}

enum err card_list(struct session *session, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(session->desk), "peer/own_cards", fault);
    while (query_next(&q))
        print_card(desk_id(session->desk), (uint32_t)query_get_int(&q, 1), query_get_text(&q, 0),
                   session->json);
    enum err err = query_close(&q);
    return err ? err : peer_each(session->desk, list_theirs, session, fault);
}
