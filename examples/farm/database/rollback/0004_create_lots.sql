DROP TABLE farm.lots;
DROP TYPE farm.lot_status;
