//! What callback decides, purely: when a customer is called back, what counts as an attempt, and what an answer means.

pub mod answers;
pub mod attempts;
pub mod contact;
pub mod digest;
pub mod kpi;
pub mod loyalty;
pub mod reasons;
pub mod schedule;
pub mod task;

pub use answers::{Answer, Answers, Appraisal, Dissatisfaction};
pub use attempts::{Attempt, AttemptResult};
pub use contact::Contact;
pub use loyalty::{Loyalty, LoyaltyBounds};
pub use schedule::Schedule;
pub use task::{Improvement, Outcome, ServiceClass, Task, TaskId, TaskState};
