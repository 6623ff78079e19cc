UPDATE obligation SET stopped = NULL, due = :due, climbs = :climbs, rung = 'owner' WHERE obligation = :obligation;
