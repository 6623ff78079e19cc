DELETE FROM opening WHERE sequence = :sequence AND field = :field RETURNING 1;
