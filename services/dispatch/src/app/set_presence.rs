//! A technician comes or goes (DSP-02).

use aftersales_kit::{
    Result,
    auth::Role,
    db::Tx,
    id::{BranchId, StaffId},
    refdata::BranchBook,
};

use crate::{
    domain::{
        Actor, Presence,
        reasons::{PRESENCE_OF_OTHERS, TECHNICIAN_NOT_FOUND},
    },
    events,
    store::presences::{self, Present},
};

/// Says where a technician of the branch is. Saying it again changes nothing.
///
/// # Errors
/// `TECHNICIAN_NOT_FOUND`, `PRESENCE_OF_OTHERS`.
pub async fn run(
    tx: &mut Tx,
    actor: &Actor,
    book: &BranchBook,
    technician: &StaffId,
    presence: Presence,
) -> Result<Present> {
    check_technician(book, technician)?;
    if !actor.for_all && actor.code != technician.as_str() {
        return Err(PRESENCE_OF_OTHERS.refuse().with("technician_id", technician).into());
    }
    let branch: &BranchId = book.id();
    if let Some(there) = presences::find(tx, branch, technician)
        .await?
        .filter(|there| there.presence == presence)
    {
        return Ok(there);
    }
    let since = tx.now();
    presences::put(tx, branch, technician, presence, since).await?;
    tx.emit(events::presence_changed(branch, technician, presence, since));
    Ok(Present {
        technician_id: technician.clone(),
        presence,
        since,
    })
}

/// Passes for a technician who works at the branch.
///
/// # Errors
/// `TECHNICIAN_NOT_FOUND`.
pub fn check_technician(book: &BranchBook, technician: &StaffId) -> Result<()> {
    if book
        .staff(technician)
        .is_some_and(|member| member.works_as(Role::Technician))
    {
        return Ok(());
    }
    let refusal = TECHNICIAN_NOT_FOUND.field("technician_id", "is no technician of the branch");
    Err(refusal.with("technician_id", technician).into())
}

/// Whether any technician is in the station (DSP-02).
pub async fn anybody_in(tx: &mut Tx, branch: &BranchId, book: &BranchBook) -> Result<bool> {
    let present = presences::of_branch(tx, branch).await?;
    Ok(present
        .iter()
        .any(|there| there.presence == Presence::InStation && check_technician(book, &there.technician_id).is_ok()))
}
