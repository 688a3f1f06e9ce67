//! What the registry tells the others: reference data as it changes, never personal data.

pub mod dossier;
pub mod governance;
pub mod roster;

use aftersales_kit::{Error, Result, id::BranchId, outbox::NewEvent, time::BusinessDate};
use aftersales_proto::registry::v1::{
    self as proto, AssetRegistered, BranchBookChanged, BranchChanged, CalendarChanged, CustomerChanged, PolicyChanged,
    RegistryEvent, StaffChanged, registry_event::Event,
};

use crate::domain::{
    asset::{Asset, Claims},
    book::{Book, BookMember},
    branch::{Branch, BranchKind, Hours, OpeningPeriod},
    calendar::{Changes, Day, DayKind, Source},
    customer::Customer,
    policy::PolicyVersion,
};

/// Code under which events of the whole company are logged: the head office.
const COMPANY: &str = "HQ";

fn event(subject: impl std::fmt::Display, branch: BranchId, fact: &str, event: Event) -> NewEvent {
    NewEvent::new(subject, branch, fact, &RegistryEvent { event: Some(event) })
}

fn company() -> Result<BranchId> {
    BranchId::parse(COMPANY).map_err(|error| Error::internal_from("name the head office", error))
}

/// A branch was created or changed.
pub fn branch_changed(branch: &Branch) -> NewEvent {
    let profile = &branch.profile;
    let fact = BranchChanged {
        branch_id: branch.id.to_string(),
        name: profile.name.clone(),
        kind: branch_kind(profile.kind).into(),
        time_zone: profile.time_zone.clone(),
        opening_periods: opening_periods(&profile.opening_periods),
        version: branch.version,
        active: !profile.closed,
    };
    event(
        &branch.id,
        branch.id.clone(),
        "BranchChanged",
        Event::BranchChanged(fact),
    )
}

/// A member of staff was created or changed.
pub fn staff_changed(member: &BookMember, version: i64) -> NewEvent {
    let fact = StaffChanged {
        staff_id: member.id.to_string(),
        branch_id: member.branch.to_string(),
        roles: roles(member),
        skills: member.post.skills.clone(),
        active: !member.post.left,
        version,
    };
    event(
        &member.id,
        member.branch.clone(),
        "StaffChanged",
        Event::StaffChanged(fact),
    )
}

/// A policy got a new version.
///
/// # Errors
/// `Internal` if the head office cannot be named.
pub fn policy_changed(changed: &PolicyVersion) -> Result<NewEvent> {
    let branch = changed.branch.clone().map_or_else(company, Ok)?;
    let fact = PolicyChanged {
        policy: Some(policy(changed)),
    };
    Ok(event(changed.key, branch, "PolicyChanged", Event::PolicyChanged(fact)))
}

/// Days of the national calendar changed.
///
/// # Errors
/// `Internal` if the head office cannot be named.
pub fn national_changed(changes: &Changes, version: i64, notice_years: &[i32], cause: &str) -> Result<NewEvent> {
    let fact = CalendarChanged {
        branch_id: String::new(),
        version,
        days: changes.days.iter().map(day).collect(),
        removed_dates: changes.removed.iter().map(ToString::to_string).collect(),
        notice_years: notice_years.to_vec(),
        cause: cause.to_owned(),
    };
    Ok(event(
        "national-calendar",
        company()?,
        "CalendarChanged",
        Event::CalendarChanged(fact),
    ))
}

/// A branch's own day was set, or cleared.
pub fn override_changed(branch: &BranchId, changed: Result<&Day, BusinessDate>, book: &proto::BranchBook) -> NewEvent {
    let (days, removed_dates) = match changed {
        Ok(set) => (vec![day(set)], Vec::new()),
        Err(cleared) => (Vec::new(), vec![cleared.to_string()]),
    };
    let fact = CalendarChanged {
        branch_id: branch.to_string(),
        version: book.calendar_version,
        days,
        removed_dates,
        notice_years: book.notice_years.clone(),
        cause: "OVERRIDE".to_owned(),
    };
    event(branch, branch.clone(), "CalendarChanged", Event::CalendarChanged(fact))
}

/// A branch's book changed.
pub fn book_changed(branch: &BranchId, book: proto::BranchBook, cause: &str) -> NewEvent {
    let fact = BranchBookChanged {
        book: Some(book),
        cause: cause.to_owned(),
    };
    event(
        branch,
        branch.clone(),
        "BranchBookChanged",
        Event::BranchBookChanged(fact),
    )
}

/// A customer was created or changed.
pub fn customer_changed(customer: &Customer, contact_changed: bool) -> NewEvent {
    let fact = CustomerChanged {
        customer_id: customer.id.to_string(),
        branch_id: customer.branch.to_string(),
        version: customer.version,
        created: customer.version == 1,
        contact_changed,
    };
    event(
        customer.id,
        customer.branch.clone(),
        "CustomerChanged",
        Event::CustomerChanged(fact),
    )
}

/// An asset was registered.
pub fn asset_registered(asset: &Asset, claims: &Claims) -> NewEvent {
    let last =
        |claim: Option<crate::domain::asset::Claim>| claim.map(|claim| claim.last.to_string()).unwrap_or_default();
    let fact = AssetRegistered {
        asset_id: asset.id.to_string(),
        customer_id: asset.customer.to_string(),
        branch_id: asset.branch.to_string(),
        product_line: asset.product.product_line.clone(),
        model: asset.product.model.clone(),
        invoice_date: asset.product.invoice_date.to_string(),
        warranty_end: last(claims.whole),
        onsite_end: last(claims.onsite),
        version: asset.version,
    };
    event(
        asset.id,
        asset.branch.clone(),
        "AssetRegistered",
        Event::AssetRegistered(fact),
    )
}

/// A branch's book as it travels: without address, phone and contacts; national days first, then the branch's own.
pub fn book(book: &Book<'_>) -> proto::BranchBook {
    let profile = &book.branch.profile;
    let member = |member: &&BookMember| proto::BookStaff {
        staff_id: member.id.to_string(),
        roles: roles(member),
        skills: member.post.skills.clone(),
        left: member.post.left,
    };
    proto::BranchBook {
        branch: Some(proto::BookBranch {
            branch_id: book.branch.id.to_string(),
            name: profile.name.clone(),
            kind: branch_kind(profile.kind).into(),
            time_zone: profile.time_zone.clone(),
            opening_periods: opening_periods(&profile.opening_periods),
            closed: profile.closed,
            parts_center_id: profile
                .parts_center
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        }),
        days: book
            .national
            .days
            .values()
            .chain(book.overrides.iter().copied())
            .map(day)
            .collect(),
        calendar_version: book.calendar_version(),
        notice_years: book.national.years.clone(),
        policies: book.policies.iter().map(|version| policy(version)).collect(),
        staff: book.staff.iter().map(member).collect(),
        version: book.version,
    }
}

/// A policy's version as the contract has it.
pub fn policy(policy: &PolicyVersion) -> proto::Policy {
    proto::Policy {
        key: policy.key.name().to_owned(),
        value: policy.value.to_string(),
        branch_id: policy.branch.as_ref().map(ToString::to_string).unwrap_or_default(),
        effective_from: Some(policy.effective_from.to_proto()),
        version: policy.version,
    }
}

/// A day as the contract has it.
pub fn day(day: &Day) -> proto::CalendarDay {
    let kind = match day.kind {
        DayKind::Off => proto::DayKind::Off,
        DayKind::Work => proto::DayKind::Work,
    };
    let source = match day.source {
        Source::Shipped => proto::CalendarSource::Shipped,
        Source::Notice => proto::CalendarSource::Notice,
        Source::Override => proto::CalendarSource::Override,
    };
    proto::CalendarDay {
        date: day.date.to_string(),
        kind: kind.into(),
        name: day.name.clone(),
        hours: day.hours.iter().map(day_hours).collect(),
        source: source.into(),
    }
}

/// Kind of place as the contract has it.
pub fn branch_kind(kind: BranchKind) -> proto::BranchKind {
    match kind {
        BranchKind::Branch => proto::BranchKind::Branch,
        BranchKind::PartsCenter => proto::BranchKind::PartsCenter,
        BranchKind::Hq => proto::BranchKind::Hq,
    }
}

/// Opening periods as the contract has them.
pub fn opening_periods(periods: &[OpeningPeriod]) -> Vec<proto::OpeningPeriod> {
    let period = |period: &OpeningPeriod| proto::OpeningPeriod {
        weekday: period.weekday,
        opens: period.hours.opens.clone(),
        closes: period.hours.closes.clone(),
    };
    periods.iter().map(period).collect()
}

fn day_hours(hours: &Hours) -> proto::DayHours {
    proto::DayHours {
        opens: hours.opens.clone(),
        closes: hours.closes.clone(),
    }
}

fn roles(member: &BookMember) -> Vec<i32> {
    member.post.roles.iter().map(i32::from).collect()
}
