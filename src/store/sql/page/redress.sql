SELECT redress, redress_state AS state, subject, channel AS told_by, due, time AS received, sequence AS "text@"
FROM redress WHERE redress = :id;
