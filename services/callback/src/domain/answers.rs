//! What the customer said (回访记录), and what follows from it.

use aftersales_kit::{Refusal, text_enum};

use super::{reasons::REASON_MISSING, task::Outcome};

text_enum! {
    /// Answer to a question (CBK-07).
    pub enum Answer {
        /// Yes.
        Yes = "YES",
        /// No.
        No = "NO",
        /// The customer cannot say.
        Unknown = "UNKNOWN",
    }
}

text_enum! {
    /// Why somebody is not satisfied (CBK-17).
    pub enum Dissatisfaction {
        /// Attitude (服务态度).
        Attitude = "ATTITUDE",
        /// Technical skill (技术水平).
        Skill = "SKILL",
        /// Speed of response (响应速度).
        ResponseSpeed = "RESPONSE_SPEED",
        /// Anything else; the text says what.
        Other = "OTHER",
    }
}

/// The four marks of a technician (CBK-14), each from 1 (不满意) to 4 (很满意).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appraisal {
    /// Attitude (态度).
    pub attitude: i64,
    /// Skill (技术).
    pub skill: i64,
    /// Time of arrival (到达时间).
    pub arrival_time: i64,
    /// Keeping of promises (答应事情的办理).
    pub promises: i64,
}

/// All answers of a callback.
#[derive(Clone, PartialEq, Eq)]
pub struct Answers {
    /// Contacted within one working day?
    pub contacted: Answer,
    /// Did the technician come as agreed?
    pub on_time: Answer,
    /// Satisfied?
    pub satisfied: Answer,
    /// Why not.
    pub reasons: Vec<Dissatisfaction>,
    /// Why not, in the customer's words.
    pub reason_text: String,
    /// Another visit needed?
    pub needs_revisit: Answer,
    /// The four marks.
    pub appraisal: Appraisal,
    /// Other suggestions.
    pub suggestions: String,
    /// Probability of buying again in percent; `None` when not asked.
    pub repurchase_percent: Option<i64>,
}

impl Answers {
    /// Refuses an unsatisfied customer without the reason: kind and words (CBK-62). Both missing fields are listed.
    ///
    /// # Errors
    /// `REASON_MISSING`.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.satisfied != Answer::No {
            return Ok(());
        }
        let mut refusal = REASON_MISSING.refuse();
        if self.reasons.is_empty() {
            refusal = refusal.field(
                "answers.reasons",
                "must be filled in when the customer is not satisfied",
            );
        }
        if self.reason_text.trim().is_empty() {
            refusal = refusal.field(
                "answers.reason_text",
                "must be filled in when the customer is not satisfied",
            );
        }
        if refusal.violations.is_empty() {
            Ok(())
        } else {
            Err(refusal)
        }
    }

    /// Whether the chief has to find the root cause first (CBK-63).
    pub fn needs_analysis(&self) -> bool {
        self.satisfied == Answer::No
    }

    /// What the task comes to: further work for dispatch before everything else (CBK-08, CBK-09).
    pub fn outcome(&self) -> Outcome {
        match (self.on_time, self.needs_revisit, self.satisfied) {
            (Answer::No, _, _) => Outcome::Reissued,
            (_, Answer::Yes, _) => Outcome::Revisit,
            (_, _, Answer::No) => Outcome::FollowedUp,
            _ => Outcome::Satisfied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(on_time: Answer, satisfied: Answer, needs_revisit: Answer) -> Answers {
        Answers {
            contacted: Answer::Yes,
            on_time,
            satisfied,
            reasons: Vec::new(),
            reason_text: " \t".to_owned(),
            needs_revisit,
            appraisal: Appraisal {
                attitude: 4,
                skill: 4,
                arrival_time: 4,
                promises: 4,
            },
            suggestions: "none".to_owned(),
            repurchase_percent: None,
        }
    }

    #[test]
    fn cbk_62_an_unsatisfied_customer_is_asked_why() {
        let unsatisfied = answers(Answer::Yes, Answer::No, Answer::No);
        let refusal = unsatisfied.check().unwrap_err();
        assert_eq!(refusal.violations.len(), 2);
        assert!(answers(Answer::No, Answer::Unknown, Answer::No).check().is_ok());
    }

    #[test]
    fn further_work_comes_before_the_verdict() {
        use Answer::{No, Unknown, Yes};
        let cases = [
            (Yes, Yes, No, Outcome::Satisfied),
            (Unknown, Unknown, Unknown, Outcome::Satisfied),
            (No, Yes, No, Outcome::Reissued),
            (No, No, Yes, Outcome::Reissued),
            (Yes, Yes, Yes, Outcome::Revisit),
            (Yes, No, Yes, Outcome::Revisit),
            (Yes, No, No, Outcome::FollowedUp),
        ];
        for (on_time, satisfied, revisit, want) in cases {
            assert_eq!(
                answers(on_time, satisfied, revisit).outcome(),
                want,
                "{on_time} {satisfied} {revisit}"
            );
        }
    }
}
