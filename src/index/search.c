/* Search: one person against an index. See index.h.
 *
 * The keys of the query give records; of each a bound of the evidence is worked
 * out from sketches, and only those that may reach the threshold are compared in full. */
#include "base/limits.h"
#include "base/number.h"
#include "index/columns.h"
#include "index/finder.h"
#include "index/index.h"
#include "index/reach.h"
#include "index/record.h"
#include "index/slice.h"
#include "match/glance.h"

#include <math.h>
#include <stdlib.h>

enum { CACHE_BYTES = 32 * 1024 * 1024, SCRATCH_BYTES = 256 * 1024 * 1024 };

enum {
    GLIMPSES = 4096,
    LIKELY_MOST = 32 /* whom to look at first may pay, where no more are asked for */
};

/* What a record's names bring at most, so that it need not be looked at again for another hint. */
struct glimpse {
    uint32_t record;
    uint64_t search; /* in which it was */
    double most;
};

struct searcher {
    const struct index *index;
    struct forms_cache *cache;
    struct arena query_arena;
    struct arena scratch; /* of the record at hand */
    struct comparer *comparer;
    struct finder *finder;
    struct segment *segment; /* of the part at hand */
    struct hint *hints;      /* in it; the finder's */
    size_t hints_n;
    uint32_t likely[LIKELY_MOST]; /* who was looked at before all others */
    size_t likely_n;
    unsigned char *done; /* of the part at hand: a bit a record that has been looked at for good */
    size_t done_bytes;
    struct glimpse glimpses[GLIMPSES];
    uint64_t search; /* of a part by a query: their number */
    struct person query;
    struct gist gist; /* the query's */
    struct columns *columns;
    struct glance *glance;
    struct slice *slice; /* of the query, where it has many names */
};

struct searcher *searcher_new(const struct index *index)
{
    struct searcher *searcher = calloc(1, sizeof *searcher);
    if (!searcher)
        return NULL;
    searcher->index = index;
    arena_init(&searcher->query_arena, (size_t)SCRATCH_BYTES);
    arena_init(&searcher->scratch, (size_t)SCRATCH_BYTES);
    searcher->cache = forms_cache_new(CACHE_BYTES);
    searcher->comparer = comparer_new(index->model);
    searcher->finder = finder_new(index->model);
    searcher->glance = calloc(1, sizeof *searcher->glance);
    searcher->slice = calloc(1, sizeof *searcher->slice);
    if (searcher->cache)
        searcher->columns = columns_new(index->model, searcher->cache);
    if (searcher->columns && searcher->comparer && searcher->finder && searcher->glance && searcher->slice)
        return searcher;
    searcher_free(searcher);
    return NULL;
}

void searcher_free(struct searcher *searcher)
{
    if (!searcher)
        return;
    columns_free(searcher->columns);
    forms_cache_free(searcher->cache);
    comparer_free(searcher->comparer);
    finder_free(searcher->finder);
    arena_release(&searcher->query_arena);
    arena_release(&searcher->scratch);
    free(searcher->done);
    free(searcher->glance);
    free(searcher->slice);
    free(searcher);
}

enum err searcher_query(struct searcher *searcher, const struct subject *subject, const struct person **query,
                        struct fault *fault)
{
    arena_reset(&searcher->query_arena);
    forms_cache_trim(searcher->cache);
    *query = &searcher->query;
    return person_init_cached(&searcher->query_arena, searcher->cache, searcher->index->model, subject,
                              &searcher->query, fault);
}

static enum err bad_record(const struct searcher *searcher, record_number record, struct fault *fault)
{
    const struct segment *segment = searcher->index->parts[record >> 32].segment;
    enum err err = segment_damage(segment, fault);
    return err ? err
               : fault_set(fault, ERR_FORGED, "%s: record %u contradicts itself", segment->path,
                           (unsigned)record);
}

/* Whether what a record says by its gist leaves it a chance; adds that to what is known of it. */
static bool weigh_hint(struct searcher *searcher, const struct reach *reach, double threshold,
                       const struct gist *gist, struct hint *hint)
{
    bool slip = searcher->gist.documents & gist->documents;
    /* Beside a document that a slip parts, a date that contradicts may be a mistake. */
    if (slip)
        hint->facts = fmaxf(hint->facts, (float)-reach->w->mistaken_date);
    hint->facts += (float)gist_most(reach->w, &searcher->gist, gist);
    double needed = threshold - (double)hint->facts + reach_alternatives(reach, gist->names_n);
    if ((double)hint->names < needed)
        return false;
    double names = gist->names_n ? finder_names(searcher->finder, gist, needed) : (double)hint->names;
    /* And so may names. */
    return (slip ? greater(names, -reach->w->mistaken) : names) >= needed;
}

/* Leaves of the hints those that may come to the threshold. A hint at no record is an error. */
static enum err weigh_hints(struct searcher *searcher, size_t number, const struct reach *reach,
                            double threshold, struct fault *fault)
{
    enum { AHEAD = 16 /* hints of which the processor is told again: there may be more than it can keep */ };
    struct segment *segment = searcher->segment;
    size_t n = 0;
    for (size_t i = 0; i < searcher->hints_n; i++) {
        struct hint hint = searcher->hints[i];
        if (i + AHEAD < searcher->hints_n)
            segment_expect_gist(segment, searcher->hints[i + AHEAD].record);
        const struct gist *gist = segment_gist(segment, hint.record);
        if (!gist)
            return bad_record(searcher, (record_number)number << 32 | hint.record, fault);
        if (hint.facts < INFINITY && !weigh_hint(searcher, reach, threshold, gist, &hint))
            continue;
        segment_expect_record(segment, hint.record);
        searcher->hints[n++] = hint;
    }
    searcher->hints_n = n;
    return ERR_OK;
}

/* --- A glance at a record --- */

/* A name of a record by its columns. */
struct glanced {
    struct record_name name;
    const struct glance_column *columns[PERSON_NAME_TOKENS];
    uint8_t parts[PERSON_NAME_TOKENS];
};

/* How many of a record's names are compared with any of the query's: the first ones. */
static size_t glance_names(const struct searcher *searcher, struct record_reader *reader)
{
    size_t names = record_names(reader);
    return names == 0 || searcher->glance->may_be_fused ? names : reader->apart_n;
}

static bool glance_read(struct searcher *searcher, struct record_reader *reader, struct glanced *out)
{
    record_name(reader, &out->name);
    for (size_t k = 0; k < out->name.tokens_n; k++) {
        out->parts[k] = out->name.token[k] & ((1U << RECORD_PART_BITS) - 1);
        out->columns[k] = columns_get(searcher->columns, out->name.token[k]);
        if (!out->columns[k])
            return false;
    }
    return true;
}

/* Says to the processor which tokens will be asked for. */
static void glance_expect(const struct searcher *searcher, struct str bytes)
{
    struct record_reader reader;
    record_open(&reader, bytes);
    for (size_t names = glance_names(searcher, &reader); names > 0 && !reader.bad; names--) {
        struct record_name name;
        record_name(&reader, &name);
        for (size_t k = 0; k < name.tokens_n; k++)
            columns_expect(searcher->columns, name.token[k]);
    }
}

/* Makes what a name's tokens agree with one of the query's names true, one after the other, until the most it
 * brings is below what is needed, or true. */
static double glance_sharpen(struct searcher *searcher, const struct glanced *name, double needed,
                             double most, size_t best)
{
    size_t k = 0;
    while (most >= needed && k < name->name.tokens_n) {
        if (columns_sharpen(searcher->columns, name->name.token[k], searcher->glance->name[best].tokens)) {
            size_t now = best;
            most = glance_name(searcher->glance, name->columns, name->parts, name->name.tokens_n,
                               name->name.weak, name->name.fused, needed, &now);
            if (now != best) {
                best = now;
                k = 0;
                continue;
            }
        }
        k++;
    }
    return most;
}

/* What the names of a record can bring at most, by the sketches of their tokens or sharpened: no nearer to
 * the truth than below what is needed. */
static double glance_at(struct searcher *searcher, struct str bytes, double needed, bool sharpened)
{
    struct record_reader reader;
    record_open(&reader, bytes);
    size_t names = glance_names(searcher, &reader);
    if (names > GLANCE_NAMES)
        return INFINITY;
    if (names == 0 || searcher->glance->names_n == 0)
        return 0;
    double alternatives = glance_alternatives(searcher->glance, reader.apart_n);
    double best = -INFINITY;
    for (size_t i = 0; i < names; i++) {
        struct glanced name;
        size_t with = 0;
        if (!glance_read(searcher, &reader, &name))
            return INFINITY;
        double most = glance_name(searcher->glance, name.columns, name.parts, name.name.tokens_n,
                                  name.name.weak, name.name.fused, needed - alternatives, &with);
        if (sharpened && most + alternatives >= needed)
            most = glance_sharpen(searcher, &name, needed - alternatives, most, with);
        best = greater(best, most + alternatives);
        if (best >= needed)
            break;
    }
    return best;
}

/* --- What a record says besides names --- */

static void skip_names(struct record_reader *reader)
{
    struct record_name name;
    for (size_t names = record_names(reader); names > 0; names--)
        record_name(reader, &name);
}

/* What all but the names of a record brings. */
static struct facts facts_of(struct searcher *searcher, const struct person *query, struct str bytes)
{
    static const struct subject not_shown;
    struct record_reader reader;
    struct person person = {.subject = &not_shown};
    record_open(&reader, bytes);
    skip_names(&reader);
    record_facts(&reader, &searcher->scratch, &person);
    return compare_facts(searcher->index->model, query, &person);
}

/* --- The record as a person --- */

static bool lay_out_names(struct searcher *searcher, struct segment *segment, struct arena *arena,
                          struct record_reader *reader, size_t names, struct spelling *spellings)
{
    for (size_t i = 0; i < names; i++) {
        struct record_name name;
        record_name(reader, &name);
        struct name_token *tokens = arena_array(arena, name.tokens_n, sizeof *tokens);
        if (!tokens || reader->bad)
            return false;
        spellings[i].tokens_n = name.tokens_n;
        spellings[i].property = name.weak ? PROPERTY_WEAK_ALIAS : PROPERTY_NAME;
        spellings[i].generation = (enum generation)name.generation;
        spellings[i].fused = name.fused;
        for (size_t k = 0; k < name.tokens_n; k++) {
            enum name_part part = (enum name_part)(name.token[k] & ((1U << RECORD_PART_BITS) - 1));
            enum script script;
            struct str text;
            if (!segment_token(segment, name.token[k] >> RECORD_PART_BITS, &script, &text) ||
                part >= PART_COUNT ||
                !name_token_init(arena, searcher->cache, text, script, part, &tokens[k]) ||
                tokens[k].forms_n == 0)
                return false;
            spellings[i].token[k] = &tokens[k];
        }
    }
    return true;
}

/* The record's subject, and where each name was written; false where it contradicts itself. */
static bool take_source(struct record_reader *reader, struct arena *arena, struct spelling *spellings,
                        size_t names, struct record_source *source, struct subject *subject)
{
    record_source(reader, arena, names, source);
    if (reader->bad)
        return false;
    record_subject(reader, arena, subject);
    for (size_t i = 0; i < names; i++) {
        bool weak = spellings[i].property == PROPERTY_WEAK_ALIAS;
        spellings[i].property = source->spellings[i].property;
        spellings[i].value = source->spellings[i].value;
        if (weak != (spellings[i].property == PROPERTY_WEAK_ALIAS) ||
            spellings[i].value >= subject->values[spellings[i].property].n)
            return false;
    }
    return !reader->bad;
}

/* A record contradicts itself, or there was no memory for it. */
static enum err not_loaded(const struct searcher *searcher, record_number record, const struct arena *arena,
                           struct fault *fault)
{
    return arena_failed(arena) ? fault_set(fault, ERR_NO_MEMORY, "a record")
                               : bad_record(searcher, record, fault);
}

/* The record as a person; with a subject where one is asked for. */
static enum err load_record(struct searcher *searcher, record_number record, struct arena *arena,
                            struct list_person *shown, struct person *person, struct fault *fault)
{
    struct segment *segment = searcher->index->parts[record >> 32].segment;
    struct record_reader reader;
    struct record_source source = {0};
    record_open(&reader, segment_record(segment, (uint32_t)record));
    size_t names = record_names(&reader);
    struct spelling *spellings = arena_array(arena, names, sizeof *spellings);
    static const struct subject not_shown;
    *person = (struct person){.subject = &not_shown};
    if (!spellings || !lay_out_names(searcher, segment, arena, &reader, names, spellings))
        return not_loaded(searcher, record, arena, fault);
    record_facts(&reader, arena, person);
    size_t given = names;
    if (shown) {
        if (!take_source(&reader, arena, spellings, names, &source, &shown->subject))
            return not_loaded(searcher, record, arena, fault);
        struct str list = segment_list(segment, source.list);
        if (!list.n)
            return not_loaded(searcher, record, arena, fault);
        shown->line = source.line;
        shown->list = list.p;
        person->subject = &shown->subject;
        person->id = shown->subject.id;
        given = source.given;
    } else {
        record_source(&reader, arena, names, &source);
        given = source.given;
    }
    if (reader.bad || given < reader.apart_n)
        return not_loaded(searcher, record, arena, fault);
    return person_lay_out(arena, searcher->cache, searcher->index->model, spellings, names, given, person,
                          fault);
}

enum err searcher_record(struct searcher *searcher, record_number record, struct arena *arena,
                         struct list_person *person, struct fault *fault)
{
    return load_record(searcher, record, arena, person, &person->person, fault);
}

static bool is_gone(const struct part *part, uint32_t record)
{
    return part->gone && (part->gone[record / 8] >> (record % 8) & 1);
}

enum err searcher_query_record(struct searcher *searcher, record_number record, const struct person **query,
                               struct fault *fault)
{
    arena_reset(&searcher->query_arena);
    forms_cache_trim(searcher->cache);
    *query = &searcher->query;
    searcher->query = (struct person){0};
    if (is_gone(&searcher->index->parts[record >> 32], (uint32_t)record))
        return ERR_OK;
    return load_record(searcher, record, &searcher->query_arena, NULL, &searcher->query, fault);
}

/* --- The search --- */

/* Keeps out sorted, best first, equal ones in the order of the index. Another slice of the query may have
 * found it. */
static void insert(struct found *out, size_t *n, size_t limit, struct found found)
{
    size_t at = *n;
    for (size_t i = 0; i < *n; i++)
        if (out[i].record == found.record)
            return;
    while (at > 0 && (out[at - 1].evidence < found.evidence ||
                      (out[at - 1].evidence == found.evidence && out[at - 1].record > found.record)))
        at--;
    if (at == limit)
        return;
    *n += *n < limit;
    memmove(&out[at + 1], &out[at], (*n - at - 1) * sizeof *out);
    out[at] = found;
}

/* A search under way. */
struct search {
    const struct reach *reach; /* of a slice of the query */
    const struct person *query;
    const struct screening *screening;
    struct found *out;
    size_t *n;
    struct search_counts *counts;
};

/* The evidence that a record needs to be found: as many as are asked for may be better already. */
static double needed_of(const struct search *search)
{
    static const double slack = 1e-3; /* nats that rounding may add */
    const struct screening *screening = search->screening;
    return *search->n < screening->limit
               ? search->reach->threshold
               : greater(search->reach->threshold,
                         (double)search->out[*search->n - 1].evidence / 1e6 - slack);
}

/* Looks at a record of part number for good. */
static enum err look_at(struct searcher *searcher, const struct search *search, size_t number,
                        uint32_t record, struct str bytes, struct fault *fault)
{
    const struct reach *reach = search->reach;
    const struct screening *screening = search->screening;
    struct found found = {.record = (record_number)number << 32 | record};
    struct person person;
    arena_reset(&searcher->scratch);
    search->counts->bounded++;
    struct facts facts = facts_of(searcher, reach->query, bytes);
    double needed = needed_of(search) - facts.nats;
    if (facts.names_least < needed && glance_at(searcher, bytes, needed, true) < needed)
        return ERR_OK;
    search->counts->compared++;
    enum err err = load_record(searcher, found.record, &searcher->scratch, NULL, &person, fault);
    if (!err && person_says_who(&person))
        err = compare_persons(searcher->comparer, search->query, &person, &found.evidence, NULL, fault);
    if (!err && person_says_who(&person) &&
        score_of((double)found.evidence / 1e6, screening->prior) >= screening->threshold)
        insert(search->out, search->n, screening->limit, found);
    return err;
}

/* Takes a hint; a record may be hinted at again beside a better date, until it has been looked at for good.
 */
static enum err take_hint(struct searcher *searcher, const struct search *search, size_t number,
                          const struct hint *hint, struct fault *fault)
{
    const struct part *part = &searcher->index->parts[number];
    const struct reach *reach = search->reach;
    unsigned char bit = (unsigned char)(1U << (hint->record % 8));
    if (searcher->done[hint->record / 8] & bit)
        return ERR_OK;
    double needed = needed_of(search) - (double)hint->facts;
    if ((double)hint->names < needed)
        return ERR_OK;
    struct glimpse *glimpse = &searcher->glimpses[hint->record % GLIMPSES];
    if (glimpse->search == searcher->search && glimpse->record == hint->record && glimpse->most < needed)
        return ERR_OK;
    struct str bytes =
        is_gone(part, hint->record) ? STR("") : segment_record(searcher->segment, hint->record);
    if (bytes.n == 0)
        return ERR_OK;
    search->counts->glanced++;
    columns_trim(searcher->columns);
    *glimpse = (struct glimpse){hint->record, searcher->search, glance_at(searcher, bytes, needed, false)};
    /* Beside a document that a slip parts, names that contradict may be a mistake. */
    if (reach->query->documents_n)
        glimpse->most = greater(glimpse->most, -reach->w->mistaken);
    if (glimpse->most < needed)
        return ERR_OK;
    searcher->done[hint->record / 8] |= bit;
    return look_at(searcher, search, number, hint->record, bytes, fault);
}

static bool grow_done(struct searcher *searcher, const struct segment *segment)
{
    size_t bytes = (size_t)segment->header.records / 8 + 1;
    if (bytes <= searcher->done_bytes)
        return true;
    free(searcher->done);
    searcher->done = calloc(bytes, 1);
    searcher->done_bytes = searcher->done ? bytes : 0;
    return searcher->done != NULL;
}

/* Puts those first whom what is known of them makes likely: who is found then keeps others from being looked
 * at. */
static void likely_first(struct searcher *searcher)
{
    static const float likely = 5; /* nats: a date that agrees but for a slip */
    size_t n = 0;
    for (size_t i = 0; i < searcher->hints_n; i++)
        if (searcher->hints[i].facts >= likely) {
            struct hint hint = searcher->hints[i];
            searcher->hints[i] = searcher->hints[n];
            searcher->hints[n++] = hint;
        }
}

enum { AT_ONCE = 32 /* hints whose memory the processor fetches side by side */ };

/* Takes the hints from number from on, AT_ONCE of them. */
static enum err take_hints(struct searcher *searcher, const struct search *search, size_t number, size_t from,
                           struct fault *fault)
{
    struct segment *segment = searcher->segment;
    size_t end = from + AT_ONCE < searcher->hints_n ? from + AT_ONCE : searcher->hints_n;
    enum err err = ERR_OK;
    for (size_t i = from; i < end; i++) {
        __builtin_prefetch(&searcher->done[searcher->hints[i].record / 8]);
        __builtin_prefetch(&searcher->glimpses[searcher->hints[i].record % GLIMPSES]);
        segment_expect_bytes(segment, searcher->hints[i].record);
    }
    for (size_t i = from; i < end; i++)
        glance_expect(searcher, segment_record(segment, searcher->hints[i].record));
    for (size_t i = from; !err && i < end; i++)
        err = take_hint(searcher, search, number, &searcher->hints[i], fault);
    return err;
}

/* Weighs the hints, and takes those that are left. */
static enum err take_all(struct searcher *searcher, const struct search *search, size_t number,
                         struct fault *fault)
{
    enum err err = segment_damage(searcher->segment, fault);
    if (!err)
        err = weigh_hints(searcher, number, search->reach, needed_of(search), fault);
    if (err)
        searcher->hints_n = 0;
    likely_first(searcher);
    for (size_t i = 0; !err && i < searcher->hints_n; i += AT_ONCE)
        err = take_hints(searcher, search, number, i, fault);
    return err;
}

/* Looks at those first who most likely are it, where they may be as many as are asked for: whom they leave no
 * chance need not even be sought. */
static enum err search_likely(struct searcher *searcher, const struct search *search, size_t number,
                              struct fault *fault)
{
    size_t wanted = search->screening->limit - *search->n;
    searcher->likely_n = 0;
    if (wanted > LIKELY_MOST)
        return ERR_OK;
    searcher->hints = finder_likely(searcher->finder, &searcher->hints_n);
    if (!searcher->hints)
        return fault_set(fault, ERR_NO_MEMORY, "searching");
    if (searcher->hints_n > LIKELY_MOST || searcher->hints_n < wanted)
        return ERR_OK;
    enum err err = take_all(searcher, search, number, fault);
    for (size_t i = 0; i < searcher->hints_n; i++)
        searcher->likely[searcher->likely_n++] = searcher->hints[i].record;
    return err;
}

static enum err search_all(struct searcher *searcher, const struct search *search, size_t number,
                           struct fault *fault)
{
    searcher->hints = finder_find(searcher->finder, needed_of(search), search->counts, &searcher->hints_n);
    if (!searcher->hints)
        return fault_set(fault, ERR_NO_MEMORY, "searching");
    return take_all(searcher, search, number, fault);
}

static void forget_done(struct searcher *searcher)
{
    for (size_t i = 0; searcher->hints && i < searcher->hints_n; i++)
        searcher->done[searcher->hints[i].record / 8] = 0;
    for (size_t i = 0; i < searcher->likely_n; i++)
        searcher->done[searcher->likely[i] / 8] = 0;
}

static enum err search_part(struct searcher *searcher, const struct search *search, size_t number,
                            struct fault *fault)
{
    struct segment *segment = searcher->index->parts[number].segment;
    searcher->segment = segment;
    searcher->search++;
    searcher->hints = NULL;
    finder_begin(searcher->finder, segment, search->counts);
    if (!columns_begin(searcher->columns, segment) || !grow_done(searcher, segment))
        return fault_set(fault, ERR_NO_MEMORY, "searching");
    enum err err = search_likely(searcher, search, number, fault);
    if (!err)
        err = search_all(searcher, search, number, fault);
    forget_done(searcher);
    return err ? err : segment_damage(segment, fault);
}

/* Seeks by a slice of the query. */
static enum err search_slice(struct searcher *searcher, struct search *search, const struct person *slice,
                             struct fault *fault)
{
    const struct screening *screening = search->screening;
    struct reach reach;
    enum err err = ERR_OK;
    search->reach = &reach;
    reach_init(&reach, &searcher->index->model->weights, slice, screening->prior, screening->threshold);
    gist_init(slice, slice->apart_n, &searcher->gist);
    glance_init(searcher->index->model, slice, searcher->glance);
    columns_ask(searcher->columns, slice, searcher->glance);
    if (!finder_ask(searcher->finder, &reach))
        return fault_set(fault, ERR_NO_MEMORY, "searching");
    for (size_t i = 0; !err && i < searcher->index->parts_n; i++)
        err = search_part(searcher, search, i, fault);
    return err;
}

enum err searcher_search(struct searcher *searcher, const struct person *query,
                         const struct screening *screening, struct found *out, size_t *n,
                         struct search_counts *counts, struct fault *fault)
{
    struct search_counts own = {0};
    struct search search = {
        .query = query, .screening = screening, .out = out, .n = n, .counts = counts ? counts : &own};
    enum err err = ERR_OK;
    *n = 0;
    if (!person_says_who(query) || screening->limit == 0)
        return ERR_OK;
    size_t next = 0;
    do
        err = search_slice(searcher, &search, slice_of(query, next, searcher->slice, &next), fault);
    while (!err && next < query->names_n);
    return err;
}
