INSERT OR IGNORE INTO redress_file (redress, file) VALUES (:redress, :file);
