/* Scenario: the text of a play, read into acts. See scenario.h. */
#include "play/scenario.h"

#include "base/limits.h"
#include "base/time.h"
#include "record/lines.h"

#include <stdbool.h>
#include <stdlib.h>

static const struct statement {
    const char *word;
    size_t least, most;
    const char *usage;
} statements[] = {
    [ACT_COMMAND] = {"", 1, LIMIT_SCENARIO_WORDS, "DESK PERSON: COMMAND..."},
#define S(word, name, least, most, usage) [ACT_##name] = {word, least, most, usage},
#include "play/scenario.def"
#undef S
};

struct reading {
    struct arena *arena;
    struct scenario *scenario;
    struct fault *fault;
    const char *path;  /* of the file being read */
    size_t line;       /* the current line's number in it */
    size_t capacity;   /* acts there is room for */
    struct act *block; /* the DESK or WRITE whose lines below are indented more; or NULL */
    size_t indent;     /* that one's own */
    size_t step;       /* the last step's number */
    bool inside;       /* steps have begun */
};

static enum err bad_word(const struct reading *reading, const char *why, struct str word)
{
    return fault_set(reading->fault, ERR_BAD_INPUT, "%s: line %zu: %s: %.*s", reading->path, reading->line,
                     why, STR_ARG(word));
}

static enum err bad(const struct reading *reading, const char *why)
{
    return fault_set(reading->fault, ERR_BAD_INPUT, "%s: line %zu: %s", reading->path, reading->line, why);
}

static enum err bad_use(const struct reading *reading, enum act_kind kind)
{
    return bad_word(reading, "write", str_of(statements[kind].usage));
}

static enum err no_memory(const struct reading *reading)
{
    return fault_set(reading->fault, ERR_NO_MEMORY, "%s: line %zu", reading->path, reading->line);
}

/* One word off the front of *line, its quotes taken off; NULL at the end. */
static enum err next_word(struct reading *reading, struct str *line, char **word)
{
    *line = str_trim(*line);
    *word = NULL;
    if (line->n == 0)
        return ERR_OK;
    char *out = *word = arena_alloc(reading->arena, line->n + 1);
    if (!out)
        return no_memory(reading);
    bool quoted = false;
    size_t i = 0;
    for (; i < line->n && (quoted || (line->p[i] != ' ' && line->p[i] != '\t')); i++) {
        if (quoted && line->p[i] == '\\' && i + 1 < line->n)
            *out++ = line->p[++i];
        else if (line->p[i] == '"')
            quoted = !quoted;
        else
            *out++ = line->p[i];
    }
    line->p += i;
    line->n -= i;
    return quoted ? bad(reading, "a quote that does not close") : ERR_OK;
}

/* The words of line, put after those that act has already. */
static enum err add_words(struct reading *reading, struct act *act, struct str line)
{
    for (;;) {
        char *word;
        enum err err = next_word(reading, &line, &word);
        if (err || !word)
            return err;
        if (act->n == LIMIT_SCENARIO_WORDS)
            return bad(reading, "too many words");
        act->words[act->n++] = word;
    }
}

static enum err add_act(struct reading *reading, enum act_kind kind, struct act **act)
{
    struct scenario *scenario = reading->scenario;
    if (scenario->n == reading->capacity) {
        size_t capacity = reading->capacity ? 2 * reading->capacity : 64;
        struct act *acts = arena_array(reading->arena, capacity, sizeof *acts);
        if (!acts)
            return no_memory(reading);
        if (scenario->n)
            memcpy(acts, scenario->acts, scenario->n * sizeof *acts);
        if (reading->block)
            reading->block = acts + (reading->block - scenario->acts);
        scenario->acts = acts;
        reading->capacity = capacity;
    }
    *act = &scenario->acts[scenario->n++];
    (*act)->kind = kind;
    (*act)->path = reading->path;
    (*act)->line = reading->line;
    (*act)->words = arena_array(reading->arena, LIMIT_SCENARIO_WORDS + 1, sizeof(char *));
    return (*act)->words ? ERR_OK : no_memory(reading);
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-' || s.p[i] == '_' || s.p[i] == '.'))
            return false;
    return s.n > 0;
}

/* Whether line begins with "DESK:" or "DESK PERSON:"; then those and what stands after. */
static bool is_command(struct str line, struct str *desk, struct str *person, struct str *rest)
{
    *rest = line;
    *person = str_trim(str_cut(rest, ':'));
    if (!rest->p)
        return false;
    *desk = str_cut(person, ' ');
    *person = str_trim(*person);
    return is_name(*desk) && (person->n == 0 || is_name(*person));
}

static enum err read_command(struct reading *reading, struct str desk, struct str person, struct str rest)
{
    struct act *act;
    enum err err = add_act(reading, ACT_COMMAND, &act);
    if (err)
        return err;
    act->desk = arena_copy(reading->arena, desk.p, desk.n);
    act->person = person.n ? arena_copy(reading->arena, person.p, person.n) : NULL;
    if (arena_failed(reading->arena))
        return no_memory(reading);
    return add_words(reading, act, rest);
}

static bool is_number(const char *text, size_t *number)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *number = strtoul(text, &end, 10);
    return *end == '\0' && *number > 0 && *number < 100000;
}

static enum err check_clock(struct reading *reading, struct act *act)
{
    struct fault why = {0};
    char text[64];
    struct str day = str_of(act->words[0]);
    struct str hour = act->n > 1 ? str_of(act->words[1]) : STR("00:00");
    if (day.n != 10 || hour.n != 5)
        return bad_use(reading, act->kind);
    memcpy(text, day.p, day.n);
    text[day.n] = ' ';
    memcpy(text + day.n + 1, hour.p, hour.n);
    if (time_parse((struct str){text, day.n + 1 + hour.n}, &act->time, &why))
        return bad(reading, why.detail);
    return ERR_OK;
}

static enum err check_step(struct reading *reading, struct act *act)
{
    size_t number;
    if (!is_number(act->words[0], &number))
        return bad_word(reading, "a step's number is a whole one", str_of(act->words[0]));
    if (number <= reading->step)
        return bad_word(reading, "a step's number is higher than the one before", str_of(act->words[0]));
    reading->step = number;
    reading->inside = true;
    return ERR_OK;
}

/* What stands between a command and its expectations: nothing but expectations. */
static enum err check_follows(struct reading *reading, const struct act *act)
{
    size_t at = (size_t)(act - reading->scenario->acts);
    while (at > 0) {
        enum act_kind kind = reading->scenario->acts[--at].kind;
        if (kind == ACT_COMMAND)
            return ERR_OK;
        if (kind != ACT_EXPECT && kind != ACT_REFUSED && kind != ACT_FAILS && kind != ACT_KEEP)
            break;
    }
    return bad(reading, "what is expected or kept stands below a command");
}

static enum err check(struct reading *reading, struct act *act)
{
    const struct statement *statement = &statements[act->kind];
    size_t number;
    if (act->n < statement->least || act->n > statement->most)
        return bad_use(reading, act->kind);
    switch (act->kind) {
    case ACT_CLOCK:
        return check_clock(reading, act);
    case ACT_STEP:
        return check_step(reading, act);
    case ACT_WALK:
        if (!is_number(act->words[0], &number))
            return bad_use(reading, act->kind);
        act->time = (time_ms)number * TIME_DAY;
        return ERR_OK;
    case ACT_EXPECT:
    case ACT_REFUSED:
    case ACT_FAILS:
    case ACT_KEEP:
        return check_follows(reading, act);
    case ACT_PROVES:
        return reading->inside ? ERR_OK : bad(reading, "what is proved stands in a step");
    default:
        return ERR_OK;
    }
}

static enum err read_file(struct reading *reading, const char *path);

/* The lines of a file beside the scenario, in the place of the statement that names it. */
static enum err include(struct reading *reading, const struct act *act)
{
    struct reading outer = *reading;
    const char *slash = strrchr(reading->path, '/');
    size_t before = slash ? (size_t)(slash + 1 - reading->path) : 0;
    size_t n = strlen(act->words[0]);
    if (reading->path != reading->scenario->path)
        return bad(reading, "what is included includes nothing itself");
    char *path = arena_alloc(reading->arena, before + n + 1);
    if (!path)
        return no_memory(reading);
    memcpy(path, reading->path, before);
    memcpy(path + before, act->words[0], n);
    enum err err = read_file(reading, path);
    reading->path = outer.path;
    reading->line = outer.line;
    reading->block = NULL;
    return err;
}

static enum err read_statement(struct reading *reading, struct str line, size_t indent)
{
    struct str rest = line;
    struct str word = str_cut(&rest, ' ');
    for (size_t kind = ACT_COMMAND + 1; kind < sizeof statements / sizeof *statements; kind++) {
        if (!str_equal(word, str_of(statements[kind].word)))
            continue;
        struct act *act;
        enum err err = add_act(reading, (enum act_kind)kind, &act);
        if (!err)
            err = add_words(reading, act, rest);
        if (!err)
            err = check(reading, act);
        reading->block = kind == ACT_DESK || kind == ACT_WRITE ? act : NULL;
        reading->indent = indent;
        return !err && kind == ACT_INCLUDE ? include(reading, act) : err;
    }
    return bad_word(reading, "neither a statement nor a command of a desk", word);
}

/* A line indented below "write": the block grows by it. */
static enum err add_line(struct reading *reading, struct str line)
{
    struct act *act = reading->block;
    char *grown = arena_alloc(reading->arena, act->block.n + line.n + 2);
    if (!grown)
        return no_memory(reading);
    if (act->block.n)
        memcpy(grown, act->block.p, act->block.n);
    memcpy(grown + act->block.n, line.p, line.n);
    grown[act->block.n + line.n] = '\n';
    act->block = (struct str){grown, act->block.n + line.n + 1};
    return ERR_OK;
}

static enum err read_line(struct reading *reading, struct str line)
{
    struct str desk, person, rest;
    struct str text = str_trim(line);
    size_t indent = text.n ? (size_t)(text.p - line.p) : 0;
    if (text.n == 0)
        return ERR_OK;
    bool below = reading->block && indent > reading->indent;
    if (below && reading->block->kind == ACT_WRITE)
        return add_line(reading, text);
    if (text.p[0] == '#')
        return ERR_OK;
    if (text.n > 1 && text.p[0] == '-' && text.p[1] == '-') {
        struct scenario *scenario = reading->scenario;
        if (scenario->n == 0)
            return bad(reading, "there is no command above to go on with");
        return add_words(reading, &scenario->acts[scenario->n - 1], text);
    }
    if (below)
        return read_command(reading, str_of(reading->block->words[0]), STR(""), text);
    reading->block = NULL;
    if (is_command(text, &desk, &person, &rest))
        return read_command(reading, desk, person, rest);
    return read_statement(reading, text, indent);
}

/* Control characters other than tabs have no place in a text for people. */
static bool has_control(struct str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] == 0x7f)
            return true;
    return false;
}

static enum err read_lines(struct reading *reading, struct lines *lines)
{
    for (;;) {
        struct str line;
        bool end = false;
        enum err err = lines_next(lines, &line, &end, reading->fault);
        if (err || end)
            return err;
        reading->line = lines->line;
        if (utf8_bad_at(line) != line.n || has_control(line))
            return bad(reading, "is not plain text in UTF-8");
        err = read_line(reading, line);
        if (err)
            return err;
    }
}

static enum err read_file(struct reading *reading, const char *path)
{
    struct lines lines;
    enum err err = lines_open(&lines, path, reading->fault);
    reading->path = path;
    if (!err)
        err = read_lines(reading, &lines);
    lines_close(&lines);
    return err;
}

enum err scenario_read(struct arena *arena, const char *path, struct scenario *scenario, struct fault *fault)
{
    struct reading reading = {.arena = arena, .scenario = scenario, .fault = fault};
    *scenario = (struct scenario){.path = path};
    enum err err = read_file(&reading, path);
    if (!err && (scenario->n == 0 || scenario->acts[0].kind != ACT_TITLE))
        err = fault_set(fault, ERR_BAD_INPUT, "%s: line 1: a scenario begins with its title: %s", path,
                        statements[ACT_TITLE].usage);
    if (!err && reading.step == 0)
        err = fault_set(fault, ERR_BAD_INPUT, "%s: has no step", path);
    return err;
}
