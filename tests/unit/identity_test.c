/* http/: a desk's TLS key and certificate are made once, whole, and for their owner alone. */
#include "http/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

struct place {
    char directory[32], key[64], certificate[64];
};

static int start(void **state)
{
    static struct place place;
    snprintf(place.directory, sizeof place.directory, "/tmp/identity-XXXXXX");
    if (!mkdtemp(place.directory))
        return -1;
    snprintf(place.key, sizeof place.key, "%s/tls.key", place.directory);
    snprintf(place.certificate, sizeof place.certificate, "%s/tls.crt", place.directory);
    *state = &place;
    return 0;
}

static int stop(void **state)
{
    struct place *place = *state;
    unlink(place->key);
    unlink(place->certificate);
    return rmdir(place->directory);
}

static struct digest pin_of(const struct place *place)
{
    struct identity identity;
    struct fault fault = {0};
    enum err err = identity_open(&identity, place->directory, &fault);
    struct digest pin = identity.pin;
    identity_close(&identity);
    if (err)
        fail_msg("%s", fault.detail);
    return pin;
}

static void is_made_once_for_its_owner_alone(void **state)
{
    struct place *place = *state;
    struct stat key;
    struct digest first = pin_of(place), again = pin_of(place);
    assert_true(digest_equal(&first, &again));
    assert_int_equal(stat(place->key, &key), 0);
    assert_int_equal(key.st_mode & 0777, 0600);
}

static void one_whose_making_was_cut_off_is_made_whole(void **state)
{
    struct place *place = *state;
    struct digest before = pin_of(place);
    assert_int_equal(unlink(place->certificate), 0);
    struct digest after = pin_of(place);
    assert_true(digest_equal(&before, &after));
    assert_int_equal(access(place->certificate, F_OK), 0);
}

static void a_key_that_is_none_is_refused_by_name(void **state)
{
    struct place *place = *state;
    struct identity identity;
    struct fault fault = {0};
    assert_int_equal(truncate(place->key, 10), 0);
    unlink(place->certificate);
    assert_int_equal(identity_open(&identity, place->directory, &fault), ERR_IO);
    assert_non_null(strstr(fault.detail, "tls.key"));
    identity_close(&identity);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_made_once_for_its_owner_alone),
        cmocka_unit_test(one_whose_making_was_cut_off_is_made_whole),
        cmocka_unit_test(a_key_that_is_none_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
