//! Pure decisions: prices, charges, accounts.

pub mod account;
pub mod basis;
pub mod charge;
pub mod ids;
pub mod money;
pub mod price_list;
pub mod readonly;
pub mod reasons;
