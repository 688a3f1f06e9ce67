//! Diagnosis lists and estimates during the call.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{RigChannel, fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    CatalogueJob, Diagnosis, DiagnosisAnswer, DiagnosisChoice, DiagnosisQuestion, EstimateJobsRequest,
    GetDiagnosisListRequest, GetIntakeRequest, JobPart, OpenTicketRequest, PutDiagnosisListRequest,
    PutJobCatalogueRequest, QuoteLineInput, guidance_service_client::GuidanceServiceClient,
};
use tonic::Code;

use crate::{
    desk::{Desk, key, refused, written},
    played::yuan,
};

aftersales_kit::on_both_databases!(
    hot_34_answers_follow_the_product_lines_list_and_are_kept,
    hot_34_a_list_is_put_upon_the_version_that_was_seen,
    hot_35_time_and_cost_are_estimated_from_the_catalogue_and_kept,
);

type Guidance = GuidanceServiceClient<RigChannel>;

impl Desk {
    async fn guidance(&self, role: Role, code: &str) -> Guidance {
        GuidanceServiceClient::new(self.rig.channel(&[role], "BJ01", code).await)
    }
}

fn question(code: &str, choices: &[(&str, &str)]) -> DiagnosisQuestion {
    let choice = |(code, next): &(&str, &str)| DiagnosisChoice {
        code: (*code).to_owned(),
        text: format!("answer {code}"),
        next_code: (*next).to_owned(),
    };
    DiagnosisQuestion {
        code: code.to_owned(),
        text: format!("question {code}?"),
        choices: choices.iter().map(choice).collect(),
    }
}

fn list(questions: Vec<DiagnosisQuestion>) -> PutDiagnosisListRequest {
    PutDiagnosisListRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        product_line: "PC".to_owned(),
        questions,
        etag: String::new(),
    }
}

fn answered(list_version: i64, answers: &[(&str, &str)]) -> OpenTicketRequest {
    let answer = |(question, answer): &(&str, &str)| DiagnosisAnswer {
        question_code: (*question).to_owned(),
        answer_code: (*answer).to_owned(),
    };
    OpenTicketRequest {
        diagnosis: Some(Diagnosis {
            list_version,
            answers: answers.iter().map(answer).collect(),
        }),
        ..written()
    }
}

async fn hot_34_answers_follow_the_product_lines_list_and_are_kept(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut chief = desk.guidance(Role::Chief, "M1").await;
    let power = || question("POWER", &[("NO", "CABLE"), ("YES", "")]);
    let cable = || question("CABLE", &[("LOOSE", ""), ("FIRM", "")]);
    for broken in [vec![power()], vec![cable(), power()], vec![power(), power(), cable()]] {
        assert_eq!(
            refused(chief.put_diagnosis_list(list(broken)).await),
            "DIAGNOSIS_LIST_BROKEN"
        );
    }
    assert_eq!(
        refused(desk.hotline.open_ticket(answered(1, &[("POWER", "YES")])).await),
        "GUIDANCE_NOT_FOUND"
    );
    chief.put_diagnosis_list(list(vec![power(), cable()])).await.unwrap();
    let mut agent = desk.guidance(Role::Hotline, "H1").await;
    let status = agent.put_diagnosis_list(list(vec![cable()])).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let request = GetDiagnosisListRequest {
        branch_id: "BJ01".to_owned(),
        product_line: "PC".to_owned(),
    };
    let shown = agent.get_diagnosis_list(request).await.unwrap().into_inner();
    assert_eq!(shown.diagnosis_list.unwrap().questions, [power(), cable()]);
    for (wrong, field) in [
        (answered(2, &[("POWER", "YES")]), "diagnosis.list_version"),
        (answered(1, &[("CABLE", "FIRM")]), "diagnosis.answers[0]"),
        (answered(1, &[("POWER", "MAYBE")]), "diagnosis.answers[0]"),
        (answered(1, &[("POWER", "NO")]), "diagnosis.answers"),
    ] {
        let status = desk.hotline.open_ticket(wrong).await.unwrap_err();
        assert_eq!(reason(&status), "DIAGNOSIS_NOT_FOLLOWED");
        assert_eq!(fields(&status), [field]);
    }
    let given = answered(1, &[("POWER", "NO"), ("CABLE", "FIRM")]);
    let ticket = desk.open(given.clone()).await;
    let mut intakes = desk.intakes(Role::Coordinator, "C1").await;
    let kept = intakes.get_intake(GetIntakeRequest { ticket_id: ticket.id }).await;
    assert_eq!(kept.unwrap().into_inner().intake.unwrap().diagnosis, given.diagnosis);
}

async fn hot_34_a_list_is_put_upon_the_version_that_was_seen(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut chief = desk.guidance(Role::Chief, "M1").await;
    let of = |code: &str, etag: &str| PutDiagnosisListRequest {
        etag: etag.to_owned(),
        ..list(vec![question(code, &[("YES", "")])])
    };
    let put = chief.put_diagnosis_list(of("POWER", "")).await.unwrap().into_inner();
    let first = put.diagnosis_list.unwrap();
    assert_eq!(first.available_actions, ["PutDiagnosisList"]);
    let put = chief.put_diagnosis_list(of("CABLE", &first.etag)).await.unwrap();
    let second = put.into_inner().diagnosis_list.unwrap();
    assert_eq!(
        refused(chief.put_diagnosis_list(of("DISK", &first.etag)).await),
        "STALE_ETAG"
    );
    let request = GetDiagnosisListRequest {
        branch_id: "BJ01".to_owned(),
        product_line: "PC".to_owned(),
    };
    let mut agent = desk.guidance(Role::Hotline, "H1").await;
    let seen = agent.get_diagnosis_list(request).await.unwrap().into_inner();
    let seen = seen.diagnosis_list.unwrap();
    assert_eq!(
        (seen.version, seen.etag),
        (2, second.etag),
        "the refused one is not there"
    );
    assert!(seen.available_actions.is_empty() && !seen.readonly_reason.is_empty());
}

async fn hot_35_time_and_cost_are_estimated_from_the_catalogue_and_kept(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut chief = desk.guidance(Role::Chief, "M1").await;
    let item = |code: &str| QuoteLineInput {
        item_code: code.to_owned(),
        quantity: 1,
    };
    let job = |code: &str, minutes, items: &[&str], parts: &[&str]| CatalogueJob {
        code: code.to_owned(),
        name: code.to_owned(),
        minutes,
        parts: parts
            .iter()
            .map(|part| JobPart {
                part_no: (*part).to_owned(),
                quantity: 1,
            })
            .collect(),
        price_items: items.iter().map(|code| item(code)).collect(),
    };
    let catalogue = |jobs| PutJobCatalogueRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        jobs,
        etag: String::new(),
    };
    let (check, disk) = (
        job("CHECKUP", 40, &["VISIT", "CHECK"], &[]),
        job("DISK", 50, &["HDD-1T"], &["HDD-1T"]),
    );
    let twice = catalogue(vec![check.clone(), check.clone()]);
    assert_eq!(refused(chief.put_job_catalogue(twice).await), "JOB_CODE_TWICE");
    chief.put_job_catalogue(catalogue(vec![check, disk])).await.unwrap();
    let mut agent = desk.guidance(Role::Hotline, "H1").await;
    let ask = |codes: &[&str]| EstimateJobsRequest {
        branch_id: "BJ01".to_owned(),
        job_codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let status = agent.estimate_jobs(ask(&["CHECKUP", "PAINT"])).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("JOB_NOT_IN_CATALOGUE".to_owned(), vec!["job_codes[1]".to_owned()])
    );
    let told = agent
        .estimate_jobs(ask(&["CHECKUP", "DISK"]))
        .await
        .unwrap()
        .into_inner();
    let told = told.estimate.unwrap();
    assert_eq!((told.minutes, told.price.clone()), (90, Some(yuan(52_000))));
    assert_eq!(told.parts[0].part_no, "HDD-1T");
    let request = OpenTicketRequest {
        estimate_job_codes: ask(&["CHECKUP", "DISK"]).job_codes,
        ..written()
    };
    let ticket = desk.open(request).await;
    let mut intakes = desk.intakes(Role::Technician, "E1").await;
    let kept = intakes.get_intake(GetIntakeRequest { ticket_id: ticket.id }).await;
    assert_eq!(kept.unwrap().into_inner().intake.unwrap().estimate, Some(told));
}
