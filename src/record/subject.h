/* Subject: a person as somebody wrote him down; FollowTheMoney Person
 * properties, each with many values, kept as given. */
#ifndef LIAISON_RECORD_SUBJECT_H
#define LIAISON_RECORD_SUBJECT_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>

enum property {
#define P(name, ftm, what) PROPERTY_##name,
#include "record/properties.def"
#undef P
    PROPERTY_COUNT
};

struct values {
    struct str *at;
    size_t n;
};

struct subject {
    struct str id;
    struct values values[PROPERTY_COUNT];
};

/* "birthDate"; and back: PROPERTY_COUNT where we keep no such property. */
const char *property_ftm(enum property property);
enum property property_by_ftm(struct str ftm);

#endif
