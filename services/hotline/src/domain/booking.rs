//! A booking of a customer who brings the machine, and where reports come from besides (HOT-32, HOT-36 to HOT-38).

use aftersales_kit::{Refusal, Violation, id::StaffId, reasons::INVALID_REQUEST, text_enum, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    intake_reasons::{BOOKING_NOT_CONFIRMED, LETTER_NOT_CONFIRMED, PROFILE_NOT_CONFIRMED},
    reasons::DETAILS_MISSING,
};

text_enum! {
    /// Who began a booking (HOT-38).
    pub enum BookingOrigin {
        /// The customer called or came (被动预约).
        Passive = "PASSIVE",
        /// The branch looked through its files and invited (主动预约).
        Active = "ACTIVE",
    }
}

text_enum! {
    /// Whose contact it is.
    pub enum PartyType {
        /// Buyer or user.
        Customer = "CUSTOMER",
        /// Leader, other department, colleague.
        Internal = "INTERNAL",
        /// Somebody else.
        ThirdParty = "THIRD_PARTY",
    }
}

/// What a booking needs beside its day.
#[derive(Debug, Clone)]
pub struct Booking {
    /// Who began it.
    pub origin: BookingOrigin,
    /// The customer was told the time.
    pub time_told: bool,
    /// The number for the reminder was confirmed.
    pub reminder_confirmed: bool,
    /// Contact and machine data were confirmed in this contact.
    pub profile_confirmed: bool,
}

impl Booking {
    /// Passes when the customer knows the time and the number for the reminder is right (HOT-36); names all of it.
    ///
    /// # Errors
    /// `BOOKING_NOT_CONFIRMED`.
    pub fn check(&self) -> Result<(), Refusal> {
        let asked = [
            ("carry_in.booking.time_told", self.time_told),
            ("carry_in.booking.reminder_contact_confirmed", self.reminder_confirmed),
        ];
        let violation = |(field, _): &(&str, bool)| Violation {
            field: (*field).to_owned(),
            description: "must be true".to_owned(),
            reason: BOOKING_NOT_CONFIRMED.name,
        };
        let mut refusal = BOOKING_NOT_CONFIRMED.refuse();
        refusal.violations = asked.iter().filter(|(_, done)| !done).map(violation).collect();
        if refusal.violations.is_empty() {
            Ok(())
        } else {
            Err(refusal)
        }
    }

    /// Passes when the profile was confirmed now or lately; `again_from` is when the last confirmation is too old
    /// (HOT-32, X-21).
    ///
    /// # Errors
    /// `PROFILE_NOT_CONFIRMED`.
    pub fn check_profile(&self, again_from: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
        if self.profile_confirmed || again_from.is_some_and(|from| now <= from) {
            return Ok(());
        }
        Err(PROFILE_NOT_CONFIRMED.field("carry_in.booking.profile_confirmed", "must be true"))
    }
}

/// A liaison letter (联络函) as its source (BIL-19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its number.
    pub no: String,
    /// When the sender confirmed it.
    pub sender_confirmed_at: Option<Timestamp>,
    /// When the receiver confirmed it.
    pub receiver_confirmed_at: Option<Timestamp>,
}

impl Letter {
    /// Passes when both sides confirmed it, not later than now.
    ///
    /// # Errors
    /// `LETTER_NOT_CONFIRMED`.
    pub fn check(&self, now: Timestamp) -> Result<(), Refusal> {
        let sides = [
            ("letter.sender_confirmed_at", self.sender_confirmed_at),
            ("letter.receiver_confirmed_at", self.receiver_confirmed_at),
        ];
        let violation = |(field, _): &(&str, Option<Timestamp>)| Violation {
            field: (*field).to_owned(),
            description: "must be filled in and not later than now".to_owned(),
            reason: LETTER_NOT_CONFIRMED.name,
        };
        let mut refusal = LETTER_NOT_CONFIRMED.refuse();
        let open = sides.iter().filter(|(_, at)| at.is_none_or(|at| at > now));
        refusal.violations = open.map(violation).collect();
        if refusal.violations.is_empty() {
            Ok(())
        } else {
            Err(refusal)
        }
    }
}

/// Where a report comes from when neither caller nor visitor makes it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The letter, for channel LIAISON_LETTER.
    pub letter: Option<Letter>,
    /// The technician who found it, for channel TECHNICIAN.
    pub technician: Option<StaffId>,
}

impl Source {
    /// Fields that the channel asks for and does not have, or has and does not ask for.
    ///
    /// # Errors
    /// `DETAILS_MISSING`, `INVALID_REQUEST`.
    pub fn check(&self, by_letter: bool, by_technician: bool) -> Result<(), Refusal> {
        let asked = [
            ("letter", by_letter, self.letter.is_some()),
            ("reporting_technician_id", by_technician, self.technician.is_some()),
        ];
        for (field, wanted, given) in asked {
            if wanted && !given {
                return Err(DETAILS_MISSING.field(field, "must be filled in for this channel"));
            }
            if given && !wanted {
                return Err(INVALID_REQUEST.field(field, "belongs to another channel"));
            }
        }
        Ok(())
    }
}
