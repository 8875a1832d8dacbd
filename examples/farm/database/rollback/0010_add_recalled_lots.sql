-- An enum cannot lose a value, so the type is made anew. Recalled lots become spoiled ones (not for sale either),
-- and their note says what they were.

UPDATE farm.lots
SET status = 'spoiled', note = concat_ws('; ', note, 'was recalled')
WHERE status::text = 'recalled';

-- What names the type's values must stand aside while the column changes.
DROP VIEW farm.product_stock;
DROP INDEX farm.lots_for_sale;

ALTER TYPE farm.lot_status RENAME TO lot_status_with_recalled;
CREATE TYPE farm.lot_status AS ENUM ('announced', 'available', 'sold_out', 'spoiled');
COMMENT ON TYPE farm.lot_status IS 'The life of a lot.';

ALTER TABLE farm.lots ALTER COLUMN status DROP DEFAULT;
ALTER TABLE farm.lots ALTER COLUMN status TYPE farm.lot_status USING status::text::farm.lot_status;
ALTER TABLE farm.lots ALTER COLUMN status SET DEFAULT 'announced';
DROP TYPE farm.lot_status_with_recalled;

CREATE INDEX lots_for_sale ON farm.lots (product_id, best_before) WHERE status = 'available';

CREATE VIEW farm.product_stock WITH (security_barrier = true) AS
SELECT product.product_id,
       product.sku,
       product.name,
       product.unit,
       product.unit_price,
       grower.name AS grower,
       coalesce(sum(lot.quantity_on_hand), 0) AS quantity_on_hand,
       min(lot.best_before) FILTER (WHERE lot.quantity_on_hand > 0) AS next_best_before
FROM farm.products AS product
JOIN farm.growers AS grower USING (grower_id)
LEFT JOIN farm.lots AS lot ON lot.product_id = product.product_id AND lot.status = 'available'
WHERE product.discontinued_at IS NULL
GROUP BY product.product_id, grower.name;
COMMENT ON VIEW farm.product_stock IS 'What can be sold now.';
COMMENT ON COLUMN farm.product_stock.next_best_before IS 'The date of the lot that is sold first.';

GRANT SELECT ON farm.product_stock TO farm_app, farm_reader;
