-- Question: Did my repetitions get faster over the weeks, and how sure is that?
SELECT week_start, subject, metric, change, change_low, change_high, unit, sessions, verdict, reason
FROM progress
ORDER BY subject, metric, week_start
