//! What a customer may choose by law at an instant (LAW-01 to LAW-03, LAW-05, LAW-06).

use aftersales_kit::{
    calendar::{BranchCalendar, CalendarError},
    time::{BusinessDate, Timestamp},
};

use super::{
    asset::{Claims, Product, Terms},
    dates,
    entitlement::FaultKind,
    law::{Choice, Code, LawRule},
    repair::Episode,
};

/// What a customer may choose by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// The rule.
    pub code: Code,
    /// Its version.
    pub version: i64,
    /// Its limit.
    pub limit: i64,
    /// What may be chosen.
    pub choices: Vec<Choice>,
    /// Last day; `None` while the state lasts.
    pub until: Option<BusinessDate>,
    /// The repairs that it rests on.
    pub repairs: Vec<Episode>,
}

impl Right {
    fn by(rule: &LawRule, until: Option<BusinessDate>, repairs: &[&Episode]) -> Self {
        Self {
            code: rule.code,
            version: rule.version,
            limit: rule.limit,
            choices: rule.choices.clone(),
            until,
            repairs: repairs.iter().map(|episode| (*episode).clone()).collect(),
        }
    }
}

/// What is asked of the law.
pub struct Question<'a> {
    /// The product.
    pub product: &'a Product,
    /// What its periods rest on.
    pub terms: &'a Terms,
    /// Its periods.
    pub claims: &'a Claims,
    /// Calendar of its branch.
    pub calendar: &'a BranchCalendar,
    /// The instant.
    pub at: Timestamp,
    /// Its local date.
    pub on: BusinessDate,
    /// Kind of fault, when known.
    pub fault: Option<FaultKind>,
}

impl Question<'_> {
    /// The rights, by rule. Products and faults that are not our brand have none; a software fault is no performance
    /// fault, so that days since the sale give no right by it.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn rights(&self) -> Result<Vec<Right>, CalendarError> {
        if self.product.third_party || self.fault == Some(FaultKind::ThirdPartyComponent) {
            return Ok(Vec::new());
        }
        let rights = [
            self.since_the_sale()?,
            self.repeated(),
            self.parts_overdue()?,
            self.repairer_overdue()?,
            self.must_work()?,
        ];
        Ok(rights.into_iter().flatten().collect())
    }

    /// LAW-01, and LAW-02 after it.
    fn since_the_sale(&self) -> Result<Option<Right>, CalendarError> {
        if self.fault == Some(FaultKind::Software) {
            return Ok(None);
        }
        let sold = self.calendar.zone().instant(self.product.invoice_date, 0)?;
        for code in [Code::EarlyFault, Code::LaterFault] {
            let Some(rule) = self.terms.law.rule(code) else {
                continue;
            };
            let days = u32::try_from(rule.limit).unwrap_or_default();
            let moves = self.terms.law.says(Code::RestDayMoves);
            let last = self.calendar.calendar_days(sold, days, moves)?.date;
            if self.on <= last {
                return Ok(Some(Right::by(rule, Some(last), &[])));
            }
        }
        Ok(None)
    }

    /// LAW-03: so many repairs in the warranty, and a fault again. Whether it is the same goods' same trouble, the
    /// repair records show; a person decides by them.
    fn repeated(&self) -> Option<Right> {
        let rule = self.terms.law.rule(Code::RepeatedRepair)?;
        let whole = self.claims.whole.filter(|claim| claim.runs(self.on))?;
        let repaired: Vec<&Episode> = self.terms.episodes.iter().filter(|one| one.repaired(self.at)).collect();
        let again = self.fault.is_some() || self.terms.episodes.iter().any(|one| one.ended(self.at).is_none());
        let enough = i64::try_from(repaired.len()).is_ok_and(|count| count >= rule.limit);
        (again && enough).then(|| Right::by(rule, Some(whole.last), &repaired))
    }

    fn open(&self) -> impl Iterator<Item = &Episode> {
        self.terms.episodes.iter().filter(|one| one.ended(self.at).is_none())
    }

    fn days_since(&self, opened: Timestamp) -> Result<i32, CalendarError> {
        Ok(dates::between(self.calendar.zone().date_of(opened)?, self.on))
    }

    /// LAW-05: no part, and not repaired for too long since the machine was entrusted.
    fn parts_overdue(&self) -> Result<Option<Right>, CalendarError> {
        let Some(rule) = self.terms.law.rule(Code::PartsOverdue) else {
            return Ok(None);
        };
        for one in self.open().filter(|one| one.waits_at(self.at)) {
            if i64::from(self.days_since(one.opened_at)?) > rule.limit {
                return Ok(Some(Right::by(rule, None, &[one])));
            }
        }
        Ok(None)
    }

    /// LAW-05: not repaired for too long, days of waiting for parts left out.
    fn repairer_overdue(&self) -> Result<Option<Right>, CalendarError> {
        let Some(rule) = self.terms.law.rule(Code::RepairerOverdue) else {
            return Ok(None);
        };
        for one in self.open().filter(|one| !one.waits_at(self.at)) {
            let own = self.days_since(one.opened_at)? - one.days_waited(self.at);
            if i64::from(own) > rule.limit {
                return Ok(Some(Right::by(rule, None, &[one])));
            }
        }
        Ok(None)
    }

    /// LAW-06: broken again too soon after the last repair.
    fn must_work(&self) -> Result<Option<Right>, CalendarError> {
        let repaired = self.terms.episodes.iter().filter(|one| one.repaired(self.at));
        let last = repaired.max_by_key(|one| one.repaired_at);
        let (Some(rule), Some(last)) = (self.terms.law.rule(Code::MustWork), last) else {
            return Ok(None);
        };
        let repaired = last.repaired_at.unwrap_or(self.at);
        let days = u32::try_from(rule.limit).unwrap_or_default();
        let until = self.calendar.calendar_days(repaired, days, false)?.date;
        Ok((self.on <= until).then(|| Right::by(rule, Some(until), &[last])))
    }
}
