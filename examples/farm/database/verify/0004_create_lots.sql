SELECT count(*) = 3 AS stock_is_guarded
FROM pg_catalog.pg_constraint
WHERE conrelid = 'farm.lots'::regclass AND contype = 'c' AND convalidated
  AND conname IN ('lots_keep_a_while', 'lots_cannot_be_oversold', 'lots_hold_what_came');

SELECT indpred IS NOT NULL AND indisvalid AS only_lots_for_sale_are_indexed
FROM pg_catalog.pg_index
WHERE indexrelid = 'farm.lots_for_sale'::regclass;
