//! Customers. Their names, phones and addresses live here and nowhere else.

use aftersales_kit::{
    Result,
    id::{BranchId, CustomerId},
    phone::normalise_phone,
    reasons::INVALID_REQUEST,
    text_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::faults::Faults;

text_enum! {
    /// Kind of party (X-03).
    pub enum PartyKind {
        /// Private person.
        Person = "PERSON",
        /// Company or project.
        Company = "COMPANY",
        /// Another department or a colleague.
        Internal = "INTERNAL",
        /// Third-party customer (DSP-53).
        ThirdParty = "THIRD_PARTY",
    }
}

/// Distance of an address from the branch (DSP-11).
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Zone {
    /// Inside the service area.
    InArea,
    /// Within 80 km of it.
    #[serde(rename = "WITHIN_80_KM")]
    Within80Km,
    /// Farther.
    Beyond,
}

/// A telephone number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// E.164, such as `+8613800000001`.
    pub number: String,
    /// Such as mobile or home; may be empty.
    pub label: String,
}

/// An address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The address.
    pub text: String,
    /// Distance from the owning branch.
    pub zone: Zone,
    /// Condition of the site; may be empty.
    pub site_condition: String,
}

/// How to reach a customer: stored sealed as one document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Numbers, preferred one first; at least one.
    pub phones: Vec<Phone>,
    /// Addresses, main one first; at least one.
    pub addresses: Vec<Address>,
}

impl Contact {
    /// With blanks around texts taken off and numbers in one notation.
    ///
    /// # Errors
    /// `INVALID_REQUEST` with every number that is none.
    pub fn tidied(mut self) -> Result<Self> {
        let mut faults = Faults::default();
        self.name = self.name.trim().to_owned();
        for (index, phone) in self.phones.iter_mut().enumerate() {
            match normalise_phone(&phone.number) {
                Some(number) => phone.number = number,
                None => faults.add(
                    &INVALID_REQUEST,
                    format!("phones[{index}].number"),
                    "must be a telephone number",
                ),
            }
            phone.label = phone.label.trim().to_owned();
        }
        for address in &mut self.addresses {
            address.text = address.text.trim().to_owned();
            address.site_condition = address.site_condition.trim().to_owned();
        }
        faults.none()?;
        Ok(self)
    }
}

/// A name as it is looked up: width, case and spaces do not matter.
pub fn folded_name(name: &str) -> String {
    let narrow = name.chars().map(|c| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    });
    let lower: String = narrow.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A customer as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Customer {
    /// Id.
    pub id: CustomerId,
    /// Owning branch.
    pub branch: BranchId,
    /// Kind of party.
    pub kind: PartyKind,
    /// How to reach it.
    pub contact: Contact,
    /// When the data were last confirmed with the customer (X-21).
    pub confirmed_at: Timestamp,
    /// When created.
    pub created_at: Timestamp,
    /// When last changed.
    pub updated_at: Timestamp,
    /// When archived; `None` while business goes on (X-22).
    pub archived_at: Option<Timestamp>,
    /// Version of the record, from 1.
    pub version: i64,
}

/// What an update made of a customer.
pub enum Update {
    /// The record is as it was.
    Nothing,
    /// The data were confirmed, nothing else changed.
    Confirmed,
    /// A name, phone or address changed.
    ContactChanged,
}

impl Customer {
    /// Replaces the contact data; `confirmed` says that the customer confirmed them now (X-21).
    pub fn update(&mut self, contact: Contact, confirmed: bool, now: Timestamp) -> Update {
        let changed = self.contact != contact;
        if !changed && !confirmed {
            return Update::Nothing;
        }
        self.contact = contact;
        self.updated_at = now;
        self.version += 1;
        if confirmed {
            self.confirmed_at = now;
        }
        if changed {
            Update::ContactChanged
        } else {
            Update::Confirmed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x_6_names_are_found_in_any_width_case_and_spacing() {
        for name in ["ACME 有限公司", "  ＡＣＭＥ　有限公司 ", "acme\u{a0} 有限公司"] {
            assert_eq!(folded_name(name), "acme 有限公司", "{name}");
        }
        assert_ne!(folded_name("𠮷野"), folded_name("吉野"));
    }

    /// A document that an earlier version stored: every later version must still read it.
    #[test]
    fn stored_contacts_stay_readable() {
        let stored = r#"{"name":"𠮷野","phones":[{"number":"+8613800000001","label":"mobile"}],
            "addresses":[{"text":"海淀","zone":"IN_AREA","site_condition":""},{"text":"昌平","zone":"WITHIN_80_KM","site_condition":"5 楼"},
            {"text":"张家口","zone":"BEYOND","site_condition":""}]}"#;
        let contact: Contact = serde_json::from_str(stored).unwrap();
        assert_eq!((contact.phones.len(), contact.addresses.len()), (1, 3));
        assert_eq!(
            serde_json::to_value(&contact).unwrap(),
            serde_json::from_str::<serde_json::Value>(stored).unwrap()
        );
    }
}
