/* Date: reading and writing of calendar dates. See date.h. */
#include "record/date.h"

#include "base/time.h"
#include "record/fold.h"

#include <stdio.h>

/* Digit groups of a date: how many digits each has and what they say. */
struct groups {
    int value[3];
    size_t digits[3];
    size_t n;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_separator(char c)
{
    return c == '-' || c == '/' || c == '.';
}

/* Cuts a time of day off: what stands after 'T' or a space must begin like one. */
static struct str without_time(struct str text)
{
    for (size_t i = 0; i + 3 < text.n; i++)
        if ((text.p[i] == 'T' || text.p[i] == ' ') && is_digit(text.p[i + 1]) && is_digit(text.p[i + 2]) &&
            text.p[i + 3] == ':')
            return (struct str){text.p, i};
    return text;
}

/* Reads up to three groups with one and the same separator between them. */
static bool read_groups(struct str text, struct groups *groups)
{
    char separator = '\0';
    size_t i = 0;
    while (groups->n < 3) {
        size_t start = i;
        int value = 0;
        for (; i < text.n && is_digit(text.p[i]) && i - start < 8; i++)
            value = value * 10 + (text.p[i] - '0');
        if (i == start)
            return false;
        groups->value[groups->n] = value;
        groups->digits[groups->n++] = i - start;
        if (i == text.n)
            return true;
        if (!is_separator(text.p[i]) || (separator && separator != text.p[i]))
            return false;
        separator = text.p[i++];
    }
    return false;
}

/* Which group is what; false where the lengths are those of no date. */
static bool assign(const struct groups *g, int *year, int *month, int *day)
{
    *month = 0;
    *day = 0;
    if (g->n == 1 && g->digits[0] == 8) {
        *year = g->value[0] / 10000;
        *month = g->value[0] / 100 % 100;
        *day = g->value[0] % 100;
        return true;
    }
    if (g->n == 3 && g->digits[0] <= 2 && g->digits[1] <= 2 && g->digits[2] == 4) {
        *year = g->value[2];
        *month = g->value[1];
        *day = g->value[0];
        return true;
    }
    if (g->digits[0] != 4 || (g->n > 1 && g->digits[1] > 2) || (g->n > 2 && g->digits[2] > 2))
        return false;
    *year = g->value[0];
    *month = g->n > 1 ? g->value[1] : 0;
    *day = g->n > 2 ? g->value[2] : 0;
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static const struct {
    const char *name;
    int days;
} months[12] = {{"January", 31},   {"February", 29}, {"March", 31},    {"April", 30},
                {"May", 31},       {"June", 30},     {"July", 31},     {"August", 31},
                {"September", 30}, {"October", 31},  {"November", 30}, {"December", 31}};

static enum err check(int year, int month, int day, struct fault *fault)
{
    if (year < 1 || year > 9999)
        return fault_set(fault, ERR_BAD_INPUT, "year %d", year);
    if (month > 12)
        return fault_set(fault, ERR_BAD_INPUT, "month %d", month);
    if (day > 31)
        return fault_set(fault, ERR_BAD_INPUT, "day %d", day);
    if (month == 0)
        return day ? fault_set(fault, ERR_BAD_INPUT, "day %d of month 0", day) : ERR_OK;
    if (day > months[month - 1].days)
        return fault_set(fault, ERR_BAD_INPUT, "%d %s", day, months[month - 1].name);
    if (month == 2 && day == 29 && !is_leap(year))
        return fault_set(fault, ERR_BAD_INPUT, "29 February in %d", year);
    return ERR_OK;
}

enum err date_parse(struct str text, struct date *date, struct fault *fault)
{
    struct groups groups = {0};
    int year;
    int month;
    int day;
    if (!read_groups(without_time(str_trim(text)), &groups) || !assign(&groups, &year, &month, &day))
        return fault_set(fault, ERR_BAD_INPUT, "not a date");
    enum err err = check(year, month, day, fault);
    if (err == ERR_OK)
        *date = (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return err;
}

enum err date_parse_birth(struct str text, struct date last, struct date *date, struct fault *fault)
{
    enum { LONGEST = 128, FIRST_YEAR = 1800 };
    struct date read;
    char ascii[LONGEST];
    if (text.n <= LONGEST)
        text = (struct str){ascii, fold_digits(text, ascii)};
    enum err err = date_parse(text, &read, fault);
    if (err)
        return err;
    if (read.year < FIRST_YEAR)
        return fault_set(fault, ERR_BAD_INPUT, "year %d is before %d or of another calendar", read.year,
                         FIRST_YEAR);
    if (last.year && date_after(read, last))
        return fault_set(fault, ERR_BAD_INPUT, "in the future");
    *date = read;
    return ERR_OK;
}

bool date_equal(struct date a, struct date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

bool date_after(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year > b.year;
    if (!a.month || !b.month || a.month != b.month)
        return b.month && a.month > b.month;
    return b.day && a.day > b.day;
}

struct date date_last_birth(time_ms now)
{
    char text[TIME_TEXT_BYTES];
    struct date last = {9999, 0, 0};
    time_day_text(now + TIME_DAY, text);
    return date_parse(str_of(text), &last, NULL) ? (struct date){9999, 0, 0} : last;
}

void date_text(struct date date, char out[12])
{
    unsigned year = date.year < 0 ? 0U : (unsigned)date.year % 10000U;
    if (date.day)
        snprintf(out, 12, "%04u-%02u-%02u", year, date.month % 100U, date.day % 100U);
    else if (date.month)
        snprintf(out, 12, "%04u-%02u", year, date.month % 100U);
    else
        snprintf(out, 12, "%04u", year);
}
