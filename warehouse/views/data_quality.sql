-- Question: Which files were not read whole, and why? And how many hold a workout that another one holds too?
-- Grain: one row an athlete, status and reason (athlete_id, status, reason)
-- athlete_id: whose files
-- status: imported, salvaged, rejected, no_activity or failed
-- reason: why they were not imported whole: a sentence; null where they were
-- files: how many
-- doubles: recordings in them that do not count: another one of the same workout tells more, and counts for it
-- records_read: records read from them
-- size_bytes: their size, unpacked [byte]
-- last_received_at: when the last of them was first handed in
-- examples: names of up to three of them
WITH doubled AS (
    SELECT file_id, count(*) AS doubles
    FROM activities
    WHERE same_as IS NOT NULL
    GROUP BY file_id
)
SELECT
    athlete_id,
    status,
    reason,
    count(*) AS files,
    coalesce(sum(doubles), 0)::BIGINT AS doubles,
    sum(records_read)::BIGINT AS records_read,
    sum(size_bytes)::BIGINT AS size_bytes,
    max(received_at) AS last_received_at,
    list(name ORDER BY received_at DESC, name)[:3] AS examples
FROM source_files
LEFT JOIN doubled USING (file_id)
GROUP BY athlete_id, status, reason
