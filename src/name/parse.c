/* Parse: pieces to tokens, and what part of the name each is. See parse.h.
 *
 * First pieces are joined into units (a compound, a kunya), then words,
 * neighbours and endings give each unit its part, then what the writer showed
 * (comma, capitals, field) has the last word. */
#include "name/parse.h"

#include "base/limits.h"
#include "name/cut.h"
#include "name/stem.h"
#include "name/words.h"

/* Pieces [first, first + n) as one token; the piece skip, if not 0, is left out. */
struct unit {
    size_t first;
    size_t n;
    size_t skip;
    enum name_part part;
};

struct parser {
    struct pieces pieces;
    struct unit units[PIECES_MAX];
    size_t n;
    unsigned names; /* units that are no title, particle or the like */
};

enum { ARTICLES = WORD_ARTICLE | WORD_ASSIMILATED | WORD_LINK };

static const struct piece *piece_at(const struct parser *p, size_t i)
{
    return i < p->pieces.n ? &p->pieces.at[i] : NULL;
}

/* The piece after i if it may be one token with it. */
static const struct piece *mate_of(const struct parser *p, size_t i)
{
    const struct piece *piece = piece_at(p, i);
    const struct piece *next = piece_at(p, i + 1);
    bool mates = next && next->segment == piece->segment && next->nickname == piece->nickname &&
                 next->script == piece->script && !next->after_digit;
    return mates ? next : NULL;
}

static bool is_plain(const struct piece *piece)
{
    uint32_t no_name = WORD_TITLE | WORD_PARTICLE | WORD_INNER | WORD_FATHER | WORD_CHILD | WORD_GENERATION;
    return piece && !(piece->words & (no_name | ARTICLES)) && piece->letters > 1;
}

/* Pieces of the compound that "abd" opens at i: abd, perhaps an article, the second part. */
static size_t servant_length(const struct parser *p, size_t i)
{
    const struct piece *next = mate_of(p, i);
    if (next && next->words & ARTICLES && is_plain(mate_of(p, i + 1)))
        return 3;
    return is_plain(next) ? 2 : 1;
}

/* Pieces of "abu X", of which the article, if any, goes to *skip. */
static size_t kunya_length(const struct parser *p, size_t i, size_t *skip)
{
    const struct piece *next = mate_of(p, i);
    size_t n = 1;
    if (next && next->words & (ARTICLES | WORD_ASSIMILATED) && is_plain(mate_of(p, i + 1))) {
        *skip = i + 1;
        n = 2;
        next = mate_of(p, i + 1);
    }
    if (!is_plain(next))
        return 1;
    return next->words & WORD_ABD ? n + servant_length(p, i + n) : n + 1;
}

/* Pieces of a compound whose second part shows it: "salah al din", "habib ur rahman", "nasr allah". */
static size_t compound_length(const struct parser *p, size_t i)
{
    const struct piece *next = mate_of(p, i);
    if (!is_plain(piece_at(p, i)) || !next)
        return 1;
    if (next->words & WORD_TAIL)
        return 2;
    const struct piece *third = next->words & ARTICLES ? mate_of(p, i + 1) : NULL;
    /* "Shams-u-Rahman": a single letter links only between hyphens. */
    bool links = third && next->words & WORD_LINK &&
                 (next->letters > 1 || (next->hyphen_before && third->hyphen_before));
    if (third && (third->words & WORD_DIN || (links && is_plain(third))))
        return 3;
    return 1;
}

static struct unit unit_at(const struct parser *p, size_t i)
{
    struct unit unit = {.first = i, .n = 1, .part = p->pieces.at[i].part};
    uint32_t words = p->pieces.at[i].words;
    if (words & WORD_KUNYA) {
        unit.n = kunya_length(p, i, &unit.skip);
        unit.part = unit.n > 1 ? PART_KUNYA : unit.part;
        unit.skip = unit.n > 1 ? unit.skip : 0;
    } else if (words & WORD_ABD) {
        unit.n = servant_length(p, i);
    } else {
        unit.n = compound_length(p, i);
    }
    return unit;
}

static void join_pieces(struct parser *p)
{
    p->n = 0;
    for (size_t i = 0; i < p->pieces.n; i += p->units[p->n - 1].n) {
        p->units[p->n] = unit_at(p, i);
        p->n++;
    }
}

static const struct piece *head(const struct parser *p, size_t u)
{
    return &p->pieces.at[p->units[u].first];
}

/* The first or last unit of what stands between commas. */
static bool opens(const struct parser *p, size_t u)
{
    return u == 0 || head(p, u - 1)->segment != head(p, u)->segment;
}

static bool closes(const struct parser *p, size_t u)
{
    return u + 1 == p->n || head(p, u + 1)->segment != head(p, u)->segment;
}

static bool follows_article(const struct parser *p, size_t u)
{
    return u > 0 && p->units[u - 1].part == PART_PARTICLE && head(p, u - 1)->words & ARTICLES && !opens(p, u);
}

static bool has_one_letter_initials(enum script script)
{
    return script >= SCRIPT_LATIN && script <= SCRIPT_HEBREW;
}

static bool is_initial(const struct piece *piece)
{
    if (!has_one_letter_initials(piece->script))
        return false;
    if (piece->letters == 1)
        return !(piece->words & WORD_INNER) || piece->dot_after || !piece->lower;
    return piece->letters == 2 && piece->dot_after && piece->words == 0;
}

static bool is_title(const struct parser *p, size_t u)
{
    const struct piece *piece = head(p, u);
    if (follows_article(p, u))
        return false;
    if (piece->words & WORD_TITLE)
        return true;
    return piece->words & WORD_TITLE_FIRST && opens(p, u) && (piece->dot_after || u + 2 < p->n);
}

/* "ar Rahman", "ash Shami": the article has taken the sound that follows. */
static bool is_assimilated(const struct parser *p, size_t u)
{
    const struct piece *article = head(p, u);
    const struct piece *next = piece_at(p, p->units[u].first + 1);
    if (!next || closes(p, u))
        return false;
    if (next->hyphen_before)
        return true;
    /* Each is a vowel and the sound; one letter of it is enough. */
    size_t vowel = article->script == SCRIPT_CYRILLIC ? 2 : 1;
    return !opens(p, u) && article->text.n > vowel && next->text.n > vowel &&
           memcmp(article->text.p + vowel, next->text.p, vowel) == 0;
}

static bool is_particle(const struct parser *p, size_t u)
{
    const struct piece *piece = head(p, u);
    if (piece->words & WORD_PARTICLE)
        return true;
    if (piece->words & WORD_ASSIMILATED && is_assimilated(p, u))
        return true;
    if (piece->words & (WORD_ARTICLE | WORD_LINK) && !(piece->words & WORD_ASSIMILATED))
        return !closes(p, u);
    if (!(piece->words & WORD_INNER) || closes(p, u))
        return false;
    /* Korean given names are hyphenated and hold many of these syllables. */
    if (piece->hyphen_before && !(piece->words & WORD_FATHER))
        return false;
    /* Before a comma, a family name may open with its particle. */
    return !opens(p, u) ||
           (u + 1 < p->n && head(p, p->n - 1)->segment != piece->segment && piece->segment == 0);
}

static bool is_generation(const struct parser *p, size_t u)
{
    const struct piece *piece = head(p, u);
    static const char ordinals[] = "st nd rd th";
    if (piece->after_digit && piece->letters == 2 && piece->text.n == 2)
        for (size_t i = 0; i < sizeof ordinals - 1; i += 3)
            if (memcmp(piece->text.p, ordinals + i, 2) == 0)
                return true;
    return piece->words & WORD_GENERATION && u > 0;
}

static enum name_part part_by_word(const struct parser *p, size_t u)
{
    const struct piece *piece = head(p, u);
    if (p->units[u].n > 1 || p->units[u].part != PART_UNKNOWN)
        return p->units[u].part;
    if (is_generation(p, u))
        return PART_GENERATION;
    if (is_initial(piece))
        return PART_INITIAL;
    if (is_title(p, u))
        return PART_TITLE;
    if (is_particle(p, u))
        return PART_PARTICLE;
    return PART_UNKNOWN;
}

static bool is_name(enum name_part part)
{
    return part != PART_TITLE && part != PART_PARTICLE && part != PART_GENERATION && part != PART_INITIAL &&
           part != PART_NICKNAME;
}

/* Where nothing would be left, a title or particle is the name; where all stands
 * in brackets, no nickname. */
static void mark_words(struct parser *p)
{
    p->names = 0;
    for (size_t u = 0; u < p->n; u++) {
        p->units[u].part = part_by_word(p, u);
        p->names += is_name(p->units[u].part) && !head(p, u)->nickname;
    }
    if (p->names > 0) {
        for (size_t u = 0; u < p->n; u++)
            if (head(p, u)->nickname && is_name(p->units[u].part))
                p->units[u].part = PART_NICKNAME;
        return;
    }
    for (size_t u = 0; u < p->n; u++) {
        if (p->units[u].part == PART_TITLE || p->units[u].part == PART_PARTICLE)
            p->units[u].part = PART_UNKNOWN;
        p->names += is_name(p->units[u].part);
    }
}

/* The next unit that is a name, from u on; n where there is none. */
static size_t next_name(const struct parser *p, size_t u)
{
    while (u < p->n && !is_name(p->units[u].part))
        u++;
    return u;
}

/* "bin Ahmad" is the father's name unless it ends the name, where it is as often
 * the family's; "Mamed ogly" is. */
static void mark_fathers(struct parser *p)
{
    for (size_t u = 0; u < p->n; u++) {
        if (p->units[u].part != PART_PARTICLE)
            continue;
        uint32_t words = head(p, u)->words;
        if (words & WORD_CHILD && u > 0 && p->units[u - 1].part == PART_UNKNOWN && p->names > 1)
            p->units[u - 1].part = PART_PATRONYMIC;
        size_t father = next_name(p, u + 1);
        if (words & WORD_FATHER && father < p->n && p->units[father].part == PART_UNKNOWN &&
            next_name(p, father + 1) < p->n)
            p->units[father].part = PART_PATRONYMIC;
    }
}

/* Capitals mark the family name only where other names are not in capitals. */
static bool is_capitals(const struct parser *p, size_t u)
{
    const struct piece *piece = head(p, u);
    return p->units[u].part == PART_UNKNOWN && piece->upper && piece->letters > 1;
}

static void mark_capitals(struct parser *p)
{
    bool small = false;
    for (size_t u = 0; u < p->n; u++)
        small = small || (is_name(p->units[u].part) && head(p, u)->lower);
    for (size_t u = 0; small && u < p->n; u++)
        if (is_capitals(p, u))
            p->units[u].part = PART_FAMILY;
}

/* "FAMILY, Given": what stands behind the comma must be a name ("Smith, Jr" has none). */
static bool mark_comma(struct parser *p)
{
    size_t first = next_name(p, 0);
    size_t second = first;
    while (second < p->n && head(p, second)->segment == head(p, first)->segment)
        second = next_name(p, second + 1);
    if (second >= p->n)
        return false;
    for (size_t u = first; u < p->n; u++)
        if (p->units[u].part == PART_UNKNOWN)
            p->units[u].part = head(p, u)->segment == head(p, first)->segment ? PART_FAMILY : PART_GIVEN;
    return true;
}

static void mark_hint(struct parser *p, enum name_hint hint)
{
    static const enum name_part parts[] = {[NAME_WHOLE] = PART_UNKNOWN,
                                           [NAME_GIVEN] = PART_GIVEN,
                                           [NAME_FAMILY] = PART_FAMILY,
                                           [NAME_FATHER] = PART_PATRONYMIC};
    for (size_t u = 0; u < p->n; u++)
        if (p->units[u].part == PART_UNKNOWN || (hint == NAME_FATHER && p->units[u].part == PART_GIVEN))
            p->units[u].part = parts[hint];
}

static void mark_parts(struct parser *p, enum name_hint hint)
{
    mark_words(p);
    mark_fathers(p);
    if (hint != NAME_WHOLE)
        mark_hint(p, hint);
    else if (!mark_comma(p))
        mark_capitals(p);
}

/* The text of a unit, in the arena; an attached piece may have been cut from it. */
static struct str unit_text(struct arena *arena, const struct parser *p, const struct unit *unit)
{
    size_t n = 0;
    for (size_t i = unit->first; i < unit->first + unit->n; i++)
        n += p->pieces.at[i].text.n;
    char *text = arena_alloc(arena, n + 1);
    if (!text)
        return (struct str){"", 0};
    n = 0;
    for (size_t i = unit->first; i < unit->first + unit->n; i++) {
        struct str piece = p->pieces.at[i].text;
        if (unit->skip && i == unit->skip)
            continue;
        memcpy(text + n, piece.p, piece.n);
        n += piece.n;
    }
    text[n] = '\0';
    return (struct str){text, n};
}

/* The romanisations, as many as there are; the scratch is on the stack as most tokens have few. */
static void add_forms(struct arena *arena, struct forms_cache *cache, struct name_token *token)
{
    struct roman_form forms[ROMAN_FORMS_MAX];
    token->known = cache ? forms_cache_get(cache, token->folded, token->script) : NULL;
    if (token->known) {
        token->folded = token->known->text;
        token->forms = token->known->forms;
        token->forms_n = token->known->forms_n;
        return;
    }
    size_t n = romanise(arena, token->folded, token->script, forms);
    token->forms = n ? arena_array(arena, n, sizeof *forms) : NULL;
    if (!token->forms)
        return;
    memcpy(token->forms, forms, n * sizeof *forms);
    token->forms_n = n;
}

static struct str latin_of(const struct name_token *token)
{
    return token->forms ? token->forms[0].latin : (struct str){"", 0};
}

/* "Morris I" beside "Morris II"; behind a comma it is a given name's initial. */
static bool may_be_number(const struct parser *p, size_t u)
{
    return p->units[u].part == PART_INITIAL && !opens(p, u) && !head(p, u)->dot_after &&
           str_equal(head(p, u)->text, STR("i"));
}

static void add_tokens(struct arena *arena, struct forms_cache *cache, const struct parser *p,
                       struct name *name)
{
    size_t n = p->n < LIMIT_NAME_TOKENS ? p->n : LIMIT_NAME_TOKENS;
    name->tokens = arena_array(arena, n ? n : 1, sizeof *name->tokens);
    if (!name->tokens)
        return;
    name->tokens_n = n;
    name->truncated = p->pieces.truncated || n < p->n;
    for (size_t u = 0; u < n; u++) {
        struct name_token *token = &name->tokens[u];
        token->folded = unit_text(arena, p, &p->units[u]);
        token->script = head(p, u)->script;
        token->part = p->units[u].part;
        token->number = may_be_number(p, u);
        if (cache)
            forms_cache_expect(cache, token->folded, token->script);
    }
    for (size_t u = 0; u < n; u++)
        add_forms(arena, cache, &name->tokens[u]);
}

/* What the article stands before is a nisba where it ends like one. */
static void mark_nisbas(const struct parser *p, struct name *name)
{
    for (size_t u = 1; u < name->tokens_n; u++) {
        struct name_token *token = &name->tokens[u];
        if (follows_article(p, u) && (token->part == PART_UNKNOWN || token->part == PART_FAMILY) &&
            name_nisba_ending(latin_of(token)))
            token->part = PART_NISBA;
    }
}

/* The tokens that may be given name, patronymic or family name, at most max. */
static size_t open_tokens(struct name *name, struct name_token *open[], size_t max)
{
    size_t n = 0;
    for (size_t u = 0; u < name->tokens_n; u++) {
        enum name_part part = name->tokens[u].part;
        if (part != PART_UNKNOWN && part != PART_FAMILY && part != PART_GIVEN)
            continue;
        if (n < max)
            open[n] = &name->tokens[u];
        n++;
    }
    return n;
}

static bool ends_bulgarian(const struct name_token *token)
{
    struct str s = latin_of(token);
    size_t n = s.n && s.p[s.n - 1] == 'a' ? s.n - 1 : s.n;
    return n >= 5 && s.p[n - 1] == 'v' && (s.p[n - 2] == 'o' || s.p[n - 2] == 'e');
}

/* Which of the tokens is a patronymic, by its ending and place; n where none is.
 * Families end in -ovich too, so that ending needs a given and a family name
 * beside it; the first token never is one. */
static size_t find_patronymic(struct name_token *const open[], size_t n)
{
    for (size_t i = 1; i < n; i++) {
        char ending = name_patronymic_ending(latin_of(open[i]));
        bool after_given = open[i - 1]->part == PART_GIVEN || open[i]->part == PART_GIVEN;
        bool fits =
            ending == 'f' || (ending == 'm' && (n > 2 || after_given)) || (ending == 'w' && i + 1 < n);
        if (open[i]->part != PART_FAMILY && fits)
            return i;
    }
    if (n == 3 && ends_bulgarian(open[1]) && ends_bulgarian(open[2]))
        return 1;
    return n;
}

static void mark_slavic(struct name *name)
{
    enum { MAX = 4 };
    struct name_token *open[MAX];
    size_t n = open_tokens(name, open, MAX);
    if (n < 2 || n > MAX)
        return;
    size_t at = find_patronymic(open, n);
    if (at < n)
        open[at]->part = PART_PATRONYMIC;
    /* Given, patronymic, family; or family, given, patronymic. */
    size_t family = n == 3 && at == 2 ? 0 : 2;
    if (n == 3 && at < n && open[family]->part == PART_UNKNOWN)
        open[family]->part = PART_FAMILY;
    if (n == 3 && at < n && open[1 - family / 2]->part == PART_UNKNOWN)
        open[1 - family / 2]->part = PART_GIVEN;
    if (n == 2 && name_family_ending(latin_of(open[0])) != name_family_ending(latin_of(open[1])))
        for (size_t i = 0; i < 2; i++)
            if (open[i]->part == PART_UNKNOWN && name_family_ending(latin_of(open[i])))
                open[i]->part = PART_FAMILY;
}

bool name_token_is_gendered(enum name_part part, enum script script)
{
    return (part == PART_UNKNOWN || part == PART_FAMILY) && script >= SCRIPT_LATIN && script <= SCRIPT_HEBREW;
}

static bool has_gender(const struct name_token *token)
{
    return name_token_is_gendered(token->part, token->script);
}

static void add_stem(struct arena *arena, struct forms_cache *cache, struct name_token *token)
{
    bool gendered = has_gender(token);
    if (token->known && forms_cache_stem(cache, token->known, gendered)) {
        token->stem = token->known->stem[gendered];
        token->skeleton = token->known->skeleton[gendered];
        return;
    }
    token->known = NULL;
    if (token->forms)
        token->stem = name_stem(arena, token->forms[0].latin, token->folded, gendered);
    token->skeleton = skeleton_of_latin(token->stem);
}

bool name_token_init(struct arena *arena, struct forms_cache *cache, struct str folded, enum script script,
                     enum name_part part, struct name_token *token)
{
    *token = (struct name_token){.folded = folded, .script = script, .part = part};
    add_forms(arena, cache, token);
    add_stem(arena, cache, token);
    return !arena_failed(arena);
}

enum err name_parse_cached(struct arena *arena, struct forms_cache *cache, struct str text,
                           enum name_hint hint, struct name *name, struct fault *fault)
{
    struct glyphs glyphs;
    struct parser parser;
    *name = (struct name){.written = text};
    if (text.n > LIMIT_VALUE_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "name: %zu bytes, over %lld", text.n, LIMIT_VALUE_BYTES);
    enum err e = fold_text(text, &glyphs, fault);
    if (e != ERR_OK)
        return e;
    cut_pieces(&glyphs, hint == NAME_WHOLE, &parser.pieces);
    join_pieces(&parser);
    mark_parts(&parser, hint);
    add_tokens(arena, cache, &parser, name);
    mark_nisbas(&parser, name);
    if (hint == NAME_WHOLE)
        mark_slavic(name);
    for (size_t u = 0; u < name->tokens_n; u++)
        add_stem(arena, cache, &name->tokens[u]);
    if (arena_failed(arena))
        return fault_set(fault, ERR_NO_MEMORY, "name: no memory is left");
    return ERR_OK;
}

enum err name_parse(struct arena *arena, struct str text, enum name_hint hint, struct name *name,
                    struct fault *fault)
{
    return name_parse_cached(arena, NULL, text, hint, name, fault);
}

static enum generation generation_of_word(struct str folded)
{
    uint32_t words = word_kinds(folded);
    if (words & WORD_ELDER)
        return GENERATION_FIRST;
    if (words & WORD_YOUNGER)
        return str_equal(folded, STR("ii")) ? GENERATION_II : GENERATION_SECOND;
    return GENERATION_LATER;
}

enum generation name_generation(const struct name *name)
{
    enum generation generation = GENERATION_NOT_SAID;
    for (size_t i = 0; i < name->tokens_n; i++) {
        if (name->tokens[i].part == PART_GENERATION)
            return generation_of_word(name->tokens[i].folded);
        if (name->tokens[i].number)
            generation = GENERATION_MAY_BE_I;
    }
    return generation;
}

enum generation name_generation_said(enum generation generation)
{
    if (generation == GENERATION_MAY_BE_I)
        return GENERATION_NOT_SAID;
    return generation == GENERATION_II ? GENERATION_SECOND : generation;
}

const char *name_part_word(enum name_part part)
{
    static const char *const words[PART_COUNT] = {
        [PART_UNKNOWN] = "name",          [PART_FAMILY] = "family",    [PART_GIVEN] = "given",
        [PART_PATRONYMIC] = "patronymic", [PART_KUNYA] = "kunya",      [PART_NISBA] = "nisba",
        [PART_PARTICLE] = "particle",     [PART_TITLE] = "title",      [PART_GENERATION] = "generation",
        [PART_INITIAL] = "initial",       [PART_NICKNAME] = "nickname"};
    return part < PART_COUNT && words[part] ? words[part] : "";
}
