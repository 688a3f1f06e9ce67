//! Notes to the branch chief (把他们发现的任何问题告诉你, X-31).

use aftersales_kit::{
    Error, Result,
    id::{BranchId, TicketId},
    text_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::governance_reasons::NOTE_HANDLED;

aftersales_kit::id!(
    /// A note to the chief.
    NoteId, "note id"
);

text_enum! {
    /// Where a note stands.
    pub enum NoteState {
        /// The chief has not handled it.
        Open = "OPEN",
        /// Handled, with an answer.
        Handled = "HANDLED",
    }
}

/// A remark of the technical department (X-14).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The remark.
    pub text: String,
}

/// What people wrote; stored sealed as one document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// What is wrong.
    pub text: String,
    /// The chief's answer.
    pub answer: String,
    /// Remarks, oldest first.
    pub remarks: Vec<Remark>,
}

/// A note to the chief.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Id.
    pub id: NoteId,
    /// Branch.
    pub branch: BranchId,
    /// Who wrote it.
    pub author: String,
    /// Ticket that it is about.
    pub ticket: Option<TicketId>,
    /// What people wrote.
    pub body: Body,
    /// When filed.
    pub filed_at: Timestamp,
    /// State.
    pub state: NoteState,
    /// Who handled it, and when.
    pub handled: Option<(String, Timestamp)>,
    /// Version, from 1.
    pub version: i64,
}

impl Note {
    /// Marks it handled.
    ///
    /// # Errors
    /// `NOTE_HANDLED`.
    pub fn handle(&mut self, answer: String, by: &str, now: Timestamp) -> Result<()> {
        if self.state == NoteState::Handled {
            return Err(Error::from(NOTE_HANDLED.refuse().with("state", self.state)));
        }
        self.body.answer = answer;
        self.state = NoteState::Handled;
        self.handled = Some((by.to_owned(), now));
        self.version += 1;
        Ok(())
    }

    /// Adds a remark, whatever the state.
    pub fn annotate(&mut self, text: String, by: &str, now: Timestamp) {
        self.body.remarks.push(Remark {
            by: by.to_owned(),
            at: now,
            text,
        });
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document that an earlier version stored: every later version must still read it.
    #[test]
    fn stored_notes_stay_readable() {
        let stored = r#"{"text":"甲","answer":"乙","remarks":[{"by":"T1","at":1000,"text":"丙"}]}"#;
        let body: Body = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&body).unwrap(), stored);
    }
}
