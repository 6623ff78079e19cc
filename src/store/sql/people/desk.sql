SELECT desk, desk_name, clock, founded FROM desk;
