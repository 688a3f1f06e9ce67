//! Who is at work on a date.

use aftersales_kit::time::Timestamp;

/// Whether nothing is left of somebody's shifts but absence. Absences are in order and do not overlap, but may touch.
pub fn is_off_duty(shifts: &[(Timestamp, Timestamp)], absences: &[(Timestamp, Timestamp)]) -> bool {
    shifts.iter().all(|(start, end)| {
        let mut free_from = *start;
        for (away, back) in absences {
            if *away <= free_from && *back > free_from {
                free_from = *back;
            }
        }
        free_from >= *end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_off_without_shifts_or_when_absence_covers_them() {
        let at = Timestamp::from_micros;
        let shifts = [(at(10), at(20)), (at(30), at(40))];
        assert!(is_off_duty(&[], &[]));
        assert!(!is_off_duty(&shifts, &[]));
        assert!(!is_off_duty(&shifts, &[(at(0), at(25))]), "the second shift is left");
        assert!(!is_off_duty(&shifts[..1], &[(at(11), at(25))]), "he came");
        assert!(is_off_duty(&shifts, &[(at(0), at(15)), (at(15), at(50))]));
    }
}
