//! What is sealed at rest: the contact, and everything that was written in free words.

use aftersales_kit::{Error, Result, seal::Sealer};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::domain::{Contact, Task, TaskId};

/// The free words of a task.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Words {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason_text: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suggestions: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root_cause: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
}

impl Words {
    fn of(task: &Task) -> Self {
        let (answers, improvement) = (task.answers.as_ref(), task.improvement.as_ref());
        Self {
            notes: task.attempts.iter().map(|attempt| attempt.note.clone()).collect(),
            reason_text: answers.map(|answers| answers.reason_text.clone()).unwrap_or_default(),
            suggestions: answers.map(|answers| answers.suggestions.clone()).unwrap_or_default(),
            root_cause: improvement
                .map(|improvement| improvement.root_cause.clone())
                .unwrap_or_default(),
            measure: improvement
                .map(|improvement| improvement.measure.clone())
                .unwrap_or_default(),
        }
    }
}

/// The sealed contact; `None` when there is none.
pub(super) fn seal_contact(sealer: &Sealer, task: &Task) -> Result<Option<Vec<u8>>> {
    task.contact
        .as_ref()
        .map(|contact| seal(sealer, contact, &place(task.id, "contact")))
        .transpose()
}

/// The sealed words; `None` when nothing was written yet.
pub(super) fn seal_words(sealer: &Sealer, task: &Task) -> Result<Option<Vec<u8>>> {
    let written = !task.attempts.is_empty() || task.answers.is_some();
    written
        .then(|| seal(sealer, &Words::of(task), &place(task.id, "words")))
        .transpose()
}

pub(super) fn open_contact(sealer: &Sealer, id: TaskId, sealed: Option<&[u8]>) -> Result<Option<Contact>> {
    sealed
        .map(|sealed| open(sealer, sealed, &place(id, "contact")))
        .transpose()
}

pub(super) fn open_words(sealer: &Sealer, id: TaskId, sealed: Option<&[u8]>) -> Result<Words> {
    let words = sealed
        .map(|sealed| open(sealer, sealed, &place(id, "words")))
        .transpose()?;
    Ok(words.unwrap_or_default())
}

fn place(id: TaskId, what: &str) -> String {
    format!("callback_task:{id}:{what}")
}

fn seal(sealer: &Sealer, value: &impl Serialize, place: &str) -> Result<Vec<u8>> {
    let text = serde_json::to_string(value).map_err(|source| Error::internal_from("write a task's words", source))?;
    sealer.seal(&text, place)
}

fn open<T: DeserializeOwned>(sealer: &Sealer, sealed: &[u8], place: &str) -> Result<T> {
    let text = sealer.open(sealed, place)?;
    serde_json::from_str(&text).map_err(|source| Error::internal_from("read a task's words", source))
}
