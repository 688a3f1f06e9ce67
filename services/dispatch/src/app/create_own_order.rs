//! An order on a blank form: a job that a technician received himself, or internal work (DSP-34, DSP-35, DSP-51,
//! DSP-52, DSP-54).

use aftersales_kit::{
    Result,
    db::Tx,
    id::{StaffId, WorkOrderId},
    refdata::BranchBook,
    time::Timestamp,
};

use super::{create_work_order, set_presence::check_technician};
use crate::{
    domain::{
        Actor, Request, WorkOrder,
        flow_reasons::WORK_ORDER_ID_TAKEN,
        reasons::{NOT_YOUR_WORK_ORDER, TIME_IN_FUTURE},
    },
    events,
    store::work_orders,
};

/// The filled-in form.
#[derive(Clone)]
pub struct Form {
    /// The new order's id.
    pub id: WorkOrderId,
    /// What is asked for.
    pub request: Request,
    /// Who does it; none when that is to be decided.
    pub technician: Option<StaffId>,
    /// The sealed contact; none for internal work.
    pub contact: Option<Vec<u8>>,
}

/// Makes the order; the ticket takes it up by its event.
///
/// # Errors
/// `BLANK_FORM_INCOMPLETE`, `INTERNAL_WORK_IS_FREE`, `CLASS_D_IS_INTERNAL`, `PAYER_MISSING`, `TIME_IN_FUTURE`,
/// `TECHNICIAN_NOT_FOUND`, `NOT_YOUR_WORK_ORDER`, `WORK_ORDER_ID_TAKEN`.
pub async fn run(tx: &mut Tx, actor: &Actor, book: &BranchBook, form: Form) -> Result<WorkOrder> {
    let now: Timestamp = tx.now();
    form.request.check_form(form.contact.is_some())?;
    if form.request.first_requested_at > now {
        let refusal = TIME_IN_FUTURE.field("requested_at", "lies in the future");
        return Err(refusal.with("now", now).into());
    }
    if let Some(technician) = &form.technician {
        check_technician(book, technician)?;
    }
    let own = form.technician.as_ref().is_some_and(|code| code.as_str() == actor.code);
    if !actor.for_all && !own {
        return Err(NOT_YOUR_WORK_ORDER.refuse().into());
    }
    if work_orders::is_taken(tx, form.id).await? {
        return Err(WORK_ORDER_ID_TAKEN.refuse().into());
    }
    let number = create_work_order::next_number(tx, book.id()).await?;
    let mut order = WorkOrder::on_blank_form(form.id, number, book.id().clone(), form.request, now);
    order.begin(form.technician, &actor.code, now);
    create_work_order::store(tx, book, &mut order, form.contact).await?;
    if order.technician_id.is_some() {
        tx.emit(events::assigned(&order, &actor.code, None, now));
    }
    Ok(order)
}
