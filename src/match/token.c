/* Token: the evidence of a pair of tokens. See token.h.
 *
 * Evidence is R - C: R how rare the spelling is, C what writing the one name as
 * the other costs (a fixed price for what tables explain, else the sound
 * model's). The cheapest explanation is taken. Two spellings say no more than
 * that both are of one skeleton; the same spelling hardly more, as it may be usual where both come from. */
#include "match/token.h"

#include "base/bits.h"
#include "name/equivalents.h"

#include <math.h>
#include <stdlib.h>

void token_shape_init(skeleton s, struct token_shape *shape)
{
    *shape = (struct token_shape){.classes = s};
    for (skeleton rest = s; rest; rest >>= 4)
        shape->n++;
    for (unsigned i = 0; i < shape->n; i++)
        shape->where[s >> (4 * i) & 15] |= (uint16_t)(1U << i);
    for (skeleton rest = s; rest; rest >>= 4)
        shape->kinds |= (uint16_t)(1U << (rest & 15));
}

/* No more than token_shape_distance: what one has more, and the kinds that only one has. */
static inline int distance_least(const struct token_shape *a, const struct token_shape *b)
{
    int longer = abs(a->n - b->n);
    int kinds = bits_set((uint64_t)(a->kinds ^ b->kinds));
    return longer > kinds ? longer : kinds;
}

/* How many classes must be taken from and put into one skeleton to make the
 * other: lengths less twice the longest common subsequence, which is found bit
 * by bit (Hyyro, "Bit-parallel LCS-length computation revisited", 2004). */
int token_shape_distance(const struct token_shape *a, const struct token_shape *b)
{
    uint32_t open = 0xffffffffU;
    for (skeleton rest = b->classes; rest; rest >>= 4) {
        uint32_t match = open & a->where[rest & 15];
        open = (open + match) | (open - match);
    }
    return a->n + b->n - 2 * bits_set(~open & ((1U << a->n) - 1));
}

static bool share_class(const struct person_token *a, const struct person_token *b, uint16_t *class)
{
    for (size_t i = 0; i < a->classes_n; i++)
        for (size_t j = 0; j < b->classes_n; j++)
            if ((a->classes[i] & ~TOKEN_DIMINUTIVE) == (b->classes[j] & ~TOKEN_DIMINUTIVE)) {
                *class = a->classes[i] | b->classes[j];
                return true;
            }
    return false;
}

static const char *shared_form(const struct person_token *a, const struct person_token *b)
{
    if (!(a->form_bits & b->form_bits))
        return NULL;
    for (size_t i = 0; i < a->forms_n; i++)
        for (size_t j = 0; j < b->forms_n; j++)
            if (str_equal(a->forms[i].latin, b->forms[j].latin)) {
                const char *scheme = a->forms[i].scheme ? a->forms[i].scheme : b->forms[j].scheme;
                return scheme ? scheme : "";
            }
    return NULL;
}

static void offer(struct token_evidence *best, double *least, double cost, enum token_how how)
{
    if (cost < *least) {
        *least = cost;
        best->how = how;
    }
}

/* Of the spelling that the other was written as: the Latin one, or of two the mean of both. */
static double spelling_rarity(const struct person_token *a, const struct person_token *b)
{
    if (a->script == SCRIPT_LATIN && b->script != SCRIPT_LATIN)
        return a->rarity;
    if (b->script == SCRIPT_LATIN && a->script != SCRIPT_LATIN)
        return b->rarity;
    return (a->rarity + b->rarity) / 2;
}

/* Exact below limit, beyond which the cost tells no more, and below room, beyond which it is of no use. */
static double nats_cost(const struct model *model, enum sound_direction direction, enum alphabet alphabet,
                        const uint8_t *symbols, size_t n, const struct sound_latin *latin, double limit,
                        double room)
{
    static const double slack = 2.0 / SOUND_UNIT; /* that rounding may take */
    int32_t most = (int32_t)(fmin(fmin(limit, room + slack), TOKEN_HOPELESS) * SOUND_UNIT);
    return sounds_cost(model->sounds, direction, alphabet, symbols, n, latin, most) / (double)SOUND_UNIT;
}

/* Evidence that a token of another alphabet and a Latin form are one name, by
 * the channel both ways: to Latin against how rare the Latin spelling is, and
 * back against how rare the original. The letters know nothing of usage: of a
 * common name the usual spelling is more likely than its letters make it, which
 * the way back does not need to know. Where it is no more than least, it may be less. */
static double channel_evidence(const struct model *model, const struct person_token *from,
                               const struct person_token *latin, double base, double scale, double least)
{
    double share = model->weights.sound_to_latin;
    double back = from->rarity - base;
    double to = latin->rarity - base;
    double room = share < 1 ? (back + share * (to - back) - least) / ((1 - share) * scale) : TOKEN_HOPELESS;
    if (room < 0)
        return -2 * TOKEN_TELLING;
    back -= scale * nats_cost(model, FROM_LATIN, from->alphabet, from->symbols, from->symbols_n,
                              &latin->sound, (back + 3 * TOKEN_TELLING) / scale, room);
    room = share > 0 ? (back + share * (to - back) - least) / (share * scale) : TOKEN_HOPELESS;
    if (back < -2 * TOKEN_TELLING || room < 0)
        return -2 * TOKEN_TELLING;
    to -= scale * nats_cost(model, TO_LATIN, from->alphabet, from->symbols, from->symbols_n, &latin->sound,
                            (to + 3 * TOKEN_TELLING) / scale, room);
    return back + share * (to - back);
}

/* Evidence of two Latin forms, each as the other's spelling, by whoever writes it or by the scheme of another
 * language, whichever is likelier: the order of the letters decides which, so that the comparison is
 * symmetric. Where it is no more than least, it may be less. */
static double latin_evidence(const struct model *model, const struct person_token *a,
                             const struct person_token *b, double rarity, double least)
{
    const struct weights *w = &model->weights;
    bool turned = str_compare(a->latin, b->latin) > 0;
    const struct sound_latin *from = turned ? &b->sound : &a->sound;
    const struct sound_latin *to = turned ? &a->sound : &b->sound;
    double limit = (rarity + TOKEN_TELLING) / w->spelling_scale;
    double room = (rarity - least) / w->spelling_scale;
    double cost = nats_cost(model, TO_LATIN, ALPHABET_LATIN, from->letters, from->n, to, limit, room);
    static const enum alphabet schemes[] = {ALPHABET_SCHEMES, ALPHABET_ARABIC_SCHEMES};
    for (size_t i = 0; i < 2 && from->n >= TOKEN_SCHEMES && to->n >= TOKEN_SCHEMES; i++)
        cost = fmin(cost, nats_cost(model, TO_LATIN, schemes[i], from->letters, from->n, to,
                                    fmin(limit, cost), room));
    rarity -= w->spelling_scale * cost;
    /* Beyond the limit the cost was not worked out: another name. */
    return rarity < -TOKEN_TELLING ? -2 * TOKEN_TELLING : rarity;
}

/* One letter put in, left out, changed, or two exchanged (Damerau, "A technique
 * for computer detection and correction of spelling errors", 1964). */
bool token_one_slip(struct str a, struct str b)
{
    if (a.n > b.n)
        return token_one_slip(b, a);
    size_t head = 0;
    size_t tail = 0;
    while (head < a.n && a.p[head] == b.p[head])
        head++;
    while (tail < a.n - head && a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail])
        tail++;
    size_t left = a.n - head - tail;
    if (b.n - a.n == 1)
        return left == 0;
    return b.n == a.n &&
           (left <= 1 || (left == 2 && a.p[head] == b.p[head + 1] && a.p[head + 1] == b.p[head]));
}

/* sound_letters_apart(a, b) <= most, without working it out where lengths or letters tell. */
static bool letters_within(const struct person_token *a, const struct person_token *b, int most)
{
    return abs(a->sound.n - b->sound.n) <= most && bits_set(a->letters ^ b->letters) <= most &&
           sound_letters_apart(&a->sound, &b->sound) <= most;
}

/* Whether tokens whose skeletons are so far apart can still be alike in sound. */
static bool may_sound_alike(const struct person_token *a, const struct person_token *b, int apart)
{
    int letters = a->shape.n + b->shape.n;
    bool abjad = alphabet_is_abjad(a->alphabet) != alphabet_is_abjad(b->alphabet);
    if (a->joined || b->joined)
        return apart <= TOKEN_APART_JOINED && (abjad || letters_within(a, b, TOKEN_LETTERS_JOINED));
    if (alphabet_is_syllabic(a->alphabet) != alphabet_is_syllabic(b->alphabet))
        return apart <= TOKEN_APART_LOOSE;
    if (abjad)
        return apart <= TOKEN_APART_ABJAD && (apart <= 1 || apart * 3 <= letters);
    if (a->alphabet != b->alphabet)
        return apart <= TOKEN_APART_MOST;
    return apart <= (a->shape.n > TOKEN_SHORT || b->shape.n > TOKEN_SHORT ? TOKEN_APART_MOST
                                                                          : TOKEN_APART_SHORT) &&
           (apart == 0 || letters_within(a, b, 1 + (a->sound.n + b->sound.n) / TOKEN_LETTERS_OF));
}

/* Where it is no more than least, it may be less; never below -2 * TOKEN_TELLING. */
static double sound_evidence(const struct model *model, const struct person_token *a,
                             const struct person_token *b, int apart, double least)
{
    bool syllabic = alphabet_is_syllabic(a->alphabet) != alphabet_is_syllabic(b->alphabet);
    double scale = syllabic ? model->weights.syllable_scale : model->weights.sound_scale;
    double base = syllabic ? model->weights.syllable_base : model->weights.sound_base;
    double best = -2 * TOKEN_TELLING;
    if (a->alphabet != b->alphabet && a->alphabet != ALPHABET_LATIN)
        best = fmax(best, channel_evidence(model, a, b, base, scale, fmax(best, least)));
    if (a->alphabet != b->alphabet && b->alphabet != ALPHABET_LATIN)
        best = fmax(best, channel_evidence(model, b, a, base, scale, fmax(best, least)));
    /* What the Latin letters cost is not asked where it cannot matter. */
    double rarity = spelling_rarity(a, b) - model->weights.sound_base - model->weights.consonant * apart;
    if (rarity <= fmax(best, least))
        return best;
    return fmax(best, latin_evidence(model, a, b, rarity, fmax(best, least)));
}

/* Whether a letter may stand for a short form of a name (B. for Robert, who is called Bob), or for the name
 * that it is short for. */
static bool is_initial_of_form(char letter, const struct person_token *name)
{
    for (size_t i = 0; i < name->classes_n; i++) {
        if (name->classes[i] & TOKEN_PATRONYMIC)
            continue;
        bool is_short = name->classes[i] & TOKEN_DIMINUTIVE;
        uint32_t initials = name_equivalent_initials(name->classes[i] & TOKEN_CLASS,
                                                     is_short ? EQUIVALENT_VARIANT : EQUIVALENT_DIMINUTIVE);
        if (letter >= 'a' && letter <= 'z' && (initials >> (letter - 'a') & 1))
            return true;
    }
    return false;
}

static struct token_evidence compare_initial(const struct model *model, const struct person_token *a,
                                             const struct person_token *b)
{
    if (a->letters_n > b->letters_n)
        return compare_initial(model, b, a);
    if (a->latin.n && b->latin.n && a->latin.p[0] == b->latin.p[0])
        return (struct token_evidence){.nats = model->weights.initial, .how = HOW_INITIAL};
    if (a->latin.n && is_initial_of_form(a->latin.p[0], b))
        return (struct token_evidence){.how = HOW_INITIAL_FORM};
    return (struct token_evidence){.nats = -model->weights.contradicted, .how = HOW_OTHER};
}

/* What tables explain: forms of a scheme in use, gendered endings, equivalent names. */
static double table_evidence(const struct model *model, const struct person_token *a,
                             const struct person_token *b, int apart, struct token_evidence *best)
{
    const struct weights *w = &model->weights;
    double least = TOKEN_HOPELESS;
    uint16_t class;
    const char *scheme = shared_form(a, b);
    if (scheme)
        offer(best, &least, w->scheme_cost, HOW_SCHEME);
    best->scheme = scheme;
    if (a->stem_hash == b->stem_hash && a->stem.n > 3 && str_equal(a->stem, b->stem))
        offer(best, &least, w->ending_cost, HOW_ENDING);
    if ((a->class_bits & b->class_bits) && share_class(a, b, &class))
        offer(best, &least, class & TOKEN_DIMINUTIVE ? w->diminutive_cost : w->variant_cost,
              class & TOKEN_DIMINUTIVE ? HOW_DIMINUTIVE : HOW_VARIANT);
    if (apart <= TOKEN_SLIP_APART && a->latin.n >= TOKEN_SLIP_LETTERS && b->latin.n >= TOKEN_SLIP_LETTERS &&
        a->script == b->script && !a->joined && !b->joined && token_one_slip(a->latin, b->latin))
        offer(best, &least, w->slip_cost, HOW_SLIP);
    return least == TOKEN_HOPELESS ? -TOKEN_HOPELESS
                                   : fmin(a->class_rarity, b->class_rarity) + TOKEN_SPELLED - least;
}

/* Of a token of another script how rare its spelling is cannot be told by Latin letters. */
static double same_evidence(const struct person_token *token)
{
    double most = token->class_rarity + TOKEN_SPELLED;
    return token->script == SCRIPT_LATIN ? fmin(token->rarity, most) : most;
}

/* What goes beyond a skeleton's rarity counts little, but it counts: nothing saturates. */
static double soften(double nats, double most)
{
    return nats > most ? most + TOKEN_BEYOND * (nats - most) : nats;
}

/* What sound has to say, before it is softened, to matter beside what tables explain; all that it says where
 * these explain nothing. */
static double sound_needed(double tables, double most)
{
    static const double slack = 1e-6; /* that rounding may take */
    if (tables < 0)
        return -2 * TOKEN_TELLING;
    return (tables > most ? most + (tables - most) / TOKEN_BEYOND : tables) - slack;
}

/* That a name is another one is only so telling, however little of it agrees.
 * Letters tell ties apart. */
static double share_against(double sound, int letters, int apart)
{
    double against = fmax(sound, -5 * TOKEN_TELLING) - 0.01 * letters - 0.001 * apart;
    return 1 - exp(against / TOKEN_TELLING);
}

/* What sound says of tokens that are too far apart to be alike in it. */
static double sound_of_unlike(int apart)
{
    return -2 * TOKEN_TELLING - 0.1 * apart;
}

void token_unlike_init(struct model *model)
{
    for (int letters = 0; letters < MODEL_UNLIKE_LETTERS; letters++)
        for (int apart = 0; apart < MODEL_UNLIKE_APART; apart++)
            model->unlike[letters][apart] = share_against(sound_of_unlike(apart), letters, apart);
}

static struct token_evidence other_name(const struct model *model, const struct person_token *a,
                                        const struct person_token *b, double sound, bool alike, int apart)
{
    int letters = abs(a->letters_n - b->letters_n);
    bool known = !alike && letters < MODEL_UNLIKE_LETTERS;
    double share = known ? model->unlike[letters][apart] : share_against(sound, letters, apart);
    return (struct token_evidence){.nats = -model->weights.contradicted * share, .how = HOW_OTHER};
}

struct token_evidence token_compare(const struct model *model, const struct person_token *a,
                                    const struct person_token *b)
{
    if (a->fused ? !b->may_be_fused : b->fused && !a->may_be_fused)
        return (struct token_evidence){.nats = -model->weights.contradicted, .how = HOW_OTHER};
    if ((a->letters_n == 1) != (b->letters_n == 1))
        return compare_initial(model, a, b);
    if (a->text_hash == b->text_hash && a->script == b->script && str_equal(a->text, b->text))
        /* A token may stand with its gendered ending here and with it set aside there. */
        return (struct token_evidence){.nats = fmin(same_evidence(a), same_evidence(b)), .how = HOW_SAME};
    /* Of two tokens taken for one it only counts where they agree. */
    bool joined = a->joined || b->joined;
    if (joined && distance_least(&a->shape, &b->shape) > TOKEN_APART_JOINED)
        return (struct token_evidence){.nats = -model->weights.contradicted, .how = HOW_OTHER};
    struct token_evidence best = {.how = HOW_SOUND};
    int apart = token_shape_distance(&a->shape, &b->shape);
    if (joined && apart > TOKEN_APART_JOINED)
        return (struct token_evidence){.nats = -model->weights.contradicted, .how = HOW_OTHER};
    double sound = sound_of_unlike(apart);
    bool alike = may_sound_alike(a, b, apart);
    double usual = fmin(a->class_rarity, b->class_rarity);
    best.nats = table_evidence(model, a, b, apart, &best);
    if (alike)
        sound = soften(sound_evidence(model, a, b, apart, sound_needed(best.nats, usual)), usual);
    if (sound > best.nats) {
        best.how = best.how == HOW_SCHEME ? HOW_SCHEME : HOW_SOUND;
        best.nats = sound;
    }
    if (best.nats < 0)
        return other_name(model, a, b, sound, alike, apart);
    if (best.how != HOW_SCHEME)
        best.scheme = NULL;
    return best;
}
