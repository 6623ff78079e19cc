/* Format: a segment of an index, to the byte. Little-endian.
 *
 * A segment is a file of blocks of 4096 bytes: the header, the sections one
 * behind another, each from the start of a block, and last the checksums, one of
 * 8 bytes for each block before them. The header holds the checksum of the
 * checksums and of itself, so that every byte of the file is covered.
 *
 * A record is what a subject needs to be compared, then what is needed to show
 * it (record.h); its gist, with the mark of its names (match/gist.h), lies apart, as it is looked at first. A
 * token is kept once: its sketch (match/sketch.h), and its text.
 *
 * Entries are the postings: 8 bytes each, from the top: TAG_BITS of the key's hash that
 * follow those that chose the bucket, DATE_BITS of a birth date, RECORD_BITS of a
 * record's number. Bucket i holds entries bucket[i].from to bucket[i + 1].from, sorted. */
#ifndef LIAISON_INDEX_FORMAT_H
#define LIAISON_INDEX_FORMAT_H

#include <stdint.h>

enum { FORMAT_VERSION = 8, BLOCK_BYTES = 4096, FINGERPRINT_BYTES = 32 };

enum { RECORD_BITS = 24, DATE_BITS = 17, TAG_BITS = 23 };
enum { SEGMENT_RECORDS_MAX = (1 << RECORD_BITS) - 1, RECORD_UNIT = 8 /* bytes; where records begin */ };

#define SEGMENT_MAGIC "LIASEG\r\n"

enum section {
    SECTION_LISTS,      /* names of the lists, each ended by NUL */
    SECTION_SKETCHES,   /* struct token_sketch, one a token */
    SECTION_TOKEN_AT,   /* uint32_t, one a token and one more: where its text lies */
    SECTION_TOKEN_TEXT, /* one byte of script, then the folded text */
    SECTION_SKELETONS,  /* a filter over the tokens' skeletons: 2^k bytes, a bit each, by SKELETON_HASH */
    SECTION_RECORD_AT,  /* uint32_t, one a record and one more, in RECORD_UNIT */
    SECTION_RECORDS,
    SECTION_GISTS,   /* struct gist, one a record */
    SECTION_BUCKETS, /* struct bucket, 2^bucket_bits and one more */
    SECTION_ENTRIES, /* uint64_t */
    SECTION_COUNT
};

struct segment_header {
    char magic[8];
    uint32_t version;
    uint32_t block_bytes;
    uint64_t file_bytes;
    uint64_t checksums_at; /* where the checksums begin */
    uint64_t checksums_sum;
    uint8_t fingerprint[FINGERPRINT_BYTES]; /* of the tables it was made with (model_fingerprint) */
    uint32_t records;
    uint32_t tokens;
    uint32_t lists;
    uint32_t bucket_bits;
    struct {
        uint64_t at;
        uint64_t bytes;
    } section[SECTION_COUNT];
    uint64_t header_sum; /* of all before it, with zeroes up to the end of the block */
};

/* The bit of a skeleton among 2^bits (multiplicative hashing: Knuth, "The Art of Computer Programming", 6.4).
 */
#define SKELETON_HASH(skeleton, bits) ((skeleton)*0x9e3779b97f4a7c15U >> (64 - (bits)))

/* Where entries begin, and a bit for each of their tags: of the keys that a query asks for most are none, and
 * need not be looked for. */
struct bucket {
    uint32_t from;
    uint32_t tags;
};

static inline uint32_t bucket_tag(uint64_t tag)
{
    return 1U << (tag & 31);
}

/* A birth date in DATE_BITS: years from 1850 to 2104. */
enum {
    DATE_ANY = 0 /* more than DATES_POSTED (keys.h), or out of range */,
    DATE_NONE = 1,
    DATE_FIRST_YEAR = 1849,
    DATE_YEAR = (1 << 9) - 1 /* the bits of month and day */
};

/* What a key is made of. */
enum key_kind {
    KEY_DAY = 1,  /* a skeleton, and day and month of birth in either order */
    KEY_PAIR,     /* two skeletons of one name */
    KEY_TOKEN,    /* a skeleton */
    KEY_DOCUMENT, /* a document's number */
    KEY_CONTACT,  /* a telephone or mail */
    KEY_ADDRESS,  /* a number of an address, and a word beside it */
    KEY_ID,       /* list and id */
    KEY_SLIP      /* a document's number but for a third of it, where a slip may be */
};

#endif
