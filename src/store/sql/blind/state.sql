SELECT fingerprint, persons FROM blind_state;
