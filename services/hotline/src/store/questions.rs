//! Frequent questions of consultations, counted by the database (HOT-44).

use aftersales_kit::{Result, db::Tx, fetch_all, fetch_one, id::BranchId, time::Timestamp};

use crate::domain::article::QuestionCount;

/// Consultations of a branch recorded from one instant on and before another.
#[derive(Debug, Clone)]
pub struct Days {
    /// Branch.
    pub branch_id: BranchId,
    /// From.
    pub from: Timestamp,
    /// Before.
    pub to: Timestamp,
}

macro_rules! counts {
    ($tail:literal) => {
        concat!(
            "SELECT question_line, question_topic, COUNT(*), COUNT(article_id), ",
            "CAST(SUM(CASE WHEN state = 'FOLLOW_UP_OPEN' THEN 1 ELSE 0 END) AS BIGINT) ",
            "FROM consultation ",
            "WHERE branch_id = $1 AND recorded_at >= $2 AND recorded_at < $3 AND question_topic IS NOT NULL ",
            "GROUP BY question_line, question_topic ",
            $tail
        )
    };
}

/// The questions asked most, most asked first.
pub async fn most_asked(tx: &mut Tx, days: &Days, top: i64) -> Result<Vec<QuestionCount>> {
    const SQL: &str = counts!("ORDER BY COUNT(*) DESC, question_line, question_topic LIMIT $4");
    counted(tx, SQL, days, top).await
}

/// The questions asked most without an article, most first.
pub async fn unanswered(tx: &mut Tx, days: &Days, top: i64) -> Result<Vec<QuestionCount>> {
    const SQL: &str = counts!(
        "HAVING COUNT(*) > COUNT(article_id) \
         ORDER BY COUNT(*) - COUNT(article_id) DESC, question_line, question_topic LIMIT $4"
    );
    counted(tx, SQL, days, top).await
}

async fn counted(tx: &mut Tx, sql: &'static str, days: &Days, top: i64) -> Result<Vec<QuestionCount>> {
    let rows = fetch_all!(
        tx,
        (Option<String>, String, i64, i64, i64),
        sql,
        &days.branch_id,
        days.from,
        days.to,
        top
    )?;
    let count = |(product_line, topic, asked, with_article, open): (Option<String>, _, _, _, _)| QuestionCount {
        product_line: product_line.unwrap_or_default(),
        topic,
        asked,
        with_article,
        open,
    };
    Ok(rows.into_iter().map(count).collect())
}

/// How many consultations name no question.
pub async fn unnamed(tx: &mut Tx, days: &Days) -> Result<i64> {
    const SQL: &str = "
        SELECT COUNT(*)
        FROM consultation
        WHERE branch_id = $1 AND recorded_at >= $2 AND recorded_at < $3 AND question_topic IS NULL";
    Ok(fetch_one!(tx, (i64,), SQL, &days.branch_id, days.from, days.to)?.0)
}
