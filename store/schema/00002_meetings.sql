-- +goose Up
CREATE TABLE IF NOT EXISTS meetings (
	id {{id}}, committee_id BIGINT NOT NULL, kind VARCHAR(20) NOT NULL, state VARCHAR(20) NOT NULL, year INTEGER NOT NULL, ordinal INTEGER NOT NULL,
	starts_at BIGINT NOT NULL, place VARCHAR(200) NOT NULL, reason VARCHAR(500) NOT NULL, drafted_by BIGINT NOT NULL,
	notice_at BIGINT NOT NULL, noticed_at BIGINT NOT NULL, asked_at BIGINT NOT NULL,
	chair_id BIGINT NOT NULL, opened_at BIGINT NOT NULL, adjourned_at BIGINT NOT NULL, expected INTEGER NOT NULL, quorum INTEGER NOT NULL, assembled INTEGER NOT NULL,
	code_key VARCHAR(64) NOT NULL
){{table}};
CREATE INDEX meetings_by_start ON meetings (committee_id, starts_at);
CREATE TABLE IF NOT EXISTS attendees (
	meeting_id BIGINT NOT NULL, member_id BIGINT NOT NULL, committee_id BIGINT NOT NULL, place INTEGER NOT NULL, capacity VARCHAR(20) NOT NULL, topics TEXT NOT NULL, late INTEGER NOT NULL,
	answer VARCHAR(20) NOT NULL, reason VARCHAR(500) NOT NULL, opinion TEXT NOT NULL, answered_at BIGINT NOT NULL, answered_in INTEGER NOT NULL, granted INTEGER NOT NULL,
	reached VARCHAR(20) NOT NULL, reached_at BIGINT NOT NULL,
	checked_in BIGINT NOT NULL, how VARCHAR(20) NOT NULL, left_at BIGINT NOT NULL, arrival INTEGER NOT NULL,
	PRIMARY KEY (meeting_id, member_id)
){{table}};
CREATE TABLE IF NOT EXISTS topics (
	id {{id}}, committee_id BIGINT NOT NULL, number INTEGER NOT NULL, title VARCHAR(100) NOT NULL, scope INTEGER NOT NULL, scope_reason VARCHAR(500) NOT NULL,
	kind VARCHAR(20) NOT NULL, persons TEXT NOT NULL, ask TEXT NOT NULL, reporter VARCHAR(100) NOT NULL, observers TEXT NOT NULL, guests VARCHAR(500) NOT NULL,
	disclosure INTEGER NOT NULL, proposer_id BIGINT NOT NULL, state VARCHAR(20) NOT NULL, reason VARCHAR(500) NOT NULL, place INTEGER NOT NULL,
	meeting_id BIGINT NOT NULL, position INTEGER NOT NULL, submitted_at BIGINT NOT NULL, decided_at BIGINT NOT NULL
){{table}};
CREATE INDEX topics_by_meeting ON topics (committee_id, meeting_id, position);
CREATE TABLE IF NOT EXISTS notes (
	id {{id}}, committee_id BIGINT NOT NULL, meeting_id BIGINT NOT NULL, topic_id BIGINT NOT NULL, member_id BIGINT NOT NULL, by_id BIGINT NOT NULL, said TEXT NOT NULL, said_at BIGINT NOT NULL
){{table}};
CREATE INDEX notes_by_meeting ON notes (meeting_id, id);
CREATE TABLE IF NOT EXISTS minutes (
	meeting_id BIGINT NOT NULL PRIMARY KEY, committee_id BIGINT NOT NULL, revision INTEGER NOT NULL, state VARCHAR(20) NOT NULL, edits {{text}} NOT NULL, reason VARCHAR(500) NOT NULL,
	year INTEGER NOT NULL, number INTEGER, drafted_at BIGINT NOT NULL, signed_at BIGINT NOT NULL,
	CONSTRAINT minutes_number UNIQUE (committee_id, year, number)
){{table}};
CREATE TABLE IF NOT EXISTS readers (
	meeting_id BIGINT NOT NULL, member_id BIGINT NOT NULL, committee_id BIGINT NOT NULL, read_at BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, member_id)
){{table}};

-- +goose Down
DROP TABLE readers;
DROP TABLE minutes;
DROP TABLE notes;
DROP TABLE topics;
DROP TABLE attendees;
DROP TABLE meetings;
