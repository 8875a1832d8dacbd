DROP TABLE farm.products;
DROP TABLE farm.categories;
DROP DOMAIN farm.sku;
DROP TYPE farm.unit_of_sale;
