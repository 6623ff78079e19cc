/* Options: the command line of a subcommand. See options.h. */
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option *find(const struct option *options, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

static enum err read_value(const struct option *option, const char *text, struct fault *fault)
{
    char *end;
    if (option->kind == OPTION_TEXT) {
        *(const char **)option->value = text;
        return ERR_OK;
    }
    if (option->kind == OPTION_COUNT) {
        unsigned long long count = strtoull(text, &end, 10);
        if (*end || end == text || text[0] == '-' || count == 0 || count > 1000000000)
            return fault_set(fault, ERR_USAGE, "%s wants a whole number from 1 to 1000000000, not '%s'",
                             option->name, text);
        *(size_t *)option->value = (size_t)count;
        return ERR_OK;
    }
    double share = strtod(text, &end);
    if (*end || end == text || !(share >= 0 && share <= 1))
        return fault_set(fault, ERR_USAGE, "%s wants a number from 0 to 1, not '%s'", option->name, text);
    *(double *)option->value = share;
    return ERR_OK;
}

static enum err add_text(struct texts *texts, const char *text, struct fault *fault)
{
    if (texts->n == TEXTS_MAX)
        return fault_set(fault, ERR_USAGE, "more than %d values", TEXTS_MAX);
    texts->at[texts->n++] = text;
    return ERR_OK;
}

static bool is_option(const char *text)
{
    return text[0] == '-' && text[1] == '-';
}

/* Of "list convert" the page is that of list. */
static int page_length(const char *command)
{
    return (int)strcspn(command, " ");
}

const char *options_words(const char *command)
{
    static const struct {
        const char *command, *words;
    } takes[] = {
#define W(command, words) {command, words},
#include "cli/words.def"
#undef W
    };
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        if (strcmp(takes[i].command, command) == 0)
            return takes[i].words;
    return "";
}

void options_print(const char *usage)
{
    enum { COLUMNS = 80, INDENT = 8 };
    size_t at = 0;
    while (*usage) {
        /* A line is broken before an option or an alternative alone, never between an option and its value.
         */
        size_t n = strcspn(usage, " ");
        while (usage[n] && !strchr("[-|", usage[n + 1]))
            n += 1 + strcspn(usage + n + 1, " ");
        bool fits = at == 0 || at + 1 + n <= COLUMNS;
        printf("%s%.*s", at == 0 ? "" : fits ? " " : "\n        ", (int)n, usage);
        at = fits ? at + (at > 0) + n : INDENT + n;
        usage += n + (usage[n] == ' ');
    }
    putchar('\n');
}

/* What --help says; the command does nothing else. */
static _Noreturn void help(const char *command, const struct option *options, size_t n)
{
    static const char *const values[] = {[OPTION_FLAG] = "",
                                         [OPTION_TEXT] = " TEXT",
                                         [OPTION_TEXTS] = " TEXT...",
                                         [OPTION_COUNT] = " N",
                                         [OPTION_SHARE] = " SHARE"};
    char usage[4096];
    const char *words = options_words(command);
    size_t used =
        (size_t)snprintf(usage, sizeof usage, "usage: liaison %s%s%s", command, *words ? " " : "", words);
    for (size_t i = 0; i < n && used < sizeof usage; i++)
        used += (size_t)snprintf(usage + used, sizeof usage - used, " [%s%s]", options[i].name,
                                 values[options[i].kind]);
    options_print(usage);
    printf("'man liaison-%.*s' tells what they are\n", page_length(command), command);
    if (fflush(stdout) == 0 && !ferror(stdout))
        exit(0);
    struct fault fault;
    (void)fault_set(&fault, ERR_IO, "standard output cannot be written");
    exit(command_fail(&fault));
}

enum err options_read(int argc, char **argv, const struct option *options, size_t n, struct texts *rest,
                      struct fault *fault)
{
    enum err err = ERR_OK;
    for (int i = 1; i < argc && !err; i++) {
        if (!is_option(argv[i])) {
            err = rest ? add_text(rest, argv[i], fault)
                       : fault_set(fault, ERR_USAGE, "'%s' belongs to no option", argv[i]);
            continue;
        }
        if (strcmp(argv[i], "--help") == 0)
            help(argv[0], options, n);
        const struct option *option = find(options, n, argv[i]);
        if (!option)
            return fault_set(fault, ERR_USAGE, "%s has no option '%s'; 'man liaison-%.*s' has them", argv[0],
                             argv[i], page_length(argv[0]), argv[0]);
        if (option->kind == OPTION_FLAG) {
            *(bool *)option->value = true;
            continue;
        }
        if (i + 1 == argc || is_option(argv[i + 1]))
            return fault_set(fault, ERR_USAGE, "%s wants a value", argv[i]);
        if (option->kind != OPTION_TEXTS)
            err = read_value(option, argv[++i], fault);
        while (option->kind == OPTION_TEXTS && !err && i + 1 < argc && !is_option(argv[i + 1]))
            err = add_text(option->value, argv[++i], fault);
    }
    return err;
}

int command_fail(const struct fault *fault)
{
    const char *detail = fault->detail, *sentence = err_sentence(fault->code);
    /* Who finds no memory says for what alone. */
    if (fault->code == ERR_NO_MEMORY && detail[0] && !strstr(detail, "memory"))
        fprintf(stderr, "liaison: %s: %s\n", detail, sentence);
    else
        fprintf(stderr, "liaison: %s\n", detail[0] ? detail : sentence);
    return err_exit_status(fault->code);
}

void command_warn(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "liaison: warning: %s\n", text);
}
