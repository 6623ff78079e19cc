/* Identity: an invented person. See identity.h.
 *
 * Persons stand in households of four: some are families, a parent and children
 * or brothers and sisters, the others live together by chance and share nothing. */
#include "synth/identity.h"

#include <string.h>

enum { HOUSEHOLD = 4 };
enum { SIBLINGS_PER_THOUSAND = 200, FAMILIES_PER_THOUSAND = 200, NEW_YEAR_PER_THOUSAND = 120 };
enum { FIRST_YEAR = 1936, YEARS_SPREAD = 35 };

struct household {
    size_t related; /* members 0 to related - 1 are kin */
    bool parent;    /* of whom the first is the others' father */
    size_t family;
    size_t father; /* given name of the siblings' father */
    int year;      /* around which they were born */
};

struct seeded synth_draws(uint64_t seed, uint64_t purpose, uint64_t index)
{
    struct seeded seeded = {seed ^ (purpose << 56)};
    seeded.state = seeded_next(&seeded) + index * 0xd1342543de82ef95U;
    seeded.state = seeded_next(&seeded);
    return seeded;
}

unsigned days_of(int year, unsigned month)
{
    static const unsigned char days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[(month - 1) % 12] + (month == 2 && leap ? 1U : 0U);
}

/* Where papers are scarce a birthday is often put down as 1 January. */
static bool has_new_years(const struct culture *culture)
{
    return culture->shape == SHAPE_ARABIC || strcmp(culture->name, "persian") == 0 ||
           strcmp(culture->name, "caucasian") == 0;
}

static struct date born_in(const struct culture *culture, int year, struct seeded *seeded)
{
    unsigned month = 1 + (unsigned)seeded_below(seeded, 12);
    unsigned day = 1 + (unsigned)seeded_below(seeded, days_of(year, month));
    if (has_new_years(culture) && chance(seeded, NEW_YEAR_PER_THOUSAND))
        month = day = 1;
    return (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

static int draw_year(struct seeded *seeded)
{
    return FIRST_YEAR + (int)(seeded_below(seeded, YEARS_SPREAD) + seeded_below(seeded, YEARS_SPREAD));
}

static void set_part(struct identity *identity, enum part part, struct word *word)
{
    identity->parts[part] = (struct name_piece){{word, NULL}, 1};
}

static struct words *givens(const struct identity *identity)
{
    return identity->woman ? &identity->culture->women : &identity->culture->men;
}

static void draw_given(struct identity *identity, struct seeded *seeded)
{
    struct words *words = givens(identity);
    identity->given = words_draw(words, seeded);
    set_part(identity, PART_FIRST, &words->at[identity->given]);
    enum shape shape = identity->culture->shape;
    if (shape == SHAPE_KOREAN || (shape == SHAPE_CHINESE && chance(seeded, 800))) {
        identity->parts[PART_FIRST].words[1] = &words->at[words_draw(words, seeded)];
        identity->parts[PART_FIRST].n = 2;
    }
}

static void set_family(struct identity *identity, size_t family)
{
    struct culture *culture = identity->culture;
    identity->family = family;
    set_part(identity, PART_LAST,
             identity->woman ? &culture->feminine.at[family] : &culture->families.at[family]);
}

/* How many of a thousand have a second given name. */
static uint64_t second_given(const struct culture *culture)
{
    static const struct {
        const char *culture;
        uint64_t per_thousand;
    } shares[] = {{"english", 600}, {"iberian", 400},  {"persian", 350},
                  {"hindi", 250},   {"european", 150}, {"hebrew", 100}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (strcmp(culture->name, shares[i].culture) == 0)
            return shares[i].per_thousand;
    return 0;
}

static void set_father(struct identity *identity, size_t father, struct seeded *seeded)
{
    struct culture *culture = identity->culture;
    if (culture->shape == SHAPE_SLAVIC)
        set_part(identity, PART_SECOND,
                 identity->woman ? &culture->daughters.at[father] : &culture->sons.at[father]);
    if (culture->shape == SHAPE_ARABIC) {
        set_part(identity, PART_SECOND, &culture->men.at[father]);
        if (chance(seeded, 400))
            set_part(identity, PART_SECOND_LAST, &culture->men.at[words_draw(&culture->men, seeded)]);
    }
    if (culture->shape == SHAPE_IBERIAN)
        set_part(identity, PART_SECOND_LAST, &culture->families.at[words_draw(&culture->families, seeded)]);
    if (chance(seeded, second_given(culture)))
        set_part(identity, PART_SECOND, &givens(identity)->at[words_draw(givens(identity), seeded)]);
}

static struct culture *draw_household(struct cultures *cultures, uint64_t seed, uint64_t number,
                                      struct household *household)
{
    struct seeded seeded = synth_draws(seed, DRAWS_HOUSEHOLD, number);
    struct culture *culture = culture_draw(cultures, &seeded);
    uint64_t kind = seeded_below(&seeded, 1000);
    *household = (struct household){0};
    if (kind < SIBLINGS_PER_THOUSAND)
        household->related = 2;
    else if (kind < SIBLINGS_PER_THOUSAND + FAMILIES_PER_THOUSAND)
        household->related = 3;
    household->parent = household->related == 3;
    household->family = words_draw(&culture->families, &seeded);
    household->father = words_draw(&culture->men, &seeded);
    household->year = draw_year(&seeded);
    return culture;
}

/* The given name of the father of a family is the household's; his own father is anybody. */
static void be_parent(struct identity *identity, const struct household *household, struct seeded *seeded)
{
    struct culture *culture = identity->culture;
    identity->woman = false;
    draw_given(identity, seeded);
    identity->given = household->father;
    identity->parts[PART_FIRST].words[0] = &culture->men.at[household->father];
    set_family(identity, household->family);
    set_father(identity, words_draw(&culture->men, seeded), seeded);
    identity->born = born_in(culture, household->year - 22 - (int)seeded_below(seeded, 12), seeded);
}

static void be_kin(struct identity *identity, const struct household *household, struct seeded *seeded)
{
    draw_given(identity, seeded);
    set_family(identity, household->family);
    set_father(identity, household->father, seeded);
    identity->born = born_in(identity->culture, household->year + (int)seeded_below(seeded, 12), seeded);
}

static void be_anybody(struct identity *identity, struct seeded *seeded)
{
    struct culture *culture = identity->culture;
    draw_given(identity, seeded);
    set_family(identity, words_draw(&culture->families, seeded));
    set_father(identity, words_draw(&culture->men, seeded), seeded);
    identity->born = born_in(culture, draw_year(seeded), seeded);
}

void identity_of(struct cultures *cultures, uint64_t seed, uint64_t index, struct identity *identity)
{
    struct household household;
    struct seeded seeded = synth_draws(seed, DRAWS_IDENTITY, index);
    struct culture *culture = draw_household(cultures, seed, index / HOUSEHOLD, &household);
    size_t member = (size_t)(index % HOUSEHOLD);
    bool kin = member < household.related;
    *identity = (struct identity){.culture = kin ? culture : culture_draw(cultures, &seeded)};
    identity->woman = chance(&seeded, 450);
    if (kin && household.parent && member == 0)
        be_parent(identity, &household, &seeded);
    else if (kin)
        be_kin(identity, &household, &seeded);
    else
        be_anybody(identity, &seeded);
    culture = identity->culture;
    identity->place = &culture->places.at[words_draw_even(&culture->places, &seeded)];
    identity->country = culture->countries.at[words_draw_even(&culture->countries, &seeded)].original;
    identity->document = seeded_next(&seeded);
}
