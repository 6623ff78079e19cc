/* Desk: opening, transactions, committing. See desk.h. */
#include "desk/blind.h"
#include "desk/internal.h"
#include "desk/people.h"

#include "base/limits.h"
#include "channel/leaf.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

/* --- opening --- */

static enum err open_store(const char *path, bool create, const struct desk_env *env, struct store **out,
                           struct fault *fault)
{
    struct store_options options = {
        .path = path, .vfs = env->vfs, .create = create, .random = env->random, .leaf_value = leaf_value};
    enum err err = env->keeper.rest_key(env->keeper.context, options.rest_key, fault);
    if (!err)
        err = store_open(&options, out, fault);
    sodium_memzero(options.rest_key, sizeof options.rest_key);
    return err;
}

static enum err new_desk(struct store *store, const struct desk_env *env, struct desk **out,
                         struct fault *fault)
{
    struct desk *desk = calloc(1, sizeof *desk);
    *out = NULL;
    if (!desk)
        return fault_set(fault, ERR_NO_MEMORY, "desk");
    desk->store = store;
    desk->env = *env;
    enum err err = env->keeper.public_keys(env->keeper.context, &desk->keys, fault);
    if (err) {
        free(desk);
        return err;
    }
    *out = desk;
    return ERR_OK;
}

static void decide_founding(struct decision *decision, const struct desk_founding *founding)
{
    struct event *founded = event_add(decision, EVENT_DESK_FOUNDED);
    event_text(founded, FIELD_desk, founding->id);
    if (founding->name.n)
        event_text(founded, FIELD_desk_name, founding->name);
    if (founding->clock.n)
        event_text(founded, FIELD_clock, founding->clock);
    struct event *admin = event_add(decision, EVENT_PERSON_ADDED);
    event_int(admin, FIELD_person, 1);
    event_text(admin, FIELD_login, founding->admin);
    event_text(admin, FIELD_role, STR("administrator"));
}

/* One event a role: the public key from now on, and the digest of the next one, so that a rollover can only
 * be to that. */
static void decide_key(struct decision *decision, const struct desk *desk, enum keeper_role role)
{
    struct digest next;
    struct event *event = event_add(decision, EVENT_KEY_SET);
    digest_of(desk->keys.next[role], KEEPER_PUBLIC_BYTES, &next);
    void *kept = arena_copy(decision->arena, (const char *)next.bytes, DIGEST_BYTES);
    event_text(event, FIELD_key_role, str_of(keeper_role_name(role)));
    event_bytes(event, FIELD_key, desk->keys.current[role], KEEPER_PUBLIC_BYTES);
    event_bytes(event, FIELD_next_key, kept, kept ? DIGEST_BYTES : 0);
}

static enum err found(struct desk *desk, void *context, struct decision *decision, struct fault *fault)
{
    const struct desk_founding *founding = context;
    struct desk_ledger *ledger;
    struct note_key key;
    enum err err = login_check(founding->admin, fault);
    if (!err)
        err = note_key_init(&key, founding->id, NOTE_ED25519, desk->keys.current[KEEPER_CHECKPOINTS], fault);
    /* A store without a ledger is one whose founding was cut off: it is founded now. */
    if (!err && desk_ledger_find(desk, LEDGER_DOMESTIC, &ledger, NULL) == ERR_OK)
        err = fault_set(fault, ERR_BUSY, "there is a desk already: %s", ledger->origin);
    if (!err)
        err = desk_add_ledger(desk, LEDGER_DOMESTIC, founding->id, fault);
    decide_founding(decision, founding);
    for (size_t role = 0; role < KEEPER_ROLES; role++)
        decide_key(decision, desk, (enum keeper_role)role);
    return err;
}

enum err desk_init(const char *path, const struct desk_founding *founding, const struct desk_env *env,
                   struct fault *fault)
{
    struct store *store;
    struct desk *desk = NULL;
    struct desk_founding own = *founding;
    enum err err = open_store(path, true, env, &store, fault);
    if (err)
        return err;
    err = new_desk(store, env, &desk, fault);
    if (err)
        store_close(store);
    else
        err = desk_transact(desk, ACTOR_DESK, found, &own, fault);
    desk_close(desk);
    return err;
}

/* --- keys --- */

enum standing { KEY_SAME, KEY_ROLLED, KEY_FOREIGN };

/* How the keeper's key of a role stands to the last one recorded. Rolled is the promised next one: the desk
 * was ended between the keeper's rollover and its event. */
static enum err standing_of(struct desk *desk, enum keeper_role role, enum standing *out, struct fault *fault)
{
    struct query q;
    struct digest current;
    digest_of(desk->keys.current[role], KEEPER_PUBLIC_BYTES, &current);
    struct str key = {(const char *)desk->keys.current[role], KEEPER_PUBLIC_BYTES};
    struct str digest = {(const char *)current.bytes, DIGEST_BYTES};
    *out = KEY_FOREIGN;
    query_open(&q, desk->store, "core/keys_of_role", fault);
    query_text(&q, "key_role", str_of(keeper_role_name(role)));
    while (query_next(&q))
        *out = str_equal(query_get_text(&q, 0), key)      ? KEY_SAME
               : str_equal(query_get_text(&q, 1), digest) ? KEY_ROLLED
                                                          : KEY_FOREIGN;
    return query_close(&q);
}

static enum err decide_keys(struct desk *desk, void *context, struct decision *decision, struct fault *fault)
{
    const bool *rolled = context;
    (void)fault;
    for (size_t role = 0; role < KEEPER_ROLES; role++)
        if (rolled[role])
            decide_key(decision, desk, (enum keeper_role)role);
    return ERR_OK;
}

static enum err know_keeper(struct desk *desk, struct fault *fault)
{
    struct desk_ledger *domestic;
    bool rolled[KEEPER_ROLES] = {false}, any = false;
    enum err err = desk_ledger_find(desk, LEDGER_DOMESTIC, &domestic, fault);
    if (!err)
        memcpy(desk->name, domestic->origin, sizeof desk->name);
    for (size_t role = 0; role < KEEPER_ROLES && !err; role++) {
        enum standing standing;
        err = standing_of(desk, (enum keeper_role)role, &standing, fault);
        if (!err && standing == KEY_FOREIGN)
            err = fault_set(fault, ERR_FORGED, "the keys are not those of desk %s", desk->name);
        rolled[role] = standing == KEY_ROLLED;
        any = any || rolled[role];
    }
    if (!err && any)
        err = desk_transact(desk, ACTOR_DESK, decide_keys, rolled, fault);
    return err ? err : desk_keys_refresh(desk, fault);
}

enum err desk_keys_refresh(struct desk *desk, struct fault *fault)
{
    struct query q;
    int64_t last = 0;
    const struct keeper *keeper = &desk->env.keeper;
    query_open(&q, desk->store, "core/last_key", fault);
    enum err err = query_one(&q, 0, &last);
    if (err || last == desk->keys_set)
        return err;
    if (desk->keys_set)
        err = keeper->public_keys(keeper->context, &desk->keys, fault);
    if (!err)
        desk->keys_set = last;
    return err;
}

enum err desk_roll_key(struct desk *desk, enum keeper_role role, struct fault *fault)
{
    bool rolled[KEEPER_ROLES] = {false};
    rolled[role] = true;
    const struct keeper *keeper = &desk->env.keeper;
    enum err err = keeper->roll(keeper->context, role, fault);
    if (!err)
        err = keeper->public_keys(keeper->context, &desk->keys, fault);
    return err ? err : desk_transact(desk, ACTOR_DESK, decide_keys, rolled, fault);
}

enum err desk_open(const char *path, const struct desk_env *env, struct desk **out, struct fault *fault)
{
    struct store *store;
    *out = NULL;
    enum err err = open_store(path, false, env, &store, fault);
    if (err)
        return err;
    err = new_desk(store, env, out, fault);
    if (err) {
        store_close(store);
        return err;
    }
    err = know_keeper(*out, fault);
    if (err) {
        desk_close(*out);
        *out = NULL;
    }
    return err;
}

void desk_close(struct desk *desk)
{
    if (!desk)
        return;
    desk_rollback(desk);
    desk_ledgers_release(desk);
    blind_free(desk->blind);
    table_fetching_release(desk);
    store_close(desk->store);
    free(desk);
}

struct store *desk_store(struct desk *desk)
{
    return desk->store;
}

const struct desk_env *desk_env(const struct desk *desk)
{
    return &desk->env;
}

void desk_set_clock(struct desk *desk, struct clock clock)
{
    desk->env.clock = clock;
}

struct str desk_id(const struct desk *desk)
{
    return str_of(desk->name);
}

const struct keeper_public *desk_keys(const struct desk *desk)
{
    return &desk->keys;
}

int64_t desk_actor(const struct desk *desk)
{
    return desk->actor;
}

time_ms desk_now(const struct desk *desk)
{
    return desk->begun ? desk->now : clock_now(&desk->env.clock);
}

uint64_t desk_free_bytes(const struct desk *desk)
{
    struct statvfs disk;
    if (desk->env.free_bytes)
        return desk->env.free_bytes(desk->env.free_context);
    if (desk->env.vfs || statvfs(store_path(desk->store), &disk))
        return UINT64_MAX;
    return (uint64_t)disk.f_bavail * disk.f_frsize;
}

/* --- transactions --- */

enum err desk_begin(struct desk *desk, int64_t actor, struct fault *fault)
{
    int64_t sequence;
    time_ms last;
    if (desk->begun)
        return fault_set(fault, ERR_BUG, "desk: begun twice");
    enum err err = store_begin(desk->store, fault);
    if (!err)
        err = store_last(desk->store, &sequence, &last, fault);
    if (!err)
        err = desk_keys_refresh(desk, fault);
    if (err) {
        store_rollback(desk->store);
        return err;
    }
    desk->begun = true;
    desk->added = desk->blind_touched = false;
    desk->actor = actor;
    desk->now = clock_now(&desk->env.clock);
    desk->lag = desk->now < last ? last - desk->now : 0;
    desk->now += desk->lag;
    return ERR_OK;
}

/* Salts, commitments and the leaf; a message comes with its own. */
static enum err dress(struct desk *desk, struct event *event, struct str origin, struct buf *header,
                      struct fault *fault)
{
    enum err err = event_check(event, fault);
    if (err)
        return err;
    if (event->actor < 0)
        event->actor = desk->actor;
    if (event->time == 0)
        event->time = desk->now;
    if (event->leaf.n) {
        event_compute_commitments(event);
        buf_add_str(header, event->leaf);
    } else {
        if (event->salted)
            event_compute_commitments(event);
        else
            event_commit_values(event, &desk->env.random);
        event_header(header, event, origin);
    }
    return buf_failed(header) ? fault_set(fault, ERR_NO_MEMORY, "header") : ERR_OK;
}

static enum err erase(struct desk *desk, const struct event *event, struct fault *fault)
{
    struct str name = event_get_text(event, FIELD_erased_field);
    enum field field = field_named(name);
    if (field == FIELD_COUNT)
        return fault_set(fault, ERR_NOT_FOUND, "no field '%.*s'", STR_ARG(name));
    desk->erased = true;
    return store_erase(desk->store, event_get_int(event, FIELD_erased, 0), field, fault);
}

static enum err add_event(struct desk *desk, struct event *event, struct buf *header, struct fault *fault)
{
    struct desk_ledger *ledger;
    int64_t leaf;
    buf_clear(header);
    enum err err = desk_ledger_find(desk, event->ledger, &ledger, fault);
    if (!err)
        err = dress(desk, event, str_of(ledger->origin), header, fault);
    if (!err)
        err = desk_ledger_put(ledger, buf_str(header), &leaf, fault);
    if (!err && event->kind == EVENT_OPENING_ERASED)
        err = erase(desk, event, fault);
    if (!err)
        err = blind_touch(desk, event, fault);
    return err ? err : store_append(desk->store, event, leaf, buf_str(header), fault);
}

enum err desk_add(struct desk *desk, struct decision *decision, struct fault *fault)
{
    struct buf header;
    enum err err = ERR_OK;
    if (!desk->begun)
        return fault_set(fault, ERR_BUG, "desk: adding outside a transaction");
    if (decision->failed)
        return fault_set(fault, ERR_NO_MEMORY, "a decision");
    buf_init(&header, (size_t)LIMIT_HEADER_BYTES);
    for (struct event *event = decision->first; event && !err; event = event->next) {
        err = add_event(desk, event, &header, fault);
        desk->added = true;
    }
    buf_release(&header);
    return err;
}

/* A clock that was set back is said once: while it is behind, the desk's time stands still. */
static enum err warn_of_clock(struct desk *desk, struct fault *fault)
{
    struct arena arena;
    struct decision decision;
    struct query q;
    int64_t warned;
    query_open(&q, desk->store, "core/clock_warned", fault);
    query_int(&q, "time", desk->now);
    enum err err = query_one(&q, 0, &warned);
    if (err || warned)
        return err;
    arena_init(&arena, 1 << 16);
    decision_init(&decision, &arena);
    struct event *event = event_add(&decision, EVENT_CLOCK_BEHIND);
    event_int(event, FIELD_lag, desk->lag);
    if (event)
        event->actor = ACTOR_DESK;
    err = desk_add(desk, &decision, fault);
    arena_release(&arena);
    return err;
}

enum err desk_commit(struct desk *desk, struct fault *fault)
{
    enum err err = ERR_OK;
    if (!desk->begun)
        return fault_set(fault, ERR_BUG, "desk: committing outside a transaction");
    if (desk->added && desk->lag > LIMIT_CLOCK_LAG_MS)
        err = warn_of_clock(desk, fault);
    if (!err && desk->blind_touched)
        err = blind_refresh(desk, fault);
    if (!err && desk->added)
        err = desk_ledgers_grow(desk, fault);
    if (!err)
        err = store_commit(desk->store, fault);
    if (err) {
        desk_rollback(desk);
        return err;
    }
    desk_ledgers_forget(desk, false);
    desk->begun = false;
    /* Busy is no fault: the last connection to close cuts the log. */
    if (desk->erased && store_scrub(desk->store, NULL) == ERR_OK)
        desk->erased = false;
    return ERR_OK;
}

void desk_rollback(struct desk *desk)
{
    if (!desk->begun)
        return;
    store_rollback(desk->store);
    desk_ledgers_forget(desk, true);
    desk->begun = false;
}

enum err desk_transact(struct desk *desk, int64_t actor,
                       enum err (*decide)(struct desk *desk, void *context, struct decision *decision,
                                          struct fault *fault),
                       void *context, struct fault *fault)
{
    struct arena arena;
    struct decision decision;
    arena_init(&arena, (size_t)LIMIT_DECISION_BYTES);
    decision_init(&decision, &arena);
    enum err err = desk_begin(desk, actor, fault);
    if (!err)
        err = decide(desk, context, &decision, fault);
    if (!err)
        err = desk_add(desk, &decision, fault);
    if (!err)
        err = desk_commit(desk, fault);
    desk_rollback(desk);
    arena_release(&arena);
    return err;
}

/* --- reading --- */

static enum err open_values(struct desk *desk, struct event *event, struct arena *arena, struct fault *fault)
{
    enum err err = ERR_OK;
    struct buf opening;
    buf_init(&opening, (size_t)LIMIT_SEALED_BYTES);
    for (size_t i = 0; i < event->count && !err; i++) {
        struct event_value *value = &event->values[i];
        if (!value->closed)
            continue;
        buf_clear(&opening);
        err = store_opening_salted(desk->store, event->sequence, value->field, &opening, fault);
        if (err == ERR_NOT_FOUND) {
            err = ERR_OK;
            continue;
        }
        if (!err)
            err = event_open_value(value, arena, buf_str(&opening), fault);
    }
    buf_release(&opening);
    return err;
}

enum err desk_event(struct desk *desk, int64_t sequence, struct arena *arena, struct event *out,
                    struct fault *fault)
{
    struct query q;
    struct store_row row;
    query_open(&q, desk->store, "core/event", fault);
    query_int(&q, "sequence", sequence);
    bool there = query_next(&q);
    enum err err = there ? store_row_read(&q, arena, &row, fault) : ERR_OK;
    /* What the row lends is copied before the row is gone. */
    if (there && !err) {
        *out = row.event;
        out->leaf = (struct str){arena_copy(arena, row.header.p, row.header.n), row.header.n};
        for (size_t i = 0; i < out->count; i++)
            out->values[i].bytes.p = arena_copy(arena, out->values[i].bytes.p, out->values[i].bytes.n);
    }
    enum err closed = query_close(&q);
    if (err || closed)
        return err ? err : closed;
    if (!there)
        return fault_set(fault, ERR_NOT_FOUND, "no event %lld", (long long)sequence);
    if (arena_failed(arena))
        return fault_set(fault, ERR_NO_MEMORY, "event %lld", (long long)sequence);
    return open_values(desk, out, arena, fault);
}
