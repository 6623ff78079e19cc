/* Line: load and lies for a real 'liaison serve', from the desk's own directory:
 *     line write DESK COUNTERPART N RATE    N messages released, RATE a second or (0) at once; until all have
 *                                           their receipt. The desk's serve sends them.
 *     line lies DESK COUNTERPART HOST:PORT  one lie after another, and what was said to each
 *     line flood DESK COUNTERPART HOST:PORT FROM SECONDS   bodies that bring nothing, as fast as they go
 *     line dribble DESK HOST:PORT FROM N SECONDS           N connections, each a byte a second
 *     line floor DIRECTORY                  what the disk and the curves cost here
 * DESK is a desk's directory whose keys a file unlocks; FROM the address to come from. */
#include "../lie.h"
#include "base/keypair.h"
#include "base/limits.h"
#include "keeper/process.h"
#include "tls.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256, WRITTEN_MAX = 1 << 20, ANSWER_MAX = 8 << 20, THREADS = 4 };

static struct fault fault;

static void must(enum err err, const char *what)
{
    if (!err)
        return;
    fprintf(stderr, "line: %s: %s: %s\n", what, err_name(err), fault.detail);
    exit(1);
}

static double seconds(void)
{
    return (double)clock_monotonic_ns() / 1e9;
}

static void pause_for(double s)
{
    struct timespec t = {(time_t)s, (long)((s - (double)(time_t)s) * 1e9)};
    if (s > 0)
        nanosleep(&t, NULL);
}

/* --- a desk of which another process is the serve --- */

struct side {
    char store[4096];
    const char *directory;
    struct desk *desk;
    int64_t channel;
};

static void open_side(struct side *side, const char *directory, const char *counterpart)
{
    char keys[4096], unlock[4096];
    struct keeper_process *keeper;
    side->directory = directory;
    snprintf(side->store, sizeof side->store, "%s/desk.db", directory);
    snprintf(keys, sizeof keys, "%s/keys", directory);
    snprintf(unlock, sizeof unlock, "%s/unlock", directory);
    struct keeper_process_options options = {.keys = keys, .unlock = unlock};
    must(keeper_process_start(&options, &keeper, &fault), "keeper");
    struct desk_env env = {
        .clock = clock_system(), .random = random_system(), .keeper = keeper_process_interface(keeper)};
    must(desk_open(side->store, &env, &side->desk, &fault), "desk");
    must(peer_find(side->desk, str_of(counterpart), &side->channel, &fault), "counterpart");
}

/* --- write --- */

static _Atomic double released[WRITTEN_MAX]; /* 0: its writer has not said so yet */
static double took[WRITTEN_MAX];

struct watcher {
    struct store *store; /* a second connection: each thread has its own */
    int64_t channel;
    uint64_t first, n; /* sequences first + 1 to first + n */
};

static uint64_t receipted(struct store *store, int64_t channel)
{
    struct query q;
    uint64_t sequence = 0;
    query_open(&q, store, "peer/channel", &fault);
    query_int(&q, "channel", channel);
    if (query_next(&q))
        sequence = (uint64_t)query_get_int(&q, 16);
    must(query_close(&q), "watching");
    return sequence;
}

static void *watch(void *context)
{
    struct watcher *w = context;
    for (uint64_t seen = 0; seen < w->n; pause_for(0.0003)) {
        uint64_t now = receipted(w->store, w->channel);
        double at = seconds();
        for (; seen < w->n && w->first + seen < now && released[seen] > 0; seen++)
            took[seen] = at - released[seen];
    }
    return NULL;
}

static void write_batch(struct side *side, size_t n)
{
    static const char text[] =
        "He was seen at the station on the morning of the second day, with a bag, and alone.";
    must(desk_begin(side->desk, ACTOR_DESK, &fault), "begin");
    for (size_t i = 0; i < n; i++) {
        struct arena arena;
        struct decision decision;
        uint64_t number;
        struct draft draft = {.channel = side->channel, .kind = KIND_SIGHTING, .person = 1};
        arena_init(&arena, 1 << 20);
        decision_init(&decision, &arena);
        struct event *content = event_add(&decision, EVENT_MESSAGE_DRAFTED);
        event_text(content, FIELD_text, str_of(text));
        event_text(content, FIELD_purpose, STR("terrorism"));
        must(peer_draft(side->desk, &draft, &decision, &number, &fault), "draft");
        must(peer_release(side->desk, side->channel, number, &fault), "release");
        arena_release(&arena);
    }
    must(desk_commit(side->desk, &fault), "commit");
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int write_messages(const char *directory, const char *counterpart, size_t n, double rate)
{
    static struct side side;
    pthread_t thread;
    open_side(&side, directory, counterpart);
    struct desk *second;
    must(desk_open(side.store, desk_env(side.desk), &second, &fault), "desk");
    struct watcher w = {desk_store(second), side.channel, receipted(desk_store(side.desk), side.channel), n};
    if (n > WRITTEN_MAX || pthread_create(&thread, NULL, watch, &w))
        return 1;
    double begun = seconds();
    for (size_t i = 0; i < n;) {
        size_t batch = rate > 0 ? 1 : n - i < BATCH ? n - i : BATCH;
        if (rate > 0)
            pause_for(begun + (double)i / rate - seconds());
        write_batch(&side, batch);
        for (size_t k = 0; k < batch; k++)
            released[i + k] = seconds();
        i += batch;
    }
    double written = seconds() - begun;
    pthread_join(thread, NULL);
    double all = seconds() - begun;
    qsort(took, n, sizeof *took, compare);
    printf("%zu messages written in %.2f s, all receipted after %.2f s: %.0f a second; "
           "release to receipt: median %.1f ms, p99 %.1f ms, longest %.1f ms\n",
           n, written, all, (double)n / all, took[n / 2] * 1e3, took[n * 99 / 100] * 1e3, took[n - 1] * 1e3);
    return 0;
}

/* --- lies --- */

struct teller {
    struct liar liar;
    struct side *side;
    const char *address;
    uint64_t numbered; /* lies so far that used up a number */
    struct digest head;
    struct arena arena;
};

/* What the answer's receipt says to the header; a word. */
static const char *verdict_in(struct str answer, const struct digest *digest)
{
    static struct receipt receipt;
    struct body body;
    enum frame kind;
    struct str bytes;
    if (body_read(&body, answer, NULL))
        return "-";
    while (body_next(&body, &kind, &bytes)) {
        struct unpack from = unpack_of(bytes);
        if (kind != FRAME_RECEIPT)
            continue;
        unpack_bytes(&from, SIGNATURE_BYTES);
        if (receipt_read(&receipt, unpack_run(&from, (size_t)LIMIT_AGREEMENT_BYTES), NULL))
            continue;
        for (size_t i = 0; i < receipt.count; i++)
            if (digest_equal(&receipt.entries[i].header, digest))
                return verdict_word(receipt.entries[i].verdict);
    }
    return "-";
}

static void say(struct teller *teller, const char *name, struct str body, const struct digest *digest)
{
    static char answer[ANSWER_MAX];
    size_t n = sizeof answer;
    struct tls *tls = tls_open(teller->address, NULL, teller->side->directory);
    int status = tls ? tls_post(tls, body.p, body.n, answer, &n) : 0;
    const char *verdict = status == 200 && digest ? verdict_in((struct str){answer, n}, digest) : "-";
    printf("%s: %d %s\n", name, status, verdict);
    fflush(stdout);
    tls_close(tls);
    if (verdict[0] != '-') {
        teller->numbered++;
        teller->head = *digest;
    }
}

/* The next message as it would be true, after the lies before it. */
static struct lie next_lie(struct teller *teller)
{
    struct lie lie;
    must(lie_begin(&teller->liar, clock_now(&desk_env(teller->side->desk)->clock), &lie, &fault), "lie");
    lie.header.sequence += teller->numbered;
    lie.header.message += teller->numbered;
    lie.header.position += teller->numbered;
    if (teller->numbered)
        lie.header.previous = teller->head;
    return lie;
}

static void begin_body(const struct lie *lie, struct buf *body)
{
    buf_init(body, ANSWER_MAX);
    body_begin(body, &lie->header.sender, &lie->header.recipient);
    /* Where we stand, so that the answer holds the receipts from here on. */
    size_t opened = body_open(body, FRAME_POSITION);
    pack_number(body, 0, 8);
    buf_add(body, (const char[DIGEST_BYTES]){0}, DIGEST_BYTES);
    pack_number(body, lie->header.sequence - 1, 8);
    for (int i = 0; i < 3; i++)
        pack_number(body, 0, 8);
    pack_number(body, 0, 1);
    body_close(body, opened);
}

static void tell(struct teller *teller, const char *name, struct lie lie)
{
    struct buf body;
    struct lie true_one = next_lie(teller);
    begin_body(&true_one, &body);
    must(lie_add(&teller->liar, &lie, &body, &fault), name);
    say(teller, name, buf_str(&body), &lie.digest);
    buf_release(&body);
}

/* Lies in the message. */
static void tell_messages(struct teller *t)
{
    struct lie lie = next_lie(t);
    lie.forged = true;
    tell(t, "forged", lie);
    lie = next_lie(t);
    lie.header.recipient.bytes[0] ^= 1;
    tell(t, "sealed again to a third desk", lie);
    lie = next_lie(t);
    lie.header.channel.bytes[0] ^= 1;
    tell(t, "of another channel", lie);
    lie = next_lie(t);
    lie.header.sent += 3600 * 1000;
    tell(t, "from the future", lie);
    lie = next_lie(t);
    lie.header.sequence += 5;
    tell(t, "with a gap", lie);
    lie = next_lie(t);
    lie.unsealed = true;
    tell(t, "badly sealed", lie);
    lie = next_lie(t);
    lie.for_another = true;
    tell(t, "with another header's content", lie);
    lie = next_lie(t);
    lie.purpose = "trade";
    tell(t, "for another purpose", lie);
    lie = next_lie(t);
    lie.purpose = NULL;
    tell(t, "for no purpose", lie);
    lie = next_lie(t);
    lie.handling = "red";
    tell(t, "above the ceiling", lie);
    lie = next_lie(t);
    lie.header.kind = (enum kind)999;
    tell(t, "of no kind", lie);
    lie = next_lie(t);
    lie.header.agreement.bytes[0] ^= 1;
    tell(t, "under another agreement", lie);
    lie = next_lie(t);
    lie.header.whose = WHOSE_RECIPIENT;
    lie.header.kind = KIND_ANSWERED;
    lie.header.about = 12345;
    tell(t, "that refers to nothing", lie);
}

/* Lies in the body around true messages. */
static void tell_bodies(struct teller *t)
{
    struct buf body, outer;
    struct lie first = next_lie(t), second = first;
    begin_body(&first, &body);
    must(lie_add(&t->liar, &first, &body, &fault), "first");
    second.header.sequence++;
    second.header.message++;
    second.header.previous = first.digest;
    begin_body(&second, &outer);
    must(lie_add(&t->liar, &second, &outer, &fault), "second");
    say(t, "out of order", buf_str(&outer), &second.digest);
    say(t, "cut off", (struct str){body.bytes, body.n / 2}, NULL);
    say(t, "true", buf_str(&body), &first.digest);
    say(t, "sent twice", buf_str(&body), NULL);
    buf_clear(&outer);
    body_begin(&outer, &first.header.sender, &first.header.recipient);
    for (int depth = 0; depth < 12; depth++) {
        struct buf whole = outer;
        buf_init(&outer, ANSWER_MAX);
        body_begin(&outer, &first.header.sender, &first.header.recipient);
        body_add(&outer, FRAME_MESSAGE, buf_str(&whole));
        buf_release(&whole);
    }
    say(t, "a body in a body", buf_str(&outer), NULL);
    buf_clear(&outer);
    body_begin(&outer, &first.header.sender, &first.header.recipient);
    for (int i = 0; i < 2000; i++)
        body_add(&outer, FRAME_RECEIPT, STR("nothing"));
    say(t, "of two thousand receipts", buf_str(&outer), NULL);
    buf_clear(&outer);
    body_begin(&outer, &first.header.recipient, &first.header.sender);
    say(t, "in another's name", buf_str(&outer), NULL);
    buf_clear(&outer);
    while (outer.n <= (size_t)LIMIT_BODY_BYTES)
        buf_add_str(&outer, buf_str(&body));
    say(t, "huge", buf_str(&outer), NULL);
    buf_release(&outer);
    buf_release(&body);
}

static void begin_telling(struct teller *teller, struct side *side, const char *address)
{
    struct peer peer;
    arena_init(&teller->arena, 1 << 20);
    must(peer_load(side->desk, side->channel, &teller->arena, &peer, &fault), "peer");
    unsigned char *sealing = arena_alloc(&teller->arena, PUBLIC_BYTES);
    if (!sealing)
        exit(1);
    memcpy(sealing, peer.card.sealing, PUBLIC_BYTES);
    teller->side = side;
    teller->address = address;
    teller->liar = (struct liar){side->desk, side->channel, random_system(), sealing};
}

static int tell_lies(const char *directory, const char *counterpart, const char *address)
{
    static struct side side;
    static struct teller teller;
    open_side(&side, directory, counterpart);
    begin_telling(&teller, &side, address);
    tell_messages(&teller);
    tell_bodies(&teller);
    return 0;
}

/* --- flood --- */

struct flood {
    const char *address, *from, *directory;
    double until;
    struct str bodies[2];
    unsigned counts[600];
};

static void *flood_on(void *context)
{
    struct flood *flood = context;
    char *answer = malloc(ANSWER_MAX);
    struct tls *tls = NULL;
    for (size_t i = 0; answer && seconds() < flood->until; i++) {
        size_t n = ANSWER_MAX;
        if (!tls)
            tls = tls_open(flood->address, flood->from, flood->directory);
        struct str body = flood->bodies[i % 2];
        int status = tls ? tls_post(tls, body.p, body.n, answer, &n) : 0;
        __atomic_fetch_add(&flood->counts[status < 600 ? status : 0], 1, __ATOMIC_RELAXED);
        if (status == 200)
            continue;
        if (status == 0)
            pause_for(0.005); /* turned away at the door: the machine is ours too */
        tls_close(tls);
        tls = NULL;
    }
    tls_close(tls);
    free(answer);
    return NULL;
}

static int flood(const char *directory, const char *counterpart, const char *address, const char *from,
                 double length)
{
    static struct side side;
    static struct teller teller;
    static struct flood flood;
    struct buf bodies[2];
    pthread_t threads[THREADS];
    open_side(&side, directory, counterpart);
    begin_telling(&teller, &side, address);
    struct lie lie = next_lie(&teller);
    for (int i = 0; i < 2; i++) {
        begin_body(&lie, &bodies[i]);
        lie.forged = true;
        for (int k = 0; k < BATCH; k++)
            must(lie_add(&teller.liar, &lie, &bodies[i], &fault), "lie");
        for (int k = 0; i == 1 && k < BODY_RECEIPTS_MAX; k++)
            body_add(&bodies[i], FRAME_RECEIPT, STR("nothing"));
        flood.bodies[i] = buf_str(&bodies[i]);
    }
    flood.address = address;
    flood.from = from;
    flood.directory = directory;
    flood.until = seconds() + length;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, flood_on, &flood))
            return 1;
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("flood:");
    for (int i = 0; i < 600; i++)
        if (flood.counts[i])
            printf(i ? " %u times %d" : " %u times no answer", flood.counts[i], i);
    printf("\n");
    return 0;
}

/* --- dribble --- */

/* Every third says nothing at all, a head without an end, or a body that does not come. */
static int dribble(const char *directory, const char *address, const char *from, size_t n, double length)
{
    static const char head[] = "POST /peer HTTP/1.1\r\nHost: desk\r\nContent-Length: 100000\r\n";
    struct tls **lines = calloc(n, sizeof *lines);
    double until = seconds() + length;
    size_t cut = 0, refused = 0;
    bool *gone = calloc(n, sizeof *gone);
    if (!lines || !gone)
        return 1;
    for (size_t i = 0; i < n; i++) {
        if (i % 3 == 0) {
            tls_connect(address, from); /* left open until the end */
            continue;
        }
        lines[i] = tls_open(address, from, directory);
        refused += !lines[i];
        if (lines[i] && !tls_send(lines[i], head, sizeof head - 1))
            refused++;
        if (lines[i] && i % 3 == 2)
            (void)!tls_send(lines[i], "\r\n", 2);
    }
    for (; seconds() < until; pause_for(1))
        for (size_t i = 0; i < n; i++)
            if (lines[i] && !gone[i] && (tls_is_closed(lines[i]) || !tls_send(lines[i], "x", 1))) {
                gone[i] = true;
                cut++;
            }
    printf("dribble: %zu connections, %zu not taken, %zu cut within %.0f s\n", n, refused, cut, length);
    return 0;
}

/* --- floor --- */

static int floor_of(const char *directory)
{
    enum { SYNCS = 200, ROUNDS = 2000 };
    char path[4096], block[4096] = {0};
    unsigned char seed[KEYPAIR_SEED_BYTES] = {1}, key[KEYPAIR_KEY_BYTES] = {2};
    unsigned char signature[KEYPAIR_SIGNATURE_BYTES], sealed[KEYPAIR_SEALED_BYTES];
    struct keypair signing, sealing;
    struct str bytes = {block, 400};
    double begun, sign, check, seal, open;
    bool good = true;
    snprintf(path, sizeof path, "%s/floor", directory);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < SYNCS && file; i++) {
        begun = seconds();
        good = good && fwrite(block, sizeof block, 1, file) == 1 && fflush(file) == 0 &&
               fsync(fileno(file)) == 0;
        took[i] = seconds() - begun;
    }
    qsort(took, SYNCS, sizeof *took, compare);
    keypair_for_signing(seed, &signing);
    keypair_for_sealing(seed, &sealing);
    begun = seconds();
    for (int i = 0; i < ROUNDS; i++)
        keypair_sign(&signing, bytes, signature);
    sign = seconds() - begun;
    for (int i = 0; i < ROUNDS; i++)
        good = good && keypair_signed(signing.public, bytes, signature);
    check = seconds() - begun - sign;
    for (int i = 0; i < ROUNDS; i++)
        good = good && keypair_seal(sealing.public, key, sealed);
    seal = seconds() - begun - sign - check;
    for (int i = 0; i < ROUNDS; i++)
        good = good && keypair_open(&sealing, sealed, key);
    open = seconds() - begun - sign - check - seal;
    printf("floor: fsync of a block median %.2f ms, p99 %.2f ms; sign %.0f us, check %.0f us, seal %.0f us, "
           "open %.0f us: %.0f messages a second and core by these four alone\n",
           took[SYNCS / 2] * 1e3, took[SYNCS * 99 / 100] * 1e3, sign * 1e6 / ROUNDS, check * 1e6 / ROUNDS,
           seal * 1e6 / ROUNDS, open * 1e6 / ROUNDS, ROUNDS / (sign + check + seal + open));
    return file && fclose(file) == 0 && remove(path) == 0 && good ? 0 : 1;
}

static int run(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "write") == 0)
        return write_messages(argv[2], argv[3], strtoul(argv[4], NULL, 10), strtod(argv[5], NULL));
    if (argc == 5 && strcmp(argv[1], "lies") == 0)
        return tell_lies(argv[2], argv[3], argv[4]);
    if (argc == 7 && strcmp(argv[1], "flood") == 0)
        return flood(argv[2], argv[3], argv[4], argv[5], strtod(argv[6], NULL));
    if (argc == 7 && strcmp(argv[1], "dribble") == 0)
        return dribble(argv[2], argv[3], argv[4], strtoul(argv[5], NULL, 10), strtod(argv[6], NULL));
    if (argc == 3 && strcmp(argv[1], "floor") == 0)
        return floor_of(argv[2]);
    fprintf(stderr, "line: see tests/line/line.c\n");
    return 64;
}

int main(int argc, char **argv)
{
    /* Its own keeper process. */
    if (argc == 6 && strcmp(argv[1], "keeper") == 0)
        return keeper_process_main(&(struct keeper_process_options){.keys = argv[3], .unlock = argv[5]});
    int status = run(argc, argv);
    fflush(stdout);
    _exit(status); /* desk and keeper end with the process */
}
