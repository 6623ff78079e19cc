/* Explanation, for programs. See explanation_json.h. */
#include "match/explanation_json.h"

#include <math.h>

json_t *nats_json(double nats)
{
    return json_real(round(nats * 1e6) / 1e6);
}

json_t *explanation_json(const struct explanation *explanation, const char *left, const char *right)
{
    json_t *lines = json_array();
    bool good = lines != NULL;
    for (size_t i = 0; i < explanation->n && good; i++) {
        const struct contribution *line = &explanation->line[i];
        good = json_array_append_new(lines, json_pack("{s:s, s:s, s:s, s:s, s:o}", "field", line->field, left,
                                                      line->left, right, line->right, "how", line->how,
                                                      "weight", nats_json((double)line->weight / 1e6))) == 0;
    }
    if (!good) {
        json_decref(lines);
        return NULL;
    }
    return lines;
}
