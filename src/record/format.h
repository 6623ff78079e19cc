/* Format: what the reader of one file format gives. Internal to record/: see reader.h for reading. */
#ifndef LIAISON_RECORD_FORMAT_H
#define LIAISON_RECORD_FORMAT_H

#include "record/intake.h"
#include "record/lines.h"
#include "record/reader.h"
#include "record/travel.h"

/* What is read from, owned by the reader; outlives the format's state. */
struct format_source {
    struct lines *lines;                  /* nothing of it was given out yet */
    const char *path;                     /* NULL where it is no named file */
    struct str bytes;                     /* all of it, where it lies in memory */
    const struct reader_options *options; /* while opening only */
    struct intake *intake;
    struct travel *travel; /* of the row being read; empty at its begin */
};

struct format {
    /* True where a file that begins like this is of the format. start is some 4 KB, no byte order mark. */
    bool (*begins)(struct str start);
    enum err (*open)(void **state, struct format_source *source, struct fault *fault);
    /* The next row, as ftm_row; *end is true after the last. */
    enum err (*next)(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                     struct fault *fault);
    void (*close)(void *state); /* NULL-safe */
};

#define F(name, word, functions, what) extern const struct format functions;
#include "record/formats.def"
#undef F

#endif
