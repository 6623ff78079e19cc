/* MRZ: machine-readable zones of travel documents, one below another: TD1 (three
 * lines of 30), TD2 and MRV-B (two of 36), TD3 and MRV-A (two of 44). Source:
 * ICAO Doc 9303, parts 3 to 7, eighth edition. A wrong check digit is a problem
 * that names its field; the value is kept. */
#include "record/mrz.h"

#include "record/date_text.h"
#include "record/draft.h"
#include "record/format.h"

enum { LINES_MAX = 3, LINE_MAX = 44 };

/* Where a field stands: line and columns counted from 0, and its check digit (0: it has none). */
struct place {
    unsigned char line, at, n, check;
};

static const struct layout {
    unsigned char width, lines;
    struct place names, number, nationality, born, sex, expires, optional, composite;
    unsigned char composite_parts; /* how many of parts */
    struct place parts[4];         /* what the composite check digit is made over */
} layouts[] = {
    {.width = 30,
     .lines = 3,
     .names = {2, 0, 30, 0},
     .number = {0, 5, 9, 14},
     .nationality = {1, 15, 3, 0},
     .born = {1, 0, 6, 6},
     .sex = {1, 7, 1, 0},
     .expires = {1, 8, 6, 14},
     .optional = {0, 15, 15, 0},
     .composite = {1, 29, 1, 0},
     .composite_parts = 4,
     .parts = {{0, 5, 25, 0}, {1, 0, 7, 0}, {1, 8, 7, 0}, {1, 18, 11, 0}}},
    {.width = 36,
     .lines = 2,
     .names = {0, 5, 31, 0},
     .number = {1, 0, 9, 9},
     .nationality = {1, 10, 3, 0},
     .born = {1, 13, 6, 19},
     .sex = {1, 20, 1, 0},
     .expires = {1, 21, 6, 27},
     .optional = {1, 28, 7, 0},
     .composite = {1, 35, 1, 0},
     .composite_parts = 3,
     .parts = {{1, 0, 10, 0}, {1, 13, 7, 0}, {1, 21, 14, 0}}},
    {.width = 44,
     .lines = 2,
     .names = {0, 5, 39, 0},
     .number = {1, 0, 9, 9},
     .nationality = {1, 10, 3, 0},
     .born = {1, 13, 6, 19},
     .sex = {1, 20, 1, 0},
     .expires = {1, 21, 6, 27},
     .optional = {1, 28, 14, 42},
     .composite = {1, 43, 1, 0},
     .composite_parts = 3,
     .parts = {{1, 0, 10, 0}, {1, 13, 7, 0}, {1, 21, 22, 0}}},
};

struct zone {
    const struct layout *layout;
    char lines[LINES_MAX][LINE_MAX];
};

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<';
}

static const struct layout *layout_of(struct str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (!is_letter(line.p[i]))
            return NULL;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (line.n == layouts[i].width)
            return &layouts[i];
    return NULL;
}

static struct str at(const struct zone *zone, struct place place)
{
    return (struct str){&zone->lines[place.line][place.at], place.n};
}

/* Doc 9303-3, 4.9: weights 7, 3, 1; A is 10, the filler 0. */
static unsigned weigh(struct str s, unsigned *place, unsigned sum)
{
    static const unsigned char weights[3] = {7, 3, 1};
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        unsigned value = c == '<' ? 0 : c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'A' + 10);
        sum += value * weights[(*place)++ % 3];
    }
    return sum;
}

char mrz_check_digit(struct str field)
{
    unsigned place = 0;
    return (char)('0' + weigh(field, &place, 0) % 10);
}

static enum err check(struct intake *intake, const char *name, char found, char right, struct fault *fault)
{
    if (found == right)
        return ERR_OK;
    return intake_problem(intake, fault, "%s: check digit %c, which ought to be %c", name, found, right);
}

static bool is_filler(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '<')
            return false;
    return true;
}

static enum err check_field(const struct zone *zone, struct place place, const char *name, bool may_lack,
                            struct intake *intake, struct fault *fault)
{
    char found = zone->lines[place.line][place.check];
    if (may_lack && found == '<' && is_filler(at(zone, place)))
        return ERR_OK;
    return check(intake, name, found, mrz_check_digit(at(zone, place)), fault);
}

static bool is_visa(const struct zone *zone)
{
    return zone->lines[0][0] == 'V';
}

static enum err check_composite(const struct zone *zone, struct intake *intake, struct fault *fault)
{
    const struct layout *layout = zone->layout;
    unsigned place = 0;
    unsigned sum = 0;
    if (is_visa(zone))
        return ERR_OK;
    for (size_t i = 0; i < layout->composite_parts; i++)
        sum = weigh(at(zone, layout->parts[i]), &place, sum);
    return check(intake, "whole zone", at(zone, layout->composite).p[0], (char)('0' + sum % 10), fault);
}

/* Without fillers at the end, a blank for each run of them within. */
static struct str plain(struct arena *arena, struct str s)
{
    char *copy = arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; copy && i < s.n; i++) {
        if (s.p[i] != '<')
            copy[n++] = s.p[i];
        else if (n && copy[n - 1] != ' ')
            copy[n++] = ' ';
    }
    return copy ? str_trim((struct str){copy, n}) : STR("");
}

/* A number too long for its field goes on in the optional data, its check digit behind it (9303-5, 4.2.4). */
static enum err take_number(const struct zone *zone, struct draft *draft, struct travel *travel,
                            struct intake *intake, struct fault *fault)
{
    const struct layout *layout = zone->layout;
    struct str number = at(zone, layout->number);
    struct str more = at(zone, layout->optional);
    bool is_long = layout->width != 44 && zone->lines[layout->number.line][layout->number.check] == '<' &&
                   !is_filler(more);
    enum err err = ERR_OK;
    char joined[LINE_MAX];
    if (is_long) {
        size_t n = 0;
        while (n < more.n && more.p[n] != '<')
            n++;
        if (n < 2)
            return intake_problem(intake, fault, "document number: broken off");
        memcpy(joined, number.p, number.n);
        memcpy(joined + number.n, more.p, n - 1);
        number = (struct str){joined, number.n + n - 1};
        err = check(intake, "document number", more.p[n - 1], mrz_check_digit(number), fault);
    } else {
        err = check_field(zone, layout->number, "document number", false, intake, fault);
    }
    number = plain(draft->arena, number);
    enum property property = zone->lines[0][0] == 'P' ? PROPERTY_PASSPORT_NUMBER : PROPERTY_ID_NUMBER;
    draft_add(draft, property, STR("document number"), number);
    travel->at[TRAVEL_DOCUMENT] = number;
    return err;
}

static void take_names(const struct zone *zone, struct draft *draft)
{
    struct str names = at(zone, zone->layout->names);
    size_t end = 0;
    while (end + 1 < names.n && (names.p[end] != '<' || names.p[end + 1] != '<'))
        end++;
    bool both = end + 1 < names.n;
    struct str family = {names.p, both ? end : names.n};
    struct str given = both ? (struct str){names.p + end, names.n - end} : STR("");
    draft_add(draft, PROPERTY_LAST_NAME, STR("names"), plain(draft->arena, family));
    draft_add(draft, PROPERTY_FIRST_NAME, STR("names"), plain(draft->arena, given));
}

/* The zone tells no century; a document is good for some years after now. */
static enum err take_birth(const struct zone *zone, struct draft *draft, struct intake *intake,
                           struct fault *fault)
{
    enum { ANY = 99 };
    struct str expires = at(zone, zone->layout->expires);
    bool told = expires.p[0] >= '0' && expires.p[0] <= '9' && expires.p[1] >= '0' && expires.p[1] <= '9';
    struct date dates[2];
    struct str born = at(zone, zone->layout->born);
    if (is_filler(born))
        return ERR_OK;
    size_t n =
        dates_of_short_year(born, told ? (expires.p[0] - '0') * 10 + (expires.p[1] - '0') : ANY, dates);
    if (n == 0)
        return intake_problem(intake, fault, "date of birth: not a date: value skipped");
    n = intake_born(intake, dates, n);
    for (size_t i = 0; i < n; i++) {
        char text[12];
        date_text(dates[i], text);
        char *copy = arena_copy(draft->arena, text, strlen(text));
        if (copy)
            draft_add(draft, PROPERTY_BIRTH_DATE, STR("date of birth"), str_of(copy));
    }
    return ERR_OK;
}

static void take_rest(const struct zone *zone, struct draft *draft)
{
    char sex = at(zone, zone->layout->sex).p[0];
    struct str nationality = plain(draft->arena, at(zone, zone->layout->nationality));
    /* Germany alone has a code of one letter (9303-3, 5). */
    draft_add(draft, PROPERTY_NATIONALITY, STR("nationality"),
              str_equal(nationality, STR("D")) ? STR("DEU") : nationality);
    if (sex == 'M' || sex == 'F')
        draft_add(draft, PROPERTY_GENDER, STR("sex"), sex == 'M' ? STR("male") : STR("female"));
}

static enum err take_zone(const struct zone *zone, struct format_source *source, struct arena *arena,
                          struct subject *subject, enum row *row, struct fault *fault)
{
    const struct layout *layout = zone->layout;
    struct intake *intake = source->intake;
    struct draft draft;
    draft_begin(&draft, arena);
    take_names(zone, &draft);
    take_rest(zone, &draft);
    enum err err = take_number(zone, &draft, source->travel, intake, fault);
    if (!err)
        err = check_field(zone, layout->born, "date of birth", true, intake, fault);
    if (!err)
        err = check_field(zone, layout->expires, "date of expiry", true, intake, fault);
    if (!err && layout->optional.check && !is_visa(zone))
        err = check_field(zone, layout->optional, "personal number", true, intake, fault);
    if (!err)
        err = check_composite(zone, intake, fault);
    if (!err)
        err = take_birth(zone, &draft, intake, fault);
    return err ? err
               : draft_finish(&draft, intake, arena, source->travel->at[TRAVEL_DOCUMENT], subject, row,
                              fault);
}

/* The next line that is not empty. */
static enum err next_line(struct format_source *source, struct str *line, bool *end, struct fault *fault)
{
    enum err err;
    do {
        err = lines_next(source->lines, line, end, fault);
        if (!err && !*end)
            *line = str_trim(*line);
    } while (!err && !*end && line->n == 0);
    return err;
}

static enum err next_zone(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                          struct fault *fault)
{
    struct format_source *source = state;
    struct zone zone = {.layout = NULL};
    struct str line;
    *row = ROW_SKIPPED;
    enum err err = next_line(source, &line, end, fault);
    if (err || *end)
        return err;
    intake_row(source->intake, source->lines->line);
    zone.layout = layout_of(line);
    if (!zone.layout)
        return intake_problem(source->intake, fault, "no line of a machine-readable zone: skipped");
    for (size_t i = 0;; i++) {
        memcpy(zone.lines[i], line.p, line.n);
        if (i + 1 == zone.layout->lines)
            break;
        bool over = false;
        err = next_line(source, &line, &over, fault);
        if (err)
            return err;
        if (over || layout_of(line) != zone.layout)
            return intake_problem(source->intake, fault, "a zone of %d lines broken off: skipped",
                                  zone.layout->lines);
    }
    return take_zone(&zone, source, arena, subject, row, fault);
}

static bool begins(struct str start)
{
    start = str_trim(start);
    struct str line = str_trim(str_cut(&start, '\n'));
    return layout_of(line) && line.p[0] >= 'A' && line.p[0] <= 'Z' && memchr(line.p, '<', line.n);
}

static enum err open_mrz(void **state, struct format_source *source, struct fault *fault)
{
    (void)fault;
    *state = source;
    return ERR_OK;
}

static void close_mrz(void *state)
{
    (void)state;
}

const struct format format_mrz = {begins, open_mrz, next_zone, close_mrz};
