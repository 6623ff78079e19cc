DELETE FROM blind_record;
