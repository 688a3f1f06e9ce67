//! Data that guides an intake: diagnosis lists, job catalogues, documents to bring (HOT-34, HOT-35, HOT-37).

use std::collections::HashSet;

use aftersales_kit::{Refusal, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    intake_reasons::{DIAGNOSIS_LIST_BROKEN, DIAGNOSIS_NOT_FOLLOWED, JOB_CODE_TWICE, JOB_NOT_IN_CATALOGUE},
    quote::{PriceList, Wanted},
};

/// An answer that may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Code, unique in its question.
    pub code: String,
    /// In words.
    pub text: String,
    /// Question that follows; empty when the diagnosis ends here.
    pub next: String,
}

/// A question about symptoms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Code, unique in its list.
    pub code: String,
    /// In words.
    pub text: String,
    /// What may be answered.
    pub choices: Vec<Choice>,
}

/// The way through a diagnosis list: question and answer, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// Version of the list.
    pub list_version: i64,
    /// Codes of question and answer.
    pub answers: Vec<(String, String)>,
}

/// Passes when every code is unique and every answer leads to a question further down, so that no way is endless.
///
/// # Errors
/// `DIAGNOSIS_LIST_BROKEN`.
pub fn check_questions(questions: &[Question]) -> Result<(), Refusal> {
    let broken = |at: usize, what: &str| DIAGNOSIS_LIST_BROKEN.field(format!("questions[{at}]"), what);
    let mut codes = HashSet::new();
    for (at, question) in questions.iter().enumerate() {
        if !codes.insert(&question.code) {
            return Err(broken(at, "has the code of another question"));
        }
        let mut answers = HashSet::new();
        for choice in &question.choices {
            if !answers.insert(&choice.code) {
                return Err(broken(at, "has the code of an answer twice"));
            }
            let below = questions.get(at + 1..).unwrap_or_default();
            if !choice.next.is_empty() && !below.iter().any(|next| next.code == choice.next) {
                return Err(broken(at, "leads to no question further down"));
            }
        }
    }
    Ok(())
}

/// Passes when the answers follow the list from its first question to an end.
///
/// # Errors
/// `DIAGNOSIS_NOT_FOLLOWED`.
pub fn follow(questions: &[Question], version: i64, given: &Diagnosis) -> Result<(), Refusal> {
    let off = |field: &str, what: &str| DIAGNOSIS_NOT_FOLLOWED.field(field, what).with("version", version);
    if given.list_version != version {
        return Err(off("diagnosis.list_version", "is not the list in force"));
    }
    let mut next = questions.first();
    for (at, (question, answer)) in given.answers.iter().enumerate() {
        let field = format!("diagnosis.answers[{at}]");
        let asked = next
            .filter(|asked| asked.code == *question)
            .ok_or_else(|| off(&field, "is not the question that follows"))?;
        let choice = asked
            .choices
            .iter()
            .find(|choice| choice.code == *answer)
            .ok_or_else(|| off(&field, "is no answer of its question"))?;
        next = questions.iter().find(|asked| asked.code == choice.next);
    }
    match next {
        Some(_) => Err(off("diagnosis.answers", "stop before the end")),
        None => Ok(()),
    }
}

/// A part that a job needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPart {
    /// Part number.
    pub part_no: String,
    /// Pieces.
    pub quantity: i32,
}

/// A job of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Code, unique in its catalogue.
    pub code: String,
    /// Name.
    pub name: String,
    /// Working time, minutes.
    pub minutes: i32,
    /// Parts.
    pub parts: Vec<JobPart>,
    /// Items of the price list.
    pub price_items: Vec<Wanted>,
}

/// What some jobs take (HOT-35): version 0, before anybody saw the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// Jobs.
    pub job_codes: Vec<String>,
    /// Working time, minutes.
    pub minutes: i32,
    /// Parts.
    pub parts: Vec<JobPart>,
    /// Currency of the price.
    pub currency: String,
    /// Price in the currency's smallest unit, tax included.
    pub price: i64,
    /// When.
    pub at: Timestamp,
}

/// Passes when every job has a code of its own.
///
/// # Errors
/// `JOB_CODE_TWICE`.
pub fn check_jobs(jobs: &[Job]) -> Result<(), Refusal> {
    let mut codes = HashSet::new();
    match jobs.iter().position(|job| !codes.insert(&job.code)) {
        Some(at) => Err(JOB_CODE_TWICE.field(format!("jobs[{at}].code"), "is the code of another job")),
        None => Ok(()),
    }
}

/// Time, parts and price of some jobs.
///
/// # Errors
/// `JOB_NOT_IN_CATALOGUE`, `ITEM_NOT_ON_PRICE_LIST`.
pub fn estimate(
    catalogue: &[Job],
    codes: &[String],
    prices: &PriceList,
    field: &str,
    at: Timestamp,
) -> Result<Estimate, Refusal> {
    let mut jobs = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        let unknown = || JOB_NOT_IN_CATALOGUE.field(format!("{field}[{place}]"), "is not in the job catalogue");
        jobs.push(catalogue.iter().find(|job| job.code == *code).ok_or_else(unknown)?);
    }
    let items: Vec<Wanted> = jobs.iter().flat_map(|job| job.price_items.clone()).collect();
    let priced = prices.price(&items, field)?;
    Ok(Estimate {
        job_codes: codes.to_vec(),
        minutes: jobs.iter().map(|job| job.minutes).fold(0, i32::saturating_add),
        parts: jobs.iter().flat_map(|job| job.parts.clone()).collect(),
        currency: priced.currency,
        price: priced.total,
        at,
    })
}
