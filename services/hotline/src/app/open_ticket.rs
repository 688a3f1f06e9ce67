//! Opens a ticket: register row, voucher number and hand-over in one act (HOT-12, HOT-23, HOT-45).

use std::sync::Arc;

use aftersales_kit::{
    Error, Result,
    auth::{BranchScope, Roles},
    db::Tx,
    id::TicketId,
    policy::catalogue::{HOTLINE_HANDOVER, HOTLINE_REPEAT_CALL, HOTLINE_URGED_CONTACT},
    refdata::BranchBook,
    seal::Sealer,
    series,
    sla::{self, NewDeadline},
    time::Timestamp,
};

use super::{
    get_call,
    get_consultation::ConsultationView,
    reconcile_register,
    record_consultation::{self, RecordConsultation},
    seal_texts::{self, TicketView, of_ticket},
    take_intake::{self, Found, IntakeView},
    tell_timeline,
};
use crate::{
    domain::{
        article::Question,
        consultation::ConsultationKind,
        contact::Asker,
        intake::{AssetFacts, CarryIn, Intake},
        opening::{self, Opening},
        quote::Quote,
        reasons::{TARGET_BRANCH_CLOSED, TARGET_BRANCH_NOT_FOUND},
        ticket::{HAND_OVER, RegisterState, Ticket, TicketState},
    },
    events,
    store::{
        contacts,
        tickets::{self, Earlier},
    },
};

/// Series of register numbers, and their letter.
pub(super) const REGISTER: (&str, &str) = ("REGISTER", "R");
/// Series of voucher numbers (服务凭证), and their letter.
pub(super) const VOUCHER: (&str, &str) = ("VOUCHER", "V");

/// A repair request with what was found out about it.
pub struct OpenTicket {
    /// The request.
    pub intake: Intake,
    /// What the registry says about the asset, or why it does not.
    pub facts: Result<AssetFacts>,
    /// What else was found out outside the store.
    pub found: Found,
    /// The branch that the customer is guided to, if customers can go there.
    pub target: Option<Arc<BranchBook>>,
    /// Who opens it.
    pub by: String,
    /// The roles of who opens it.
    pub roles: Roles,
}

/// Opens a ticket at the branch of `book`.
///
/// # Errors
/// Those of [`Intake`]'s checks, of `facts` and of [`take_intake::gather`]; `CALL_NOT_FOUND`, `CALL_ENDED`,
/// `TARGET_BRANCH_NOT_FOUND`, `TARGET_BRANCH_CLOSED`, `COVERAGE_OVERRIDE_NOT_YOURS`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, book: &BranchBook, cmd: OpenTicket) -> Result<Opened> {
    let (now, intake) = (tx.now(), cmd.intake);
    intake.check(now, book.date_of(now)?)?;
    intake.check_talk()?;
    if let Some(given) = &intake.coverage_override {
        given.check_by(cmd.roles)?;
    }
    admit_call(tx, &intake).await?;
    if let Some(carry_in) = &intake.carry_in {
        admit_target(carry_in, cmd.target.as_deref())?;
    }
    let facts = cmd.facts?;
    intake.check_coverage(&facts)?;
    let facts = intake.classify(facts);
    let taken = take_intake::gather(tx, book, &intake, &facts, cmd.found, &cmd.by).await?;
    let earlier = same_matter(tx, book, &intake, now).await?;
    let id = TicketId::new();
    let guidance = guide(tx, sealer, book, &intake, id, &cmd.by).await?;
    let opening = Opening {
        id,
        by: cmd.by,
        now,
        promised_contact_by: promise(book, &intake, now)?,
        repeat_of: earlier.as_ref().map(|earlier| earlier.id),
        declined: intake.is_declined(),
        consultation_id: guidance.as_ref().map(|view| view.consultation.id),
        position: 0,
        register_no: String::new(),
        voucher_no: String::new(),
    };
    let view = write(tx, sealer, book, &intake, &facts, opening).await?;
    let quote = taken.quotes.last();
    announce(tx, &view.ticket, &intake, quote, earlier.as_ref(), guidance.as_ref());
    take_intake::keep(tx, book, id, &taken).await?;
    hand_over(tx, book, &view.ticket, quote).await?;
    tell_timeline::own(tx).await?;
    Ok(Opened { view, taken })
}

/// A ticket that was opened, and what was taken with it.
pub struct Opened {
    /// The ticket.
    pub view: TicketView,
    /// What the intake holds beside it.
    pub taken: IntakeView,
}

/// Customers can go to the branch, and on the day that was agreed with them (HOT-10, HOT-36).
fn admit_target(carry_in: &CarryIn, target: Option<&BranchBook>) -> Result<()> {
    let Some(target) = target else {
        let refusal = TARGET_BRANCH_NOT_FOUND.refuse();
        return Err(refusal
            .field("carry_in.target_branch_id", "is no branch that receives customers")
            .into());
    };
    let calendar = target.calendar();
    match carry_in.expected_on.filter(|day| !calendar.is_working_day(*day)) {
        None => Ok(()),
        Some(day) => {
            let next = calendar.next_working_day(day);
            let next = next.map_err(|source| Error::internal_from("could not reckon a working day", source))?;
            let refusal = TARGET_BRANCH_CLOSED.field("carry_in.expected_on", "must be a working day of the branch");
            Err(refusal.with("branch_id", target.id()).with("next_open", next).into())
        }
    }
}

/// The call must be one of the branch that is not wrapped up.
async fn admit_call(tx: &mut Tx, intake: &Intake) -> Result<()> {
    if let Some(call) = intake.call_id {
        let scope = BranchScope::of([intake.branch_id.clone()]);
        get_call::load(tx, &scope, call).await?.call.admit_work()?;
    }
    Ok(())
}

/// The earlier ticket of which this is a repetition (HOT-08).
async fn same_matter(tx: &mut Tx, book: &BranchBook, intake: &Intake, now: Timestamp) -> Result<Option<Earlier>> {
    let (customer, asset) = (intake.customer_id, intake.asset_id);
    let found = tickets::same_matter(tx, &intake.branch_id, customer, asset, intake.fault_kind).await?;
    let Some(earlier) = found else {
        return Ok(None);
    };
    let until = book.reckon(HOTLINE_REPEAT_CALL, earlier.opened_at)?.due_at;
    Ok((now <= until).then_some(earlier))
}

/// By when contact is promised to a customer who presses for a time (HOT-18).
fn promise(book: &BranchBook, intake: &Intake, now: Timestamp) -> Result<Option<Timestamp>> {
    if !intake.urged {
        return Ok(None);
    }
    book.reckon(HOTLINE_URGED_CONTACT, now)
        .map(|reckoned| Some(reckoned.due_at))
}

/// Writes the consultation record of a carry-in guidance (HOT-14).
async fn guide(
    tx: &mut Tx,
    sealer: &Sealer,
    book: &BranchBook,
    intake: &Intake,
    ticket: TicketId,
    by: &str,
) -> Result<Option<ConsultationView>> {
    let Some(carry_in) = intake.carry_in.as_ref().filter(|_| !intake.is_declined()) else {
        return Ok(None);
    };
    let record = RecordConsultation {
        call_id: intake.call_id,
        ticket_id: Some(ticket),
        customer_id: Some(intake.customer_id),
        kind: ConsultationKind::CarryInGuidance,
        asker: Asker {
            name: intake.contact.name.clone(),
            phone: intake.contact.phone.clone(),
        },
        question: intake.contact.need.clone(),
        answer: carry_in.guidance.clone(),
        follow_up: None,
        target: Some(carry_in.target.clone()),
        target_receives: true,
        question_ref: Question::default(),
        agent_id: by.to_owned(),
    };
    record_consultation::record(tx, sealer, book, record).await.map(Some)
}

/// Writes the ticket; its numbers are taken last. The contact is kept only while the ticket is open.
async fn write(
    tx: &mut Tx,
    sealer: &Sealer,
    book: &BranchBook,
    intake: &Intake,
    facts: &AssetFacts,
    mut opening: Opening,
) -> Result<TicketView> {
    let id = opening.id;
    let solution = intake
        .solution
        .as_ref()
        .map(|solution| solution.text.as_str())
        .unwrap_or_default();
    let sealed = seal_texts::seal(sealer, solution, of_ticket(id, "solution"))?;
    let given = intake.coverage_override.as_ref();
    let coverage_reason = given.map(|given| given.reason.clone()).unwrap_or_default();
    let sealed_reason = seal_texts::seal(sealer, &coverage_reason, of_ticket(id, "coverage_reason"))?;
    let kept = intake.solution.is_none() && !opening.declined;
    if kept {
        let contact = seal_texts::seal_value(sealer, &intake.contact, of_ticket(id, "contact"))?;
        contacts::insert(tx, id, &contact).await?;
    }
    opening.position = series::next(tx, book.id(), REGISTER.0).await?;
    opening.register_no = series::printed(book.id(), REGISTER.1, opening.position);
    let voucher = series::next(tx, book.id(), VOUCHER.0).await?;
    opening.voucher_no = series::printed(book.id(), VOUCHER.1, voucher);
    let ticket = opening::open(intake, facts, opening);
    tickets::insert(tx, &ticket, sealed.as_deref(), sealed_reason.as_deref()).await?;
    let contact = kept.then(|| intake.contact.clone());
    Ok(TicketView {
        ticket,
        contact,
        solution: solution.to_owned(),
        coverage_reason,
    })
}

fn announce(
    tx: &mut Tx,
    ticket: &Ticket,
    intake: &Intake,
    quote: Option<&Quote>,
    earlier: Option<&Earlier>,
    guidance: Option<&ConsultationView>,
) {
    tx.emit(events::ticket_opened(ticket));
    if let Some(earlier) = earlier {
        tx.emit(events::repeat_call_flagged(ticket, earlier.id, &earlier.opened_by));
    }
    if let Some(guidance) = guidance {
        tx.emit(events::consultation_recorded(&guidance.consultation));
    }
    if let Some(carry_in) = intake.carry_in.as_ref().filter(|_| !intake.is_declined()) {
        let expected_on = carry_in.expected_on.map(|day| day.to_string()).unwrap_or_default();
        tx.emit(events::ticket_guided(ticket, quote, &carry_in.target, expected_on));
    }
    if ticket.register.state == RegisterState::Cleared {
        tx.emit(events::register_row_cleared(ticket));
    }
    if ticket.state == TicketState::Closed {
        tx.emit(events::ticket_closed(ticket));
    }
}

/// Puts an on-site ticket into the coordinator's queue and starts the time in which it is received (HOT-45).
async fn hand_over(tx: &mut Tx, book: &BranchBook, ticket: &Ticket, quote: Option<&Quote>) -> Result<()> {
    let Some(at) = ticket.handed_over_at else {
        return Ok(());
    };
    let receive_by = book.reckon(HOTLINE_HANDOVER, at)?.due_at;
    tx.emit(events::ticket_handed_over(ticket, quote, at, receive_by));
    let new = NewDeadline {
        kind: HAND_OVER,
        subject: ticket.id.uuid(),
        ticket_id: ticket.id.uuid(),
        policy_key: HOTLINE_HANDOVER,
        from: at,
    };
    sla::start(tx, book, new).await?;
    reconcile_register::watch(tx, book).await
}
