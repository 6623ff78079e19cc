/* Record: an invented person as one office wrote him down. Internal to synth/. */
#ifndef LIAISON_SYNTH_RECORD_H
#define LIAISON_SYNTH_RECORD_H

#include "record/subject.h"
#include "synth/rates.h"
#include "synth/writing.h"

struct synth {
    uint64_t seed;
    struct arena arena;   /* the names and their spellings */
    struct arena scratch; /* while a name is being spelled */
    struct cultures cultures;
    struct rates rates;
};

/* Identity index with all its words spelled. */
enum err spelled_identity(struct synth *synth, uint64_t index, struct identity *identity,
                          struct fault *fault) MUST_USE;

/* Adds a value; the array grows with it. False where the arena failed. */
bool add_value(struct arena *arena, struct subject *subject, enum property property, struct str value);

/* The same of bytes that are copied. */
bool add_copied(struct arena *arena, struct subject *subject, enum property property, const char *text);

/* Adds a name unless it stands there already. */
bool add_name(struct arena *arena, struct subject *subject, enum property property, struct str name);

/* The number of his passport or identity card, which depends on him alone. */
void passport_text(const struct identity *identity, char out[16]);
void id_text(const struct identity *identity, char out[16]);

#endif
