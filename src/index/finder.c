/* Finder: records by the keys of a query. See finder.h. */
#include "index/finder.h"

#include "base/number.h"
#include "index/asked.h"
#include "index/marked.h"
#include "index/near.h"
#include "match/align.h"
#include "match/glance.h"

#include <math.h>
#include <stdlib.h>

/* A token of the query. */
struct token {
    struct token_skeletons skeletons;
    double whole; /* what it brings at most as it is, and nearly so written */
    double nearly;
    bool few[TOKEN_KEYS]; /* few bear that skeleton of it: all are found */
    size_t near_end;      /* where its near ones end, those of the next begin */
};

/* Two tokens of a name of the query that a key stands for. */
struct claim {
    uint64_t key; /* until it is asked for, where it is one of two nearly so written */
    uint32_t asked;
    float nats; /* what the two bring at most */
    uint8_t name;
    uint8_t first;  /* as it is */
    uint8_t second; /* as it is, or nearly */
    bool nearly;
};

/* A key of whose postings only those beside a year of the query's are read. */
struct by_year {
    const struct asked *asked;
    double needed; /* what their dates must bring */
    struct seek seek;
};

enum {
    HINTS_KNOWN = 2048,    /* that are found again, where another says more or less of the same record */
    CLAIMS_MOST = 1 << 16, /* what more names than anybody has give is not sought nearly */
    FEW = 8                /* postings that are sooner looked at than a second token is sought */
};

struct finder {
    const struct model *model;
    const struct reach *reach;
    struct reach_dates *dates;
    double threshold;     /* what a record must come to */
    double date;          /* what dates bring at most */
    double alternatives;  /* what it costs that one of several names was chosen */
    struct token *tokens; /* of the query */
    size_t tokens_room;
    struct marked marked;
    struct near near; /* of the tokens, one behind the other */
    struct asked_keys keys;
    struct claim *claims;
    size_t claims_n, claims_room;
    bool all_sought;            /* all pairs of tokens are */
    bool implied[GLANCE_NAMES]; /* a name: another one finds all that it does */
    struct hint *hints;
    size_t hints_n, hints_room;
    struct by_year *by_year;
    size_t by_year_n, by_year_room;
    bool failed;                   /* no memory */
    uint32_t hint_at[HINTS_KNOWN]; /* of a record where a hint at it may be: by its number, stale ones too */
    /* The postings of two tokens of a name, nearly so written ones too. */
    uint64_t cost[GLANCE_NAMES][PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
};

struct finder *finder_new(const struct model *model)
{
    struct finder *finder = calloc(1, sizeof *finder);
    if (!finder)
        return NULL;
    finder->model = model;
    marked_init(&finder->marked);
    finder->dates = reach_dates_new();
    if (finder->dates)
        return finder;
    free(finder);
    return NULL;
}

void finder_free(struct finder *finder)
{
    if (!finder)
        return;
    reach_dates_free(finder->dates);
    free(finder->tokens);
    marked_release(&finder->marked);
    near_release(&finder->near);
    asked_release(&finder->keys);
    free(finder->claims);
    free(finder->hints);
    free(finder->by_year);
    free(finder);
}

static bool room_for_tokens(struct finder *finder, size_t n)
{
    if (n <= finder->tokens_room)
        return true;
    free(finder->tokens);
    finder->tokens = calloc(n, sizeof *finder->tokens);
    finder->tokens_room = finder->tokens ? n : 0;
    return finder->tokens_room > 0;
}

/* --- Names of the query of which another one finds all that they do: as a rule another romanisation --- */

/* Whether a token's skeletons are another one's too, as they are and nearly, and bring no more. */
static bool is_implied_token(const struct finder *finder, size_t token, size_t by)
{
    const struct token *a = &finder->tokens[token];
    const struct token *b = &finder->tokens[by];
    const struct person_token *x = &finder->reach->query->tokens[token];
    const struct person_token *y = &finder->reach->query->tokens[by];
    if (token == by)
        return true;
    return a->whole <= b->whole && a->nearly <= b->nearly && !x->may_be_fused && !y->may_be_fused &&
           a->skeletons.n <= b->skeletons.n && x->classes_n <= y->classes_n &&
           memcmp(a->skeletons.at, b->skeletons.at, a->skeletons.n * sizeof *a->skeletons.at) == 0 &&
           memcmp(x->classes, y->classes, x->classes_n * sizeof *x->classes) == 0;
}

/* Whether each token is so by one of another name, in any order. */
static bool is_implied_name(const struct finder *finder, size_t name, size_t by)
{
    const struct person_name *own = &finder->reach->query->names[name];
    const struct person_name *other = &finder->reach->query->names[by];
    uint32_t taken = 0;
    if (own->tokens_n != other->tokens_n)
        return false;
    for (size_t i = 0; i < own->tokens_n; i++) {
        size_t k = 0;
        while (k < other->tokens_n &&
               ((taken >> k & 1) || !is_implied_token(finder, own->token[i], other->token[k])))
            k++;
        if (k == other->tokens_n)
            return false;
        taken |= 1U << k;
    }
    return true;
}

/* Of two that imply each other the first one stays. */
static void find_implied(struct finder *finder)
{
    size_t n = finder->reach->query->apart_n;
    memset(finder->implied, 0, sizeof finder->implied);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n && !finder->implied[i]; k++)
            finder->implied[i] =
                k != i && is_implied_name(finder, i, k) && (k < i || !is_implied_name(finder, k, i));
}

bool finder_ask(struct finder *finder, const struct reach *reach)
{
    const struct person *query = reach->query;
    finder->reach = reach;
    finder->alternatives = reach->w->alternatives * (query->apart_n ? ln_of(query->apart_n) : 0);
    finder->date = 0;
    reach_dates_ask(finder->dates, reach);
    for (size_t i = 0; i < query->dates_n; i++)
        finder->date = greater(finder->date, reach_dates_most(finder->dates, date_code(query->dates[i])));
    if (!room_for_tokens(finder, query->tokens_n) || !marked_ask(&finder->marked, query))
        return false;
    for (size_t i = 0; i < query->tokens_n; i++) {
        struct token *token = &finder->tokens[i];
        person_token_skeletons(finder->model, &query->tokens[i], &token->skeletons);
        token->whole = reach_token(reach->w, &query->tokens[i]);
        token->nearly = reach_nearly(reach->w, &query->tokens[i]);
        marked_tell(&finder->marked, i, &token->skeletons, token->whole, token->nearly);
    }
    find_implied(finder);
    return true;
}

/* Room for one more behind n things of a size. */
static void *room(struct finder *finder, void *at, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return at;
    size_t more = *room ? *room * 2 : 1024;
    void *grown = realloc(at, more * size);
    finder->failed = finder->failed || !grown;
    if (!grown)
        return at;
    *room = more;
    return grown;
}

/* --- Keys --- */

static void add_claim(struct finder *finder, const struct claim *claim)
{
    if (claim->asked == NO_KEY || finder->failed)
        return;
    finder->claims =
        room(finder, finder->claims, finder->claims_n, &finder->claims_room, sizeof *finder->claims);
    if (!finder->failed)
        finder->claims[finder->claims_n++] = *claim;
}

static const struct token *token_of(const struct finder *finder, size_t name, size_t token)
{
    return &finder->tokens[finder->reach->query->names[name].token[token]];
}

static double names_of(const struct finder *finder, double agreeing)
{
    return names_together(finder->reach->w, agreeing) - finder->alternatives;
}

/* Whether two tokens of a fused name are those of the same name as written, too. */
static bool is_pair_apart(const struct person *query, size_t name, size_t first, size_t second)
{
    const struct person_name *own = &query->names[name];
    return name >= query->apart_n && own->token[first] < query->apart_tokens_n &&
           own->token[second] < query->apart_tokens_n;
}

/* What names bring at most of whom a key of one of them finds. */
static double most_of(const struct finder *finder, const struct told_key *told)
{
    bool fused = told->name > 0 && told->name >= finder->reach->query->apart_n;
    return fused ? finder->reach->fused : finder->reach->names;
}

static void add_pair(struct finder *finder, const struct told_key *told)
{
    size_t tokens_n = finder->reach->query->names[told->name].tokens_n;
    uint32_t asked = asked_add(&finder->keys, told->key, FOR_PAIR);
    if (told->first >= tokens_n || told->second >= tokens_n) {
        asked_raise(&finder->keys, asked, most_of(finder, told));
        return;
    }
    if (finder->implied[told->name])
        return;
    /* Told again for another date. */
    const struct claim *last = finder->claims_n ? &finder->claims[finder->claims_n - 1] : NULL;
    if (last && last->asked == asked && last->name == told->name && last->first == told->first &&
        last->second == told->second)
        return;
    double nats =
        token_of(finder, told->name, told->first)->whole + token_of(finder, told->name, told->second)->whole;
    add_claim(finder, &(struct claim){.asked = asked,
                                      .nats = (float)nats,
                                      .name = (uint8_t)told->name,
                                      .first = told->first,
                                      .second = told->second});
}

static bool add_key(void *context, const struct told_key *told)
{
    struct finder *finder = context;
    const struct person *query = finder->reach->query;
    if (told->name > 0 && is_pair_apart(query, told->name, told->first, told->second))
        return true;
    switch (told->kind) {
    case KEY_PAIR:
        add_pair(finder, told);
        break;
    case KEY_SLIP:
        asked_raise(&finder->keys, asked_add(&finder->keys, told->key, FOR_SLIP), most_of(finder, told));
        break;
    case KEY_DAY:
        asked_raise(&finder->keys, asked_add(&finder->keys, told->key, FOR_DAY), most_of(finder, told));
        break;
    case KEY_TOKEN:
        /* Whether it has to find anybody is known when his postings are: choose_few. */
        (void)asked_add(&finder->keys, told->key, FOR_TOKEN);
        break;
    default:
        asked_raise(&finder->keys, asked_add(&finder->keys, told->key, FOR_ALL), INFINITY);
    }
    return !finder->keys.failed;
}

/* --- One token by itself --- */

/* Whether the date at i is the first of its year. */
static bool begins_year(const struct person *query, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (query->dates[k].year == query->dates[i].year)
            return false;
    return true;
}

static bool is_few(const struct finder *finder, const struct asked *asked, size_t few)
{
    enum { YEARS = 128 /* in which all were born, but for a few */ };
    const struct person *query = finder->reach->query;
    if (asked->n > few * YEARS)
        return false;
    size_t n = query->dates_n ? asked_undated(asked) : asked->n;
    for (size_t i = 0; i < query->dates_n; i++)
        if (begins_year(query, i)) {
            struct seek seek = asked_seek_year(asked, query->dates[i]);
            while (seek_step(&seek))
                ;
            n += asked_of_year(&seek, query->dates[i]);
        }
    return n <= few;
}

/* Whether a name gives no pairs of all its tokens. */
static bool is_alone(const struct finder *finder, const struct person_name *name)
{
    bool alone = name->tokens_n < 2;
    for (size_t i = 0; i < name->tokens_n; i++)
        alone = alone || finder->tokens[name->token[i]].skeletons.n == 0;
    return alone;
}

/* Has all found who bear a token, where these are few or there is no second one. */
static void choose_token(struct finder *finder, size_t token, bool alone, size_t most)
{
    const struct token_skeletons *own = &finder->tokens[token].skeletons;
    for (size_t i = 0; i < own->n; i++) {
        uint32_t number = asked_number(&finder->keys, key_token(own->at[i]));
        if (number == NO_KEY)
            continue;
        bool few = is_few(finder, &finder->keys.at[number], most);
        if (few || alone)
            asked_raise(&finder->keys, number, finder->reach->names);
        finder->tokens[token].few[i] = finder->tokens[token].few[i] || few;
    }
}

/* A long token may be two that a record has apart, of which no key tells: more are looked at beside it, where
 * no date finds them. */
static size_t few_of(const struct person *query, const struct person_name *name)
{
    enum { FEW_BESIDE_LONG = 64 };
    size_t few = FEW;
    for (size_t i = 0; query->dates_n == 0 && i < name->tokens_n; i++)
        few = query->tokens[name->token[i]].latin.n > JOINED_LETTERS ? FEW_BESIDE_LONG : few;
    return few;
}

static void choose_few(struct finder *finder)
{
    const struct person *query = finder->reach->query;
    for (size_t i = 0; i < query->tokens_n; i++)
        memset(finder->tokens[i].few, 0, sizeof finder->tokens[i].few);
    for (size_t i = 0; i < query->names_n; i++) {
        const struct person_name *name = &query->names[i];
        bool alone = is_alone(finder, name);
        size_t few = few_of(query, name);
        for (size_t k = 0; k < name->tokens_n; k++) {
            choose_token(finder, name->token[k], alone, few);
            if (name->joined[k] != UINT16_MAX)
                choose_token(finder, name->joined[k], name->tokens_n == 2, few);
        }
    }
}

/* --- Tokens that are nearly so written --- */

/* The skeletons of each token but the fused ones. */
static void find_near(struct finder *finder)
{
    const struct person *query = finder->reach->query;
    near_begin(&finder->near, finder->keys.segment, finder->model);
    for (size_t i = 0; i < query->apart_tokens_n; i++) {
        near_add(&finder->near, &query->tokens[i], &finder->tokens[i].skeletons);
        finder->tokens[i].near_end = finder->near.n;
    }
}

/* The pairs of a token of a name as it is, by a skeleton of it, and another one nearly, where the rest of the
 * name brings so much at most. */
static void add_near_of(struct finder *finder, const struct claim *claim, skeleton anchor, double others)
{
    const struct reach *reach = finder->reach;
    size_t token = reach->query->names[claim->name].token[claim->second];
    for (size_t i = token ? finder->tokens[token - 1].near_end : 0; i < finder->tokens[token].near_end; i++) {
        const struct near_skeleton *near = &finder->near.at[i];
        double names = names_of(finder, (double)(claim->nats + near->nats) + others);
        if (names + finder->date + reach->places < finder->threshold)
            continue;
        if (finder->claims_n >= CLAIMS_MOST)
            return;
        struct claim nearly = *claim;
        nearly.key = key_pair(anchor, near->skeleton);
        nearly.nats += near->nats;
        segment_expect_key(finder->keys.segment, nearly.key);
        add_claim(finder, &nearly);
    }
}

/* The same of a token of a name and another one, by each skeleton that is sought with others. */
static void add_near(struct finder *finder, size_t name, size_t first, size_t second)
{
    const struct person_name *own = &finder->reach->query->names[name];
    const struct token *anchor = token_of(finder, name, first);
    struct claim claim = {.nats = (float)anchor->whole,
                          .name = (uint8_t)name,
                          .first = (uint8_t)first,
                          .second = (uint8_t)second,
                          .nearly = true};
    double others = 0;
    for (size_t i = 0; i < own->tokens_n; i++)
        others += i == first || i == second ? 0 : token_of(finder, name, i)->whole;
    for (size_t i = 0; i < anchor->skeletons.n; i++)
        if (!anchor->few[i] && (i == 0 || i >= anchor->skeletons.whole_n))
            add_near_of(finder, &claim, anchor->skeletons.at[i], others);
}

/* Asks for the keys of the claims from a number on, but for those that the segment has not; with these go the
 * claims, two of three. */
static void ask_claimed(struct finder *finder, size_t from)
{
    size_t n = from;
    for (size_t i = from; i < finder->claims_n; i++) {
        struct claim claim = finder->claims[i];
        if (!segment_may_have(finder->keys.segment, claim.key))
            continue;
        claim.asked = asked_add(&finder->keys, claim.key, FOR_NEAR);
        finder->claims[n] = claim;
        n += claim.asked != NO_KEY;
    }
    finder->claims_n = n;
}

/* Of a fused name only who is fused is sought beside the others nearly so written. */
static bool is_sought_nearly(const struct person *query, size_t name, size_t first, size_t second)
{
    const struct person_name *own = &query->names[name];
    return name < query->apart_n ||
           (own->token[first] >= query->apart_tokens_n && own->token[second] < query->apart_tokens_n);
}

static void add_all_near(struct finder *finder)
{
    const struct person *query = finder->reach->query;
    size_t exact = finder->claims_n;
    find_near(finder);
    for (size_t i = 0; i < query->names_n; i++)
        for (size_t k = 0; !finder->implied[i] && k < query->names[i].tokens_n; k++)
            for (size_t l = 0; l < query->names[i].tokens_n; l++)
                if (k != l && is_sought_nearly(query, i, k, l))
                    add_near(finder, i, k, l);
    finder->all_sought = finder->claims_n < CLAIMS_MOST;
    ask_claimed(finder, exact);
}

/* --- What each key has to find --- */

static void sum_costs(struct finder *finder)
{
    memset(finder->cost, 0, finder->reach->query->names_n * sizeof finder->cost[0]);
    for (size_t i = 0; i < finder->claims_n; i++) {
        const struct claim *claim = &finder->claims[i];
        uint32_t n = finder->keys.at[claim->asked].n;
        finder->cost[claim->name][claim->first][claim->second] += n;
        finder->cost[claim->name][claim->second][claim->first] += n;
    }
}

/* Whether token i of its name and one of the claim's two have less postings than those two. */
static bool is_cheaper(const struct finder *finder, const struct claim *claim, size_t of_claim, size_t i)
{
    uint64_t other = finder->cost[claim->name][of_claim][i];
    uint64_t own = finder->cost[claim->name][claim->first][claim->second];
    size_t left_out = of_claim == claim->first ? claim->second : claim->first;
    return other != own ? other < own : i < left_out;
}

/* What the other tokens of its name bring at most with those of a claim, where no cheaper pair finds them. */
static double others_of(const struct finder *finder, const struct claim *claim)
{
    double sum = 0;
    bool all_sought = finder->all_sought && claim->name < finder->reach->query->apart_n;
    for (size_t i = 0; i < finder->reach->query->names[claim->name].tokens_n; i++) {
        if (i == claim->first || i == claim->second)
            continue;
        /* Where not all pairs are sought none is relied on. */
        bool by_first = all_sought && is_cheaper(finder, claim, claim->first, i);
        bool by_second = all_sought && is_cheaper(finder, claim, claim->second, i);
        if (by_first || (by_second && !claim->nearly))
            continue;
        /* Two that are both nearly so written are no pair. */
        sum += by_second ? token_of(finder, claim->name, i)->nearly : token_of(finder, claim->name, i)->whole;
    }
    return sum;
}

static void bound_claims(struct finder *finder)
{
    sum_costs(finder);
    for (size_t i = 0; i < finder->claims_n; i++) {
        const struct claim *claim = &finder->claims[i];
        asked_raise(&finder->keys, claim->asked,
                    names_of(finder, (double)claim->nats + others_of(finder, claim)));
    }
}

/* Asks for the query as it is. */
static void ask_as_written(struct finder *finder, struct search_counts *counts)
{
    struct key_teller teller = {.tell = add_key, .context = finder};
    finder->claims_n = 0;
    (void)person_keys(finder->model, finder->reach->query, COMMON_NATS, &teller);
    asked_find(&finder->keys, 0, counts);
}

/* And for what is nearly so written. */
static void ask_nearly(struct finder *finder, struct search_counts *counts)
{
    size_t exact = finder->keys.n;
    choose_few(finder);
    add_all_near(finder);
    asked_find(&finder->keys, exact, counts);
    bound_claims(finder);
}

/* --- Records --- */

/* Of two hints at a record of which one says no less in either way that one is enough. */
static void note(struct finder *finder, uint32_t record, double date, double names)
{
    struct hint hint = {record, (float)date, (float)names};
    uint32_t *at = &finder->hint_at[record % HINTS_KNOWN];
    if (*at < finder->hints_n && finder->hints[*at].record == record) {
        struct hint *before = &finder->hints[*at];
        if (before->facts >= hint.facts && before->names >= hint.names)
            return;
        if (before->facts <= hint.facts && before->names <= hint.names) {
            *before = hint;
            return;
        }
    }
    finder->hints = room(finder, finder->hints, finder->hints_n, &finder->hints_room, sizeof *finder->hints);
    if (finder->failed)
        return;
    *at = (uint32_t)finder->hints_n;
    finder->hints[finder->hints_n++] = hint;
    segment_expect_gist(finder->keys.segment, record);
}

/* Notes whom the date beside an entry may bring what is needed. */
static void note_entries(struct finder *finder, const uint64_t *entries, size_t n, double needed,
                         double names)
{
    bool dated = finder->reach->query->dates_n > 0;
    if (!dated && needed > 0)
        return;
    for (size_t i = 0; i < n; i++) {
        uint32_t code = entry_date(entries[i]);
        if (dated && !reach_dates_may(finder->dates, code, needed)) {
            /* Nor does any other of its year. */
            i += segment_beyond(entries + i, n - i, code | DATE_YEAR) - 1;
            continue;
        }
        double date = dated ? reach_dates_most(finder->dates, code) : 0;
        if (date >= needed)
            note(finder, entry_record(entries[i]), date, names);
        else if (dated)
            i += reach_dates_alike(finder->dates, entries + i, n - i) - 1;
    }
}

/* Notes those whose dates are not beside them; those born in a year of the query's are read for all keys
 * together. */
static void note_by_year(struct finder *finder, const struct asked *asked, double needed)
{
    note_entries(finder, asked->entries, asked_undated(asked), needed, (double)asked->names);
    finder->by_year =
        room(finder, finder->by_year, finder->by_year_n, &finder->by_year_room, sizeof *finder->by_year);
    if (!finder->failed)
        finder->by_year[finder->by_year_n++] = (struct by_year){.asked = asked, .needed = needed};
}

static void note_year(struct finder *finder, struct date date)
{
    bool more = finder->by_year_n > 0;
    for (size_t i = 0; i < finder->by_year_n; i++)
        finder->by_year[i].seek = asked_seek_year(finder->by_year[i].asked, date);
    while (more) {
        more = false;
        for (size_t i = 0; i < finder->by_year_n; i++)
            more = seek_step(&finder->by_year[i].seek) || more;
    }
    for (size_t i = 0; i < finder->by_year_n; i++) {
        const struct by_year *by_year = &finder->by_year[i];
        note_entries(finder, by_year->seek.at, asked_of_year(&by_year->seek, date), by_year->needed,
                     (double)by_year->asked->names);
    }
}

static void note_asked(struct finder *finder, const struct asked *asked)
{
    enum { MANY = 24 /* postings, of which it pays to find those of a year */ };
    const struct reach *reach = finder->reach;
    double needed = finder->threshold - reach->places - (double)asked->names;
    if (asked->what == FOR_ALL) {
        for (size_t i = 0; i < asked->n; i++)
            note(finder, entry_record(asked->entries[i]), INFINITY, INFINITY);
        return;
    }
    if (asked->what == FOR_SLIP)
        needed -= reach->document_slip;
    /* Of another year only those born on the same day have any chance, and that day finds them. */
    if (asked->what != FOR_DAY && reach->query->dates_n > 0 && asked->n > MANY &&
        needed > reach->w->date_near)
        note_by_year(finder, asked, needed);
    else
        note_entries(finder, asked->entries, asked->n, needed, (double)asked->names);
}

static struct hint *found(struct finder *finder, size_t *n)
{
    static struct hint none;
    *n = finder->hints_n;
    if (finder->failed || finder->keys.failed || finder->near.failed)
        return NULL;
    return finder->hints ? finder->hints : &none;
}

void finder_begin(struct finder *finder, struct segment *segment, struct search_counts *counts)
{
    asked_begin(&finder->keys, segment);
    finder->failed = finder->near.failed = false;
    ask_as_written(finder, counts);
}

struct hint *finder_likely(struct finder *finder, size_t *n)
{
    finder->hints_n = 0;
    for (size_t i = 0; i < finder->keys.n; i++) {
        const struct asked *asked = &finder->keys.at[i];
        if (asked->what == FOR_ALL)
            note_asked(finder, asked);
        else if (asked->what == FOR_DAY)
            note_entries(finder, asked->entries, asked->n, finder->date, (double)asked->names);
    }
    return found(finder, n);
}

struct hint *finder_find(struct finder *finder, double threshold, struct search_counts *counts, size_t *n)
{
    const struct person *query = finder->reach->query;
    finder->threshold = threshold;
    finder->hints_n = finder->by_year_n = 0;
    ask_nearly(finder, counts);
    for (enum asked_for what = FOR_ALL; what <= FOR_TOKEN; what++)
        for (size_t i = 0; i < finder->keys.n; i++)
            if (finder->keys.at[i].what == what && finder->keys.at[i].names > -INFINITY)
                note_asked(finder, &finder->keys.at[i]);
    for (size_t i = 0; i < query->dates_n; i++)
        if (begins_year(query, i))
            note_year(finder, query->dates[i]);
    return found(finder, n);
}

double finder_names(struct finder *finder, const struct gist *record, double needed)
{
    /* Of names that come together no more is left than they agree. */
    return names_of(finder, marked_most(&finder->marked, &record->names, record->may_be_fused,
                                        needed + finder->alternatives));
}
