/* Card: rolling the keys over, and the cards that are known. See card.h. */
#include "cli/card.h"

#include "base/time.h"
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

/* A time to come would call everything that came good. */
static enum err read_since(const struct session *session, const char *since, const char *reason, time_ms *at,
                           struct fault *fault)
{
    if (!since || !reason)
        return fault_set(fault, ERR_USAGE, "since when, and how is it known? --since TIME --reason TEXT");
    enum err err = time_parse(str_of(since), at, fault);
    if (!err && *at <= 0)
        err = fault_set(fault, ERR_USAGE, "--since is a time after 1970");
    if (!err && *at > desk_now(session->desk))
        err = fault_set(fault, ERR_USAGE, "--since: %s is still to come", since);
    return err;
}

enum err card_renew(struct session *session, const char *address, const char *since, const char *reason,
                    struct fault *fault)
{
    struct identity identity;
    time_ms at = 0;
    enum err err = read_since(session, since, reason, &at, fault);
    if (err)
        return err;
    err = identity_open(&identity, session->directory, fault);
    if (!err)
        err = peer_renew(session->desk, session->person.person, at, str_of(reason),
                         str_of(address ? address : ""), &identity.pin, fault);
    identity_close(&identity);
    if (!err)
        printf("all keys are new; each counterpart is told that the old ones were stolen, and pairs anew\n");
    return err;
}

static enum err revoke(struct session *session, const struct peer *peer, time_ms since, const char *reason,
                       size_t *count, struct fault *fault)
{
    enum err err = desk_begin(session->desk, session->person.person, fault);
    if (!err)
        err = peer_revoke(session->desk, peer, peer->card.number, since, str_of(reason), count, fault);
    if (!err)
        err = desk_commit(session->desk, fault);
    desk_rollback(session->desk);
    return err;
}

enum err card_revoke(struct session *session, const char *counterpart, const char *since, const char *reason,
                     struct fault *fault)
{
    struct peer peer;
    struct query q;
    int64_t channel = 0;
    time_ms at = 0;
    size_t count = 0;
    enum err err = read_since(session, since, reason, &at, fault);
    if (!err)
        err = peer_find(session->desk, str_of(counterpart), &channel, fault);
    if (!err)
        err = peer_load(session->desk, channel, &session->arena, &peer, fault);
    if (!err)
        err = revoke(session, &peer, at, reason, &count, fault);
    if (err)
        return err;
    printf("the key of card %u of %s is revoked; %zu messages came since and are to be looked at:\n",
           (unsigned)peer.card.number, counterpart, count);
    query_open(&q, desk_store(session->desk), "peer/received_since", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "since", at);
    while (query_next(&q)) {
        char when[TIME_TEXT_BYTES];
        time_text(query_get_int(&q, 2), when);
        printf("%s-%lld  %s  %s\n", counterpart, (long long)query_get_int(&q, 0),
               kind_word((unsigned)query_get_int(&q, 1)), when);
    }
    return query_close(&q);
}

static enum err read_card(struct session *session, const char *path, struct card *out, struct fault *fault)
{
    struct buf bytes;
    struct str unsigned_text;
    struct fault why = {0};
    buf_init(&bytes, 4096);
    enum err err = session_read_file(path, &bytes, fault);
    char *text = err ? NULL : arena_copy(&session->arena, bytes.n ? bytes.bytes : "", bytes.n);
    if (!err && !text)
        err = fault_set(fault, ERR_NO_MEMORY, "card");
    if (!err)
        err = card_read(out, (struct str){text, bytes.n}, &unsigned_text, &why);
    if (!err)
        err = peer_check_card(out, unsigned_text, out->messages, &why);
    buf_release(&bytes);
    return why.code ? fault_set(fault, err, "%s: %s", path, why.detail) : err;
}

enum err card_take_up(struct session *session, const char *address, const char *const files[], size_t n,
                      struct fault *fault)
{
    struct identity identity;
    struct card own, *cards = arena_array(&session->arena, n, sizeof *cards);
    struct digest id;
    bool more = peer_own_card(session->desk, &session->arena, &own, &id, NULL) == ERR_OK;
    enum err err = cards ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "cards");
    for (size_t i = 0; i < n && !err; i++)
        err = read_card(session, files[i], &cards[i], fault);
    if (err)
        return err;
    err = identity_open(&identity, session->directory, fault);
    if (!err)
        err = desk_begin(session->desk, session->person.person, fault);
    if (!err)
        err = peer_take_up(session->desk, cards, n, address ? str_of(address) : cards[n - 1].address,
                           &identity.pin, fault);
    if (!err)
        err = desk_commit(session->desk, fault);
    desk_rollback(session->desk);
    identity_close(&identity);
    if (!err && more)
        printf("known besides; what was given under them comes back at the next exchange\n");
    else if (!err)
        printf("card %u of the desk of these cards; pair anew with each counterpart: confirm --anew\n",
               (unsigned)cards[n - 1].number + 1);
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
