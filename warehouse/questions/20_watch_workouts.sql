-- Question: Did I run what the workout in the watch asked for?
SELECT local_date, intensity, coalesce(distance_m || ' m', duration_s || ' s', duration_type) AS asked, times_asked, laps
FROM watch_workouts
ORDER BY local_date, activity_id, workout_step_index
