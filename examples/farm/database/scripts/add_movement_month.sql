-- Makes the partition of one month, and moves there what the default partition has of it. Takes the whole ledger for
-- the time of the move: run it by night. Shows each statement before it runs it.
-- psql "$FARM_DATABASE_URL" -v month=2026-01-01 -f scripts/add_movement_month.sql

BEGIN;
LOCK TABLE farm.stock_movements IN ACCESS EXCLUSIVE MODE;

SELECT format('CREATE TABLE farm.stock_movements_%s (LIKE farm.stock_movements INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
              to_char(:'month'::date, 'YYYY_MM')) AS make,
       format('WITH gone AS (DELETE FROM farm.stock_movements_other WHERE moved_on >= %L AND moved_on < %L RETURNING *)'
              ' INSERT INTO farm.stock_movements_%s SELECT * FROM gone',
              :'month'::date, (:'month'::date + interval '1 month')::date, to_char(:'month'::date, 'YYYY_MM')) AS fill,
       format('ALTER TABLE farm.stock_movements ATTACH PARTITION farm.stock_movements_%s FOR VALUES FROM (%L) TO (%L)',
              to_char(:'month'::date, 'YYYY_MM'), :'month'::date, (:'month'::date + interval '1 month')::date) AS attach
\gset month_
\echo :month_make
:month_make;
\echo :month_fill
-- The rows go from one partition to another one, so the stock does not change: no trigger of the ledger fires on a partition.
:month_fill;
\echo :month_attach
:month_attach;
COMMIT;
