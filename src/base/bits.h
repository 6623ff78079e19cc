/* Bits: how many of a word are set, without the instruction that not every
 * processor has and in whose place gcc calls a function. */
#ifndef LIAISON_BASE_BITS_H
#define LIAISON_BASE_BITS_H

#include <stdint.h>

/* Sums of two, four, eight bits side by side, then of all bytes (Warren, "Hacker's Delight", 5-1). */
static inline int bits_set(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555U;
    word = (word & 0x3333333333333333U) + (word >> 2 & 0x3333333333333333U);
    word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fU;
    return (int)(word * 0x0101010101010101U >> 56);
}

#endif
