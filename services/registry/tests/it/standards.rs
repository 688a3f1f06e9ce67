//! Checklists, inspections, indicators and trainings.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    Checklist, ChecklistStep, GetChecklistRequest, Indicator, IndicatorDirection, InspectedItem, ListChecklistsRequest,
    ListIndicatorsRequest, ListInspectionsRequest, ListTrainingsRequest, PutChecklistRequest, PutIndicatorRequest,
    RecordInspectionRequest, RecordTrainingRequest,
};
use tonic::Code;

use crate::{
    desk::signed,
    support::{Registry, fields, key, reason, refusal},
};

aftersales_kit::on_both_databases!(
    x_04_each_role_has_its_indicators_and_trainings_are_recorded,
    x_08_a_role_has_its_checklist_with_its_history,
    x_09_work_is_inspected_by_the_checklist_and_scored,
);

async fn staffed(db: &TestDb) -> Registry {
    let registry = Registry::start(db, "2026-11-16 08:00").await;
    let staff = [
        ("H1", Role::Hotline),
        ("E1", Role::Technician),
        ("E2", Role::Technician),
        ("M1", Role::Chief),
    ];
    registry.hire(&staff.map(|(code, role)| (code, "BJ01", role))).await;
    registry
}

fn checklist(topic: &str, from: &str, steps: &[(i32, &str, bool)]) -> PutChecklistRequest {
    let step = |(number, text, mandatory): &(i32, &str, bool)| ChecklistStep {
        number: *number,
        text: (*text).to_owned(),
        standard: "按标准".to_owned(),
        explanation: "说明".to_owned(),
        mandatory: *mandatory,
    };
    PutChecklistRequest {
        request_id: key(),
        checklist: Some(Checklist {
            role: Role::Technician.into(),
            topic: topic.to_owned(),
            title: "上门服务".to_owned(),
            purpose: "统一执行".to_owned(),
            tools: vec!["工具包".to_owned()],
            steps: steps.iter().map(step).collect(),
            effective_from: from.to_owned(),
            ..Checklist::default()
        }),
    }
}

fn get(topic: &str, at: &str) -> GetChecklistRequest {
    GetChecklistRequest {
        role: Role::Technician.into(),
        topic: topic.to_owned(),
        at: at.to_owned(),
        version: 0,
    }
}

async fn x_08_a_role_has_its_checklist_with_its_history(db: TestDb) {
    let registry = staffed(&db).await;
    let mut manager = registry.standards(Role::DepartmentManager, "*", "D1").await;
    let mut e1 = registry.standards(Role::Technician, "BJ01", "E1").await;
    let none = e1.get_checklist(get("onsite_visit", "")).await.unwrap_err();
    assert_eq!(refusal(&none), (Code::NotFound, "CHECKLIST_NOT_FOUND".to_owned()));
    let first = checklist(
        "onsite_visit",
        "2026-11-01",
        &[(1, "敲门", true), (2, "出示证件", true)],
    );
    let put = manager
        .put_checklist(first)
        .await
        .unwrap()
        .into_inner()
        .checklist
        .unwrap();
    assert_eq!((put.version, put.put_by.as_str()), (1, "D1"));
    let second = checklist("onsite_visit", "2026-12-01", &[(1, "敲门", true), (2, "穿鞋套", false)]);
    manager.put_checklist(second.clone()).await.unwrap();
    let same = PutChecklistRequest {
        request_id: key(),
        ..second
    };
    assert_eq!(
        manager
            .put_checklist(same)
            .await
            .unwrap()
            .into_inner()
            .checklist
            .unwrap()
            .version,
        2
    );

    let today = e1
        .get_checklist(get("onsite_visit", ""))
        .await
        .unwrap()
        .into_inner()
        .checklist
        .unwrap();
    assert_eq!((today.version, today.steps[1].text.as_str()), (1, "出示证件"));
    assert_eq!(today.tools, ["工具包"]);
    let later = e1
        .get_checklist(get("onsite_visit", "2026-12-01"))
        .await
        .unwrap()
        .into_inner()
        .checklist
        .unwrap();
    assert_eq!((later.version, later.steps[1].mandatory), (2, false));
    let before = e1.get_checklist(get("onsite_visit", "2026-10-31")).await.unwrap_err();
    assert_eq!(reason(&before), "CHECKLIST_NOT_FOUND");
    let history = ListChecklistsRequest {
        role: Role::Technician.into(),
        all_versions: true,
        ..ListChecklistsRequest::default()
    };
    let history = e1.list_checklists(history).await.unwrap().into_inner().checklists;
    assert_eq!(
        history.iter().map(|version| version.version).collect::<Vec<_>>(),
        [1, 2]
    );

    let wrong = checklist(
        "onsite_visit",
        "2027-01-01",
        &[(1, "敲门", false), (3, "穿鞋套", false)],
    );
    let wrong = manager.put_checklist(wrong).await.unwrap_err();
    assert_eq!(
        refusal(&wrong),
        (Code::InvalidArgument, "CHECKLIST_STEPS_INVALID".to_owned())
    );
    assert_eq!(fields(&wrong), ["checklist.steps", "checklist.steps[1].number"]);
    let denied = e1
        .put_checklist(checklist("onsite_visit", "2027-01-01", &[(1, "敲门", true)]))
        .await
        .unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);

    // the checklist of a shift's start is shipped, and the company's own takes its place at the sign-in
    let mut roster = registry.roster(Role::Technician, "BJ01", "E1").await;
    assert_eq!(
        signed(&mut roster, Role::Technician).await.checklist.unwrap().version,
        0
    );
    manager
        .put_checklist(checklist("shift_start", "2026-11-16", &[(1, "清点工具", true)]))
        .await
        .unwrap();
    let mut e2 = registry.roster(Role::Technician, "BJ01", "E2").await;
    let own = signed(&mut e2, Role::Technician).await.checklist.unwrap();
    assert_eq!((own.version, own.steps[0].text.as_str()), (1, "清点工具"));
}

fn inspection(staff: &str, items: &[(i32, bool)]) -> RecordInspectionRequest {
    RecordInspectionRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        staff_id: staff.to_owned(),
        role: Role::Technician.into(),
        topic: "onsite_visit".to_owned(),
        date: "2026-11-16".to_owned(),
        items: items
            .iter()
            .map(|(step_number, passed)| InspectedItem {
                step_number: *step_number,
                passed: *passed,
                note: "未出示".to_owned(),
            })
            .collect(),
    }
}

async fn x_09_work_is_inspected_by_the_checklist_and_scored(db: TestDb) {
    let registry = staffed(&db).await;
    let mut manager = registry.standards(Role::DepartmentManager, "*", "D1").await;
    let steps = [
        (1, "敲门", true),
        (2, "出示证件", true),
        (3, "穿鞋套", true),
        (4, "清洁", false),
    ];
    manager
        .put_checklist(checklist("onsite_visit", "2026-11-01", &steps))
        .await
        .unwrap();
    let mut chief = registry.standards(Role::Chief, "BJ01", "M1").await;
    let recorded = chief
        .record_inspection(inspection("E1", &[(1, true), (2, false), (3, true)]))
        .await
        .unwrap();
    let recorded = recorded.into_inner().inspection.unwrap();
    assert_eq!(
        (recorded.passed, recorded.failed, recorded.score_permyriad),
        (2, 1, 6667)
    );
    assert_eq!((recorded.inspector_id.as_str(), recorded.checklist_version), ("M1", 1));

    let incomplete = chief
        .record_inspection(inspection("E1", &[(1, true), (1, true), (9, true)]))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&incomplete),
        (Code::InvalidArgument, "INSPECTION_INCOMPLETE".to_owned())
    );
    assert_eq!(
        fields(&incomplete),
        ["items", "items", "items[1].step_number", "items[2].step_number"]
    );
    let all = [(1, true), (2, true), (3, true), (4, true)];
    let mut himself = registry.standards(Role::Chief, "BJ01", "E1").await;
    let own = himself.record_inspection(inspection("E1", &all)).await.unwrap_err();
    assert_eq!(refusal(&own), (Code::FailedPrecondition, "OWN_INSPECTION".to_owned()));
    let role = chief.record_inspection(inspection("H1", &all)).await.unwrap_err();
    assert_eq!(reason(&role), "ROLE_NOT_HELD");
    let mut tomorrow = inspection("E1", &all);
    tomorrow.date = "2026-11-17".to_owned();
    assert_eq!(
        reason(&chief.record_inspection(tomorrow).await.unwrap_err()),
        "INSPECTION_IN_FUTURE"
    );
    let mut e1 = registry.standards(Role::Technician, "BJ01", "E1").await;
    assert_eq!(
        e1.record_inspection(inspection("E2", &all)).await.unwrap_err().code(),
        Code::PermissionDenied
    );
    let mut other = registry.standards(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(
        reason(&other.record_inspection(inspection("E1", &all)).await.unwrap_err()),
        "BRANCH_NOT_FOUND"
    );

    let list = ListInspectionsRequest {
        branch_id: "BJ01".to_owned(),
        ..ListInspectionsRequest::default()
    };
    let mine = e1
        .list_inspections(list.clone())
        .await
        .unwrap()
        .into_inner()
        .inspections;
    assert_eq!((mine.len(), mine[0].items[1].note.as_str()), (1, "未出示"));
    let mut e2 = registry.standards(Role::Technician, "BJ01", "E2").await;
    assert!(
        e2.list_inspections(list)
            .await
            .unwrap()
            .into_inner()
            .inspections
            .is_empty(),
        "another's is not seen"
    );
}

async fn x_04_each_role_has_its_indicators_and_trainings_are_recorded(db: TestDb) {
    let registry = staffed(&db).await;
    let mut manager = registry.standards(Role::DepartmentManager, "*", "D1").await;
    let mut e1 = registry.standards(Role::Technician, "BJ01", "E1").await;
    let of = |at: &str| ListIndicatorsRequest {
        role: Role::Technician.into(),
        at: at.to_owned(),
        ..ListIndicatorsRequest::default()
    };
    let shipped = e1.list_indicators(of("")).await.unwrap().into_inner().indicators;
    let codes: Vec<&str> = shipped.iter().map(|indicator| indicator.code.as_str()).collect();
    assert_eq!(
        codes,
        ["complaints", "missed_services", "not_contacted_in_1_wd", "not_on_time"]
    );
    assert!(
        shipped
            .iter()
            .all(|one| one.direction() == IndicatorDirection::LowerIsBetter && one.version == 0)
    );
    let put = |from: &str, target: &str| PutIndicatorRequest {
        request_id: key(),
        indicator: Some(Indicator {
            role: Role::Technician.into(),
            code: "not_on_time".to_owned(),
            name: "未按时上门率".to_owned(),
            formula: "否 / 已回访".to_owned(),
            unit: "percent".to_owned(),
            direction: IndicatorDirection::LowerIsBetter.into(),
            target: target.to_owned(),
            effective_from: from.to_owned(),
            version: 0,
        }),
    };
    manager.put_indicator(put("2026-12-01", "1")).await.unwrap();
    let targets = |found: Vec<Indicator>| {
        let mut found = found.into_iter().filter(|one| one.code == "not_on_time");
        found.next().map(|one| (one.target, one.version)).unwrap()
    };
    let today = e1
        .list_indicators(of("2026-11-30"))
        .await
        .unwrap()
        .into_inner()
        .indicators;
    assert_eq!(targets(today), ("2".to_owned(), 0));
    let later = e1
        .list_indicators(of("2026-12-01"))
        .await
        .unwrap()
        .into_inner()
        .indicators;
    assert_eq!(targets(later), ("1".to_owned(), 1));
    assert_eq!(
        e1.put_indicator(put("2026-12-01", "9")).await.unwrap_err().code(),
        Code::PermissionDenied
    );

    let training = |date: &str, who: &str| RecordTrainingRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        date: date.to_owned(),
        topic: "岗位操作规范".to_owned(),
        trainer_id: "M1".to_owned(),
        attendee_ids: vec![who.to_owned(), who.to_owned()],
        minutes: 90,
    };
    let mut chief = registry.standards(Role::Chief, "BJ01", "M1").await;
    let recorded = chief
        .record_training(training("2026-11-13", "E1"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(recorded.training.unwrap().attendee_ids, ["E1"]);
    assert_eq!(
        reason(&chief.record_training(training("2026-11-17", "E1")).await.unwrap_err()),
        "TRAINING_IN_FUTURE"
    );
    assert_eq!(
        reason(&chief.record_training(training("2026-11-13", "E7")).await.unwrap_err()),
        "STAFF_NOT_FOUND"
    );
    let took_part = |staff: &str| ListTrainingsRequest {
        branch_id: "BJ01".to_owned(),
        staff_id: staff.to_owned(),
        ..ListTrainingsRequest::default()
    };
    assert_eq!(
        e1.list_trainings(took_part("E1"))
            .await
            .unwrap()
            .into_inner()
            .trainings
            .len(),
        1
    );
    assert!(
        e1.list_trainings(took_part("E2"))
            .await
            .unwrap()
            .into_inner()
            .trainings
            .is_empty()
    );
}
