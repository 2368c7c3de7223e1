-- +goose Up
-- What the recorder handed in on a late topic for those without a phone, until the chair
-- confirms it.
ALTER TABLE topics ADD COLUMN dictated VARCHAR(2000) NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE topics DROP COLUMN dictated;
