/* Subject: the names of the properties. See subject.h. */
#include "record/subject.h"

static const struct str names[PROPERTY_COUNT] = {
#define P(name, ftm, what) {"" ftm, sizeof(ftm) - 1},
#include "record/properties.def"
#undef P
};

const char *property_ftm(enum property property)
{
    return (unsigned)property < PROPERTY_COUNT ? names[property].p : "";
}

enum property property_by_ftm(struct str ftm)
{
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        if (str_equal(names[i], ftm))
            return (enum property)i;
    return PROPERTY_COUNT;
}
