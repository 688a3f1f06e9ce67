//! A paid visit: what is taken along, what is agreed, what is collected (DSP-65, DSP-70, F-5A).

use aftersales_kit::{Refusal, time::Timestamp};

use super::{
    Action, Actor, Channel, Told, WorkOrder,
    flow_reasons::{
        AMOUNT_TOO_LARGE, COLLECTION_NOT_AGREED, INVOICE_NOT_BROUGHT, INVOICE_NOT_GIVEN, PAYMENT_METHOD_MISSING,
        PAYMENT_NOT_SETTLED, PRICE_LIST_NOT_BROUGHT, PRICE_LIST_NOT_SHOWN, WORK_IS_FREE,
    },
    outcome::all_of,
    words::{InvoiceMode, PaymentMethod, ServiceClass},
};

/// The currency of every amount; amounts are in its minor unit (fen).
pub const CURRENCY: &str = "CNY";

/// What was taken along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DepartureCheck {
    /// How the customer's invoice comes; paper says that it was taken along.
    pub invoice_mode: Option<InvoiceMode>,
    /// The price list was taken along.
    pub price_list_brought: bool,
}

/// How a paid visit was settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payment {
    /// The price list was shown.
    pub price_list_shown: bool,
    /// What was collected, in fen.
    pub collected: Option<i64>,
    /// How.
    pub method: Option<PaymentMethod>,
    /// Why nothing was collected and an invoice follows.
    pub to_be_invoiced: String,
    /// How the customer got or gets the invoice.
    pub invoice: Option<InvoiceMode>,
}

/// The money side of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paid {
    /// What was taken along.
    pub check: DepartureCheck,
    /// How it was settled.
    pub payment: Payment,
}

/// One extra charge.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ExtraLine {
    /// Item of the price list, or part number.
    pub item_code: String,
    /// Pieces.
    pub quantity: i64,
    /// Price of one, in fen.
    pub unit_price: i64,
}

/// What the customer agreed to on site beyond the quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraConsent {
    /// When.
    pub at: Timestamp,
    /// How.
    pub channel: Channel,
    /// What is charged.
    pub lines: Vec<ExtraLine>,
    /// Sum of the lines, in fen.
    pub amount: i64,
    /// Staff code of who asked.
    pub by: String,
}

fn sum(lines: &[ExtraLine]) -> Result<i64, Refusal> {
    let total = lines.iter().try_fold(0_i64, |total, line| {
        total.checked_add(line.quantity.checked_mul(line.unit_price)?)
    });
    total.ok_or_else(|| AMOUNT_TOO_LARGE.field("lines", "add up to too much"))
}

impl WorkOrder {
    /// The customer or a third party is charged for the visit.
    pub fn is_paid(&self) -> bool {
        self.request.service_class == ServiceClass::A
    }

    /// What is agreed now: the accepted quote and what was added on site, in fen; none when nothing was agreed.
    pub fn agreed_now(&self) -> Option<i64> {
        let extra: i64 = self.extras.iter().map(|extra| extra.amount).sum();
        match (self.agreed_total, self.extras.is_empty()) {
            (None, true) => None,
            (agreed, _) => Some(agreed.unwrap_or_default().saturating_add(extra)),
        }
    }

    /// What was collected in the visits so far, in fen.
    fn collected(&self) -> i64 {
        let collected = self.visits.iter().filter_map(|visit| visit.paid.payment.collected);
        collected.fold(0, i64::saturating_add)
    }

    /// What is agreed and not collected yet, in fen; none when nothing was agreed.
    pub fn left_to_collect(&self) -> Option<i64> {
        let agreed = self.agreed_now()?;
        Some(agreed.saturating_sub(self.collected()).max(0))
    }

    /// The customer agrees on site to more than the quote.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `WORK_IS_FREE`, `AMOUNT_TOO_LARGE`, `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub fn add_extra(
        &mut self,
        actor: &Actor,
        told: Told,
        channel: Channel,
        lines: Vec<ExtraLine>,
        now: Timestamp,
    ) -> Result<ExtraConsent, Refusal> {
        self.admit(Action::RecordExtraConsent)?;
        self.owned_by(actor)?;
        if !self.is_paid() {
            return Err(WORK_IS_FREE.refuse().with("class", self.request.service_class));
        }
        let amount = sum(&lines)?;
        if self.agreed_now().unwrap_or_default().checked_add(amount).is_none() {
            return Err(AMOUNT_TOO_LARGE.field("lines", "add up to too much"));
        }
        let arrived = self.visit().and_then(|visit| visit.arrived_at);
        let at = self.time_of(
            Action::RecordExtraConsent,
            actor,
            told,
            arrived.unwrap_or(self.visit_from),
            now,
        )?;
        let extra = ExtraConsent {
            at,
            channel,
            lines,
            amount,
            by: actor.code.clone(),
        };
        self.extras.push(extra.clone());
        Ok(extra)
    }

    /// Refuses to set out to a paid visit without invoice and price list (DSP-65).
    pub(super) fn check_taken_along(&self, check: DepartureCheck) -> Result<(), Refusal> {
        let paid = self.is_paid();
        all_of(&[
            (
                paid && check.invoice_mode.is_none(),
                &INVOICE_NOT_BROUGHT,
                "check.invoice_mode",
                "bring the invoice, or say that it comes electronically",
            ),
            (
                paid && !check.price_list_brought,
                &PRICE_LIST_NOT_BROUGHT,
                "check.price_list_brought",
                "the price list must be taken along",
            ),
        ])
    }

    /// Refuses to end a paid visit that is not settled, and money that the customer did not agree to or has paid already
    /// at an earlier visit (DSP-65).
    pub(super) fn check_payment(&self, payment: &Payment) -> Result<(), Refusal> {
        let collected = payment.collected.unwrap_or_default();
        let left = self.left_to_collect();
        if collected > left.unwrap_or_default() {
            let refusal = COLLECTION_NOT_AGREED.field("payment.collected", "is more than is agreed and not paid yet");
            let agreed = refusal.with("agreed", self.agreed_now().unwrap_or_default());
            return Err(agreed.with("collected_before", self.collected()));
        }
        let paid = self.is_paid() && left != Some(0);
        let unsettled = payment.collected.is_none() && payment.to_be_invoiced.trim().is_empty();
        all_of(&[
            (
                paid && !payment.price_list_shown,
                &PRICE_LIST_NOT_SHOWN,
                "payment.price_list_shown",
                "the price list must be shown",
            ),
            (
                paid && unsettled,
                &PAYMENT_NOT_SETTLED,
                "payment.collected",
                "say what was collected, or why an invoice follows",
            ),
            (
                payment.collected.is_some() && payment.method.is_none(),
                &PAYMENT_METHOD_MISSING,
                "payment.method",
                "say how it was paid",
            ),
            (
                paid && payment.invoice.is_none(),
                &INVOICE_NOT_GIVEN,
                "payment.invoice",
                "give the invoice, or say that it comes electronically",
            ),
        ])
    }
}
