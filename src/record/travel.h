/* Travel: what a manifest, a message or a document tells of a journey, beside the subject. */
#ifndef LIAISON_RECORD_TRAVEL_H
#define LIAISON_RECORD_TRAVEL_H

#include "base/str.h"

enum travel_field {
#define T(name, heading, what) TRAVEL_##name,
#include "record/travel.def"
#undef T
    TRAVEL_COUNT
};

struct travel {
    struct str at[TRAVEL_COUNT]; /* empty where nothing was told */
};

/* "flight"; and back: TRAVEL_COUNT where there is no such field. */
const char *travel_heading(enum travel_field field);
enum travel_field travel_by_heading(struct str heading);

#endif
