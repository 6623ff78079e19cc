INSERT INTO blind_state (fingerprint, persons) VALUES (:fingerprint, 0);
