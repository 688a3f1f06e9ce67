//! Writes the access table: every method of our contracts, sorted by path.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use prost_reflect::{MethodDescriptor, Value};

use crate::checks::is_mutation;
use crate::generate::Contracts;
use crate::rules::extension;
use crate::{Result, names};

/// The constant `METHODS`. A method without the option gets no roles and no scope: nobody may call it.
pub fn methods(contracts: &Contracts) -> Result<String> {
    let mut rows = BTreeMap::new();
    for service in contracts.services() {
        for method in service.methods() {
            let path = format!("/{}/{}", service.full_name(), method.name());
            let row = row(&path, &method)?;
            rows.insert(path, row);
        }
    }
    let mut code =
        String::from("/// Every method of the contracts, sorted by path.\npub const METHODS: &[MethodAccess] = &[\n");
    for row in rows.values() {
        writeln!(code, "    {row},")?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn row(path: &str, method: &MethodDescriptor) -> Result<String> {
    let pool = method.parent_pool();
    let access = extension(&method.options(), "aftersales.options.v1.access", pool);
    let roles = access.as_ref().and_then(|access| access.get_field_by_name("roles"));
    let roles = roles.as_deref().and_then(Value::as_list).unwrap_or_default();
    let mut bits = 0_u64;
    for role in roles.iter().filter_map(Value::as_enum_number) {
        let bit = u32::try_from(role).ok().and_then(|role| 1_u64.checked_shl(role));
        bits |= bit
            .filter(|_| role != 0)
            .ok_or_else(|| format!("{path}: role {role} has no bit"))?;
    }
    let scope = access.as_ref().and_then(|access| access.get_field_by_name("scope"));
    let scope = scope.as_deref().and_then(Value::as_enum_number).unwrap_or_default();
    let values = pool
        .get_enum_by_name("aftersales.options.v1.Scope")
        .ok_or("the contracts have no Scope")?;
    let value = values
        .get_value(scope)
        .ok_or_else(|| format!("{path}: scope {scope} is not defined"))?;
    let variant = names::camel(value.name().trim_start_matches("SCOPE_"));
    let mutating = is_mutation(&method.input());
    Ok(format!(
        "MethodAccess {{ path: {path:?}, roles: {bits:#x}, scope: crate::options::v1::Scope::{variant}, mutating: {mutating} }}"
    ))
}
