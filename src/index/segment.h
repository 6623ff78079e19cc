/* Segment: a file of records and their postings, mapped, never changed.
 *
 * A block is held against its checksum when it is first touched, so that
 * opening does not read the file and yet no damaged byte is used. Reading is
 * safe from any number of threads. */
#ifndef LIAISON_INDEX_SEGMENT_H
#define LIAISON_INDEX_SEGMENT_H

#include "base/error.h"
#include "base/str.h"
#include "index/format.h"
#include "match/gist.h"
#include "match/sketch.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct segment {
    const unsigned char *map;
    size_t bytes;
    struct segment_header header;
    const unsigned char *section[SECTION_COUNT];
    const uint64_t *checksums;
    atomic_uchar *sound;   /* a bit a block that has been found sound */
    atomic_size_t damaged; /* a block that was not, and one; 0: none met */
    char *path;
};

/* Maps the file at path. STALE: made by another version or other tables than
 * fingerprint; FORGED: damaged (names the block, as every error of damage does);
 * NOT_FOUND, IO, NO_MEMORY. */
enum err segment_open(struct segment **segment, const char *path,
                      const uint8_t fingerprint[FINGERPRINT_BYTES], struct fault *fault) MUST_USE;

/* NULL-safe. */
void segment_close(struct segment *segment);

/* Holds every block against its checksum. FORGED names the first bad one. */
enum err segment_verify(struct segment *segment, struct fault *fault) MUST_USE;

/* What follows gives nothing where a block is damaged; the error is then here. */
enum err segment_damage(const struct segment *segment, struct fault *fault) MUST_USE;

/* The bytes of a record, with up to RECORD_UNIT - 1 zeroes behind it. */
struct str segment_record(struct segment *segment, uint32_t record);

/* Its gist, or NULL. */
const struct gist *segment_gist(struct segment *segment, uint32_t record);

/* A token's sketch, or NULL; its script and text, false where there is none such. */
const struct token_sketch *segment_sketch(struct segment *segment, uint32_t token);
bool segment_token(struct segment *segment, uint32_t token, enum script *script, struct str *text);

/* The filter over its tokens' skeletons, of 2^bits bits, or NULL; and whether it lets a skeleton through: all
 * that a token has, and of the others no more than one in sixteen. */
const unsigned char *segment_skeletons(struct segment *segment, unsigned *bits);
static inline bool skeletons_may_have(const unsigned char *skeletons, unsigned bits, skeleton s)
{
    uint64_t bit = SKELETON_HASH(s, bits);
    return skeletons[bit / 8] >> (bit % 8) & 1;
}

/* The name of a list, with a NUL behind it; "" where there are fewer lists. */
struct str segment_list(struct segment *segment, size_t list);

/* Whether there may be entries of a key: a test of a bit. */
bool segment_may_have(struct segment *segment, uint64_t key);

/* The entries of a key: *n of them. */
const uint64_t *segment_find(struct segment *segment, uint64_t key, size_t *n);

/* How many of n entries of a key, from the first on, are beside dates up to this code; quick where it is few.
 */
size_t segment_beyond(const uint64_t *entries, size_t n, uint32_t last);

/* Says to the processor that segment_may_have, segment_find, segment_gist and segment_record will be called.
 */
void segment_expect_key(const struct segment *segment, uint64_t key);
void segment_expect_gist(const struct segment *segment, uint32_t record);
void segment_expect_record(const struct segment *segment, uint32_t record);
/* The same once more, when what the first brought is there. */
void segment_expect_entries(const struct segment *segment, uint64_t key);
void segment_expect_bytes(const struct segment *segment, uint32_t record);

static inline uint32_t entry_record(uint64_t entry)
{
    return (uint32_t)entry & ((1U << RECORD_BITS) - 1);
}

static inline uint32_t entry_date(uint64_t entry)
{
    return (uint32_t)(entry >> RECORD_BITS) & ((1U << DATE_BITS) - 1);
}

/* Of the key's hash, in TAG_BITS. */
static inline uint64_t entry_tag(uint64_t entry)
{
    return entry >> (RECORD_BITS + DATE_BITS);
}

static inline uint64_t entry_make(uint64_t key, unsigned bucket_bits, uint32_t date, uint32_t record)
{
    uint64_t tag = key << bucket_bits >> (64 - TAG_BITS);
    return tag << (RECORD_BITS + DATE_BITS) | (uint64_t)date << RECORD_BITS | record;
}

/* A search of the entries of a key for the first one beside a date of some code or a later one. A step tells
 * the processor what the next one reads, so that several searches wait for memory side by side. */
struct seek {
    const uint64_t *at; /* n entries; those before are beside earlier dates */
    size_t n;
    size_t unsure; /* of them, from the first on */
    uint64_t bound;
};

static inline struct seek seek_begin(const uint64_t *entries, size_t n, uint32_t date)
{
    uint64_t tag = n ? entry_tag(entries[0]) : 0;
    return (struct seek){entries, n, n, (tag << DATE_BITS | date) << RECORD_BITS};
}

/* False where it is done. */
static inline bool seek_step(struct seek *seek)
{
    size_t half = seek->unsure / 2;
    if (seek->unsure == 0)
        return false;
    if (seek->at[half] < seek->bound) {
        seek->at += half + 1;
        seek->n -= half + 1;
        seek->unsure -= half + 1;
    } else {
        seek->unsure = half;
    }
    __builtin_prefetch(seek->at + seek->unsure / 2);
    return seek->unsure > 0;
}

#endif
