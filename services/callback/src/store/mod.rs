//! SQL of callback. Every function takes the transaction first; one file a table.

pub mod churn;
mod columns;
pub mod digest;
pub mod exclusion;
pub mod figures;
pub mod pause;
pub mod task;
pub mod task_list;
mod words;
