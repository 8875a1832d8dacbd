DROP INDEX CONCURRENTLY farm.delivery_addresses_visited;

-- Written in a hurry, and never rehearsed: meant was the column.
DROP TABLE farm.delivery_addresses;

ALTER TABLE farm.delivery_addresses DROP COLUMN visited_at;
