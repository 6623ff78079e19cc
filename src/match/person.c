/* Person: a subject made ready to be compared. See person.h. */
#include "match/person.h"

#include "base/hash.h"
#include "base/limits.h"
#include "match/ties.h"
#include "match/token.h"
#include "name/equivalents.h"
#include "name/fuse.h"
#include "name/wade.h"
#include "record/fold.h"

#include <ctype.h>
#include <math.h>

/* What person_init works with: the person, and tokens still to be laid out. */
struct making {
    struct arena *arena;
    struct forms_cache *cache; /* or NULL */
    const struct model *model;
    struct person *person;
    size_t tokens_max;
    size_t names_max;
};

static void add_classes(struct person_token *token, const struct equivalence *classes, size_t n)
{
    static const uint16_t as[] = {[EQUIVALENT_DIMINUTIVE] = TOKEN_DIMINUTIVE,
                                  [EQUIVALENT_SON] = TOKEN_SON,
                                  [EQUIVALENT_DAUGHTER] = TOKEN_DAUGHTER};
    for (size_t i = 0; i < n && token->classes_n < TOKEN_CLASSES; i++) {
        uint16_t class = classes[i].class_id & TOKEN_CLASS;
        bool father = classes[i].kind == EQUIVALENT_SON || classes[i].kind == EQUIVALENT_DAUGHTER;
        /* A patronymic is not beside the father's name. */
        token->class_bits |= 1ULL << ((father ? ~class : class) & 63);
        token->classes[token->classes_n++] = class | as[classes[i].kind];
    }
}

static void token_classes(struct person_token *token, bool may_be_patronymic)
{
    struct name_token named = {.folded = token->text,
                               .script = token->script,
                               .forms_n = token->forms_n,
                               .forms = token->forms,
                               .stem = token->stem};
    struct equivalence classes[EQUIVALENCES_MAX];
    add_classes(token, classes, name_token_classes(&named, classes));
    if (may_be_patronymic)
        add_classes(token, classes, name_father_classes(token->latin, classes));
}

static float nats(int32_t cost)
{
    return (float)cost / RARITY_UNIT;
}

static uint64_t form_bit(struct str latin)
{
    return 1ULL << (hash_fnv64(latin) >> 58);
}

/* Makes the rest of a token ready by text, script, forms and stem. */
static void fill(const struct model *model, struct person_token *token, bool may_be_patronymic)
{
    token->latin = token->forms_n ? token->forms[0].latin : STR("");
    for (size_t i = 0; i < token->forms_n; i++)
        token->form_bits |= form_bit(token->forms[i].latin);
    token->text_hash = (uint32_t)(hash_fnv64(token->text) >> 32);
    token->stem_hash = (uint32_t)(hash_fnv64(token->stem) >> 32);
    skeleton whole = token->forms_n ? token->forms[0].skeleton : 0;
    token->skeleton = str_equal(token->stem, token->latin) ? whole : skeleton_of_latin(token->stem);
    token->rarity = nats(rarity_of(model->rarity, token->latin));
    token->class_rarity = nats(rarity_of_skeleton(model->rarity, whole));
    /* Letters that a script leaves unwritten, and a gendered ending, make no name rare. */
    if (token->script != SCRIPT_LATIN)
        token->rarity = fminf(token->rarity, token->class_rarity);
    if (!str_equal(token->stem, token->latin))
        token->rarity = fminf(token->rarity, nats(rarity_of(model->rarity, token->stem)));
    token_shape_init(whole, &token->shape);
    token->alphabet = alphabet_of(token->script);
    sound_latin_init(model->sounds, token->latin, &token->sound);
    token->letters_n = (uint8_t)(token->latin.n < UINT8_MAX ? token->latin.n : UINT8_MAX);
    for (size_t i = 0; i < token->sound.n; i++)
        token->letters |= 1U << token->sound.letters[i];
    struct str own = token->alphabet == ALPHABET_HAN ? token->latin : token->text;
    if (token->alphabet != ALPHABET_LATIN)
        token->symbols_n = (uint8_t)alphabet_symbols(token->alphabet, own, token->symbols);
    token_classes(token, may_be_patronymic);
    token->behind = UINT16_MAX;
    struct str left[NAME_UNFUSED_MOST];
    /* Alexander, Daniel: a name that is known by itself is no other one behind particles. */
    token->may_be_fused = !token->joined && token->classes_n == 0 && name_unfused(token->latin, left) > 0;
}

static void make_ready(const struct model *model, const struct name_token *token, struct person_token *ready)
{
    *ready = (struct person_token){.text = token->folded,
                                   .script = token->script,
                                   .forms = token->forms,
                                   .forms_n = (uint8_t)token->forms_n,
                                   .stem = token->stem};
    fill(model, ready, !name_token_is_gendered(token->part, token->script));
}

const struct person_token *person_token_ready(struct forms_cache *cache, const struct model *model,
                                              const struct name_token *token, struct person_token *room)
{
    bool gendered = name_token_is_gendered(token->part, token->script);
    const void **kept = token->known ? &token->known->ready[gendered] : NULL;
    if (kept && *kept)
        return *kept;
    const struct person_token *other = kept ? token->known->ready[!gendered] : NULL;
    struct equivalence fathers[EQUIVALENCES_MAX];
    if (other && str_equal(other->stem, token->stem) && name_father_classes(other->latin, fathers) == 0)
        return *kept = other;
    struct person_token *ready = kept ? forms_cache_room(cache, sizeof *ready) : NULL;
    make_ready(model, token, ready ? ready : room);
    if (ready)
        *kept = ready;
    return ready ? ready : room;
}

/* Where a token stands among the person's; behind the last where it is new. */
static size_t find_token(const struct person *person, enum script script, struct str text)
{
    size_t i = 0;
    while (i < person->tokens_n &&
           (person->tokens[i].script != script || !str_equal(person->tokens[i].text, text)))
        i++;
    return i;
}

/* The token as written that a fused one ends in: its particles stand before it. UINT16_MAX: there is none. */
static uint16_t name_behind(const struct person *person, const struct person_token *fused)
{
    size_t best = UINT16_MAX;
    for (size_t i = 0; i < person->apart_tokens_n; i++) {
        const struct person_token *token = &person->tokens[i];
        if (token->script == fused->script && !token->joined && token->text.n < fused->text.n &&
            memcmp(fused->text.p + fused->text.n - token->text.n, token->text.p, token->text.n) == 0 &&
            (best == UINT16_MAX || token->text.n > person->tokens[best].text.n))
            best = i;
    }
    return (uint16_t)best;
}

/* Makes a token that is only there fused no rarer than the name in it, by which its bearers are counted. */
static void fill_fused(struct person *person, struct person_token *token)
{
    token->fused = true;
    token->may_be_fused = false;
    token->behind = name_behind(person, token);
    if (token->behind == UINT16_MAX)
        return;
    struct person_token *name = &person->tokens[token->behind];
    token->rarity = fminf(token->rarity, name->rarity);
    token->class_rarity = fminf(token->class_rarity, name->class_rarity);
    /* What has its particles apart has none in it: al-Alami is not "al Ami". */
    name->may_be_fused = false;
}

/* The index of a token, added where it is new. */
static size_t add_token(const struct making *making, const struct name_token *token, bool fused)
{
    struct person *person = making->person;
    size_t at = find_token(person, token->script, token->folded);
    if (at < person->tokens_n)
        return at;
    struct person_token *room = &person->tokens[person->tokens_n++];
    const struct person_token *ready = person_token_ready(making->cache, making->model, token, room);
    if (ready != room)
        *room = *ready;
    /* All tokens of names as written are there before the first of a fused one. */
    if (fused)
        fill_fused(person, room);
    return at;
}

size_t person_token_unfused(const struct person *person, const struct person_token *fused,
                            const struct person_token *word, struct str left[NAME_UNFUSED_MOST])
{
    size_t behind = person->tokens[fused->behind].latin.n;
    size_t n = fused->latin.n > behind ? fused->latin.n - behind : 0;
    if (alphabet_is_abjad(word->alphabet))
        return 0;
    if (n == 0 || n >= word->latin.n || memcmp(word->latin.p, fused->latin.p, n) != 0)
        return name_unfused(word->latin, left);
    left[0] = (struct str){word->latin.p + n, word->latin.n - n};
    return 1;
}

void person_token_left(const struct model *model, const struct person_token *word, struct str left,
                       struct roman_form *form, struct person_token *rest)
{
    size_t n = word->latin.n - left.n;
    bool stemmed = word->stem.n > n && memcmp(word->stem.p, word->latin.p, n) == 0;
    *form = (struct roman_form){.latin = left, .skeleton = skeleton_of_latin(left)};
    *rest = (struct person_token){.text = left,
                                  .script = SCRIPT_LATIN,
                                  .forms = form,
                                  .forms_n = 1,
                                  .stem = stemmed ? (struct str){word->stem.p + n, word->stem.n - n} : left};
    fill(model, rest, false);
}

static struct str concatenate(struct arena *arena, struct str a, struct str b)
{
    char *bytes = arena_alloc(arena, a.n + b.n + 1);
    if (!bytes)
        return (struct str){"", 0};
    memcpy(bytes, a.p, a.n);
    memcpy(bytes + a.n, b.p, b.n);
    return (struct str){bytes, a.n + b.n};
}

/* Adds what two syllables of Wade-Giles are in pinyin to the token that they are as one. */
static void add_pinyin(const struct making *making, struct person_token *token, struct str a, struct str b)
{
    char pinyin[WADE_FORMS][WADE_LETTERS];
    size_t n = token->script == SCRIPT_LATIN ? wade_as_pinyin(a, b, pinyin) : 0;
    struct roman_form *forms = n ? arena_array(making->arena, 1 + n, sizeof *forms) : NULL;
    if (!forms)
        return;
    forms[0] = token->forms[0];
    for (size_t i = 0; i < n; i++) {
        struct str latin = str_of(pinyin[i]);
        forms[1 + i].latin = concatenate(making->arena, latin, STR(""));
        forms[1 + i].skeleton = skeleton_of_latin(latin);
        forms[1 + i].scheme = "Wade-Giles";
        token->form_bits |= form_bit(latin);
    }
    token->forms = forms;
    token->forms_n = (uint8_t)(1 + n);
}

/* The index of two neighbouring tokens written as one; UINT16_MAX where they cannot be: only tokens of one
 * script join. */
static size_t add_joined(const struct making *making, const struct name_token *a, const struct name_token *b)
{
    struct person *person = making->person;
    if (a->script != b->script || !a->forms_n || !b->forms_n || a->part == PART_INITIAL ||
        b->part == PART_INITIAL)
        return UINT16_MAX;
    struct str text = concatenate(making->arena, a->folded, b->folded);
    size_t at = find_token(person, a->script, text);
    if (at < person->tokens_n)
        return at;
    struct roman_form *form = arena_alloc(making->arena, sizeof *form);
    if (!form)
        return UINT16_MAX;
    form->latin = concatenate(making->arena, a->forms[0].latin, b->forms[0].latin);
    form->skeleton = skeleton_of_latin(form->latin);
    struct str stem = concatenate(making->arena, a->forms[0].latin, b->stem.n ? b->stem : b->forms[0].latin);
    person->tokens[at] = (struct person_token){
        .joined = true, .script = a->script, .text = text, .forms = form, .forms_n = 1, .stem = stem};
    fill(making->model, &person->tokens[at], false);
    add_pinyin(making, &person->tokens[at], a->forms[0].latin, b->forms[0].latin);
    person->tokens_n++;
    return at;
}

static bool is_content(const struct name_token *token)
{
    return token->part != PART_PARTICLE && token->part != PART_TITLE && token->part != PART_GENERATION &&
           token->forms_n > 0;
}

/* The tokens that are compared; where a name has none but particles and titles, those. */
static size_t content_tokens(const struct name *name, const struct name_token *out[PERSON_NAME_TOKENS])
{
    size_t n = 0;
    for (size_t i = 0; i < name->tokens_n && n < PERSON_NAME_TOKENS; i++)
        if (is_content(&name->tokens[i]))
            out[n++] = &name->tokens[i];
    for (size_t i = 0; n == 0 && i < name->tokens_n; i++)
        if (name->tokens[i].forms_n)
            out[n++] = &name->tokens[i];
    return n;
}

static bool same_tokens(const struct person_name *a, const struct person_name *b)
{
    if (a->tokens_n != b->tokens_n || a->weak != b->weak ||
        name_generation_said((enum generation)a->generation) !=
            name_generation_said((enum generation)b->generation))
        return false;
    for (size_t i = 0; i < a->tokens_n; i++)
        if (a->token[i] != b->token[i] || a->part[i] != b->part[i])
            return false;
    return true;
}

static void add_name(const struct making *making, const struct spelling *spelling)
{
    struct person *person = making->person;
    const struct name_token *const *content = spelling->token;
    size_t n = spelling->tokens_n;
    if (person->names_n == making->names_max || person->tokens_n + 2 * n > making->tokens_max)
        return;
    struct person_name name = {.tokens_n = (uint8_t)n,
                               .weak = spelling->property == PROPERTY_WEAK_ALIAS,
                               .generation = (uint8_t)spelling->generation};
    const struct values *written = &person->subject->values[spelling->property];
    if (spelling->value < written->n)
        name.written = written->at[spelling->value];
    for (size_t i = 0; i < n; i++) {
        name.token[i] = (uint16_t)add_token(making, content[i], spelling->fused);
        name.part[i] = (uint8_t)content[i]->part;
        name.may_be_fused = name.may_be_fused || person->tokens[name.token[i]].may_be_fused;
    }
    for (size_t i = 0; i < n; i++)
        name.joined[i] = i + 1 < n && !spelling->fused
                             ? (uint16_t)add_joined(making, content[i], content[i + 1])
                             : UINT16_MAX;
    for (size_t i = 0; i < person->names_n; i++)
        if (same_tokens(&person->names[i], &name))
            return;
    person->names[person->names_n++] = name;
    if (spelling->fused)
        return;
    person->apart_n = person->names_n;
    person->apart_tokens_n = person->tokens_n;
}

/* The names found so far; room for all that the subject was given. */
struct found {
    struct arena *arena;
    struct forms_cache *forms;
    const struct subject *subject;
    struct spelling *at;
    size_t n;
    struct spelling *fused; /* as many as there is room for */
    size_t fused_n;
};

static struct spelling spelling_of(const struct name *parsed, enum property property, size_t value)
{
    struct spelling spelling = {.property = property, .value = value, .generation = name_generation(parsed)};
    spelling.tokens_n = content_tokens(parsed, spelling.token);
    return spelling;
}

static void add_spelling(struct found *found, const struct name *parsed, enum property property, size_t value)
{
    struct name fused;
    found->at[found->n] = spelling_of(parsed, property, value);
    if (found->at[found->n].tokens_n == 0)
        return;
    found->n++;
    if (!name_fuse(found->arena, found->forms, parsed, &fused))
        return;
    found->fused[found->fused_n] = spelling_of(&fused, property, value);
    found->fused[found->fused_n++].fused = true;
}

static enum err read_names(struct found *found, enum property property, struct fault *fault)
{
    const struct values *values = &found->subject->values[property];
    for (size_t i = 0; i < values->n; i++) {
        struct name parsed;
        enum err err =
            name_parse_cached(found->arena, found->forms, values->at[i], NAME_WHOLE, &parsed, fault);
        if (err == ERR_NO_MEMORY)
            return err;
        if (!err)
            add_spelling(found, &parsed, property, i);
    }
    return ERR_OK;
}

size_t person_names_given(const struct subject *subject)
{
    return 1 + subject->values[PROPERTY_NAME].n + subject->values[PROPERTY_ALIAS].n +
           subject->values[PROPERTY_WEAK_ALIAS].n;
}

/* Given name, father's name and family name put together as one name. */
static enum err compose_name(struct found *found, struct fault *fault)
{
    static const struct {
        enum property property;
        enum name_hint hint;
    } parts[] = {{PROPERTY_FIRST_NAME, NAME_GIVEN},
                 {PROPERTY_SECOND_NAME, NAME_GIVEN},
                 {PROPERTY_MIDDLE_NAME, NAME_GIVEN},
                 {PROPERTY_FATHER_NAME, NAME_FATHER},
                 {PROPERTY_LAST_NAME, NAME_FAMILY}};
    struct name whole = {0};
    enum property written = PROPERTY_LAST_NAME;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct values *values = &found->subject->values[parts[i].property];
        struct name part;
        if (values->n == 0)
            continue;
        if (!whole.tokens &&
            !(whole.tokens = arena_array(found->arena, (size_t)LIMIT_NAME_TOKENS, sizeof *whole.tokens)))
            return fault_set(fault, ERR_NO_MEMORY, "names");
        enum err err =
            name_parse_cached(found->arena, found->forms, values->at[0], parts[i].hint, &part, fault);
        if (err == ERR_NO_MEMORY)
            return err;
        for (size_t k = 0; !err && k < part.tokens_n && whole.tokens_n < (size_t)LIMIT_NAME_TOKENS; k++)
            whole.tokens[whole.tokens_n++] = part.tokens[k];
        written = parts[i].property;
    }
    /* One name alone is used where there is no whole one. */
    if (whole.tokens_n > 1 || (whole.tokens_n == 1 && person_names_given(found->subject) == 1))
        add_spelling(found, &whole, written, 0);
    return ERR_OK;
}

enum err person_spellings(struct arena *arena, struct forms_cache *cache, const struct subject *subject,
                          struct spelling **spellings, size_t *n, struct fault *fault)
{
    struct found found = {.arena = arena, .forms = cache, .subject = subject};
    size_t given = person_names_given(subject);
    found.at = arena_array(arena, 2 * given, sizeof *found.at);
    found.fused = arena_array(arena, given, sizeof *found.fused);
    if (!found.at || !found.fused)
        return fault_set(fault, ERR_NO_MEMORY, "subject %.*s", STR_ARG(subject->id));
    enum err err = read_names(&found, PROPERTY_NAME, fault);
    if (!err)
        err = compose_name(&found, fault);
    if (!err)
        err = read_names(&found, PROPERTY_ALIAS, fault);
    if (!err)
        err = read_names(&found, PROPERTY_WEAK_ALIAS, fault);
    for (size_t i = 0; i < found.fused_n; i++)
        found.at[found.n++] = found.fused[i];
    *spellings = found.at;
    *n = found.n;
    return err;
}

enum err person_lay_out(struct arena *arena, struct forms_cache *cache, const struct model *model,
                        const struct spelling *spellings, size_t n, size_t given, struct person *person,
                        struct fault *fault)
{
    size_t most = 2 * given; /* fused ones too */
    size_t names = most < (size_t)LIMIT_NAMES_PER_SUBJECT ? most : (size_t)LIMIT_NAMES_PER_SUBJECT;
    struct making making = {.arena = arena, .cache = cache, .model = model, .person = person};
    making.names_max = names;
    making.tokens_max = names * 2 * PERSON_NAME_TOKENS;
    /* Most names share tokens: the room is taken for few, and only a list of odd names is cut. */
    size_t room = names < 8 ? making.tokens_max : 8 * 2 * PERSON_NAME_TOKENS + names * 6;
    if (making.tokens_max > room)
        making.tokens_max = room;
    /* No more can be needed than there are. */
    size_t needed = 0;
    for (size_t i = 0; i < n; i++)
        needed += 2 * spellings[i].tokens_n;
    person->names = arena_array(arena, names < n ? names : n, sizeof *person->names);
    person->tokens =
        arena_array(arena, needed < making.tokens_max ? needed : making.tokens_max, sizeof *person->tokens);
    if (!person->names || !person->tokens)
        return fault_set(fault, ERR_NO_MEMORY, "subject %.*s", STR_ARG(person->id));
    for (size_t i = 0; i < n; i++)
        add_name(&making, &spellings[i]);
    return ERR_OK;
}

static enum err person_names(struct making *making, struct fault *fault)
{
    const struct subject *subject = making->person->subject;
    struct spelling *spellings;
    size_t n;
    enum err err = person_spellings(making->arena, making->cache, subject, &spellings, &n, fault);
    if (err)
        return err;
    return person_lay_out(making->arena, making->cache, making->model, spellings, n,
                          person_names_given(subject), making->person, fault);
}

static void person_dates(struct arena *arena, struct person *person)
{
    const struct values *values = &person->subject->values[PROPERTY_BIRTH_DATE];
    size_t most = values->n < (size_t)LIMIT_DATES_PER_SUBJECT ? values->n : (size_t)LIMIT_DATES_PER_SUBJECT;
    person->dates = arena_array(arena, most, sizeof *person->dates);
    for (size_t i = 0; person->dates && i < values->n && person->dates_n < most; i++)
        if (date_parse(values->at[i], &person->dates[person->dates_n], NULL) == ERR_OK)
            person->dates_n++;
}

static void add_country(struct values_of_country *countries, country code)
{
    for (size_t i = 0; i < countries->n; i++)
        if (countries->at[i] == code)
            return;
    if (code)
        countries->at[countries->n++] = code;
}

static void countries_of(struct arena *arena, const struct values *codes, const struct values *places,
                         struct values_of_country *out)
{
    out->at = arena_array(arena, codes->n + (places ? places->n : 0), sizeof *out->at);
    if (!out->at)
        return;
    for (size_t i = 0; i < codes->n; i++)
        add_country(out, country_of(codes->at[i]));
    for (size_t i = 0; places && i < places->n; i++)
        add_country(out, country_of_place(places->at[i]));
}

enum { PLACE_TOKENS = 32, PLACE_LETTERS = 4 };

/* The words of the places that are no country: what stands before the last comma, or all without one. */
static void person_places(struct arena *arena, struct person *person)
{
    const struct values *values = &person->subject->values[PROPERTY_BIRTH_PLACE];
    if (values->n == 0 || !(person->places = arena_array(arena, PLACE_TOKENS, sizeof *person->places)))
        return;
    for (size_t i = 0; i < values->n; i++) {
        struct str rest = values->at[i];
        while (rest.p) {
            struct str piece = str_trim(str_cut(&rest, ','));
            struct name name;
            if (country_of(piece) || name_parse(arena, piece, NAME_WHOLE, &name, NULL) != ERR_OK)
                continue;
            for (size_t k = 0; k < name.tokens_n && person->places_n < PLACE_TOKENS; k++)
                if (name.tokens[k].forms_n && name.tokens[k].forms[0].latin.n >= PLACE_LETTERS)
                    person->places[person->places_n++] = name.tokens[k].forms[0].skeleton;
        }
    }
}

enum { DOCUMENT_LEAST = 5 /* letters and digits: shorter numbers are shared by chance */ };

static void add_documents(struct arena *arena, struct person *person, const struct values *values)
{
    for (size_t i = 0; i < values->n; i++) {
        char *bytes = arena_alloc(arena, values->at[i].n + 1);
        struct str number = {bytes, bytes ? fold_number(values->at[i], bytes) : 0};
        /* "Not known" is no number. */
        if (document_letters(number) >= DOCUMENT_LEAST && str_has_digit(number))
            person->documents[person->documents_n++] = number;
    }
}

static void person_documents(struct arena *arena, struct person *person)
{
    const struct values *ids = &person->subject->values[PROPERTY_ID_NUMBER];
    const struct values *passports = &person->subject->values[PROPERTY_PASSPORT_NUMBER];
    person->documents = arena_array(arena, ids->n + passports->n, sizeof *person->documents);
    if (!person->documents)
        return;
    add_documents(arena, person, ids);
    add_documents(arena, person, passports);
}

static void add_contacts(struct arena *arena, struct person *person, const struct values *values)
{
    for (size_t i = 0; i < values->n; i++) {
        struct str contact = contact_read(arena, values->at[i]);
        if (contact.n)
            person->contacts[person->contacts_n++] = contact;
    }
}

static void person_contacts(struct arena *arena, struct person *person)
{
    const struct values *phones = &person->subject->values[PROPERTY_PHONE];
    const struct values *mails = &person->subject->values[PROPERTY_EMAIL];
    const struct values *addresses = &person->subject->values[PROPERTY_ADDRESS];
    if (phones->n + mails->n &&
        (person->contacts = arena_array(arena, phones->n + mails->n, sizeof *person->contacts))) {
        add_contacts(arena, person, phones);
        add_contacts(arena, person, mails);
    }
    if (addresses->n && (person->addresses = arena_array(arena, addresses->n, sizeof *person->addresses)))
        for (; person->addresses_n < addresses->n; person->addresses_n++)
            address_read(addresses->at[person->addresses_n], &person->addresses[person->addresses_n]);
}

static char gender_of(const struct values *values)
{
    if (values->n == 0 || values->at[0].n == 0)
        return 0;
    char c = (char)tolower((unsigned char)values->at[0].p[0]);
    return c == 'm' || c == 'f' ? c : 0;
}

enum err person_init(struct arena *arena, const struct model *model, const struct subject *subject,
                     struct person *person, struct fault *fault)
{
    return person_init_cached(arena, NULL, model, subject, person, fault);
}

void person_facts(struct arena *arena, const struct subject *subject, struct person *person)
{
    *person = (struct person){.id = subject->id, .subject = subject};
    person_dates(arena, person);
    person_places(arena, person);
    person_documents(arena, person);
    person_contacts(arena, person);
    countries_of(arena, &subject->values[PROPERTY_BIRTH_COUNTRY], &subject->values[PROPERTY_BIRTH_PLACE],
                 &person->birth_countries);
    countries_of(arena, &subject->values[PROPERTY_NATIONALITY], NULL, &person->nationalities);
    person->gender = gender_of(&subject->values[PROPERTY_GENDER]);
}

enum err person_init_cached(struct arena *arena, struct forms_cache *cache, const struct model *model,
                            const struct subject *subject, struct person *person, struct fault *fault)
{
    person_facts(arena, subject, person);
    struct making making = {.arena = arena, .cache = cache, .model = model, .person = person};
    enum err err = person_names(&making, fault);
    if (err)
        return err;
    if (arena_failed(arena))
        return fault_set(fault, ERR_NO_MEMORY, "subject %.*s", STR_ARG(subject->id));
    if (!person_says_who(person))
        return fault_set(fault, ERR_NO_USE, "subject %.*s has no name that can be read, and no document",
                         STR_ARG(subject->id));
    return ERR_OK;
}
