SELECT file, reference, file_state AS state, section, opened, review FROM file WHERE file_state <> 'purged'
ORDER BY review, file;
