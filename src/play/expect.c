/* Expect: what a command printed against what is expected. See expect.h. */
#include "play/expect.h"

#include "base/limits.h"
#include "record/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A copy in which every run of white space is one blank; to be freed. */
static char *evened(struct str s)
{
    char *copy = malloc(s.n + 1);
    size_t n = 0;
    for (size_t i = 0; copy && i < s.n; i++)
        if (!is_blank(s.p[i]))
            copy[n++] = s.p[i];
        else if (n && copy[n - 1] != ' ')
            copy[n++] = ' ';
    if (copy)
        copy[n] = '\0';
    return copy;
}

static bool stands_in(struct str words, const char *text, bool *no_memory)
{
    char *wanted = evened(words);
    bool found = wanted && strstr(text, wanted);
    *no_memory |= !wanted;
    free(wanted);
    return found;
}

static enum err text_holds(const char *const *words, size_t n, bool negated, struct str output,
                           struct fault *fault)
{
    char *text = evened(output);
    bool no_memory = !text;
    enum err err = ERR_OK;
    for (size_t i = 0; i < n && !no_memory && !err; i++)
        if (stands_in(str_of(words[i]), text, &no_memory) == negated)
            err = fault_set(fault, ERR_REFUSED, "it does %s\"%s\"", negated ? "say " : "not say ", words[i]);
    free(text);
    return no_memory ? fault_set(fault, ERR_NO_MEMORY, "for what a command printed") : err;
}

/* What a path leads to in value; NULL where it leads nowhere. */
static const json_t *at_path(const json_t *value, struct str path)
{
    while (value && path.n) {
        struct str name = str_cut(&path, '.');
        char *end;
        if (json_is_object(value))
            value = json_object_getn(value, name.p, name.n);
        else if (json_is_array(value) && name.n && name.p[0] >= '0' && name.p[0] <= '9')
            value = json_array_get(value, strtoul(name.p, &end, 10));
        else
            value = NULL;
    }
    return value;
}

/* A value as text; the buffer holds what is not text itself. */
static const char *value_text(const json_t *value, char buffer[32])
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        snprintf(buffer, 32, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        snprintf(buffer, 32, "%g", json_real_value(value));
    else
        return json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null";
    return buffer;
}

/* Whether the value is (or, with part, contains) the text; an array where one of its values does. */
static bool value_is(const json_t *value, const char *text, bool part)
{
    char buffer[32];
    if (json_is_array(value) && part) {
        for (size_t i = 0; i < json_array_size(value); i++)
            if (value_is(json_array_get(value, i), text, part))
                return true;
        return false;
    }
    if (json_is_object(value) || json_is_array(value))
        return false;
    const char *is = value_text(value, buffer);
    return part ? strstr(is, text) != NULL : strcmp(is, text) == 0;
}

/* One triple PATH VERB VALUE of an object. */
static bool triple_holds(const json_t *object, const char *const *triple)
{
    const json_t *value = at_path(object, str_of(triple[0]));
    if (strcmp(triple[1], "lacks") == 0)
        return !value || !value_is(value, triple[2], true);
    return value && value_is(value, triple[2], strcmp(triple[1], "has") == 0);
}

static bool object_holds(const json_t *object, const char *const *triples, size_t n)
{
    for (size_t i = 0; i < n; i += 3)
        if (!triple_holds(object, triples + i))
            return false;
    return true;
}

/* Whether one of the objects printed fulfils all triples. */
static bool some_object_holds(const json_t *printed, const char *const *triples, size_t n)
{
    for (size_t i = 0; i < json_array_size(printed); i++) {
        const json_t *one = json_array_get(printed, i);
        if (object_holds(one, triples, n))
            return true;
        for (size_t k = 0; json_is_array(one) && k < json_array_size(one); k++)
            if (object_holds(json_array_get(one, k), triples, n))
                return true;
    }
    return false;
}

/* The JSON values of the lines printed, as an array; NULL where a line is none. */
static json_t *printed_json(struct str output)
{
    json_t *all = json_array();
    while (all && output.n) {
        struct str line = str_trim(str_cut(&output, '\n'));
        bool starved;
        json_t *value = line.n ? json_read(line, JSON_DECODE_ANY, NULL, &starved) : NULL;
        if (line.n && (!value || json_array_append_new(all, value) != 0)) {
            json_decref(all);
            return NULL;
        }
    }
    return all;
}

static enum err json_holds(const char *const *triples, size_t n, bool negated, struct str output,
                           struct fault *fault)
{
    for (size_t i = 1; i < n; i += 3)
        if (strcmp(triples[i], "is") != 0 && strcmp(triples[i], "has") != 0 &&
            strcmp(triples[i], "lacks") != 0)
            return fault_set(fault, ERR_BAD_INPUT, "json PATH is|has|lacks \"VALUE\", not '%s'", triples[i]);
    if (n == 0 || n % 3 != 0)
        return fault_set(fault, ERR_BAD_INPUT, "json PATH is|has|lacks \"VALUE\"");
    json_t *printed = printed_json(output);
    bool held = printed && some_object_holds(printed, triples, n) != negated;
    enum err err = ERR_OK;
    if (!printed)
        err = fault_set(fault, ERR_REFUSED, "it is no JSON");
    else if (!held)
        err = fault_set(fault, ERR_REFUSED, "%s object of it has %s %s \"%s\"%s", negated ? "an" : "no",
                        triples[0], triples[1], triples[2], n > 3 ? " and the rest" : "");
    json_decref(printed);
    return err;
}

bool expect_wants_json(const char *const *words, size_t n)
{
    size_t at = n && strcmp(words[0], "not") == 0;
    return n > at && strcmp(words[at], "json") == 0;
}

enum err expect_holds(const char *const *words, size_t n, struct str output, struct fault *fault)
{
    bool negated = n && strcmp(words[0], "not") == 0;
    if (expect_wants_json(words, n))
        return json_holds(words + negated + 1, n - negated - 1, negated, output, fault);
    return text_holds(words + negated, n - negated, negated, output, fault);
}
