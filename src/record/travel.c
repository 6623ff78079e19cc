/* Travel: the names of its fields. See travel.h. */
#include "record/travel.h"

static const char *const headings[TRAVEL_COUNT] = {
#define T(name, heading, what) heading,
#include "record/travel.def"
#undef T
};

const char *travel_heading(enum travel_field field)
{
    return (unsigned)field < TRAVEL_COUNT ? headings[field] : "";
}

enum travel_field travel_by_heading(struct str heading)
{
    for (size_t i = 0; i < TRAVEL_COUNT; i++)
        if (str_equal(heading, str_of(headings[i])))
            return (enum travel_field)i;
    return TRAVEL_COUNT;
}
