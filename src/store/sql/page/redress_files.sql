SELECT r.file, f.reference, f.file_state AS state, f.section FROM redress_file AS r JOIN file AS f ON f.file = r.file
WHERE r.redress = :id ORDER BY r.file;
