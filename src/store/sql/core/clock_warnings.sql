SELECT count(*) FROM clock_warning;
