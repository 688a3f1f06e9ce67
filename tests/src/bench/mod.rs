//! What the bench measures.

pub mod floor;
pub mod intake;
