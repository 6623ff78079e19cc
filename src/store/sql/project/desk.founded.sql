INSERT INTO desk (one, desk, desk_name, clock, founded) VALUES (1, :desk, :desk_name, :clock, :time);
