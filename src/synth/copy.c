/* Copy: an invented person as another office wrote him down, with the errors of real lists. See synth.h. */
#include "synth/synth.h"

#include "synth/record.h"

#include <stdio.h>
#include <string.h>

enum { NAMES_MORE = 400, ORIGINAL = 250, COMMA = 300 }; /* of a thousand */
enum { DATED = 920, PLACED = 400, NATIONAL = 700, SEXED = 800, WITH_PASSPORT = 250, WITH_ID = 100 };
enum { FEISTEL_ROUNDS = 4 };

struct copying {
    const struct rates *rates;
    uint64_t errors; /* in a thousandth of the rates */
    struct seeded seeded;
};

/* True as often as the rate says, weighed by how many errors were asked for. */
static bool errs(struct copying *copying, enum rate rate)
{
    return seeded_below(&copying->seeded, (uint64_t)RATE_UNIT * 1000) <
           copying->rates->at[rate] * copying->errors;
}

/* --- Slips --- */

/* Where the code points of text begin; how many, end[n] the end. */
static size_t letters_of(const char *text, size_t n, size_t at[WRITTEN_BYTES + 1])
{
    size_t letters = 0;
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            at[letters++] = i;
    at[letters] = n;
    return letters;
}

/* Leaves one letter out, doubles it, swaps it with the next, or puts its neighbour's in its place. */
static void slip(char text[WRITTEN_BYTES], size_t *n, struct seeded *seeded)
{
    size_t at[WRITTEN_BYTES + 1];
    char made[WRITTEN_BYTES * 2];
    size_t used = 0;
    size_t letters = letters_of(text, *n, at);
    if (letters < 3)
        return;
    size_t where = 1 + (size_t)seeded_below(seeded, letters - 2);
    uint64_t kind = seeded_below(seeded, 4);
    for (size_t i = 0; i < letters; i++) {
        size_t from = i;
        if (i == where && kind == 0)
            continue;
        if (kind == 2 && (i == where || i == where + 1))
            from = i == where ? where + 1 : where;
        if (i == where && kind == 3)
            from = where - 1;
        for (int twice = i == where && kind == 1; twice >= 0; twice--) {
            memcpy(made + used, text + at[from], at[from + 1] - at[from]);
            used += at[from + 1] - at[from];
        }
    }
    if (used <= WRITTEN_BYTES) {
        memcpy(text, made, used);
        *n = used;
    }
}

static void shorten(struct written_part *part)
{
    size_t at[WRITTEN_BYTES + 1];
    if (letters_of(part->p, part->n, at) > 1)
        part->n = at[1];
}

static void remove_part(struct written *written, size_t i)
{
    memmove(&written->parts[i], &written->parts[i + 1], (written->n - i - 1) * sizeof *written->parts);
    written->n--;
}

/* --- Names --- */

static void err_in_parts(struct copying *copying, struct written *written)
{
    for (size_t i = 0; i < written->n; i++) {
        struct written_part *part = &written->parts[i];
        bool middle = i > 0 && i + 1 < written->n;
        if (middle && errs(copying, RATE_OMITTED))
            remove_part(written, i--);
        else if (part->given && written->n > 2 && !written->unspaced && errs(copying, RATE_INITIAL))
            shorten(part);
        else if (errs(copying, RATE_SLIP))
            slip(part->p, &part->n, &copying->seeded);
    }
}

static void copy_name(struct copying *copying, const struct identity *identity, struct arena *arena,
                      struct subject *subject)
{
    struct seeded *seeded = &copying->seeded;
    bool east = identity->culture->shape >= SHAPE_CHINESE;
    struct writing writing = {.original = chance(seeded, ORIGINAL),
                              .joint = (enum joint)seeded_below(seeded, JOINTS),
                              .arrangement = east ? FAMILY_FIRST : GIVEN_FIRST};
    struct written written;
    writing.scheme = errs(copying, RATE_RESPELLED) ? draw_scheme(identity, seeded)
                                                   : identity->parts[PART_LAST].words[0]->spellings[0].scheme;
    if (chance(seeded, COMMA))
        writing.arrangement = FAMILY_COMMA;
    else if (errs(copying, RATE_REORDERED))
        writing.arrangement = east ? GIVEN_FIRST : FAMILY_FIRST;
    write_parts(identity, &writing, &written);
    err_in_parts(copying, &written);
    add_name(arena, subject, subject->values[PROPERTY_NAME].n ? PROPERTY_ALIAS : PROPERTY_NAME,
             written_text(arena, &written));
}

/* --- Dates --- */

static enum rate draw_date_error(struct copying *copying)
{
    uint64_t sum = 0;
    for (size_t i = RATE_DATE_SWAPPED; i <= RATE_DATE_DIGIT; i++)
        sum += copying->rates->at[i];
    uint64_t drawn = seeded_below(&copying->seeded, sum ? sum : 1);
    size_t i = RATE_DATE_SWAPPED;
    while (i < RATE_DATE_DIGIT && drawn >= copying->rates->at[i])
        drawn -= copying->rates->at[i++];
    return (enum rate)i;
}

static struct date wrong_date(struct copying *copying, struct date date)
{
    struct seeded *seeded = &copying->seeded;
    static const int steps[4] = {-2, -1, 1, 2};
    switch (draw_date_error(copying)) {
    case RATE_DATE_SWAPPED:
        if (date.day <= 12)
            return (struct date){date.year, date.day, date.month};
        date.day = (uint8_t)(1 + seeded_below(seeded, 28));
        break;
    case RATE_DATE_MONTH:
        date.month = (uint8_t)(1 + seeded_below(seeded, 12));
        break;
    case RATE_DATE_YEAR_NEAR:
        date.year = (int16_t)(date.year + steps[seeded_below(seeded, 4)]);
        break;
    case RATE_DATE_DIGIT:
        date.year = (int16_t)(date.year - date.year / 10 % 10 * 10 + 10 * (int)(3 + seeded_below(seeded, 7)));
        break;
    default:
        date.day = (uint8_t)(1 + seeded_below(seeded, 28));
        break;
    }
    if (date.day > days_of(date.year, date.month))
        date.day = 28;
    return date;
}

static void copy_date(struct copying *copying, const struct identity *identity, struct arena *arena,
                      struct subject *subject)
{
    char text[12];
    struct date date = identity->born;
    if (!chance(&copying->seeded, DATED))
        return;
    if (errs(copying, RATE_DATE_MANY))
        date = wrong_date(copying, date);
    if (errs(copying, RATE_DATE_YEAR))
        date.month = date.day = 0;
    date_text(date, text);
    add_copied(arena, subject, PROPERTY_BIRTH_DATE, text);
}

/* --- The rest --- */

static void copy_number(struct copying *copying, enum property property, const char *number,
                        struct arena *arena, struct subject *subject)
{
    char text[WRITTEN_BYTES];
    size_t n = strlen(number);
    memcpy(text, number, n);
    if (errs(copying, RATE_SLIP))
        slip(text, &n, &copying->seeded);
    text[n] = '\0';
    add_copied(arena, subject, property, text);
}

static void copy_rest(struct copying *copying, const struct identity *identity, struct arena *arena,
                      struct subject *subject)
{
    char number[16];
    struct seeded *seeded = &copying->seeded;
    if (chance(seeded, PLACED))
        add_value(arena, subject, PROPERTY_BIRTH_PLACE,
                  word_by(identity->place, draw_scheme(identity, seeded)));
    if (chance(seeded, NATIONAL))
        add_value(arena, subject, PROPERTY_NATIONALITY, identity->country);
    if (chance(seeded, SEXED))
        add_value(arena, subject, PROPERTY_GENDER, identity->woman ? STR("female") : STR("male"));
    passport_text(identity, number);
    if (chance(seeded, WITH_PASSPORT))
        copy_number(copying, PROPERTY_PASSPORT_NUMBER, number, arena, subject);
    id_text(identity, number);
    if (chance(seeded, WITH_ID))
        copy_number(copying, PROPERTY_ID_NUMBER, number, arena, subject);
}

enum err synth_copy(struct synth *synth, uint64_t index, uint64_t copy, uint32_t errors, struct arena *arena,
                    struct subject *subject, struct fault *fault)
{
    struct identity identity;
    struct copying copying = {&synth->rates, errors, synth_draws(synth->seed + copy, DRAWS_COPY, index)};
    enum err err = spelled_identity(synth, index, &identity, fault);
    if (err)
        return err;
    char id[64];
    int n = snprintf(id, sizeof id, "s%llu-%llu", (unsigned long long)index, (unsigned long long)copy);
    *subject = (struct subject){0};
    subject->id = (struct str){arena_copy(arena, id, (size_t)n), (size_t)n};
    copy_name(&copying, &identity, arena, subject);
    if (chance(&copying.seeded, NAMES_MORE))
        copy_name(&copying, &identity, arena, subject);
    copy_date(&copying, &identity, arena, subject);
    copy_rest(&copying, &identity, arena, subject);
    return arena_failed(arena) ? fault_set(fault, ERR_NO_MEMORY, "an invented person") : ERR_OK;
}

/* A Feistel network over the next power of four, walked until it falls below n. */
uint64_t synth_shuffled(uint64_t seed, uint64_t index, uint64_t n)
{
    unsigned half = 1;
    while (half < 31 && (UINT64_C(1) << (2 * half)) < n)
        half++;
    uint64_t mask = (UINT64_C(1) << half) - 1;
    do {
        uint64_t left = index >> half;
        uint64_t right = index & mask;
        for (uint64_t round = 0; round < FEISTEL_ROUNDS; round++) {
            struct seeded seeded = synth_draws(seed + round, DRAWS_ORDER, right);
            uint64_t next = left ^ (seeded_next(&seeded) & mask);
            left = right;
            right = next;
        }
        index = left << half | right;
    } while (index >= n);
    return index;
}
