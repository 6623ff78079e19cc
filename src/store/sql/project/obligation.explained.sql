UPDATE obligation SET lateness = :lateness WHERE obligation = :obligation;
