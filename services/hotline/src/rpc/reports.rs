//! RPCs of the intake's reports: conversion of quotes (BIL-41), repeated calls (HOT-08).

use aftersales_kit::{Result, reasons::INVALID_REQUEST, rpc::Call, time::Timestamp};
use aftersales_proto::hotline::v1::{
    Conversion, GetConversionReportRequest, GetConversionReportResponse, GetRepeatCallReportRequest,
    GetRepeatCallReportResponse, RepeatRate,
};

use super::{Hotline, decode};
use crate::{
    domain::reasons::TIME_ORDER,
    store::{quotes, tickets},
};

/// The whole, in hundredths of a percent.
const WHOLE: i64 = 10_000;

impl Hotline {
    pub(super) async fn get_conversion_report(
        &self,
        call: &Call,
        request: GetConversionReportRequest,
    ) -> Result<GetConversionReportResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let (from, to) = span(request.from.as_ref(), request.to.as_ref())?;
        let found = quotes::conversion(&mut self.read().await?, book.id(), from, to).await?;
        let agents: Vec<Conversion> = found
            .into_iter()
            .map(|it| Conversion {
                agent_id: it.agent,
                accepted: it.accepted,
                declined: it.declined,
            })
            .collect();
        let total = Conversion {
            agent_id: String::new(),
            accepted: agents.iter().map(|agent| agent.accepted).sum(),
            declined: agents.iter().map(|agent| agent.declined).sum(),
        };
        Ok(GetConversionReportResponse {
            total: Some(total),
            agents,
        })
    }

    pub(super) async fn get_repeat_call_report(
        &self,
        call: &Call,
        request: GetRepeatCallReportRequest,
    ) -> Result<GetRepeatCallReportResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let (from, to) = span(request.from.as_ref(), request.to.as_ref())?;
        let found = tickets::repeats(&mut self.read().await?, book.id(), from, to).await?;
        let mut agents: Vec<RepeatRate> = found
            .into_iter()
            .map(|it| rate(it.agent, it.handled, it.repeated))
            .collect();
        agents.sort_by_key(|agent| std::cmp::Reverse(agent.rate_basis_points));
        let total = rate(
            String::new(),
            agents.iter().map(|agent| agent.handled).sum(),
            agents.iter().map(|agent| agent.repeated).sum(),
        );
        Ok(GetRepeatCallReportResponse {
            total: Some(total),
            agents,
        })
    }
}

fn rate(agent_id: String, handled: i64, repeated: i64) -> RepeatRate {
    let rate = (repeated * WHOLE).checked_div(handled).unwrap_or_default();
    RepeatRate {
        agent_id,
        handled,
        repeated,
        rate_basis_points: i32::try_from(rate).unwrap_or(i32::MAX),
    }
}

fn span(from: Option<&prost_types::Timestamp>, to: Option<&prost_types::Timestamp>) -> Result<(Timestamp, Timestamp)> {
    let missing = |field: &str| INVALID_REQUEST.field(field, "must be filled in");
    let from = decode::instant(from, "from")?.ok_or_else(|| missing("from"))?;
    let to = decode::instant(to, "to")?.ok_or_else(|| missing("to"))?;
    if to < from {
        return Err(TIME_ORDER.field("to", "must not be before from").into());
    }
    Ok((from, to))
}
