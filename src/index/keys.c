/* Keys: what a record is found by. See keys.h. */
#include "index/keys.h"

#include "base/hash.h"
#include "match/ties.h"

static void add(const struct model *model, struct token_skeletons *skeletons, skeleton s)
{
    enum { RARE_NATS = 5 };
    for (size_t i = 0; i < skeletons->n; i++)
        if (skeletons->at[i] == s)
            return;
    if (!s || skeletons->n == TOKEN_KEYS)
        return;
    skeletons->rarity[skeletons->n] = (uint16_t)rarity_of_skeleton(model->rarity, s);
    if (skeletons->rarity[skeletons->n] >= RARE_NATS * RARITY_UNIT)
        skeletons->rare |= (uint8_t)(1U << skeletons->n);
    skeletons->at[skeletons->n++] = s;
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
}

uint64_t key_pair(skeleton a, skeleton b)
{
    return hash_pair(KEY_PAIR, a < b ? hash_pair(a, b) : hash_pair(b, a));
}

uint64_t key_rare(skeleton s)
{
    return hash_pair(KEY_RARE, s);
}

uint64_t key_document(struct str document)
{
    return hash_str(document, KEY_DOCUMENT);
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

uint32_t dates_code(const struct date *dates, size_t n)
{
    if (n == 0)
        return DATE_NONE;
    return n == 1 ? date_code(dates[0]) : DATE_ANY;
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

/* Where the keys of one person go. */
struct telling {
    const struct person *person;
    double least; /* rarity, in units */
    bool (*tell)(void *context, uint64_t key, uint32_t date);
    void *context;
};

/* A key beside each of his dates: they are alternatives, of which the best counts. */
static bool tell_dated(const struct telling *t, uint64_t key)
{
    bool good = t->person->dates_n > 0 || t->tell(t->context, key, DATE_NONE);
    for (size_t i = 0; good && i < t->person->dates_n; i++)
        good = t->tell(t->context, key, date_code(t->person->dates[i]));
    return good;
}

static bool token_keys(const struct telling *t, const struct token_skeletons *skeletons)
{
    bool good = true;
    for (size_t i = 0; good && i < skeletons->n; i++) {
        for (size_t k = 0; good && k < t->person->dates_n; k++)
            if (t->person->dates[k].day)
                good = t->tell(t->context, key_day(skeletons->at[i], t->person->dates[k]),
                               date_code(t->person->dates[k]));
        if (good && skeletons->rare >> i & 1 && skeletons->rarity[i] >= t->least)
            good = tell_dated(t, key_rare(skeletons->at[i]));
    }
    return good;
}

static bool pair_keys(const struct telling *t, const struct token_skeletons *a,
                      const struct token_skeletons *b)
{
    bool good = true;
    for (size_t i = 0; good && i < a->n; i++)
        for (size_t j = 0; good && j < b->n; j++)
            good = tell_dated(t, key_pair(a->at[i], b->at[j]));
    return good;
}

static void skeletons_of(const struct model *model, const struct person_token *token,
                         struct token_skeletons *skeletons)
{
    struct name_token named = {.forms = token->forms, .forms_n = token->forms_n, .skeleton = token->skeleton};
    token_skeletons_init(model, &named, skeletons);
}

bool person_keys(const struct model *model, const struct person *person, double least,
                 bool (*tell)(void *context, uint64_t key, uint32_t date), void *context)
{
    struct telling t = {.person = person, .least = least * RARITY_UNIT, .tell = tell, .context = context};
    bool good = true;
    for (size_t i = 0; good && i < person->names_n; i++) {
        struct token_skeletons skeletons[PERSON_NAME_TOKENS];
        const struct person_name *name = &person->names[i];
        for (size_t k = 0; good && k < name->tokens_n; k++) {
            skeletons_of(model, &person->tokens[name->token[k]], &skeletons[k]);
            good = token_keys(&t, &skeletons[k]);
            for (size_t l = 0; good && l < k; l++)
                good = pair_keys(&t, &skeletons[l], &skeletons[k]);
        }
    }
    for (size_t i = 0; good && i < person->documents_n; i++)
        good = tell(context, key_document(person->documents[i]), DATE_ANY);
    for (size_t i = 0; good && i < person->contacts_n; i++)
        good = tell(context, key_contact(person->contacts[i]), DATE_ANY);
    for (size_t i = 0; good && i < person->addresses_n; i++) {
        const struct address *address = &person->addresses[i];
        for (size_t k = 0; good && k < address->keys_n; k++)
            good = tell(context, key_address(address->keys[k]), DATE_ANY);
    }
    return good;
}
