/* Record: what is put down of an invented person. See record.h. */
#include "synth/record.h"

#include "synth/synth.h"

#include <stdio.h>
#include <string.h>

/* How many of a thousand have one name, two, ...: 2.5 on average. */
static const unsigned char names_per_ten[] = {1, 1, 2, 2, 2, 2, 3, 3, 4, 5};
enum { VALUES_ROOM = 8 };

static enum err spell_words(struct synth *synth, struct word *const *words, size_t n, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < n; i++)
        err = word_spell(&synth->arena, &synth->scratch, words[i], fault);
    return err;
}

enum err spelled_identity(struct synth *synth, uint64_t index, struct identity *identity, struct fault *fault)
{
    identity_of(&synth->cultures, synth->seed, index, identity);
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < PARTS; i++)
        err = spell_words(synth, identity->parts[i].words, identity->parts[i].n, fault);
    return err ? err : spell_words(synth, &identity->place, 1, fault);
}

bool add_value(struct arena *arena, struct subject *subject, enum property property, struct str value)
{
    struct values *values = &subject->values[property];
    if (!values->at)
        values->at = arena_array(arena, VALUES_ROOM, sizeof *values->at);
    if (!values->at || value.n == 0 || values->n == VALUES_ROOM)
        return false;
    values->at[values->n++] = value;
    return true;
}

bool add_copied(struct arena *arena, struct subject *subject, enum property property, const char *text)
{
    size_t n = strlen(text);
    char *copy = arena_copy(arena, text, n);
    return copy && add_value(arena, subject, property, (struct str){copy, n});
}

static bool has(const struct values *values, struct str value)
{
    for (size_t i = 0; i < values->n; i++)
        if (str_equal(values->at[i], value))
            return true;
    return false;
}

bool add_name(struct arena *arena, struct subject *subject, enum property property, struct str name)
{
    if (has(&subject->values[PROPERTY_NAME], name) || has(&subject->values[PROPERTY_ALIAS], name))
        return false;
    return add_value(arena, subject, property, name);
}

void passport_text(const struct identity *identity, char out[16])
{
    snprintf(out, 16, "%c%c%07u", 'A' + (int)(identity->document % 26),
             'A' + (int)(identity->document / 26 % 26), (unsigned)(identity->document / 676 % 10000000));
}

void id_text(const struct identity *identity, char out[16])
{
    snprintf(out, 16, "%010llu", (unsigned long long)(identity->document / 977 % 10000000000U));
}

/* The first name is as most lists have it: in Latin letters, all parts. Then
 * the original, then what other papers say. */
static void write_names(const struct identity *identity, struct seeded *seeded, struct arena *arena,
                        struct subject *subject)
{
    size_t wanted = names_per_ten[seeded_below(seeded, sizeof names_per_ten)];
    struct written written;
    struct writing writing = {.scheme = draw_scheme(identity, seeded)};
    bool east = identity->culture->shape >= SHAPE_CHINESE;
    writing.original = chance(seeded, 150);
    writing.joint = (enum joint)seeded_below(seeded, JOINTS);
    writing.arrangement = east || chance(seeded, 200) ? FAMILY_FIRST : GIVEN_FIRST;
    if (chance(seeded, 300))
        writing.arrangement = FAMILY_COMMA;
    write_parts(identity, &writing, &written);
    add_name(arena, subject, PROPERTY_NAME, written_text(arena, &written));
    writing.original = !writing.original;
    for (size_t tries = 0;
         subject->values[PROPERTY_NAME].n + subject->values[PROPERTY_ALIAS].n < wanted && tries < 12;
         tries++) {
        write_parts(identity, &writing, &written);
        bool name = writing.original || tries == 0;
        add_name(arena, subject, name ? PROPERTY_NAME : PROPERTY_ALIAS, written_text(arena, &written));
        writing.original = false;
        writing.scheme = draw_scheme(identity, seeded);
        writing.joint = (enum joint)seeded_below(seeded, JOINTS);
        writing.arrangement = (enum arrangement)seeded_below(seeded, ARRANGEMENTS);
    }
}

/* A date given otherwise: another day, the month and day swapped, a year or two off. */
static struct date other_date(struct date date, struct seeded *seeded)
{
    uint64_t kind = seeded_below(seeded, 4);
    if (kind == 0 && date.day <= 12)
        return (struct date){date.year, date.day, date.month};
    if (kind == 1)
        date.year = (int16_t)(date.year + 1 + (int)seeded_below(seeded, 2));
    else if (kind == 2)
        date.year = (int16_t)(date.year - 1 - (int)seeded_below(seeded, 2));
    else
        date.day = (uint8_t)(1 + seeded_below(seeded, 28));
    if (date.day > days_of(date.year, date.month))
        date.day = 28;
    return date;
}

static void write_dates(const struct identity *identity, struct seeded *seeded, struct arena *arena,
                        struct subject *subject)
{
    uint64_t kind = seeded_below(seeded, 1000);
    size_t n = kind < 20 ? 0 : kind < 800 ? 1 : kind < 960 ? 2 : 3;
    for (size_t i = 0; i < n; i++) {
        struct date date = i ? other_date(identity->born, seeded) : identity->born;
        char text[12];
        if (chance(seeded, 120))
            date.month = date.day = 0;
        date_text(date, text);
        if (!has(&subject->values[PROPERTY_BIRTH_DATE], str_of(text)))
            add_copied(arena, subject, PROPERTY_BIRTH_DATE, text);
    }
}

static void write_rest(const struct identity *identity, struct seeded *seeded, struct arena *arena,
                       struct subject *subject)
{
    char text[16];
    if (chance(seeded, 600))
        add_value(arena, subject, PROPERTY_BIRTH_PLACE, identity->place->spellings[0].latin);
    if (chance(seeded, 400))
        add_value(arena, subject, PROPERTY_BIRTH_COUNTRY, identity->country);
    if (chance(seeded, 800))
        add_value(arena, subject, PROPERTY_NATIONALITY, identity->country);
    if (chance(seeded, 850))
        add_value(arena, subject, PROPERTY_GENDER, identity->woman ? STR("female") : STR("male"));
    passport_text(identity, text);
    if (chance(seeded, 350))
        add_copied(arena, subject, PROPERTY_PASSPORT_NUMBER, text);
    id_text(identity, text);
    if (chance(seeded, 150))
        add_copied(arena, subject, PROPERTY_ID_NUMBER, text);
}

enum err synth_person(struct synth *synth, uint64_t index, struct arena *arena, struct subject *subject,
                      struct fault *fault)
{
    struct identity identity;
    struct seeded seeded = synth_draws(synth->seed, DRAWS_RECORD, index);
    enum err err = spelled_identity(synth, index, &identity, fault);
    if (err)
        return err;
    char id[32];
    int n = snprintf(id, sizeof id, "s%llu", (unsigned long long)index);
    *subject = (struct subject){0};
    subject->id = (struct str){arena_copy(arena, id, (size_t)n), (size_t)n};
    write_names(&identity, &seeded, arena, subject);
    write_dates(&identity, &seeded, arena, subject);
    write_rest(&identity, &seeded, arena, subject);
    return arena_failed(arena) ? fault_set(fault, ERR_NO_MEMORY, "an invented person") : ERR_OK;
}
