DELETE FROM blind_state;
