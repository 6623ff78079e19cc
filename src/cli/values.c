/* Values: what a command line says of a person. See values.h. */
#include "cli/values.h"

#include "base/limits.h"
#include "private/contact.h"
#include "record/date.h"
#include "record/fold.h"

#include <string.h>

static const struct {
    const char *option;
    enum property property;
} options[] = {{"--name", PROPERTY_NAME},          {"NAME", PROPERTY_NAME},
               {"--alias", PROPERTY_ALIAS},        {"--born", PROPERTY_BIRTH_DATE},
               {"--document", PROPERTY_ID_NUMBER}, {"--citizenship", PROPERTY_NATIONALITY},
               {"--place", PROPERTY_BIRTH_PLACE},  {"--gender", PROPERTY_GENDER},
               {"--contact", PROPERTY_PHONE}}; /* or another: its first word says what it is */
enum { OPTIONS = sizeof options / sizeof *options };

/* The values of an option: one or several; none where the verb has it not. */
static size_t given(const struct call *call, const char *option, const char *const **at, const char **one)
{
    if (!call_takes(call, option) || !call_has(call, option))
        return 0;
    const struct texts *texts = call_texts(call, option);
    *one = call_text(call, option).p;
    *at = texts->n ? texts->at : one;
    return texts->n ? texts->n : 1;
}

/* In the digits of ASCII. */
static enum err fold_value(struct call *call, struct str *text, struct fault *fault)
{
    *text = fold_digits_copy(call_arena(call), *text);
    return text->p ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "a value");
}

enum err values_born(struct call *call, struct str *text, time_ms now, struct fault *fault)
{
    struct date date;
    struct fault why = {0};
    if (date_parse_birth(*text, date_last_birth(now), &date, &why))
        return fault_set(fault, ERR_BAD_INPUT, "--born: %s", why.detail);
    return fold_value(call, text, fault);
}

/* "telephone +7 ...": the kind and how it is written. */
static enum err read_contact(struct call *call, struct value_new *value, struct fault *fault)
{
    struct str written = value->value;
    struct buf normal;
    unsigned kind = contact_kind_of(str_cut(&written, ' '));
    enum property property = kind == CONTACT_TELEPHONE ? PROPERTY_PHONE
                             : kind == CONTACT_MAIL    ? PROPERTY_EMAIL
                             : kind == CONTACT_HANDLE  ? PROPERTY_HANDLE
                                                       : PROPERTY_COUNT;
    if (property == PROPERTY_COUNT)
        return fault_set(fault, ERR_USAGE, "--contact: 'telephone', 'mail' or 'handle' and the contact");
    buf_init(&normal, LIMIT_VALUE_BYTES);
    enum err err = kind == CONTACT_TELEPHONE ? fold_value(call, &written, fault) : ERR_OK;
    if (!err)
        err = contact_normal((enum contact_kind)kind, written, &normal, fault);
    buf_release(&normal);
    value->property = str_of(property_ftm(property));
    value->value = str_trim(written);
    return err;
}

enum err values_given(struct call *call, time_ms now, struct value_new **values, size_t *n,
                      struct fault *fault)
{
    const char *const *at = NULL, *const *translations = NULL, *one, *one_translation;
    size_t translated = given(call, "--translation", &translations, &one_translation);
    struct value_new shared = {.source =
                                   call_takes(call, "--source") ? call_text(call, "--source") : STR("")};
    enum err err = ERR_OK;
    if (call_takes(call, "--grading"))
        err = call_grading(call, &shared.reliability, &shared.credibility, fault);
    *n = 0;
    *values = arena_array(call_arena(call), (size_t)OPTIONS * TEXTS_MAX, sizeof **values);
    if (!*values)
        return fault_set(fault, ERR_NO_MEMORY, "the values of a person");
    for (size_t i = 0; i < OPTIONS && !err; i++) {
        size_t count = given(call, options[i].option, &at, &one);
        for (size_t k = 0; k < count && !err; k++) {
            struct value_new *value = &(*values)[(*n)++];
            *value = shared;
            value->property = str_of(property_ftm(options[i].property));
            value->value = str_trim(str_of(at[k]));
            if (options[i].property == PROPERTY_NAME && k < translated)
                value->translation = str_of(translations[k]);
            if (options[i].property == PROPERTY_BIRTH_DATE)
                err = values_born(call, &value->value, now, fault);
            if (!err && !value->value.n)
                err = fault_set(fault, ERR_BAD_INPUT, "%s is empty", options[i].option);
            if (!err && options[i].property == PROPERTY_PHONE)
                err = read_contact(call, value, fault);
        }
    }
    return err;
}

enum err values_subject(struct call *call, time_ms now, struct subject *subject, struct fault *fault)
{
    struct value_new *values;
    size_t n;
    enum err err = values_given(call, now, &values, &n, fault);
    *subject = (struct subject){.id = STR("typed")};
    for (size_t i = 0; i < n && !err; i++) {
        struct values *into = &subject->values[property_by_ftm(values[i].property)];
        struct str *grown = arena_array(call_arena(call), into->n + 1, sizeof *grown);
        if (!grown)
            return fault_set(fault, ERR_NO_MEMORY, "a person");
        if (into->n)
            memcpy(grown, into->at, into->n * sizeof *grown);
        grown[into->n] = values[i].value;
        *into = (struct values){grown, into->n + 1};
    }
    return err;
}
