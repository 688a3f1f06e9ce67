//! Customers.

use aftersales_kit::{Result, etag, time::Timestamp};
use aftersales_proto::{common::v1::Zone as ProtoZone, registry::v1 as proto};

use super::missing;
use crate::domain::customer::{Address, Contact, Customer, PartyKind, Phone, Zone};

/// Kind of party.
///
/// # Errors
/// `INVALID_REQUEST` when not said.
pub fn party_kind(kind: proto::PartyKind) -> Result<PartyKind> {
    match kind {
        proto::PartyKind::Person => Ok(PartyKind::Person),
        proto::PartyKind::Company => Ok(PartyKind::Company),
        proto::PartyKind::Internal => Ok(PartyKind::Internal),
        proto::PartyKind::ThirdParty => Ok(PartyKind::ThirdParty),
        proto::PartyKind::Unspecified => Err(missing("kind")),
    }
}

/// How to reach a customer, tidied.
///
/// # Errors
/// Those of [`Contact::tidied`].
pub fn contact(name: &str, phones: &[proto::Phone], addresses: &[proto::Address]) -> Result<Contact> {
    let phone = |phone: &proto::Phone| Phone {
        number: phone.number.clone(),
        label: phone.label.clone(),
    };
    let addresses = addresses.iter().enumerate().map(|(index, address)| {
        Ok(Address {
            text: address.text.clone(),
            zone: zone(address.zone(), index)?,
            site_condition: address.site_condition.clone(),
        })
    });
    let contact = Contact {
        name: name.to_owned(),
        phones: phones.iter().map(phone).collect(),
        addresses: addresses.collect::<Result<_>>()?,
    };
    contact.tidied()
}

fn zone(zone: ProtoZone, index: usize) -> Result<Zone> {
    match zone {
        ProtoZone::InArea => Ok(Zone::InArea),
        ProtoZone::Within80Km => Ok(Zone::Within80Km),
        ProtoZone::Beyond => Ok(Zone::Beyond),
        ProtoZone::Unspecified => Err(missing(&format!("addresses[{index}].zone"))),
    }
}

/// A customer, unmasked and without what depends on the caller.
pub fn customer_to_proto(customer: &Customer) -> proto::Customer {
    let kind = match customer.kind {
        PartyKind::Person => proto::PartyKind::Person,
        PartyKind::Company => proto::PartyKind::Company,
        PartyKind::Internal => proto::PartyKind::Internal,
        PartyKind::ThirdParty => proto::PartyKind::ThirdParty,
    };
    proto::Customer {
        id: customer.id.to_string(),
        branch_id: customer.branch.to_string(),
        kind: kind.into(),
        name: customer.contact.name.clone(),
        phones: customer.contact.phones.iter().map(phone).collect(),
        addresses: customer.contact.addresses.iter().map(address).collect(),
        profile_confirmed_at: Some(customer.confirmed_at.to_proto()),
        created_at: Some(customer.created_at.to_proto()),
        updated_at: Some(customer.updated_at.to_proto()),
        archived_at: customer.archived_at.map(Timestamp::to_proto),
        etag: etag::of(customer.version),
        ..proto::Customer::default()
    }
}

/// `+86 13800000001`: the country code of home numbers stands apart.
fn phone(phone: &Phone) -> proto::Phone {
    let number = match phone.number.strip_prefix("+86") {
        Some(national) => format!("+86 {national}"),
        None => phone.number.clone(),
    };
    proto::Phone {
        number,
        label: phone.label.clone(),
    }
}

fn address(address: &Address) -> proto::Address {
    let zone = match address.zone {
        Zone::InArea => ProtoZone::InArea,
        Zone::Within80Km => ProtoZone::Within80Km,
        Zone::Beyond => ProtoZone::Beyond,
    };
    proto::Address {
        text: address.text.clone(),
        zone: zone.into(),
        site_condition: address.site_condition.clone(),
    }
}
