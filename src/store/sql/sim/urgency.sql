SELECT count(*) FROM obligation WHERE urgency = :urgency;
