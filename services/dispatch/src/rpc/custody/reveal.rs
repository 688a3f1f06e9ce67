//! Names of persons, put into an answer last.

use aftersales_kit::{Result, db::Tx};
use aftersales_proto::{common::v1::Signature, dispatch::v1 as proto};
use uuid::Uuid;

use super::Custody;
use crate::{
    domain::WorkOrder,
    personal::Copies,
    store::personal_copies::{self, CONTACT, Sealed},
};

/// Whether a sealed copy is the signature of a part, of whichever visit.
fn is_of(copy: &Sealed, part: &str) -> bool {
    copy.part.split_once(':').is_some_and(|(kind, _)| kind == part)
}

/// Puts the customers' names and those of who signed into some take-backs.
pub async fn reveal<'t>(
    tx: &mut Tx,
    copies: &Copies,
    shown: impl Iterator<Item = &'t mut proto::TakeBack>,
) -> Result<()> {
    let mut shown: Vec<&mut proto::TakeBack> = shown.collect();
    let orders: Vec<Uuid> = shown
        .iter()
        .filter_map(|it| Uuid::try_parse(&it.work_order_id).ok())
        .collect();
    let sealed = personal_copies::of_orders(tx, &orders).await?;
    for it in &mut shown {
        for copy in &sealed {
            if copy.work_order_id.to_string() == it.work_order_id {
                put(copies, it, copy)?;
            }
        }
    }
    Ok(())
}

fn put(copies: &Copies, it: &mut proto::TakeBack, copy: &Sealed) -> Result<()> {
    if copy.part == CONTACT {
        it.customer_name = copies.open_contact(copy)?.name;
        return Ok(());
    }
    let name = |signature: Option<&mut Signature>| -> Result<()> {
        if let Some(signature) = signature {
            signature.signed_by = copies.open_name(copy)?;
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

impl Custody {
    /// [`reveal`] in a transaction of its own.
    pub(super) async fn reveal<'t>(&self, shown: impl Iterator<Item = &'t mut proto::TakeBack>) -> Result<()> {
        reveal(&mut self.kit.read().await?, &self.copies, shown).await
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
