/* Keys: what a record is found by. See keys.h. */
#include "index/keys.h"

#include "base/hash.h"
#include "match/ties.h"
#include "name/equivalents.h"
#include "name/fuse.h"

static void add(const struct model *model, struct token_skeletons *skeletons, skeleton s)
{
    for (size_t i = 0; i < skeletons->n; i++)
        if (skeletons->at[i] == s)
            return;
    if (!s || skeletons->n == TOKEN_KEYS)
        return;
    skeletons->rarity[skeletons->n] = (uint16_t)rarity_of_skeleton(model->rarity, s);
    skeletons->at[skeletons->n++] = s;
}

/* A Khmer name's usual spelling is often no romanisation of it, so that neither token of a name may have the
 * skeleton that the usual one has. */
static void add_usual(const struct model *model, const struct name_token *token,
                      struct token_skeletons *skeletons)
{
    struct equivalence classes[EQUIVALENCES_MAX];
    size_t n = name_equivalent_class(token->folded, classes);
    for (size_t i = 0; i < n; i++) {
        const skeleton *usual;
        size_t usual_n = name_equivalent_skeletons(classes[i].class_id, &usual);
        for (size_t k = 0; k < usual_n; k++)
            add(model, skeletons, usual[k]);
    }
}

void token_skeletons_init(const struct model *model, const struct name_token *token,
                          struct token_skeletons *skeletons)
{
    skeleton found[ROMAN_FORMS_MAX];
    *skeletons = (struct token_skeletons){0};
    if (token->forms_n && token->forms[0].latin.n == 1)
        return;
    size_t n = skeletons_of_forms(token->forms, token->forms_n, found);
    if (n)
        add(model, skeletons, found[0]);
    add(model, skeletons, token->skeleton);
    for (size_t i = 1; i < n; i++)
        add(model, skeletons, found[i]);
    if (token->script == SCRIPT_KHMER)
        add_usual(model, token, skeletons);
}

uint64_t key_pair(skeleton a, skeleton b)
{
    return hash_pair(KEY_PAIR, a < b ? hash_pair(a, b) : hash_pair(b, a));
}

uint64_t key_token(skeleton s)
{
    return hash_pair(KEY_TOKEN, s);
}

uint64_t key_document(struct str document)
{
    return hash_str(document, KEY_DOCUMENT);
}

uint64_t key_slip(struct str document, size_t third)
{
    if (document.n < DOCUMENT_SLIP)
        return 0;
    size_t n = (document.n + 4) / SLIP_THIRDS;
    size_t from = third * (document.n - n) / (SLIP_THIRDS - 1);
    uint64_t before = hash_str((struct str){document.p, from}, KEY_SLIP);
    return hash_str((struct str){document.p + from + n, document.n - from - n}, before);
}

uint64_t key_contact(struct str contact)
{
    return hash_str(contact_stem(contact), KEY_CONTACT);
}

uint64_t key_address(uint64_t pair)
{
    return hash_pair(KEY_ADDRESS, pair);
}

uint64_t key_id(struct str list, struct str id)
{
    return hash_str(id, hash_str(list, KEY_ID));
}

uint64_t key_day(skeleton s, struct date date)
{
    if (date.day == 0)
        return 0;
    unsigned low = date.day < date.month ? date.day : date.month;
    unsigned high = date.day < date.month ? date.month : date.day;
    return hash_pair(KEY_DAY, hash_pair(s, low << 8 | high));
}

uint32_t date_code(struct date date)
{
    int year = date.year - DATE_FIRST_YEAR;
    if (year < 1 || year > 255)
        return DATE_ANY;
    return (uint32_t)year << 9 | (uint32_t)date.month << 5 | date.day;
}

size_t dates_codes(const struct date *dates, size_t n, uint32_t codes[DATES_POSTED])
{
    codes[0] = n ? DATE_ANY : DATE_NONE;
    if (n == 0 || n > DATES_POSTED)
        return 1;
    for (size_t i = 0; i < n; i++) {
        codes[i] = date_code(dates[i]);
        if (codes[i] == DATE_ANY) {
            codes[0] = DATE_ANY;
            return 1;
        }
    }
    return n;
}

struct date date_of_code(uint32_t code)
{
    struct date date = {0};
    if (code >> 9)
        date = (struct date){(int16_t)((code >> 9) + DATE_FIRST_YEAR), (code >> 5) & 15, code & 31};
    return date;
}

/* A name whose keys are being told. */
struct telling {
    const struct date *dates;
    size_t dates_n;
    double least; /* rarity, in units */
    uint32_t codes[DATES_POSTED];
    size_t codes_n;
    const struct key_teller *teller;
    struct told_key told; /* what is the same of several keys */
};

static bool tell(const struct key_teller *teller, enum key_kind kind, uint64_t key)
{
    struct told_key told = {.kind = kind, .key = key, .date = DATE_ANY};
    return teller->tell(teller->context, &told);
}

static bool tell_beside(const struct telling *t, enum key_kind kind, uint64_t key, uint32_t date)
{
    struct told_key told = t->told;
    told.kind = kind;
    told.key = key;
    told.date = date;
    return t->teller->tell(t->teller->context, &told);
}

/* A key beside each date: they are alternatives, of which the best counts. */
static bool tell_dated(const struct telling *t, enum key_kind kind, uint64_t key)
{
    bool good = true;
    for (size_t i = 0; good && i < t->codes_n; i++)
        good = tell_beside(t, kind, key, t->codes[i]);
    return good;
}

static bool token_keys(struct telling *t, const struct token_skeletons *skeletons, size_t which)
{
    bool good = true;
    t->told.first = t->told.second = (uint8_t)which;
    for (size_t i = 0; good && i < skeletons->n; i++) {
        for (size_t k = 0; good && k < t->dates_n; k++)
            if (t->dates[k].day)
                good =
                    tell_beside(t, KEY_DAY, key_day(skeletons->at[i], t->dates[k]), date_code(t->dates[k]));
        if (good && skeletons->rarity[i] >= t->least)
            good = tell_dated(t, KEY_TOKEN, key_token(skeletons->at[i]));
    }
    return good;
}

static bool pair_keys(struct telling *t, const struct token_skeletons *a, size_t first,
                      const struct token_skeletons *b, size_t second)
{
    bool good = true;
    t->told.first = (uint8_t)first;
    t->told.second = (uint8_t)second;
    for (size_t i = 0; good && i < a->n; i++)
        for (size_t j = 0; good && j < b->n; j++)
            good = tell_dated(t, KEY_PAIR, key_pair(a->at[i], b->at[j]));
    return good;
}

/* The keys of token i and the next as one word. */
static bool joined_keys(struct telling *t, const struct key_name *name, size_t i)
{
    const struct token_skeletons *joined = &name->joined[i];
    bool good = joined->n == 0 || token_keys(t, joined, name->n + i);
    for (size_t k = 0; good && joined->n && k < name->n; k++)
        if (k != i && k != i + 1)
            good = pair_keys(t, joined, name->n + i, name->token[k], k);
    return good;
}

bool name_keys(const struct key_name *name, const struct date *dates, size_t dates_n, double least,
               const struct key_teller *teller)
{
    struct telling t = {.dates = dates,
                        .dates_n = dates_n,
                        .least = least * RARITY_UNIT,
                        .teller = teller,
                        .told = {.name = name->number}};
    t.codes_n = dates_codes(dates, dates_n, t.codes);
    bool good = true;
    for (size_t k = 0; good && k < name->n; k++) {
        good = token_keys(&t, name->token[k], k);
        for (size_t l = 0; good && l < k; l++)
            good = pair_keys(&t, name->token[l], l, name->token[k], k);
        if (good && k + 1 < name->n)
            good = joined_keys(&t, name, k);
    }
    return good;
}

void person_token_skeletons(const struct model *model, const struct person_token *token,
                            struct token_skeletons *skeletons)
{
    struct name_token named = {.folded = token->text,
                               .script = token->script,
                               .forms = token->forms,
                               .forms_n = token->forms_n,
                               .skeleton = token->skeleton};
    token_skeletons_init(model, &named, skeletons);
    struct str left[NAME_UNFUSED_MOST];
    size_t n = token->may_be_fused ? name_unfused(token->latin, left) : 0;
    skeletons->whole_n = skeletons->n;
    for (size_t i = 0; i < n; i++)
        add(model, skeletons, skeleton_of_latin(left[i]));
}

bool person_keys(const struct model *model, const struct person *person, double least,
                 const struct key_teller *teller)
{
    bool good = true;
    for (size_t i = 0; good && i < person->names_n; i++) {
        struct token_skeletons skeletons[PERSON_NAME_TOKENS];
        const struct person_name *name = &person->names[i];
        struct key_name keyed = {.number = i, .n = name->tokens_n};
        for (size_t k = 0; k < name->tokens_n; k++) {
            person_token_skeletons(model, &person->tokens[name->token[k]], &skeletons[k]);
            keyed.token[k] = &skeletons[k];
            if (name->joined[k] != UINT16_MAX)
                person_token_skeletons(model, &person->tokens[name->joined[k]], &keyed.joined[k]);
        }
        good = name_keys(&keyed, person->dates, person->dates_n, least, teller);
    }
    return good && facts_keys(person, teller);
}

bool facts_keys(const struct person *person, const struct key_teller *teller)
{
    bool good = true;
    for (size_t i = 0; good && i < person->documents_n; i++)
        good = tell(teller, KEY_DOCUMENT, key_document(person->documents[i]));
    for (size_t i = 0; good && i < person->documents_n * SLIP_THIRDS; i++) {
        uint64_t key = key_slip(person->documents[i / SLIP_THIRDS], i % SLIP_THIRDS);
        good = !key || tell(teller, KEY_SLIP, key);
    }
    for (size_t i = 0; good && i < person->contacts_n; i++)
        good = tell(teller, KEY_CONTACT, key_contact(person->contacts[i]));
    for (size_t i = 0; good && i < person->addresses_n; i++) {
        const struct address *address = &person->addresses[i];
        for (size_t k = 0; good && k < address->keys_n; k++)
            good = tell(teller, KEY_ADDRESS, key_address(address->keys[k]));
    }
    return good;
}
