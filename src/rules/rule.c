/* The table of refusals and how one is said. */
#include "rules/rule.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    const char *sentence;
} rules[] = {
#define R(name, text, sentence, source) {text, sentence},
#include "rules/rule.def"
#undef R
};

const char *rule_name(enum rule rule)
{
    return rules[rule].name;
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
