DROP TABLE farm.delivery_addresses;
DROP TABLE farm.customers;
