/* Edifact: the segments of a UN/EDIFACT interchange (ISO 9735).
 *
 * Segments end with ' and are cut by + into elements, by : into components; ?
 * takes the next character as it is; a UNA at the begin names others. Line ends
 * between segments are passed over. */
#ifndef LIAISON_RECORD_EDIFACT_H
#define LIAISON_RECORD_EDIFACT_H

#include "base/buf.h"
#include "record/lines.h"

enum { EDIFACT_ELEMENTS = 64, EDIFACT_COMPONENTS = 16 };

struct edifact {
    struct lines *lines; /* borrowed */
    struct str view;     /* read, not yet used */
    bool ended;
    size_t line;
    char component, element, release, terminator;
    bool begun;
    struct buf text; /* of the segment */
};

/* Components are valid until the next call; those beyond what is counted are empty. */
struct segment {
    struct str tag;
    struct str at[EDIFACT_ELEMENTS][EDIFACT_COMPONENTS]; /* at[0] is the tag's element */
    size_t line;                                         /* on which it begins */
};

/* Begins over opened lines, which must outlive it. Free with edifact_close. */
void edifact_open(struct edifact *edifact, struct lines *lines);

/* The next segment. *end is true after the last. BAD_INPUT names the line of one
 * that is not ended, is no UTF-8 or has too many parts, TOO_LARGE one over 64 KB;
 * reading cannot go on after either. */
enum err edifact_next(struct edifact *edifact, struct segment *segment, bool *end,
                      struct fault *fault) MUST_USE;

void edifact_close(struct edifact *edifact);

#endif
