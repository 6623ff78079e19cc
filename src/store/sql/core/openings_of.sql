SELECT coalesce(group_concat(field, ', '), 'nothing') FROM opening WHERE sequence = :sequence;
