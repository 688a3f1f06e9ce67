//! What a caller sees of a record: masked numbers, and what may be done with it.

use aftersales_kit::{auth::Role, phone::mask_phone, rpc::Call};
use aftersales_proto::registry::v1::{Asset, Branch, Customer, StaffMember};

use super::words;

/// Full name of the service, for the access table.
const SERVICE: &str = "aftersales.registry.v1.RegistryService";

/// Roles that call customers and therefore see their numbers; a service needs them for those who do.
const CALLS_CUSTOMERS: [Role; 8] = [
    Role::Hotline,
    Role::Coordinator,
    Role::Technician,
    Role::Receptionist,
    Role::Callback,
    Role::AppointmentClerk,
    Role::Chief,
    Role::Service,
];

fn actions(call: &Call, possible: &[&str]) -> (Vec<String>, String) {
    let actions = call.available_actions(SERVICE, possible);
    let reason = if actions.is_empty() {
        words::read_only(call.locale)
    } else {
        String::new()
    };
    (actions, reason)
}

/// A branch.
pub fn branch(call: &Call, mut branch: Branch) -> Branch {
    (branch.available_actions, branch.readonly_reason) = actions(call, &["PutBranch"]);
    branch
}

/// A member of staff. Analysts do not call colleagues.
pub fn member(call: &Call, mut member: StaffMember) -> StaffMember {
    if call.caller.roles.iter().all(|role| role == Role::HeadOffice) && !member.phone.is_empty() {
        member.phone = mask_phone(&member.phone);
    }
    (member.available_actions, member.readonly_reason) = actions(call, &["PutStaff"]);
    member
}

/// A customer; numbers are masked for roles that do not call customers.
pub fn customer(call: &Call, mut customer: Customer) -> Customer {
    customer.phones_masked = !CALLS_CUSTOMERS.iter().any(|role| call.caller.has(*role));
    if customer.phones_masked {
        for phone in &mut customer.phones {
            phone.number = mask_phone(&phone.number);
        }
    }
    let possible = ["UpdateCustomer", "RegisterAsset"];
    (customer.available_actions, customer.readonly_reason) = actions(call, &possible);
    customer
}

/// An asset.
pub fn asset(call: &Call, mut asset: Asset) -> Asset {
    (asset.available_actions, asset.readonly_reason) = actions(call, &["CheckEntitlement"]);
    asset
}
