-- Question: What does each column of a table or view mean?
SELECT column_name, data_type, comment
FROM duckdb_columns()
WHERE table_name = 'repetitions'
ORDER BY column_index
