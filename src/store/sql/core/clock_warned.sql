SELECT count(*) FROM clock_warning WHERE time = :time;
