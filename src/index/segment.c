/* Segment: a mapped file of records. See segment.h. */
#include "index/segment.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Fuzzers change bytes without setting the checksums right. */
#ifdef LIAISON_FUZZING
enum { CHECKED = 0 };
#else
enum { CHECKED = 1 };
#endif

static enum err damaged(const struct segment *segment, size_t block, struct fault *fault)
{
    return fault_set(fault, ERR_FORGED, "%s: block %zu (bytes %zu to %zu) is damaged", segment->path, block,
                     block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES - 1);
}

static uint64_t header_sum(const unsigned char *block)
{
    unsigned char copy[BLOCK_BYTES];
    memcpy(copy, block, BLOCK_BYTES);
    memset(copy + offsetof(struct segment_header, header_sum), 0, sizeof(uint64_t));
    return hash_block(copy, BLOCK_BYTES, 0);
}

static bool block_is_sound(const struct segment *segment, size_t block)
{
    return !CHECKED ||
           hash_block(segment->map + block * BLOCK_BYTES, BLOCK_BYTES, block) == segment->checksums[block];
}

/* How many bytes a section must hold for the counts of the header. */
static bool counts_fit(const struct segment_header *h)
{
    uint64_t buckets = h->bucket_bits < 32 ? (1ULL << h->bucket_bits) + 1 : 0;
    const uint64_t least[SECTION_COUNT] = {[SECTION_SKETCHES] = h->tokens * sizeof(struct token_sketch),
                                           [SECTION_TOKEN_AT] = (h->tokens + 1ULL) * sizeof(uint32_t),
                                           [SECTION_RECORD_AT] = (h->records + 1ULL) * sizeof(uint32_t),
                                           [SECTION_GISTS] = h->records * sizeof(struct gist),
                                           [SECTION_BUCKETS] = buckets * sizeof(struct bucket)};
    for (size_t i = 0; i < SECTION_COUNT; i++)
        if (least[i] && h->section[i].bytes != least[i])
            return false;
    uint64_t filter = h->section[SECTION_SKELETONS].bytes;
    return buckets > 0 && filter > 0 && (filter & (filter - 1)) == 0 && h->records <= SEGMENT_RECORDS_MAX &&
           h->section[SECTION_ENTRIES].bytes % sizeof(uint64_t) == 0;
}

static bool sections_fit(const struct segment_header *h, size_t bytes)
{
    uint64_t at = BLOCK_BYTES;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        if (h->section[i].at != at || h->section[i].bytes > bytes - at)
            return false;
        at += (h->section[i].bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        if (at > bytes)
            return false;
    }
    uint64_t sums = at / BLOCK_BYTES * sizeof(uint64_t);
    return h->checksums_at == at && h->file_bytes == bytes && at + sums <= bytes && counts_fit(h);
}

static enum err check_header(struct segment *segment, const uint8_t *fingerprint, struct fault *fault)
{
    struct segment_header *h = &segment->header;
    memcpy(h, segment->map, sizeof *h);
    if (memcmp(h->magic, SEGMENT_MAGIC, sizeof h->magic) != 0)
        return fault_set(fault, ERR_UNSUPPORTED, "%s: no segment of an index", segment->path);
    if (h->version != FORMAT_VERSION)
        return fault_set(fault, ERR_STALE, "%s: an index of version %u; this program reads version %d",
                         segment->path, h->version, FORMAT_VERSION);
    if (CHECKED && h->header_sum != header_sum(segment->map))
        return damaged(segment, 0, fault);
    if (CHECKED && memcmp(h->fingerprint, fingerprint, FINGERPRINT_BYTES) != 0)
        return fault_set(fault, ERR_STALE,
                         "%s: made with other tables of names than this program has; build it anew",
                         segment->path);
    if (h->block_bytes != BLOCK_BYTES || !sections_fit(h, segment->bytes))
        return damaged(segment, 0, fault);
    size_t blocks = h->checksums_at / BLOCK_BYTES;
    if (CHECKED &&
        hash_block(segment->map + h->checksums_at, segment->bytes - h->checksums_at, 0) != h->checksums_sum)
        return damaged(segment, blocks, fault);
    segment->checksums = (const uint64_t *)(const void *)(segment->map + h->checksums_at);
    segment->sound = calloc(blocks / 8 + 1, sizeof *segment->sound);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        segment->section[i] = segment->map + h->section[i].at;
    return segment->sound ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "%s", segment->path);
}

static enum err map_file(struct segment *segment, struct fault *fault)
{
    struct stat status;
    int fd = open(segment->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_set(fault, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", segment->path,
                         strerror(errno));
    enum err err = ERR_OK;
    if (fstat(fd, &status) != 0)
        err = fault_set(fault, ERR_IO, "%s: %s", segment->path, strerror(errno));
    else if (status.st_size < BLOCK_BYTES || status.st_size % 32)
        err = fault_set(fault, ERR_FORGED, "%s: cut off after %lld bytes", segment->path,
                        (long long)status.st_size);
    if (!err) {
        void *map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
        segment->map = map == MAP_FAILED ? NULL : map;
        segment->bytes = (size_t)status.st_size;
        if (!segment->map)
            err = fault_set(fault, ERR_IO, "%s: %s", segment->path, strerror(errno));
    }
    close(fd);
    return err;
}

enum err segment_open(struct segment **out, const char *path, const uint8_t fingerprint[FINGERPRINT_BYTES],
                      struct fault *fault)
{
    struct segment *segment = calloc(1, sizeof *segment);
    if (!segment || !(segment->path = strdup(path))) {
        free(segment);
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    }
    enum err err = map_file(segment, fault);
    if (!err)
        err = check_header(segment, fingerprint, fault);
    if (err) {
        segment_close(segment);
        return err;
    }
    *out = segment;
    return ERR_OK;
}

void segment_close(struct segment *segment)
{
    if (!segment)
        return;
    if (segment->map)
        munmap((void *)(uintptr_t)segment->map, segment->bytes);
    free(segment->sound);
    free(segment->path);
    free(segment);
}

enum err segment_verify(struct segment *segment, struct fault *fault)
{
    size_t blocks = segment->header.checksums_at / BLOCK_BYTES;
    if (hash_block(segment->map + segment->header.checksums_at, segment->bytes - segment->header.checksums_at,
                   0) != segment->header.checksums_sum)
        return damaged(segment, blocks, fault);
    for (size_t i = 0; i < blocks; i++)
        if (i == 0 ? segment->header.header_sum != header_sum(segment->map) : !block_is_sound(segment, i))
            return damaged(segment, i, fault);
    return ERR_OK;
}

enum err segment_damage(const struct segment *segment, struct fault *fault)
{
    size_t block = atomic_load(&segment->damaged);
    return block ? damaged(segment, block - 1, fault) : ERR_OK;
}

static bool is_known_sound(const struct segment *segment, size_t block)
{
    return atomic_load_explicit(&segment->sound[block >> 3], memory_order_relaxed) >> (block & 7) & 1;
}

static bool check_blocks(struct segment *segment, size_t first, size_t last)
{
    for (size_t block = first; block <= last; block++) {
        unsigned char bit = (unsigned char)(1U << (block & 7));
        if (is_known_sound(segment, block))
            continue;
        if (!block_is_sound(segment, block)) {
            atomic_store(&segment->damaged, block + 1);
            return false;
        }
        atomic_fetch_or_explicit(&segment->sound[block >> 3], bit, memory_order_relaxed);
    }
    return true;
}

/* True where the blocks that hold n bytes at p are sound. */
static inline bool touch(struct segment *segment, const unsigned char *p, size_t n)
{
    if (n == 0)
        return true;
    size_t first = (size_t)(p - segment->map) / BLOCK_BYTES;
    size_t last = ((size_t)(p - segment->map) + n - 1) / BLOCK_BYTES;
    return (first == last && is_known_sound(segment, first)) || check_blocks(segment, first, last);
}

/* Two neighbours of an array of offsets, each times unit, that lie within a section. */
static bool range_of(struct segment *segment, enum section offsets, size_t i, size_t unit,
                     enum section within, struct str *range)
{
    const uint32_t *at = (const uint32_t *)(const void *)segment->section[offsets] + i;
    if (!touch(segment, (const unsigned char *)at, 2 * sizeof *at))
        return false;
    size_t from = at[0] * unit;
    size_t to = at[1] * unit;
    if (from > to || to > segment->header.section[within].bytes)
        return false;
    *range = (struct str){(const char *)segment->section[within] + from, to - from};
    return touch(segment, segment->section[within] + from, to - from);
}

struct str segment_record(struct segment *segment, uint32_t record)
{
    struct str bytes = {"", 0};
    if (record >= segment->header.records ||
        !range_of(segment, SECTION_RECORD_AT, record, RECORD_UNIT, SECTION_RECORDS, &bytes))
        return (struct str){"", 0};
    return bytes;
}

const struct gist *segment_gist(struct segment *segment, uint32_t record)
{
    if (record >= segment->header.records)
        return NULL;
    const unsigned char *at = segment->section[SECTION_GISTS] + record * sizeof(struct gist);
    return touch(segment, at, sizeof(struct gist)) ? (const void *)at : NULL;
}

const struct token_sketch *segment_sketch(struct segment *segment, uint32_t token)
{
    if (token >= segment->header.tokens)
        return NULL;
    const unsigned char *at = segment->section[SECTION_SKETCHES] + token * sizeof(struct token_sketch);
    return touch(segment, at, sizeof(struct token_sketch)) ? (const void *)at : NULL;
}

bool segment_token(struct segment *segment, uint32_t token, enum script *script, struct str *text)
{
    struct str bytes;
    if (token >= segment->header.tokens ||
        !range_of(segment, SECTION_TOKEN_AT, token, 1, SECTION_TOKEN_TEXT, &bytes) || bytes.n < 2 ||
        (unsigned char)bytes.p[0] >= SCRIPT_COUNT)
        return false;
    *script = (enum script)bytes.p[0];
    *text = (struct str){bytes.p + 1, bytes.n - 1};
    return true;
}

struct str segment_list(struct segment *segment, size_t list)
{
    struct str rest = {(const char *)segment->section[SECTION_LISTS],
                       segment->header.section[SECTION_LISTS].bytes};
    if (!touch(segment, segment->section[SECTION_LISTS], rest.n))
        return STR("");
    for (size_t i = 0; rest.p && rest.n; i++) {
        struct str name = str_cut(&rest, '\0');
        if (i == list && rest.p)
            return name;
    }
    return STR("");
}

enum { FEW = 24 /* entries of a bucket, which are sooner counted than bisected */ };

static const struct bucket *bucket_of(const struct segment *segment, uint64_t key)
{
    unsigned bits = segment->header.bucket_bits;
    return (const struct bucket *)(const void *)segment->section[SECTION_BUCKETS] +
           (bits ? key >> (64 - bits) : 0);
}

static uint64_t tag_of(const struct segment *segment, uint64_t key)
{
    return entry_tag(entry_make(key, segment->header.bucket_bits, 0, 0));
}

void segment_expect_key(const struct segment *segment, uint64_t key)
{
    __builtin_prefetch(bucket_of(segment, key));
}

void segment_expect_entries(const struct segment *segment, uint64_t key)
{
    const struct bucket *bucket = bucket_of(segment, key);
    const uint64_t *entries = (const uint64_t *)(const void *)segment->section[SECTION_ENTRIES];
    size_t from = bucket[0].from;
    size_t to = bucket[1].from;
    if (!(bucket->tags & bucket_tag(tag_of(segment, key))) || from >= to ||
        to > segment->header.section[SECTION_ENTRIES].bytes / sizeof(uint64_t))
        return;
    __builtin_prefetch(entries + from);
    __builtin_prefetch(entries + to - 1);
}

void segment_expect_gist(const struct segment *segment, uint32_t record)
{
    if (record < segment->header.records)
        __builtin_prefetch(segment->section[SECTION_GISTS] + record * sizeof(struct gist));
}

void segment_expect_record(const struct segment *segment, uint32_t record)
{
    if (record < segment->header.records)
        __builtin_prefetch((const uint32_t *)(const void *)segment->section[SECTION_RECORD_AT] + record);
}

void segment_expect_bytes(const struct segment *segment, uint32_t record)
{
    enum { LINE = 64 };
    if (record >= segment->header.records)
        return;
    const uint32_t *at = (const uint32_t *)(const void *)segment->section[SECTION_RECORD_AT];
    const unsigned char *bytes = segment->section[SECTION_RECORDS] + (size_t)at[record] * RECORD_UNIT;
    __builtin_prefetch(bytes);
    __builtin_prefetch(bytes + LINE);
}

const unsigned char *segment_skeletons(struct segment *segment, unsigned *bits)
{
    size_t bytes = segment->header.section[SECTION_SKELETONS].bytes;
    *bits = 3 + (unsigned)__builtin_ctzll(bytes);
    return touch(segment, segment->section[SECTION_SKELETONS], bytes) ? segment->section[SECTION_SKELETONS]
                                                                      : NULL;
}

/* The first entry of at[0..n) that is not below bound. */
static size_t first_from(const uint64_t *at, size_t n, uint64_t bound)
{
    size_t low = 0;
    while (n > 0) {
        size_t half = n / 2;
        if (at[low + half] < bound) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low;
}

/* The same, sought from both ends on: of a bucket that holds many entries nearly all are of one key. */
static size_t first_from_ends(const uint64_t *at, size_t n, uint64_t bound)
{
    size_t sure = 0; /* entries at the beginning that are below it, and at the end that are not */
    for (size_t step = 1; step <= n / 2; step *= 2) {
        if (at[step - 1] >= bound)
            return sure + first_from(at + sure, step - 1 - sure, bound);
        if (at[n - step] < bound)
            return n - step + 1 + first_from(at + n - step + 1, step - 1 - sure, bound);
        sure = step;
    }
    return sure + first_from(at + sure, n - 2 * sure, bound);
}

bool segment_may_have(struct segment *segment, uint64_t key)
{
    const struct bucket *bucket = bucket_of(segment, key);
    return touch(segment, (const unsigned char *)bucket, 2 * sizeof *bucket) &&
           (bucket->tags & bucket_tag(tag_of(segment, key)));
}

const uint64_t *segment_find(struct segment *segment, uint64_t key, size_t *n)
{
    const struct bucket *bucket = bucket_of(segment, key);
    uint64_t tag = tag_of(segment, key);
    *n = 0;
    if (!segment_may_have(segment, key))
        return NULL;
    size_t from = bucket[0].from;
    size_t to = bucket[1].from;
    if (from > to || to > segment->header.section[SECTION_ENTRIES].bytes / sizeof(uint64_t))
        return NULL;
    const uint64_t *entries = (const uint64_t *)(const void *)segment->section[SECTION_ENTRIES] + from;
    if (!touch(segment, (const unsigned char *)entries, (to - from) * sizeof *entries))
        return NULL;
    size_t first = 0;
    size_t last = 0;
    if (to - from <= FEW) {
        for (size_t i = 0; i < to - from; i++) {
            first += entry_tag(entries[i]) < tag;
            last += entry_tag(entries[i]) <= tag;
        }
    } else {
        uint64_t beyond = (tag + 1) << (RECORD_BITS + DATE_BITS);
        first = first_from_ends(entries, to - from, tag << (RECORD_BITS + DATE_BITS));
        last = beyond ? first_from_ends(entries, to - from, beyond) : to - from;
    }
    /* In a segment that lies about their order the last may come first. */
    *n = last > first ? last - first : 0;
    return entries + first;
}

size_t segment_beyond(const uint64_t *entries, size_t n, uint32_t last)
{
    uint64_t upto = n ? entry_tag(entries[0]) << DATE_BITS | last : 0;
    size_t step = 1;
    if (n == 0 || entries[0] >> RECORD_BITS > upto)
        return 0;
    while (step < n && entries[step] >> RECORD_BITS <= upto)
        step *= 2;
    size_t low = step / 2;
    size_t high = step < n ? step : n;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (entries[middle] >> RECORD_BITS <= upto)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}
