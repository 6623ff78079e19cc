/* liaison serve: the desk as a daemon: the endpoint for counterparts, one thread a
 * counterpart that turns to it, and what time brings. The desk is single-threaded:
 * one lock around it, held while it works and never while a line is waited for.
 *
 * A desk under a scenario's clock does nothing by itself: each line "step" on
 * standard input makes it do all that is due, and it answers "stepped N". */
#include "base/limits.h"
#include "base/log.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/session.h"
#include "desk/contact.h"
#include "desk/due.h"
#include "http/client.h"
#include "http/endpoint.h"
#include "store/fold.h"
#include "store/watch.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COUNTERPARTS = 256, STEP_MS = 1000, QUIET_STEPS = 3, PAGES = 32, ROUNDS = 64, ADDRESS_MAX = 300 };

static const int64_t PAGE_AGAIN_NS = 60 * (int64_t)1000000000;

struct server;

struct worker {
    struct server *server;
    int64_t channel;
    struct contact contact;
    struct client *client;
    pthread_t thread;
    bool started;
};

struct server {
    struct session session;
    struct store_fold *fold;
    struct identity identity;
    const char *pager;  /* the program that calls somebody; NULL: none */
    int64_t page_after; /* not before this monotonic time */
    struct endpoint *peers, *watchers;
    pthread_mutex_t lock; /* around the desk and the contacts */
    pthread_mutex_t wake_lock;
    pthread_cond_t wake;
    unsigned long writes; /* that were seen of the store, by whatever process */
    struct worker workers[COUNTERPARTS];
    size_t count;
    atomic_bool failed; /* the disk: the process ends */
    atomic_ulong taken, answered, refused;
};

static volatile sig_atomic_t stopping;

static void stop(int number)
{
    (void)number;
    stopping = 1;
}

static struct worker *worker_of(struct server *server, int64_t channel)
{
    for (size_t i = 0; i < server->count; i++)
        if (server->workers[i].channel == channel)
            return &server->workers[i];
    return NULL;
}

/* A write that failed is never tried again: what is on disk is what a new process reads. */
static void check_disk(struct server *server, const struct fault *fault)
{
    if (!store_failed(desk_store(server->session.desk)) && !store_fold_failed(server->fold))
        return;
    log_line(LOG_ERROR, "serve: the store failed: %s", fault->detail);
    server->failed = true;
}

/* --- turning to a counterpart --- */

/* Where to, as the card says; under the lock. */
static enum err address_of(struct server *server, int64_t channel, char address[ADDRESS_MAX],
                           struct digest *pin, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    arena_init(&arena, 64 << 20);
    enum err err = peer_load(server->session.desk, channel, &arena, &peer, fault);
    if (!err) {
        snprintf(address, ADDRESS_MAX, "%.*s", STR_ARG(peer.card.address));
        *pin = peer.card.tls;
    }
    arena_release(&arena);
    return err;
}

/* Turning to a counterpart: a body and its answer, and at once the next one where it was made meanwhile. */
struct turn {
    struct worker *worker;
    char address[ADDRESS_MAX];
    struct digest pin;
    struct buf out, answer; /* the body under way, and its answer */
    struct buf next,
        before; /* the body after it, made ahead, and the answer to the one before, to be taken in */
    bool ahead; /* there is such a next body */
    enum err err;
    struct fault *fault;
};

/* Takes an answer in; under the lock. */
static enum err take_answer(struct turn *turn, struct buf *answer)
{
    struct worker *worker = turn->worker;
    struct desk *desk = worker->server->session.desk;
    struct random random = random_system();
    uint32_t jitter;
    random.fill(random.context, &jitter, sizeof jitter);
    enum err err = contact_answered(desk, worker->channel, &worker->contact, buf_str(answer), desk_now(desk),
                                    jitter, turn->fault);
    buf_clear(answer);
    return err;
}

/* While a body is under way. */
static void meanwhile(void *context)
{
    struct turn *turn = context;
    struct worker *worker = turn->worker;
    struct desk *desk = worker->server->session.desk;
    pthread_mutex_lock(&worker->server->lock);
    if (turn->before.n)
        turn->err = take_answer(turn, &turn->before);
    if (!turn->err && !stopping)
        turn->err = contact_ahead(desk, worker->channel, &worker->contact, desk_now(desk), &turn->next,
                                  &turn->ahead, turn->fault);
    check_disk(worker->server, turn->fault);
    pthread_mutex_unlock(&worker->server->lock);
}

/* The first body; *worth: there is something to say. */
static void turn_begin(struct turn *turn, bool *worth)
{
    struct worker *worker = turn->worker;
    struct server *server = worker->server;
    struct desk *desk = server->session.desk;
    pthread_mutex_lock(&server->lock);
    time_ms now = desk_now(desk);
    turn->err = contact_begin(desk, worker->channel, &worker->contact, now, &turn->out, worth, turn->fault);
    if (!turn->err && *worth)
        turn->err = address_of(server, worker->channel, turn->address, &turn->pin, turn->fault);
    check_disk(server, turn->fault);
    if (!turn->err && *worth)
        contact_out(&worker->contact, buf_str(&turn->out), now);
    pthread_mutex_unlock(&server->lock);
}

static void swap(struct buf *a, struct buf *b)
{
    struct buf kept = *a;
    *a = *b;
    *b = kept;
}

/* After an answer: whether the body made ahead goes out now. Else the answer is taken in, and that was all.
 */
static bool turn_goes_on(struct turn *turn)
{
    struct worker *worker = turn->worker;
    struct server *server = worker->server;
    struct desk *desk = server->session.desk;
    bool follows = false;
    pthread_mutex_lock(&server->lock);
    if (!turn->err && turn->ahead && !stopping)
        turn->err = contact_follows(desk, worker->channel, &worker->contact, buf_str(&turn->answer),
                                    desk_now(desk), &follows, turn->fault);
    if (follows) {
        swap(&turn->out, &turn->next);
        swap(&turn->answer, &turn->before);
        contact_out(&worker->contact, buf_str(&turn->out), desk_now(desk));
    } else {
        contact_in(&worker->contact);
        if (!turn->err)
            turn->err = take_answer(turn, &turn->answer);
    }
    pthread_mutex_unlock(&server->lock);
    turn->ahead = false;
    buf_clear(&turn->next);
    return follows;
}

static void turn_failed(struct turn *turn)
{
    struct worker *worker = turn->worker;
    struct server *server = worker->server;
    struct random random = random_system();
    uint32_t jitter;
    random.fill(random.context, &jitter, sizeof jitter);
    pthread_mutex_lock(&server->lock);
    contact_failed(&worker->contact, desk_now(server->session.desk), jitter);
    check_disk(server, turn->fault);
    pthread_mutex_unlock(&server->lock);
}

/* *worth: there was something to say. */
static enum err contact_once(struct worker *worker, bool *worth, struct fault *fault)
{
    struct turn turn = {.worker = worker, .fault = fault};
    struct client_meanwhile waiting = {meanwhile, &turn};
    struct buf *bufs[] = {&turn.out, &turn.answer, &turn.next, &turn.before};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_init(bufs[i], (size_t)LIMIT_BODY_BYTES);
    turn_begin(&turn, worth);
    bool said = !turn.err && *worth;
    for (bool more = said; more;) {
        enum err err = client_post(worker->client, str_of(turn.address), &turn.pin, buf_str(&turn.out),
                                   &waiting, &turn.answer, fault);
        turn.err = turn.err ? turn.err : err;
        more = !turn.err && turn_goes_on(&turn);
    }
    if (turn.err && said)
        turn_failed(&turn);
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_release(bufs[i]);
    return turn.err;
}

static unsigned long writes_now(struct server *server)
{
    pthread_mutex_lock(&server->wake_lock);
    unsigned long writes = server->writes;
    pthread_mutex_unlock(&server->wake_lock);
    return writes;
}

/* Until the store is written or time may have brought something. */
static void rest(struct server *server, unsigned long seen)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STEP_MS / 1000;
    pthread_mutex_lock(&server->wake_lock);
    while (server->writes == seen && !stopping &&
           pthread_cond_timedwait(&server->wake, &server->wake_lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&server->wake_lock);
}

static void wake_all(struct server *server)
{
    pthread_mutex_lock(&server->wake_lock);
    server->writes++;
    pthread_cond_broadcast(&server->wake);
    pthread_mutex_unlock(&server->wake_lock);
}

static void *work(void *context)
{
    struct worker *worker = context;
    while (!stopping && !worker->server->failed) {
        struct fault fault = {0};
        bool worth = false;
        unsigned long seen = writes_now(worker->server);
        enum err err = contact_once(worker, &worth, &fault);
        if (err)
            log_line(LOG_WARNING, "serve: channel %lld: %s: %s", (long long)worker->channel, err_name(err),
                     fault.detail);
        if (!worth || err)
            rest(worker->server, seen);
    }
    return NULL;
}

/* --- counterparts --- */

static enum err add_worker(void *context, int64_t channel, struct fault *fault)
{
    struct server *server = context;
    if (worker_of(server, channel))
        return ERR_OK;
    if (server->count == COUNTERPARTS)
        return fault_set(fault, ERR_TOO_LARGE, "more than %d counterparts", COUNTERPARTS);
    struct worker *worker = &server->workers[server->count];
    *worker = (struct worker){.server = server, .channel = channel};
    enum err err = client_open(&worker->client, &server->identity, fault);
    if (err) {
        client_close(worker->client);
        return err;
    }
    worker->started = !server->session.clock[0];
    if (worker->started && pthread_create(&worker->thread, NULL, work, worker)) {
        log_line(LOG_WARNING, "serve: channel %lld: no thread for it; tried again", (long long)channel);
        client_close(worker->client);
        return ERR_OK;
    }
    server->count++;
    return ERR_OK;
}

struct pin_search {
    struct server *server;
    const struct digest *pin;
    int64_t found;
};

static enum err match_pin(void *context, int64_t channel, struct fault *fault)
{
    struct pin_search *search = context;
    char address[ADDRESS_MAX];
    struct digest pin;
    enum err err = address_of(search->server, channel, address, &pin, fault);
    if (!err && digest_equal(&pin, search->pin))
        search->found = channel;
    return err;
}

static int64_t knows(void *context, const struct digest *pin)
{
    struct server *server = context;
    struct pin_search search = {server, pin, 0};
    pthread_mutex_lock(&server->lock);
    if (peer_each(server->session.desk, match_pin, &search, NULL))
        search.found = 0;
    pthread_mutex_unlock(&server->lock);
    return search.found;
}

static unsigned post(void *context, int64_t channel, struct str body, struct buf *answer, int64_t *vain)
{
    struct server *server = context;
    struct fault fault = {0};
    struct contact unknown = {0};
    bool moved;
    pthread_mutex_lock(&server->lock);
    int64_t begun = clock_monotonic_ns();
    struct worker *worker = worker_of(server, channel);
    enum err err = contact_came(server->session.desk, channel, worker ? &worker->contact : &unknown, body,
                                answer, &moved, &fault);
    *vain = moved ? 0 : (clock_monotonic_ns() - begun) / 1000000 + 1;
    check_disk(server, &fault);
    pthread_mutex_unlock(&server->lock);
    server->taken++;
    if (!err)
        return 200;
    server->refused++;
    log_line(LOG_WARNING, "serve: channel %lld: %s: %s", (long long)channel, err_name(err), fault.detail);
    buf_clear(answer);
    return (unsigned)err_http_status(err);
}

/* --- health and metrics --- */

static void metric(struct buf *out, struct query *q, int column, const char *name, const char *what)
{
    buf_printf(out, "# HELP liaison_%s %s\n# TYPE liaison_%s gauge\nliaison_%s %lld\n", name, what, name,
               name, (long long)query_get_int(q, column));
}

static void counter(struct buf *out, const char *name, const char *what, unsigned long value)
{
    buf_printf(out, "# HELP liaison_%s %s\n# TYPE liaison_%s counter\nliaison_%s %lu\n", name, what, name,
               name, value);
}

static enum err write_metrics(struct server *server, struct buf *out, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(server->session.desk), "peer/metrics", fault);
    query_int(&q, "now", desk_now(server->session.desk));
    if (query_next(&q)) {
        metric(out, &q, 0, "requests_without_end", "requests, either way, that have no end yet");
        metric(out, &q, 1, "overdue", "of these and other obligations between desks, overdue");
        metric(out, &q, 2, "outbox_waiting", "messages released and without a receipt");
        metric(out, &q, 3, "outbox_held", "messages held for release");
        metric(out, &q, 4, "outbox_age_seconds", "age of the oldest message that waits for a receipt");
        metric(out, &q, 5, "ledger_leaves", "leaves of all ledgers");
        metric(out, &q, 6, "alarms", "alarms of channels, ever");
        metric(out, &q, 7, "rejected", "messages refused without a number, ever");
    }
    struct endpoint_counts counts = endpoint_counts(server->peers);
    counter(out, "bodies_total", "bodies taken in", server->taken);
    counter(out, "bodies_refused_total", "of these, refused", server->refused);
    counter(out, "connections_cut_total", "connections cut because they took too long", counts.cut);
    counter(out, "turned_away_total", "connections and bodies turned away as too many", counts.refused);
    return query_close(&q);
}

static unsigned get(void *context, const char *path, struct buf *answer)
{
    struct server *server = context;
    struct fault fault = {0};
    if (strcmp(path, "/health") == 0) {
        buf_add_str(answer, STR("ok\n"));
        return 200;
    }
    if (strcmp(path, "/ready") != 0 && strcmp(path, "/metrics") != 0)
        return 404;
    pthread_mutex_lock(&server->lock);
    enum err err = write_metrics(server, answer, &fault);
    pthread_mutex_unlock(&server->lock);
    if (!err && strcmp(path, "/ready") == 0) {
        buf_clear(answer);
        buf_add_str(answer, STR("ready\n"));
    }
    return err || stopping || server->failed ? 503 : 200;
}

/* --- time --- */

struct step {
    struct server *server;
    size_t done;
};

static enum err step_channel(void *context, int64_t channel, struct fault *fault)
{
    struct step *step = context;
    return peer_step(step->server->session.desk, channel, fault);
}

/* What time brings to the desk; under the lock. */
static enum err step_desk(struct server *server, size_t *changed, struct fault *fault)
{
    struct task task;
    struct step step = {.server = server};
    enum err err = task_begin(&task, server->session.desk, ACTOR_DESK, fault);
    if (!err)
        err = desk_due_step(&task, changed);
    err = task_end(&task, err);
    return err ? err : peer_each(server->session.desk, step_channel, &step, fault);
}

/* Calls whoever has urgent items that he was not called for, and records those that were; the lock is free
 * while the program runs. Where it fails that is logged, and tried again a minute later. */
static enum err call_posts(struct server *server, struct fault *fault)
{
    struct task task;
    struct page pages[PAGES];
    size_t n = 0, called = 0;
    pthread_mutex_lock(&server->lock);
    enum err err = task_begin(&task, server->session.desk, ACTOR_DESK, fault);
    if (!err)
        err = desk_unpaged(&task, pages, PAGES, &n);
    desk_rollback(server->session.desk);
    pthread_mutex_unlock(&server->lock);
    while (!err && called < n) {
        const struct page *page = &pages[called];
        struct fault failed = {0};
        if (pager_call(server->pager, page->post, page->obligation, page->kind, page->due, &failed)) {
            log_line(LOG_WARNING, "%s", failed.detail);
            server->page_after = clock_monotonic_ns() + PAGE_AGAIN_NS;
            break;
        }
        called++;
    }
    struct task record;
    if (!err && called) {
        pthread_mutex_lock(&server->lock);
        err = task_begin(&record, server->session.desk, ACTOR_DESK, fault);
        for (size_t i = 0; !err && i < called; i++)
            err = desk_paged(&record, &pages[i]);
        err = task_end(&record, err);
        pthread_mutex_unlock(&server->lock);
    }
    arena_release(&task.arena);
    return err;
}

static enum err tick(struct server *server, size_t *changed, struct fault *fault)
{
    pthread_mutex_lock(&server->lock);
    enum err err = step_desk(server, changed, fault);
    if (!err)
        err = peer_each(server->session.desk, add_worker, server, fault);
    check_disk(server, fault);
    pthread_mutex_unlock(&server->lock);
    bool calls = server->pager && clock_monotonic_ns() >= server->page_after;
    return err || !calls ? err : call_posts(server, fault);
}

/* One "step" of a scenario: time, then every counterpart until nothing more is said. */
static enum err scenario_step(struct server *server, size_t *done, struct fault *fault)
{
    enum err err = tick(server, done, fault);
    for (size_t i = 0; i < server->count && !err; i++)
        for (int round = 0; round < ROUNDS; round++) {
            struct fault failed = {0};
            bool worth = false;
            if (contact_once(&server->workers[i], &worth, &failed) || !worth)
                break;
            ++*done;
        }
    return err;
}

static enum err serve_scenario(struct server *server, struct fault *fault)
{
    char line[64];
    enum err err = ERR_OK;
    while (!err && !stopping && !server->failed && fgets(line, sizeof line, stdin)) {
        size_t done = 0;
        if (strcmp(line, "step\n") != 0)
            return fault_set(fault, ERR_USAGE, "a scenario's desk knows the line 'step' only");
        err = scenario_step(server, &done, fault);
        if (!err) {
            printf("stepped %zu\n", done);
            fflush(stdout);
        }
    }
    return err;
}

static void rest_store(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    store_rest(desk_store(server->session.desk));
    pthread_mutex_unlock(&server->lock);
}

static enum err serve_real(struct server *server, struct fault *fault)
{
    enum err err = ERR_OK;
    int watch = store_watch(server->session.store);
    int64_t due = 0;
    unsigned quiet = 0; /* steps in a row in which nobody wrote */
    while (!stopping && !server->failed && !err) {
        size_t changed = 0;
        int64_t now = clock_monotonic_ns() / 1000000;
        if (now >= due) {
            due = now + STEP_MS;
            err = tick(server, &changed, fault);
            if (err == ERR_BUSY)
                err = ERR_OK;
            if (++quiet == QUIET_STEPS)
                rest_store(server);
        }
        if (store_watch_wait(watch, due > now ? (int)(due - now) : 0)) {
            wake_all(server);
            quiet = 0;
        }
    }
    if (watch >= 0)
        close(watch);
    return server->failed ? fault_set(fault, ERR_IO, "the store failed") : err;
}

/* --- the command --- */

static enum err open_endpoints(struct server *server, const char *listen, const char *status,
                               struct fault *fault)
{
    struct endpoint_options peers = {
        .listen = listen, .identity = &server->identity, .knows = knows, .post = post, .context = server};
    struct endpoint_options watchers = {.listen = status, .get = get, .context = server};
    enum err err = endpoint_open(&server->peers, &peers, fault);
    if (!err && status)
        err = endpoint_open(&server->watchers, &watchers, fault);
    if (err)
        return err;
    printf("listening on %.*s:%u\n", (int)(strrchr(listen, ':') - listen), listen,
           endpoint_port(server->peers));
    if (status)
        printf("status on port %u\n", endpoint_port(server->watchers));
    fflush(stdout);
    return ERR_OK;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

static void finish(struct server *server)
{
    endpoint_close(server->watchers);
    endpoint_close(server->peers);
    stopping = 1;
    wake_all(server);
    for (size_t i = 0; i < server->count; i++) {
        if (server->workers[i].started)
            pthread_join(server->workers[i].thread, NULL);
        client_close(server->workers[i].client);
    }
    identity_close(&server->identity);
    store_fold_stop(server->fold);
    session_close(&server->session);
}

static enum err serve(struct server *server, const char *listen, const char *status, struct fault *fault)
{
    enum err err = client_start(fault);
    if (!err)
        err = session_open(&server->session, SESSION_NOBODY, fault);
    if (!err)
        err = store_fold_start(desk_store(server->session.desk), &server->fold, fault);
    if (!err)
        err = identity_open(&server->identity, server->session.directory, fault);
    if (!err)
        err = open_endpoints(server, listen, status, fault);
    if (err)
        return err;
    return server->session.clock[0] ? serve_scenario(server, fault) : serve_real(server, fault);
}

static void init_locks(struct server *server)
{
    pthread_condattr_t monotonic;
    pthread_mutex_init(&server->lock, NULL);
    pthread_mutex_init(&server->wake_lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&server->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

int command_serve(int argc, char **argv)
{
    static struct server server;
    struct fault fault = {0};
    const char *listen = "127.0.0.1:7400", *status = NULL;
    const struct option options[] = {
        {"--desk", OPTION_TEXT, &server.session.directory},
        {"--unlock", OPTION_TEXT, &server.session.unlock},
        {"--listen", OPTION_TEXT, &listen},
        {"--status", OPTION_TEXT, &status},
        {"--page", OPTION_TEXT, &server.pager},
    };
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, NULL, &fault);
    if (!err && server.pager)
        err = pager_check(server.pager, &fault);
    init_locks(&server);
    catch_signals();
    if (!err)
        err = serve(&server, listen, status, &fault);
    finish(&server);
    return err ? command_fail(&fault) : 0;
}
