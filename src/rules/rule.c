/* The table of refusals and how one is said. */
#include "rules/rule.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    const char *sentence;
    const char *source;
} rules[] = {
#define R(name, text, sentence, source) {text, sentence, source},
#include "rules/rule.def"
#undef R
};

const char *rule_name(enum rule rule)
{
    return rules[rule].name;
}

const char *rule_sentence(enum rule rule)
{
    return rules[rule].sentence;
}

const char *rule_source(enum rule rule)
{
    return rules[rule].source;
}

enum err rule_refuse(struct fault *fault, enum rule rule, const char *format, ...)
{
    char detail[FAULT_DETAIL_MAX / 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    return fault_set(fault, ERR_REFUSED, "rule %s: %s (%s)", rules[rule].name, rules[rule].sentence, detail);
}
