//! The numbers of the rulebook as data (rule T-8): which there are, what they may be, and which value holds at a branch.
//!
//! The [`catalogue`] is closed: a name that is not in it is no policy. A [`PolicyBook`] holds the values that were put
//! for one branch and for the company and answers which of them holds on a date, with the version to store beside
//! each deadline that was computed from it.

mod book;
pub mod catalogue;
mod error;
mod span;
mod value;

pub use book::{Origin, PolicyBook, PolicyEntry, Versioned};
pub use catalogue::PolicyKey;
pub use error::PolicyError;
pub use span::Span;
pub use value::{DayPart, Kind, PolicyValue};

#[cfg(test)]
mod tests;
