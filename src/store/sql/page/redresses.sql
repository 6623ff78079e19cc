SELECT redress, redress_state AS state, subject, due, time AS received FROM redress ORDER BY redress;
