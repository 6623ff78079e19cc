/* Forming: what a holding gives for an epoch: its persons, each with a new value,
 * and their keys with the value that each stands for. Inside desk/publish. */
#ifndef LIAISON_DESK_FORMING_H
#define LIAISON_DESK_FORMING_H

#include "desk/desk.h"
#include "private/contact.h"
#include "private/table.h"
#include "record/subject.h"

enum { FORMING_CONTACTS = 8 }; /* contacts of a person that are published */

struct forming {
    enum epoch_kind kind;
    int64_t *persons; /* ascending */
    struct table_value *values;
    size_t count;
    struct match_key *keys;
    struct table_pair *pairs;
    size_t pairs_count;
    uint64_t keyless; /* persons without a key: nobody can ask about them */
};

/* Who is in the holding now. ERR_NOT_FOUND: nobody. */
MUST_USE enum err forming_persons(struct desk *desk, int64_t channel, struct forming *forming,
                                  struct fault *fault);

/* Give values, Form keys: of persons their conjunctions, of contacts what they can be reached by. Needs no
 * transaction: who left the holding meanwhile is found by forming_still_holds. */
MUST_USE enum err forming_keys(struct desk *desk, struct forming *forming, struct fault *fault);

/* Encode: the outputs of all keys, some at a time; the keys are wiped. */
MUST_USE enum err forming_encode(struct desk *desk, const struct epoch *epoch, struct forming *forming,
                                 struct fault *fault);

/* Inside a transaction. ERR_STALE: the holding is no longer the one that was formed. */
MUST_USE enum err forming_still_holds(struct desk *desk, int64_t channel, const struct forming *forming,
                                      struct fault *fault);

/* Keys that a table of so many persons is sized for: it tells no more than that number, rounded up to a power
 * of two. */
uint64_t forming_capacity(const struct forming *forming);

/* Whether he has that contact, in its normal form (private/contact.h). */
bool forming_has_contact(const struct subject *record, enum contact_kind kind, struct str normal);

/* Wipes the keys. */
void forming_free(struct forming *forming);

#endif
