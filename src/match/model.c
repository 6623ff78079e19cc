/* Model: the learned tables, built into the program. See model.h. */
#include "match/model.h"

#include "base/embed.h"
#include "match/token.h"
#include "name/equivalents.h"
#include "record/fold.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

EMBED(learned_sounds, "data/learned/sounds.tsv")
EMBED(learned_rarity, "data/learned/rarity.tsv")
EMBED(learned_weights, "data/learned/weights.tsv")

static const struct {
    const char *name;
    size_t offset;
    double value;
} table[] = {
#define W(name, value, what) {#name, offsetof(struct weights, name), value},
#include "match/weights.def"
#undef W
};

static double *weight_at(struct weights *weights, size_t i)
{
    return (double *)((char *)weights + table[i].offset);
}

static bool set_weight(struct weights *weights, struct str name, struct str value)
{
    char text[32];
    char *end;
    if (value.n == 0 || value.n >= sizeof text)
        return false;
    memcpy(text, value.p, value.n);
    text[value.n] = '\0';
    double number = strtod(text, &end);
    if (*end || !(number > -100 && number < 100))
        return false;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_equal(name, str_of(table[i].name))) {
            *weight_at(weights, i) = number;
            return true;
        }
    return false;
}

/* Lines "name value"; a weight that is not named keeps its value of weights.def. */
static enum err weights_load(struct str text, struct weights *weights, struct fault *fault)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        *weight_at(weights, i) = table[i].value;
    for (size_t at = 1; text.p && text.n; at++) {
        struct str line = str_cut(&text, '\n');
        if (line.n == 0 || line.p[0] == '#')
            continue;
        struct str name = str_cut(&line, '\t');
        if (!set_weight(weights, name, line))
            return fault_set(fault, ERR_BAD_INPUT, "weights: line %zu is not understood", at);
    }
    return ERR_OK;
}

static void take_fingerprint(struct model *model, struct str sounds, struct str rarity)
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, sizeof model->fingerprint);
    const struct str parts[] = {sounds,
                                rarity,
                                {(const char *)&model->weights, sizeof model->weights},
                                str_of(skeleton_hash()),
                                STR(FOLD_NUMBER_RULE),
                                str_of(LIAISON_VERSION)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        (void)crypto_generichash_update(&state, (const unsigned char *)parts[i].p, parts[i].n);
    uint64_t equivalents = name_equivalents_hash();
    (void)crypto_generichash_update(&state, (const unsigned char *)&equivalents, sizeof equivalents);
    (void)crypto_generichash_final(&state, model->fingerprint, sizeof model->fingerprint);
}

void model_fingerprint(const struct model *model, uint8_t out[MODEL_FINGERPRINT_BYTES])
{
    memcpy(out, model->fingerprint, sizeof model->fingerprint);
}

enum err model_load_texts(struct arena *arena, const struct model_texts *texts, struct model *model,
                          struct fault *fault)
{
    *model = (struct model){0};
    struct str sounds = texts->sounds.p ? texts->sounds : EMBEDDED(learned_sounds);
    struct str rarity = texts->rarity.p ? texts->rarity : EMBEDDED(learned_rarity);
    struct str weights = texts->weights.p ? texts->weights : EMBEDDED(learned_weights);
    enum err err = sounds_load(arena, sounds, &model->sounds, fault);
    if (!err)
        err = rarity_load(arena, rarity, &model->rarity, fault);
    if (!err)
        err = weights_load(weights, &model->weights, fault);
    if (!err)
        take_fingerprint(model, sounds, rarity);
    token_unlike_init(model);
    return err;
}

enum err model_load(struct arena *arena, struct model *model, struct fault *fault)
{
    return model_load_texts(arena, &(struct model_texts){0}, model, fault);
}
