//! Records a consultation, answered or with somebody who owes the answer (HOT-14 to HOT-16).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{self, BranchId, CustomerId, StaffId, TicketId},
    policy::catalogue::HOTLINE_URGED_CONTACT,
    refdata::BranchBook,
    seal::Sealer,
    series,
    sla::{self, NewDeadline},
};
use uuid::Uuid;

use super::{
    forget_people, get_call,
    get_consultation::{ConsultationView, place},
    name_question, seal_texts, tell_timeline,
};
use crate::{
    domain::{
        article::Question,
        consultation::{Asked, Consultation, ConsultationKind, ConsultationState, FOLLOW_UP, FollowUp},
        contact::Asker,
        reasons::TARGET_BRANCH_NOT_FOUND,
    },
    events,
    store::consultations::{self, Sealed},
};

/// Series of consultation numbers, and their letter.
const SERIES: (&str, &str) = ("CONSULTATION", "C");

/// A question as it was taken down.
#[derive(Debug)]
pub struct RecordConsultation {
    /// Call in which it was asked.
    pub call_id: Option<Uuid>,
    /// Ticket of a carry-in guidance.
    pub ticket_id: Option<TicketId>,
    /// Customer, when known.
    pub customer_id: Option<CustomerId>,
    /// Kind.
    pub kind: ConsultationKind,
    /// Who asked.
    pub asker: Asker,
    /// The question.
    pub question: String,
    /// The answer; empty when somebody owes it.
    pub answer: String,
    /// Who owes it.
    pub follow_up: Option<FollowUp>,
    /// Branch that the customer was guided to.
    pub target: Option<BranchId>,
    /// Whether customers can go to that branch.
    pub target_receives: bool,
    /// The frequent question that it is about.
    pub question_ref: Question,
    /// Who takes it down.
    pub agent_id: String,
}

/// Records a question at the branch of `book`; an open one gets its deadline.
///
/// # Errors
/// `CALL_NOT_FOUND`, `CALL_NOT_ANSWERED`, `ARTICLE_NOT_FOUND`, `ANSWER_AND_FOLLOW_UP`, `FOLLOW_UP_IN_PAST`, `TARGET_BRANCH_MISSING`, `TARGET_BRANCH_NOT_FOUND`,
/// `INVALID_REQUEST`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, book: &BranchBook, cmd: RecordConsultation) -> Result<ConsultationView> {
    let asked = Asked {
        kind: cmd.kind,
        answer: &cmd.answer,
        follow_up: cmd.follow_up.as_ref(),
        owner_works_here: works_here(book, cmd.follow_up.as_ref()),
        target: cmd.target.as_ref(),
    };
    asked.check(tx.now())?;
    if cmd.target.is_some() && !cmd.target_receives {
        return Err(TARGET_BRANCH_NOT_FOUND
            .field("target_branch_id", "is no branch that receives customers")
            .into());
    }
    if let Some(call) = cmd.call_id {
        let scope = BranchScope::of([book.id().clone()]);
        get_call::load(tx, &scope, call).await?.call.admit_record()?;
    }
    let question_ref = name_question::run(tx, book.id(), cmd.question_ref).await?;
    let cmd = RecordConsultation { question_ref, ..cmd };
    let view = record(tx, sealer, book, cmd).await?;
    tx.emit(events::consultation_recorded(&view.consultation));
    watch(tx, book, &view.consultation).await?;
    tell_timeline::own(tx).await?;
    Ok(view)
}

fn works_here(book: &BranchBook, follow_up: Option<&FollowUp>) -> bool {
    let owner = follow_up.and_then(|follow_up| StaffId::parse(&follow_up.owner).ok());
    owner.is_some_and(|owner| book.staff(&owner).is_some_and(|member| !member.left))
}

/// Writes the record with the next number of the branch.
///
/// # Errors
/// Those of the store.
pub async fn record(
    tx: &mut Tx,
    sealer: &Sealer,
    book: &BranchBook,
    cmd: RecordConsultation,
) -> Result<ConsultationView> {
    let (now, id) = (tx.now(), id::new_uuid());
    let answered = cmd.follow_up.is_none();
    let sealed = Sealed {
        asker: seal_texts::seal_value(sealer, &cmd.asker, place(id, "asker"))?,
        question: seal_texts::seal(sealer, &cmd.question, place(id, "question"))?.unwrap_or_default(),
        answer: if answered {
            seal_texts::seal(sealer, &cmd.answer, place(id, "answer"))?
        } else {
            None
        },
    };
    let number = series::next(tx, book.id(), SERIES.0).await?;
    let consultation = Consultation {
        id,
        number: series::printed(book.id(), SERIES.1, number),
        branch_id: book.id().clone(),
        state: if answered {
            ConsultationState::Answered
        } else {
            ConsultationState::FollowUpOpen
        },
        kind: cmd.kind,
        call_id: cmd.call_id,
        ticket_id: cmd.ticket_id,
        customer_id: cmd.customer_id,
        target_branch_id: cmd.target,
        answered_by: if answered { cmd.agent_id.clone() } else { String::new() },
        agent_id: cmd.agent_id,
        follow_up: cmd.follow_up,
        recorded_at: now,
        answered_at: answered.then_some(now),
        question_ref: cmd.question_ref,
        version: 1,
    };
    consultations::insert(tx, &consultation, &sealed).await?;
    if answered {
        forget_people::later(tx, book, forget_people::CONSULTATION, id, now).await?;
    }
    let answer = if answered { cmd.answer } else { String::new() };
    Ok(ConsultationView {
        consultation,
        asker: Some(cmd.asker),
        question: cmd.question,
        answer,
    })
}

/// Starts the deadline of an open follow-up at the time that was agreed (HOT-16).
async fn watch(tx: &mut Tx, book: &BranchBook, made: &Consultation) -> Result<()> {
    let Some(follow_up) = &made.follow_up else {
        return Ok(());
    };
    let new = NewDeadline {
        kind: FOLLOW_UP,
        subject: made.id,
        ticket_id: made.ticket_id.map_or(made.id, TicketId::uuid),
        policy_key: HOTLINE_URGED_CONTACT,
        from: made.recorded_at,
    };
    sla::start_agreed(tx, book, new, follow_up.due_at).await?;
    Ok(())
}
