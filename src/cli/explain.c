/* liaison explain: two names put together, for a human reader. */
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "record/fold.h"

#include <stdio.h>

enum { REPORT_BYTES = 1024 * 1024 };

/* One side: a name, and a birth date where one was given; each with what it is called in a complaint. */
struct side {
    struct str name;
    struct str born;
    const char *name_called, *born_called;
    struct subject subject;
    struct person person;
};

static enum err complain_of(const char *called, enum err err, struct fault *fault)
{
    char said[FAULT_DETAIL_MAX];
    if (!err)
        return ERR_OK;
    snprintf(said, sizeof said, "%s", fault->detail);
    return fault_set(fault, err, "%s: %s", called, said);
}

static enum err side_init(struct arena *arena, const struct model *model, struct side *side,
                          struct fault *fault)
{
    struct date date;
    struct name name;
    enum err err = name_parse(arena, side->name, NAME_WHOLE, &name, fault);
    if (!err && name.tokens_n == 0)
        err = fault_set(fault, ERR_BAD_INPUT, "nothing in it that can be read as a name");
    if (err)
        return complain_of(side->name_called, err, fault);
    side->subject.id = STR("-");
    side->subject.values[PROPERTY_NAME] = (struct values){&side->name, 1};
    if (side->born.n) {
        side->subject.values[PROPERTY_BIRTH_DATE] = (struct values){&side->born, 1};
        err = date_parse_birth(side->born, date_last_birth(clock_system_now()), &date, fault);
        side->born = fold_digits_copy(arena, side->born);
        err = complain_of(side->born_called, err, fault);
    }
    return err ? err : person_init(arena, model, &side->subject, &side->person, fault);
}

static void describe(struct buf *out, const struct side *side, const struct name *name)
{
    buf_add_clean(out, side->name);
    buf_add_char(out, '\n');
    for (size_t i = 0; i < name->tokens_n; i++) {
        const struct name_token *token = &name->tokens[i];
        char text[17];
        skeleton_text(token->skeleton, text);
        buf_printf(out, "    %.*s: %s, %s, skeleton %s", STR_ARG(token->folded), script_iso(token->script),
                   name_part_word(token->part), text[0] ? text : "-");
        for (size_t k = 0; k < token->forms_n && token->script != SCRIPT_LATIN; k++)
            buf_printf(out, "%s%.*s%s%s%s", k ? ", " : "\n        ", STR_ARG(token->forms[k].latin),
                       token->forms[k].scheme ? " (" : "",
                       token->forms[k].scheme ? token->forms[k].scheme : "",
                       token->forms[k].scheme ? ")" : "");
        buf_add_char(out, '\n');
    }
}

static enum err explain(struct arena *arena, struct side *left, struct side *right, struct buf *out,
                        struct fault *fault)
{
    struct model model;
    struct explanation explanation;
    micronats evidence = 0;
    struct comparer *comparer = NULL;
    struct name names[2];
    enum err err = model_load(arena, &model, fault);
    if (!err)
        err = side_init(arena, &model, left, fault);
    if (!err)
        err = side_init(arena, &model, right, fault);
    if (!err)
        err = name_parse(arena, left->name, NAME_WHOLE, &names[0], fault);
    if (!err)
        err = name_parse(arena, right->name, NAME_WHOLE, &names[1], fault);
    if (!err && !(comparer = comparer_new(&model)))
        err = fault_set(fault, ERR_NO_MEMORY, "for a comparison");
    if (!err)
        err = compare_persons(comparer, &left->person, &right->person, &evidence, &explanation, fault);
    comparer_free(comparer);
    if (err)
        return err;
    describe(out, left, &names[0]);
    describe(out, right, &names[1]);
    double score = score_of((double)evidence / 1e6, 0);
    buf_printf(out, "evidence %+.3f nats, score %.6f at even odds: %s\n", (double)evidence / 1e6, score,
               score >= ALERT_THRESHOLD ? "a match" : "no match");
    report_explanation(out, &explanation);
    return ERR_OK;
}

int command_explain(int argc, char **argv)
{
    struct texts names = {0};
    const char *born[2] = {"", ""};
    const struct option table[] = {{"--left-born", OPTION_TEXT, &born[0]},
                                   {"--right-born", OPTION_TEXT, &born[1]}};
    struct fault fault = {0};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &names, &fault);
    if (!err && names.n != 2)
        err = fault_set(&fault, ERR_USAGE, "explain wants two names, each one argument");
    if (err)
        return command_fail(&fault);
    struct side left = {.name = str_of(names.at[0]),
                        .born = str_of(born[0]),
                        .name_called = "the first name",
                        .born_called = "--left-born"};
    struct side right = {.name = str_of(names.at[1]),
                         .born = str_of(born[1]),
                         .name_called = "the second name",
                         .born_called = "--right-born"};
    struct arena arena;
    struct buf out;
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    buf_init(&out, REPORT_BYTES);
    err = explain(&arena, &left, &right, &out, &fault);
    if (!err)
        err = output_print(&out, &fault);
    buf_release(&out);
    arena_release(&arena);
    return err ? command_fail(&fault) : 0;
}
