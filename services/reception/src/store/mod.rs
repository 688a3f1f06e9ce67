//! SQL of reception. Every function takes the transaction first; one file a table.

pub mod arrival;
pub mod expected_visit;

use aftersales_kit::time::BusinessDate;

/// Stands for a day that is open; sorts after every other.
const OPEN_DAY: &str = "9999-12-31";

fn write_day(day: Option<BusinessDate>) -> String {
    day.map_or(OPEN_DAY.to_owned(), |day| day.to_string())
}

fn read_day(stored: &str) -> Option<BusinessDate> {
    BusinessDate::parse(stored).filter(|_| stored != OPEN_DAY)
}
