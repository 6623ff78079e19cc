SELECT coalesce(lateness, '') FROM obligation WHERE obligation = :obligation;
