SELECT day FROM holiday ORDER BY day;
