//! What a ticket is charged, and whether it may be.

use aftersales_kit::{
    Refusal,
    id::{BranchId, TicketId},
    text_enum,
};

use super::{
    charge::{Reckoned, mismatch},
    money::{DEFAULT_CURRENCY, Money, add},
    reasons::{ACCOUNT_CLOSED, AMOUNT_TOO_LARGE, CLASS_C_IS_FREE},
};

text_enum! {
    /// State of an account.
    pub enum AccountState {
        /// Takes charges when the class allows.
        Open = "OPEN",
        /// Takes no more charges.
        Closed = "CLOSED",
    }
}

text_enum! {
    /// Class of a service.
    pub enum ServiceClass {
        /// Charged service (有费服务, BIL-11).
        A = "A",
        /// Service under a maintenance contract (合同服务, BIL-12).
        B = "B",
        /// Free service in the free-maintenance period (免费服务, BIL-13).
        C = "C",
        /// Internal work (一般行政工作).
        D = "D",
    }
}

text_enum! {
    /// What covers the customer.
    pub enum CoverageKind {
        /// In warranty (保内).
        InWarranty = "IN_WARRANTY",
        /// Contract by the year (按年合同).
        YearlyContract = "YEARLY_CONTRACT",
        /// Contract by the visit (按次合同).
        PerVisitContract = "PER_VISIT_CONTRACT",
        /// Liaison letter for one service (联络函).
        LiaisonLetter = "LIAISON_LETTER",
        /// Nothing covers; the service is charged.
        None = "NONE",
    }
}

impl ServiceClass {
    /// Whether a customer may be charged.
    pub const fn is_chargeable(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
}

/// On what grounds a ticket is free or charged, as the hotline classified it (BIL-01, X-26).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    /// Class.
    pub class: ServiceClass,
    /// What covers the customer.
    pub coverage: CoverageKind,
    /// Whole-machine warranty at the first request.
    pub in_warranty: bool,
    /// On-site period at the first request.
    pub in_onsite_period: bool,
}

/// The account of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Ticket.
    pub ticket_id: TicketId,
    /// Branch.
    pub branch: BranchId,
    /// State.
    pub state: AccountState,
    /// Why it is free or charged.
    pub grounds: Grounds,
    /// Voucher number, the base of an invoice (BIL-46).
    pub voucher_no: String,
    /// Sum of the charges.
    pub total: Money,
    /// Version of the record, from 1.
    pub version: i64,
}

impl Account {
    /// The account of a new ticket.
    pub fn open(ticket_id: TicketId, branch: BranchId, grounds: Grounds, voucher_no: String) -> Self {
        Self {
            ticket_id,
            branch,
            state: AccountState::Open,
            grounds,
            voucher_no,
            total: Money {
                currency: DEFAULT_CURRENCY.to_owned(),
                minor: 0,
            },
            version: 1,
        }
    }

    /// Whether it takes charges at all.
    ///
    /// # Errors
    /// `CLASS_C_IS_FREE` (BIL-13), `ACCOUNT_CLOSED`.
    pub fn admit(&self) -> Result<(), Refusal> {
        if !self.grounds.class.is_chargeable() {
            return Err(CLASS_C_IS_FREE.refuse().with("service_class", self.grounds.class));
        }
        match self.state {
            AccountState::Open => Ok(()),
            AccountState::Closed => Err(ACCOUNT_CLOSED.refuse()),
        }
    }

    /// Takes a charge.
    ///
    /// # Errors
    /// `AMOUNT_TOO_LARGE`; `AMOUNT_MISMATCH` when the charges before are in another currency.
    pub fn charge(&mut self, reckoned: &Reckoned) -> Result<(), Refusal> {
        if self.total.minor > 0 && self.total.currency != reckoned.amount.currency {
            return Err(mismatch(&reckoned.amount));
        }
        let total = add(self.total.minor, reckoned.amount.minor);
        let minor =
            total.ok_or_else(|| AMOUNT_TOO_LARGE.field("lines", "bring the total above what can be charged"))?;
        self.total = Money {
            currency: reckoned.amount.currency.clone(),
            minor,
        };
        Ok(())
    }

    /// Takes no more charges; `false` when it took none before.
    pub fn close(&mut self) -> bool {
        let was_open = self.state == AccountState::Open;
        self.state = AccountState::Closed;
        was_open
    }

    /// The methods that are possible now, whoever calls.
    pub fn possible(&self) -> &'static [&'static str] {
        if self.admit().is_ok() { &["RecordCharge"] } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ids::PriceListId, money::MOST};

    fn account(class: ServiceClass) -> Account {
        let grounds = Grounds {
            class,
            coverage: CoverageKind::None,
            in_warranty: false,
            in_onsite_period: false,
        };
        Account::open(
            TicketId::new(),
            BranchId::parse("BJ01").unwrap(),
            grounds,
            String::new(),
        )
    }

    fn amount(minor: i64) -> Reckoned {
        let amount = Money {
            currency: "CNY".to_owned(),
            minor,
        };
        Reckoned {
            price_list: PriceListId::new(),
            lines: Vec::new(),
            amount,
        }
    }

    #[test]
    fn bil_13_free_and_internal_work_takes_no_charge() {
        for class in ServiceClass::ALL {
            let refused = account(*class).admit().err().map(|refusal| refusal.reason.name);
            let expected = matches!(class, ServiceClass::C | ServiceClass::D).then_some("CLASS_C_IS_FREE");
            assert_eq!(refused, expected, "{class}");
        }
    }

    #[test]
    fn a_closed_account_takes_no_charge() {
        let mut account = account(ServiceClass::A);
        assert!(account.close() && !account.close());
        assert_eq!(account.admit().unwrap_err().reason.name, "ACCOUNT_CLOSED");
        assert!(account.possible().is_empty());
    }

    #[test]
    fn the_total_never_leaves_its_range() {
        let mut account = account(ServiceClass::A);
        account.charge(&amount(MOST)).unwrap();
        assert_eq!(account.charge(&amount(1)).unwrap_err().reason.name, "AMOUNT_TOO_LARGE");
        assert_eq!(account.total.minor, MOST);
    }
}
