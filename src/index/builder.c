/* Builder: subjects to a segment. See builder.h.
 *
 * Subjects are taken in by chunks, each by one worker, who has a dictionary and
 * postings of his own; writing makes them one. */
#include "index/builder.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "index/dictionary.h"
#include "index/postings.h"
#include "index/record.h"
#include "index/segment.h"
#include "index/writer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK = 512, /* subjects that one worker takes at a time */
    CACHE_BYTES = 64 * 1024 * 1024,
    CHUNK_BYTES_MAX = 1 << 30
};

struct worker {
    struct forms_cache *cache;
    struct arena scratch;
    struct dictionary dictionary;
    struct posted *posted; /* of this worker's records */
    struct postings keys;  /* of the record under way */
    uint32_t *numbers;     /* of its tokens in the segment */
};

struct chunk {
    size_t worker;
    struct buf bytes;
    uint32_t end[CHUNK]; /* in bytes */
    struct gist gist[CHUNK];
    size_t n;
    size_t readable;
};

struct builder {
    const struct model *model;
    struct worker *workers;
    size_t workers_n;
    struct chunk **chunks;
    size_t chunks_n;
    size_t chunks_capacity;
    size_t records;
    struct buf lists; /* names, each ended by NUL */
    size_t lists_n;
    /* While adding: */
    const struct subject *subjects;
    const size_t *lines;
    size_t subjects_n;
    size_t first_chunk;
    struct str list;
    bool failed;
    /* While writing: */
    struct dictionary dictionary;
    struct sorted sorted;
};

enum err builder_new(struct builder **out, const struct model *model, size_t workers, struct fault *fault)
{
    struct builder *builder = calloc(1, sizeof *builder);
    if (!builder)
        return fault_set(fault, ERR_NO_MEMORY, "index");
    builder->model = model;
    builder->workers_n = parallel_workers(workers);
    builder->workers = calloc(builder->workers_n, sizeof *builder->workers);
    buf_init(&builder->lists, CHUNK_BYTES_MAX);
    bool good = builder->workers && dictionary_init(&builder->dictionary);
    for (size_t i = 0; good && i < builder->workers_n; i++) {
        struct worker *worker = &builder->workers[i];
        arena_init(&worker->scratch, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
        worker->cache = forms_cache_new(CACHE_BYTES);
        worker->posted = calloc(1, sizeof *worker->posted);
        good = dictionary_init(&worker->dictionary) && worker->cache && worker->posted;
    }
    *out = good ? builder : NULL;
    if (good)
        return ERR_OK;
    builder_free(builder);
    return fault_set(fault, ERR_NO_MEMORY, "index");
}

void builder_free(struct builder *builder)
{
    if (!builder)
        return;
    for (size_t i = 0; builder->workers && i < builder->workers_n; i++) {
        struct worker *worker = &builder->workers[i];
        forms_cache_free(worker->cache);
        arena_release(&worker->scratch);
        dictionary_release(&worker->dictionary);
        if (worker->posted)
            posted_release(worker->posted);
        free(worker->posted);
        postings_release(&worker->keys);
        free(worker->numbers);
    }
    for (size_t i = 0; i < builder->chunks_n; i++) {
        buf_release(&builder->chunks[i]->bytes);
        free(builder->chunks[i]);
    }
    free(builder->workers);
    free(builder->chunks);
    buf_release(&builder->lists);
    dictionary_release(&builder->dictionary);
    sorted_release(&builder->sorted);
    free(builder);
}

/* A name's tokens by their numbers; false where there is no memory. */
static bool number_name(struct builder *builder, struct worker *worker, const struct spelling *spelling,
                        struct record_name *name)
{
    name->tokens_n = (uint8_t)spelling->tokens_n;
    name->weak = spelling->property == PROPERTY_WEAK_ALIAS;
    name->generation = (uint8_t)spelling->generation;
    name->fused = spelling->fused;
    for (size_t i = 0; i < spelling->tokens_n; i++) {
        uint32_t number =
            dictionary_add(&worker->dictionary, worker->cache, builder->model, spelling->token[i]);
        if (number >= RECORD_TOKENS_MAX)
            return false;
        name->token[i] = number << RECORD_PART_BITS | (uint32_t)spelling->token[i]->part;
    }
    return true;
}

static bool same_name(const struct record_name *a, const struct record_name *b)
{
    return a->tokens_n == b->tokens_n && a->weak == b->weak &&
           name_generation_said((enum generation)a->generation) ==
               name_generation_said((enum generation)b->generation) &&
           memcmp(a->token, b->token, a->tokens_n * sizeof *a->token) == 0;
}

/* The names of a subject, equal ones once; *n becomes how many are left. */
static struct record_name *number_names(struct builder *builder, struct worker *worker,
                                        struct spelling *spellings, size_t *n)
{
    struct record_name *names = arena_array(&worker->scratch, *n, sizeof *names);
    size_t kept = 0; /* of equal ones the first, which is as written where one is */
    for (size_t i = 0; names && i < *n; i++) {
        size_t k = 0;
        if (!number_name(builder, worker, &spellings[i], &names[kept]))
            return NULL;
        while (k < kept && !same_name(&names[k], &names[kept]))
            k++;
        if (k == kept)
            spellings[kept++] = spellings[i];
    }
    *n = kept;
    return names;
}

static const struct token_skeletons *skeletons_of(const struct worker *worker, uint32_t token)
{
    enum name_part part = (enum name_part)(token & ((1U << RECORD_PART_BITS) - 1));
    const struct entry_token *entry = &worker->dictionary.token[token >> RECORD_PART_BITS];
    return &entry->skeletons[name_token_is_gendered(part, entry->script)];
}

static bool push_key(void *context, const struct told_key *told)
{
    struct postings *keys = context;
    postings_add(keys, told->key, told->date);
    return !keys->failed;
}

/* Two neighbours written as one; none where they are whole names, or of different scripts. */
static void join_skeletons(const struct builder *builder, const struct worker *worker, uint32_t left,
                           uint32_t right, struct token_skeletons *joined)
{
    const struct token_sketch *a = &worker->dictionary.token[left >> RECORD_PART_BITS].sketch;
    const struct token_sketch *b = &worker->dictionary.token[right >> RECORD_PART_BITS].sketch;
    size_t n = (size_t)a->latin_n + b->latin_n;
    char latin[JOINED_LETTERS];
    joined->n = 0;
    if (a->script != b->script || a->latin_n < 2 || b->latin_n < 2 || n > JOINED_LETTERS)
        return;
    memcpy(latin, a->latin, a->latin_n);
    memcpy(latin + a->latin_n, b->latin, b->latin_n);
    struct name_token both = {.skeleton = skeleton_of_latin((struct str){latin, n})};
    token_skeletons_init(builder->model, &both, joined);
}

static void mark_token(struct mark *mark, const struct token_skeletons *skeletons)
{
    for (size_t i = 0; i < skeletons->n; i++)
        mark_add(mark, skeletons->at[i]);
}

static void push_name(const struct builder *builder, struct worker *worker, const struct person *person,
                      const struct record_name *name, struct mark *mark)
{
    struct key_name keyed = {.n = name->tokens_n};
    struct key_teller teller = {.tell = push_key, .context = &worker->keys};
    for (size_t i = 0; i < name->tokens_n; i++) {
        keyed.token[i] = skeletons_of(worker, name->token[i]);
        if (i + 1 < name->tokens_n)
            join_skeletons(builder, worker, name->token[i], name->token[i + 1], &keyed.joined[i]);
        if (keyed.token[i]->n == 0)
            mark_add_any(mark);
        mark_token(mark, keyed.token[i]);
        mark_token(mark, &keyed.joined[i]);
    }
    (void)name_keys(&keyed, person->dates, person->dates_n, COMMON_NATS, &teller);
}

/* The postings of a record, each once, and the mark of its names as written: neighbours that may be written
 * as one are in it too. Who asks for a name with its particles fused asks for it without them too. */
static bool post_record(struct builder *builder, struct worker *worker, const struct person *person,
                        const struct record_name *names, size_t names_n, size_t record, struct mark *mark)
{
    struct postings *keys = &worker->keys;
    struct key_teller teller = {.tell = push_key, .context = keys};
    keys->n = 0;
    for (size_t i = 0; i < names_n; i++)
        push_name(builder, worker, person, &names[i], mark);
    (void)facts_keys(person, &teller);
    postings_add(keys, key_id(builder->list, person->id), DATE_ANY);
    postings_sort(keys);
    bool good = !keys->failed;
    for (size_t i = 0; i < keys->n; i++) {
        const struct posting *key = &keys->at[i];
        if (i > 0 && key->key == key[-1].key && key->value == key[-1].value)
            continue;
        good = posted_add(worker->posted, key->key, (uint32_t)key->value, (uint32_t)record) && good;
    }
    return good;
}

/* Whether one of the names as written may be fused. */
static bool may_be_fused(const struct worker *worker, const struct record_name *names, size_t apart_n)
{
    for (size_t i = 0; i < apart_n; i++)
        for (size_t k = 0; k < names[i].tokens_n; k++)
            if (worker->dictionary.token[names[i].token[k] >> RECORD_PART_BITS].sketch.may_be_fused)
                return true;
    return false;
}

static bool add_subject(struct builder *builder, struct worker *worker, struct chunk *chunk, size_t i)
{
    static const char zeroes[RECORD_UNIT];
    const struct subject *subject = &builder->subjects[i];
    struct person person;
    struct spelling *spellings;
    size_t n;
    arena_reset(&worker->scratch);
    forms_cache_trim(worker->cache);
    if (person_spellings(&worker->scratch, worker->cache, subject, &spellings, &n, NULL) != ERR_OK)
        return false;
    struct record_name *names = number_names(builder, worker, spellings, &n);
    size_t apart_n = names ? record_apart(names, n) : 0;
    person_facts(&worker->scratch, subject, &person);
    if (!names || arena_failed(&worker->scratch))
        return false;
    record_encode(&chunk->bytes, &person, names, spellings, n, builder->lists_n - 1,
                  builder->lines ? builder->lines[i] : 0);
    buf_add(&chunk->bytes, zeroes, (RECORD_UNIT - chunk->bytes.n % RECORD_UNIT) % RECORD_UNIT);
    gist_init(&person, apart_n, &chunk->gist[chunk->n]);
    chunk->gist[chunk->n].may_be_fused = may_be_fused(worker, names, apart_n);
    chunk->readable += gist_says_who(&chunk->gist[chunk->n]);
    chunk->end[chunk->n++] = (uint32_t)chunk->bytes.n;
    return !buf_failed(&chunk->bytes) && post_record(builder, worker, &person, names, apart_n,
                                                     builder->records + i, &chunk->gist[chunk->n - 1].names);
}

static void add_chunk(void *context, size_t index, size_t number)
{
    struct builder *builder = context;
    struct chunk *chunk = builder->chunks[builder->first_chunk + index];
    size_t end = (index + 1) * CHUNK < builder->subjects_n ? (index + 1) * CHUNK : builder->subjects_n;
    chunk->worker = number;
    for (size_t i = index * CHUNK; i < end; i++)
        if (!add_subject(builder, &builder->workers[number], chunk, i))
            builder->failed = true;
}

static bool add_chunks(struct builder *builder, size_t n)
{
    if (builder->chunks_n + n > builder->chunks_capacity) {
        size_t capacity = builder->chunks_capacity * 2 + n;
        struct chunk **chunks = realloc(builder->chunks, capacity * sizeof *chunks);
        if (!chunks)
            return false;
        builder->chunks = chunks;
        builder->chunks_capacity = capacity;
    }
    for (size_t i = 0; i < n; i++) {
        struct chunk *chunk = calloc(1, sizeof *chunk);
        if (!chunk)
            return false;
        buf_init(&chunk->bytes, CHUNK_BYTES_MAX);
        builder->chunks[builder->chunks_n++] = chunk;
    }
    return true;
}

/* The list's name, once; its number is then lists_n - 1. */
static bool set_list(struct builder *builder, const char *list)
{
    struct str name = str_of(list);
    if (builder->lists_n == 0 || !str_equal(name, builder->list)) {
        buf_add(&builder->lists, name.p, name.n + 1);
        builder->lists_n++;
    }
    builder->list = name;
    return !buf_failed(&builder->lists);
}

/* What is done beside adding: reading what comes next. */
struct beside {
    struct builder *builder;
    void (*job)(void *context);
    void *context;
};

static void add_or_beside(void *context, size_t index, size_t worker)
{
    struct beside *beside = context;
    size_t jobs = beside->job ? 1 : 0;
    if (index < jobs)
        beside->job(beside->context);
    else
        add_chunk(beside->builder, index - jobs, worker);
}

static enum err add_beside(struct builder *builder, const char *list, const struct subject *subjects,
                           const size_t *lines, size_t n, void (*job)(void *context), void *context,
                           struct fault *fault)
{
    if (n > SEGMENT_RECORDS_MAX - builder->records)
        return fault_set(fault, ERR_TOO_LARGE, "index: over %d subjects in one segment", SEGMENT_RECORDS_MAX);
    size_t chunks = (n + CHUNK - 1) / CHUNK;
    builder->first_chunk = builder->chunks_n;
    if (!set_list(builder, list) || !add_chunks(builder, chunks))
        return fault_set(fault, ERR_NO_MEMORY, "index");
    builder->subjects = subjects;
    builder->subjects_n = n;
    builder->lines = lines;
    struct beside beside = {.builder = builder, .job = job, .context = context};
    parallel_for(chunks + (job ? 1 : 0), builder->workers_n, add_or_beside, &beside);
    builder->records += n;
    return builder->failed ? fault_set(fault, ERR_NO_MEMORY, "index") : ERR_OK;
}

enum err builder_add(struct builder *builder, const char *list, const struct subject *subjects,
                     const size_t *lines, size_t n, struct fault *fault)
{
    return add_beside(builder, list, subjects, lines, n, NULL, NULL, fault);
}

/* A batch of subjects read from a file. */
enum { BATCH = 16384 };

struct batch {
    struct arena arena;
    struct subject *subjects;
    size_t *lines;
    size_t n;
    bool end;
    enum err err;
    struct fault fault;
    struct reader *reader;
};

static void read_batch(void *context)
{
    struct batch *batch = context;
    arena_reset(&batch->arena);
    batch->n = 0;
    while (!batch->err && !batch->end && batch->n < BATCH) {
        batch->err =
            reader_next(batch->reader, &batch->arena, &batch->subjects[batch->n], &batch->end, &batch->fault);
        batch->lines[batch->n] = reader_line(batch->reader);
        batch->n += !batch->err && !batch->end;
    }
}

static bool batch_init(struct batch *batch, struct reader *reader)
{
    *batch = (struct batch){.reader = reader};
    arena_init(&batch->arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    batch->subjects = calloc(BATCH, sizeof *batch->subjects);
    batch->lines = calloc(BATCH, sizeof *batch->lines);
    return batch->subjects && batch->lines;
}

static void batch_release(struct batch *batch)
{
    arena_release(&batch->arena);
    free(batch->subjects);
    free(batch->lines);
}

static enum err add_batches(struct builder *builder, const char *list, struct batch batches[2],
                            void (*progress)(size_t records), struct fault *fault)
{
    enum err err = ERR_OK;
    read_batch(&batches[0]);
    for (size_t i = 0; !err; i ^= 1) {
        struct batch *now = &batches[i];
        struct batch *next = &batches[i ^ 1];
        if (now->err) {
            if (fault)
                *fault = now->fault;
            return now->err;
        }
        next->end = now->end;
        next->n = 0;
        err = add_beside(builder, list, now->subjects, now->lines, now->n, now->end ? NULL : read_batch, next,
                         fault);
        if (progress)
            progress(builder->records);
        if (now->end)
            break;
    }
    return err;
}

enum err builder_add_file(struct builder *builder, const char *path, const struct reader_options *options,
                          void (*progress)(size_t records), struct fault *fault)
{
    struct reader *reader;
    struct batch batches[2] = {0};
    enum err err = reader_open(&reader, path, options, fault);
    if (err)
        return err;
    size_t before = builder->records;
    if (batch_init(&batches[0], reader) && batch_init(&batches[1], reader))
        err = add_batches(builder, basename(path), batches, progress, fault);
    else
        err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    batch_release(&batches[0]);
    batch_release(&batches[1]);
    reader_close(reader);
    if (!err && builder->records == before)
        err = fault_set(fault, ERR_NO_USE, "%s: no person that can be compared", path);
    return err;
}

size_t builder_records(const struct builder *builder)
{
    return builder->records;
}

size_t builder_readable(const struct builder *builder)
{
    size_t n = 0;
    for (size_t i = 0; i < builder->chunks_n; i++)
        n += builder->chunks[i]->readable;
    return n;
}

/* --- Writing --- */

static bool merge_dictionaries(struct builder *builder)
{
    struct dictionary *all = &builder->dictionary;
    for (size_t i = 0; i < builder->workers_n; i++) {
        struct worker *worker = &builder->workers[i];
        worker->numbers = calloc(worker->dictionary.n + 1, sizeof *worker->numbers);
        if (!worker->numbers || !dictionary_merge(all, &worker->dictionary, worker->numbers))
            return false;
    }
    uint32_t *sorted = calloc(all->n + 1, sizeof *sorted);
    bool good = sorted && dictionary_sort(all, sorted);
    for (size_t i = 0; good && i < builder->workers_n; i++)
        for (size_t k = 0; k < builder->workers[i].dictionary.n; k++)
            builder->workers[i].numbers[k] = sorted[builder->workers[i].numbers[k]];
    free(sorted);
    return good;
}

static void renumber_chunk(void *context, size_t index, size_t number)
{
    struct builder *builder = context;
    struct chunk *chunk = builder->chunks[index];
    (void)number;
    for (size_t i = 0; i < chunk->n; i++) {
        uint32_t from = i ? chunk->end[i - 1] : 0;
        record_renumber(chunk->bytes.bytes + from, chunk->end[i] - from,
                        builder->workers[chunk->worker].numbers);
    }
}

static enum err sort_postings(struct builder *builder, struct fault *fault)
{
    const struct posted **posted = calloc(builder->workers_n, sizeof *posted);
    if (!posted)
        return fault_set(fault, ERR_NO_MEMORY, "index");
    for (size_t i = 0; i < builder->workers_n; i++)
        posted[i] = builder->workers[i].posted;
    enum err err = posted_sort(posted, builder->workers_n, &builder->sorted, fault);
    free(posted);
    return err;
}

static enum err write_section(struct writer *writer, struct segment_header *header, enum section section,
                              const void *bytes, size_t n, struct fault *fault)
{
    writer_section(writer, header, section);
    enum err err = writer_add(writer, bytes, n, fault);
    return err ? err : writer_end_section(writer, header, section, fault);
}

static enum err write_tokens(const struct dictionary *all, struct writer *writer,
                             struct segment_header *header, struct fault *fault)
{
    enum err err = ERR_OK;
    uint32_t at = 0;
    writer_section(writer, header, SECTION_SKETCHES);
    for (size_t i = 0; i < all->n && !err; i++)
        err = writer_add(writer, &all->token[i].sketch, sizeof all->token[i].sketch, fault);
    if (!err)
        err = writer_end_section(writer, header, SECTION_SKETCHES, fault);
    writer_section(writer, header, SECTION_TOKEN_AT);
    for (size_t i = 0; i <= all->n && !err; i++) {
        err = writer_add(writer, &at, sizeof at, fault);
        at += i < all->n ? (uint32_t)all->token[i].text.n + 1 : 0;
    }
    if (!err)
        err = writer_end_section(writer, header, SECTION_TOKEN_AT, fault);
    writer_section(writer, header, SECTION_TOKEN_TEXT);
    for (size_t i = 0; i < all->n && !err; i++) {
        char script = (char)all->token[i].script;
        err = writer_add(writer, &script, 1, fault);
        if (!err)
            err = writer_add(writer, all->token[i].text.p, all->token[i].text.n, fault);
    }
    return err ? err : writer_end_section(writer, header, SECTION_TOKEN_TEXT, fault);
}

/* The filter has 2^this bits: BITS_EACH a token, as hardly more skeletons are distinct. */
static unsigned filter_bits(const struct dictionary *all)
{
    enum { BITS_EACH = 16, LEAST = 6 };
    size_t skeletons = 0;
    unsigned bits = LEAST;
    for (size_t i = 0; i < all->n; i++)
        skeletons += all->token[i].skeletons[0].n > 0 || all->token[i].skeletons[1].n > 0;
    while (((size_t)1 << bits) / BITS_EACH < skeletons)
        bits++;
    return bits;
}

static enum err write_filter(const struct dictionary *all, struct writer *writer,
                             struct segment_header *header, struct fault *fault)
{
    unsigned bits = filter_bits(all);
    size_t bytes = (size_t)1 << bits >> 3;
    unsigned char *filter = calloc(bytes, 1);
    if (!filter)
        return fault_set(fault, ERR_NO_MEMORY, "%s", writer->path);
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < 2; k++)
            for (size_t s = 0; s < all->token[i].skeletons[k].n; s++) {
                uint64_t bit = SKELETON_HASH(all->token[i].skeletons[k].at[s], bits);
                filter[bit / 8] |= (unsigned char)(1U << bit % 8);
            }
    enum err err = write_section(writer, header, SECTION_SKELETONS, filter, bytes, fault);
    free(filter);
    return err;
}

static enum err write_records(const struct builder *builder, struct writer *writer,
                              struct segment_header *header, struct fault *fault)
{
    enum err err = ERR_OK;
    uint64_t base = 0;
    writer_section(writer, header, SECTION_RECORD_AT);
    for (size_t i = 0; i < builder->chunks_n && !err; i++) {
        const struct chunk *chunk = builder->chunks[i];
        for (size_t k = 0; k < chunk->n && !err; k++) {
            uint64_t at = (base + (k ? chunk->end[k - 1] : 0)) / RECORD_UNIT;
            uint32_t small = (uint32_t)at;
            if (at > UINT32_MAX)
                return fault_set(fault, ERR_TOO_LARGE, "%s: the records of one segment are too long",
                                 writer->path);
            err = writer_add(writer, &small, sizeof small, fault);
        }
        base += chunk->bytes.n;
    }
    uint32_t end = (uint32_t)(base / RECORD_UNIT);
    if (!err)
        err = writer_add(writer, &end, sizeof end, fault);
    if (!err)
        err = writer_end_section(writer, header, SECTION_RECORD_AT, fault);
    writer_section(writer, header, SECTION_RECORDS);
    for (size_t i = 0; i < builder->chunks_n && !err; i++)
        err = writer_add(writer, builder->chunks[i]->bytes.bytes, builder->chunks[i]->bytes.n, fault);
    if (!err)
        err = writer_end_section(writer, header, SECTION_RECORDS, fault);
    writer_section(writer, header, SECTION_GISTS);
    for (size_t i = 0; i < builder->chunks_n && !err; i++)
        err =
            writer_add(writer, builder->chunks[i]->gist, builder->chunks[i]->n * sizeof(struct gist), fault);
    return err ? err : writer_end_section(writer, header, SECTION_GISTS, fault);
}

static enum err write_all(const struct builder *builder, struct writer *writer, struct fault *fault)
{
    struct segment_header header = {.records = (uint32_t)builder->records,
                                    .tokens = (uint32_t)builder->dictionary.n,
                                    .lists = (uint32_t)builder->lists_n,
                                    .bucket_bits = builder->sorted.bucket_bits};
    model_fingerprint(builder->model, header.fingerprint);
    enum err err =
        write_section(writer, &header, SECTION_LISTS, builder->lists.bytes, builder->lists.n, fault);
    if (!err)
        err = write_tokens(&builder->dictionary, writer, &header, fault);
    if (!err)
        err = write_filter(&builder->dictionary, writer, &header, fault);
    if (!err)
        err = write_records(builder, writer, &header, fault);
    const struct sorted *sorted = &builder->sorted;
    if (!err)
        err = write_section(writer, &header, SECTION_BUCKETS, sorted->buckets,
                            (((size_t)1 << sorted->bucket_bits) + 1) * sizeof *sorted->buckets, fault);
    if (!err)
        err = write_section(writer, &header, SECTION_ENTRIES, sorted->entries,
                            sorted->entries_n * sizeof *sorted->entries, fault);
    return err ? err : writer_finish(writer, &header, fault);
}

enum err builder_write(struct builder *builder, const char *path, struct fault *fault)
{
    if (!merge_dictionaries(builder))
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    parallel_for(builder->chunks_n, builder->workers_n, renumber_chunk, builder);
    enum err err = sort_postings(builder, fault);
    if (err)
        return err;
    struct writer writer;
    err = writer_open(&writer, path, fault);
    bool created = writer.fd >= 0;
    if (!err)
        err = write_all(builder, &writer, fault);
    writer_release(&writer);
    if (err && created)
        unlink(path);
    return err;
}
