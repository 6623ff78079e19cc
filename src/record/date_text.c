/* Date text: dates in words. See date_text.h. */
#include "record/date_text.h"

#include "record/fold.h"

static const char *const months[12] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
static const char *const doubts[] = {"circa", "approximately", "approx", "about",    "ca",
                                     "c",     "between",       "from",   "possibly", "or",
                                     "early", "late",          "mid",    "around",   "probably"};
static const char *const ranges[] = {"to", "and", "-", "until"};

static bool is_one_of(struct str word, const char *const *words, size_t n)
{
    while (word.n > 1 && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ','))
        word.n--;
    for (size_t i = 0; i < n; i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* "Dec", "Dec.", "Sept" or "December" is 12; 0 where it is no month. */
static uint8_t month_of(struct str word)
{
    while (word.n && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ','))
        word.n--;
    for (size_t i = 0; word.n >= 3 && i < 12; i++) {
        struct str month = str_of(months[i]);
        if (word.n <= month.n && str_equal_nocase(word, (struct str){month.p, word.n}))
            return (uint8_t)(i + 1);
    }
    return 0;
}

/* A number of at most four digits, an ordinal's ending and a comma aside; -1 where it is none. */
static int number_of(struct str word)
{
    int value = 0;
    size_t i = 0;
    for (; i < word.n && i < 5 && word.p[i] >= '0' && word.p[i] <= '9'; i++)
        value = value * 10 + (word.p[i] - '0');
    struct str rest = {word.p + i, word.n - i};
    while (rest.n && (rest.p[rest.n - 1] == '.' || rest.p[rest.n - 1] == ','))
        rest.n--;
    bool ordinal = str_equal_nocase(rest, STR("st")) || str_equal_nocase(rest, STR("nd")) ||
                   str_equal_nocase(rest, STR("rd")) || str_equal_nocase(rest, STR("th"));
    return i == 0 || i > 4 || (rest.n && !ordinal) ? -1 : value;
}

/* What the words between two words of range say. */
struct piece {
    int year;
    int month;
    int day;
    bool wrong;
};

static void take_word(struct piece *piece, struct str word)
{
    struct date date;
    int month = month_of(word);
    int number = number_of(word);
    if (month && !piece->month)
        piece->month = month;
    else if (number > 31 && !piece->year)
        piece->year = number;
    else if (number > 0 && number <= 31 && !piece->day)
        piece->day = number;
    else if (!piece->year && number < 0 && date_parse(word, &date, NULL) == ERR_OK)
        *piece = (struct piece){date.year, date.month, date.day, false};
    else if (!is_one_of(word, doubts, sizeof doubts / sizeof *doubts))
        piece->wrong = true;
}

/* Checked as any other date is: by date_parse. */
static bool date_of(const struct piece *piece, struct date *date)
{
    char text[12];
    if (piece->wrong || piece->year == 0 || (piece->day && !piece->month))
        return false;
    date_text((struct date){(int16_t)piece->year, (uint8_t)piece->month, (uint8_t)piece->day}, text);
    return date_parse(str_of(text), date, NULL) == ERR_OK;
}

static size_t range_of(struct date from, struct date to, struct date dates[DATES_IN_TEXT_MAX])
{
    if (to.year < from.year || to.year - from.year >= DATES_IN_TEXT_MAX)
        return 0;
    if (date_equal(from, to)) {
        dates[0] = from;
        return 1;
    }
    if (from.year == to.year && from.month == to.month) {
        dates[0] = (struct date){from.year, from.month, 0};
        return 1;
    }
    size_t n = 0;
    for (int year = from.year; year <= to.year; year++)
        dates[n++] = (struct date){(int16_t)year, 0, 0};
    return n;
}

/* The next word; "1948-1950" and "1948/1950" are three, the hyphen one of range. */
static struct str next_word(struct str *text)
{
    struct str rest = str_trim(*text);
    bool years = rest.n >= 9 && (rest.p[4] == '-' || rest.p[4] == '/') &&
                 number_of((struct str){rest.p, 4}) > 31 && number_of((struct str){rest.p + 5, 4}) > 31;
    if (years) {
        *text = (struct str){rest.p + 4, rest.n - 4};
        return (struct str){rest.p, 4};
    }
    if (rest.n > 1 && (rest.p[0] == '-' || rest.p[0] == '/')) {
        *text = (struct str){rest.p + 1, rest.n - 1};
        return STR("-");
    }
    struct str word = str_cut(&rest, ' ');
    *text = rest;
    return word;
}

enum { FOLDED_MAX = 256 /* of a longer text no digits of other scripts are read */ };

static struct str folded(struct str text, char out[FOLDED_MAX])
{
    return text.n > FOLDED_MAX ? text : (struct str){out, fold_digits(text, out)};
}

size_t dates_in_text(struct str text, struct date dates[DATES_IN_TEXT_MAX])
{
    char ascii[FOLDED_MAX];
    struct piece pieces[2] = {{0}};
    size_t n = 0;
    struct date from;
    struct date to;
    text = str_trim(folded(text, ascii));
    while (text.p && text.n) {
        struct str word = next_word(&text);
        if (word.n == 0)
            continue;
        bool range = is_one_of(word, ranges, sizeof ranges / sizeof *ranges);
        if (range && n == 1)
            return 0;
        if (range)
            n = 1;
        else
            take_word(&pieces[n], word);
    }
    if (n == 0 && date_of(&pieces[0], &dates[0]))
        return 1;
    if (n == 0 || !date_of(&pieces[1], &to))
        return 0;
    if (!pieces[0].year && !pieces[0].month && !pieces[0].day)
        return 0;
    /* "Aug. and Sep. 1977", "1 to 5 May 1960": the first takes what it lacks from the second. */
    if (!pieces[0].year)
        pieces[0].year = to.year;
    if (!pieces[0].month && pieces[0].day)
        pieces[0].month = to.month;
    return date_of(&pieces[0], &from) ? range_of(from, to, dates) : 0;
}

static int two_digits(const char *p)
{
    bool digits = p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9';
    bool unknown = (p[0] == '<' && p[1] == '<') || (p[0] == ' ' && p[1] == ' ');
    return digits ? (p[0] - '0') * 10 + (p[1] - '0') : unknown ? 0 : -1;
}

size_t dates_of_short_year(struct str text, int reference, struct date dates[2])
{
    enum { CHILD = 20 };
    if (text.n != 6 || text.p[0] < '0' || text.p[0] > '9')
        return 0;
    struct piece piece = {two_digits(text.p), two_digits(text.p + 2), two_digits(text.p + 4), false};
    if (piece.year < 0 || piece.month < 0 || piece.day < 0)
        return 0;
    if (piece.month == 0)
        piece.day = 0;
    int short_year = piece.year;
    size_t n = 0;
    piece.year = 2000 + short_year;
    if (short_year <= reference && date_of(&piece, &dates[n]))
        n++;
    piece.year = 1900 + short_year;
    if (short_year + CHILD >= reference && date_of(&piece, &dates[n]))
        n++;
    return n;
}

/* A year of two digits may be of either century; how many dates there are. */
static size_t of_any_century(struct piece piece, struct date dates[2])
{
    static const int centuries[2] = {1900, 2000};
    int short_year = piece.year;
    size_t n = 0;
    if (short_year > 99)
        return date_of(&piece, &dates[0]) ? 1 : 0;
    for (size_t i = 0; i < 2; i++) {
        piece.year = centuries[i] + short_year;
        n += date_of(&piece, &dates[n]);
    }
    return n;
}

/* Three numbers with '/', '.' or '-' between, the year last. */
static bool cut_numbers(struct str text, int numbers[3])
{
    for (size_t i = 0; i < 3; i++) {
        size_t n = 0;
        while (n < text.n && !memchr("/.-", text.p[n], 3))
            n++;
        bool last = i == 2;
        if ((n != 1 && n != 2 && !(last && n == 4)) || last != (n == text.n))
            return false;
        numbers[i] = number_of((struct str){text.p, n});
        if (numbers[i] < 0)
            return false;
        text = last ? text : (struct str){text.p + n + 1, text.n - n - 1};
    }
    return true;
}

/* "10-Dec-48". */
static size_t hyphened(struct str text, struct date dates[2])
{
    struct piece piece = {0};
    struct str day = str_cut(&text, '-');
    struct str month = text.p ? str_cut(&text, '-') : STR("");
    if (!text.p || text.n != 2)
        return 0;
    piece = (struct piece){number_of(text), month_of(month), number_of(day), false};
    return piece.year < 0 || piece.day < 0 || !piece.month ? 0 : of_any_century(piece, dates);
}

size_t dates_in_cell(struct str text, bool month_first, struct date dates[DATES_IN_TEXT_MAX])
{
    char ascii[FOLDED_MAX];
    int numbers[3];
    struct str plain = folded(text, ascii);
    bool other = !str_equal(plain, text);
    plain = str_trim(plain);
    if (!cut_numbers(plain, numbers)) {
        size_t n = other ? 0 : hyphened(plain, dates);
        return n ? n : dates_in_text(plain, dates);
    }
    if (other && numbers[2] < 100)
        return 0;
    struct piece piece = {numbers[2], numbers[month_first ? 0 : 1], numbers[month_first ? 1 : 0], false};
    size_t n = of_any_century(piece, dates);
    struct piece turned = {piece.year, piece.day, piece.month, false};
    return n ? n : of_any_century(turned, dates);
}
