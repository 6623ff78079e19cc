/* PAXLST: passengers and crew of a journey out of API messages (UN/EDIFACT
 * PAXLST; WCO/IATA/ICAO "API guidelines", appendix II). The groups of NAD+FL
 * (passenger) and NAD+FM (crew) are persons; what stands before them tells of
 * the journey. */
#include "record/date_text.h"
#include "record/draft.h"
#include "record/edifact.h"
#include "record/format.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIELD_BYTES = 40 };

/* What holds for all persons of a message; kept by value, as segments do not last. */
struct journey {
    char flight[FIELD_BYTES];
    char from[FIELD_BYTES];
    char to[FIELD_BYTES];
    char departs[FIELD_BYTES];
    char arrives[FIELD_BYTES];
    int year; /* of the journey, its last two digits, or 99 */
};

struct paxlst {
    struct format_source *source;
    struct edifact edifact;
    struct segment segment; /* read but not yet used */
    bool pending;
    struct journey journey;
    size_t persons; /* of the file, for their ids */
};

static struct str kept(struct arena *arena, struct str s)
{
    char *copy = arena_copy(arena, s.p, s.n);
    return copy ? (struct str){copy, s.n} : STR("");
}

static void set(char field[FIELD_BYTES], struct str value)
{
    size_t n = value.n < FIELD_BYTES ? value.n : FIELD_BYTES - 1;
    memcpy(field, value.p ? value.p : "", n);
    field[n] = '\0';
}

static bool is(const struct segment *segment, const char *tag)
{
    return str_equal(segment->tag, str_of(tag));
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* YYMMDDHHMM or CCYYMMDDHHMM as ISO 8601; the year into *year. Otherwise as it stands. */
static void set_time(char field[FIELD_BYTES], struct str value, int *year)
{
    set(field, value);
    if (!all_digits(value) || (value.n != 10 && value.n != 12))
        return;
    const char *p = value.p + (value.n - 10);
    snprintf(field, FIELD_BYTES, "%s%.2s-%.2s-%.2sT%.2s:%.2s", value.n == 12 ? "" : "20", p, p + 2, p + 4,
             p + 6, p + 8);
    if (value.n == 12)
        snprintf(field, FIELD_BYTES, "%.4s-%.2s-%.2sT%.2s:%.2s", value.p, p + 2, p + 4, p + 6, p + 8);
    *year = (p[0] - '0') * 10 + (p[1] - '0');
}

/* A segment before the persons. Codes: 125 last port before arrival, 87 port of arrival, 189 departure, 232
 * arrival. */
static void take_journey(struct journey *journey, const struct segment *segment)
{
    struct str code = segment->at[1][0];
    if (is(segment, "UNH"))
        *journey = (struct journey){.year = 99};
    else if (is(segment, "TDT"))
        set(journey->flight, segment->at[2][0]);
    else if (is(segment, "LOC") && str_equal(code, STR("125")))
        set(journey->from, segment->at[2][0]);
    else if (is(segment, "LOC") && str_equal(code, STR("87")))
        set(journey->to, segment->at[2][0]);
    else if (is(segment, "DTM") && str_equal(code, STR("189")))
        set_time(journey->departs, segment->at[1][1], &journey->year);
    else if (is(segment, "DTM") && str_equal(code, STR("232")))
        set_time(journey->arrives, segment->at[1][1], &journey->year);
}

static bool is_person(const struct segment *segment)
{
    return is(segment, "NAD") &&
           (str_equal(segment->at[1][0], STR("FL")) || str_equal(segment->at[1][0], STR("FM")));
}

static bool ends_person(const struct segment *segment)
{
    static const char *const tags[] = {"NAD", "CNT", "UNT", "UNH", "UNE", "UNZ", "TDT"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (is(segment, tags[i]))
            return true;
    return false;
}

static enum err take_birth(struct paxlst *paxlst, struct draft *draft, struct str text, struct fault *fault)
{
    struct date dates[2];
    char written[12];
    if (text.n != 6)
        return draft_add_dates(draft, paxlst->source->intake, STR("DTM+329"), text, fault);
    size_t n = dates_of_short_year(text, paxlst->journey.year, dates);
    if (n == 0)
        return intake_problem(paxlst->source->intake, fault, "DTM+329: not a date: value skipped");
    for (size_t i = 0; i < n; i++) {
        date_text(dates[i], written);
        draft_add(draft, PROPERTY_BIRTH_DATE, STR("DTM+329"), kept(draft->arena, str_of(written)));
    }
    return ERR_OK;
}

/* DOC: P a passport, V a visa (passed over), else an identity document. */
static void take_document(struct draft *draft, struct travel *travel, const struct segment *segment)
{
    struct str kind = segment->at[1][0];
    struct str number = kept(draft->arena, segment->at[2][0]);
    bool passport = kind.n && kind.p[0] == 'P';
    if (kind.n && kind.p[0] == 'V')
        return;
    draft_add(draft, passport ? PROPERTY_PASSPORT_NUMBER : PROPERTY_ID_NUMBER, STR("DOC"), number);
    if (travel->at[TRAVEL_DOCUMENT].n == 0 || passport)
        travel->at[TRAVEL_DOCUMENT] = number;
}

/* LOC: 178 and 179 where he boards and leaves, 22 where he is cleared, 174 where he lives, 180 where he was
 * born. */
static void take_place(struct draft *draft, struct travel *travel, const struct segment *segment)
{
    struct str code = segment->at[1][0];
    struct str place = kept(draft->arena, segment->at[2][0]);
    if (str_equal(code, STR("178")))
        travel->at[TRAVEL_FROM] = place;
    else if (str_equal(code, STR("179")))
        travel->at[TRAVEL_TO] = place;
    else if (str_equal(code, STR("22")))
        travel->at[TRAVEL_PORT] = place;
    else if (str_equal(code, STR("174")))
        draft_add(draft, PROPERTY_COUNTRY, STR("LOC+174"), place);
    else if (str_equal(code, STR("180")))
        draft_add(draft, PROPERTY_BIRTH_PLACE, STR("LOC+180"),
                  segment->at[2][3].n ? kept(draft->arena, segment->at[2][3]) : place);
}

static enum err take_segment(struct paxlst *paxlst, struct draft *draft, const struct segment *segment,
                             struct fault *fault)
{
    struct travel *travel = paxlst->source->travel;
    struct str code = segment->at[1][0];
    if (is(segment, "DTM") && str_equal(code, STR("329")))
        return take_birth(paxlst, draft, segment->at[1][1], fault);
    if (is(segment, "DOC"))
        take_document(draft, travel, segment);
    else if (is(segment, "LOC"))
        take_place(draft, travel, segment);
    else if (is(segment, "NAT"))
        draft_add(draft, PROPERTY_NATIONALITY, STR("NAT"), kept(draft->arena, segment->at[2][0]));
    else if (is(segment, "ATT") && str_equal(segment->at[3][0], STR("M")))
        draft_add(draft, PROPERTY_GENDER, STR("ATT"), STR("male"));
    else if (is(segment, "ATT") && str_equal(segment->at[3][0], STR("F")))
        draft_add(draft, PROPERTY_GENDER, STR("ATT"), STR("female"));
    return ERR_OK;
}

static void take_name(struct draft *draft, const struct segment *segment)
{
    const struct str *name = segment->at[4];
    draft_add(draft, PROPERTY_LAST_NAME, STR("NAD"), kept(draft->arena, name[0]));
    draft_add(draft, PROPERTY_FIRST_NAME, STR("NAD"), kept(draft->arena, name[1]));
    draft_add(draft, PROPERTY_MIDDLE_NAME, STR("NAD"), kept(draft->arena, name[2]));
}

static void begin_travel(const struct journey *journey, struct arena *arena, struct travel *travel)
{
    const char *time = journey->arrives[0] ? journey->arrives : journey->departs;
    travel->at[TRAVEL_FLIGHT] = kept(arena, str_of(journey->flight));
    travel->at[TRAVEL_FROM] = kept(arena, str_of(journey->from));
    travel->at[TRAVEL_TO] = kept(arena, str_of(journey->to));
    travel->at[TRAVEL_PORT] = travel->at[TRAVEL_TO];
    travel->at[TRAVEL_TIME] = kept(arena, str_of(time));
}

static enum err fetch(struct paxlst *paxlst, bool *end, struct fault *fault)
{
    enum err err = edifact_next(&paxlst->edifact, &paxlst->segment, end, fault);
    paxlst->pending = !err && !*end;
    return err;
}

/* Up to the next person. */
static enum err find_person(struct paxlst *paxlst, bool *end, struct fault *fault)
{
    enum err err = ERR_OK;
    *end = false;
    if (!paxlst->pending)
        err = fetch(paxlst, end, fault);
    while (!err && !*end && !is_person(&paxlst->segment)) {
        take_journey(&paxlst->journey, &paxlst->segment);
        err = fetch(paxlst, end, fault);
    }
    return err;
}

static enum err next_person(void *state, struct arena *arena, struct subject *subject, enum row *row,
                            bool *end, struct fault *fault)
{
    struct paxlst *paxlst = state;
    struct draft draft;
    char id[FIELD_BYTES];
    enum err err = find_person(paxlst, end, fault);
    if (err || *end)
        return err;
    intake_row(paxlst->source->intake, paxlst->segment.line);
    draft_begin(&draft, arena);
    begin_travel(&paxlst->journey, arena, paxlst->source->travel);
    take_name(&draft, &paxlst->segment);
    bool over = false;
    err = fetch(paxlst, &over, fault);
    while (!err && !over && !ends_person(&paxlst->segment)) {
        err = take_segment(paxlst, &draft, &paxlst->segment, fault);
        if (!err)
            err = fetch(paxlst, &over, fault);
    }
    snprintf(id, sizeof id, "passenger-%zu", ++paxlst->persons);
    return err ? err : draft_finish(&draft, paxlst->source->intake, arena, str_of(id), subject, row, fault);
}

static bool begins(struct str start)
{
    start = str_trim(start);
    bool interchange = start.n > 8 && (memcmp(start.p, "UNA", 3) == 0 || memcmp(start.p, "UNB", 3) == 0 ||
                                       memcmp(start.p, "UNH", 3) == 0);
    for (size_t i = 0; interchange && i + 6 <= start.n; i++)
        if (memcmp(start.p + i, "PAXLST", 6) == 0)
            return true;
    return false;
}

static enum err open_paxlst(void **state, struct format_source *source, struct fault *fault)
{
    struct paxlst *paxlst = calloc(1, sizeof *paxlst);
    if (!paxlst)
        return fault_set(fault, ERR_NO_MEMORY, "%s", source->intake->file);
    paxlst->source = source;
    paxlst->journey.year = 99;
    edifact_open(&paxlst->edifact, source->lines);
    *state = paxlst;
    return ERR_OK;
}

static void close_paxlst(void *state)
{
    struct paxlst *paxlst = state;
    if (paxlst)
        edifact_close(&paxlst->edifact);
    free(paxlst);
}

const struct format format_paxlst = {begins, open_paxlst, next_person, close_paxlst};
