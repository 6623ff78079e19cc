/* Reading: runs a reader over bytes and checks what must hold of every subject. */
#ifndef LIAISON_FUZZ_READING_H
#define LIAISON_FUZZ_READING_H

#include "base/limits.h"
#include "record/country.h"
#include "record/date.h"
#include "record/lines.h"
#include "record/reader.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool holds)
{
    if (!holds)
        abort();
}

static inline void check_values(const struct values *values, enum property property)
{
    struct date date;
    must(values->n <= (size_t)LIMIT_VALUES_PER_PROPERTY);
    for (size_t i = 0; i < values->n; i++) {
        struct str value = values->at[i];
        must(value.n > 0 && value.n <= (size_t)LIMIT_VALUE_BYTES);
        must(utf8_bad_at(value) == value.n);
        must(property != PROPERTY_BIRTH_DATE || date_parse(value, &date, NULL) == ERR_OK);
        (void)country_of(value);
        (void)country_of_place(value);
    }
}

static inline void read_whole(struct str bytes, enum record_format format, bool strict)
{
    struct reader_options options = {.format = format, .strict = strict};
    struct reader *reader;
    struct subject subject;
    struct fault fault;
    struct arena arena;
    bool end = false;
    arena_init(&arena, 1 << 20);
    enum err err = reader_open_bytes(&reader, "f", bytes, &options, &fault);
    while (err == ERR_OK && !end) {
        arena_reset(&arena);
        err = reader_next(reader, &arena, &subject, &end, &fault);
        for (size_t i = 0; err == ERR_OK && !end && i < PROPERTY_COUNT; i++)
            check_values(&subject.values[i], (enum property)i);
        must(err != ERR_OK || end || subject.id.n > 0);
    }
    must(err == ERR_OK || (fault.code == err && fault.detail[0]));
    must(reader || err != ERR_OK);
    reader_close(reader);
    arena_release(&arena);
}

/* A target that reads its input as one format, skipping what is bad and stopping at it. */
#define READS(format)                                                                                        \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                                             \
    {                                                                                                        \
        read_whole((struct str){(const char *)data, size}, format, false);                                   \
        read_whole((struct str){(const char *)data, size}, format, true);                                    \
        return 0;                                                                                            \
    }

#endif
