SELECT sequence FROM erasure WHERE erased = :erased AND erased_field = :erased_field;
