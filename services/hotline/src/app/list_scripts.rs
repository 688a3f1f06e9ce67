//! The scripts in force for a branch and line.

use aftersales_kit::{Result, db::Tx, id::BranchId};

use crate::{
    domain::{
        script::{Script, in_force},
        shipped_scripts::shipped,
    },
    store::scripts,
};

/// Each kind once: the line's, else the branch's, else the company's, else the shipped one.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, branch: &BranchId, line: &str) -> Result<Vec<Script>> {
    Ok(in_force(scripts::of_line(tx, branch, line).await?, shipped()))
}
