-- Question: Which files were not read whole, and why?
SELECT status, files, reason, examples, last_received_at
FROM data_quality
WHERE status <> 'imported'
ORDER BY last_received_at DESC
