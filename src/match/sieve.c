/* Sieve: with which tokens of a query a token may agree. See sieve.h. */
#include "match/sieve.h"

#include "base/bits.h"

#include <stdlib.h>

enum { SLIPPED = TOKEN_APART_ABJAD /* classes that one letter, or letters read as vowels, may part */ };

static uint16_t kinds_of(const struct token_sketch *token)
{
    uint16_t kinds = 0;
    for (skeleton rest = token->skeleton; rest; rest >>= 4)
        kinds |= (uint16_t)(1U << (rest & 15));
    return kinds;
}

void sieve_init(struct sieve *sieve, const struct token_sketch *tokens, size_t n)
{
    *sieve = (struct sieve){.n = n};
    for (size_t i = 0; i < n; i++) {
        const struct token_sketch *token = &tokens[i];
        sieve->initials |= (uint64_t)(token->latin_n == 1) << i;
        sieve->syllabic |= (uint64_t)alphabet_is_syllabic(token->alphabet) << i;
        sieve->abjad |= (uint64_t)alphabet_is_abjad(token->alphabet) << i;
        sieve->whole |= (uint64_t)!token->joined << i;
        sieve->slippable |= (uint64_t)(!token->joined && token->latin_n >= TOKEN_SLIP_LETTERS) << i;
        sieve->kinds[i] = kinds_of(token);
        sieve->classes_n[i] = (uint16_t)token_classes(token->skeleton);
        sieve->class_bits[i] = token->class_bits;
        for (size_t k = 0; k < 2; k++) {
            /* What no token has where this one has none. */
            sieve->stems[k][i] = token->stems[k] ? token->stems[k] : SIEVE_NO_STEM;
            sieve->form_bits[k][i] = token->form_bits[k];
        }
    }
}

/* Whether tables may make two tokens one. */
static bool by_tables(const struct sieve *sieve, size_t i, const struct token_sketch *token)
{
    bool forms =
        (sieve->form_bits[0][i] & token->form_bits[0]) && (sieve->form_bits[1][i] & token->form_bits[1]);
    bool stems = sieve->stems[0][i] == token->stems[0] || sieve->stems[0][i] == token->stems[1] ||
                 sieve->stems[1][i] == token->stems[0] || sieve->stems[1][i] == token->stems[1];
    return forms | stems | ((sieve->class_bits[i] & token->class_bits) != 0);
}

struct sifted sieve_token(const struct sieve *sieve, const struct token_sketch *token)
{
    uint16_t kinds = kinds_of(token);
    int classes_n = token_classes(token->skeleton);
    /* Where words meet, the first class of the second may go or become another (yong, dongyong). */
    unsigned first = classes_n ? 1U << (token->skeleton >> (4 * (classes_n - 1)) & 15) : 0;
    unsigned inner = kinds & ~first;
    uint64_t closer = 0;
    uint64_t tables = 0;
    uint64_t far = 0; /* apart, but no farther than SLIPPED */
    uint64_t half = 0;
    for (size_t i = 0; i < sieve->n; i++) {
        /* No more than token_shape_distance: what one has more, and the kinds that only one has. */
        int longer = abs(sieve->classes_n[i] - classes_n);
        int others = bits_set((uint64_t)(sieve->kinds[i] ^ kinds));
        int least = longer > others ? longer : others;
        closer |= (uint64_t)(least <= TOKEN_APART_MOST) << i;
        far |= (uint64_t)(least <= SLIPPED) << i;
        tables |= (uint64_t)by_tables(sieve, i, token) << i;
        half |= (uint64_t) !(inner & ~sieve->kinds[i]) << i;
    }
    if (token->alphabet == ALPHABET_LATIN)
        half |= sieve->syllabic;
    uint64_t parted = alphabet_is_abjad(token->alphabet) ? ~sieve->abjad : sieve->abjad;
    if (!token->joined && token->latin_n >= TOKEN_SLIP_LETTERS)
        parted |= sieve->slippable;
    uint64_t near = closer | tables | (far & parted) | sieve->initials;
    if (token->latin_n == 1)
        near = ~0ULL;
    uint64_t all = sieve->n < 64 ? (1ULL << sieve->n) - 1 : ~0ULL;
    return (struct sifted){.near = near & all, .half = half & sieve->whole & all};
}
