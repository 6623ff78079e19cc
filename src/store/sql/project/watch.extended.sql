UPDATE watch SET ends = :ends, announced = :days, watch_state = 'active', until = NULL WHERE watch = :watch;
