/* Index: the segments of a generation. See index.h. */
#include "index/index.h"

#include <stdlib.h>

void index_close(struct index *index)
{
    if (!index)
        return;
    for (size_t i = 0; i < index->parts_n; i++) {
        segment_close(index->parts[i].segment);
        free(index->parts[i].gone);
    }
    free(index->parts);
    free(index);
}

enum err index_open_segment(struct index **out, const struct model *model, const char *path, size_t readable,
                            struct fault *fault)
{
    uint8_t fingerprint[MODEL_FINGERPRINT_BYTES];
    struct index *index = calloc(1, sizeof *index);
    model_fingerprint(model, fingerprint);
    if (!index || !(index->parts = calloc(1, sizeof *index->parts))) {
        free(index);
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    }
    index->model = model;
    enum err err = segment_open(&index->parts[0].segment, path, fingerprint, fault);
    if (err) {
        index_close(index);
        return err;
    }
    index->parts_n = 1;
    index->parts[0].readable = readable;
    index->persons = readable;
    *out = index;
    return ERR_OK;
}
