/* Load: the state structs of rules/state.h, read from the projections by name of
 * column, into an arena. */
#ifndef LIAISON_DESK_LOAD_H
#define LIAISON_DESK_LOAD_H

#include "rules/state.h"
#include "store/store.h"

/* How rows of one kind are read: its columns, and the size of a struct. */
struct shape;
#define SHAPES(X)                                                                                            \
    X(subject_state, SUBJECT_COLUMNS)                                                                        \
    X(file, FILE_COLUMNS)                                                                                    \
    X(tip, TIP_COLUMNS)                                                                                      \
    X(duplicate, DUPLICATE_COLUMNS)                                                                          \
    X(flag, FLAG_COLUMNS)                                                                                    \
    X(watch, WATCH_COLUMNS)                                                                                  \
    X(sighting, SIGHTING_COLUMNS)                                                                            \
    X(owed, OBLIGATION_COLUMNS)                                                                              \
    X(proposal, PROPOSAL_COLUMNS)                                                                            \
    X(request, REQUEST_COLUMNS)                                                                              \
    X(handover, HANDOVER_COLUMNS)                                                                            \
    X(risk_decision, RISK_COLUMNS)                                                                           \
    X(assessment, ASSESSMENT_COLUMNS)                                                                        \
    X(redress, REDRESS_COLUMNS)
#define SHAPE(name, columns) extern const struct shape shape_##name;
SHAPES(SHAPE)
#undef SHAPE

/* All rows of an opened query, in order, as an array of the shape's struct; closes the query. Text is
 * copied into the arena. A column that the shape names and the query lacks is ERR_BUG. */
MUST_USE enum err load_all(struct query *query, const struct shape *shape, struct arena *arena, void *rows,
                           size_t *n);

/* The first row of a query by one number, as the struct at out. ERR_NOT_FOUND: "KEY NUMBER". */
MUST_USE enum err load_one(struct store *store, const char *name, const char *key, int64_t number,
                           const struct shape *shape, struct arena *arena, void *out, struct fault *fault);

/* All rows of a query by one number. */
MUST_USE enum err load_list(struct store *store, const char *name, const char *key, int64_t number,
                            const struct shape *shape, struct arena *arena, void *rows, size_t *n,
                            struct fault *fault);

#endif
