UPDATE obligation SET due = :due, climbs = :climbs, rung = 'owner', told = NULL WHERE obligation = :obligation;
