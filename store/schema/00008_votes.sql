-- +goose Up
-- Who stays out of which vote; item 0: of the whole topic.
CREATE TABLE IF NOT EXISTS recusals (
	meeting_id BIGINT NOT NULL, topic_id BIGINT NOT NULL, item INTEGER NOT NULL, member_id BIGINT NOT NULL, committee_id BIGINT NOT NULL,
	by_id BIGINT NOT NULL, declined INTEGER NOT NULL, said_at BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, topic_id, item, member_id)
){{table}};
-- The choice of one without a phone in a named vote, until the chair confirms it.
CREATE TABLE IF NOT EXISTS dictations (
	ballot_id BIGINT NOT NULL, member_id BIGINT NOT NULL, committee_id BIGINT NOT NULL, choice VARCHAR(10) NOT NULL,
	PRIMARY KEY (ballot_id, member_id)
){{table}};
ALTER TABLE ballots ADD COLUMN again VARCHAR(500) NOT NULL DEFAULT '';
ALTER TABLE ballots ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ballots ADD COLUMN counted_for INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ballots ADD COLUMN counted_against INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ballots ADD COLUMN counted_abstain INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ballots ADD COLUMN witness VARCHAR(100) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE ballots DROP COLUMN witness;
ALTER TABLE ballots DROP COLUMN counted_abstain;
ALTER TABLE ballots DROP COLUMN counted_against;
ALTER TABLE ballots DROP COLUMN counted_for;
ALTER TABLE ballots DROP COLUMN by_hand;
ALTER TABLE ballots DROP COLUMN again;
DROP TABLE dictations;
DROP TABLE recusals;
