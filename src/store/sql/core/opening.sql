SELECT key, sealed FROM opening WHERE sequence = :sequence AND field = :field;
