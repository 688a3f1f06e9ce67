//! Visits, each with its promise.

use aftersales_kit::{
    Error, Result,
    db::{Tx, fetch_many},
    exec,
    id::{StaffId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::work_order_row::{codes, crew_of};
use crate::domain::{
    AnswerLater, AnswerTopic, Delivery, Dissatisfaction, Outcome, Paid, Plan, Promise, Satisfaction, SignOff,
    SignatureMethod, Visit, Window,
};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    number: i64,
    technician_id: Option<StaffId>,
    window_start: Timestamp,
    window_end: Timestamp,
    appointed_date: BusinessDate,
    promised_by: String,
    promised_at: Timestamp,
    zone_limit_at: Option<Timestamp>,
    beyond_reason: String,
    appointment_at: Option<Timestamp>,
    appointment_by: Option<String>,
    departed_at: Option<Timestamp>,
    override_reason: String,
    arrived_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    outcome: Option<Outcome>,
    plan: Option<Plan>,
    plan_detail: String,
    findings: String,
    work_done: String,
    cleaned: bool,
    note_left: bool,
    call_attempted_at: Option<Timestamp>,
    customer_informed_at: Option<Timestamp>,
    delivered: Option<Delivery>,
    satisfaction: Option<Satisfaction>,
    accepted: bool,
    reasons: String,
    suggestions: String,
    signed_at: Option<Timestamp>,
    signature_method: Option<SignatureMethod>,
    reported_at: Option<Timestamp>,
    reported_by: Option<String>,
    crew: String,
    availability_override: String,
    answer_topic: Option<AnswerTopic>,
    answer_demand: String,
    answer_by: Option<Timestamp>,
}

const PUT: &str = "
    INSERT INTO visit (
        work_order_id, number, technician_id, window_start, window_end, appointed_date, promised_by, promised_at,
        zone_limit_at, beyond_reason, appointment_at, appointment_by, departed_at, override_reason, arrived_at,
        completed_at, outcome, plan, plan_detail, findings, work_done, cleaned, note_left, call_attempted_at,
        customer_informed_at, delivered, satisfaction, accepted, reasons, suggestions, signed_at, signature_method,
        reported_at, reported_by, crew, availability_override, answer_topic, answer_demand, answer_by
    ) VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39
    )
    ON CONFLICT (work_order_id, number) DO UPDATE
    SET
        technician_id = excluded.technician_id,
        window_start = excluded.window_start,
        window_end = excluded.window_end,
        appointed_date = excluded.appointed_date,
        promised_by = excluded.promised_by,
        promised_at = excluded.promised_at,
        zone_limit_at = excluded.zone_limit_at,
        beyond_reason = excluded.beyond_reason,
        appointment_at = excluded.appointment_at,
        appointment_by = excluded.appointment_by,
        departed_at = excluded.departed_at,
        override_reason = excluded.override_reason,
        arrived_at = excluded.arrived_at,
        completed_at = excluded.completed_at,
        outcome = excluded.outcome,
        plan = excluded.plan,
        plan_detail = excluded.plan_detail,
        findings = excluded.findings,
        work_done = excluded.work_done,
        cleaned = excluded.cleaned,
        note_left = excluded.note_left,
        call_attempted_at = excluded.call_attempted_at,
        customer_informed_at = excluded.customer_informed_at,
        delivered = excluded.delivered,
        satisfaction = excluded.satisfaction,
        accepted = excluded.accepted,
        reasons = excluded.reasons,
        suggestions = excluded.suggestions,
        signed_at = excluded.signed_at,
        signature_method = excluded.signature_method,
        reported_at = excluded.reported_at,
        reported_by = excluded.reported_by,
        crew = excluded.crew,
        availability_override = excluded.availability_override,
        answer_topic = excluded.answer_topic,
        answer_demand = excluded.answer_demand,
        answer_by = excluded.answer_by";

/// Stores a visit as it is now.
pub async fn put(tx: &mut Tx, order: WorkOrderId, visit: &Visit) -> Result<()> {
    let (promise, sign_off, demand) = (&visit.promise, &visit.sign_off, visit.answer_later.as_ref());
    let reasons: Vec<&str> = sign_off.reasons.iter().map(|reason| reason.as_str()).collect();
    exec!(
        tx,
        PUT,
        order,
        visit.number,
        visit.technician_id.as_ref(),
        promise.window.start,
        promise.window.end,
        promise.appointed_date,
        &promise.promised_by,
        promise.promised_at,
        promise.zone_limit_at,
        &promise.beyond_reason,
        promise.reported.as_ref().map(|(at, _)| *at),
        promise.reported.as_ref().map(|(_, by)| by),
        visit.departed_at,
        &visit.override_reason,
        visit.arrived_at,
        visit.completed_at,
        visit.outcome,
        visit.plan,
        &visit.plan_detail,
        &visit.findings,
        &visit.work_done,
        visit.cleaned,
        visit.note_left,
        visit.call_attempted_at,
        visit.customer_informed_at,
        sign_off.delivered,
        sign_off.satisfaction,
        sign_off.accepted,
        reasons.join(","),
        &sign_off.suggestions,
        sign_off.signature.map(|(at, _)| at),
        sign_off.signature.map(|(_, method)| method),
        visit.reported.as_ref().map(|(at, _)| *at),
        visit.reported.as_ref().map(|(_, by)| by),
        codes(&visit.crew),
        &visit.availability_override,
        demand.map(|demand| demand.topic),
        demand.map_or("", |demand| demand.demand.as_str()),
        demand.and_then(|demand| demand.by),
    )?;
    Ok(())
}

/// The visits of some orders, each order's oldest first.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, Visit)>> {
    const SQL: &str = "
        SELECT
            work_order_id, number, technician_id, window_start, window_end, appointed_date, promised_by, promised_at,
            zone_limit_at, beyond_reason, appointment_at, appointment_by, departed_at, override_reason, arrived_at,
            completed_at, outcome, plan, plan_detail, findings, work_done, cleaned, note_left, call_attempted_at,
            customer_informed_at, delivered, satisfaction, accepted, reasons, suggestions, signed_at,
            signature_method, reported_at, reported_by, crew, availability_override, answer_topic, answer_demand,
            answer_by
        FROM visit
        WHERE work_order_id {in}
        ORDER BY work_order_id, number";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    rows.into_iter().map(Row::into_visit).collect()
}

impl Row {
    fn promise(&self) -> Promise {
        Promise {
            window: Window {
                start: self.window_start,
                end: self.window_end,
            },
            appointed_date: self.appointed_date,
            promised_by: self.promised_by.clone(),
            promised_at: self.promised_at,
            zone_limit_at: self.zone_limit_at,
            beyond_reason: self.beyond_reason.clone(),
            reported: self.appointment_at.zip(self.appointment_by.clone()),
        }
    }

    fn demand(&self) -> Option<AnswerLater> {
        self.answer_topic.map(|topic| AnswerLater {
            topic,
            demand: self.answer_demand.clone(),
            by: self.answer_by,
        })
    }

    fn sign_off(&self) -> Result<SignOff> {
        let words = self.reasons.split(',').filter(|word| !word.is_empty());
        let reasons: Option<Vec<_>> = words.map(Dissatisfaction::parse).collect();
        Ok(SignOff {
            delivered: self.delivered,
            satisfaction: self.satisfaction,
            accepted: self.accepted,
            reasons: reasons.ok_or_else(|| Error::internal("a stored sign-off with an unknown reason"))?,
            suggestions: self.suggestions.clone(),
            signature: self.signed_at.zip(self.signature_method),
        })
    }

    fn into_visit(self) -> Result<(Uuid, Visit)> {
        let visit = Visit {
            number: self.number,
            promise: self.promise(),
            sign_off: self.sign_off()?,
            answer_later: self.demand(),
            technician_id: self.technician_id,
            departed_at: self.departed_at,
            override_reason: self.override_reason,
            arrived_at: self.arrived_at,
            completed_at: self.completed_at,
            outcome: self.outcome,
            plan: self.plan,
            plan_detail: self.plan_detail,
            findings: self.findings,
            work_done: self.work_done,
            cleaned: self.cleaned,
            note_left: self.note_left,
            call_attempted_at: self.call_attempted_at,
            customer_informed_at: self.customer_informed_at,
            reported: self.reported_at.zip(self.reported_by),
            crew: crew_of(&self.crew),
            availability_override: self.availability_override,
            paid: Paid::default(),
        };
        Ok((self.work_order_id, visit))
    }
}
