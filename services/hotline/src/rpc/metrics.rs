//! RPC of the figures of the telephone.

use aftersales_kit::{Result, rpc::Call, time::SECOND};
use aftersales_proto::hotline::v1::{
    self as proto, CallMetrics, GetCallMetricsRequest, GetCallMetricsResponse, MetricsGrouping, ServiceLevelFormula,
};

use super::{Telephony, decode};
use crate::{
    app::get_call_metrics::{self, GetCallMetrics},
    domain::metrics::{Counts, Figure, Formula, Measures},
    store::metrics::Grouping,
};

impl Telephony {
    pub(super) async fn get_call_metrics(
        &self,
        call: &Call,
        request: GetCallMetricsRequest,
    ) -> Result<GetCallMetricsResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let cmd = GetCallMetrics {
            from: decode::date(&request.from_date, "from_date")?,
            to: decode::date(&request.to_date, "to_date")?,
            line_id: request.line_id.clone(),
            agent_id: request.agent_id.clone(),
            grouping: match request.grouping() {
                MetricsGrouping::Unspecified | MetricsGrouping::Branch => Grouping::Branch,
                MetricsGrouping::Line => Grouping::Line,
                MetricsGrouping::Agent => Grouping::Agent,
                MetricsGrouping::Hour => Grouping::Hour,
            },
            formula: formula(request.formula()),
            target: request.target_seconds.map(i64::from),
            short_abandon: request.short_abandon_seconds.map(i64::from),
        };
        let now = self.hotline.kit.clock().now();
        let mut tx = self.hotline.read().await?;
        let (measures, counts) = get_call_metrics::run(&mut tx, &book, cmd, now).await?;
        Ok(GetCallMetricsResponse {
            metrics: counts.iter().map(|counts| shown(&measures, counts)).collect(),
            formula: named(measures.formula).into(),
            target_seconds: small(measures.target),
            short_abandon_seconds: small(measures.short_abandon),
            rings: small(measures.rule.rings),
            ring_cycle_seconds: small(measures.rule.cycle / SECOND),
        })
    }
}

const fn formula(wanted: ServiceLevelFormula) -> Formula {
    match wanted {
        ServiceLevelFormula::F1 => Formula::F1,
        ServiceLevelFormula::F2 => Formula::F2,
        ServiceLevelFormula::F3 => Formula::F3,
        ServiceLevelFormula::Unspecified | ServiceLevelFormula::F4 => Formula::F4,
        ServiceLevelFormula::F5 => Formula::F5,
    }
}

const fn named(formula: Formula) -> ServiceLevelFormula {
    match formula {
        Formula::F1 => ServiceLevelFormula::F1,
        Formula::F2 => ServiceLevelFormula::F2,
        Formula::F3 => ServiceLevelFormula::F3,
        Formula::F4 => ServiceLevelFormula::F4,
        Formula::F5 => ServiceLevelFormula::F5,
    }
}

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn shown(measures: &Measures, counts: &Counts) -> CallMetrics {
    CallMetrics {
        group: counts.group.clone(),
        offered: counts.offered,
        answered: counts.answered,
        abandoned: counts.abandoned(),
        short_abandoned: counts.short_abandoned,
        busy: counts.busy,
        within_rings: figure(measures.within_rings(counts)),
        within_rings_with_queue: figure(measures.within_rings_with_queue(counts)),
        answer_rate: figure(measures.answer_rate(counts)),
        service_level: figure(measures.service_level(counts)),
        speed_of_answer: figure(measures.speed_of_answer(counts)),
        handling_time: figure(measures.handling_time(counts)),
        abandonment: figure(measures.abandonment(counts)),
        busy_rate: figure(measures.busy_rate(counts)),
        occupancy: figure(measures.occupancy(counts)),
        first_call_resolution: figure(measures.first_call_resolution(counts)),
        call_back: figure(measures.call_back(counts)),
    }
}

fn figure(it: Figure) -> Option<proto::Figure> {
    Some(proto::Figure {
        numerator: it.numerator,
        denominator: it.denominator,
        formula: it.formula,
    })
}
