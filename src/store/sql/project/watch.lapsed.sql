UPDATE watch SET watch_state = 'lapsed undecided', against = :against WHERE watch = :watch;
