/* Mark: the pairs of a record's consonants. See mark.h. */
#include "match/mark.h"

#include "match/token.h"

enum { CLASS_BITS = 4, CLASS = (1 << CLASS_BITS) - 1 };

/* Multiplicative hashing, twice (Knuth, "The Art of Computer Programming", 6.4). */
static void add_pair(struct mark *mark, uint32_t pair)
{
    enum { SHIFT = 32 - 6 /* bits that tell one of 64 */ };
    mark->half[0] |= 1ULL << (pair * 0x9e3779b1U >> SHIFT);
    mark->half[1] |= 1ULL << (pair * 0x85ebca6bU >> SHIFT);
}

void mark_add(struct mark *mark, skeleton s)
{
    uint32_t behind = 0;
    if (s == 0)
        return;
    do {
        uint32_t class = (uint32_t)s & CLASS;
        add_pair(mark, class << CLASS_BITS | behind);
        behind = class;
        s >>= CLASS_BITS;
    } while (behind);
}

void mark_add_any(struct mark *mark)
{
    mark->half[0] = mark->half[1] = UINT64_MAX;
}

uint8_t mark_slip(skeleton s)
{
    return s >> (TOKEN_SHORT * CLASS_BITS) ? 2 : 1;
}
