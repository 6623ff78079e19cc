/* Asked: keys and their postings. See asked.h. */
#include "index/asked.h"

#include "index/keys.h"

#include <math.h>
#include <stdlib.h>

void asked_begin(struct asked_keys *keys, struct segment *segment)
{
    /* There may be many more slots than keys. */
    for (size_t i = 0; i < keys->n; i++)
        keys->slots[keys->at[i].slot] = 0;
    keys->segment = segment;
    keys->n = 0;
    keys->failed = false;
}

void asked_release(struct asked_keys *keys)
{
    free(keys->at);
    free(keys->slots);
    *keys = (struct asked_keys){0};
}

static uint32_t slot_of(const struct asked_keys *keys, uint64_t key)
{
    size_t mask = 2 * keys->room - 1;
    size_t slot = key & mask;
    while (keys->slots[slot] && keys->at[keys->slots[slot] - 1].key != key)
        slot = (slot + 1) & mask;
    return (uint32_t)slot;
}

/* Puts down where the number of key i lies. */
static void take_slot(struct asked_keys *keys, size_t i, uint32_t slot)
{
    keys->at[i].slot = slot;
    keys->slots[slot] = (uint32_t)i + 1;
}

static bool grow(struct asked_keys *keys)
{
    enum { LEAST = 1024 };
    size_t room = keys->room ? keys->room * 2 : LEAST;
    struct asked *at = realloc(keys->at, room * sizeof *at);
    uint32_t *slots = calloc(2 * room, sizeof *slots);
    keys->at = at ? at : keys->at;
    if (!at || !slots) {
        free(slots);
        keys->failed = true;
        return false;
    }
    free(keys->slots);
    keys->slots = slots;
    keys->room = room;
    for (size_t i = 0; i < keys->n; i++)
        take_slot(keys, i, slot_of(keys, keys->at[i].key));
    return true;
}

uint32_t asked_add(struct asked_keys *keys, uint64_t key, enum asked_for what)
{
    if (keys->n == keys->room && !grow(keys))
        return NO_KEY;
    uint32_t slot = slot_of(keys, key);
    if (!keys->slots[slot]) {
        segment_expect_key(keys->segment, key);
        keys->at[keys->n] = (struct asked){.key = key, .names = -INFINITY, .what = what};
        take_slot(keys, keys->n++, slot);
    }
    uint32_t number = keys->slots[slot] - 1;
    struct asked *asked = &keys->at[number];
    asked->what = asked->what < what ? asked->what : what;
    return number;
}

uint32_t asked_number(const struct asked_keys *keys, uint64_t key)
{
    /* NO_KEY is one less than a free slot's 0. */
    return keys->n ? keys->slots[slot_of(keys, key)] - 1 : NO_KEY;
}

void asked_raise(struct asked_keys *keys, uint32_t number, double names)
{
    if (number != NO_KEY && keys->at[number].names < (float)names)
        keys->at[number].names = (float)names;
}

void asked_find(struct asked_keys *keys, size_t from, struct search_counts *counts)
{
    for (size_t i = from; i < keys->n; i++)
        segment_expect_entries(keys->segment, keys->at[i].key);
    for (size_t i = from; i < keys->n; i++) {
        struct asked *asked = &keys->at[i];
        size_t n;
        asked->entries = segment_find(keys->segment, asked->key, &n);
        asked->n = (uint32_t)n;
        counts->entries += n;
    }
    counts->keys += keys->n - from;
}

/* The code of a date's year without month and day, the first of it; DATE_ANY where it has none. */
static uint32_t year_code(struct date date)
{
    return date_code((struct date){.year = date.year});
}

struct seek asked_seek_year(const struct asked *asked, struct date date)
{
    return seek_begin(asked->entries, asked->n, year_code(date));
}

size_t asked_of_year(const struct seek *seek, struct date date)
{
    uint32_t year = year_code(date);
    return year == DATE_ANY ? 0 : segment_beyond(seek->at, seek->n, year | DATE_YEAR);
}

size_t asked_undated(const struct asked *asked)
{
    return segment_beyond(asked->entries, asked->n, DATE_NONE);
}
