/* Plain: ICU and Levenshtein. See plain.h. */
#include "plain.h"

#include "must.h"

#include <string.h>

UTransliterator *plain_open(void)
{
    static const char rules[] = "Any-Latin; Latin-ASCII; Lower";
    UChar id[sizeof rules];
    UErrorCode error = U_ZERO_ERROR;
    u_uastrcpy(id, rules);
    UTransliterator *transliterator = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    must(U_SUCCESS(error), u_errorName(error), NULL);
    return transliterator;
}

void plain_init(UTransliterator *transliterator, struct str name, struct plain *plain)
{
    UChar text[NAME * 4];
    char ascii[NAME * 4];
    int32_t n = 0;
    UErrorCode error = U_ZERO_ERROR;
    *plain = (struct plain){0};
    u_strFromUTF8(text, NAME, &n, name.p, (int32_t)(name.n < NAME ? name.n : NAME - 1), &error);
    int32_t limit = n;
    utrans_transUChars(transliterator, text, &n, NAME * 4, 0, &limit, &error);
    u_strToUTF8(ascii, sizeof ascii, &n, text, n, &error);
    must(U_SUCCESS(error), u_errorName(error), NULL);
    for (struct str rest = {ascii, (size_t)n}; rest.p && plain->n < TOKENS;) {
        struct str token = str_cut(&rest, ' ');
        if (token.n == 0)
            continue;
        plain->length[plain->n] = (uint8_t)(token.n < TOKEN ? token.n : TOKEN);
        memcpy(plain->token[plain->n], token.p, plain->length[plain->n]);
        plain->n++;
    }
}

static int levenshtein(const char *a, int a_n, const char *b, int b_n)
{
    int row[TOKEN + 1];
    for (int j = 0; j <= b_n; j++)
        row[j] = j;
    for (int i = 1; i <= a_n; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b_n; j++) {
            int above = row[j];
            int cost = diagonal + (a[i - 1] != b[j - 1]);
            if (above + 1 < cost)
                cost = above + 1;
            if (row[j - 1] + 1 < cost)
                cost = row[j - 1] + 1;
            row[j] = cost;
            diagonal = above;
        }
    }
    return row[b_n];
}

double plain_compare(const struct plain *a, const struct plain *b)
{
    const struct plain *rows = a->n <= b->n ? a : b;
    const struct plain *columns = rows == a ? b : a;
    unsigned used = 0;
    double sum = 0;
    for (size_t i = 0; i < rows->n; i++) {
        double best = 0;
        size_t best_at = TOKENS;
        for (size_t j = 0; j < columns->n; j++) {
            int longest = rows->length[i] > columns->length[j] ? rows->length[i] : columns->length[j];
            if (used >> j & 1)
                continue;
            double alike = 1 - (double)levenshtein(rows->token[i], rows->length[i], columns->token[j],
                                                   columns->length[j]) /
                                   longest;
            if (alike > best) {
                best = alike;
                best_at = j;
            }
        }
        used |= 1U << best_at;
        sum += best;
    }
    return columns->n ? sum / (double)columns->n : 0;
}
