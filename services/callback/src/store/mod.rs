//! SQL of callback. Every function takes the transaction first; one file a table.

mod columns;
pub mod exclusion;
pub mod figures;
pub mod pause;
pub mod task;
pub mod task_list;
mod words;
