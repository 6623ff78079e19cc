/* Leaf: its values by name. See leaf.h. */
#include "channel/leaf.h"

enum err leaf_read(struct str leaf, enum direction *direction, struct str *header, struct fault *fault)
{
    if (leaf.n != LEAF_BYTES || (leaf.p[0] != DIRECTION_SENT && leaf.p[0] != DIRECTION_RECEIVED))
        return fault_set(fault, ERR_BAD_INPUT, "leaf: not one of a channel's ledger");
    *direction = (enum direction)leaf.p[0];
    *header = (struct str){leaf.p + 1, leaf.n - 1};
    return ERR_OK;
}

bool leaf_value(struct str leaf, struct str name, int64_t *number, struct str *bytes,
                unsigned char scratch[DIGEST_BYTES])
{
    enum direction direction;
    struct header header;
    struct str raw;
    if (leaf_read(leaf, &direction, &raw, NULL) || header_read(&header, raw, NULL))
        return false;
    if (str_equal(name, STR("digest"))) {
        struct digest digest;
        header_digest(raw, &digest);
        memcpy(scratch, digest.bytes, DIGEST_BYTES);
        *bytes = (struct str){(const char *)scratch, DIGEST_BYTES};
        return true;
    }
    const struct {
        struct str name;
        int64_t value;
        bool always;
    } values[] = {{STR("sequence"), (int64_t)header.sequence, true},
                  {STR("message"), (int64_t)header.message, true},
                  {STR("kind"), (int64_t)header.kind, true},
                  {STR("urgent"), header.urgent, true},
                  {STR("whose"), (int64_t)header.whose, false},
                  {STR("about"), (int64_t)header.about, false},
                  {STR("due"), header.due, false},
                  {STR("position"), (int64_t)header.position, true},
                  {STR("written"), header.written, true},
                  {STR("sent"), header.sent, true}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (str_equal(name, values[i].name)) {
            *number = values[i].value;
            return values[i].always || values[i].value != 0;
        }
    return false;
}
