UPDATE watch SET watch_state = 'undecided at its end', until = :until WHERE watch = :watch;
