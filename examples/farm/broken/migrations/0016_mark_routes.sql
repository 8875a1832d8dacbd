-- Which addresses the new van has been to. The migration is right; its rollback is not.

ALTER TABLE farm.delivery_addresses ADD COLUMN visited_at timestamptz;

CREATE INDEX CONCURRENTLY delivery_addresses_visited ON farm.delivery_addresses (visited_at) WHERE visited_at IS NOT NULL;
