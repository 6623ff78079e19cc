/* Time in writing. See time.h. The calendar is computed by H. Hinnant's
 * "chrono-compatible low-level date algorithms" (days_from_civil and back). */
#include "base/time.h"

#include <stdbool.h>

/* Days from 1970-01-01 to the day given. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400; /* years are positive here */
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_of(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Reads exactly n digits off the front; -1 where there are none such. */
static int number(struct str *text, size_t n)
{
    int value = 0;
    if (text->n < n)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (text->p[i] < '0' || text->p[i] > '9')
            return -1;
        value = value * 10 + (text->p[i] - '0');
    }
    text->p += n;
    text->n -= n;
    return value;
}

/* Takes c off the front. */
static bool taken(struct str *text, char c)
{
    if (text->n == 0 || text->p[0] != c)
        return false;
    text->p++;
    text->n--;
    return true;
}

/* HH:MM[:SS][Z] to the end of the text, as milliseconds; -1 where it is none. */
static time_ms time_of_day(struct str text)
{
    int hour = number(&text, 2);
    int minute = taken(&text, ':') ? number(&text, 2) : -1;
    int second = 0;
    if (taken(&text, ':'))
        second = number(&text, 2);
    taken(&text, 'Z');
    if (text.n || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return -1;
    return hour * TIME_HOUR + minute * TIME_MINUTE + second * (time_ms)1000;
}

enum err time_parse(struct str text, time_ms *time, struct fault *fault)
{
    struct str rest = text;
    int year = number(&rest, 4);
    int month = taken(&rest, '-') ? number(&rest, 2) : -1;
    int day = taken(&rest, '-') ? number(&rest, 2) : -1;
    time_ms clock = 0;
    if (year >= 0 && month >= 0 && day >= 0 && (taken(&rest, 'T') || taken(&rest, ' ')))
        clock = time_of_day(rest);
    else if (rest.n)
        clock = -1;
    if (year < 0 || month < 0 || day < 0 || clock < 0)
        return fault_set(fault, ERR_BAD_INPUT, "'%.*s' is no time: YYYY-MM-DD or YYYY-MM-DDTHH:MM is",
                         STR_ARG(text));
    if (year == 0 || month == 0 || month > 12 || day == 0 || day > days_in_month(year, month))
        return fault_set(fault, ERR_BAD_INPUT, "there is no %.10s", text.p);
    *time = days_of(year, month, day) * TIME_DAY + clock;
    return ERR_OK;
}

/* Whole days and the milliseconds left, inside the years that can be written. */
static int64_t split(time_ms time, time_ms *rest)
{
    time_ms first = days_of(1, 1, 1) * TIME_DAY;
    time_ms last = days_of(9999, 12, 31) * TIME_DAY + TIME_DAY - 1;
    time = time < first ? first : time > last ? last : time;
    int64_t days = time / TIME_DAY - (time % TIME_DAY < 0);
    *rest = time - days * TIME_DAY;
    return days;
}

/* value in exactly n digits, then c, at *out. */
static void put(char **out, int value, int n, char c)
{
    for (int i = n - 1; i >= 0; i--, value /= 10)
        (*out)[i] = (char)('0' + value % 10);
    (*out)[n] = c;
    *out += n + 1;
}

void time_day_text(time_ms time, char out[TIME_TEXT_BYTES])
{
    time_ms rest;
    int year, month, day;
    date_of(split(time, &rest), &year, &month, &day);
    put(&out, year, 4, '-');
    put(&out, month, 2, '-');
    put(&out, day, 2, '\0');
}

void time_text(time_ms time, char out[TIME_TEXT_BYTES])
{
    time_ms rest;
    split(time, &rest);
    time_day_text(time, out);
    int second = (int)(rest / 1000);
    out[10] = 'T';
    out += 11;
    put(&out, second / 3600, 2, ':');
    put(&out, second / 60 % 60, 2, ':');
    put(&out, second % 60, 2, 'Z');
    *out = '\0';
}
