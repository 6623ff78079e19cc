/* Bench of a desk: events a second in durable batches, the pages an officer waits for on a large desk, and
 * verifying one day of it. Usage: desk DIRECTORY [EVENTS [FILES [keep]]], where the store is made and removed
 * again, or kept, and then used by the next run instead of making it; one line a figure, "NAME VALUE UNIT".
 *
 * Of EVENTS (10,000,000) one act in a hundred opens a file, one in ten raises a flag; there are as many
 * subjects as files, invented persons (synth/synth.h) with all their names and dates sealed, twice as many
 * obligations, half of them ended, and what is left over are consultations. Then files alone are opened until
 * there are FILES (100,000). "Anything on him?" is asked of every kind of person there is: as another office
 * wrote him down. Events are made as facts, in commits of 10,000, each with one checkpoint, one fsync and all
 * projections, through desk_add and desk_commit; the rules that would decide them are measured elsewhere. */
#include "base/time.h"
#include "desk/blind.h"
#include "desk/prove.h"
#include "desk/same.h"
#include "desk/verify.h"
#include "keeper/local.h"
#include "match/screen.h"
#include "synth/synth.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH = 10000, LEAF_EVENTS = 200000, DAY_EVENTS = 3000, READS = 200, QUESTIONS = 1000 };

struct bench {
    char path[4096];
    time_ms now;
    struct keeper_local *keys;
    struct desk_env env;
    struct desk *desk;
    int64_t files, flags, obligations, ended, consulted;
    struct seeded seeded;
    struct synth *synth;
    struct fault fault;
};

static void must(struct bench *b, enum err err, const char *what)
{
    if (!err)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, err_name(err), b->fault.detail);
    exit(err_exit_status(err));
}

static double seconds_since(int64_t begun)
{
    return (double)(clock_monotonic_ns() - begun) / 1e9;
}

static time_ms now(void *context)
{
    return *(time_ms *)context;
}

static void open_desk(struct bench *b)
{
    must(b, desk_open(b->path, &b->env, &b->desk, &b->fault), "open");
}

/* The keys are the same in every run, so that a store that was kept is opened again. */
static void prepare(struct bench *b)
{
    struct keeper_secrets secrets;
    struct seeded drawn = {.state = 7};
    struct random keys = random_seeded(&drawn);
    b->seeded.state = 1;
    must(b, synth_open(&b->synth, 1, &b->fault), "synth");
    b->now = 1300000000000;
    keeper_secrets_draw(&secrets, &keys);
    struct keeper_local_options options = {.secrets = &secrets, .random = random_system()};
    must(b, keeper_local_open(&options, &b->keys, &b->fault), "keys");
    b->env = (struct desk_env){
        .clock = {now, &b->now}, .random = random_system(), .keeper = keeper_local_interface(b->keys)};
}

static void make(struct bench *b)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char file[4200];
    for (size_t i = 0; i < 3; i++) {
        snprintf(file, sizeof file, "%s%s", b->path, ends[i]);
        unlink(file);
    }
    struct desk_founding founding = {.id = STR("bench"), .admin = STR("admin")};
    must(b, desk_init(b->path, &founding, &b->env, &b->fault), "init");
    open_desk(b);
}

static int64_t next_number(struct bench *b, enum entity entity)
{
    struct query q;
    int64_t number = 0;
    query_open(&q, desk_store(b->desk), "rule/numbers", &b->fault);
    if (query_next(&q))
        number = query_get_int(&q, (int)entity) - 1;
    must(b, query_close(&q), "numbers");
    return number;
}

/* A store that was kept: goes on where the last run ended. */
static uint64_t use_again(struct bench *b)
{
    open_desk(b);
    int64_t events;
    must(b, store_last(desk_store(b->desk), &events, &b->now, &b->fault), "last");
    b->files = next_number(b, ENTITY_file);
    b->flags = next_number(b, ENTITY_flag);
    b->obligations = next_number(b, ENTITY_obligation);
    return (uint64_t)events;
}

/* --- facts --- */

static void add_file(struct bench *b, struct decision *d)
{
    static const struct str sections[] = {{"border", 6}, {"citizenship", 11}, {"threats", 7}};
    struct str section = sections[b->files % 3];
    int64_t number = ++b->files;
    char reference[24];
    int n = snprintf(reference, sizeof reference, "BENCH-2011-%" PRId64, number);
    struct str kept = {arena_copy(d->arena, reference, (size_t)n), (size_t)n};
    struct event *e = event_add(d, EVENT_SUBJECT_ADDED);
    event_int(e, FIELD_subject, number);
    event_text(e, FIELD_subject_role, STR("suspect"));
    event_text(e, FIELD_reason, STR("a note"));
    struct subject who;
    must(b, synth_person(b->synth, (uint64_t)number, d->arena, &who, &b->fault), "synth");
    for (int p = 0; p < PROPERTY_COUNT; p++)
        for (size_t i = 0; i < who.values[p].n; i++) {
            e = event_add(d, EVENT_SUBJECT_VALUE_ADDED);
            event_int(e, FIELD_subject, number);
            event_text(e, FIELD_property, str_of(property_ftm((enum property)p)));
            event_text(e, FIELD_value, who.values[p].at[i]);
        }
    e = event_add(d, EVENT_FILE_OPENED);
    event_int(e, FIELD_file, number);
    event_text(e, FIELD_reference, kept);
    event_int(e, FIELD_subject, number);
    event_text(e, FIELD_section, section);
    event_text(e, FIELD_owner, STR("desk/duty"));
    event_time(e, FIELD_review, b->now + 100 * TIME_DAY);
}

static void add_flag(struct bench *b, struct decision *d)
{
    struct event *e = event_add(d, EVENT_FLAG_RAISED);
    event_int(e, FIELD_flag, ++b->flags);
    event_int(e, FIELD_file, 1 + (int64_t)seeded_below(&b->seeded, (uint64_t)b->files));
    event_text(e, FIELD_flag_kind, STR("travel"));
    event_int(e, FIELD_weight, 30);
    event_int(e, FIELD_half_life, 730);
    event_time(e, FIELD_date, b->now);
    event_text(e, FIELD_reliability, STR("B"));
    event_text(e, FIELD_credibility, STR("2"));
    event_text(e, FIELD_basis, STR("seen at the crossing, told by a colleague"));
}

/* A thousand stay owed; every other one of the rest has ended before the next begins. */
static void add_obligation(struct bench *b, struct decision *d)
{
    struct event *e = event_add(d, EVENT_OBLIGATION_CREATED);
    event_int(e, FIELD_obligation, ++b->obligations);
    event_text(e, FIELD_obligation_kind, STR("sighting"));
    event_int(e, FIELD_about, b->obligations);
    event_int(e, FIELD_file, 1 + (int64_t)seeded_below(&b->seeded, (uint64_t)b->files));
    event_text(e, FIELD_section, STR("border"));
    event_text(e, FIELD_owner, STR("border/duty"));
    event_text(e, FIELD_direction, STR("in"));
    event_time(e, FIELD_due, b->now + TIME_DAY);
    event_time(e, FIELD_climbs, b->now + TIME_DAY);
    event_text(e, FIELD_urgency, STR("normal"));
    if (b->obligations <= 1000)
        return;
    e = event_add(d, EVENT_OBLIGATION_ENDED);
    event_int(e, FIELD_obligation, b->obligations);
    event_text(e, FIELD_obligation_state, STR("done"));
    b->ended++;
}

static void add_consultation(struct bench *b, struct decision *d)
{
    struct event *e = event_add(d, EVENT_CONTENT_CONSULTED);
    event_text(e, FIELD_entity, STR("file"));
    event_int(e, FIELD_about, 1 + (int64_t)seeded_below(&b->seeded, (uint64_t)b->files));
    event_text(e, FIELD_purpose, STR("case"));
    b->consulted++;
}

static void add_one(struct bench *b, struct decision *d, uint64_t at)
{
    if (at % 100 == 0 || b->files == 0)
        add_file(b, d);
    else if (at % 10 == 5)
        add_flag(b, d);
    else if (at % 50 == 3)
        add_obligation(b, d);
    else
        add_consultation(b, d);
}

static void commit(struct bench *b, struct decision *d)
{
    b->now += 60000;
    must(b, desk_begin(b->desk, 1, &b->fault), "begin");
    must(b, desk_add(b->desk, d, &b->fault), "add");
    must(b, desk_commit(b->desk, &b->fault), "commit");
}

static uint64_t fill(struct bench *b, uint64_t events, uint64_t *at)
{
    struct arena arena;
    uint64_t made = 0;
    arena_init(&arena, 1 << 30);
    while (made < events) {
        struct decision d;
        arena_reset(&arena);
        decision_init(&d, &arena);
        while (d.count < BATCH && made + d.count < events)
            add_one(b, &d, (*at)++);
        commit(b, &d);
        made += d.count;
    }
    arena_release(&arena);
    return made;
}

/* Files until there are so many, then flags until there are ten a file. */
static uint64_t fill_up(struct bench *b, int64_t files, int64_t flags)
{
    struct arena arena;
    uint64_t made = 0;
    arena_init(&arena, 1 << 30);
    while (b->files < files || b->flags < flags) {
        struct decision d;
        arena_reset(&arena);
        decision_init(&d, &arena);
        while (d.count < BATCH && b->files < files)
            add_file(b, &d);
        while (d.count < BATCH && b->files >= files && b->flags < flags)
            add_flag(b, &d);
        commit(b, &d);
        made += d.count;
    }
    arena_release(&arena);
    return made;
}

/* --- reading --- */

static uint64_t read_rows(struct bench *b, const char *name, int64_t file)
{
    struct query q;
    uint64_t rows = 0;
    query_open(&q, desk_store(b->desk), name, &b->fault);
    query_int(&q, "id", file);
    query_int(&q, "now", b->now);
    query_text(&q, "key", STR(""));
    query_int(&q, "limit", 1000);
    while (query_next(&q))
        rows++;
    must(b, query_close(&q), name);
    return rows;
}

static void page_of_file(struct bench *b, int64_t file)
{
    static const char *const parts[] = {"page/file",         "page/file_subjects",    "page/file_flags",
                                        "page/file_watches", "page/file_sightings",   "page/file_requests",
                                        "page/file_tips",    "page/file_owed",        "page/file_proposals",
                                        "page/file_notes",   "page/file_attachments", "page/file_clearances"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        read_rows(b, parts[i], file);
}

static void figure(const char *name, double value, const char *unit)
{
    printf("%-34s %12.3f %s\n", name, value, unit);
    fflush(stdout);
}

static void measure_pages(struct bench *b)
{
    double worst = 0, sum = 0;
    uint64_t rows = 0;
    int64_t begun = clock_monotonic_ns();
    for (int i = 0; i < 10; i++)
        rows = read_rows(b, "page/due", 0);
    figure("due list, rows", (double)rows, "");
    figure("due list", seconds_since(begun) * 1e3 / 10, "ms");
    for (int i = 0; i < READS; i++) {
        begun = clock_monotonic_ns();
        page_of_file(b, 1 + (int64_t)seeded_below(&b->seeded, (uint64_t)b->files));
        double ms = seconds_since(begun) * 1e3;
        sum += ms;
        worst = ms > worst ? ms : worst;
    }
    figure("a file's page, mean", sum / READS, "ms");
    figure("a file's page, worst", worst, "ms");
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One question as an act of its own, its transaction with it; how many files it gave. */
static size_t ask(struct bench *b, uint64_t number, double *ms)
{
    struct arena arena;
    struct subject who;
    struct task task;
    struct same *same;
    size_t n = 0;
    arena_init(&arena, 1 << 24);
    must(b, synth_copy(b->synth, number, 1, 1000, &arena, &who, &b->fault), "synth");
    int64_t begun = clock_monotonic_ns();
    enum err err = task_begin(&task, b->desk, 1, &b->fault);
    if (!err)
        err = same_person(&task, &who, &same, &n);
    must(b, task_end(&task, err), "asking");
    *ms = seconds_since(begun) * 1e3;
    arena_release(&arena);
    return n;
}

/* How many subjects the index gives for a question, to be read and compared, and how long it takes. */
static size_t look_up(struct bench *b, uint64_t number, double *ms)
{
    struct arena arena;
    struct subject who;
    struct person person;
    struct blind *blind;
    int64_t *subjects;
    size_t n = 0;
    arena_init(&arena, 1 << 26);
    must(b, synth_copy(b->synth, number, 1, 1000, &arena, &who, &b->fault), "synth");
    must(b, desk_begin(b->desk, 1, &b->fault), "begin");
    must(b, blind_of(b->desk, &blind, &b->fault), "index");
    forms_cache_trim(blind->cache);
    enum err err = person_init_cached(&arena, blind->cache, &blind->model, &who, &person, &b->fault);
    int64_t begun = clock_monotonic_ns();
    if (!err)
        must(b,
             blind_find(b->desk, &person, screen_prior((size_t)b->files), ALERT_THRESHOLD, &arena, &subjects,
                        &n, &b->fault),
             "index");
    *ms += seconds_since(begun) * 1e3;
    desk_rollback(b->desk);
    arena_release(&arena);
    return n;
}

static void measure_index(struct bench *b)
{
    double ms = 0;
    size_t read = 0, most = 0;
    for (int i = 0; i < READS; i++) {
        size_t n = look_up(b, 1 + seeded_below(&b->seeded, (uint64_t)b->files), &ms);
        read += n;
        most = n > most ? n : most;
    }
    figure("of it the index alone, mean", ms / READS, "ms");
    figure("subjects compared a question", (double)read / READS, "");
    figure("subjects compared, most", (double)most, "");
}

static void measure_questions(struct bench *b)
{
    static double ms[QUESTIONS];
    double sum = 0;
    size_t found = 0;
    ask(b, 1, &ms[0]);
    figure("anything on him, the first", ms[0], "ms");
    for (uint64_t i = 0; i < QUESTIONS; i++) {
        found += ask(b, 1 + seeded_below(&b->seeded, (uint64_t)b->files), &ms[i]);
        sum += ms[i];
    }
    qsort(ms, QUESTIONS, sizeof *ms, by_size);
    figure("anything on him, mean", sum / QUESTIONS, "ms");
    figure("anything on him, 99 in 100", ms[QUESTIONS * 99 / 100], "ms");
    figure("anything on him, worst of 1,000", ms[QUESTIONS - 1], "ms");
    figure("files found a question", (double)found / QUESTIONS, "");
}

static bool show_all(void *context, const struct event_value *value)
{
    (void)context;
    (void)value;
    return true;
}

static void measure_proofs(struct bench *b, uint64_t events)
{
    struct buf proof;
    double sum = 0;
    buf_init(&proof, 1 << 20);
    for (int i = 0; i < READS; i++) {
        int64_t sequence = 8 + (int64_t)seeded_below(&b->seeded, events - 8);
        int64_t begun = clock_monotonic_ns();
        buf_clear(&proof);
        must(b, desk_prove(b->desk, sequence, show_all, NULL, &proof, &b->fault), "prove");
        sum += seconds_since(begun) * 1e6;
    }
    figure("an event's whole proof", sum / READS, "us");
    buf_release(&proof);
}

static void tell(void *context, const char *finding)
{
    (void)context;
    fprintf(stderr, "%s\n", finding);
}

static void measure_day(struct bench *b, uint64_t *at)
{
    struct buf since;
    uint64_t size;
    struct verify_result result;
    buf_init(&since, 1 << 16);
    must(b, desk_checkpoint(b->desk, LEDGER_DOMESTIC, &size, &since, &b->fault), "checkpoint");
    fill(b, DAY_EVENTS, at);
    struct verify_options options = {.since = buf_str(&since), .found = tell};
    int64_t begun = clock_monotonic_ns();
    must(b, desk_verify(b->desk, &options, &result, &b->fault), "verify");
    figure("verifying a day of 3,000 events", seconds_since(begun), "s");
    buf_release(&since);
}

/* The whole store, made; returns how many events it has. */
static uint64_t fill_all(struct bench *b, uint64_t events, int64_t files, uint64_t *at)
{
    make(b);
    int64_t begun = clock_monotonic_ns();
    uint64_t first = fill(b, LEAF_EVENTS, at);
    figure("events in durable batches", (double)first / seconds_since(begun), "/s");
    if (events > first)
        fill(b, events - first, at);
    events += fill_up(b, files, 10 * files);
    figure("filling", seconds_since(begun), "s");
    desk_close(b->desk);
    return events;
}

int main(int argc, char **argv)
{
    static struct bench b;
    struct stat info;
    uint64_t at = 0, events = argc > 2 ? strtoull(argv[2], NULL, 10) : 10000000;
    int64_t files = argc > 3 ? atoll(argv[3]) : 100000;
    bool keep = argc > 4;
    snprintf(b.path, sizeof b.path, "%s/bench-desk.db", argc > 1 ? argv[1] : ".");
    prepare(&b);
    if (!keep || stat(b.path, &info) != 0)
        fill_all(&b, events, files, &at);
    int64_t begun = clock_monotonic_ns();
    events = use_again(&b);
    figure("opening", seconds_since(begun) * 1e3, "ms");
    figure("filled with events", (double)events, "");
    figure("files", (double)b.files, "");
    figure("flags", (double)b.flags, "");
    if (stat(b.path, &info) == 0)
        figure("store", (double)info.st_size / 1e6, "MB");
    measure_pages(&b);
    measure_questions(&b);
    measure_index(&b);
    measure_proofs(&b, events);
    measure_day(&b, &at);
    desk_close(b.desk);
    keeper_local_close(b.keys);
    synth_close(b.synth);
    if (!keep)
        unlink(b.path);
    return 0;
}
