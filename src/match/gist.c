/* Gist: the most that all but names and dates can bring. See gist.h. */
#include "match/gist.h"

#include "base/hash.h"
#include "base/number.h"

static country one_of(const struct values_of_country *countries)
{
    if (countries->n == 0)
        return 0;
    return countries->n == 1 ? countries->at[0] : GIST_SEVERAL;
}

static uint32_t bit_of(uint64_t hash)
{
    return 1U << (hash >> 59);
}

static uint32_t thirds_of(struct str document)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t from = document.n * i / 3;
        size_t to = document.n * (i + 1) / 3;
        bits |= bit_of(hash_str((struct str){document.p + from, to - from}, document.n << 2 | i));
    }
    return bits;
}

void gist_init(const struct person *person, size_t names_n, struct gist *gist)
{
    *gist = (struct gist){.birth = one_of(&person->birth_countries),
                          .nationality = one_of(&person->nationalities),
                          .gender = (unsigned char)person->gender & 0x7fU,
                          .names_n = (uint8_t)(names_n < UINT8_MAX ? names_n : UINT8_MAX)};
    for (size_t i = 0; i < person->places_n; i++)
        if (person->places[i])
            gist->places |= (uint16_t)(1U << (hash_mix(person->places[i]) >> 60));
    for (size_t i = 0; i < person->addresses_n; i++)
        for (size_t k = 0; k < person->addresses[i].numbers_n; k++)
            gist->numbers |= bit_of(hash_mix(person->addresses[i].numbers[k]));
    for (size_t i = 0; i < person->documents_n; i++)
        gist->documents |= thirds_of(person->documents[i]);
}

enum relation { NOT_KNOWN, SAME, OTHER };

static enum relation relation_of(country own, country other)
{
    if (!own || !other || own == GIST_SEVERAL || other == GIST_SEVERAL)
        return NOT_KNOWN;
    if (own == other)
        return SAME;
    return country_related(own, other) ? NOT_KNOWN : OTHER;
}

double gist_most(const struct weights *w, const struct gist *own, const struct gist *gist)
{
    double most = own->places & gist->places ? greater(w->place_same, 0) : 0;
    enum relation birth = relation_of(own->birth, gist->birth);
    if (own->birth && gist->birth)
        most += birth == OTHER  ? w->country_other
                : birth == SAME ? w->country_same
                                : greater(w->country_same, 0);
    if (relation_of(own->nationality, gist->nationality) == OTHER)
        most += w->nationality_other;
    if (own->gender && gist->gender && own->gender != gist->gender)
        most += w->gender_other;
    if (own->documents & gist->documents)
        most += greater(w->document_slip, 0);
    return own->numbers & gist->numbers ? most + greater(w->address_same, 0) : most;
}
