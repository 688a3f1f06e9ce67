//! How the load is spread over the technicians (准时、公平、合理, DSP-18).

use std::collections::BTreeMap;

use aftersales_kit::{
    Result,
    db::Tx,
    id::StaffId,
    refdata::BranchBook,
    time::{BusinessDate, MINUTE},
};

use super::list_missing_reports::technicians;
use crate::store::{loads, time_entries};

/// Load of a technician.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Visits appointed in the range.
    pub visits: i64,
    /// Of these, visits that ended.
    pub completed: i64,
    /// Whole minutes on site.
    pub on_site_minutes: i64,
    /// Minutes of work by his reports.
    pub reported_minutes: i64,
    /// Minutes of travel by his reports.
    pub travel_minutes: i64,
    /// Metres of travel by his reports.
    pub travel_metres: i64,
}

/// The load of each technician between two dates, by code.
///
/// # Errors
/// Those of the store.
pub async fn run(
    tx: &mut Tx,
    book: &BranchBook,
    from: BusinessDate,
    to: BusinessDate,
) -> Result<BTreeMap<StaffId, Load>> {
    let mut loads: BTreeMap<StaffId, Load> = technicians(book).map(|code| (code.clone(), Load::default())).collect();
    for (technician, arrived, completed) in loads::visits(tx, book.id(), from, to).await? {
        let load = loads.entry(technician).or_default();
        load.visits += 1;
        load.completed += i64::from(completed.is_some());
        if let (Some(arrived), Some(completed)) = (arrived, completed) {
            load.on_site_minutes += completed.since(arrived) / MINUTE;
        }
    }
    for (technician, time) in time_entries::sums(tx, book.id(), from, to).await? {
        let load = loads.entry(technician).or_default();
        load.reported_minutes += time.minutes;
        load.travel_minutes += time.travel_minutes;
        load.travel_metres += time.travel_metres;
    }
    Ok(loads)
}
