-- Everything two euros cheaper in the week of the summer feast.

ALTER TABLE farm.products ADD COLUMN feast_price farm.money_amount;

CREATE INDEX CONCURRENTLY products_feast ON farm.products (feast_price) WHERE feast_price IS NOT NULL;

-- A bunch of parsley costs 1.30: the price would be below zero, which farm.money_amount does not allow.
UPDATE farm.products
SET feast_price = unit_price - 2.00
WHERE discontinued_at IS NULL;
