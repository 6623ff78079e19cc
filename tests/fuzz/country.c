/* Fuzz: countries and places as written; what is found is known by its code too. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    country found[] = {country_of(bytes), country_of_place(bytes)};
    for (size_t i = 0; i < 2; i++) {
        char code[] = {(char)(found[i] >> 8), (char)(found[i] & 0xff)};
        must(!found[i] || country_of((struct str){code, sizeof code}) == found[i]);
    }
    return 0;
}
