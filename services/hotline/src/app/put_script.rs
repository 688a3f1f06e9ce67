//! Puts the next version of a script.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::BranchId};

use crate::{
    domain::{
        desk_reasons::{SCRIPT_CHANGED, SCRIPT_OF_ALL_BRANCHES},
        script::{LocalText, Script, ScriptKind},
    },
    events,
    store::scripts,
};

/// A version of a script.
#[derive(Debug)]
pub struct PutScript {
    /// Branch; none for all.
    pub branch_id: Option<BranchId>,
    /// Line; empty for all.
    pub line_id: String,
    /// Kind.
    pub kind: ScriptKind,
    /// Texts, in order.
    pub texts: Vec<LocalText>,
    /// Version that it replaces; 0 for none.
    pub based_on: i64,
    /// Who puts it.
    pub by: String,
}

/// Puts it for those whom the scope admits.
///
/// # Errors
/// `SCRIPT_OF_ALL_BRANCHES`, `SCRIPT_CHANGED`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, cmd: PutScript) -> Result<Script> {
    if cmd.branch_id.is_none() && *scope != BranchScope::All {
        return Err(SCRIPT_OF_ALL_BRANCHES.refuse().into());
    }
    let newest = scripts::newest(tx, cmd.branch_id.as_ref(), &cmd.line_id, cmd.kind).await?;
    if newest != cmd.based_on {
        return Err(SCRIPT_CHANGED.refuse().with("version", newest).into());
    }
    let script = Script {
        branch_id: cmd.branch_id,
        line_id: cmd.line_id,
        kind: cmd.kind,
        version: newest + 1,
        texts: cmd.texts,
        put_by: cmd.by,
        put_at: Some(tx.now()),
    };
    scripts::insert(tx, &script).await?;
    tx.emit(events::desk::script_changed(&script));
    Ok(script)
}
