DROP TABLE farm.order_lines;
DROP TABLE farm.orders;
DROP TYPE farm.order_status;
