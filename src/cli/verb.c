/* Verb: the second word of a command, and its arguments. See verb.h. */
#include "cli/verb.h"

#include "base/limits.h"
#include "base/time.h"
#include "cli/call.h"
#include "record/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char common[] = "[--desk DIR] [--unlock PATH] [--as PERSON] [--purpose TEXT] [--json]";

static struct slot *find(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->n; i++)
        if (strcmp(call->slots[i].name, name) == 0)
            return (struct slot *)(uintptr_t)&call->slots[i];
    return NULL;
}

/* A slot of the usage must be there: a name that the usage lacks is an error of the program. */
static struct slot *need(const struct call *call, const char *name)
{
    struct slot *slot = find(call, name);
    if (!slot) {
        fprintf(stderr, "liaison: %s has no %s\n", call->command, name);
        abort();
    }
    return slot;
}

static enum slot_kind kind_of(const char *word)
{
    if (strcmp(word, "N") == 0)
        return SLOT_NUMBER;
    if (strcmp(word, "DATE") == 0)
        return SLOT_TIME;
    size_t n = strlen(word);
    return n > 3 && strcmp(word + n - 3, "...") == 0 ? SLOT_TEXTS : SLOT_TEXT;
}

static void add_slot(struct call *call, const char *name, size_t n, enum slot_kind kind, unsigned group)
{
    struct slot *slot = &call->slots[call->n++];
    *slot = (struct slot){.kind = kind, .group = group};
    n = n < sizeof slot->name - 1 ? n : sizeof slot->name - 1;
    memcpy(slot->name, name, n);
    slot->name[n] = '\0';
}

/* "--a|--b": flags of which at most one is given; needed: one must be. */
static void add_flags(struct call *call, const char *words, bool needed)
{
    unsigned group = needed ? ++call->groups : 0;
    while (*words) {
        size_t n = strcspn(words, "|");
        add_slot(call, words, n, SLOT_FLAG, group);
        words += n + (words[n] == '|');
    }
}

/* One word of a usage; option is the --option that it is the value of, or "". */
static void read_usage_word(struct call *call, const char *word, const char *option, bool needed)
{
    enum slot_kind kind = kind_of(word);
    const char *name = option[0] ? option : word;
    size_t n = strlen(name);
    if (!option[0] && kind == SLOT_TEXTS)
        n -= 3;
    add_slot(call, name, n, kind, needed ? ++call->groups : 0);
}

/* Turns a usage into slots. It is the program's own text, so nothing in it is checked but its room. */
static void read_usage(struct call *call, const char *usage)
{
    char option[SLOT_NAME] = "";
    bool needed = true, option_needed = false;
    while (*usage) {
        char word[SLOT_NAME * 4];
        size_t n = strcspn(usage, " ");
        bool opens = usage[0] == '[', closes = n && usage[n - 1] == ']';
        size_t inner = n - opens - closes;
        if (opens)
            needed = false;
        memcpy(word, usage + opens, inner < sizeof word ? inner : sizeof word - 1);
        word[inner < sizeof word ? inner : sizeof word - 1] = '\0';
        usage += n + strspn(usage + n, " ");
        bool is_option = word[0] == '-';
        bool valued = is_option && !closes && *usage >= 'A' && *usage <= 'Z';
        if (is_option && valued) {
            snprintf(option, sizeof option, "%.*s", (int)sizeof option - 1, word);
            option_needed = needed;
        } else if (is_option) {
            add_flags(call, word, needed);
        } else {
            read_usage_word(call, word, option, option[0] ? option_needed : needed);
            option[0] = '\0';
        }
        if (closes)
            needed = true;
    }
}

/* Text from the command line: UTF-8 without control characters; a free text may have lines. */
static enum err check_text(const char *name, struct str s, bool lines, struct fault *fault)
{
    if ((long long)s.n > (lines ? LIMIT_FREE_TEXT_BYTES : LIMIT_VALUE_BYTES))
        return fault_set(fault, ERR_TOO_LARGE, "%s is longer than %lld bytes", name,
                         lines ? LIMIT_FREE_TEXT_BYTES : LIMIT_VALUE_BYTES);
    if (!str_is_utf8(s))
        return fault_set(fault, ERR_BAD_INPUT, "%s is not UTF-8", name);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool c1 = c == 0xc2 && (unsigned char)s.p[i + 1] < 0xa0;
        if (c1 || c == 0x7f || (c < ' ' && !(lines && (c == '\n' || c == '\t'))))
            return fault_set(fault, ERR_BAD_INPUT, "%s has a control character", name);
    }
    return ERR_OK;
}

static enum err read_number(struct slot *slot, const char *text, struct fault *fault)
{
    enum { DIGITS_MAX = 15 };
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    if (*end || text[0] < '0' || text[0] > '9' || end - text > DIGITS_MAX || number == 0)
        return fault_set(fault, ERR_USAGE, "%s is a whole number of at least 1, not '%s'", slot->name, text);
    slot->number = (int64_t)number;
    return ERR_OK;
}

static enum err read_value(struct slot *slot, const char *text, struct fault *fault)
{
    struct fault why = {0};
    enum err err = check_text(slot->name, str_of(text), strcmp(slot->name, "--text") == 0, fault);
    if (err)
        return err;
    if (slot->given && slot->kind != SLOT_TEXTS)
        return fault_set(fault, ERR_USAGE, "%s stands there twice", slot->name);
    slot->given = true;
    slot->text = text;
    switch (slot->kind) {
    case SLOT_NUMBER:
        return read_number(slot, text, fault);
    case SLOT_TIME:
        err = time_parse(str_of(text), &slot->number, &why);
        return err ? fault_set(fault, err, "%s: %s", slot->name, why.detail) : ERR_OK;
    case SLOT_TEXTS:
        if (slot->texts.n == TEXTS_MAX)
            return fault_set(fault, ERR_USAGE, "%s: more than %d values", slot->name, TEXTS_MAX);
        slot->texts.at[slot->texts.n++] = text;
        return ERR_OK;
    default:
        return ERR_OK;
    }
}

static bool is_option(const char *text)
{
    return text[0] == '-' && text[1] == '-';
}

/* The next argument by its place that still has room. */
static struct slot *next_place(struct call *call)
{
    for (size_t i = 0; i < call->n; i++)
        if (!is_option(call->slots[i].name) && (!call->slots[i].given || call->slots[i].kind == SLOT_TEXTS))
            return &call->slots[i];
    return NULL;
}

static enum err read_option(struct call *call, int argc, char **argv, int *i, struct fault *fault)
{
    struct slot *slot = find(call, argv[*i]);
    if (!slot)
        return fault_set(fault, ERR_USAGE, "%s has no option '%s'", call->command, argv[*i]);
    if (slot->kind == SLOT_FLAG) {
        slot->given = true;
        return ERR_OK;
    }
    if (*i + 1 == argc || is_option(argv[*i + 1]))
        return fault_set(fault, ERR_USAGE, "%s wants a value", argv[*i]);
    enum err err = read_value(slot, argv[++*i], fault);
    while (!err && slot->kind == SLOT_TEXTS && *i + 1 < argc && !is_option(argv[*i + 1]))
        err = read_value(slot, argv[++*i], fault);
    return err;
}

/* Every group that is needed has exactly one of its slots given. */
static enum err check_groups(const struct call *call, struct fault *fault)
{
    for (unsigned group = 1; group <= call->groups; group++) {
        const struct slot *first = NULL;
        size_t given = 0;
        for (size_t i = 0; i < call->n; i++)
            if (call->slots[i].group == group) {
                first = first ? first : &call->slots[i];
                given += call->slots[i].given;
            }
        if (first && given == 0)
            return fault_set(fault, ERR_USAGE, "%s wants %s; it is used so: liaison %s %s", call->command,
                             first->name, call->command, call->verb->usage);
        if (given > 1)
            return fault_set(fault, ERR_USAGE, "%s: one of %s and the like, not several", call->command,
                             first->name);
    }
    return ERR_OK;
}

static enum err read_arguments(struct call *call, int argc, char **argv, struct fault *fault)
{
    enum err err = ERR_OK;
    for (int i = 0; i < argc && !err; i++) {
        struct slot *place = next_place(call);
        if (is_option(argv[i]))
            err = read_option(call, argc, argv, &i, fault);
        else if (place)
            err = read_value(place, argv[i], fault);
        else
            err = fault_set(fault, ERR_USAGE, "%s does not know what '%s' is for", call->command, argv[i]);
    }
    return err ? err : check_groups(call, fault);
}

bool call_takes(const struct call *call, const char *name)
{
    return find(call, name) != NULL;
}

bool call_has(const struct call *call, const char *name)
{
    return need(call, name)->given;
}

struct str call_text(const struct call *call, const char *name)
{
    const struct slot *slot = need(call, name);
    return slot->given ? str_of(slot->text) : STR("");
}

const struct texts *call_texts(const struct call *call, const char *name)
{
    return &need(call, name)->texts;
}

int64_t call_number(const struct call *call, const char *name)
{
    return need(call, name)->number;
}

time_ms call_time(const struct call *call, const char *name)
{
    return need(call, name)->number;
}

enum err call_goes_with(const struct call *call, const char *option, const char *other, struct fault *fault)
{
    return call_has(call, option) && !call_has(call, other)
               ? fault_set(fault, ERR_USAGE, "%s: %s tells of %s, which is missing", call->command, option,
                           other)
               : ERR_OK;
}

struct arena *call_arena(struct call *call)
{
    return &call->arena;
}

bool call_json(const struct call *call)
{
    return need(call, "--json")->given;
}

enum err call_word(struct call *call, const char *name, enum words set, int *value, struct fault *fault)
{
    *value = 0;
    if (!call_has(call, name))
        return ERR_OK;
    struct str typed = call_text(call, name);
    char *spaced = arena_copy(&call->arena, typed.p, typed.n);
    if (!spaced)
        return fault_set(fault, ERR_NO_MEMORY, "%s", name);
    *value = word_value(set, typed);
    for (size_t i = 0; i < typed.n; i++)
        if (spaced[i] == '-')
            spaced[i] = ' ';
    if (*value)
        return ERR_OK;
    struct fault why = {0};
    enum err err = word_read(set, (struct str){spaced, typed.n}, value, &why);
    const char *said = strchr(why.detail, ':'); /* after the set's name */
    return err ? fault_set(fault, err, "%s%s", name, said ? said : "") : ERR_OK;
}

enum err call_grading(struct call *call, struct str *reliability, struct str *credibility,
                      struct fault *fault)
{
    struct str grade = call_text(call, "--grading");
    *reliability = *credibility = STR("");
    if (grade.n == 0)
        return ERR_OK;
    if (grade.n != 2 || grade.p[0] < 'A' || grade.p[0] > 'F' || grade.p[1] < '1' || grade.p[1] > '6')
        return fault_set(fault, ERR_USAGE, "--grading is A to F and 1 to 6, as in B2, not '%.*s'",
                         STR_ARG(grade));
    *reliability = (struct str){grade.p, 1};
    *credibility = (struct str){grade.p + 1, 1};
    return ERR_OK;
}

enum err call_file(struct call *call, const char *path, long long limit, struct str *bytes,
                   struct fault *fault)
{
    struct buf content;
    char piece[16384];
    size_t n;
    FILE *in = fopen(path, "re");
    if (!in)
        return fault_set(fault, ERR_NOT_FOUND, "%s cannot be opened", path);
    buf_init(&content, (size_t)limit);
    while ((n = fread(piece, 1, sizeof piece, in)) > 0 && !buf_failed(&content))
        buf_add(&content, piece, n);
    enum err err = ERR_OK;
    if (ferror(in))
        err = fault_set(fault, ERR_IO, "%s cannot be read", path);
    else if (buf_error(&content) == ERR_NO_MEMORY)
        err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    else if (buf_failed(&content))
        err = fault_set(fault, ERR_TOO_LARGE, "%s is over the limit of %lld bytes", path, limit);
    fclose(in);
    struct str read = buf_str(&content);
    *bytes = (struct str){err ? NULL : arena_copy(&call->arena, read.n ? read.p : "", read.n), read.n};
    buf_release(&content);
    return err || bytes->p ? err : fault_set(fault, ERR_NO_MEMORY, "%s", path);
}

enum err call_free_text(struct call *call, struct str *text, struct fault *fault)
{
    *text = call_text(call, "--text");
    if (!call_has(call, "--text-file"))
        return ERR_OK;
    if (text->n)
        return fault_set(fault, ERR_USAGE, "%s takes --text or --text-file, not both", call->command);
    const char *path = need(call, "--text-file")->text;
    enum err err = call_file(call, path, LIMIT_FREE_TEXT_BYTES, text, fault);
    if (!err)
        *text = str_trim(*text);
    return err ? err : check_text(path, *text, true, fault);
}

static int help(const char *command, const struct verb *verbs, size_t n)
{
    char usage[1024];
    for (size_t i = 0; i < n; i++) {
        const char *name = verbs[i].name ? verbs[i].name : "";
        snprintf(usage, sizeof usage, "liaison %s%s%s%s%s", command, *name ? " " : "", name,
                 *verbs[i].usage ? " " : "", verbs[i].usage);
        options_print(usage);
        printf("    %s\n", verbs[i].summary);
    }
    snprintf(usage, sizeof usage, "and always %s", common);
    putchar('\n');
    options_print(usage);
    return 0;
}

/* The verb that is named; one without a name where none is. */
static const struct verb *find_verb(int argc, char **argv, const struct verb *verbs, size_t n)
{
    const struct verb *unnamed = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!verbs[i].name)
            unnamed = &verbs[i];
        else if (argc > 1 && strcmp(argv[1], verbs[i].name) == 0)
            return &verbs[i];
    }
    return unnamed;
}

static int complain(const char *command, const char *word, const struct verb *verbs, size_t n)
{
    struct fault fault = {0};
    char list[FAULT_DETAIL_MAX] = "";
    size_t used = 0;
    for (size_t i = 0; i < n && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", verbs[i].name);
    (void)fault_set(&fault, ERR_USAGE, "%s wants one of %s%s%s", command, list, word ? ", not " : "",
                    word ? word : "");
    return command_fail(&fault);
}

int verbs_run(int argc, char **argv, const struct verb *verbs, size_t n)
{
    struct call call = {0};
    struct fault fault = {0};
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return help(argv[0], verbs, n);
    call.verb = find_verb(argc, argv, verbs, n);
    if (!call.verb)
        return complain(argv[0], argc > 1 ? argv[1] : NULL, verbs, n);
    int skipped = call.verb->name ? 2 : 1;
    for (int i = skipped; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0)
            return help(argv[0], call.verb, 1);
    snprintf(call.command, sizeof call.command, "%s%s%s", argv[0], call.verb->name ? " " : "",
             call.verb->name ? call.verb->name : "");
    arena_init(&call.arena, (size_t)LIMIT_COMMAND_ARENA_BYTES);
    read_usage(&call, call.verb->usage);
    read_usage(&call, common);
    enum err err = read_arguments(&call, argc - skipped, argv + skipped, &fault);
    if (!err)
        err = call_run(&call, &fault);
    arena_release(&call.arena);
    return err ? command_fail(&fault) : 0;
}
