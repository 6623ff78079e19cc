/* Messages between two desks on one disk, durable, with real signatures and seals:
 * a burst (sustained rate from the released message to its recorded receipt) and
 * single messages at 200 a second (latency beside the fsync of the same disk). Both
 * desks work in turn in one thread, so the rate is that of one core for both.
 * Usage: channel DIRECTORY MESSAGES PRELOADED */
#include "desk/contact.h"
#include "keeper/local.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SINGLE = 1000, FSYNCS = 200, BATCH = 256 };

struct side {
    char path[512];
    struct keeper_local *keys;
    struct desk_env env;
    struct desk *desk;
    int64_t channel;
    struct contact contact;
};

static struct fault fault;

static void must(enum err err, const char *what)
{
    if (!err)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, err_name(err), fault.detail);
    exit(1);
}

static void open_side(struct side *side, const char *directory, const char *name)
{
    struct keeper_secrets secrets;
    struct random random = random_system();
    struct digest tls = {{0}};
    snprintf(side->path, sizeof side->path, "%s/bench-%s.db", directory, name);
    char path[600];
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", side->path, endings[i]);
        unlink(path);
    }
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    must(keeper_local_open(&options, &side->keys, &fault), "keys");
    side->env = (struct desk_env){
        .clock = clock_system(), .random = random, .keeper = keeper_local_interface(side->keys)};
    struct desk_founding founding = {.id = str_of(name), .admin = STR("root")};
    must(desk_init(side->path, &founding, &side->env, &fault), "init");
    must(desk_open(side->path, &side->env, &side->desk, &fault), "open");
    must(desk_begin(side->desk, ACTOR_DESK, &fault), "begin");
    must(peer_make_card(side->desk, STR("bench:1"), &tls, &fault), "card");
    must(desk_commit(side->desk, &fault), "commit");
}

static void pair(struct side *side, struct side *other)
{
    struct arena arena;
    struct card card;
    struct digest id;
    arena_init(&arena, 1 << 20);
    must(peer_own_card(other->desk, &arena, &card, &id, &fault), "card");
    must(desk_begin(side->desk, ACTOR_DESK, &fault), "begin");
    must(peer_pair(side->desk, &card, &side->channel, &fault), "pair");
    must(desk_commit(side->desk, &fault), "commit");
    arena_release(&arena);
}

static void agree(struct side sides[2])
{
    unsigned char signatures[2][SIGNATURE_BYTES];
    struct arena arena;
    struct peer peer;
    struct buf text;
    arena_init(&arena, 1 << 20);
    buf_init(&text, 8192);
    must(peer_load(sides[0].desk, sides[0].channel, &arena, &peer, &fault), "load");
    struct agreement agreement = {.channel = peer.line.channel,
                                  .number = 1,
                                  .kinds = STR("all"),
                                  .purposes = STR("terrorism"),
                                  .handling = STR("amber"),
                                  .profile = STR("default"),
                                  .questions = 20,
                                  .retention = 365,
                                  .assessed = STR("2100-01-01"),
                                  .principal = STR("principal"),
                                  .published = STR("nothing")};
    agreement_write(&text, &agreement);
    for (int i = 0; i < 2; i++)
        must(peer_sign(sides[i].desk, STATEMENT_AGREEMENT, buf_str(&text), signatures[i], &fault), "sign");
    for (int i = 0; i < 2; i++) {
        must(desk_begin(sides[i].desk, ACTOR_DESK, &fault), "begin");
        must(peer_load(sides[i].desk, sides[i].channel, &arena, &peer, &fault), "load");
        must(peer_agree(sides[i].desk, &peer, buf_str(&text), signatures[i], signatures[1 - i], &fault),
             "agree");
        must(desk_commit(sides[i].desk, &fault), "commit");
    }
    buf_release(&text);
    arena_release(&arena);
}

static void write_messages(struct side *side, size_t n)
{
    static const char text[] =
        "He was seen at the station on the morning of the second day, with a bag, and alone.";
    while (n) {
        must(desk_begin(side->desk, ACTOR_DESK, &fault), "begin");
        for (size_t i = 0; i < BATCH && n; i++, n--) {
            struct arena arena;
            struct decision decision;
            uint64_t number;
            struct draft draft = {.channel = side->channel, .kind = KIND_SIGHTING, .person = 1};
            arena_init(&arena, 1 << 20);
            decision_init(&decision, &arena);
            event_text(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_text, str_of(text));
            must(peer_draft(side->desk, &draft, &decision, &number, &fault), "draft");
            must(peer_release(side->desk, side->channel, number, &fault), "release");
            arena_release(&arena);
        }
        must(desk_commit(side->desk, &fault), "commit");
    }
}

/* One body and its answer; false where there was nothing to say. */
static bool contact(struct side *from, struct side *to)
{
    struct buf body, answer;
    bool due, worth;
    int64_t channel;
    buf_init(&body, 8 << 20);
    buf_init(&answer, 8 << 20);
    must(contact_begin(from->desk, from->channel, &from->contact, desk_now(from->desk), &body, &due, &fault),
         "out");
    if (due) {
        must(peer_incoming(to->desk, buf_str(&body), &channel, &to->contact.view, &fault), "in");
        must(peer_outgoing(to->desk, to->channel, &to->contact.view, &answer, &worth, &fault), "answer");
        must(contact_answered(from->desk, from->channel, &from->contact, buf_str(&answer),
                              clock_now(&from->env.clock), 0, &fault),
             "answered");
    }
    buf_release(&body);
    buf_release(&answer);
    return due;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double fsync_ms(const char *directory, double *p99)
{
    static double times[FSYNCS];
    char path[600], block[4096] = {0};
    snprintf(path, sizeof path, "%s/bench-fsync", directory);
    int fd = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    for (int i = 0; i < FSYNCS; i++) {
        int64_t begun = clock_monotonic_ns();
        if (fd < 0 || write(fd, block, sizeof block) != (ssize_t)sizeof block || fsync(fd) != 0)
            exit(1);
        times[i] = (double)(clock_monotonic_ns() - begun) / 1e6;
    }
    close(fd);
    unlink(path);
    qsort(times, FSYNCS, sizeof *times, compare);
    *p99 = times[FSYNCS * 99 / 100];
    return times[FSYNCS / 2];
}

static void burst(struct side sides[2], size_t n)
{
    write_messages(&sides[0], n);
    int64_t begun = clock_monotonic_ns();
    while (contact(&sides[0], &sides[1]))
        continue;
    double seconds = (double)(clock_monotonic_ns() - begun) / 1e9;
    printf("burst: %zu messages to their receipts in %.2f s: %.0f a second, both desks on one core\n", n,
           seconds, (double)n / seconds);
}

static void single(struct side sides[2], const char *directory)
{
    static double times[SINGLE];
    double p99, median = fsync_ms(directory, &p99);
    for (int i = 0; i < SINGLE; i++) {
        int64_t begun = clock_monotonic_ns();
        write_messages(&sides[0], 1);
        int64_t released = clock_monotonic_ns();
        contact(&sides[0], &sides[1]);
        times[i] = (double)(clock_monotonic_ns() - released) / 1e6;
        int64_t left = 5000000 - (clock_monotonic_ns() - begun);
        struct timespec pause = {0, (long)(left > 0 ? left : 0)};
        nanosleep(&pause, NULL);
    }
    qsort(times, SINGLE, sizeof *times, compare);
    printf(
        "single, 200 a second: median %.2f ms, p99 %.2f ms; fsync of a block: median %.2f ms, p99 %.2f ms\n",
        times[SINGLE / 2], times[SINGLE * 99 / 100], median, p99);
}

int main(int argc, char **argv)
{
    static struct side sides[2];
    if (argc != 4)
        return 64;
    open_side(&sides[0], argv[1], "north");
    open_side(&sides[1], argv[1], "south");
    pair(&sides[0], &sides[1]);
    pair(&sides[1], &sides[0]);
    agree(sides);
    size_t preloaded = strtoul(argv[3], NULL, 10);
    if (preloaded)
        burst(sides, preloaded);
    burst(sides, strtoul(argv[2], NULL, 10));
    single(sides, argv[1]);
    for (int i = 0; i < 2; i++) {
        desk_close(sides[i].desk);
        keeper_local_close(sides[i].keys);
        unlink(sides[i].path);
    }
    return 0;
}
