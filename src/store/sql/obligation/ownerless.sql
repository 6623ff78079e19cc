SELECT count(*) FROM obligation WHERE obligation_state = 'owed' AND (owner IS NULL OR owner = '');
