UPDATE watch SET watch_state = 'ended' WHERE watch = :watch;
