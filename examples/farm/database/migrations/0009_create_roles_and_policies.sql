-- Who may see what. A grower sees the own products and lots; the shop sees all; readers change nothing.

-- Roles belong to the cluster, so another database may have made them already, or be making them at this moment.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['farm_app', 'farm_grower', 'farm_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
    END LOOP;
END;
$$;

CREATE FUNCTION farm.current_grower() RETURNS bigint
    LANGUAGE sql
    STABLE PARALLEL SAFE
AS $$
    SELECT nullif(current_setting('farm.grower_id', true), '')::bigint
$$;
COMMENT ON FUNCTION farm.current_grower() IS 'The grower of this session, which the portal sets after the login.';

GRANT USAGE ON SCHEMA farm TO farm_app, farm_grower, farm_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    farm.growers, farm.products, farm.customers, farm.delivery_addresses, farm.lots, farm.orders, farm.order_lines
    TO farm_app;
GRANT SELECT ON farm.categories, farm.price_history, farm.product_stock, farm.monthly_sales, farm.best_sellers TO farm_app;
GRANT SELECT, INSERT ON farm.stock_movements TO farm_app;
GRANT USAGE ON SEQUENCE farm.stock_movement_numbers TO farm_app;
GRANT SELECT ON farm.growers, farm.products, farm.lots, farm.categories TO farm_grower;
GRANT UPDATE (description) ON farm.products TO farm_grower;
GRANT SELECT ON farm.categories, farm.products, farm.product_stock, farm.monthly_sales, farm.best_sellers TO farm_reader;

ALTER TABLE farm.growers ENABLE ROW LEVEL SECURITY;
ALTER TABLE farm.products ENABLE ROW LEVEL SECURITY;
ALTER TABLE farm.lots ENABLE ROW LEVEL SECURITY;

CREATE POLICY growers_shop ON farm.growers TO farm_app USING (true) WITH CHECK (true);
CREATE POLICY growers_self ON farm.growers FOR SELECT TO farm_grower USING (grower_id = farm.current_grower());

CREATE POLICY products_shop ON farm.products TO farm_app USING (true) WITH CHECK (true);
CREATE POLICY products_on_sale ON farm.products FOR SELECT TO farm_reader USING (discontinued_at IS NULL);
CREATE POLICY products_of_grower ON farm.products FOR SELECT TO farm_grower USING (grower_id = farm.current_grower());
CREATE POLICY products_described_by_grower ON farm.products FOR UPDATE TO farm_grower
    USING (grower_id = farm.current_grower()) WITH CHECK (grower_id = farm.current_grower());

CREATE POLICY lots_shop ON farm.lots TO farm_app USING (true) WITH CHECK (true);
CREATE POLICY lots_of_grower ON farm.lots FOR SELECT TO farm_grower
    USING (EXISTS (SELECT FROM farm.products AS product
                   WHERE product.product_id = lots.product_id AND product.grower_id = farm.current_grower()));
COMMENT ON POLICY lots_of_grower ON farm.lots IS 'A grower sees the lots of the own products.';
