SELECT * FROM handover ORDER BY handover;
