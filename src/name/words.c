/* Words: a hash table over words.def, built once. See words.h. */
#include "name/words.h"

#include "name/fold.h"
#include "name/known.h"

#include <pthread.h>
#include <utf8proc.h>

enum { SLOTS = 8192, POOL = 65536, FILTER_BITS = 65536 };

struct slot {
    uint32_t kinds; /* 0: empty */
    uint16_t at;    /* in the pool */
    uint16_t n;
};

static struct slot slots[SLOTS];
static char pool[POOL];
static size_t pool_n;
static uint64_t filter[FILTER_BITS / 64]; /* known.h */

/* One code point for those that writers of different countries use for one letter. */
static uint32_t plain(uint32_t point)
{
    if (point < 0xc0)
        return point;
    if (point < 0x250 || (point >= 0x1e00 && point < 0x1f00)) {
        utf8proc_int32_t parts[8];
        utf8proc_ssize_t n =
            utf8proc_decompose_char((utf8proc_int32_t)point, parts, 8, UTF8PROC_DECOMPOSE, NULL);
        return n > 0 ? (uint32_t)parts[0] : point;
    }
    switch (point) {
    case 0x622: /* alif with madda, hamza above, below, wasla */
    case 0x623:
    case 0x625:
    case 0x671:
        return 0x627;
    case 0x629: /* te marbuta, do-chashmi and goal he */
    case 0x6be:
    case 0x6c1:
    case 0x6d5:
        return 0x647;
    case 0x649: /* alif maqsura, Persian ye */
    case 0x6cc:
        return 0x64a;
    case 0x6a9: /* Persian kaf */
        return 0x643;
    case 0x451: /* yo */
        return 0x435;
    default:
        return point;
    }
}

size_t word_key(struct str folded, char out[WORD_KEY_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < folded.n;) {
        if (n + 4 > WORD_KEY_MAX)
            return 0;
        if ((unsigned char)folded.p[i] < 0x80) {
            out[n++] = folded.p[i++];
            continue;
        }
        utf8proc_int32_t point;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)folded.p + i,
                                                 (utf8proc_ssize_t)(folded.n - i), &point);
        if (step <= 0)
            return 0;
        i += (size_t)step;
        n += fold_encode(plain((uint32_t)point), out + n);
    }
    return n;
}

static struct slot *find(const char *key, size_t n, uint32_t hash)
{
    for (size_t i = hash;; i++) {
        struct slot *slot = &slots[i % SLOTS];
        if (slot->kinds == 0 || (slot->n == n && memcmp(pool + slot->at, key, n) == 0))
            return slot;
    }
}

static void add(struct str word, uint32_t kinds)
{
    char key[WORD_KEY_MAX];
    size_t n = word_key(word, key);
    uint32_t hash = known_hash(key, n);
    struct slot *slot = find(key, n, hash);
    if (slot->kinds == 0 && n && pool_n + n <= POOL) {
        known_add(filter, FILTER_BITS, hash);
        memcpy(pool + pool_n, key, n);
        slot->at = (uint16_t)pool_n;
        slot->n = (uint16_t)n;
        pool_n += n;
    }
    if (slot->n)
        slot->kinds |= kinds;
}

static void build(void)
{
    static const struct {
        uint32_t kinds;
        const char *words;
    } table[] = {
#define W(kinds, words) {kinds, words},
#include "name/words.def"
#undef W
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str words = str_of(table[i].words);
        while (words.n) {
            struct str word = str_cut(&words, ' ');
            if (word.n)
                add(word, table[i].kinds);
        }
    }
}

uint32_t word_kinds(struct str folded)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, build);
    char key[WORD_KEY_MAX];
    size_t n = word_key(folded, key);
    uint32_t hash = known_hash(key, n);
    return n && known_has(filter, FILTER_BITS, hash) ? find(key, n, hash)->kinds : 0;
}
