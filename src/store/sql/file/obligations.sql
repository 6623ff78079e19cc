SELECT * FROM obligation WHERE file = :file AND obligation_state = 'owed' ORDER BY due, obligation;
