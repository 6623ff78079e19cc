SELECT * FROM obligation WHERE obligation = :obligation;
