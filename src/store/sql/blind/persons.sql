UPDATE blind_state SET persons = persons + :more;
