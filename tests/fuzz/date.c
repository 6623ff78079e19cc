/* Fuzz: what is read as a date is written and read again as the same; so are dates in words. */
#include "reading.h"

#include "record/date_text.h"

static void check_words(struct str text)
{
    struct date dates[DATES_IN_TEXT_MAX];
    struct date again;
    char written[12];
    size_t n = dates_in_text(text, dates);
    must(n <= DATES_IN_TEXT_MAX);
    for (size_t i = 0; i < n; i++) {
        date_text(dates[i], written);
        must(date_parse(str_of(written), &again, NULL) == ERR_OK && date_equal(dates[i], again));
    }
    must(dates_of_short_year(text, 26, dates) <= 2);
    n = dates_in_cell(text, true, dates);
    for (size_t i = 0; i < n; i++) {
        date_text(dates[i], written);
        must(date_parse(str_of(written), &again, NULL) == ERR_OK && date_equal(dates[i], again));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct date date;
    struct date again;
    struct fault fault;
    char text[12];
    struct str bytes = {(const char *)data, size};
    check_words(bytes);
    if (date_parse_birth(bytes, (struct date){2026, 11, 27}, &date, &fault) == ERR_OK) {
        must(date.year >= 1800 && date.year <= 2026);
        date_text(date, text);
        must(date_parse(str_of(text), &again, NULL) == ERR_OK && date_equal(date, again));
    }
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
