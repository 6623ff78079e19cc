/* index/store: generations of an index. A writer that is killed or finds no room at any step of his leaves a
 * whole one in force; updates give what building anew gives; readers go on meanwhile; no damaged byte is
 * used. */
#include "base/hash.h"
#include "index/format.h"
#include "index/manifest.h"
#include "index/store.h"
#include "record/ftm_write.h"
#include "synth/synth.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PEOPLE = 400, FEW = 100, SEED = 11, MOST = 16, FILE_MOST = 1 << 26, KILLED = 9 };

/* --- A disk on which a step of the writer's is the last: each call that changes it comes by here --- */

enum mishap { NONE, KILL, NO_ROOM };
static enum mishap mishap;
static long steps_left; /* until it happens */
static pid_t writer;    /* only in this process */

/* True where this step fails; a killed writer does half of a write. */
static bool last_step(void)
{
    return mishap != NONE && getpid() == writer && steps_left-- == 0;
}

static long step(bool last, long done)
{
    if (last && mishap == KILL)
        _exit(KILLED);
    if (last)
        errno = ENOSPC;
    return last ? -1 : done;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    bool last = last_step();
    return (ssize_t)step(last, syscall(SYS_pwrite64, fd, bytes, last ? n / 2 : n, at));
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    bool last = last_step();
    return (ssize_t)step(last, syscall(SYS_write, fd, bytes, last ? n / 2 : n));
}

int fsync(int fd)
{
    bool last = last_step();
    return (int)step(last, last ? 0 : syscall(SYS_fsync, fd));
}

int rename(const char *from, const char *to)
{
    bool last = last_step();
    return (int)step(last, last ? 0 : syscall(SYS_rename, from, to));
}

int unlinkat(int dir, const char *path, int flags)
{
    bool last = last_step();
    return (int)step(last, last ? 0 : syscall(SYS_unlinkat, dir, path, flags));
}

/* --- What the tests share --- */

struct world {
    struct arena arena;
    struct model model;
    struct synth *synth;
    char dir[64];
};

/* Of a file or folder of the tests'. */
static char *path_of(struct world *world, const char *name)
{
    enum { PATH_BYTES = 128 };
    char *path = arena_alloc(&world->arena, PATH_BYTES);
    assert_non_null(path);
    snprintf(path, PATH_BYTES, "%s/%s", world->dir, name);
    return path;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_all(const char *path)
{
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static int setup(void **state)
{
    static struct world world;
    struct fault fault;
    arena_init(&world.arena, (size_t)1 << 30);
    snprintf(world.dir, sizeof world.dir, "/tmp/liaison-generations-XXXXXX");
    if (!mkdtemp(world.dir) || model_load(&world.arena, &world.model, &fault) != ERR_OK ||
        synth_open(&world.synth, SEED, &fault) != ERR_OK)
        return -1;
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    remove_all(world->dir);
    synth_close(world->synth);
    arena_release(&world->arena);
    return 0;
}

/* The people first to last - 1 as a file of that name, and below it, where one is given, a line of no JSON.
 */
static const char *write_people(struct world *world, const char *name, size_t first, size_t last, bool broken)
{
    const char *path = path_of(world, name);
    struct arena arena;
    struct subject subject;
    struct buf lines;
    arena_init(&arena, (size_t)1 << 26);
    buf_init(&lines, FILE_MOST);
    for (size_t i = first; i < last; i++) {
        arena_reset(&arena);
        assert_int_equal(synth_person(world->synth, i, &arena, &subject, NULL), ERR_OK);
        ftm_write(&lines, &subject);
        if (broken && i == first)
            buf_add_str(&lines, STR("no JSON\n"));
    }
    assert_int_equal(file_write(path, lines.bytes, lines.n, NULL), ERR_OK);
    buf_release(&lines);
    arena_release(&arena);
    return path;
}

typedef enum err (*store_writer)(const char *dir, const struct model *model, const char *const *paths,
                                 size_t n, const struct store_options *options, struct store_change *change,
                                 struct fault *fault);

/* Writes with one worker: the steps are then always the same. */
static enum err write_with(const struct world *world, store_writer by, const char *dir, const char *path,
                           struct store_change *change, struct fault *fault)
{
    struct store_options options = {.workers = 1};
    return by(dir, &world->model, &path, 1, &options, change, fault);
}

static struct store_change must_write(const struct world *world, store_writer by, const char *dir,
                                      const char *path)
{
    struct store_change change;
    struct fault fault = {0};
    if (write_with(world, by, dir, path, &change, &fault) != ERR_OK)
        fail_msg("%s", fault.detail);
    return change;
}

/* Opens what is in force, holds every block against its checksum and finds person number i: persons it holds.
 */
static size_t look_through(const struct world *world, const char *dir, size_t i, bool *found)
{
    struct index *index;
    struct fault fault = {0};
    struct arena arena;
    struct subject subject;
    const struct person *query;
    struct found out[MOST];
    size_t n;
    struct screening terms = {.prior = screen_prior(PEOPLE), .threshold = 0.5, .limit = MOST};
    if (index_open(&index, &world->model, dir, &fault) != ERR_OK)
        fail_msg("%s", fault.detail);
    for (size_t p = 0; p < index->parts_n; p++)
        if (segment_verify(index->parts[p].segment, &fault) != ERR_OK)
            fail_msg("%s", fault.detail);
    struct searcher *searcher = searcher_new(index);
    assert_non_null(searcher);
    arena_init(&arena, (size_t)1 << 26);
    assert_int_equal(synth_person(world->synth, i, &arena, &subject, NULL), ERR_OK);
    assert_int_equal(searcher_query(searcher, &subject, &query, NULL), ERR_OK);
    assert_int_equal(searcher_search(searcher, query, &terms, out, &n, NULL, NULL), ERR_OK);
    *found = false;
    for (size_t k = 0; k < n; k++) {
        struct list_person record;
        assert_int_equal(searcher_record(searcher, out[k].record, &arena, &record, NULL), ERR_OK);
        *found = *found || str_equal(record.subject.id, subject.id);
    }
    size_t persons = index->persons;
    arena_release(&arena);
    searcher_free(searcher);
    index_close(index);
    return persons;
}

/* A hash of the names and bytes of what dir holds, but for the lock and what is being written. */
static uint64_t hash_of(const char *dir)
{
    DIR *open_dir = opendir(dir);
    const struct dirent *entry;
    uint64_t sum = 0;
    assert_non_null(open_dir);
    while ((entry = readdir(open_dir))) {
        char path[512];
        char *bytes;
        size_t n;
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "lock") == 0 ||
            strcmp(entry->d_name, "current.new") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        assert_int_equal(file_read(path, FILE_MOST, &bytes, &n, NULL), ERR_OK);
        sum += hash_str((struct str){bytes, n}, hash_str(str_of(entry->d_name), 0));
        free(bytes);
    }
    closedir(open_dir);
    return sum;
}

/* --- Writers that come to grief --- */

/* The parts of an index: a list of all, then one of a tenth fewer, so that some are gone. */
static const char *make_index(struct world *world, const char *name)
{
    const char *dir = path_of(world, name);
    remove_all(dir);
    must_write(world, store_build, dir, write_people(world, "list", 0, FEW, false));
    must_write(world, store_update, dir, write_people(world, "list", FEW / 10, FEW + 5, false));
    return dir;
}

/* Writes in a process of its own, with this mishap at this step: its exit status, 0 where it never happened.
 */
static int write_until(const struct world *world, enum mishap what, long at, store_writer by, const char *dir,
                       const char *path)
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct store_change change;
        struct fault fault = {0};
        writer = getpid();
        steps_left = at;
        mishap = what;
        enum err err = write_with(world, by, dir, path, &change, &fault);
        bool happened = steps_left < 0;
        _exit(err == ERR_IO && fault.detail[0] ? 1 : err || happened ? 2 : 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* At every step: one generation is in force afterwards, whole, the old one until the new one is. */
static void writer_comes_to_grief(struct world *world, enum mishap what, store_writer by)
{
    enum { STEPS_MOST = 100, OLD = FEW + 5 - FEW / 10, NEW = FEW };
    bool new_before = false;
    long at = 0;
    int status = -1;
    for (; at < STEPS_MOST && status != 0; at++) {
        const char *dir = make_index(world, "grief");
        const char *path = write_people(world, "list", FEW / 2, FEW + FEW / 2, false);
        bool found;
        status = write_until(world, what, at, by, dir, path);
        /* Nothing is lost by what is only cleaned away. */
        assert_true(status == 0 || status == (what == KILL ? KILLED : 1) || new_before);
        size_t persons = look_through(world, dir, FEW, &found);
        assert_true(found);
        assert_true(persons == NEW || (persons == OLD && !new_before && status != 0));
        new_before = persons == NEW;
        /* And the next writer is not hindered by what is left there. */
        must_write(world, by, dir, path);
        assert_int_equal(look_through(world, dir, FEW, &found), NEW);
    }
    assert_true(at > 8 && status == 0);
}

static void a_writer_killed_at_any_step_leaves_a_whole_generation(void **state)
{
    writer_comes_to_grief(*state, KILL, store_build);
    writer_comes_to_grief(*state, KILL, store_update);
}

static void a_full_disk_at_any_step_leaves_a_whole_generation(void **state)
{
    writer_comes_to_grief(*state, NO_ROOM, store_build);
    writer_comes_to_grief(*state, NO_ROOM, store_update);
}

static void an_index_of_another_version_stays_until_the_new_one_is_in_force(void **state)
{
    struct world *world = *state;
    const char *dir = make_index(world, "older");
    const char *path = write_people(world, "list", 0, FEW, false);
    char current[128];
    char *text;
    size_t n;
    struct index *index;
    struct fault fault = {0};
    struct store_change change;
    snprintf(current, sizeof current, "%s/current", dir);
    assert_int_equal(file_read(current, FILE_MOST, &text, &n, NULL), ERR_OK);
    text[strlen("liaison-index ")] = '1';
    assert_int_equal(file_write(current, text, n, NULL), ERR_OK);
    free(text);
    uint64_t before = hash_of(dir);
    assert_int_equal(index_open(&index, &world->model, dir, &fault), ERR_STALE);
    assert_non_null(strstr(fault.detail, "version 1"));
    assert_int_equal(write_with(world, store_update, dir, path, &change, &fault), ERR_STALE);
    for (long at = 0; at < 4; at++)
        assert_int_equal(write_until(world, NO_ROOM, at, store_build, dir, path), 1);
    assert_true(hash_of(dir) == before);
    must_write(world, store_build, dir, path);
    bool found;
    assert_int_equal(look_through(world, dir, 1, &found), FEW);
}

/* Reading comes to a line that is none, and its warning changes the file. */
static void change_list(void *context, const char *text)
{
    (void)text;
    int fd = open(context, O_WRONLY | O_APPEND);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "{}\n", 3), 3);
    close(fd);
}

static void a_list_that_changes_while_it_is_read_changes_no_generation(void **state)
{
    struct world *world = *state;
    const char *dir = make_index(world, "changing");
    const char *path = write_people(world, "list", 0, PEOPLE * 5, true);
    struct store_options options = {.workers = 1, .reader = {.warn = change_list}};
    options.reader.warn_context = (void *)(uintptr_t)path;
    uint64_t before = hash_of(dir);
    struct store_change change;
    struct fault fault = {0};
    assert_int_equal(store_build(dir, &world->model, &path, 1, &options, &change, &fault), ERR_STALE);
    assert_non_null(strstr(fault.detail, "list: changed while it was read"));
    assert_int_equal(store_update(dir, &world->model, &path, 1, &options, &change, &fault), ERR_STALE);
    assert_non_null(strstr(fault.detail, "list: changed while it was read"));
    assert_true(hash_of(dir) == before);
}

static void hostile_xml_changes_no_generation(void **state)
{
    struct world *world = *state;
    const char *dir = make_index(world, "hostile");
    const struct str texts[] = {
        STR("<!DOCTYPE CONSOLIDATED_LIST><CONSOLIDATED_LIST></CONSOLIDATED_LIST>"),
        STR("<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
            "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>")};
    uint64_t before = hash_of(dir);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *path = path_of(world, "list");
        struct store_change change;
        struct fault fault = {0};
        assert_int_equal(file_write(path, texts[i].p, texts[i].n, NULL), ERR_OK);
        assert_int_equal(write_with(world, store_build, dir, path, &change, &fault), ERR_UNSUPPORTED);
        assert_non_null(strstr(fault.detail, "list: line 1: XML with a DOCTYPE"));
        assert_int_equal(write_with(world, store_update, dir, path, &change, &fault), ERR_UNSUPPORTED);
    }
    assert_true(hash_of(dir) == before);
}

static void a_first_build_that_fails_leaves_nothing(void **state)
{
    struct world *world = *state;
    const char *dir = path_of(world, "first");
    const char *good = write_people(world, "list", 0, FEW, false);
    const char *missing = path_of(world, "missing");
    const char *const twice[] = {good, good};
    struct store_options options = {.workers = 1};
    struct store_change change;
    struct fault fault = {0};
    assert_int_equal(write_with(world, store_build, dir, missing, &change, &fault), ERR_NOT_FOUND);
    assert_int_equal(access(dir, F_OK), -1);
    assert_int_equal(store_build(dir, &world->model, twice, 2, &options, &change, &fault), ERR_USAGE);
    assert_int_equal(access(dir, F_OK), -1);
    assert_int_equal(write_until(world, NO_ROOM, 0, store_build, dir, good), 1);
    assert_int_equal(access(dir, F_OK), -1);
    /* A directory that was there, made by another first build perhaps, stays, and is as empty as it was. */
    const store_writer writers[] = {store_build, store_update};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(mkdir(dir, 0755), 0);
        assert_int_equal(write_with(world, writers[i], dir, missing, &change, &fault), ERR_NOT_FOUND);
        assert_int_equal(rmdir(dir), 0);
    }
    assert_int_equal(mkdir(dir, 0755), 0);
    assert_int_equal(write_until(world, NO_ROOM, 0, store_build, dir, good), 1);
    assert_int_equal(rmdir(dir), 0);
    must_write(world, store_build, dir, good);
}

static const char *made_meanwhile;

static void make_meanwhile(size_t records)
{
    (void)records;
    (void)mkdir(made_meanwhile, 0755);
}

/* A link that leads nowhere is a directory that was there when it was to be made, and not when it was to be
 * locked; while the list is read another writer makes it again. */
static void where_the_directory_went_away_nothing_is_written_without_the_lock(void **state)
{
    struct world *world = *state;
    const char *dir = path_of(world, "link");
    const char *good = write_people(world, "list", 0, FEW, false);
    struct store_options options = {.workers = 1, .progress = make_meanwhile};
    struct store_change change;
    struct fault fault = {0};
    made_meanwhile = path_of(world, "elsewhere");
    assert_int_equal(symlink(made_meanwhile, dir), 0);
    assert_int_equal(store_build(dir, &world->model, &good, 1, &options, &change, &fault), ERR_NOT_FOUND);
    make_meanwhile(0);
    must_write(world, store_build, dir, good);
}

static void of_two_writers_one_is_refused_and_readers_do_not_wait(void **state)
{
    struct world *world = *state;
    const char *dir = make_index(world, "two");
    const char *path = write_people(world, "list", 0, FEW, false);
    char lock[128];
    struct store_change change;
    struct fault fault = {0};
    bool found;
    snprintf(lock, sizeof lock, "%s/lock", dir);
    int fd = open(lock, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    uint64_t before = hash_of(dir);
    assert_int_equal(write_with(world, store_build, dir, path, &change, &fault), ERR_BUSY);
    assert_int_equal(write_with(world, store_update, dir, path, &change, &fault), ERR_BUSY);
    assert_non_null(strstr(fault.detail, "another process"));
    assert_true(hash_of(dir) == before);
    look_through(world, dir, FEW, &found);
    assert_true(found);
    close(fd);
    must_write(world, store_build, dir, path);
}

/* What a question about a copy of person i finds: evidence and ids, in words. */
static enum err answer(const struct world *world, struct searcher *searcher, size_t i, struct buf *out)
{
    struct arena arena;
    struct subject subject;
    const struct person *query;
    struct found found[MOST];
    struct screening terms = {.prior = screen_prior(PEOPLE), .threshold = 0.2, .limit = MOST};
    size_t n = 0;
    arena_init(&arena, (size_t)1 << 26);
    enum err err = synth_copy(world->synth, i, 1, 1000, &arena, &subject, NULL);
    if (!err)
        err = searcher_query(searcher, &subject, &query, NULL);
    if (!err)
        err = searcher_search(searcher, query, &terms, found, &n, NULL, NULL);
    for (size_t k = 0; k < n && !err; k++) {
        struct list_person record;
        err = searcher_record(searcher, found[k].record, &arena, &record, NULL);
        if (!err)
            buf_printf(out, "%zu: %.*s of %s, %lld\n", i, STR_ARG(record.subject.id), record.list,
                       (long long)found[k].evidence);
    }
    arena_release(&arena);
    return err;
}

/* --- Damage --- */

/* Each byte of the file of that name in dir, changed: it does not open, or verify says so. */
static void flip_every_byte(const struct world *world, const char *dir, const char *name)
{
    char path[512];
    char *bytes;
    size_t n;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(file_read(path, FILE_MOST, &bytes, &n, NULL), ERR_OK);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    for (size_t at = 0; at < n; at++) {
        char flipped = (char)(bytes[at] ^ 1 << at % 8);
        struct index *index;
        struct fault fault = {0};
        assert_int_equal(pwrite(fd, &flipped, 1, (off_t)at), 1);
        enum err err = index_open(&index, &world->model, dir, &fault);
        if (!err) {
            for (size_t p = 0; p < index->parts_n && !err; p++)
                err = segment_verify(index->parts[p].segment, &fault);
            index_close(index);
        }
        if (!err || !fault.detail[0])
            fail_msg("%s: byte %zu", name, at);
        assert_int_equal(pwrite(fd, &bytes[at], 1, (off_t)at), 1);
    }
    close(fd);
    free(bytes);
}

static void every_byte_of_an_index_that_is_flipped_is_found(void **state)
{
    struct world *world = *state;
    const char *dir = path_of(world, "flipped");
    DIR *open_dir;
    const struct dirent *entry;
    size_t files = 0;
    must_write(world, store_build, dir, write_people(world, "list", 0, 4, false));
    must_write(world, store_update, dir, write_people(world, "list", 1, 4, false));
    assert_non_null(open_dir = opendir(dir));
    while ((entry = readdir(open_dir))) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "lock") == 0)
            continue;
        flip_every_byte(world, dir, entry->d_name);
        files++;
    }
    closedir(open_dir);
    assert_int_equal(files, 3); /* current, a part and which of it are gone */
}

/* The answer of a fresh opening of dir about person i. */
static enum err answer_anew(const struct world *world, const char *dir, size_t i, struct buf *out)
{
    struct index *index;
    enum err err = index_open(&index, &world->model, dir, NULL);
    if (err)
        return err;
    struct searcher *searcher = searcher_new(index);
    assert_non_null(searcher);
    err = answer(world, searcher, i, out);
    searcher_free(searcher);
    index_close(index);
    return err;
}

/* Block after block is damaged: an answer is the right one or an error. */
static void no_answer_comes_out_of_a_damaged_block(void **state)
{
    struct world *world = *state;
    const char *dir = path_of(world, "damaged");
    const char *segment = path_of(world, "damaged/part-1-0.seg");
    struct buf right[FEW / 10];
    char *bytes;
    size_t n;
    size_t refused = 0;
    must_write(world, store_build, dir, write_people(world, "list", 0, FEW, false));
    for (size_t i = 0; i < FEW / 10; i++) {
        buf_init(&right[i], FILE_MOST);
        assert_int_equal(answer_anew(world, dir, i, &right[i]), ERR_OK);
    }
    assert_int_equal(file_read(segment, FILE_MOST, &bytes, &n, NULL), ERR_OK);
    for (size_t block = 0; block < n / BLOCK_BYTES; block++) {
        char damage[BLOCK_BYTES];
        int fd = open(segment, O_RDWR);
        memset(damage, 0x5a, sizeof damage);
        assert_int_equal(pwrite(fd, damage, sizeof damage, (off_t)(block * BLOCK_BYTES)), sizeof damage);
        for (size_t i = 0; i < FEW / 10; i++) {
            struct buf now;
            buf_init(&now, FILE_MOST);
            enum err err = answer_anew(world, dir, i, &now);
            if (err)
                assert_true(err == ERR_FORGED || (err == ERR_UNSUPPORTED && block == 0));
            else
                assert_true(str_equal(buf_str(&now), buf_str(&right[i])));
            refused += err != ERR_OK;
            buf_release(&now);
        }
        /* Nor does an update go on from it: it keeps only what it could read. */
        const char *path = path_of(world, "list");
        struct store_change change;
        enum err err = write_with(world, store_update, dir, path, &change, NULL);
        assert_true(err || (change.added == 0 && change.removed == 0));
        assert_int_equal(pwrite(fd, bytes + block * BLOCK_BYTES, BLOCK_BYTES, (off_t)(block * BLOCK_BYTES)),
                         BLOCK_BYTES);
        close(fd);
    }
    assert_true(refused > n / BLOCK_BYTES);
    for (size_t i = 0; i < FEW / 10; i++)
        buf_release(&right[i]);
    free(bytes);
}

/* --- Updates --- */

/* The answers of an index to questions about every third person; how many parts it has. */
static size_t answers(const struct world *world, const char *dir, struct buf *out)
{
    struct index *index;
    assert_int_equal(index_open(&index, &world->model, dir, NULL), ERR_OK);
    struct searcher *searcher = searcher_new(index);
    assert_non_null(searcher);
    for (size_t i = 0; i < PEOPLE; i += 3)
        assert_int_equal(answer(world, searcher, i, out), ERR_OK);
    size_t parts = index->parts_n;
    searcher_free(searcher);
    index_close(index);
    return parts;
}

/* The list moves on by ten persons each time; another list stays. */
static void many_updates_give_what_building_anew_gives(void **state)
{
    enum { UPDATES = 12, BY = 10, WIDTH = PEOPLE - UPDATES * BY, PARTS_MOST = 7 };
    struct world *world = *state;
    const char *updated = path_of(world, "updated");
    const char *anew = path_of(world, "anew");
    size_t most = 0;
    size_t made_one = 0;
    size_t parts_before = 0;
    const char *files[2] = {write_people(world, "moving", 0, WIDTH, false),
                            write_people(world, "staying", PEOPLE, PEOPLE + 50, false)};
    struct store_options options = {.workers = 2};
    struct store_change change;
    assert_int_equal(store_build(updated, &world->model, files, 2, &options, &change, NULL), ERR_OK);
    for (size_t i = 1; i <= UPDATES; i++) {
        struct buf one;
        struct buf other;
        buf_init(&one, FILE_MOST);
        buf_init(&other, FILE_MOST);
        write_people(world, "moving", i * BY, WIDTH + i * BY, false);
        change = must_write(world, store_update, updated, files[0]);
        assert_int_equal(change.added, BY);
        assert_int_equal(change.removed, BY);
        assert_int_equal(change.persons, WIDTH + 50);
        assert_int_equal(store_build(anew, &world->model, files, 2, &options, &change, NULL), ERR_OK);
        size_t parts = answers(world, updated, &one);
        assert_int_equal(answers(world, anew, &other), 1);
        assert_true(one.n > 0 && one.n == other.n);
        assert_memory_equal(one.bytes, other.bytes, one.n);
        made_one += parts < parts_before;
        most = parts > most ? parts : most;
        parts_before = parts;
        buf_release(&one);
        buf_release(&other);
    }
    assert_true(made_one > 0 && most > 2 && most <= PARTS_MOST);
}

/* --- Readers beside a writer --- */

struct readers {
    const struct world *world;
    const char *dir;
    atomic_bool done;
    atomic_size_t rounds;
    atomic_size_t failed;
};

/* Person FEW is always there: found at every opening, and as long as an index is open. */
static void *keep_asking(void *context)
{
    struct readers *readers = context;
    const struct world *world = readers->world;
    struct screening terms = {.prior = screen_prior(PEOPLE), .threshold = 0.5, .limit = MOST};
    struct synth *synth;
    struct arena arena;
    struct subject subject;
    arena_init(&arena, (size_t)1 << 26);
    bool good = synth_open(&synth, SEED, NULL) == ERR_OK &&
                synth_person(synth, FEW, &arena, &subject, NULL) == ERR_OK;
    while (good && !atomic_load(&readers->done)) {
        struct index *index;
        good = index_open(&index, &world->model, readers->dir, NULL) == ERR_OK;
        if (!good)
            break;
        struct searcher *searcher = searcher_new(index);
        for (int i = 0; i < 5 && good; i++) {
            const struct person *query;
            struct found out[MOST];
            size_t n = 0;
            good = searcher && searcher_query(searcher, &subject, &query, NULL) == ERR_OK &&
                   searcher_search(searcher, query, &terms, out, &n, NULL, NULL) == ERR_OK && n > 0;
        }
        searcher_free(searcher);
        index_close(index);
        atomic_fetch_add(&readers->rounds, 1);
    }
    atomic_fetch_add(&readers->failed, !good);
    arena_release(&arena);
    synth_close(synth);
    return NULL;
}

static void readers_find_who_is_there_while_generations_come_and_go(void **state)
{
    enum { READERS = 3, GENERATIONS = 20 };
    struct world *world = *state;
    struct readers readers = {.world = world, .dir = make_index(world, "busy")};
    pthread_t threads[READERS];
    for (size_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, keep_asking, &readers), 0);
    for (size_t i = 0; i < GENERATIONS || atomic_load(&readers.rounds) < READERS * 3; i++) {
        const char *path = write_people(world, "list", FEW / 2 + i % 9, FEW + 5 + i % 9, false);
        must_write(world, i % 7 == 6 ? store_build : store_update, readers.dir, path);
        if (atomic_load(&readers.failed))
            break;
    }
    atomic_store(&readers.done, true);
    for (size_t i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(readers.failed, 0);
}

/* One index, opened once, searched by several threads at once: the first touch of each block is by any of
 * them. */
struct sharing {
    const struct world *world;
    const struct index *index;
    struct buf answers;
    enum err err;
};

static void *ask_all(void *context)
{
    struct sharing *sharing = context;
    struct searcher *searcher = searcher_new(sharing->index);
    struct world own = *sharing->world;
    if (searcher && synth_open(&own.synth, SEED, NULL) == ERR_OK) {
        for (size_t i = 0; i < PEOPLE && !sharing->err; i += 4)
            sharing->err = answer(&own, searcher, i, &sharing->answers);
        synth_close(own.synth);
    }
    searcher_free(searcher);
    return NULL;
}

static void threads_that_share_an_index_find_the_same(void **state)
{
    enum { THREADS = 4 };
    struct world *world = *state;
    const char *dir = path_of(world, "shared");
    struct index *index;
    struct sharing sharing[THREADS];
    pthread_t threads[THREADS];
    must_write(world, store_build, dir, write_people(world, "list", 0, PEOPLE, false));
    assert_int_equal(index_open(&index, &world->model, dir, NULL), ERR_OK);
    for (size_t i = 0; i < THREADS; i++) {
        sharing[i] = (struct sharing){.world = world, .index = index};
        buf_init(&sharing[i].answers, FILE_MOST);
        assert_int_equal(pthread_create(&threads[i], NULL, ask_all, &sharing[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(sharing[i].err, ERR_OK);
        assert_true(sharing[i].answers.n > 0 && sharing[i].answers.n == sharing[0].answers.n);
        assert_memory_equal(sharing[i].answers.bytes, sharing[0].answers.bytes, sharing[0].answers.n);
    }
    for (size_t i = 0; i < THREADS; i++)
        buf_release(&sharing[i].answers);
    index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_writer_killed_at_any_step_leaves_a_whole_generation),
        cmocka_unit_test(a_full_disk_at_any_step_leaves_a_whole_generation),
        cmocka_unit_test(an_index_of_another_version_stays_until_the_new_one_is_in_force),
        cmocka_unit_test(a_list_that_changes_while_it_is_read_changes_no_generation),
        cmocka_unit_test(hostile_xml_changes_no_generation),
        cmocka_unit_test(a_first_build_that_fails_leaves_nothing),
        cmocka_unit_test(where_the_directory_went_away_nothing_is_written_without_the_lock),
        cmocka_unit_test(of_two_writers_one_is_refused_and_readers_do_not_wait),
        cmocka_unit_test(every_byte_of_an_index_that_is_flipped_is_found),
        cmocka_unit_test(no_answer_comes_out_of_a_damaged_block),
        cmocka_unit_test(many_updates_give_what_building_anew_gives),
        cmocka_unit_test(readers_find_who_is_there_while_generations_come_and_go),
        cmocka_unit_test(threads_that_share_an_index_find_the_same),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
