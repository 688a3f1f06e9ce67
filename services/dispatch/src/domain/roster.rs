//! Who is at work on a date.

use super::StaffDay;

impl StaffDay {
    /// Whether nothing is left of his shifts but absence. Absences are in order and do not overlap, but may touch.
    pub fn is_off_duty(&self) -> bool {
        self.shifts.iter().all(|shift| {
            let mut free_from = shift.start;
            for away in &self.absences {
                if away.start <= free_from && away.end > free_from {
                    free_from = away.end;
                }
            }
            free_from >= shift.end
        })
    }
}

#[cfg(test)]
mod tests {
    use aftersales_kit::{id::StaffId, time::Timestamp};

    use super::*;
    use crate::domain::Window;

    fn day(shifts: &[(i64, i64)], absences: &[(i64, i64)]) -> StaffDay {
        let spans = |pairs: &[(i64, i64)]| {
            let at = Timestamp::from_micros;
            let spans = pairs.iter().map(|(start, end)| Window {
                start: at(*start),
                end: at(*end),
            });
            spans.collect()
        };
        StaffDay {
            staff_id: StaffId::parse("E1").unwrap(),
            shifts: spans(shifts),
            absences: spans(absences),
        }
    }

    #[test]
    fn a_day_is_off_without_shifts_or_when_absence_covers_them() {
        let shifts = [(10, 20), (30, 40)];
        assert!(day(&[], &[]).is_off_duty());
        assert!(!day(&shifts, &[]).is_off_duty());
        assert!(!day(&shifts, &[(0, 25)]).is_off_duty(), "the second shift is left");
        assert!(!day(&shifts[..1], &[(11, 25)]).is_off_duty(), "he came");
        assert!(day(&shifts, &[(0, 15), (15, 50)]).is_off_duty());
    }
}
