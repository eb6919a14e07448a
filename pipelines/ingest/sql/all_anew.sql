-- All that is staged is to be compared.
CREATE OR REPLACE TEMP VIEW anew AS
SELECT * FROM staged;
