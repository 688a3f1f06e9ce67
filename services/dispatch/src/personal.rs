//! Sealed copies of personal data: whom to call and where to go, for open work only.

use std::sync::Arc;

use aftersales_kit::{Error, Result, id::WorkOrderId, seal::Sealer};

use crate::{
    domain::PlanId,
    store::personal_copies::{CONTACT, Sealed},
};

/// Whom to contact, where, and what about.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Contact {
    /// Name of the person.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Where the machine stands.
    pub address: String,
    /// Condition of the site.
    pub site_condition: String,
    /// What the customer needs.
    pub need_summary: String,
}

/// Seals and opens the copies. A sealed copy opens for its own order only.
#[derive(Clone)]
pub struct Copies(Arc<Sealer>);

fn contact_place(order: WorkOrderId) -> String {
    format!("work_order:{order}:contact")
}

fn signature_place(order: WorkOrderId) -> String {
    format!("work_order:{order}:signature")
}

fn plan_place(plan: PlanId) -> String {
    format!("plan:{plan}:contact")
}

impl Copies {
    /// With the keys of this installation.
    pub fn new(sealer: Arc<Sealer>) -> Self {
        Self(sealer)
    }

    /// Seals a contact for an order.
    ///
    /// # Errors
    /// `Internal` if it cannot be sealed.
    pub fn seal_contact(&self, order: WorkOrderId, contact: &Contact) -> Result<Vec<u8>> {
        let text = serde_json::to_string(contact).map_err(|_| Error::internal("write a contact"))?;
        self.0.seal(&text, &contact_place(order))
    }

    /// Seals the name of who signed.
    ///
    /// # Errors
    /// `Internal` if it cannot be sealed.
    pub fn seal_name(&self, order: WorkOrderId, name: &str) -> Result<Vec<u8>> {
        self.0.seal(name, &signature_place(order))
    }

    /// Seals whom a plan's orders will contact.
    ///
    /// # Errors
    /// `Internal` if it cannot be sealed.
    pub fn seal_plan_contact(&self, plan: PlanId, contact: &Contact) -> Result<Vec<u8>> {
        let text = serde_json::to_string(contact).map_err(|_| Error::internal("write a contact"))?;
        self.0.seal(&text, &plan_place(plan))
    }

    /// A plan's contact, sealed anew for one of its orders.
    ///
    /// # Errors
    /// `Internal` if it was changed or is another plan's.
    pub fn contact_for_order(&self, plan: PlanId, sealed: &[u8], order: WorkOrderId) -> Result<Vec<u8>> {
        let text = self.0.open(sealed, &plan_place(plan))?;
        self.0.seal(&text, &contact_place(order))
    }

    /// Opens a contact.
    ///
    /// # Errors
    /// `Internal` if it was changed or is another order's.
    pub fn open_contact(&self, copy: &Sealed) -> Result<Contact> {
        let text = self
            .0
            .open(&copy.sealed, &contact_place(WorkOrderId::from_uuid(copy.work_order_id)))?;
        serde_json::from_str(&text).map_err(|_| Error::internal("read a stored contact"))
    }

    /// Opens the name of who signed.
    ///
    /// # Errors
    /// As [`Copies::open_contact`].
    pub fn open_name(&self, copy: &Sealed) -> Result<String> {
        self.0.open(
            &copy.sealed,
            &signature_place(WorkOrderId::from_uuid(copy.work_order_id)),
        )
    }

    /// The contact among an order's copies, sealed anew for another order.
    ///
    /// # Errors
    /// As [`Copies::open_contact`].
    pub fn moved(&self, kept: &[Sealed], to: WorkOrderId) -> Result<Option<Vec<u8>>> {
        let contact = kept
            .iter()
            .find(|copy| copy.part == CONTACT)
            .map(|copy| self.open_contact(copy))
            .transpose()?;
        contact.map(|contact| self.seal_contact(to, &contact)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::Contact;

    /// What an earlier version stored; every later one must still read it.
    const STORED: &str = r#"{"name":"王芳","phone":"13800000001","address":"学院路5号","site_condition":"三楼","need_summary":"无法开机"}"#;

    #[test]
    fn stored_contacts_stay_readable() {
        let contact: Contact = serde_json::from_str(STORED).unwrap();
        assert_eq!((contact.name.as_str(), contact.phone.as_str()), ("王芳", "13800000001"));
        assert_eq!(serde_json::to_string(&contact).unwrap(), STORED);
    }
}
