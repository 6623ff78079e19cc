/* Rule: what refuses. Every refusal is ERR_REFUSED and its detail begins with
 * the name of one rule of rule.def, so that the reader learns which. */
#ifndef LIAISON_RULES_RULE_H
#define LIAISON_RULES_RULE_H

#include "base/error.h"

enum rule {
#define R(name, text, sentence, source) RULE_##name,
#include "rules/rule.def"
#undef R
    RULE_COUNT
};

/* "four-eyes". */
const char *rule_name(enum rule rule);

/* Writes "rule NAME: sentence (detail)" and returns ERR_REFUSED. */
enum err rule_refuse(struct fault *fault, enum rule rule, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
