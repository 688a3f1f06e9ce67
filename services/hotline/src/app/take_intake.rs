//! What an intake gathers beside its ticket: quote, booking, diagnosis, estimate, documents.

use aftersales_kit::{
    Result,
    auth::Role,
    db::Tx,
    id::{CustomerId, TicketId},
    policy::catalogue::{HOTLINE_PROFILE_AGE, HOTLINE_QUOTE_VALIDITY},
    refdata::BranchBook,
    time::Timestamp,
};

use crate::{
    domain::{
        guidance::{self, Estimate, Job, Question},
        intake::{AssetFacts, Intake},
        intake_reasons::{GUIDANCE_NOT_FOUND, REPORTER_NOT_FOUND},
        quote::{Paid, PriceList, Priced, Quote},
        record::{IntakeRecord, Profile},
        words::ServiceMode,
    },
    events,
    store::{
        guidance::{Kind, newest},
        intake_records, quotes,
    },
};

/// What was found out for an intake outside the store.
#[derive(Debug)]
pub struct Found {
    /// The price list in force, or why there is none; none when nothing is priced.
    pub prices: Option<Result<PriceList>>,
    /// Message with the way to the branch (HOT-10), or why there is none; empty when nobody is guided.
    pub guidance_message: Result<String>,
}

/// What an intake holds beside its ticket.
#[derive(Debug, Clone, Default)]
pub struct IntakeView {
    /// The record.
    pub record: IntakeRecord,
    /// Quotes, oldest first.
    pub quotes: Vec<Quote>,
}

/// Gathers it before the ticket is written.
///
/// # Errors
/// Those of the checks of the intake's parts; those of `found`.
pub async fn gather(
    tx: &mut Tx,
    book: &BranchBook,
    intake: &Intake,
    facts: &AssetFacts,
    mut found: Found,
    by: &str,
) -> Result<IntakeView> {
    check_reporter(book, intake)?;
    let prices = found.prices.take().transpose()?;
    let quote = match &intake.paid {
        Some(paid) => Some(quote(book, paid, prices.as_ref(), by, tx.now())?),
        None => None,
    };
    let mut record = IntakeRecord {
        party: intake.party.to_string(),
        estimate: estimated(tx, book, intake, prices.as_ref()).await?,
        letter: intake.source.letter.clone(),
        technician: intake
            .source
            .technician
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        ..IntakeRecord::default()
    };
    if let Some(given) = &intake.diagnosis {
        let list = newest::<Vec<Question>>(tx, book.id(), Kind::Diagnosis, &facts.product_line).await?;
        let list = list.ok_or(&GUIDANCE_NOT_FOUND)?;
        guidance::follow(&list.content, list.version, given)?;
        record.diagnosis = Some(given.clone());
    }
    if intake.mode == ServiceMode::CarryIn && !intake.is_declined() {
        record.guidance_message = found.guidance_message?;
        record.documents = documents(tx, book, intake, facts).await?;
        book_visit(tx, book, intake, &mut record, by).await?;
    }
    Ok(IntakeView {
        record,
        quotes: quote.into_iter().collect(),
    })
}

/// Keeps what was gathered with its ticket.
///
/// # Errors
/// Those of the store.
pub async fn keep(tx: &mut Tx, book: &BranchBook, ticket: TicketId, view: &IntakeView) -> Result<()> {
    intake_records::insert(tx, ticket, &view.record).await?;
    for quote in &view.quotes {
        quotes::insert(tx, ticket, book.id(), quote).await?;
        tx.emit(events::quote_answered(ticket, book.id(), quote));
    }
    Ok(())
}

/// What an intake holds beside its ticket.
///
/// # Errors
/// Those of the store.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<IntakeView> {
    Ok(IntakeView {
        record: intake_records::of_ticket(tx, ticket).await?,
        quotes: quotes::of_ticket(tx, ticket).await?,
    })
}

/// The technician who reports must work at the branch.
fn check_reporter(book: &BranchBook, intake: &Intake) -> Result<()> {
    let Some(reporter) = &intake.source.technician else {
        return Ok(());
    };
    let member = book.staff(reporter).filter(|member| !member.left);
    if member.is_some_and(|member| member.works_as(Role::Technician)) {
        return Ok(());
    }
    let refusal = REPORTER_NOT_FOUND.field("reporting_technician_id", "is no technician of this branch");
    Err(refusal.into())
}

/// The quote with the customer's answers (HOT-13). It holds by policy, and not longer than its price list (BIL-02).
fn quote(book: &BranchBook, paid: &Paid, prices: Option<&PriceList>, by: &str, now: Timestamp) -> Result<Quote> {
    let (mut priced, mut valid_until) = (Priced::default(), None);
    if let (true, Some(list)) = (paid.policy_accepted, prices) {
        priced = list.price(&paid.lines, "paid.lines")?;
        paid.check_told(&priced)?;
        valid_until = Some(holds_until(book, list, now)?);
    }
    Ok(Quote {
        version: 1,
        priced,
        quoted_at: now,
        valid_until,
        policy_accepted: paid.policy_accepted,
        accepted: paid.accepted(),
        given_by: paid.given_by,
        channel: paid.channel,
        taken_by: by.to_owned(),
    })
}

/// How long a quote holds that is given now.
///
/// # Errors
/// Those of the calendar.
pub fn holds_until(book: &BranchBook, list: &PriceList, now: Timestamp) -> Result<Timestamp> {
    let by_policy = book.reckon(HOTLINE_QUOTE_VALIDITY, now)?.due_at;
    let by_list = list.valid_to.map_or(Timestamp::MAX, |end| end.plus(-1));
    Ok(by_policy.min(by_list))
}

/// Time, parts and price of the jobs that the customer was told of (HOT-35).
async fn estimated(
    tx: &mut Tx,
    book: &BranchBook,
    intake: &Intake,
    prices: Option<&PriceList>,
) -> Result<Option<Estimate>> {
    match prices {
        Some(prices) if !intake.estimate_jobs.is_empty() => {
            let (jobs, now) = (&intake.estimate_jobs, tx.now());
            estimate(tx, book, jobs, prices, "estimate_job_codes", now)
                .await
                .map(Some)
        }
        _ => Ok(None),
    }
}

/// Time, parts and price of some jobs of a branch's catalogue; `field` names them in a refusal.
///
/// # Errors
/// `GUIDANCE_NOT_FOUND`, `JOB_NOT_IN_CATALOGUE`, `ITEM_NOT_ON_PRICE_LIST`.
pub async fn estimate(
    tx: &mut Tx,
    book: &BranchBook,
    codes: &[String],
    prices: &PriceList,
    field: &str,
    at: Timestamp,
) -> Result<Estimate> {
    let catalogue = newest::<Vec<Job>>(tx, book.id(), Kind::Jobs, "").await?;
    let catalogue = catalogue.ok_or(&GUIDANCE_NOT_FOUND)?;
    Ok(guidance::estimate(&catalogue.content, codes, prices, field, at)?)
}

/// Documents to bring for the product line and each of the jobs, each once (HOT-37).
async fn documents(tx: &mut Tx, book: &BranchBook, intake: &Intake, facts: &AssetFacts) -> Result<Vec<String>> {
    let mut documents: Vec<String> = Vec::new();
    let types = std::iter::once(&facts.product_line).chain(&intake.estimate_jobs);
    for job_type in types {
        let list = newest::<Vec<String>>(tx, book.id(), Kind::Documents, job_type).await?;
        for document in list.map(|list| list.content).unwrap_or_default() {
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
    }
    Ok(documents)
}

/// A day makes it a booking: the profile is confirmed, now or lately (HOT-32, HOT-38).
async fn book_visit(
    tx: &mut Tx,
    book: &BranchBook,
    intake: &Intake,
    record: &mut IntakeRecord,
    by: &str,
) -> Result<()> {
    let Some((carry_in, booking)) = intake
        .carry_in
        .as_ref()
        .and_then(|carry_in| Some((carry_in, carry_in.booking.as_ref()?)))
    else {
        return Ok(());
    };
    let known = profile(tx, book, intake.customer_id).await?;
    booking.check_profile(known.map(|known| known.holds_until), tx.now())?;
    if booking.profile_confirmed {
        confirm_profile(tx, book, intake.customer_id, by).await?;
    }
    record.booking_origin = booking.origin.to_string();
    record.expected_on = carry_in.expected_on;
    Ok(())
}

/// When a customer's data were confirmed last, by the branch's policy.
///
/// # Errors
/// Those of the calendar.
pub async fn profile(tx: &mut Tx, book: &BranchBook, customer: CustomerId) -> Result<Option<Profile>> {
    let Some(confirmed_at) = intake_records::profile_confirmed_at(tx, customer).await? else {
        return Ok(None);
    };
    Ok(Some(Profile {
        confirmed_at,
        holds_until: book.reckon(HOTLINE_PROFILE_AGE, confirmed_at)?.due_at,
    }))
}

/// Records that a customer's data were confirmed now (HOT-32).
///
/// # Errors
/// Those of the calendar.
pub async fn confirm_profile(tx: &mut Tx, book: &BranchBook, customer: CustomerId, by: &str) -> Result<Profile> {
    let now = tx.now();
    intake_records::confirm_profile(tx, customer, book.id(), by, now).await?;
    tx.emit(events::profile_confirmed(customer, book.id(), by, now));
    Ok(Profile {
        confirmed_at: now,
        holds_until: book.reckon(HOTLINE_PROFILE_AGE, now)?.due_at,
    })
}
