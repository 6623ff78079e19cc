SELECT count(*) FROM proposal AS p WHERE p.sum < p.threshold OR NOT EXISTS (SELECT 1 FROM flag AS g
    WHERE g.file = p.file AND g.sequence <= p.sequence AND g.flag_kind NOT IN ('travel', 'changed name', 'citizenship application'));
