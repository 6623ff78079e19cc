/* Sketch: what is kept of a token, and what two can agree by it. See sketch.h. */
#include "match/sketch.h"

#include "base/bits.h"
#include "base/hash.h"
#include "base/number.h"
#include "name/rarity.h"
#include "name/wade.h"

#include <math.h>
#include <stdlib.h>

static uint16_t rounded_up(float nats)
{
    float units = ceilf(nats * RARITY_UNIT);
    return (uint16_t)(units < 0 ? 0 : units > UINT16_MAX ? UINT16_MAX : units);
}

static uint16_t stem_hash(struct str stem)
{
    /* Stems of up to three letters are no evidence (token.c). */
    return stem.n > 3 ? (uint16_t)(hash_str(stem, 0) | 1) : 0;
}

/* A form that two tokens share has one skeleton too: of either a bit is kept. */
static uint64_t form_bit(struct str latin)
{
    return 1ULL << (hash_str(latin, 0) >> 58);
}

static uint64_t skeleton_bit(skeleton s)
{
    return 1ULL << (hash_mix(s) >> 58);
}

void token_sketch_init(const struct person_token *token, struct token_sketch *sketch)
{
    *sketch = (struct token_sketch){.skeleton = token->forms_n ? token->forms[0].skeleton : 0,
                                    .latin_n = (uint8_t)(token->latin.n < 255 ? token->latin.n : 255),
                                    .script = (uint8_t)token->script,
                                    .alphabet = (uint8_t)token->alphabet,
                                    .joined = token->joined,
                                    .may_be_fused = token->may_be_fused};
    memcpy(sketch->latin, token->latin.p, token->latin.n < SKETCH_LETTERS ? token->latin.n : SKETCH_LETTERS);
    for (size_t i = 0; i < token->latin.n && i < SKETCH_LETTERS; i++)
        sketch->letters |= 1U << (sketch->latin[i] & 31);
    token_sketch_add(token, sketch);
}

void token_sketch_add(const struct person_token *token, struct token_sketch *sketch)
{
    uint16_t rarity = rounded_up(token->rarity);
    uint16_t class_rarity = rounded_up(token->class_rarity);
    for (size_t i = 0; i < token->forms_n; i++) {
        sketch->form_bits[0] |= form_bit(token->forms[i].latin);
        sketch->form_bits[1] |= skeleton_bit(token->forms[i].skeleton);
    }
    sketch->rarity = sketch->rarity > rarity ? sketch->rarity : rarity;
    sketch->class_rarity = sketch->class_rarity > class_rarity ? sketch->class_rarity : class_rarity;
    sketch->class_bits |= (uint32_t)(token->class_bits | token->class_bits >> 32);
    uint16_t stem = stem_hash(token->stem);
    if (stem != sketch->stems[0])
        sketch->stems[sketch->stems[0] != 0] = stem;
}

void asking_token_init(const struct person_token *token, struct asking_token *asking)
{
    *asking = (struct asking_token){.shape = token->shape};
    token_sketch_init(token, &asking->sketch);
    for (size_t i = 0; i < asking->sketch.latin_n && i < SKETCH_LETTERS; i++)
        asking->where[asking->sketch.latin[i] & 31] |= 1U << i;
}

static bool share_stem(const struct token_sketch *a, const struct token_sketch *b)
{
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            if (a->stems[i] && a->stems[i] == b->stems[j])
                return true;
    return false;
}

enum { FORMS_APART = 8 /* classes that the forms of one token differ in */ };

static bool is_whole(const struct token_sketch *token)
{
    return token->latin_n <= SKETCH_LETTERS;
}

/* Lengths less twice the longest common subsequence, as in token.c; of two that are whole. */
static int letters_apart(const struct asking_token *asking, const struct token_sketch *token)
{
    uint32_t open = UINT32_MAX;
    int n = asking->sketch.latin_n;
    for (size_t i = 0; i < token->latin_n; i++) {
        uint32_t match = open & asking->where[token->latin[i] & 31];
        open = (open + match) | (open - match);
    }
    return n + token->latin_n - 2 * bits_set(~open & ((1U << n) - 1));
}

static bool may_sound_alike(const struct asking_token *asking, const struct token_sketch *b, int apart,
                            int classes, bool both_short)
{
    const struct token_sketch *a = &asking->sketch;
    bool whole = is_whole(a) && is_whole(b);
    if (a->joined || b->joined)
        return apart <= TOKEN_APART_JOINED &&
               (!whole || alphabet_is_abjad(a->alphabet) != alphabet_is_abjad(b->alphabet) ||
                letters_apart(asking, b) <= TOKEN_LETTERS_JOINED + 1);
    if (alphabet_is_syllabic(a->alphabet) != alphabet_is_syllabic(b->alphabet))
        return apart <= SYLLABIC_APART;
    if (alphabet_is_abjad(a->alphabet) != alphabet_is_abjad(b->alphabet))
        return apart <= TOKEN_APART_ABJAD && (apart <= 1 || apart * 3 <= classes);
    if (a->alphabet != b->alphabet)
        return apart <= TOKEN_APART_MOST;
    if (apart > (both_short ? TOKEN_APART_SHORT : TOKEN_APART_MOST))
        return false;
    return apart == 0 || !whole ||
           letters_apart(asking, b) <= 1 + (a->latin_n + b->latin_n) / TOKEN_LETTERS_OF;
}

static bool may_be_slip(const struct token_sketch *a, const struct token_sketch *b)
{
    if (a->script != b->script || a->latin_n < TOKEN_SLIP_LETTERS || b->latin_n < TOKEN_SLIP_LETTERS ||
        a->joined || b->joined || abs(a->latin_n - b->latin_n) > 1)
        return false;
    return !is_whole(a) || !is_whole(b) ||
           token_one_slip((struct str){a->latin, a->latin_n}, (struct str){b->latin, b->latin_n});
}

/* What being alike in sound can bring where the skeletons are so far apart. */
static double sound_most(const struct weights *w, const struct token_sketch *a, const struct token_sketch *b,
                         int apart, double class_rarity)
{
    double x = (double)a->rarity / RARITY_UNIT;
    double y = (double)b->rarity / RARITY_UNIT;
    double nats = greater(x, y) - lesser(w->sound_base, w->syllable_base);
    if (a->alphabet == ALPHABET_LATIN && b->alphabet == ALPHABET_LATIN)
        nats = (x + y) / 2 - w->sound_base - w->consonant * apart;
    return nats > class_rarity ? class_rarity + TOKEN_BEYOND * (nats - class_rarity) : nats;
}

/* What letters that romanisations do not share take from that, of two alphabets. Of a million pairs of tokens
 * that agree by sound alone one in a hundred loses less. */
static double letters_cost(const struct asking_token *asking, const struct token_sketch *b)
{
    enum { FREE = 3 };
    static const double each = 0.8;
    if (asking->sketch.alphabet == b->alphabet || !is_whole(&asking->sketch) || !is_whole(b))
        return 0;
    return each * greater(0, letters_apart(asking, b) - FREE);
}

int token_classes(skeleton s)
{
    return s ? (67 - __builtin_clzll(s)) / 4 : 0;
}

double token_other(const struct weights *w)
{
    return -w->contradicted * (1 - exp(-2));
}

double token_bound(const struct model *model, const struct asking_token *asking, const struct token_sketch *b)
{
    const struct weights *w = &model->weights;
    const struct token_sketch *a = &asking->sketch;
    const struct token_shape *a_shape = &asking->shape;
    if ((a->latin_n == 1) != (b->latin_n == 1))
        return w->initial;
    /* Of the second the distance needs no more. */
    struct token_shape b_shape = {.classes = b->skeleton, .n = (uint8_t)token_classes(b->skeleton)};
    int apart = token_shape_distance(a_shape, &b_shape);
    double class_rarity =
        (double)(a->class_rarity < b->class_rarity ? a->class_rarity : b->class_rarity) / RARITY_UNIT;
    bool forms =
        (a->form_bits[0] & b->form_bits[0]) && (a->form_bits[1] & b->form_bits[1]) && apart <= FORMS_APART;
    double best = -INFINITY;
    if (forms || (a->class_bits & b->class_bits) || share_stem(a, b))
        best = class_rarity + TOKEN_SPELLED;
    else if (apart <= TOKEN_SLIP_APART && may_be_slip(a, b))
        best = class_rarity + TOKEN_SPELLED - w->slip_cost;
    if (may_sound_alike(asking, b, apart, a_shape->n + b_shape.n,
                        a_shape->n <= TOKEN_SHORT && b_shape.n <= TOKEN_SHORT))
        best = greater(best, sound_most(w, a, b, apart, class_rarity) - letters_cost(asking, b));
    if (best > -INFINITY)
        return greater(best, 0);
    return token_other(w);
}

/* The first n of 16 classes, and the last. */
static skeleton first_classes(int n)
{
    return n > 0 ? UINT64_MAX << (4 * (16 - n)) : 0;
}

static skeleton last_classes(int n)
{
    return n > 0 ? UINT64_MAX >> (4 * (16 - n)) : 0;
}

/* Whether a skeleton of n classes is how another one begins, but for one class that one of them has more
 * there; and whether it is how it ends. Behind the first class that differs all must agree once that of the
 * one or that of the other is left out. */
static bool begins(skeleton half, int n, const struct token_shape *own)
{
    skeleton a = half << (4 * (16 - n));
    skeleton b = own->classes << (4 * (16 - own->n));
    skeleton differ = (a ^ b) & first_classes(n);
    if (!differ)
        return true;
    skeleton rest = ~first_classes(__builtin_clzll(differ) / 4);
    return (n > 1 && !((a << 4 ^ b) & first_classes(n - 1) & rest)) ||
           !((a ^ b << 4) & first_classes(n) & rest);
}

static bool ends(skeleton half, int n, const struct token_shape *own)
{
    skeleton differ = (half ^ own->classes) & last_classes(n);
    if (!differ)
        return true;
    skeleton rest = ~last_classes(__builtin_ctzll(differ) / 4);
    return (n > 1 && !((half >> 4 ^ own->classes) & last_classes(n - 1) & rest)) ||
           !((half ^ own->classes >> 4) & last_classes(n) & rest);
}

void token_may_be_half(const struct asking_token *asking, const struct token_sketch *half, bool *left,
                       bool *right)
{
    const struct token_sketch *own = &asking->sketch;
    const struct token_shape *shape = &asking->shape;
    int n = token_classes(half->skeleton);
    *left = *right = n == 0;
    if (half->latin_n > own->latin_n + 1 || half->latin_n > SKETCH_LETTERS || n > shape->n + 1)
        return;
    /* Romanisations of syllables have little more in common than how they begin and end. */
    if (alphabet_is_syllabic(own->alphabet) && half->alphabet == ALPHABET_LATIN && n > 0 && shape->n > 0) {
        *left = (half->skeleton >> (4 * (n - 1)) & 15) == (shape->classes >> (4 * (shape->n - 1)) & 15);
        *right = n == 1 || (half->skeleton & 15) == (shape->classes & 15);
    }
    if (n == 0 || shape->n == 0)
        return;
    *left = *left || begins(half->skeleton, n, shape);
    *right = *right || ends(half->skeleton, n, shape);
}

/* Whether two skeletons one behind the other are near enough; where they meet, a class may be lost or won. */
static bool may_be_joined(const struct token_shape *own, skeleton left, skeleton right)
{
    enum { MEETING = 1 };
    int right_n = token_classes(right);
    int n = token_classes(left) + right_n;
    if (abs(n - own->n) > TOKEN_APART_JOINED + MEETING)
        return false;
    if (n > 16 || right_n == 0)
        return true;
    if (left && (left & 15) == right >> (4 * (right_n - 1)))
        left >>= 4;
    struct token_shape both = {.classes = right_n < 16 ? left << (4 * right_n) | right : right};
    both.n = (uint8_t)token_classes(both.classes);
    return token_shape_distance(own, &both) <= TOKEN_APART_JOINED + MEETING;
}

/* Whether a token may be two neighbours written as one. */
static bool may_join(const struct asking_token *asking, const struct token_sketch *left,
                     const struct token_sketch *right)
{
    enum { LETTERS_OF = 3 /* of so many letters one may be more or less */ };
    int n = left->latin_n + right->latin_n;
    return left->script == right->script && is_whole(left) && is_whole(right) &&
           abs(n - asking->sketch.latin_n) <= 1 + n / LETTERS_OF &&
           may_be_joined(&asking->shape, left->skeleton, right->skeleton);
}

/* Whether two neighbours written as one share a romanisation with a token, or most letters: all that joined
 * ones can agree by. */
static bool may_be_written_so(const struct asking_token *asking, const struct token_sketch *both)
{
    const struct token_sketch *own = &asking->sketch;
    return (own->form_bits[0] & both->form_bits[0]) || own->latin_n == 1 || !is_whole(own) ||
           !is_whole(both) || alphabet_is_abjad(own->alphabet) != alphabet_is_abjad(both->alphabet) ||
           letters_apart(asking, both) <= TOKEN_LETTERS_JOINED + 1;
}

/* Adds what two syllables of Wade-Giles are in pinyin (person.c). */
static void add_pinyin(struct token_sketch *both, const struct token_sketch *left,
                       const struct token_sketch *right)
{
    char pinyin[WADE_FORMS][WADE_LETTERS];
    size_t n = both->script == SCRIPT_LATIN
                   ? wade_as_pinyin((struct str){left->latin, left->latin_n},
                                    (struct str){right->latin, right->latin_n}, pinyin)
                   : 0;
    for (size_t i = 0; i < n; i++) {
        struct str latin = str_of(pinyin[i]);
        both->form_bits[0] |= form_bit(latin);
        both->form_bits[1] |= skeleton_bit(skeleton_of_latin(latin));
    }
}

double token_halves_bound(const struct model *model, const struct asking_token *asking,
                          const struct token_sketch *left, const struct token_sketch *right)
{
    const struct token_sketch *own = &asking->sketch;
    char latin[2 * SKETCH_LETTERS];
    int n = left->latin_n + right->latin_n;
    if (!may_join(asking, left, right))
        return 0;
    memcpy(latin, left->latin, left->latin_n);
    memcpy(latin + left->latin_n, right->latin, right->latin_n);
    struct str written = {latin, (size_t)n};
    /* As rare as what it is held against: more would not count. */
    struct token_sketch both = {.form_bits = {form_bit(written), 0},
                                .rarity = own->rarity,
                                .class_rarity = own->class_rarity,
                                .latin_n = (uint8_t)n,
                                .script = left->script,
                                .alphabet = left->alphabet,
                                .joined = 1};
    memcpy(both.latin, latin, n < SKETCH_LETTERS ? (size_t)n : SKETCH_LETTERS);
    add_pinyin(&both, left, right);
    if (!may_be_written_so(asking, &both))
        return 0;
    both.skeleton = skeleton_of_latin(written);
    both.form_bits[1] |= skeleton_bit(both.skeleton);
    return greater(token_bound(model, asking, &both), 0);
}

double token_halves_most(const struct model *model, const struct asking_token *asking)
{
    const struct weights *w = &model->weights;
    double class_rarity = (double)asking->sketch.class_rarity / RARITY_UNIT;
    double sound = (double)asking->sketch.rarity / RARITY_UNIT - lesser(w->sound_base, w->syllable_base);
    return class_rarity + greater(TOKEN_SPELLED, TOKEN_BEYOND * (sound - class_rarity));
}
