-- A lot that the authorities recall is neither spoiled nor sold out: it must be found again.

ALTER TYPE farm.lot_status ADD VALUE 'recalled' AFTER 'sold_out';
