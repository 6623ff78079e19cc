/* Compare: the evidence that two subjects are one person. See compare.h. */
#include "match/compare.h"

#include "match/dates.h"
#include "match/ties.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MICRO 1e6

struct comparer {
    const struct model *model;
    struct token_matrix matrix;
    struct align_scratch *scratch;
    struct alignment alignments[2]; /* the best so far, and the one under way */
};

struct comparer *comparer_new(const struct model *model)
{
    struct comparer *comparer = calloc(1, sizeof *comparer);
    if (!comparer)
        return NULL;
    comparer->model = model;
    comparer->scratch = align_scratch_new();
    if (comparer->scratch)
        return comparer;
    comparer_free(comparer);
    return NULL;
}

void comparer_free(struct comparer *comparer)
{
    if (!comparer)
        return;
    token_matrix_release(&comparer->matrix);
    align_scratch_free(comparer->scratch);
    free(comparer);
}

double score_of(double evidence, double prior)
{
    return 1 / (1 + exp(-(evidence + prior)));
}

micronats evidence_needed(double score, double prior)
{
    const double least = 1e-12;
    double share = fmin(fmax(score, least), 1 - least);
    return llround((log(share / (1 - share)) - prior) * MICRO);
}

/* A comparison under way: the sum, and the lines where they are wanted. */
struct account {
    micronats sum;
    struct explanation *explanation;
};

static void copy_text(char out[CONTRIBUTION_TEXT], struct str s)
{
    size_t n = s.n < CONTRIBUTION_TEXT - 1 ? s.n : CONTRIBUTION_TEXT - 1;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--; /* never half a character */
    memcpy(out, s.p, n);
    out[n] = '\0';
}

/* Adds a contribution; nothing that weighs nothing is shown, but for name tokens. */
static void add(struct account *account, const char *field, struct str left, struct str right,
                const char *how, double nats)
{
    micronats weight = llround(nats * MICRO);
    account->sum += weight;
    if (!account->explanation || account->explanation->n == CONTRIBUTIONS_MAX)
        return;
    struct contribution *line = &account->explanation->line[account->explanation->n++];
    line->field = field;
    copy_text(line->left, left);
    copy_text(line->right, right);
    copy_text(line->how, str_of(how));
    line->weight = weight;
}

static struct str pair_text(const struct person *person, const struct person_name *name, uint8_t at,
                            uint8_t n)
{
    if (n == 0)
        return STR("");
    return person->tokens[n == 2 ? name->joined[at] : name->token[at]].text;
}

static const char *how_text(const struct align_pair *pair, char out[CONTRIBUTION_TEXT])
{
    static const char *const texts[] = {[HOW_SAME] = "the same",
                                        [HOW_SCHEME] = "the same letters",
                                        [HOW_ENDING] = "a gendered ending or an article apart",
                                        [HOW_VARIANT] = "forms of one name",
                                        [HOW_DIMINUTIVE] = "a diminutive",
                                        [HOW_SOUND] = "alike in sound",
                                        [HOW_SLIP] = "one letter apart",
                                        [HOW_INITIAL] = "an initial that agrees",
                                        [HOW_INITIAL_FORM] = "the initial of a short form",
                                        [HOW_OTHER] = "another name"};
    if (pair->a_n == 0 || pair->b_n == 0)
        return pair->evidence.nats > -2 ? "the other side lacks it" : "nothing agrees with it";
    if (pair->evidence.how == HOW_SCHEME && pair->evidence.scheme && pair->evidence.scheme[0]) {
        snprintf(out, CONTRIBUTION_TEXT, "%s", pair->evidence.scheme);
        return out;
    }
    return texts[pair->evidence.how];
}

/* The best pair of names, and how they align. */
struct best_names {
    const struct person_name *a;
    const struct person_name *b;
    const struct alignment *alignment;
    double nats;
};

static struct best_names find_best(struct comparer *comparer, const struct person *a, const struct person *b)
{
    struct best_names best = {.nats = -INFINITY};
    struct alignment *next = &comparer->alignments[0];
    for (size_t i = 0; i < a->names_n; i++)
        for (size_t j = 0; j < b->names_n; j++) {
            if (!person_names_compare(a, i, b, j))
                continue;
            /* Names that share nothing need no alignment, but for one that says so. */
            double bound = best.a ? align_bound(&comparer->matrix, &a->names[i], &b->names[j]) : INFINITY;
            if (bound <= 0 || bound < best.nats)
                continue;
            align_names(&comparer->matrix, comparer->scratch, &a->names[i], &b->names[j], next);
            double weak = (a->names[i].weak + b->names[j].weak) * comparer->model->weights.weak;
            if (next->nats - weak <= best.nats)
                continue;
            best = (struct best_names){&a->names[i], &b->names[j], next, next->nats - weak};
            next = &comparer->alignments[next == &comparer->alignments[0]];
        }
    return best;
}

/* The alignment of the best pair of names; NULL where there is none. */
static const struct alignment *compare_names(struct comparer *comparer, const struct person *a,
                                             const struct person *b, struct account *account)
{
    struct best_names best = find_best(comparer, a, b);
    if (!best.a)
        return NULL;
    const struct alignment *alignment = best.alignment;
    for (size_t i = 0; i < alignment->pairs_n; i++) {
        const struct align_pair *pair = &alignment->pair[i];
        char how[CONTRIBUTION_TEXT];
        add(account, "name", pair_text(a, best.a, pair->a, pair->a_n),
            pair_text(b, best.b, pair->b, pair->b_n), how_text(pair, how), pair->evidence.nats);
    }
    struct str left = best.a->written;
    struct str right = best.b->written;
    if (alignment->together < 0)
        add(account, "name", left, right, "names of one origin come together", alignment->together);
    if (alignment->relative < 0)
        add(account, "name", left, right, "what differs makes what agrees a relative's or a namesake's",
            alignment->relative);
    if (alignment->single < 0)
        add(account, "name", left, right, "one name alone is not a whole name", alignment->single);
    if (a->apart_n * b->apart_n > 1)
        add(account, "name", left, right, "the best of several names",
            -log((double)(a->apart_n * b->apart_n)) * comparer->model->weights.alternatives);
    if (best.a->weak || best.b->weak)
        add(account, "name", left, right, "a nickname",
            -(best.a->weak + best.b->weak) * comparer->model->weights.weak);
    return alignment;
}

static void compare_dates(const struct weights *w, const struct person *a, const struct person *b,
                          struct account *account)
{
    struct date_evidence evidence = dates_compare(w, a->dates, a->dates_n, b->dates, b->dates_n);
    if (!evidence.how)
        return;
    char left[12] = "";
    char right[12] = "";
    if (account->explanation) {
        date_text(evidence.a, left);
        date_text(evidence.b, right);
    }
    add(account, "birthDate", str_of(left), str_of(right), evidence.how, evidence.nats);
}

static bool share_place(const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->places_n; i++)
        for (size_t j = 0; j < b->places_n; j++)
            if (a->places[i] && a->places[i] == b->places[j])
                return true;
    return false;
}

static struct str first_value(const struct person *person, enum property property)
{
    const struct values *values = &person->subject->values[property];
    return values->n ? values->at[0] : STR("");
}

enum relation { NOT_GIVEN, SHARED, RELATED, DIFFERENT };

static enum relation compare_countries(const struct values_of_country *a, const struct values_of_country *b)
{
    enum relation relation = a->n && b->n ? DIFFERENT : NOT_GIVEN;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++) {
            if (a->at[i] == b->at[j])
                return SHARED;
            if (country_related(a->at[i], b->at[j]))
                relation = RELATED;
        }
    return relation;
}

/* Codes as text, "ru su". */
static struct str country_text(const struct values_of_country *countries, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < countries->n && n + 4 < size; i++) {
        if (n)
            out[n++] = ' ';
        out[n++] = (char)(countries->at[i] >> 8);
        out[n++] = (char)(countries->at[i] & 0xff);
    }
    return (struct str){out, n};
}

static void compare_places(const struct weights *w, const struct person *a, const struct person *b,
                           struct account *account)
{
    char left[32];
    char right[32];
    if (share_place(a, b))
        add(account, "birthPlace", first_value(a, PROPERTY_BIRTH_PLACE), first_value(b, PROPERTY_BIRTH_PLACE),
            "the same place", w->place_same);
    enum relation birth = compare_countries(&a->birth_countries, &b->birth_countries);
    if (birth == SHARED || birth == DIFFERENT)
        add(account, "birthCountry", country_text(&a->birth_countries, left, sizeof left),
            country_text(&b->birth_countries, right, sizeof right),
            birth == SHARED ? "the same country" : "another country",
            birth == SHARED ? w->country_same : w->country_other);
    if (compare_countries(&a->nationalities, &b->nationalities) == DIFFERENT)
        add(account, "nationality", country_text(&a->nationalities, left, sizeof left),
            country_text(&b->nationalities, right, sizeof right), "another nationality",
            w->nationality_other);
}

/* Adds what ties the two besides names and dates. Relatives share a household, and papers issued together: as
 * far as names contradict, such ties may be theirs, unless it is the given name that agrees. */
static void add_ties(const struct weights *w, const struct ties *ties, const struct alignment *alignment,
                     struct account *account)
{
    bool relative = alignment && !alignment->given && !ties->same_document;
    double own = relative ? 1 - w->relative * alignment->disputed : 1;
    const struct tie *document = &ties->document;
    const struct tie *contact = &ties->contact;
    const struct tie *address = &ties->address;
    if (document->how)
        add(account, "document", document->a, document->b, document->how, document->nats * own);
    if (contact->how)
        add(account, "contact", contact->a, contact->b, contact->how, contact->nats * own);
    if (address->how)
        add(account, "address", address->a, address->b, address->how, address->nats * own);
}

/* Beside the same document number, what contradicts may be a mistake: it takes no more than that. */
static void add_mistaken(const struct ties *ties, const char *field, double nats, double most,
                         struct account *account)
{
    if (ties->same_document && nats < -most)
        add(account, field, STR(""), STR(""), "a mistake, as the document is the same", -most - nats);
}

/* Asks for what the comparison will read, all at once: of one among many persons
 * nothing is near, and one wait after the other would be most of the time. */
static void fetch_ahead(const struct person *person)
{
    enum { LINE = 64, LINES = 2 /* of a token, read by every comparison */ };
    __builtin_prefetch(person->names);
    __builtin_prefetch((const char *)person->names + LINE);
    for (size_t i = 0; i < person->tokens_n; i++)
        for (size_t k = 0; k < LINES; k++)
            __builtin_prefetch((const char *)&person->tokens[i] + k * LINE);
    __builtin_prefetch(person->dates);
    __builtin_prefetch(person->birth_countries.at);
    __builtin_prefetch(person->nationalities.at);
}

/* All but the names; the ties as far as these leave them. */
static void add_facts(const struct weights *w, const struct ties *ties, const struct person *a,
                      const struct person *b, const struct alignment *alignment, struct account *account)
{
    micronats names = account->sum;
    compare_dates(w, a, b, account);
    add_mistaken(ties, "birthDate", (double)(account->sum - names) / MICRO, w->mistaken_date, account);
    compare_places(w, a, b, account);
    add_ties(w, ties, alignment, account);
    if (a->gender && b->gender && a->gender != b->gender)
        add(account, "gender", a->gender == 'm' ? STR("male") : STR("female"),
            b->gender == 'm' ? STR("male") : STR("female"), "another gender", w->gender_other);
}

struct facts compare_facts(const struct model *model, const struct person *a, const struct person *b)
{
    const struct weights *w = &model->weights;
    struct account account = {0};
    struct ties ties;
    ties_compare(w, a, b, &ties);
    add_facts(w, &ties, a, b, NULL, &account);
    return (struct facts){.nats = (double)account.sum / MICRO,
                          .names_least = ties.same_document ? -w->mistaken : -INFINITY};
}

static bool contradicts(const struct alignment *alignment)
{
    bool against = alignment->disputed > 0;
    for (size_t i = 0; i < alignment->pairs_n; i++) {
        const struct align_pair *pair = &alignment->pair[i];
        against = against || (pair->a_n && pair->b_n && pair->evidence.nats < 0);
    }
    return against;
}

enum err compare_names_alone(struct comparer *comparer, const struct person *a, const struct person *b,
                             struct names_say *says, struct fault *fault)
{
    struct account account = {0};
    if (!token_matrix_begin(&comparer->matrix, comparer->model, a, b))
        return fault_set(fault, ERR_NO_MEMORY, "comparing %.*s", STR_ARG(b->id));
    const struct alignment *alignment = compare_names(comparer, a, b, &account);
    *says = (struct names_say){.nats = (double)account.sum / MICRO};
    if (alignment) {
        says->given = alignment->given;
        says->contradict = contradicts(alignment);
        says->part = !says->contradict && alignment->single < 0;
    }
    return ERR_OK;
}

/* Many are born on one day, and live or come from where he does: without a name only a document tells who
 * somebody is. */
static void add_nameless(const struct ties *ties, struct account *account)
{
    if (!ties->document.how && account->sum > 0)
        add(account, "name", STR(""), STR(""), "without a name only a document tells",
            -(double)account->sum / MICRO);
}

enum err compare_persons(struct comparer *comparer, const struct person *a, const struct person *b,
                         micronats *evidence, struct explanation *explanation, struct fault *fault)
{
    const struct weights *w = &comparer->model->weights;
    struct account account = {.explanation = explanation};
    if (explanation)
        explanation->n = 0;
    fetch_ahead(b);
    if (!token_matrix_begin(&comparer->matrix, comparer->model, a, b))
        return fault_set(fault, ERR_NO_MEMORY, "comparing %.*s", STR_ARG(b->id));
    struct ties ties;
    ties_compare(w, a, b, &ties);
    const struct alignment *alignment = compare_names(comparer, a, b, &account);
    add_mistaken(&ties, "name", (double)account.sum / MICRO, w->mistaken, &account);
    add_facts(w, &ties, a, b, alignment, &account);
    if (!alignment)
        add_nameless(&ties, &account);
    *evidence = account.sum;
    return ERR_OK;
}
