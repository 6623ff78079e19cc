/* Values: a subject of the desk as the matcher reads him, from the openings of his values. */
#ifndef LIAISON_DESK_VALUES_H
#define LIAISON_DESK_VALUES_H

#include "record/subject.h"
#include "store/store.h"

/* With the values of those who were merged into him; what is erased is left out. All lies in the arena. */
MUST_USE enum err desk_values_read(struct store *store, int64_t subject, struct arena *arena,
                                   struct subject *out, struct fault *fault);

#endif
