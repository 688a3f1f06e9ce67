//! Knowledge articles and frequent questions.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    AnswerConsultationRequest, Article, Consultation, ConsultationKind, FollowUp, GetDeskRequest,
    GetQuestionReportRequest, ListArticlesRequest, PutArticleRequest, QuestionCount, QuestionRef,
    RecordConsultationRequest, ScriptKind,
};

use crate::{
    desk::{Desk, key, proto_at, refused},
    exchange::DeskClient,
};

aftersales_kit::on_both_databases!(
    hot_20_a_consultation_refers_to_the_article_that_answered_it,
    hot_44_questions_are_counted_and_those_without_an_article_named,
    articles_are_found_by_line_and_words,
    articles_belong_to_a_branch_or_to_all,
);

fn article(topic: &str, title: &str) -> PutArticleRequest {
    PutArticleRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        product_line: "PC".to_owned(),
        topic: topic.to_owned(),
        title: title.to_owned(),
        body: "第一步：关机。\n第二步：加装内存 100%。".to_owned(),
        ..Default::default()
    }
}

async fn put(client: &mut DeskClient, request: PutArticleRequest) -> Article {
    client.put_article(request).await.unwrap().into_inner().article.unwrap()
}

async fn list(client: &mut DeskClient, branch: &str, contains: &str) -> Vec<Article> {
    let request = ListArticlesRequest {
        branch_id: branch.to_owned(),
        contains: contains.to_owned(),
        ..Default::default()
    };
    client.list_articles(request).await.unwrap().into_inner().articles
}

fn question(named: QuestionRef) -> RecordConsultationRequest {
    RecordConsultationRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: ConsultationKind::Technical.into(),
        caller_name: "王芳".to_owned(),
        caller_phone: "13800000001".to_owned(),
        question: "怎么加内存？".to_owned(),
        answer: "按说明第二步".to_owned(),
        question_ref: Some(named),
        ..Default::default()
    }
}

fn owed(named: QuestionRef) -> RecordConsultationRequest {
    let follow_up = FollowUp {
        owner: "E1".to_owned(),
        due_at: proto_at("2026-11-16T12:00:00+08:00"),
    };
    RecordConsultationRequest {
        answer: String::new(),
        follow_up: Some(follow_up),
        ..question(named)
    }
}

fn used(article: &Article) -> QuestionRef {
    QuestionRef {
        article_id: article.id.clone(),
        ..QuestionRef::default()
    }
}

fn topic(topic: &str) -> QuestionRef {
    QuestionRef {
        product_line: "PC".to_owned(),
        topic: topic.to_owned(),
        ..QuestionRef::default()
    }
}

impl Desk {
    async fn consulted(&mut self, request: RecordConsultationRequest) -> Consultation {
        let answer = self.hotline.record_consultation(request).await.unwrap();
        answer.into_inner().consultation.unwrap()
    }
}

async fn hot_20_a_consultation_refers_to_the_article_that_answered_it(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut chief = desk.desk(Role::Chief, "BJ01", "M1").await;
    let memory = put(&mut chief, article("加内存", "加装内存的方法")).await;
    let made = desk.consulted(question(used(&memory))).await;
    let named = made.question_ref.unwrap();
    assert_eq!(
        (named.article_id.as_str(), named.topic.as_str()),
        (memory.id.as_str(), "加内存")
    );
    assert_eq!(named.product_line, "PC");
    // an answer that comes later refers to it too
    let open = desk.consulted(owed(topic("加硬盘"))).await;
    let answer = AnswerConsultationRequest {
        request_id: key(),
        consultation_id: open.id.clone(),
        answer: "可以".to_owned(),
        customer_informed: true,
        question_ref: Some(used(&memory)),
        ..Default::default()
    };
    let answered = desk.hotline.answer_consultation(answer).await.unwrap().into_inner();
    assert_eq!(
        answered.consultation.unwrap().question_ref.unwrap().article_id,
        memory.id
    );
    assert_eq!(list(&mut chief, "BJ01", "").await[0].uses, 2);
    let nowhere = QuestionRef {
        article_id: open.id,
        ..QuestionRef::default()
    };
    let status = desk.hotline.record_consultation(question(nowhere)).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        (
            "ARTICLE_NOT_FOUND".to_owned(),
            vec!["question_ref.article_id".to_owned()]
        )
    );
    let mut other = desk.desk(Role::Chief, "SH02", "M1-S").await;
    let theirs = PutArticleRequest {
        branch_id: "SH02".to_owned(),
        ..article("加内存", "上海")
    };
    let theirs = put(&mut other, theirs).await;
    assert_eq!(
        refused(desk.hotline.record_consultation(question(used(&theirs))).await),
        "ARTICLE_NOT_FOUND"
    );
    // the article and the farewell are on the desk
    let mut h1 = desk.desk(Role::Hotline, "BJ01", "H1").await;
    let request = GetDeskRequest {
        branch_id: "BJ01".to_owned(),
        phone: "13800000001".to_owned(),
        ..Default::default()
    };
    let answer = h1.get_desk(request).await.unwrap().into_inner();
    assert_eq!(
        (answer.articles.len(), answer.articles[0].id.as_str()),
        (1, memory.id.as_str())
    );
    assert!(answer.script.iter().any(|line| line.kind() == ScriptKind::Farewell));
}

async fn hot_44_questions_are_counted_and_those_without_an_article_named(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut chief = desk.desk(Role::Chief, "BJ01", "M1").await;
    let memory = put(&mut chief, article("加内存", "加装内存的方法")).await;
    for _ in 0..3 {
        desk.consulted(question(used(&memory))).await;
    }
    desk.consulted(question(topic("加内存"))).await;
    for _ in 0..2 {
        desk.consulted(owed(topic("蓝屏"))).await;
    }
    desk.consulted(question(topic("连不上网"))).await;
    desk.consulted(question(QuestionRef::default())).await;
    let report = |top: i32| GetQuestionReportRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-16".to_owned(),
        to_date: "2026-11-16".to_owned(),
        top,
    };
    let found = chief.get_question_report(report(0)).await.unwrap().into_inner();
    let row = |it: &QuestionCount| (it.topic.clone(), it.asked, it.with_article, it.without_article, it.open);
    let rows = |list: &[QuestionCount]| list.iter().map(row).collect::<Vec<_>>();
    let memory_row = ("加内存".to_owned(), 4, 3, 1, 0);
    let blue = ("蓝屏".to_owned(), 2, 0, 2, 2);
    assert_eq!(rows(&found.most_asked)[..2], [memory_row.clone(), blue.clone()]);
    assert_eq!(rows(&found.unanswered)[0], blue);
    assert_eq!(
        (found.most_asked.len(), found.unanswered.len(), found.unnamed),
        (3, 3, 1)
    );
    let found = chief.get_question_report(report(1)).await.unwrap().into_inner();
    assert_eq!(rows(&found.unanswered), [blue]);
    // once it is written, it is no longer among them
    let written = put(&mut chief, article("蓝屏", "蓝屏的处理")).await;
    desk.consulted(question(used(&written))).await;
    let later = GetQuestionReportRequest {
        from_date: "2026-11-17".to_owned(),
        to_date: "2026-11-17".to_owned(),
        ..report(0)
    };
    let found = chief.get_question_report(later).await.unwrap().into_inner();
    assert!(found.most_asked.is_empty() && found.unanswered.is_empty());
    let mut other = desk.desk(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(refused(other.get_question_report(report(0)).await), "BRANCH_UNKNOWN");
}

async fn articles_are_found_by_line_and_words(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut chief = desk.desk(Role::Chief, "BJ01", "M1").await;
    for (topic, title) in [("加内存", "RAM Upgrade"), ("a_b", "下划线"), ("打印", "打印机")] {
        put(&mut chief, article(topic, title)).await;
    }
    for (words, found) in [
        ("ram up", 1),
        ("100%", 3),
        ("a_b", 1),
        ("axb", 0),
        ("第二步", 3),
        ("!", 0),
    ] {
        assert_eq!(list(&mut chief, "BJ01", words).await.len(), found, "{words}");
    }
    let mut topics = Vec::new();
    let mut token = String::new();
    loop {
        let request = ListArticlesRequest {
            branch_id: "BJ01".to_owned(),
            product_line: "PC".to_owned(),
            page_size: 2,
            page_token: token,
            ..Default::default()
        };
        let page = chief.list_articles(request).await.unwrap().into_inner();
        topics.extend(page.articles.into_iter().map(|article| article.topic));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(topics.len(), 3);
}

async fn articles_belong_to_a_branch_or_to_all(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut chief = desk.desk(Role::Chief, "BJ01", "M1").await;
    let mut company = desk.desk(Role::TechDepartment, "*", "T1").await;
    let of_all = PutArticleRequest {
        branch_id: String::new(),
        ..article("保修", "保修政策")
    };
    assert_eq!(
        refused(chief.put_article(of_all.clone()).await),
        "ARTICLE_OF_ALL_BRANCHES"
    );
    let policy = put(
        &mut company,
        PutArticleRequest {
            request_id: key(),
            ..of_all.clone()
        },
    )
    .await;
    let own = put(&mut chief, article("加内存", "加装内存")).await;
    assert_eq!(list(&mut chief, "BJ01", "").await.len(), 2);
    assert_eq!(list(&mut company, "SH02", "").await.len(), 1);
    let change = |id: &str, etag: &str| PutArticleRequest {
        request_id: key(),
        article_id: id.to_owned(),
        etag: etag.to_owned(),
        ..article("加内存", "加装内存，新版")
    };
    assert_eq!(
        refused(chief.put_article(change(&policy.id, "")).await),
        "ARTICLE_OF_ALL_BRANCHES"
    );
    assert_eq!(refused(chief.put_article(change(&own.id, "\"9\"")).await), "STALE_ETAG");
    let next = put(&mut chief, change(&own.id, &own.etag)).await;
    assert_eq!((next.version, next.title.as_str()), (2, "加装内存，新版"));
    let mut other = desk.desk(Role::Chief, "SH02", "M1-S").await;
    let foreign = PutArticleRequest {
        branch_id: "SH02".to_owned(),
        ..change(&own.id, "")
    };
    assert_eq!(refused(other.put_article(foreign).await), "ARTICLE_NOT_FOUND");
    let withdrawn = PutArticleRequest {
        withdrawn: true,
        ..change(&own.id, "")
    };
    put(&mut chief, withdrawn).await;
    assert_eq!(list(&mut chief, "BJ01", "").await.len(), 1);
}
