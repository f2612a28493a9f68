-- Question: Which sensors measured ground contact, how often, and since when?
SELECT dynamics_source, count(*) AS activities, min(local_date) AS first_day, max(local_date) AS last_day
FROM activities
WHERE dynamics_source IS NOT NULL
GROUP BY ALL
ORDER BY ALL
