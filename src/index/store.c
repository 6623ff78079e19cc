/* Store: generations of an index in a directory. See store.h. */
#include "index/store.h"

#include "base/hash.h"
#include "base/limits.h"
#include "index/builder.h"
#include "index/keys.h"
#include "index/manifest.h"
#include "index/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATH_BYTES = 4096,
    PARTS_MOST = 6 /* more are made one */,
    GONE_SHARE = 4 /* of so many records one may be gone */
};

static enum err path_in(const char *dir, const char *name, char out[PATH_BYTES], struct fault *fault)
{
    int n = snprintf(out, PATH_BYTES, "%s/%s", dir, name);
    return n > 0 && n < PATH_BYTES ? ERR_OK
                                   : fault_set(fault, ERR_TOO_LARGE, "%s: the path is too long", dir);
}

/* --- Opening --- */

static enum err open_gone(const char *dir, const struct manifest_part *from, struct part *part,
                          struct fault *fault)
{
    char path[PATH_BYTES];
    char *bytes;
    size_t n;
    size_t wanted = (part->segment->header.records + 7U) / 8;
    enum err err = path_in(dir, from->gone, path, fault);
    if (!err)
        err = file_read(path, wanted, &bytes, &n, fault);
    if (err)
        return err;
    if (n != wanted || hash_str((struct str){bytes, n}, 0) != from->gone_sum) {
        free(bytes);
        return fault_set(fault, ERR_FORGED, "%s is damaged", path);
    }
    part->gone = (unsigned char *)bytes;
    part->gone_n = from->gone_n;
    return ERR_OK;
}

static enum err open_parts(struct index *index, const char *dir, const struct manifest *manifest,
                           struct fault *fault)
{
    uint8_t fingerprint[MODEL_FINGERPRINT_BYTES];
    char path[PATH_BYTES];
    enum err err = ERR_OK;
    model_fingerprint(index->model, fingerprint);
    for (size_t i = 0; i < manifest->parts_n && !err; i++) {
        const struct manifest_part *from = &manifest->part[i];
        struct part *part = &index->parts[i];
        err = path_in(dir, from->segment, path, fault);
        if (!err)
            err = segment_open(&part->segment, path, fingerprint, fault);
        if (err)
            return err;
        index->parts_n++;
        part->readable = from->readable;
        index->persons += from->readable - from->gone_readable;
        if (strcmp(from->gone, "-") != 0)
            err = open_gone(dir, from, part, fault);
    }
    return err;
}

static enum err open_manifest(struct index **out, const struct model *model, const char *dir,
                              const struct manifest *manifest, struct fault *fault)
{
    struct index *index = calloc(1, sizeof *index);
    if (!index || !(index->parts = calloc(MANIFEST_PARTS, sizeof *index->parts))) {
        free(index);
        return fault_set(fault, ERR_NO_MEMORY, "%s", dir);
    }
    index->model = model;
    index->generation = manifest->generation;
    enum err err = open_parts(index, dir, manifest, fault);
    if (err)
        index_close(index);
    else
        *out = index;
    return err;
}

enum err index_open(struct index **index, const struct model *model, const char *dir, struct fault *fault)
{
    enum { TRIES = 8 };
    struct manifest manifest = {0};
    enum err err = ERR_OK;
    unsigned long seen = 0;
    /* A writer may put a new generation into force and remove the old one between
     * reading which files there are and opening them. */
    for (int i = 0; i < TRIES; i++) {
        err = manifest_read(dir, &manifest, fault);
        if (err || (i > 0 && manifest.generation == seen))
            break;
        seen = manifest.generation;
        err = open_manifest(index, model, dir, &manifest, fault);
        if (err != ERR_NOT_FOUND)
            return err;
    }
    return err ? err : fault_set(fault, ERR_NOT_FOUND, "%s: a file of generation %lu is missing", dir, seen);
}

/* --- Writing --- */

/* A generation being made. */
struct making {
    const char *dir;
    const struct model *model;
    const struct store_options *options;
    int lock;
    bool first; /* the directory was made for it */
    bool bare;  /* the lock is held where no index stood */
    struct manifest manifest;
    struct builder *builder;
    struct store_change *change;
};

static enum err take_lock(struct making *making, struct fault *fault)
{
    char path[PATH_BYTES];
    enum err err = path_in(making->dir, "lock", path, fault);
    if (err)
        return err;
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock < 0)
        return errno == ENOENT ? fault_set(fault, ERR_NOT_FOUND, "%s: no index here", making->dir)
                               : fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    struct stat file;
    bool held = flock(lock, LOCK_EX | LOCK_NB) == 0;
    int why = errno;
    /* Who held it before may have taken it away (abandon). */
    if (held && fstat(lock, &file) == 0 && file.st_nlink > 0) {
        making->lock = lock;
        return ERR_OK;
    }
    close(lock);
    if (!held && why != EWOULDBLOCK)
        return fault_set(fault, ERR_IO, "%s: %s", path, strerror(why));
    return fault_set(fault, ERR_BUSY, "%s: another process writes this index", making->dir);
}

/* What failed where no index stood takes its parts away, unless they came into force, and its lock, which it
 * holds until it is gone, and the directory that was made for it, but for what else there is in it. */
static void abandon(const struct making *making)
{
    char path[PATH_BYTES];
    struct manifest now = {0};
    if (making->bare && manifest_read(making->dir, &now, NULL) == ERR_NOT_FOUND)
        manifest_clean(making->dir, &now);
    if (making->bare && path_in(making->dir, "lock", path, NULL) == ERR_OK)
        (void)unlink(path);
    if (making->first)
        (void)rmdir(making->dir);
}

static void making_release(struct making *making, enum err err)
{
    if (err)
        abandon(making);
    builder_free(making->builder);
    if (making->lock >= 0)
        close(making->lock);
}

/* Adds what the builder holds as a part. */
static enum err add_part(struct making *making, struct fault *fault)
{
    struct manifest *manifest = &making->manifest;
    struct manifest_part *part = &manifest->part[manifest->parts_n];
    char path[PATH_BYTES];
    if (manifest->parts_n == MANIFEST_PARTS)
        return fault_set(fault, ERR_TOO_LARGE, "%s: over %d parts", making->dir, MANIFEST_PARTS);
    *part = (struct manifest_part){.readable = builder_readable(making->builder), .gone = "-"};
    snprintf(part->segment, sizeof part->segment, "part-%lu-%zu.seg", manifest->generation,
             manifest->parts_n);
    enum err err = path_in(making->dir, part->segment, path, fault);
    if (err)
        return err;
    /* A writer that was killed may have left it. */
    (void)unlink(path);
    err = builder_write(making->builder, path, fault);
    manifest->parts_n += !err;
    return err;
}

static enum err finish(struct making *making, struct fault *fault)
{
    enum err err = manifest_write(making->dir, &making->manifest, fault);
    if (err)
        return err;
    manifest_clean(making->dir, &making->manifest);
    making->change->generation = making->manifest.generation;
    making->change->persons = 0;
    for (size_t i = 0; i < making->manifest.parts_n; i++)
        making->change->persons += making->manifest.part[i].readable - making->manifest.part[i].gone_readable;
    return ERR_OK;
}

/* A list is known by the name of its file. */
static enum err begin(struct making *making, const char *const *paths, size_t n, struct fault *fault)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(basename(paths[i]), basename(paths[k])) == 0)
                return fault_set(fault, ERR_USAGE, "%s and %s have one name, and would be one list", paths[k],
                                 paths[i]);
    enum err err = take_lock(making, fault);
    if (err)
        return err;
    err = manifest_read(making->dir, &making->manifest, fault);
    making->bare = err == ERR_NOT_FOUND;
    if (!err || err == ERR_NOT_FOUND)
        manifest_clean(making->dir, &making->manifest);
    /* What cannot be read stays as it is until the new generation is in force. */
    if (err == ERR_STALE || err == ERR_FORGED)
        making->manifest.generation = manifest_newest(making->dir);
    making->manifest.generation++;
    return err;
}

enum err store_build(const char *dir, const struct model *model, const char *const *paths, size_t n,
                     const struct store_options *options, struct store_change *change, struct fault *fault)
{
    struct making making = {.dir = dir, .model = model, .options = options, .lock = -1, .change = change};
    *change = (struct store_change){0};
    making.first = mkdir(dir, 0755) == 0;
    if (!making.first && errno != EEXIST)
        return fault_set(fault, ERR_IO, "%s: %s", dir, strerror(errno));
    enum err err = begin(&making, paths, n, fault);
    /* What stood here of another version, or damaged, is replaced; but never without the lock: who made the
     * directory may have taken it away. */
    if (making.lock >= 0 && (err == ERR_NOT_FOUND || err == ERR_STALE || err == ERR_FORGED))
        err = ERR_OK;
    making.manifest.parts_n = 0;
    if (!err)
        err = builder_new(&making.builder, model, options->workers, fault);
    for (size_t i = 0; i < n && !err; i++)
        err = builder_add_file(making.builder, paths[i], &options->reader, options->progress, fault);
    if (!err)
        err = add_part(&making, fault);
    if (!err) {
        change->added = builder_records(making.builder);
        err = finish(&making, fault);
    }
    making_release(&making, err);
    return err;
}

/* --- Updating --- */

/* What an update finds out of the records in force, part by part. */
struct survey {
    struct index *index;
    unsigned char
        *seen[MANIFEST_PARTS]; /* a bit a record: the list still holds it, or it is of another list */
    struct arena arena;
};

static bool bit(const unsigned char *bits, size_t i)
{
    return bits && bits[i / 8] >> (i % 8) & 1;
}

static void set_bit(unsigned char *bits, size_t i)
{
    bits[i / 8] |= (unsigned char)(1U << (i % 8));
}

/* List, source and subject of a record; false where it is bad. */
static bool look(struct survey *survey, size_t part, uint32_t record, struct record_source *source,
                 size_t *names, struct record_reader *reader)
{
    struct segment *segment = survey->index->parts[part].segment;
    struct person facts = {0};
    record_open(reader, segment_record(segment, record));
    *names = record_names(reader);
    for (size_t i = 0; i < *names; i++) {
        struct record_name name;
        record_name(reader, &name);
    }
    record_facts(reader, &survey->arena, &facts);
    record_source(reader, &survey->arena, *names, source);
    return !reader->bad && segment_list(segment, source->list).n > 0;
}

static enum err bad_part(const struct survey *survey, size_t part, struct fault *fault)
{
    const struct segment *segment = survey->index->parts[part].segment;
    enum err err = segment_damage(segment, fault);
    return err ? err : fault_set(fault, ERR_FORGED, "%s: a record contradicts itself", segment->path);
}

/* Marks what lies on other lists than these as seen. */
static enum err survey_lists(struct survey *survey, const char *const *lists, size_t n, struct fault *fault)
{
    for (size_t p = 0; p < survey->index->parts_n; p++) {
        struct segment *segment = survey->index->parts[p].segment;
        uint32_t records = segment->header.records;
        survey->seen[p] = calloc(records / 8 + 1, 1);
        if (!survey->seen[p])
            return fault_set(fault, ERR_NO_MEMORY, "%s", segment->path);
        for (uint32_t i = 0; i < records; i++) {
            struct record_source source;
            struct record_reader reader;
            size_t names;
            arena_reset(&survey->arena);
            if (!look(survey, p, i, &source, &names, &reader))
                return bad_part(survey, p, fault);
            struct str list = segment_list(segment, source.list);
            bool ours = false;
            for (size_t k = 0; k < n; k++)
                ours = ours || str_equal(list, str_of(lists[k]));
            if (!ours)
                set_bit(survey->seen[p], i);
        }
    }
    return ERR_OK;
}

static bool same_subject(struct str held, const struct buf *now)
{
    if (held.n < now->n || held.n - now->n >= RECORD_UNIT || memcmp(held.p, now->bytes, now->n) != 0)
        return false;
    for (size_t i = now->n; i < held.n; i++)
        if (held.p[i])
            return false;
    return true;
}

/* True where a record of this list in force is this very subject; it is then seen. */
static bool is_held(struct survey *survey, struct str list, const struct subject *subject, struct buf *bytes)
{
    uint64_t key = key_id(list, subject->id);
    buf_clear(bytes);
    record_encode_subject(bytes, subject);
    for (size_t p = 0; p < survey->index->parts_n; p++) {
        struct part *part = &survey->index->parts[p];
        size_t n;
        const uint64_t *entries = segment_find(part->segment, key, &n);
        for (size_t i = 0; i < n; i++) {
            uint32_t record = entry_record(entries[i]);
            struct record_source source;
            struct record_reader reader;
            size_t names;
            arena_reset(&survey->arena);
            if (record >= part->segment->header.records || bit(part->gone, record) ||
                bit(survey->seen[p], record) || !look(survey, p, record, &source, &names, &reader) ||
                !str_equal(segment_list(part->segment, source.list), list) ||
                !same_subject(source.subject_bytes, bytes))
                continue;
            set_bit(survey->seen[p], record);
            return true;
        }
    }
    return false;
}

/* The subjects of a file that are not held as they are go to the builder. */
static enum err add_changes(struct making *making, struct survey *survey, const char *path,
                            struct fault *fault)
{
    enum { BATCH = 4096 };
    struct reader *reader;
    enum err err = reader_open(&reader, path, &making->options->reader, fault);
    if (err)
        return err;
    struct arena arena;
    struct buf bytes;
    struct subject *subjects = calloc(BATCH, sizeof *subjects);
    size_t *lines = calloc(BATCH, sizeof *lines);
    arena_init(&arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    buf_init(&bytes, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    struct str list = str_of(basename(path));
    bool end = false;
    if (!subjects || !lines)
        err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    while (!err && !end) {
        size_t n = 0;
        arena_reset(&arena);
        for (size_t i = 0; i < BATCH && !err && !end; i++) {
            err = reader_next(reader, &arena, &subjects[n], &end, fault);
            lines[n] = reader_line(reader);
            n += !err && !end && !is_held(survey, list, &subjects[n], &bytes);
        }
        if (!err && n)
            err = builder_add(making->builder, list.p, subjects, lines, n, fault);
    }
    if (!err && reader_counts(reader).subjects == 0)
        err = fault_set(fault, ERR_NO_USE, "%s: no person that can be compared", path);
    reader_close(reader);
    arena_release(&arena);
    buf_release(&bytes);
    free(subjects);
    free(lines);
    return err;
}

/* What was not seen is gone: the part's bits, if any changed, are written anew. */
static enum err drop_unseen(struct making *making, struct survey *survey, size_t p, struct fault *fault)
{
    struct part *part = &survey->index->parts[p];
    struct manifest_part *entry = &making->manifest.part[p];
    uint32_t records = part->segment->header.records;
    size_t bytes = (records + 7U) / 8;
    char path[PATH_BYTES];
    size_t dropped = 0;
    if (!part->gone && !(part->gone = calloc(bytes + 1, 1)))
        return fault_set(fault, ERR_NO_MEMORY, "%s", making->dir);
    for (uint32_t i = 0; i < records; i++) {
        struct record_source source;
        struct record_reader reader;
        size_t names;
        if (bit(part->gone, i) || bit(survey->seen[p], i))
            continue;
        arena_reset(&survey->arena);
        const struct gist *gist = segment_gist(part->segment, i);
        if (!gist || !look(survey, p, i, &source, &names, &reader))
            return bad_part(survey, p, fault);
        set_bit(part->gone, i);
        entry->gone_readable += gist_says_who(gist);
        dropped++;
    }
    if (dropped == 0)
        return ERR_OK;
    making->change->removed += dropped;
    entry->gone_n += dropped;
    entry->gone_sum = hash_str((struct str){(const char *)part->gone, bytes}, 0);
    snprintf(entry->gone, sizeof entry->gone, "gone-%lu-%zu", making->manifest.generation, p);
    enum err err = path_in(making->dir, entry->gone, path, fault);
    return err ? err : file_write(path, part->gone, bytes, fault);
}

/* Whether the parts should be made one. */
static bool too_many(const struct manifest *manifest, const struct index *index)
{
    size_t gone = 0;
    size_t records = 0;
    for (size_t i = 0; i < index->parts_n; i++) {
        gone += manifest->part[i].gone_n;
        records += index->parts[i].segment->header.records;
    }
    return manifest->parts_n > PARTS_MOST || gone * GONE_SHARE > records;
}

/* The old records of one list, on their way to the builder. */
enum { OLD_BATCH = 4096 };

struct old {
    struct str list;
    size_t n;
    struct subject subjects[OLD_BATCH];
    size_t lines[OLD_BATCH];
};

static enum err add_batch(struct making *making, struct survey *survey, struct old *old, struct fault *fault)
{
    enum err err =
        old->n ? builder_add(making->builder, old->list.p, old->subjects, old->lines, old->n, fault) : ERR_OK;
    old->n = 0;
    arena_reset(&survey->arena);
    return err;
}

static enum err add_old_part(struct making *making, struct survey *survey, size_t p, struct old *old,
                             struct fault *fault)
{
    struct part *part = &survey->index->parts[p];
    enum err err = ERR_OK;
    for (uint32_t i = 0; i < part->segment->header.records && !err; i++) {
        struct record_source source;
        struct record_reader reader;
        size_t names;
        if (bit(part->gone, i))
            continue;
        if (!look(survey, p, i, &source, &names, &reader))
            return bad_part(survey, p, fault);
        struct str list = segment_list(part->segment, source.list);
        record_subject(&reader, &survey->arena, &old->subjects[old->n]);
        if (reader.bad)
            return bad_part(survey, p, fault);
        if (old->n && !str_equal(list, old->list)) {
            /* The first of the next list. */
            struct subject first = old->subjects[old->n];
            err = builder_add(making->builder, old->list.p, old->subjects, old->lines, old->n, fault);
            old->subjects[0] = first;
            old->n = 0;
        }
        old->list = list;
        old->lines[old->n++] = source.line;
        if (!err && old->n == OLD_BATCH)
            err = add_batch(making, survey, old, fault);
    }
    return err ? err : add_batch(making, survey, old, fault);
}

/* Adds the records in force of the old parts to the builder, which holds what is new. */
static enum err add_old(struct making *making, struct survey *survey, struct fault *fault)
{
    struct old *old = malloc(sizeof *old);
    enum err err = old ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "%s", making->dir);
    if (old)
        old->n = 0;
    arena_reset(&survey->arena);
    for (size_t p = 0; p < survey->index->parts_n && !err; p++)
        err = add_old_part(making, survey, p, old, fault);
    free(old);
    return err;
}

static enum err update_parts(struct making *making, struct survey *survey, const char *const *paths, size_t n,
                             struct fault *fault)
{
    enum err err = builder_new(&making->builder, making->model, making->options->workers, fault);
    for (size_t i = 0; i < n && !err; i++)
        err = add_changes(making, survey, paths[i], fault);
    /* A damaged posting finds nobody: that is no change. */
    for (size_t p = 0; p < survey->index->parts_n && !err; p++)
        err = segment_damage(survey->index->parts[p].segment, fault);
    for (size_t p = 0; p < survey->index->parts_n && !err; p++)
        err = drop_unseen(making, survey, p, fault);
    if (err)
        return err;
    making->change->added = builder_records(making->builder);
    if (making->change->added == 0 && making->change->removed == 0)
        return ERR_OK;
    if (too_many(&making->manifest, survey->index)) {
        err = add_old(making, survey, fault);
        making->manifest.parts_n = 0;
    }
    return err || builder_records(making->builder) == 0 ? err : add_part(making, fault);
}

enum err store_update(const char *dir, const struct model *model, const char *const *paths, size_t n,
                      const struct store_options *options, struct store_change *change, struct fault *fault)
{
    struct making making = {.dir = dir, .model = model, .options = options, .lock = -1, .change = change};
    struct survey survey = {0};
    const char **lists = calloc(n + 1, sizeof *lists);
    *change = (struct store_change){0};
    arena_init(&survey.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = lists ? begin(&making, paths, n, fault) : fault_set(fault, ERR_NO_MEMORY, "%s", dir);
    for (size_t i = 0; lists && i < n; i++)
        lists[i] = basename(paths[i]);
    if (!err)
        err = open_manifest(&survey.index, model, dir, &making.manifest, fault);
    if (!err)
        err = survey_lists(&survey, lists, n, fault);
    if (!err)
        err = update_parts(&making, &survey, paths, n, fault);
    /* Where nothing changed, the old generation stays. */
    if (!err && change->added == 0 && change->removed == 0) {
        change->generation = making.manifest.generation - 1;
        change->persons = survey.index->persons;
    } else if (!err) {
        err = finish(&making, fault);
    }
    for (size_t i = 0; i < MANIFEST_PARTS; i++)
        free(survey.seen[i]);
    index_close(survey.index);
    arena_release(&survey.arena);
    free(lists);
    making_release(&making, err);
    return err;
}
