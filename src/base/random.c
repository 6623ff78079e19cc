/* Random: the system's and the seeded generator. See random.h. */
#include "base/random.h"

#include <sodium.h>
#include <string.h>

static void system_fill(void *context, void *bytes, size_t n)
{
    (void)context;
    randombytes_buf(bytes, n);
}

struct random random_system(void)
{
    return (struct random){system_fill, NULL};
}

uint64_t seeded_next(struct seeded *seeded)
{
    uint64_t z = seeded->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

uint64_t seeded_below(struct seeded *seeded, uint64_t bound)
{
    uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    uint64_t draw;
    do
        draw = seeded_next(seeded);
    while (draw >= limit);
    return draw % bound;
}

double seeded_unit(struct seeded *seeded)
{
    return (double)(seeded_next(seeded) >> 11) * 0x1p-53;
}

static void seeded_fill(void *context, void *bytes, size_t n)
{
    unsigned char *out = bytes;
    while (n) {
        uint64_t draw = seeded_next(context);
        size_t step = n < sizeof draw ? n : sizeof draw;
        memcpy(out, &draw, step);
        out += step;
        n -= step;
    }
}

struct random random_seeded(struct seeded *seeded)
{
    return (struct random){seeded_fill, seeded};
}
