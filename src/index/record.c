/* Record: a subject as bytes. See record.h. */
#include "index/record.h"

static void put_number(struct buf *out, uint64_t value)
{
    char bytes[10];
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[n++] = (char)(value | 0x80);
    bytes[n++] = (char)value;
    buf_add(out, bytes, n);
}

static void put_str(struct buf *out, struct str s)
{
    put_number(out, s.n);
    buf_add_str(out, s);
}

static void put_facts(struct buf *out, const struct person *person)
{
    buf_add_char(out, person->gender);
    put_number(out, person->dates_n);
    buf_add(out, person->dates, person->dates_n * sizeof *person->dates);
    put_number(out, person->places_n);
    buf_add(out, person->places, person->places_n * sizeof *person->places);
    put_number(out, person->birth_countries.n);
    buf_add(out, person->birth_countries.at, person->birth_countries.n * sizeof(country));
    put_number(out, person->nationalities.n);
    buf_add(out, person->nationalities.at, person->nationalities.n * sizeof(country));
    put_number(out, person->documents_n);
    for (size_t i = 0; i < person->documents_n; i++)
        put_str(out, person->documents[i]);
    put_number(out, person->contacts_n);
    for (size_t i = 0; i < person->contacts_n; i++)
        put_str(out, person->contacts[i]);
    put_number(out, person->addresses_n);
    buf_add(out, person->addresses, person->addresses_n * sizeof *person->addresses);
}

void record_encode_subject(struct buf *out, const struct subject *subject)
{
    size_t properties = 0;
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        properties += subject->values[i].n > 0;
    put_str(out, subject->id);
    put_number(out, properties);
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        const struct values *values = &subject->values[i];
        if (values->n == 0)
            continue;
        put_number(out, i);
        put_number(out, values->n);
        for (size_t k = 0; k < values->n; k++)
            put_str(out, values->at[k]);
    }
}

size_t record_apart(const struct record_name *names, size_t names_n)
{
    size_t n = 0;
    while (n < names_n && !names[n].fused)
        n++;
    return n;
}

void record_encode(struct buf *out, const struct person *person, const struct record_name *names,
                   const struct spelling *spellings, size_t names_n, size_t list, size_t line)
{
    size_t apart_n = record_apart(names, names_n);
    put_number(out, names_n << 1 | (apart_n < names_n));
    if (apart_n < names_n)
        put_number(out, apart_n);
    for (size_t i = 0; i < names_n; i++) {
        buf_add_char(out, (char)(names[i].tokens_n | names[i].generation << 4 | (names[i].weak ? 0x80 : 0)));
        buf_add(out, names[i].token, names[i].tokens_n * sizeof *names[i].token);
    }
    put_facts(out, person);
    for (size_t i = 0; i < names_n; i++) {
        put_number(out, spellings[i].property);
        put_number(out, spellings[i].value);
    }
    put_number(out, person_names_given(person->subject));
    put_number(out, list);
    put_number(out, line);
    record_encode_subject(out, person->subject);
}

void record_open(struct record_reader *reader, struct str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    *reader = (struct record_reader){.at = p, .end = p + bytes.n};
}

static size_t left(const struct record_reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

/* n bytes, or NULL and all is bad. */
static const unsigned char *take(struct record_reader *reader, size_t n)
{
    if (n > left(reader)) {
        reader->bad = true;
        reader->at = reader->end;
        return NULL;
    }
    reader->at += n;
    return reader->at - n;
}

static uint64_t get_number(struct record_reader *reader)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && reader->at < reader->end; shift += 7) {
        unsigned char byte = *reader->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    reader->bad = true;
    reader->at = reader->end;
    return 0;
}

/* A count of things that take at least size bytes each, so that no bad count asks for much memory. */
static size_t get_count(struct record_reader *reader, size_t size)
{
    uint64_t count = get_number(reader);
    if (count <= left(reader) / size)
        return (size_t)count;
    reader->bad = true;
    reader->at = reader->end;
    return 0;
}

static struct str get_str(struct record_reader *reader)
{
    size_t n = get_count(reader, 1);
    const unsigned char *p = take(reader, n);
    return p ? (struct str){(const char *)p, n} : (struct str){"", 0};
}

/* An array of fixed size elements, copied as the record is not aligned. */
static void *get_array(struct record_reader *reader, struct arena *arena, size_t size, size_t *n)
{
    size_t count = get_count(reader, size);
    const unsigned char *bytes = take(reader, count * size);
    void *array = count ? arena_array(arena, count, size) : NULL;
    *n = array && bytes ? count : 0;
    if (*n)
        memcpy(array, bytes, count * size);
    return array;
}

static struct str *get_strs(struct record_reader *reader, struct arena *arena, size_t *n)
{
    size_t count = get_count(reader, 1);
    struct str *at = count ? arena_array(arena, count, sizeof *at) : NULL;
    for (*n = 0; at && *n < count; ++*n)
        at[*n] = get_str(reader);
    return at;
}

size_t record_names(struct record_reader *reader)
{
    uint64_t count = get_number(reader);
    uint64_t n = count >> 1;
    reader->apart_n = (size_t)(count & 1 ? get_number(reader) : n);
    if (n > left(reader) || reader->apart_n > n || (reader->apart_n == 0 && n > 0))
        reader->bad = true;
    return reader->bad ? 0 : (size_t)n;
}

void record_name(struct record_reader *reader, struct record_name *name)
{
    const unsigned char *head = take(reader, 1);
    name->tokens_n = head ? *head & 0xf : 0;
    name->generation = head ? *head >> 4 & 7 : 0;
    name->weak = head && *head & 0x80;
    name->fused = reader->names_read++ >= reader->apart_n;
    if (name->tokens_n > PERSON_NAME_TOKENS)
        reader->bad = true;
    size_t n = reader->bad ? 0 : name->tokens_n;
    const unsigned char *tokens = take(reader, n * sizeof *name->token);
    name->tokens_n = (uint8_t)(tokens ? n : 0);
    if (name->tokens_n)
        memcpy(name->token, tokens, n * sizeof *name->token);
}

void record_renumber(char *record, size_t n, const uint32_t *numbers)
{
    struct record_reader reader;
    record_open(&reader, (struct str){record, n});
    size_t names = record_names(&reader);
    for (size_t i = 0; i < names; i++) {
        struct record_name name;
        char *head = record + ((const char *)reader.at - record);
        record_name(&reader, &name);
        for (size_t k = 0; k < name.tokens_n; k++)
            name.token[k] = numbers[name.token[k] >> RECORD_PART_BITS] << RECORD_PART_BITS |
                            (name.token[k] & ((1U << RECORD_PART_BITS) - 1));
        memcpy(head + 1, name.token, name.tokens_n * sizeof *name.token);
    }
}

void record_facts(struct record_reader *reader, struct arena *arena, struct person *person)
{
    const unsigned char *gender = take(reader, 1);
    person->gender = gender ? (char)*gender : 0;
    person->dates = get_array(reader, arena, sizeof *person->dates, &person->dates_n);
    person->places = get_array(reader, arena, sizeof *person->places, &person->places_n);
    person->birth_countries.at = get_array(reader, arena, sizeof(country), &person->birth_countries.n);
    person->nationalities.at = get_array(reader, arena, sizeof(country), &person->nationalities.n);
    person->documents = get_strs(reader, arena, &person->documents_n);
    person->contacts = get_strs(reader, arena, &person->contacts_n);
    person->addresses = get_array(reader, arena, sizeof *person->addresses, &person->addresses_n);
    for (size_t i = 0; i < person->addresses_n; i++)
        if (person->addresses[i].keys_n > ADDRESS_KEYS || person->addresses[i].numbers_n > ADDRESS_NUMBERS) {
            reader->bad = true;
            person->addresses_n = 0;
        }
}

void record_source(struct record_reader *reader, struct arena *arena, size_t names_n,
                   struct record_source *source)
{
    *source = (struct record_source){.spellings = arena_array(arena, names_n, sizeof *source->spellings)};
    if (!source->spellings)
        reader->bad = true;
    for (size_t i = 0; i < names_n; i++) {
        uint64_t property = get_number(reader);
        uint64_t value = get_number(reader);
        if (property >= PROPERTY_COUNT)
            reader->bad = true;
        if (!reader->bad)
            source->spellings[i] = (struct spelling){.property = (enum property)property, .value = value};
    }
    source->given = (size_t)get_number(reader);
    source->list = (size_t)get_number(reader);
    source->line = (size_t)get_number(reader);
    source->subject_bytes = (struct str){(const char *)reader->at, left(reader)};
}

void record_subject(struct record_reader *reader, struct arena *arena, struct subject *subject)
{
    *subject = (struct subject){.id = get_str(reader)};
    size_t properties = get_count(reader, 1);
    for (size_t i = 0; i < properties && !reader->bad; i++) {
        uint64_t property = get_number(reader);
        size_t n = get_count(reader, 1);
        struct str *at = n ? arena_array(arena, n, sizeof *at) : NULL;
        if (property >= PROPERTY_COUNT || !at) {
            reader->bad = true;
            return;
        }
        for (size_t k = 0; k < n; k++)
            at[k] = get_str(reader);
        subject->values[property] = (struct values){at, n};
    }
}
