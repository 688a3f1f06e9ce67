//! Personal data, put into an answer last: stored answers and page queries never hold it.

use aftersales_kit::{
    Result,
    auth::{Caller, Role},
    db::Tx,
    id::{BranchId, StaffId},
    phone,
    policy::{PolicyValue, catalogue::DISPATCH_MANUALS},
    rpc::Call,
};
use aftersales_proto::{common::v1::Contact, dispatch::v1 as proto};
use uuid::Uuid;

use super::Dispatch;
use crate::store::personal_copies::{self, CONTACT, Sealed};

/// An answer that shows one order.
pub trait ShowsOrder {
    /// The order.
    fn order(&mut self) -> Option<&mut proto::WorkOrder>;
}

macro_rules! shows_order {
    ($($answer:ident)+) => {$(
        impl ShowsOrder for proto::$answer {
            fn order(&mut self) -> Option<&mut proto::WorkOrder> {
                self.work_order.as_mut()
            }
        }
    )+};
}

shows_order! {
    ReceiveWorkOrderResponse AssignTechnicianResponse LogContactResponse PromiseVisitResponse
    ReportAppointmentResponse DeclareNoPartsResponse DepartResponse ArriveResponse CompleteVisitResponse
    ReportCompletionResponse ConfirmWorkOrderResponse ReturnUnreachableResponse ReopenWorkOrderResponse
    CancelWorkOrderResponse GetWorkOrderResponse AssignCrewResponse InsistSameDayResponse CreateWorkOrderResponse
    ReissueWorkOrderResponse ResolveByPhoneResponse ConfirmManualReadResponse RecordExtraConsentResponse
    AmendWorkOrderResponse
}

impl ShowsOrder for proto::SetPresenceResponse {
    fn order(&mut self) -> Option<&mut proto::WorkOrder> {
        None
    }
}

/// Roles whose people call customers and see whole phone numbers; other services keep them for theirs.
const CALLING: [Role; 6] = [
    Role::Hotline,
    Role::Coordinator,
    Role::Technician,
    Role::Callback,
    Role::Chief,
    Role::Service,
];

impl Dispatch {
    /// The answer with the personal data of its order.
    pub(super) async fn revealed<A: ShowsOrder>(&self, call: &Call, mut answer: A) -> Result<A> {
        if let Some(order) = answer.order() {
            self.reveal(&mut self.kit.read().await?, call, [order].into_iter())
                .await?;
        }
        Ok(answer)
    }

    /// Puts the personal data into some orders.
    pub(super) async fn reveal<'o>(
        &self,
        tx: &mut Tx,
        call: &Call,
        orders: impl Iterator<Item = &'o mut proto::WorkOrder>,
    ) -> Result<()> {
        let mut orders: Vec<&mut proto::WorkOrder> = orders.collect();
        for order in &mut orders {
            self.hint_at_manual(tx, order).await?;
        }
        let ids: Vec<Uuid> = orders
            .iter()
            .filter_map(|order| Uuid::try_parse(&order.id).ok())
            .collect();
        for copy in personal_copies::of_orders(tx, &ids).await? {
            let id = copy.work_order_id.to_string();
            if let Some(order) = orders.iter_mut().find(|order| order.id == id) {
                self.put(&call.caller, order, &copy)?;
            }
        }
        Ok(())
    }

    /// Whether the product is new to the technician, and where its manual is (DSP-62).
    async fn hint_at_manual(&self, tx: &mut Tx, order: &mut proto::WorkOrder) -> Result<()> {
        let (Ok(branch), Some(hint)) = (BranchId::parse(&order.branch_id), order.manual.as_mut()) else {
            return Ok(());
        };
        let line = &order.product_line;
        if line.is_empty() {
            return Ok(());
        }
        let book = self.kit.refdata().branch_in(tx, &branch).await?;
        let technician = StaffId::parse(&order.technician_id).ok();
        let knows = |code: &StaffId| book.staff(code).is_some_and(|member| member.skills.contains(line));
        hint.unfamiliar = technician.is_some_and(|code| !knows(&code));
        let manuals = book.policy(DISPATCH_MANUALS, tx.now())?;
        if let PolicyValue::Labels(manuals) = &manuals.value {
            let own = manuals
                .iter()
                .find_map(|entry| entry.strip_prefix(line)?.strip_prefix('='));
            own.unwrap_or_default().clone_into(&mut hint.link);
        }
        Ok(())
    }

    fn put(&self, caller: &Caller, order: &mut proto::WorkOrder, copy: &Sealed) -> Result<()> {
        if copy.part != CONTACT {
            let visit = order
                .visits
                .iter_mut()
                .find(|visit| copy.part == personal_copies::signature(visit.number.into()));
            let sign_off = visit.and_then(|visit| visit.sign_off.as_mut());
            if let Some(signature) = sign_off.and_then(|sign_off| sign_off.signature.as_mut()) {
                signature.signed_by = self.copies.open_name(copy)?;
            }
            return Ok(());
        }
        let contact = self.copies.open_contact(copy)?;
        order.phone_masked = !CALLING.iter().any(|role| caller.has(*role));
        order.need_summary = contact.need_summary;
        order.contact = Some(Contact {
            name: contact.name,
            phone: if order.phone_masked {
                phone::mask_phone(&contact.phone)
            } else {
                contact.phone
            },
            address: contact.address,
            zone: order.zone,
            site_condition: contact.site_condition,
        });
        Ok(())
    }
}
