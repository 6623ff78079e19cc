/* Fuzz: what is read as a date is written and read again as the same. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct date date;
    struct date again;
    struct fault fault;
    char text[12];
    struct str bytes = {(const char *)data, size};
    if (date_parse(bytes, &date, &fault) != ERR_OK) {
        must(fault.detail[0] != '\0');
        return 0;
    }
    must(date.year >= 1 && date.year <= 9999 && date.month <= 12 && date.day <= 31);
    must(date.month > 0 || date.day == 0);
    date_text(date, text);
    must(date_parse(str_of(text), &again, NULL) == ERR_OK && date_equal(date, again));
    return 0;
}
