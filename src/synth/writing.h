/* Writing: an invented person's name as somebody writes it. Internal to synth/. */
#ifndef LIAISON_SYNTH_WRITING_H
#define LIAISON_SYNTH_WRITING_H

#include "synth/identity.h"

enum arrangement {
    GIVEN_FIRST,        /* Ruslan Anzorovich Tsarikaev */
    FAMILY_FIRST,       /* Tsarikaev Ruslan Anzorovich */
    FAMILY_COMMA,       /* TSARIKAEV, Ruslan Anzorovich */
    GIVEN_FIRST_SHORT,  /* Ruslan Tsarikaev */
    FAMILY_FIRST_SHORT, /* Tsarikaev Ruslan */
    ARRANGEMENTS
};

/* How two syllables of one given name are put together in Latin letters. */
enum joint { JOINT_NONE, JOINT_BLANK, JOINT_HYPHEN, JOINTS };

struct writing {
    bool original;      /* in its own script */
    const char *scheme; /* of the romanisation */
    enum arrangement arrangement;
    enum joint joint;
};

/* The parts of a name in the order in which they are written. */
enum { WRITTEN_PARTS = PARTS, WRITTEN_BYTES = 128 };
struct written {
    struct written_part {
        char p[WRITTEN_BYTES];
        size_t n;
        bool given; /* part of what he was named, not of his family's name */
    } parts[WRITTEN_PARTS];
    size_t n;
    bool unspaced; /* Chinese, Korean, Japanese in their own script */
    bool comma;    /* after the first part, the family */
};

/* A scheme for the whole name: one of the spellings of its family name. All words must be spelled. */
const char *draw_scheme(const struct identity *identity, struct seeded *seeded);

/* Writes the parts. All words must be spelled. */
void write_parts(const struct identity *identity, const struct writing *writing, struct written *written);

/* Puts them together; lies in the arena; empty where that failed. */
struct str written_text(struct arena *arena, const struct written *written);

#endif
