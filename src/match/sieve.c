/* Sieve: with which tokens of a query a token may agree. See sieve.h. */
#include "match/sieve.h"

enum {
    NO_STEM = 2 /* where there is none: hashes of stems are odd, and another token's none is 0 */
};

typedef sieve_lanes lanes;

_Static_assert((int)SYLLABIC_APART <= (int)TOKEN_APART_MOST, "syllables are not told from others");

/* A bit for each of the two classes of a byte. */
#define KINDS(a, b) (uint16_t)(1U << (a) | 1U << (b))
#define KINDS_4(a, b) KINDS(a, b), KINDS(a, b + 1), KINDS(a, b + 2), KINDS(a, b + 3)
#define KINDS_16(a) KINDS_4(a, 0), KINDS_4(a, 4), KINDS_4(a, 8), KINDS_4(a, 12)
#define KINDS_64(a) KINDS_16(a), KINDS_16(a + 1), KINDS_16(a + 2), KINDS_16(a + 3)
static const uint16_t kinds_of_byte[] = {KINDS_64(0), KINDS_64(4), KINDS_64(8), KINDS_64(12)};

/* Goes through all places, used or not, and leaves class 0 out at the end: where a loop ends early cannot be
 * foretold, and a wrong guess costs more than the rest. */
static uint16_t kinds_of(const struct token_sketch *token)
{
    uint32_t kinds = 0;
    for (unsigned i = 0; i < sizeof token->skeleton; i++)
        kinds |= kinds_of_byte[token->skeleton >> (8 * i) & 255];
    return (uint16_t)(kinds & ~1U);
}

/* The letters that a token has, a to m and n to z. */
enum { HALF_BITS = 14, HALF_MASK = (1 << HALF_BITS) - 1 };

static uint16_t first_letters(const struct token_sketch *token)
{
    return token->letters & HALF_MASK;
}

static uint16_t last_letters(const struct token_sketch *token)
{
    return (uint16_t)(token->letters >> HALF_BITS);
}

void sieve_init(struct sieve *sieve, const struct asking_token *tokens, size_t n, size_t apart_n)
{
    *sieve = (struct sieve){.n = n, .apart_n = apart_n};
    for (size_t i = 0; i < n; i++) {
        const struct token_sketch *token = &tokens[i].sketch;
        size_t at = i / SIEVE_LANES;
        size_t lane = i % SIEVE_LANES;
        sieve->kinds[at][lane] = kinds_of(token);
        sieve->classes_n[at][lane] = (uint16_t)token_classes(token->skeleton);
        sieve->letters[0][at][lane] = first_letters(token);
        sieve->letters[1][at][lane] = last_letters(token);
        sieve->letters_n[at][lane] = token->latin_n;
        sieve->script[at][lane] = token->script;
        sieve->alphabet[at][lane] = token->alphabet;
        sieve->abjad[at][lane] = alphabet_is_abjad(token->alphabet) ? UINT16_MAX : 0;
        sieve->joined[at][lane] = token->joined ? UINT16_MAX : 0;
        sieve->initials |= (uint64_t)(token->latin_n == 1) << i;
        sieve->syllabic |= (uint64_t)(alphabet_is_syllabic(token->alphabet) && !token->joined) << i;
        sieve->class_bits[i] = token->class_bits;
        sieve->any_class |= token->class_bits;
        for (size_t k = 0; k < 2; k++) {
            sieve->stems[k][at][lane] = token->stems[k] ? token->stems[k] : NO_STEM;
            sieve->form_bits[k][i] = token->form_bits[k];
            sieve->any_form[k] |= token->form_bits[k];
        }
    }
}

static lanes each(unsigned value)
{
    return (lanes){0} + (uint16_t)value;
}

static lanes each_if(bool is)
{
    return each(is ? UINT16_MAX : 0);
}

static lanes apart(lanes a, lanes b)
{
    lanes less = (lanes)(a < b);
    return (less & (b - a)) | (~less & (a - b));
}

static lanes larger(lanes a, lanes b)
{
    lanes less = (lanes)(a < b);
    return (less & b) | (~less & a);
}

/* How many bits each has (base/bits.h). */
static lanes bits_of(lanes word)
{
    word -= word >> 1 & each(0x5555);
    word = (word & each(0x3333)) + (word >> 2 & each(0x3333));
    word = (word + (word >> 4)) & each(0x0f0f);
    return (word + (word >> 8)) & each(0x1f);
}

/* A bit a lane that is true. */
static uint64_t true_of(lanes is)
{
    union {
        lanes lanes;
        uint64_t words[2];
    } weighed = {.lanes = is & (lanes){1, 2, 4, 8, 16, 32, 64, 128}};
    uint64_t word = weighed.words[0] | weighed.words[1];
    word |= word >> 32;
    return (word | word >> 16) & 0xff;
}

/* A token as every lane sees it. */
struct sifting {
    lanes kinds;
    lanes classes_n;
    lanes letters[2];
    lanes letters_n;
    lanes script;
    lanes alphabet;
    lanes stems[2];
    lanes abjad;
    lanes joined;
};

static struct sifting sifting_of(const struct token_sketch *token)
{
    unsigned kinds = kinds_of(token);
    int n = token_classes(token->skeleton);
    return (struct sifting){.kinds = each(kinds),
                            .classes_n = each((unsigned)n),
                            .letters = {each(first_letters(token)), each(last_letters(token))},
                            .letters_n = each(token->latin_n),
                            .script = each(token->script),
                            .alphabet = each(token->alphabet),
                            .stems = {each(token->stems[0]), each(token->stems[1])},
                            .abjad = each_if(alphabet_is_abjad(token->alphabet)),
                            .joined = each_if(token->joined)};
}

/* Those that may be alike in sound, or one slip of a letter from it, or share a stem. */
static lanes may_agree(const struct sieve *sieve, size_t at, const struct sifting *token)
{
    lanes letters_n = sieve->letters_n[at];
    lanes classes_n = sieve->classes_n[at];
    /* No more than token_shape_distance: what one has more, and the kinds that only one has. */
    lanes least = larger(apart(classes_n, token->classes_n), bits_of(sieve->kinds[at] ^ token->kinds));
    /* And no more than the letters that must be taken from and put into one to make the other. */
    lanes letters = bits_of(sieve->letters[0][at] ^ token->letters[0]) +
                    bits_of(sieve->letters[1][at] ^ token->letters[1]);
    lanes whole = (lanes)(letters_n <= SKETCH_LETTERS) & (lanes)(token->letters_n <= SKETCH_LETTERS);
    lanes joined = sieve->joined[at] | token->joined;
    lanes abjad = sieve->abjad[at] ^ token->abjad;
    lanes same = (lanes)(sieve->alphabet[at] == token->alphabet);
    lanes few = same & (lanes)(classes_n <= TOKEN_SHORT) & (lanes)(token->classes_n <= TOKEN_SHORT);
    /* Joined ones, where one alphabet has no vowels, and all others. */
    lanes as_joined = joined & (lanes)(least <= TOKEN_APART_JOINED) &
                      (~whole | abjad | (lanes)(letters <= TOKEN_LETTERS_JOINED + 1));
    /* Beside syllables the rule of syllables holds. */
    lanes as_abjad =
        ~joined & abjad & (lanes)(least <= TOKEN_APART_ABJAD) &
        ((lanes)(least <= TOKEN_APART_MOST) | (lanes)(least * 3 <= classes_n + token->classes_n));
    lanes spelled = ~same | ~whole | (lanes)(least == 0) |
                    (lanes)(letters <= 1 + (letters_n + token->letters_n) / TOKEN_LETTERS_OF);
    lanes as_sound = ~joined & ~abjad & spelled & (lanes)(least <= TOKEN_APART_MOST) &
                     (~few | (lanes)(least <= TOKEN_APART_SHORT));
    lanes as_slip =
        ~joined & (lanes)(sieve->script[at] == token->script) & (lanes)(letters_n >= TOKEN_SLIP_LETTERS) &
        (lanes)(token->letters_n >= TOKEN_SLIP_LETTERS) & (lanes)(apart(letters_n, token->letters_n) <= 1) &
        (lanes)(least <= TOKEN_SLIP_APART) & (~whole | (lanes)(letters <= 2));
    lanes stems =
        (lanes)(sieve->stems[0][at] == token->stems[0]) | (lanes)(sieve->stems[0][at] == token->stems[1]) |
        (lanes)(sieve->stems[1][at] == token->stems[0]) | (lanes)(sieve->stems[1][at] == token->stems[1]);
    return as_joined | as_abjad | as_sound | as_slip | stems;
}

/* Those of which it may be a half (token_may_be_half). */
static lanes may_be_half(const struct sieve *sieve, size_t at, const struct sifting *token)
{
    /* Where words meet, a class may go or become another (yong, dongyong). */
    return ~sieve->joined[at] & (lanes)(token->letters_n <= sieve->letters_n[at] + 1) &
           (lanes)(token->classes_n <= sieve->classes_n[at] + 1) &
           (lanes)(bits_of(token->kinds & ~sieve->kinds[at]) <= 1);
}

/* Those that share a form, or a class of equivalent names. */
static uint64_t by_tables(const struct sieve *sieve, const struct token_sketch *token, size_t n)
{
    uint64_t shared = 0;
    if (!((sieve->any_form[0] & token->form_bits[0]) && (sieve->any_form[1] & token->form_bits[1])) &&
        !(sieve->any_class & token->class_bits))
        return 0;
    for (size_t i = 0; i < n; i++) {
        bool forms =
            (sieve->form_bits[0][i] & token->form_bits[0]) && (sieve->form_bits[1][i] & token->form_bits[1]);
        shared |= (uint64_t)(forms || (sieve->class_bits[i] & token->class_bits)) << i;
    }
    return shared;
}

struct sifted sieve_token(const struct sieve *sieve, const struct token_sketch *token)
{
    struct sifting sifting = sifting_of(token);
    /* What is fused is nobody's who cannot be. */
    size_t n = token->may_be_fused ? sieve->n : sieve->apart_n;
    struct sifted sifted = {.near = sieve->initials | by_tables(sieve, token, n),
                            .half = token->alphabet == ALPHABET_LATIN ? sieve->syllabic : 0};
    for (size_t at = 0; at * SIEVE_LANES < n; at++) {
        sifted.near |= true_of(may_agree(sieve, at, &sifting)) << (at * SIEVE_LANES);
        sifted.half |= true_of(may_be_half(sieve, at, &sifting)) << (at * SIEVE_LANES);
    }
    if (token->latin_n == 1)
        sifted.near = UINT64_MAX;
    uint64_t all = (1ULL << n) - 1;
    return (struct sifted){.near = sifted.near & all, .half = sifted.half & all};
}
