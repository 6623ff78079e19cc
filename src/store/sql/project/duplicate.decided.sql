UPDATE duplicate SET duplicate_state = :duplicate_state WHERE duplicate = :duplicate;
UPDATE tip SET file = coalesce(:file, file), report = coalesce(:report, report) WHERE tip = :tip;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'tip', :tip;
