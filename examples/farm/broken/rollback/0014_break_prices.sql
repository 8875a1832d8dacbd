-- IF EXISTS, since the migration may have stopped before any of its statements.
DROP INDEX CONCURRENTLY IF EXISTS farm.products_feast;
ALTER TABLE farm.products DROP COLUMN IF EXISTS feast_price;
