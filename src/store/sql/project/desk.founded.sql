INSERT INTO desk (one, desk, founded) VALUES (1, :desk, :time);
