/* OFAC remarks: see ofac_remarks.h. */
#include "record/ofac_remarks.h"

static const struct {
    struct str beginning;
    enum property property;
} remarks_known[] = {
#define M(beginning, property) {{"" beginning, sizeof(beginning) - 1}, property},
#include "record/remarks.def"
#undef M
};

static bool begins_with(struct str s, struct str beginning)
{
    return s.n >= beginning.n && memcmp(s.p, beginning.p, beginning.n) == 0;
}

static struct str after(struct str s, size_t n)
{
    return (struct str){s.p + n, s.n - n};
}

/* Up to the first " (", " issued", " expires" and the like, which tell of the paper. */
static struct str number_alone(struct str text)
{
    static const char *const ends[] = {" (", " issued", " expires", " Issued", " Expires", " exp."};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct str end = str_of(ends[i]);
        for (size_t k = 0; k + end.n <= text.n; k++)
            if (memcmp(text.p + k, end.p, end.n) == 0)
                text.n = k;
    }
    while (text.n && (text.p[text.n - 1] == ',' || text.p[text.n - 1] == '.'))
        text.n--;
    return text;
}

/* A nickname out of its quotes, which are doubled now and then. */
static struct str unquoted(struct str text)
{
    while (text.n >= 2 && (text.p[0] == '\'' || text.p[0] == '"') && text.p[text.n - 1] == text.p[0])
        text = (struct str){text.p + 1, text.n - 2};
    return text;
}

static enum err take(struct draft *draft, struct intake *intake, enum property property, struct str text,
                     struct fault *fault)
{
    struct str field = str_of(property_ftm(property));
    switch (property) {
    case PROPERTY_BIRTH_DATE:
        return draft_add_dates(draft, intake, STR("Remarks: DOB"), text, fault);
    case PROPERTY_ID_NUMBER:
    case PROPERTY_PASSPORT_NUMBER:
        text = number_alone(text);
        if (!str_has_digit(text))
            return ERR_OK; /* tells of the paper, not its number */
        break;
    case PROPERTY_WEAK_ALIAS:
        text = unquoted(text);
        break;
    default:
        break;
    }
    draft_add(draft, property, field, text);
    return ERR_OK;
}

enum err ofac_remarks(struct draft *draft, struct intake *intake, struct str remarks, struct fault *fault)
{
    enum err err = ERR_OK;
    remarks = str_trim(remarks);
    /* The last piece ends with a full stop, which may be that of an abbreviation. */
    if (remarks.n && remarks.p[remarks.n - 1] == '.')
        remarks.n--;
    while (remarks.p && !err) {
        struct str piece = str_trim(str_cut(&remarks, ';'));
        if (begins_with(piece, STR("alt. ")))
            piece = after(piece, 5);
        for (size_t i = 0; i < sizeof remarks_known / sizeof *remarks_known; i++) {
            if (!begins_with(piece, remarks_known[i].beginning))
                continue;
            err = take(draft, intake, remarks_known[i].property,
                       str_trim(after(piece, remarks_known[i].beginning.n)), fault);
            break;
        }
    }
    return err;
}

enum property ofac_remark_property(struct str kind)
{
    for (size_t i = 0; i < sizeof remarks_known / sizeof *remarks_known; i++)
        if (kind.n && str_equal(kind, str_trim(remarks_known[i].beginning)))
            return remarks_known[i].property;
    return PROPERTY_COUNT;
}
