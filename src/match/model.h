/* Model: all that the comparison has learned: sounds, rarity, weights. */
#ifndef LIAISON_MATCH_MODEL_H
#define LIAISON_MATCH_MODEL_H

#include "base/arena.h"
#include "base/error.h"
#include "match/sound.h"
#include "name/rarity.h"

struct weights {
#define W(name, value, what) double name;
#include "match/weights.def"
#undef W
};

enum { MODEL_UNLIKE_LETTERS = 32, MODEL_UNLIKE_APART = 33 };

struct model {
    struct sounds *sounds;
    struct rarity *rarity;
    struct weights weights;
    /* Share of w.contradicted of tokens that are unlike: by letters that one has more, and classes apart. */
    double unlike[MODEL_UNLIKE_LETTERS][MODEL_UNLIKE_APART];
    uint8_t fingerprint[32];
};

/* The model that is built in (data/learned). Lies in the arena; read-only, so threads may share it. */
enum err model_load(struct arena *arena, struct model *model, struct fault *fault) MUST_USE;

/* A model from texts of the same formats; NULL texts take the built-in ones. */
struct model_texts {
    struct str sounds;
    struct str rarity;
    struct str weights;
};
enum err model_load_texts(struct arena *arena, const struct model_texts *texts, struct model *model,
                          struct fault *fault) MUST_USE;

/* A hash of all that decides what a comparison gives and what an index finds: the
 * tables read here, and those of name/ that are built in. */
enum { MODEL_FINGERPRINT_BYTES = 32 };
void model_fingerprint(const struct model *model, uint8_t out[MODEL_FINGERPRINT_BYTES]);

/* The default alert threshold: a record whose score is at or above it is a candidate. */
#define ALERT_THRESHOLD 0.5

#endif
