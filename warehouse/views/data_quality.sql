-- Question: Which files were not read whole, and why?
-- Grain: one row an athlete, status and reason (athlete_id, status, reason)
-- athlete_id: whose files
-- status: imported, salvaged, rejected, no_activity or failed
-- reason: why they were not imported whole: a sentence; null where they were
-- files: how many
-- records_read: records read from them
-- size_bytes: their size, unpacked [byte]
-- last_received_at: when the last of them was first handed in
-- examples: names of up to three of them
SELECT
    athlete_id,
    status,
    reason,
    count(*) AS files,
    sum(records_read)::BIGINT AS records_read,
    sum(size_bytes)::BIGINT AS size_bytes,
    max(received_at) AS last_received_at,
    list(name ORDER BY received_at DESC, name)[:3] AS examples
FROM source_files
GROUP BY athlete_id, status, reason
