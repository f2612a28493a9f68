-- Question: What was planned, and what did I make of it?
SELECT local_date, title, role, done_on, score, colour, reason
FROM plan_vs_actual
WHERE role IS NOT NULL
ORDER BY local_date DESC, day_index
LIMIT 20
