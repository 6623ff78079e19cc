/* Edifact: see edifact.h. */
#include "record/edifact.h"

enum { SEGMENT_BYTES = 64 * 1024, UNA_BYTES = 9 };

void edifact_open(struct edifact *edifact, struct lines *lines)
{
    *edifact = (struct edifact){.lines = lines,
                                .view = STR(""),
                                .line = 1,
                                .component = ':',
                                .element = '+',
                                .release = '?',
                                .terminator = '\''};
    buf_init(&edifact->text, SEGMENT_BYTES);
}

/* The next byte, or -1 at the end; *err where reading failed. */
static int next_byte(struct edifact *edifact, enum err *err, struct fault *fault)
{
    while (edifact->view.n == 0) {
        if (edifact->ended)
            return -1;
        *err = lines_bytes(edifact->lines, &edifact->view, &edifact->ended, fault);
        if (*err)
            return -1;
    }
    unsigned char byte = (unsigned char)edifact->view.p[0];
    edifact->view.p++;
    edifact->view.n--;
    edifact->line += byte == '\n';
    return byte;
}

/* "UNA:+.? '" gives the separators by their place. */
static void take_advice(struct edifact *edifact, const char *advice)
{
    edifact->component = advice[3];
    edifact->element = advice[4];
    edifact->release = advice[6];
    edifact->terminator = advice[8];
}

static enum err no_room(const struct edifact *edifact, size_t line, struct fault *fault)
{
    if (buf_error(&edifact->text) == ERR_NO_MEMORY)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu: no memory for a segment", edifact->lines->name,
                         line);
    return fault_set(fault, ERR_TOO_LARGE, "%s: line %zu: a segment over %d bytes", edifact->lines->name,
                     line, SEGMENT_BYTES);
}

/* The bytes of a segment, releases and all, into the buffer. */
static enum err collect(struct edifact *edifact, size_t *line, bool *end, struct fault *fault)
{
    bool released = false;
    enum err err = ERR_OK;
    buf_clear(&edifact->text);
    *end = false;
    *line = edifact->line;
    for (;;) {
        int byte = next_byte(edifact, &err, fault);
        if (err)
            return err;
        bool blank = byte == '\n' || byte == '\r';
        *end = byte < 0 && edifact->text.n == 0;
        if (byte < 0)
            return *end ? ERR_OK
                        : fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: a segment that is not ended",
                                    edifact->lines->name, *line);
        if (blank && edifact->text.n == 0)
            *line = edifact->line;
        if (blank && !released)
            continue;
        buf_add_char(&edifact->text, (char)byte);
        if (buf_failed(&edifact->text))
            return no_room(edifact, *line, fault);
        bool advice =
            !edifact->begun && edifact->text.n == UNA_BYTES && memcmp(edifact->text.bytes, "UNA", 3) == 0;
        if (advice) {
            take_advice(edifact, edifact->text.bytes);
            edifact->begun = true;
            buf_clear(&edifact->text);
            continue;
        }
        bool maybe_advice = !edifact->begun && edifact->text.n < UNA_BYTES && edifact->text.n >= 3 &&
                            memcmp(edifact->text.bytes, "UNA", 3) == 0;
        if (byte == edifact->terminator && !released && !maybe_advice)
            break;
        released = !released && byte == edifact->release && !maybe_advice;
    }
    edifact->text.n--; /* the terminator */
    edifact->begun = true;
    return ERR_OK;
}

/* Cuts the buffer in place: a component only ever grows shorter by its releases. */
static bool cut(struct edifact *edifact, struct segment *segment)
{
    char *p = edifact->text.bytes;
    size_t element = 0;
    size_t component = 0;
    size_t start = 0;
    size_t out = 0;
    for (size_t i = 0; i <= edifact->text.n; i++) {
        bool over = i == edifact->text.n;
        if (!over && p[i] == edifact->release && i + 1 < edifact->text.n) {
            p[out++] = p[++i];
            continue;
        }
        if (!over && p[i] != edifact->element && p[i] != edifact->component) {
            p[out++] = p[i];
            continue;
        }
        if (element >= EDIFACT_ELEMENTS || component >= EDIFACT_COMPONENTS)
            return false;
        segment->at[element][component] = (struct str){p + start, out - start};
        start = out;
        component++;
        if (!over && p[i] == edifact->element) {
            element++;
            component = 0;
        }
    }
    segment->tag = segment->at[0][0];
    return true;
}

enum err edifact_next(struct edifact *edifact, struct segment *segment, bool *end, struct fault *fault)
{
    memset(segment, 0, sizeof *segment);
    enum err err = collect(edifact, &segment->line, end, fault);
    if (err || *end)
        return err;
    if (utf8_bad_at(buf_str(&edifact->text)) < edifact->text.n)
        return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: a segment that is not UTF-8",
                         edifact->lines->name, segment->line);
    if (!cut(edifact, segment))
        return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: a segment of too many parts",
                         edifact->lines->name, segment->line);
    return ERR_OK;
}

void edifact_close(struct edifact *edifact)
{
    if (edifact)
        buf_release(&edifact->text);
}
