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

/* What --help says; the command does nothing else. */
static _Noreturn void help(const char *command, const struct option *options, size_t n, bool words)
{
    static const char *const values[] = {[OPTION_FLAG] = "",
                                         [OPTION_TEXT] = " TEXT",
                                         [OPTION_TEXTS] = " TEXT...",
                                         [OPTION_COUNT] = " N",
                                         [OPTION_SHARE] = " SHARE"};
    printf("usage: liaison %s%s", command, words ? " [WORD...]" : "");
    for (size_t i = 0; i < n; i++)
        printf(" [%s%s]", options[i].name, values[options[i].kind]);
    printf("\n'man liaison-%.*s' tells what they are\n", page_length(command), command);
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
            help(argv[0], options, n, rest != NULL);
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
