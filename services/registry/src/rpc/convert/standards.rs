//! Checklists, inspections, indicators, trainings.

use aftersales_kit::{Result, time::Timestamp};
use aftersales_proto::registry::v1 as proto;

use super::{branch_id, date, missing, optional_staff, staff_id};
use crate::domain::{
    checklist::{Checklist, Inspection, Item, Step},
    indicator::{Direction, Indicator, Training, TrainingId},
};

/// A checklist to put.
pub fn checklist(given: &proto::Checklist, by: &str) -> Result<Checklist> {
    let step = |step: &proto::ChecklistStep| Step {
        number: step.number,
        text: step.text.trim().to_owned(),
        standard: step.standard.trim().to_owned(),
        explanation: step.explanation.trim().to_owned(),
        mandatory: step.mandatory,
    };
    Ok(Checklist {
        role: given.role(),
        topic: given.topic.clone(),
        title: given.title.trim().to_owned(),
        purpose: given.purpose.trim().to_owned(),
        tools: given.tools.clone(),
        steps: given.steps.iter().map(step).collect(),
        effective_from: date("checklist.effective_from", &given.effective_from)?,
        version: 0,
        put_by: by.to_owned(),
        put_at: None,
    })
}

/// A checklist as the contract has it.
pub fn checklist_to_proto(checklist: &Checklist) -> proto::Checklist {
    let step = |step: &Step| proto::ChecklistStep {
        number: step.number,
        text: step.text.clone(),
        standard: step.standard.clone(),
        explanation: step.explanation.clone(),
        mandatory: step.mandatory,
    };
    proto::Checklist {
        role: checklist.role.into(),
        topic: checklist.topic.clone(),
        title: checklist.title.clone(),
        purpose: checklist.purpose.clone(),
        tools: checklist.tools.clone(),
        steps: checklist.steps.iter().map(step).collect(),
        effective_from: checklist.effective_from.to_string(),
        version: checklist.version,
        put_by: checklist.put_by.clone(),
        put_at: checklist.put_at.map(Timestamp::to_proto),
    }
}

/// What was found at a step.
pub fn inspected_item(item: &proto::InspectedItem) -> Item {
    Item {
        step: item.step_number,
        passed: item.passed,
        note: item.note.trim().to_owned(),
    }
}

/// An inspection as the contract has it.
pub fn inspection_to_proto(inspection: &Inspection) -> proto::Inspection {
    let item = |item: &Item| proto::InspectedItem {
        step_number: item.step,
        passed: item.passed,
        note: item.note.clone(),
    };
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let (passed, failed) = inspection.counts();
    proto::Inspection {
        id: inspection.id.to_string(),
        branch_id: inspection.branch.to_string(),
        role: inspection.role.into(),
        topic: inspection.topic.clone(),
        checklist_version: inspection.checklist_version,
        staff_id: inspection.staff.to_string(),
        inspector_id: inspection.inspector.clone(),
        date: inspection.date.to_string(),
        items: inspection.items.iter().map(item).collect(),
        passed: number(passed),
        failed: number(failed),
        score_permyriad: number(inspection.score()),
        recorded_at: Some(inspection.recorded_at.to_proto()),
    }
}

/// An indicator to put.
pub fn indicator(given: &proto::Indicator) -> Result<Indicator> {
    Ok(Indicator {
        role: given.role(),
        code: given.code.clone(),
        name: given.name.trim().to_owned(),
        formula: given.formula.trim().to_owned(),
        unit: given.unit.trim().to_owned(),
        direction: direction(given.direction()).ok_or_else(|| missing("indicator.direction"))?,
        target: given.target.trim().to_owned(),
        effective_from: date("indicator.effective_from", &given.effective_from)?,
        version: 0,
    })
}

fn direction(given: proto::IndicatorDirection) -> Option<Direction> {
    match given {
        proto::IndicatorDirection::Unspecified => None,
        proto::IndicatorDirection::HigherIsBetter => Some(Direction::Higher),
        proto::IndicatorDirection::LowerIsBetter => Some(Direction::Lower),
    }
}

/// An indicator as the contract has it.
pub fn indicator_to_proto(indicator: &Indicator) -> proto::Indicator {
    let direction = match indicator.direction {
        Direction::Higher => proto::IndicatorDirection::HigherIsBetter,
        Direction::Lower => proto::IndicatorDirection::LowerIsBetter,
    };
    proto::Indicator {
        role: indicator.role.into(),
        code: indicator.code.clone(),
        name: indicator.name.clone(),
        formula: indicator.formula.clone(),
        unit: indicator.unit.clone(),
        direction: direction.into(),
        target: indicator.target.clone(),
        effective_from: indicator.effective_from.to_string(),
        version: indicator.version,
    }
}

/// A training to record.
pub fn training(request: &proto::RecordTrainingRequest) -> Result<Training> {
    let mut attendees = Vec::new();
    for id in &request.attendee_ids {
        let id = staff_id(id)?;
        if !attendees.contains(&id) {
            attendees.push(id);
        }
    }
    Ok(Training {
        id: TrainingId::new(),
        branch: branch_id(&request.branch_id)?,
        date: date("date", &request.date)?,
        topic: request.topic.trim().to_owned(),
        trainer: optional_staff(&request.trainer_id)?,
        attendees,
        minutes: i64::from(request.minutes),
        recorded_at: Timestamp::MIN,
    })
}

/// A training as the contract has it.
pub fn training_to_proto(training: &Training) -> proto::Training {
    proto::Training {
        id: training.id.to_string(),
        branch_id: training.branch.to_string(),
        date: training.date.to_string(),
        topic: training.topic.clone(),
        trainer: training.trainer.as_ref().map(ToString::to_string).unwrap_or_default(),
        attendee_ids: training.attendees.iter().map(ToString::to_string).collect(),
        minutes: i32::try_from(training.minutes).unwrap_or(i32::MAX),
        recorded_at: Some(training.recorded_at.to_proto()),
    }
}
