SELECT * FROM obligation WHERE obligation_state = 'owed' AND climbs <= :now AND stopped IS NULL ORDER BY climbs, obligation;
