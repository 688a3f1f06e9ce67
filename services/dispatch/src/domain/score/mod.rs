//! A month's score (评分表, DSP-57 to DSP-60): what counts, bands as data, the sheet.

mod bands;
mod bonus;
mod complaints;
mod facts;
mod month;
mod sheet;

pub use bands::{Band, Bands, Denominator, Item, Rated, legible, suggested};
pub use bonus::{Bonus, BonusRow, BonusVerdict, check_rows};
pub use complaints::{Complaint, Handling, handling};
pub use facts::{Answer, Exclusion, OrderFacts, Survey};
pub use month::Month;
pub use sheet::{Line, Marks, Rules, Sheet, Verdict};
