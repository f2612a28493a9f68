-- Question: What comes next week, and what was changed in it?
SELECT local_date, text, CASE WHEN text <> planned_text THEN planned_text END AS instead_of, reasons, proposals
FROM next_week
ORDER BY local_date, day_index
