/* Two desks, north and south, in a fresh directory, paired and agreed, their keys
 * in this process and one clock set by hand: what tests of the channel begin with. */
#ifndef LIAISON_TESTS_PAIR_FIXTURE_H
#define LIAISON_TESTS_PAIR_FIXTURE_H

#include "desk/peer.h"
#include "desk/verify.h"
#include "keeper/local.h"
#include "store_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

struct side_fixture {
    char path[96], tables[96];
    struct keeper_local *keys;
    struct desk_env env;
    struct desk *desk;
    int64_t channel;
    struct peer_view view;
};

struct pair {
    char directory[64];
    time_ms now;
    struct seeded seeded;
    struct side_fixture sides[2];
    uint32_t quota, volume; /* of the next agreement */
    const char *purposes;   /* the same; NULL: terrorism */
    const char *profile;    /* the same; NULL: own */
    struct fault fault;
};

static time_ms pair_now(void *context)
{
    return *(time_ms *)context;
}

static inline void pair_ok(struct pair *p, enum err err)
{
    if (err)
        print_error("%s: %s\n", err_name(err), p->fault.detail);
    assert_int_equal(err, ERR_OK);
}

/* A desk with keys of its own, in the directory that its side names. */
static inline void pair_found(struct pair *p, struct side_fixture *s, const char *name)
{
    struct keeper_secrets secrets;
    struct random random = random_seeded(&p->seeded);
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    pair_ok(p, keeper_local_open(&options, &s->keys, &p->fault));
    s->env = (struct desk_env){.clock = {pair_now, &p->now},
                               .random = random,
                               .keeper = keeper_local_interface(s->keys),
                               .tables = s->tables};
    struct desk_founding founding = {.id = str_of(name), .admin = STR("root")};
    pair_ok(p, desk_init(s->path, &founding, &s->env, &p->fault));
    pair_ok(p, desk_open(s->path, &s->env, &s->desk, &p->fault));
}

static inline void pair_open(struct pair *p, int i, const char *name)
{
    struct side_fixture *s = &p->sides[i];
    char directory[sizeof p->directory];
    memcpy(directory, p->directory, sizeof directory);
    snprintf(s->path, sizeof s->path, "%s/%.20s.db", directory, name);
    snprintf(s->tables, sizeof s->tables, "%s/%.20s.tables", directory, name);
    pair_found(p, s, name);
    struct digest tls = {{0}};
    pair_ok(p, desk_begin(s->desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_make_card(s->desk, STR("localhost:7000"), &tls, &p->fault));
    pair_ok(p, desk_commit(s->desk, &p->fault));
}

static inline void pair_cards(struct pair *p, int i)
{
    struct arena arena;
    struct card card;
    struct digest id;
    struct desk *desk = p->sides[i].desk;
    arena_init(&arena, 1 << 20);
    pair_ok(p, peer_own_card(p->sides[1 - i].desk, &arena, &card, &id, &p->fault));
    pair_ok(p, desk_begin(desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_pair(desk, &card, &p->sides[i].channel, &p->fault));
    pair_ok(p, desk_commit(desk, &p->fault));
    arena_release(&arena);
}

/* One agreement that both sign, put in force on both sides at once. */
static inline void pair_agree(struct pair *p, uint32_t number, enum level level)
{
    unsigned char signatures[2][SIGNATURE_BYTES];
    struct buf text;
    struct arena arena;
    struct peer peer;
    arena_init(&arena, 1 << 20);
    buf_init(&text, 4096);
    pair_ok(p, peer_load(p->sides[0].desk, p->sides[0].channel, &arena, &peer, &p->fault));
    struct agreement agreement = {.channel = peer.line.channel,
                                  .number = number,
                                  .level = level,
                                  .kinds = STR("all"),
                                  .purposes = str_of(p->purposes ? p->purposes : "terrorism"),
                                  .handling = STR("AMBER"),
                                  .profile = str_of(p->profile ? p->profile : "own"),
                                  .questions = 20,
                                  .quota = p->quota,
                                  .volume = p->volume,
                                  .retention = 365,
                                  .assessed = STR("2023-11-14"),
                                  .principal = STR("minister"),
                                  .published = STR("nothing")};
    agreement_write(&text, &agreement);
    for (int i = 0; i < 2; i++)
        pair_ok(p,
                peer_sign(p->sides[i].desk, STATEMENT_AGREEMENT, buf_str(&text), signatures[i], &p->fault));
    for (int i = 0; i < 2; i++) {
        struct side_fixture *s = &p->sides[i];
        pair_ok(p, desk_begin(s->desk, ACTOR_DESK, &p->fault));
        pair_ok(p, peer_load(s->desk, s->channel, &arena, &peer, &p->fault));
        pair_ok(p, peer_agree(s->desk, &peer, buf_str(&text), signatures[i], signatures[1 - i], &p->fault));
        pair_ok(p, desk_commit(s->desk, &p->fault));
    }
    buf_release(&text);
    arena_release(&arena);
}

/* Each side has rolled its keys over so often before they pair. */
static inline int pair_setup_rolled(void **state, int north, int south)
{
    struct pair *p = calloc(1, sizeof *p);
    if (!p)
        return -1;
    snprintf(p->directory, sizeof p->directory, "/tmp/liaison-pair-XXXXXX");
    if (!mkdtemp(p->directory))
        return -1;
    p->now = 1700000000000;
    p->seeded.state = 11;
    pair_open(p, 0, "north");
    pair_open(p, 1, "south");
    for (int i = 0; i < north + south; i++)
        pair_ok(p, peer_roll(p->sides[i >= north].desk, 1, STR(""), NULL, &p->fault));
    pair_cards(p, 0);
    pair_cards(p, 1);
    pair_agree(p, 1, LEVEL_OPEN);
    *state = p;
    return 0;
}

static inline int pair_setup(void **state)
{
    return pair_setup_rolled(state, 0, 0);
}

static inline void pair_finding(void *context, const char *finding)
{
    print_error("%s: %s\n", (const char *)context, finding);
}

/* Whatever a test did, both desks hold against their own proofs. */
static inline bool pair_verifies(struct pair *p)
{
    bool holds = true;
    for (int i = 0; i < 2; i++) {
        struct verify_options options = {.found = pair_finding, .context = p->sides[i].path};
        struct verify_result result;
        if (p->sides[i].desk && desk_verify(p->sides[i].desk, &options, &result, &p->fault))
            holds = false;
    }
    return holds;
}

static inline int pair_teardown(void **state)
{
    struct pair *p = *state;
    bool holds = pair_verifies(p);
    for (int i = 0; i < 2; i++) {
        desk_close(p->sides[i].desk);
        keeper_local_close(p->sides[i].keys);
        store_files_remove(p->sides[i].path);
    }
    int status = rmdir(p->directory);
    free(p);
    return holds ? status : -1;
}

/* Writes a message with one text, released; its number. */
static inline uint64_t pair_write(struct pair *p, int i, struct draft draft, const char *text)
{
    struct arena arena;
    struct decision decision;
    uint64_t number = 0;
    struct desk *desk = p->sides[i].desk;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    draft.channel = p->sides[i].channel;
    struct event *event = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_text(event, FIELD_text, str_of(text));
    event_text(event, FIELD_reliability, STR("B"));
    event_text(event, FIELD_purpose, STR("terrorism"));
    if (draft.kind == KIND_REFUSED)
        event_text(event, FIELD_ground, STR("political"));
    pair_ok(p, desk_begin(desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_draft(desk, &draft, &decision, &number, &p->fault));
    pair_ok(p, peer_release(desk, draft.channel, number, &p->fault));
    pair_ok(p, desk_commit(desk, &p->fault));
    arena_release(&arena);
    return number;
}

/* One body from side i, taken in by the other. False where it had nothing to say and was not sent. */
static inline bool pair_send(struct pair *p, int i, bool always)
{
    struct buf body;
    bool worth;
    int64_t channel;
    struct side_fixture *from = &p->sides[i], *to = &p->sides[1 - i];
    buf_init(&body, 5 << 20);
    pair_ok(p, peer_outgoing(from->desk, from->channel, &from->view, &body, &worth, &p->fault));
    if (worth || always) {
        pair_ok(p, peer_incoming(to->desk, buf_str(&body), &channel, &to->view, &p->fault));
        assert_int_equal(channel, to->channel);
    }
    buf_release(&body);
    return worth;
}

/* Contacts, each a body and its answer, until neither side has anything to say: how many it took. */
static inline int pair_settle(struct pair *p)
{
    int contacts = 0, quiet = 0;
    for (int i = 0; quiet < 2 && contacts < 100; i = 1 - i) {
        if (!pair_send(p, i, false)) {
            quiet++;
            continue;
        }
        quiet = 0;
        contacts++;
        pair_send(p, 1 - i, true);
    }
    assert_true(contacts < 100);
    return contacts;
}

static inline struct peer pair_load(struct pair *p, int i, struct arena *arena)
{
    struct peer peer;
    pair_ok(p, peer_load(p->sides[i].desk, p->sides[i].channel, arena, &peer, &p->fault));
    return peer;
}

/* So many bodies and their answers, also where there is nothing to say: for what does not come to rest. */
static inline void pair_exchange(struct pair *p, int n)
{
    for (int i = 0; i < n; i++)
        pair_send(p, i % 2, true);
}

static inline void pair_state_of(struct pair *p, int i, int direction, uint64_t number, char out[16])
{
    struct query q;
    memset(out, 0, 16);
    query_open(&q, desk_store(p->sides[i].desk), "peer/message", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    query_int(&q, "direction", direction);
    query_int(&q, "number", (int64_t)number);
    if (query_next(&q)) {
        struct str state = query_get_text(&q, 2);
        memcpy(out, state.p, state.n < 15 ? state.n : 15);
    }
    pair_ok(p, query_close(&q));
}

/* The message stands so: direction 1 sent, 2 received. */
static inline void pair_state(struct pair *p, int i, int direction, uint64_t number, const char *state)
{
    char found[16];
    pair_state_of(p, i, direction, number, found);
    assert_string_equal(found, state);
}

/* How often the alarm stands at a desk; NULL: any alarm. */
static inline int64_t pair_alarms(struct pair *p, int i, const char *alarm)
{
    struct query q;
    int64_t n = 0;
    query_open(&q, desk_store(p->sides[i].desk), "page/alarms", &p->fault);
    while (query_next(&q))
        n += !alarm || str_equal(query_get_text(&q, 1), str_of(alarm));
    pair_ok(p, query_close(&q));
    return n;
}

/* The alarm stands at a desk, and is owed a look by its supervisor and by its overseer. */
static inline void pair_alarmed(struct pair *p, int i, const char *alarm)
{
    static const char *const owners[] = {"desk/supervisor", "desk/overseer"};
    for (int k = 0; k < 2; k++) {
        struct query q;
        int64_t n = 0;
        query_open(&q, desk_store(p->sides[i].desk), "sim/alarm_owed", &p->fault);
        query_int(&q, "channel", p->sides[i].channel);
        query_text(&q, "owner", str_of(owners[k]));
        query_text(&q, "alarm", str_of(alarm));
        pair_ok(p, query_one(&q, 0, &n));
        if (n == 0)
            print_error("nobody at %s owes a look at: %s\n", owners[k], alarm);
        assert_true(n > 0);
    }
}

static inline int64_t pair_number(struct pair *p, int i, const char *query)
{
    struct query q;
    int64_t number = 0;
    query_open(&q, desk_store(p->sides[i].desk), query, &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    pair_ok(p, query_one(&q, -1, &number));
    return number;
}

/* South takes north's card as it is now: two persons compared the phrase. */
static inline void pair_anew(struct pair *p)
{
    struct arena arena;
    struct card card;
    struct digest id;
    int64_t channel = 0;
    arena_init(&arena, 1 << 20);
    pair_ok(p, peer_own_card(p->sides[0].desk, &arena, &card, &id, &p->fault));
    pair_ok(p, desk_begin(p->sides[1].desk, 1, &p->fault));
    pair_ok(p, peer_pair_anew(p->sides[1].desk, &card, &channel, &p->fault));
    pair_ok(p, desk_commit(p->sides[1].desk, &p->fault));
    assert_int_equal(channel, p->sides[1].channel);
    arena_release(&arena);
}

/* Nothing is on its way, both have one history, and nobody doubts the other. */
static inline void pair_level(struct pair *p)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 2; i++) {
        struct peer ours = pair_load(p, i, &arena), theirs = pair_load(p, 1 - i, &arena);
        assert_int_equal(ours.line.sent.sequence, theirs.line.received.sequence);
        assert_memory_equal(ours.line.sent.head.bytes, theirs.line.received.head.bytes, DIGEST_BYTES);
        assert_int_equal(ours.line.receipted, ours.line.sent.sequence);
        assert_int_equal(ours.countersigned, ours.line.sent.sequence + ours.line.received.sequence);
        assert_int_equal(pair_alarms(p, i, "receipt forged") + pair_alarms(p, i, "fork") +
                             pair_alarms(p, i, "card refused"),
                         0);
    }
    arena_release(&arena);
}

#endif
