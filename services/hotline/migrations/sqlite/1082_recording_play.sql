-- who asked for a recording, what for, and until when the address held
CREATE TABLE recording_play (
    id         BLOB    NOT NULL PRIMARY KEY,
    call_id    BLOB    NOT NULL,
    uri        TEXT    NOT NULL,
    played_by  TEXT    NOT NULL,
    purpose    TEXT    NOT NULL,
    played_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX recording_play_call ON recording_play (call_id, played_at, id);
