//! The agent's desk: one answer with all that a call needs, whatever other services do.

use std::sync::atomic::Ordering;

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::hotline::v1::{
    CallerConfidence, DeskPart, GetDeskRequest, GetDeskResponse, ListScriptsRequest, LocalText, PutScriptRequest,
    ReportCallEventRequest, ScriptKind,
};
use tonic::Request;

use crate::{
    desk::{Desk, key, refused, solved, written},
    exchange::{DeskClient, ringing},
};

aftersales_kit::on_both_databases!(
    hot_21_one_answer_has_all_that_the_call_needs,
    hot_21_the_desk_does_without_what_others_do_not_answer,
    hot_04_hot_17_hot_30_the_script_speaks_for_line_and_agent,
    hot_06_hot_09_the_shipped_words_are_there_in_three_languages,
    scripts_are_put_version_by_version,
);

fn of_call(call: &str) -> GetDeskRequest {
    GetDeskRequest {
        branch_id: "BJ01".to_owned(),
        call_id: call.to_owned(),
        ..Default::default()
    }
}

fn of_number(phone: &str) -> GetDeskRequest {
    GetDeskRequest {
        phone: phone.to_owned(),
        ..of_call("")
    }
}

async fn get(client: &mut DeskClient, request: GetDeskRequest, language: &'static str) -> GetDeskResponse {
    let mut request = Request::new(request);
    request
        .metadata_mut()
        .insert("accept-language", language.parse().unwrap());
    client.get_desk(request).await.unwrap().into_inner()
}

fn said(desk: &GetDeskResponse, kind: ScriptKind) -> Vec<&str> {
    let lines = desk.script.iter().filter(|line| line.kind() == kind);
    lines.map(|line| line.text.as_str()).collect()
}

async fn hot_21_one_answer_has_all_that_the_call_needs(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let open = desk.open(written()).await;
    desk.open(solved(written())).await;
    let id = desk.tell([ringing("c", 10)]).await;
    let mut h1 = desk.desk(Role::Hotline, "BJ01", "H1").await;
    let answer = get(&mut h1, of_call(&id), "zh-CN").await;
    assert_eq!(answer.confidence(), CallerConfidence::Exact);
    assert_eq!(answer.call.as_ref().unwrap().id, id);
    let candidate = &answer.candidates[0];
    assert_eq!(candidate.customer.as_ref().unwrap().name, "王芳");
    assert_eq!(candidate.assets.len(), 2);
    assert!(candidate.assets[0].entitlement.as_ref().unwrap().free_onsite);
    assert_eq!(candidate.open_tickets[0].id, open.id);
    assert_eq!(candidate.recent_tickets.len(), 2);
    let prices = answer.price_list.unwrap();
    assert_eq!(
        (prices.branch_id.as_str(), prices.items[0].name.as_str()),
        ("BJ01", "上门费")
    );
    assert!(
        prices.available_actions.is_empty(),
        "what the hotline itself may do is not the agent's"
    );
    assert!(answer.missing.is_empty());
    let cases = [
        ("13800000009", CallerConfidence::Unknown),
        ("", CallerConfidence::Withheld),
    ];
    for (phone, confidence) in cases {
        let answer = get(&mut h1, of_number(phone), "en").await;
        assert_eq!(
            (answer.confidence(), answer.candidates.len()),
            (confidence, 0),
            "{phone}"
        );
        assert!(!answer.script.is_empty());
    }
    let mut softphone = desk.desk(Role::Softphone, "BJ01", "pbx").await;
    let answer = get(&mut softphone, of_call(&id), "en").await;
    assert_eq!(answer.call.unwrap().caller_phone, "138****0001");
    assert_eq!(
        answer.candidates[0].customer.as_ref().unwrap().phones[0].number,
        "138****0001"
    );
    let mut other = desk.desk(Role::Hotline, "SH02", "H1-S").await;
    let theirs = GetDeskRequest {
        branch_id: "SH02".to_owned(),
        ..of_call(&id)
    };
    assert_eq!(refused(other.get_desk(theirs).await), "CALL_NOT_FOUND");
    assert_eq!(refused(other.get_desk(of_call(&id)).await), "BRANCH_UNKNOWN");
    let mut technician = desk.desk(Role::Technician, "BJ01", "E1").await;
    let status = technician.get_desk(of_call(&id)).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::PermissionDenied);
}

async fn hot_21_the_desk_does_without_what_others_do_not_answer(db: TestDb) {
    let desk = Desk::start(&db).await;
    let id = desk.tell([ringing("c", 10)]).await;
    let mut h1 = desk.desk(Role::Hotline, "BJ01", "H1").await;
    desk.billing.down.store(true, Ordering::Relaxed);
    let answer = get(&mut h1, of_call(&id), "zh-CN").await;
    assert_eq!(answer.missing().collect::<Vec<_>>(), [DeskPart::PriceList]);
    assert!(answer.price_list.is_none() && answer.candidates.len() == 1);
    desk.registry.down.store(true, Ordering::Relaxed);
    let answer = get(&mut h1, of_call(&id), "zh-CN").await;
    assert_eq!(answer.confidence(), CallerConfidence::Unavailable);
    assert_eq!(
        answer.missing().collect::<Vec<_>>(),
        [DeskPart::Customers, DeskPart::AgentName, DeskPart::PriceList]
    );
    assert_eq!(
        said(&answer, ScriptKind::Greeting),
        ["您好，北京海淀站服务H1，感谢您的来电。"]
    );
    assert_eq!(answer.call.unwrap().caller_phone, "13800000001");
}

async fn hot_04_hot_17_hot_30_the_script_speaks_for_line_and_agent(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.desk(Role::Hotline, "BJ01", "H1").await;
    let answer = get(&mut h1, of_number(""), "zh-CN").await;
    assert_eq!(
        said(&answer, ScriptKind::Greeting),
        ["您好，北京海淀站服务小刘，感谢您的来电。"]
    );
    assert_eq!(said(&answer, ScriptKind::OnSite), ["我们会尽快安排工程师与您联系。"]);
    let mut chief = desk.desk(Role::Chief, "BJ01", "M1").await;
    let appointment = PutScriptRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        line_id: "400-2".to_owned(),
        kind: ScriptKind::Greeting.into(),
        texts: vec![LocalText {
            en: "{company}, appointments, {agent} speaking.".to_owned(),
            zh_cn: "您好，{company}预约专线，我是{agent}。".to_owned(),
            zh_tw: "您好，{company}預約專線，我是{agent}。".to_owned(),
        }],
        based_on: 0,
    };
    chief.put_script(appointment).await.unwrap();
    let on_line = |line: &str| ReportCallEventRequest {
        line_id: line.to_owned(),
        ..ringing(line, 10)
    };
    let id = desk.tell([on_line("400-2")]).await;
    let answer = get(&mut h1, of_call(&id), "zh-CN").await;
    assert_eq!(
        said(&answer, ScriptKind::Greeting),
        ["您好，北京海淀站预约专线，我是小刘。"]
    );
    let id = desk.tell([on_line("400-1")]).await;
    let answer = get(&mut h1, of_call(&id), "zh-CN").await;
    assert_eq!(
        said(&answer, ScriptKind::Greeting),
        ["您好，北京海淀站服务小刘，感谢您的来电。"]
    );
}

async fn hot_06_hot_09_the_shipped_words_are_there_in_three_languages(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.desk(Role::Hotline, "BJ01", "H1").await;
    for (language, phrase) in [
        ("en", "Do as you please."),
        ("zh-CN", "你看着办吧。"),
        ("zh-TW", "你看著辦吧。"),
    ] {
        let answer = get(&mut h1, of_number(""), language).await;
        assert_eq!(answer.forbidden_phrases[0], phrase);
        assert!(answer.manners.len() >= 4 && answer.preparation.len() >= 4);
        let kinds: Vec<_> = answer.script.iter().map(|line| line.kind()).collect();
        assert!(
            kinds.is_sorted() && kinds.contains(&ScriptKind::Farewell),
            "in the order of a call"
        );
        assert!(answer.script.iter().all(|line| !line.text.contains(['{', '…'])));
    }
}

async fn scripts_are_put_version_by_version(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut chief = desk.desk(Role::Chief, "BJ01", "M1").await;
    let text = |text: &str| LocalText {
        en: text.to_owned(),
        zh_cn: text.to_owned(),
        zh_tw: text.to_owned(),
    };
    let put = |branch: &str, based_on: i64, words: &str| PutScriptRequest {
        request_id: key(),
        branch_id: branch.to_owned(),
        kind: ScriptKind::Farewell.into(),
        texts: vec![text(words)],
        based_on,
        ..Default::default()
    };
    assert_eq!(
        refused(chief.put_script(put("", 0, "x")).await),
        "SCRIPT_OF_ALL_BRANCHES"
    );
    assert_eq!(refused(chief.put_script(put("SH02", 0, "x")).await), "BRANCH_UNKNOWN");
    let first = chief
        .put_script(put("BJ01", 0, "一"))
        .await
        .unwrap()
        .into_inner()
        .script
        .unwrap();
    assert_eq!(first.version, 1);
    assert_eq!(refused(chief.put_script(put("BJ01", 0, "二")).await), "SCRIPT_CHANGED");
    chief.put_script(put("BJ01", 1, "二")).await.unwrap();
    let mut company = desk.desk(Role::TechDepartment, "*", "T1").await;
    company.put_script(put("", 0, "总部")).await.unwrap();
    let list = |branch: &str| ListScriptsRequest {
        branch_id: branch.to_owned(),
        ..Default::default()
    };
    for (branch, words, version) in [("BJ01", "二", 2), ("SH02", "总部", 1)] {
        let scripts = company.list_scripts(list(branch)).await.unwrap().into_inner().scripts;
        assert_eq!(scripts.len(), 8);
        let own = scripts
            .iter()
            .find(|script| script.kind() == ScriptKind::Farewell)
            .unwrap();
        assert_eq!((own.texts[0].zh_cn.as_str(), own.version), (words, version), "{branch}");
        assert!(
            scripts.iter().any(|script| script.version == 0),
            "the others are the shipped ones"
        );
    }
    let mut h1 = desk.desk(Role::Hotline, "BJ01", "H1").await;
    let status = h1.put_script(put("BJ01", 2, "x")).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::PermissionDenied);
}
