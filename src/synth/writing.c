/* Writing: names of invented persons as text. See writing.h. */
#include "synth/writing.h"

#include <ctype.h>
#include <string.h>

/* The most usual spellings stand first: the lowest of so many draws is taken. */
enum { DRAWS = 3 };

const char *draw_scheme(const struct identity *identity, struct seeded *seeded)
{
    const struct word *word = identity->parts[PART_LAST].words[0];
    uint64_t least = word->spellings_n;
    for (int i = 0; i < DRAWS; i++) {
        uint64_t drawn = seeded_below(seeded, word->spellings_n);
        least = drawn < least ? drawn : least;
    }
    return word->spellings[least].scheme;
}

static void append(struct written_part *part, struct str s)
{
    size_t n = s.n < WRITTEN_BYTES - part->n ? s.n : WRITTEN_BYTES - part->n;
    memcpy(part->p + part->n, s.p, n);
    part->n += n;
}

/* The second syllable of a given name keeps its capital only after a blank. */
static void write_joined(const struct name_piece *piece, const struct writing *writing,
                         struct written_part *part)
{
    static const struct str joints[JOINTS] = {{"", 0}, {" ", 1}, {"-", 1}};
    append(part, joints[writing->joint]);
    size_t start = part->n;
    append(part, word_by(piece->words[1], writing->scheme));
    if (writing->joint != JOINT_BLANK && start < part->n)
        part->p[start] = (char)tolower((unsigned char)part->p[start]);
}

static void write_part(const struct identity *identity, enum part which, const struct writing *writing,
                       struct written *written)
{
    const struct name_piece *piece = &identity->parts[which];
    if (piece->n == 0)
        return;
    struct written_part *part = &written->parts[written->n++];
    part->n = 0;
    part->given = which == PART_FIRST || which == PART_SECOND;
    if (writing->original) {
        for (size_t i = 0; i < piece->n; i++)
            append(part, piece->words[i]->original);
        return;
    }
    append(part, word_by(piece->words[0], writing->scheme));
    if (piece->n == 2)
        write_joined(piece, writing, part);
}

void write_parts(const struct identity *identity, const struct writing *writing, struct written *written)
{
    enum shape shape = identity->culture->shape;
    enum arrangement arrangement = writing->arrangement;
    bool east = shape == SHAPE_CHINESE || shape == SHAPE_KOREAN || shape == SHAPE_JAPANESE;
    bool brief = arrangement == GIVEN_FIRST_SHORT || arrangement == FAMILY_FIRST_SHORT;
    /* The grandfather stands before the family, the mother's family after it. */
    bool before = shape == SHAPE_ARABIC;
    written->n = 0;
    written->unspaced = writing->original && east;
    written->comma = arrangement == FAMILY_COMMA && !writing->original;
    bool family_first = written->unspaced || arrangement == FAMILY_FIRST || arrangement == FAMILY_COMMA ||
                        arrangement == FAMILY_FIRST_SHORT;
    if (family_first)
        write_part(identity, PART_LAST, writing, written);
    if (family_first && !brief && !before)
        write_part(identity, PART_SECOND_LAST, writing, written);
    write_part(identity, PART_FIRST, writing, written);
    if (!brief)
        write_part(identity, PART_SECOND, writing, written);
    if (!brief && before)
        write_part(identity, PART_SECOND_LAST, writing, written);
    if (!family_first)
        write_part(identity, PART_LAST, writing, written);
    if (!family_first && !brief && !before)
        write_part(identity, PART_SECOND_LAST, writing, written);
}

/* The family in capitals before a comma, as lists write it: ASCII only. */
static void append_part(char *bytes, size_t *n, const struct written_part *part, bool capitals)
{
    for (size_t i = 0; i < part->n; i++)
        bytes[(*n)++] =
            (char)(capitals && (unsigned char)part->p[i] < 0x80 ? toupper((unsigned char)part->p[i])
                                                                : part->p[i]);
}

struct str written_text(struct arena *arena, const struct written *written)
{
    size_t room = 0;
    for (size_t i = 0; i < written->n; i++)
        room += written->parts[i].n + 2;
    char *bytes = arena_alloc(arena, room);
    size_t n = 0;
    if (!bytes)
        return STR("");
    for (size_t i = 0; i < written->n; i++) {
        if (i && written->comma && !written->parts[i - 1].given && written->parts[i].given)
            bytes[n++] = ',';
        if (i && !written->unspaced)
            bytes[n++] = ' ';
        append_part(bytes, &n, &written->parts[i], written->comma && !written->parts[i].given);
    }
    return (struct str){bytes, n};
}
