//! A branch's opening hours, calendar, policies and staff, ready to reckon with.

use aftersales_proto::registry::v1 as proto;

use super::{Staff, convert};
use crate::{
    Error, Result,
    calendar::{BranchCalendar, CalendarError, Due, Step},
    id::{BranchId, StaffId},
    policy::{PolicyBook, PolicyKey, Span, Versioned},
    time::{BusinessDate, Timestamp},
};

/// A branch as a service knows it. Pure: pass it into transactions.
#[derive(Debug, Clone)]
pub struct BranchBook {
    id: BranchId,
    name: String,
    kind: proto::BranchKind,
    version: i64,
    calendar: BranchCalendar,
    calendar_version: i64,
    policies: PolicyBook,
    staff: Vec<Staff>,
}

/// A deadline as reckoned from a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// Last instant at which it is kept.
    pub due_at: Timestamp,
    /// The local date that it belongs to.
    pub due_date: Option<BusinessDate>,
    /// A calendar notice that is not known yet may move it.
    pub provisional: bool,
    /// Version of the policy; 0 is the shipped default.
    pub policy_version: i64,
    /// Version of the branch's calendar.
    pub calendar_version: i64,
    /// How long, as the policy says it.
    pub amount: String,
    /// The dates that were looked at.
    pub steps: Vec<Step>,
}

impl Reckoned {
    pub(crate) fn agreed(due_at: Timestamp, calendar_version: i64) -> Self {
        Self {
            due_at,
            due_date: None,
            provisional: false,
            policy_version: 0,
            calendar_version,
            amount: "agreed".to_owned(),
            steps: Vec::new(),
        }
    }
}

impl BranchBook {
    /// From the contract's form.
    ///
    /// # Errors
    /// `Internal` when the registry sent a book that contradicts itself.
    pub fn from_proto(book: &proto::BranchBook) -> Result<Self> {
        let branch = book.branch.as_ref().ok_or_else(|| convert::bad("no profile"))?;
        let id = BranchId::parse(&branch.branch_id).map_err(|_| convert::bad("a bad code"))?;
        let calendar = convert::calendar(book)?;
        let policies = book
            .policies
            .iter()
            .map(|policy| convert::policy(policy, calendar.zone()));
        let policies = policies
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| convert::bad("a bad policy"))?;
        let staff = book.staff.iter().map(convert::staff).collect::<Option<Vec<_>>>();
        Ok(Self {
            policies: PolicyBook::of_branch(&id, policies),
            id,
            name: branch.name.clone(),
            kind: branch.kind(),
            version: book.version,
            calendar,
            calendar_version: book.calendar_version,
            staff: staff.ok_or_else(|| convert::bad("a bad staff code"))?,
        })
    }

    /// Code of the branch.
    pub fn id(&self) -> &BranchId {
        &self.id
    }

    /// Name of the branch.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Version of the whole book.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Version of the calendar in it.
    pub fn calendar_version(&self) -> i64 {
        self.calendar_version
    }

    /// Opening hours and working days.
    pub fn calendar(&self) -> &BranchCalendar {
        &self.calendar
    }

    /// The local date of an instant.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn date_of(&self, at: Timestamp) -> Result<BusinessDate> {
        self.calendar.zone().date_of(at).map_err(convert::refuse)
    }

    /// The instants from the beginning of one local date to the end of another, which is exclusive.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn instants_of(&self, from: BusinessDate, to: BusinessDate) -> Result<(Timestamp, Timestamp)> {
        let zone = self.calendar.zone();
        let start = zone.instant(from, 0).map_err(convert::refuse)?;
        Ok((start, zone.end_of(to).map_err(convert::refuse)?))
    }

    /// A member of staff of this branch.
    pub fn staff(&self, id: &StaffId) -> Option<&Staff> {
        self.staff.iter().find(|member| member.id == *id)
    }

    /// Everybody who works or worked here.
    pub fn all_staff(&self) -> &[Staff] {
        &self.staff
    }

    /// Branch, parts centre or head office (rule X-11).
    pub fn kind(&self) -> proto::BranchKind {
        self.kind
    }

    /// The policy in force at an instant, with its version.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn policy(&self, key: PolicyKey, at: Timestamp) -> Result<Versioned> {
        Ok(self.policies.at(key, self.date_of(at)?))
    }

    /// Everything that was put for this branch and the company.
    pub fn policies(&self) -> &PolicyBook {
        &self.policies
    }

    /// A deadline by policy.
    ///
    /// # Errors
    /// Those of the calendar; `Internal` for a key that holds no time span.
    pub fn reckon(&self, key: PolicyKey, from: Timestamp) -> Result<Reckoned> {
        self.reckon_with_pauses(key, from, &[])
    }

    /// A deadline by policy that stood still meanwhile: it moves by what its own clock would have counted.
    ///
    /// # Errors
    /// As [`BranchBook::reckon`].
    pub fn reckon_with_pauses(
        &self,
        key: PolicyKey,
        from: Timestamp,
        pauses: &[(Timestamp, Timestamp)],
    ) -> Result<Reckoned> {
        let policy = self.policies.span(key, self.date_of(from)?);
        let policy =
            policy.map_err(|source| Error::internal_from("a deadline by a policy that is no time span", source))?;
        let span = policy.value;
        let due = self.due_with_pauses(span, from, pauses).map_err(convert::refuse)?;
        Ok(Reckoned {
            due_at: due.at,
            due_date: Some(due.date),
            provisional: due.provisional,
            policy_version: policy.version,
            calendar_version: self.calendar_version,
            amount: span.to_string(),
            steps: due.steps,
        })
    }

    /// What [`BranchBook::reckon_with_pauses`] does, for a span that is no policy any more.
    ///
    /// # Errors
    /// Those of the calendar.
    pub(crate) fn due_with_pauses(
        &self,
        span: Span,
        from: Timestamp,
        pauses: &[(Timestamp, Timestamp)],
    ) -> Result<Due, CalendarError> {
        let mut due = span.due(&self.calendar, from)?;
        for (start, end) in pauses {
            due = convert::extend(&self.calendar, span, due, *start, *end)?;
        }
        Ok(due)
    }
}
