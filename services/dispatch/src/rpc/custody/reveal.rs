//! Names of persons, put into an answer last.

use aftersales_kit::Result;
use aftersales_proto::{common::v1::Signature, dispatch::v1 as proto};
use uuid::Uuid;

use super::Custody;
use crate::{
    domain::WorkOrder,
    store::personal_copies::{self, CONTACT, Sealed},
};

/// Whether a sealed copy is the signature of a part, of whichever visit.
fn is_of(copy: &Sealed, part: &str) -> bool {
    copy.part.split_once(':').is_some_and(|(kind, _)| kind == part)
}

impl Custody {
    /// Puts the customers' names and those of who signed into some take-backs.
    pub(super) async fn reveal<'t>(&self, shown: impl Iterator<Item = &'t mut proto::TakeBack>) -> Result<()> {
        let mut shown: Vec<&mut proto::TakeBack> = shown.collect();
        let orders: Vec<Uuid> = shown
            .iter()
            .filter_map(|it| Uuid::try_parse(&it.work_order_id).ok())
            .collect();
        let copies = personal_copies::of_orders(&mut self.kit.read().await?, &orders).await?;
        for it in &mut shown {
            for copy in &copies {
                if copy.work_order_id.to_string() == it.work_order_id {
                    self.put(it, copy)?;
                }
            }
        }
        Ok(())
    }

    fn put(&self, it: &mut proto::TakeBack, copy: &Sealed) -> Result<()> {
        if copy.part == CONTACT {
            it.customer_name = self.copies.open_contact(copy)?.name;
            return Ok(());
        }
        let name = |signature: Option<&mut Signature>| -> Result<()> {
            if let Some(signature) = signature {
                signature.signed_by = self.copies.open_name(copy)?;
            }
            Ok(())
        };
        if is_of(copy, "receipt") {
            name(it.receipt_signature.as_mut())?;
        } else if is_of(copy, "delivery") {
            name(it.delivery_signature.as_mut())?;
        }
        Ok(())
    }

    /// The name of the customer's contact, while it is kept.
    pub(super) async fn customer_name(&self, order: &WorkOrder) -> Result<String> {
        let copies = personal_copies::of_order(&mut self.kit.read().await?, order.id).await?;
        match copies.iter().find(|copy| copy.part == CONTACT) {
            Some(copy) => Ok(self.copies.open_contact(copy)?.name),
            None => Ok(String::new()),
        }
    }
}
