-- A cancelled build leaves an index that is there, is written to, and is never read.
SELECT indisvalid AND indisready AS index_is_usable
FROM pg_catalog.pg_index
WHERE indexrelid IN ('farm.orders_of_customer'::regclass, 'farm.orders_open'::regclass);
