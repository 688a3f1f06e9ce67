//! Pure decisions: what may be reserved, issued, returned, and what follows from it.

pub mod ids;
pub mod line;
pub mod money;
pub mod movement;
pub mod part;
pub mod readonly;
pub mod reasons;
pub mod request;
pub mod serial;
pub mod stock;
pub mod work_order;
