-- who asked for a recording, what for, and until when the address held
CREATE TABLE recording_play (
    id         UUID        NOT NULL PRIMARY KEY,
    call_id    UUID        NOT NULL,
    uri        TEXT        NOT NULL,
    played_by  TEXT        NOT NULL,
    purpose    TEXT        NOT NULL,
    played_at  TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX recording_play_call ON recording_play (call_id, played_at, id);
