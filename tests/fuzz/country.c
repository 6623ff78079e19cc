/* Fuzz: countries and places as written; a code that is found has a name that finds it. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[64];
    struct str bytes = {(const char *)data, size};
    country found[] = {country_of(bytes), country_of_place(bytes)};
    for (size_t i = 0; i < 2; i++)
        must(!found[i] || country_of(str_of(country_name(found[i], name))) == found[i]);
    return 0;
}
