DROP POLICY lots_of_grower ON farm.lots;
DROP POLICY lots_shop ON farm.lots;
DROP POLICY products_described_by_grower ON farm.products;
DROP POLICY products_of_grower ON farm.products;
DROP POLICY products_on_sale ON farm.products;
DROP POLICY products_shop ON farm.products;
DROP POLICY growers_self ON farm.growers;
DROP POLICY growers_shop ON farm.growers;

ALTER TABLE farm.lots DISABLE ROW LEVEL SECURITY;
ALTER TABLE farm.products DISABLE ROW LEVEL SECURITY;
ALTER TABLE farm.growers DISABLE ROW LEVEL SECURITY;

DROP FUNCTION farm.current_grower();

-- The roles stay: other databases of the cluster may use them. What they were given in this one is taken back.
REVOKE ALL ON ALL TABLES IN SCHEMA farm FROM farm_app, farm_grower, farm_reader;
REVOKE UPDATE (description) ON farm.products FROM farm_grower;
REVOKE ALL ON SEQUENCE farm.stock_movement_numbers FROM farm_app;
REVOKE USAGE ON SCHEMA farm FROM farm_app, farm_grower, farm_reader;
